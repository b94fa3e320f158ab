"""A shortlist as its people read it: each profile with what it states, and what it leaves open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accord.apps.core.acting import Acting
from accord.apps.directory.enums import StatusKind
from accord.apps.directory.models import StatusClaim
from accord.apps.partnering.adapters import wording
from accord.apps.partnering.adapters.comparing import beside
from accord.apps.partnering.adapters.matching import SAID
from accord.apps.partnering.adapters.suggesting import Beside, Told
from accord.apps.partnering.enums import Ipr, RefusalReason, Stage
from accord.apps.partnering.models import Interest, Profile, Shortlisted
from accord.apps.partnering.queries import shortlists as queries
from accord.apps.partnering.queries import suggestions
from accord.engine.calendars import Presentation
from accord.engine.matching import sentences

MOST_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a profile, word for word, and its language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Status:
    """What an authority says of the organisation, if it may be named."""

    kind: str
    issuer: str
    number: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One profile of a shortlist.

    Parameters
    ----------
    row
        Its place and the note.
    told
        What a page says of it beside the request; None when nobody outside reads it any more.
    suggested
        Its place among the suggestions; 0 when it is not among them.
    against
        Sentences that say why it is not.
    certificates, delivery
        What the profile says of them.
    statuses
        What the directory says of its organisation.
    interest
        What the own organisation has expressed in it.
    """

    row: Shortlisted
    told: Told | None
    suggested: int = 0
    against: tuple[str, ...] = ()
    certificates: tuple[Quote, ...] = ()
    delivery: tuple[Quote, ...] = ()
    statuses: tuple[Status, ...] = ()
    interest: Interest | None = None

    @property
    def stage(self) -> str:
        """How far the thing is, in words; empty where that is not stated."""
        stage = self.told.other.stage if self.told else ""
        return str(Stage(stage).label) if stage else ""

    @property
    def ipr(self) -> str:
        """How the knowledge is protected; empty where that is not stated."""
        ipr = self.told.other.ipr if self.told else ""
        return str(Ipr(ipr).label) if ipr else ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What to ask about: what the pair lacks, and what the profile leaves open."""
        return (*self.told.missing, *self._open()) if self.told else ()

    def _open(self) -> Iterator[str]:
        if not self.stage:
            yield _("The stage of development is not stated.")
        if not (self.certificates or self.statuses):
            yield _("No certificate is named.")
        if not self.delivery:
            yield _("Nothing is said about delivery or warranty.")


def candidates(acting: Acting, profile: Profile, viewer: Presentation) -> list[Candidate]:
    """Return the shortlist of one's own request in its order; the same few queries for any."""
    rows = list(queries.shortlist_visible_to(acting, profile))
    others = [row.other_id for row in rows]
    listed = suggestions.keys_suggested(acting, profile)
    readable = suggestions.readable_among(acting, [*others, *listed])
    compared = beside(acting, profile, [*others, *listed], viewer)
    shown = [readable[key] for key in others if key in readable]
    named = {each.organisation_id for each in shown if getattr(each, "is_named", False)}
    is_any_unlisted = any(each.pk not in listed for each in shown)
    suggested = (readable[key] for key in listed if key in readable and is_any_unlisted)
    refused = suggestions.refused_for(acting, profile)
    known = _Known(
        compared,
        listed,
        compared.told(suggested),
        {row.other_id: RefusalReason(row.reason) for row in refused},
        _by_organisation(queries.statuses_of(acting, named), viewer),
        queries.interests_from(acting, profile, others),
    )
    return [known.candidate(row, readable.get(row.other_id)) for row in rows]


def quoted(profile: Profile, words: tuple[str, ...], language: str) -> tuple[Quote, ...]:
    """Return the first sentences of a profile with one of the words, word for word.

    Parameters
    ----------
    language
        In which the reader reads a text, where it is written in that too.
    """
    found: dict[str, Quote] = {}
    for text in (getattr(profile, name) for name in SAID if name != "title"):
        if text:
            for said in sentences(text.in_language(language)):
                if wording.hits(said, words):
                    found.setdefault(said, Quote(said, text.language_shown(language)))
    return tuple(found.values())[:MOST_QUOTED]


@dataclass(frozen=True, slots=True)
class _Known:
    """All that was read for a shortlist at once."""

    beside: Beside
    listed: Sequence[UUID]
    suggested: Sequence[Told]
    refused: Mapping[UUID, RefusalReason]
    statuses: Mapping[UUID, tuple[Status, ...]]
    interests: Mapping[UUID, Interest]

    def candidate(self, row: Shortlisted, other: Profile | None) -> Candidate:
        """Return one of the shortlist; ``other`` as far as it may be read."""
        if other is None or not other.is_valid_on(self.beside.on):
            return Candidate(row, None, interest=self.interests.get(row.other_id))
        (told,) = self.beside.told([other])
        place = self.listed.index(other.pk) + 1 if other.pk in self.listed else 0
        language = self.beside.viewer.language
        is_named = getattr(other, "is_named", False)
        return Candidate(
            row,
            told,
            place,
            () if place else tuple(self.against(told)),
            quoted(other, wording.CERTIFICATES, language),
            quoted(other, wording.DELIVERY, language),
            self.statuses.get(other.organisation_id, ()) if is_named else (),
            self.interests.get(other.pk),
        )

    def against(self, told: Told) -> Iterator[str]:
        """Yield why it is not suggested."""
        if reason := self.refused.get(told.other.pk):
            yield _("You said: not for us (%(reason)s).") % {"reason": reason.label}
        yield from told.barred
        if not told.barred:
            yield from self.beside.against(told, self.suggested)


def _by_organisation(
    claims: Sequence[StatusClaim], viewer: Presentation
) -> dict[UUID, tuple[Status, ...]]:
    found: dict[UUID, tuple[Status, ...]] = {}
    for claim in claims:
        issuer = claim.issuer.in_language(viewer.language) if claim.issuer else ""
        status = Status(str(StatusKind(claim.kind).label), issuer, claim.number, claim.ends_on)
        found[claim.organisation_id] = (*found.get(claim.organisation_id, ()), status)
    return found
