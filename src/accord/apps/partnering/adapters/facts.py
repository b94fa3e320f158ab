"""What is said in a profile, as one value to act with."""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel.numbers import get_currency_precision

from accord.apps.core.enums import Visibility
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.enums import CodeScheme
from accord.apps.partnering.enums import ProfileKind
from accord.apps.partnering.models import Profile

_NO_TEXT = LocalizedText()
TEXTS = (
    "title",
    "summary",
    "description",
    "advantages",
    "specification",
    "ipr_notes",
    "partner_role",
    "call_name",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFacts:
    """Everything that can be said in a profile.

    Parameters
    ----------
    trl
        Technology readiness level, 1 to 9.
    partner_kinds
        Members of the directory's ``OrganisationKind``.
    countries
        ISO 3166-1 codes, at which the profile is aimed; none for everywhere.
    technologies, markets
        Codes of the OECD fields and of NACE, at most five of each.
    goals
        Numbers of sustainable development goals, 1 to 17.
    interest_until
        The last day on which interest is wanted.
    budget
        In minor units of ``currency``, an ISO 4217 code.
    contact, programme
        Keys of the person to write to and of the programme it belongs to.
    """

    title: LocalizedText = _NO_TEXT
    summary: LocalizedText = _NO_TEXT
    description: LocalizedText = _NO_TEXT
    advantages: LocalizedText = _NO_TEXT
    specification: LocalizedText = _NO_TEXT
    stage: str = ""
    trl: int | None = None
    ipr: str = ""
    ipr_notes: LocalizedText = _NO_TEXT
    partner_kinds: tuple[str, ...] = ()
    partner_role: LocalizedText = _NO_TEXT
    partnerships: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    goals: tuple[int, ...] = ()
    call_name: LocalizedText = _NO_TEXT
    call_closes_on: date | None = None
    interest_until: date | None = None
    project_months: int | None = None
    budget: int | None = None
    currency: str = ""
    contact: UUID | None = None
    programme: UUID | None = None
    is_anonymous: bool = False
    visibility: str = Visibility.SHARED


@dataclass(frozen=True, slots=True)
class Written:
    """A profile as its writer sees it: what is said, of which kind, in whose name.

    ``names`` are those of the organisation, in every language and script.
    """

    kind: ProfileKind
    facts: ProfileFacts
    names: tuple[str, ...] = field(default=())


_LISTS = ("partner_kinds", "partnerships", "countries", "goals")
_ELSEWHERE = frozenset({"technologies", "markets", "contact", "programme"})


def columns_of(facts: ProfileFacts) -> dict[str, Any]:
    """Return the columns of the record itself."""
    plain = {
        each.name: getattr(facts, each.name)
        for each in fields(facts)
        if each.name not in _ELSEWHERE
    }
    plain |= {name: list(getattr(facts, name)) for name in _LISTS}
    return plain | {"contact_id": facts.contact, "programme_id": facts.programme}


def facts_of_profile(profile: Profile) -> ProfileFacts:
    """Return what is said in it now; no query when its codes are loaded."""
    plain: dict[str, Any] = {
        each.name: getattr(profile, each.name)
        for each in fields(ProfileFacts)
        if each.name not in _ELSEWHERE
    }
    plain |= {name: tuple(getattr(profile, name)) for name in _LISTS}
    pairs = sorted((code.scheme, code.code) for code in profile.codes.all())
    return ProfileFacts(
        **plain,
        technologies=tuple(code for scheme, code in pairs if scheme == CodeScheme.FIELD),
        markets=tuple(code for scheme, code in pairs if scheme == CodeScheme.ACTIVITY),
        contact=profile.contact_id,
        programme=profile.programme_id,
    )


def changed_fields(before: ProfileFacts, after: ProfileFacts) -> tuple[str, ...]:
    """Return the names of the fields that differ, in their order."""
    names = (each.name for each in fields(before))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def in_minor_units(amount: int | Decimal | None, currency: str) -> int | None:
    """Return an amount of whole units in minor ones: cents, kopecks."""
    if amount is None or not currency:
        return None
    return int(amount * 10 ** get_currency_precision(currency))


def in_whole_units(amount: int | None, currency: str) -> Decimal | None:
    """Return an amount of minor units in whole ones, with its fraction if it has one."""
    if amount is None or not currency:
        return None
    whole = Decimal(amount).scaleb(-get_currency_precision(currency))
    return whole.to_integral_value() if whole == whole.to_integral_value() else whole
