"""Why others set a profile aside, with what its writer may do about it; nobody is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from accord.apps.core.acting import Acting
from accord.apps.partnering.adapters.quality import label_of
from accord.apps.partnering.enums import REQUESTS, RefusalReason
from accord.apps.partnering.models import Profile
from accord.apps.partnering.queries import reasons as queries


@dataclass(frozen=True, slots=True)
class Advice:
    """What may be said better where a reason is given often.

    Parameters
    ----------
    field
        Where in the form; empty where the profile's words are not the matter.
    to_offer, to_request
        A sentence for whoever wrote an offer, or a request.
    """

    field: str
    to_offer: object
    to_request: object


@dataclass(frozen=True, slots=True)
class Heard:
    """One reason: how many organisations gave it, and what to do.

    Parameters
    ----------
    field, label, anchor
        Where in the form: its name, what people call it, its place on the page; or empty.
    """

    reason: RefusalReason
    organisations: int
    advice: str
    field: str

    @property
    def label(self) -> str:
        """What people call the field."""
        return label_of(self.field) if self.field else ""

    @property
    def anchor(self) -> str:
        """Where the field stands on the page of the form."""
        return f"id_{self.field}{'_fieldset' if self.field in _SETS else ''}"


def heard(acting: Acting, profile: Profile) -> list[Heard]:
    """Return why others set the profile aside, for its own people; one query.

    Empty while too few did to keep them unknown.
    """
    counted = queries.reasons_visible_to(acting, profile)
    return [_heard(profile, reason, count) for reason, count in counted]


def _heard(profile: Profile, reason: RefusalReason, count: int) -> Heard:
    advice, is_request = ADVICE[reason], profile.kind in REQUESTS
    field = advice.field
    if field == "stage" and is_request:
        field = "specification"
    said = advice.to_request if is_request else advice.to_offer
    return Heard(reason, count, str(said), field)


_SETS = frozenset({"specification", "partner_role", "summary"})  # drawn as a set of fields
_NOT_THE_WORDS = _("This says nothing about your profile. Ask again in some months.")
_KNOWN = _("This says nothing about your profile: you know one another.")
_NARROWER = _(
    "Choose the technologies more narrowly, and say in the first sentence what it is used for."
)
_COUNTRIES = _("Name the countries you aim at, and choose the markets to match.")
_PARTNER = _("Say what the partner brings and does, and tick the kinds of partner you look for.")
_FRESH = _("Have a colleague or your adviser read the profile with fresh eyes.")
ADVICE: Mapping[RefusalReason, Advice] = MappingProxyType(
    {
        RefusalReason.EARLY: Advice(
            "stage",
            _("Say what has been tested where, and by when the next stage will be reached."),
            _("Say from which stage of development on you would take it up."),
        ),
        RefusalReason.CERTIFICATE: Advice(
            "specification",
            _("Name your certificates with number and date; say which are applied for."),
            _("Say which certificates must be there, and which may follow later."),
        ),
        RefusalReason.MARKET: Advice("countries", _COUNTRIES, _COUNTRIES),
        RefusalReason.FIELD: Advice("technologies", _NARROWER, _NARROWER),
        RefusalReason.PARTNER: Advice("partner_role", _PARTNER, _PARTNER),
        RefusalReason.CAPACITY: Advice("", _NOT_THE_WORDS, _NOT_THE_WORDS),
        RefusalReason.KNOWN: Advice("", _KNOWN, _KNOWN),
        RefusalReason.OTHER: Advice("summary", _FRESH, _FRESH),
    }
)
