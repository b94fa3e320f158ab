"""What the stated facts of two profiles say of each other: what fits, is missing, or bars."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

Facts = Mapping[str, str | int | tuple[str, ...]]

WHOLE: Final = 100  # a share of everything


class Kind(StrEnum):
    """Kinds of profile, as the Enterprise Europe Network names them."""

    TECHNOLOGY_OFFER = "TO"
    TECHNOLOGY_REQUEST = "TR"
    BUSINESS_OFFER = "BO"
    BUSINESS_REQUEST = "BR"
    RESEARCH_REQUEST = "RDR"


@dataclass(frozen=True, slots=True)
class Statement:
    """The facts of a profile, as far as they are stated; empty where nothing is said.

    Parameters
    ----------
    kind
        What sort of profile it is.
    organisation
        Whose it is.
    country
        Where that is, ISO 3166 alpha-2.
    role
        What sort of partner the organisation is itself (``sme``, ``university``, …).
    fields, markets
        Codes of technology and of markets.
    partnerships
        Kinds of partnership offered or looked for.
    roles_sought, countries_sought
        Which partners are looked for, and where.
    languages
        In which one can talk, BCP 47.
    readiness
        Technology readiness level, 1 to 9; 0 when not stated. Of a request: the least.
    valid_until
        Last day, ISO 8601; empty without an end.
    """

    kind: Kind
    organisation: str
    country: str = ""
    role: str = ""
    fields: frozenset[str] = frozenset()
    markets: frozenset[str] = frozenset()
    partnerships: frozenset[str] = frozenset()
    roles_sought: frozenset[str] = frozenset()
    countries_sought: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    readiness: int = 0
    valid_until: str = ""

    def __post_init__(self) -> None:
        """Refuse a readiness level that does not exist."""
        if not 0 <= self.readiness <= 9:  # noqa: PLR2004 -- the scale of ISO 16290 ends there
            raise ValueError(f"A readiness level is from 1 to 9, not {self.readiness}.")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one feature says of a pair.

    Parameters
    ----------
    key
        Of the sentence; ``matching.fields``, …
    share
        How far it fits, 0 to 100.
    facts
        What the sentence names: what is shared, what is missing.
    """

    key: str
    share: int
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fit:
    """All that the facts of two profiles say.

    Parameters
    ----------
    points
        0 to 100: the weighted mean of what both state; 50 when they state nothing in common.
    findings
        One for each feature that both state, the weightiest first.
    barred
        Why they cannot meet at all; empty when they can.
    """

    points: int
    findings: tuple[Finding, ...]
    barred: tuple[Finding, ...]


Reading = Callable[[Statement, Statement], Finding | None]

# How well a kind answers another, in both orders; kinds that are not here do not meet.
MEETS: Final = MappingProxyType(
    {
        frozenset({Kind.TECHNOLOGY_OFFER, Kind.TECHNOLOGY_REQUEST}): 100,
        frozenset({Kind.BUSINESS_OFFER, Kind.BUSINESS_REQUEST}): 100,
        frozenset({Kind.RESEARCH_REQUEST}): 80,
        frozenset({Kind.TECHNOLOGY_OFFER, Kind.RESEARCH_REQUEST}): 60,
        frozenset({Kind.TECHNOLOGY_OFFER, Kind.BUSINESS_REQUEST}): 50,
        frozenset({Kind.BUSINESS_OFFER, Kind.TECHNOLOGY_REQUEST}): 50,
    }
)
UNSTATED: Final = 50


def fit(mine: Statement, theirs: Statement, *, today: str) -> Fit:
    """Read what two profiles state against each other.

    Parameters
    ----------
    mine, theirs
        The two; the points are the same in both orders.
    today
        ISO 8601, against which validity is read.
    """
    found = [(weight, reading(mine, theirs)) for weight, reading in FEATURES]
    said = [(weight, finding) for weight, finding in found if finding is not None]
    total = sum(weight for weight, _ in said)
    points = sum(weight * finding.share for weight, finding in said)
    return Fit(
        (2 * points + total) // (2 * total) if total else UNSTATED,
        tuple(finding for _, finding in said),
        tuple(_bars(mine, theirs, today)),
    )


def mutual(there: float, back: float) -> float:
    """Return how well two fit when each has to want the other: the harmonic mean.

    Parameters
    ----------
    there, back
        How well each answers the other, 0 to 1.

    Returns
    -------
    float
        0 to 1; nearer the lower of the two, 0 when either is.
    """
    if not (0 <= there <= 1 and 0 <= back <= 1):
        raise ValueError(f"{there} and {back} must both be from 0 to 1.")
    return 2 * there * back / (there + back) if there and back else 0.0


def _bars(mine: Statement, theirs: Statement, today: str) -> Iterable[Finding]:
    if mine.organisation == theirs.organisation:
        yield Finding("matching.same-organisation", 0)
    if frozenset({mine.kind, theirs.kind}) not in MEETS:
        yield Finding("matching.kinds-apart", 0, {"kinds": (mine.kind, theirs.kind)})
    for one in (mine, theirs):
        if one.valid_until and one.valid_until < today:
            facts: Facts = {"organisation": one.organisation, "on": one.valid_until}
            yield Finding("matching.expired", 0, facts)


def _kinds(mine: Statement, theirs: Statement) -> Finding | None:
    share = MEETS.get(frozenset({mine.kind, theirs.kind}))
    facts: Facts = {"kinds": (mine.kind, theirs.kind)}
    return None if share is None else Finding("matching.kinds", share, facts)


def _overlap(name: str) -> Reading:
    """Return how the sets of this name overlap: the share of the smaller that the other has."""

    def read(mine: Statement, theirs: Statement) -> Finding | None:
        one: frozenset[str] = getattr(mine, name)
        other: frozenset[str] = getattr(theirs, name)
        if not one or not other:
            return None
        share = WHOLE * len(one & other) // min(len(one), len(other))
        facts: Facts = {
            "shared": tuple(sorted(one & other)),
            "mine": tuple(sorted(one - other)),
            "theirs": tuple(sorted(other - one)),
        }
        return Finding(f"matching.{name}", share, facts)

    return read


def _sought(name: str, own: str) -> Reading:
    """Return for how many of the two who say whom they look for the other is the one."""

    def read(mine: Statement, theirs: Statement) -> Finding | None:
        asked = [
            (getattr(other, own), getattr(one, name))
            for one, other in ((mine, theirs), (theirs, mine))
            if getattr(one, name) and getattr(other, own)
        ]
        if not asked:
            return None
        met = sum(is_one in wanted for is_one, wanted in asked)
        missing = tuple(sorted({is_one for is_one, wanted in asked if is_one not in wanted}))
        share = WHOLE * met // len(asked)
        return Finding(f"matching.{name.replace('_', '-')}", share, {"missing": missing})

    return read


def _readiness(mine: Statement, theirs: Statement) -> Finding | None:
    """Return how mature the offer is beside the request; each level short costs a third."""
    offers = {Kind.TECHNOLOGY_OFFER, Kind.BUSINESS_OFFER}
    if (
        not mine.readiness
        or not theirs.readiness
        or (mine.kind in offers) == (theirs.kind in offers)
    ):
        return None
    offered, asked = (mine, theirs) if mine.kind in offers else (theirs, mine)
    short = max(0, asked.readiness - offered.readiness)
    facts: Facts = {"offered": offered.readiness, "asked": asked.readiness, "short": short}
    return Finding("matching.readiness", max(0, WHOLE - 34 * short), facts)


# Weight and reading of each feature; what is said most precisely weighs most.
FEATURES: Final[tuple[tuple[int, Reading], ...]] = (
    (25, _overlap("fields")),
    (20, _kinds),
    (10, _overlap("markets")),
    (10, _overlap("partnerships")),
    (10, _sought("roles_sought", "role")),
    (10, _sought("countries_sought", "country")),
    (10, _readiness),
    (5, _overlap("languages")),
)
