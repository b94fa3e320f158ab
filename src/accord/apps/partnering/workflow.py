"""What each kind of profile must say, and the life of a profile, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from accord.apps.partnering.enums import Deed, InterestState, ProfileKind, ProfileState

VALIDITY = timedelta(days=365)
EXTENSION = timedelta(days=365)
NOTICE = timedelta(days=14)

MOST_CODES = 5  # of each list
MOST_PARTNERSHIPS = 3
LONGEST: Mapping[str, int] = {
    "title": 256,
    "summary": 500,
    "description": 4000,
    "advantages": 2000,
    "specification": 2000,
    "ipr_notes": 500,
    "partner_role": 1000,
    "call_name": 300,
}

_ALWAYS = frozenset({"title", "summary", "description", "partner_role", "partnerships"})
# What must be said before a profile goes to review.
OBLIGATORY: Mapping[ProfileKind, frozenset[str]] = {
    ProfileKind.TECHNOLOGY_OFFER: _ALWAYS | {"advantages", "stage", "ipr", "technologies"},
    ProfileKind.TECHNOLOGY_REQUEST: _ALWAYS | {"specification", "technologies"},
    ProfileKind.BUSINESS_OFFER: _ALWAYS | {"advantages", "stage", "markets"},
    ProfileKind.BUSINESS_REQUEST: _ALWAYS | {"specification", "markets"},
    ProfileKind.RESEARCH_REQUEST: _ALWAYS
    | {"specification", "technologies", "call_name", "call_closes_on", "interest_until"},
}
_ONLY_RESEARCH = frozenset(
    {"call_name", "call_closes_on", "interest_until", "project_months", "budget", "currency"}
)
_ONLY_OFFERS = frozenset({"advantages", "stage", "trl", "ipr", "ipr_notes"})
# What a kind has no place for, and its form does not ask.
LEFT_OUT: Mapping[ProfileKind, frozenset[str]] = {
    ProfileKind.TECHNOLOGY_OFFER: _ONLY_RESEARCH,
    ProfileKind.TECHNOLOGY_REQUEST: _ONLY_RESEARCH | _ONLY_OFFERS,
    ProfileKind.BUSINESS_OFFER: _ONLY_RESEARCH,
    ProfileKind.BUSINESS_REQUEST: _ONLY_RESEARCH | _ONLY_OFFERS,
    ProfileKind.RESEARCH_REQUEST: _ONLY_OFFERS,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A step in the life of a profile: from which states, to which, and its deed."""

    before: frozenset[ProfileState]
    after: ProfileState
    deed: Deed


def _step(deed: Deed, after: ProfileState, *before: ProfileState) -> Step:
    return Step(frozenset(before), after, deed)


LIFE: Mapping[str, Step] = {
    "submit": _step(Deed.PROFILE_SUBMITTED, ProfileState.REVIEW, ProfileState.DRAFT),
    "recall": _step(Deed.PROFILE_RECALLED, ProfileState.DRAFT, ProfileState.REVIEW),
    "return": _step(Deed.PROFILE_RETURNED, ProfileState.DRAFT, ProfileState.REVIEW),
    "publish": _step(Deed.PROFILE_PUBLISHED, ProfileState.PUBLISHED, ProfileState.REVIEW),
    "reopen": _step(
        Deed.PROFILE_REOPENED, ProfileState.DRAFT, ProfileState.PUBLISHED, ProfileState.EXPIRED
    ),
    "expire": _step(Deed.PROFILE_EXPIRED, ProfileState.EXPIRED, ProfileState.PUBLISHED),
}


@dataclass(frozen=True, slots=True)
class InterestStep:
    """A step of an expression of interest; ``for_both`` where either side may take it."""

    before: frozenset[InterestState]
    after: InterestState
    deed: Deed
    for_both: bool


def _interest(
    deed: Deed, after: InterestState, *before: InterestState, for_both: bool = True
) -> InterestStep:
    return InterestStep(frozenset(before), after, deed, for_both)


# Whoever wrote the profile accepts and opens the contacts; the rest either side may record.
INTEREST: Mapping[str, InterestStep] = {
    "accept": _interest(
        Deed.INTEREST_ACCEPTED, InterestState.ACCEPTED, InterestState.SENT, for_both=False
    ),
    "exchange": _interest(
        Deed.CONTACTS_EXCHANGED, InterestState.EXCHANGED, InterestState.ACCEPTED, for_both=False
    ),
    "negotiate": _interest(
        Deed.NEGOTIATION_BEGUN, InterestState.NEGOTIATING, InterestState.EXCHANGED
    ),
    "agree": _interest(Deed.PARTNERSHIP_AGREED, InterestState.AGREED, InterestState.NEGOTIATING),
    "close": _interest(
        Deed.INTEREST_CLOSED,
        InterestState.CLOSED,
        InterestState.SENT,
        InterestState.ACCEPTED,
        InterestState.EXCHANGED,
        InterestState.NEGOTIATING,
    ),
}
LONGEST_MESSAGE = 2000
