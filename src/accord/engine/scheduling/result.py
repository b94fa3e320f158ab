"""What planning gives back: a plan, how good it is, and why a request found no place."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from accord.engine.scheduling.problem import InvalidProblemError, Objective

Facts = Mapping[str, Any]


class Status(StrEnum):
    """How much is known about a plan.

    ``OPTIMAL``: no better plan exists. ``FEASIBLE``: keeps every rule, a
    better one may exist. ``INFEASIBLE``: no plan can keep every demand.
    ``UNKNOWN``: not every demand is kept, and nobody knows whether one could.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class Cause(StrEnum):
    """Why a request found no place in a plan.

    ``NO_COMMON_SLOT``: no allowed slot is open to both sides, whatever else is
    planned. ``SIDE_IS_FULL``: one side cannot take another meeting at any slot
    open to both. ``NO_TABLE`` and ``NO_INTERPRETER``: both sides could meet,
    but wherever they could, there is none. ``PRECEDENCE``: the order of
    meetings forbids it. ``OUTRANKED``: no single want explains it; the
    requests named took its places.
    """

    NO_COMMON_SLOT = "no-common-slot"
    SIDE_IS_FULL = "side-is-full"
    NO_TABLE = "no-table"
    NO_INTERPRETER = "no-interpreter"
    PRECEDENCE = "precedence"
    OUTRANKED = "outranked"


class Breach(StrEnum):
    """A rule that a plan, or a move, breaks."""

    UNKNOWN_KEY = "unknown-key"
    HELD_TWICE = "held-twice"
    NOT_HELD = "not-held"
    WRONG_SESSION = "wrong-session"
    SLOT_NOT_ALLOWED = "slot-not-allowed"
    SIDE_IS_ABSENT = "side-is-absent"
    SIDE_IS_BUSY = "side-is-busy"
    TOO_MANY_MEETINGS = "too-many-meetings"
    TOO_MANY_MEETINGS_A_DAY = "too-many-meetings-a-day"
    SIDE_NEEDS_REST = "side-needs-rest"
    NO_TABLE = "no-table"
    TABLE_IS_CLOSED = "table-is-closed"
    TABLE_IS_TAKEN = "table-is-taken"
    TABLE_IS_RESERVED = "table-is-reserved"
    NOT_AT_OWN_TABLE = "not-at-own-table"
    NO_INTERPRETER = "no-interpreter"
    INTERPRETER_LACKS_LANGUAGES = "interpreter-lacks-languages"
    INTERPRETER_IS_ABSENT = "interpreter-is-absent"
    INTERPRETER_IS_BUSY = "interpreter-is-busy"
    INTERPRETER_NEEDS_REST = "interpreter-needs-rest"
    NO_TIME_TO_CHANGE = "no-time-to-change"
    OUT_OF_ORDER = "out-of-order"
    LOCK_IS_BROKEN = "lock-is-broken"
    UNFAIR_BREAKS = "unfair-breaks"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule.

    Parameters
    ----------
    code
        Which rule.
    facts
        Keys that prove it. ``request`` names the meeting where there is one,
        ``requests`` the others in the way; further ``participant``, ``slot``,
        ``table``, ``interpreter``, ``count`` and ``limit`` as the rule needs.
    """

    code: Breach
    facts: Facts


@dataclass(frozen=True, slots=True)
class Meeting:
    """A request that is held."""

    request: str
    slot: str
    table: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A request that is not held, and why.

    Parameters
    ----------
    request
        Key of the request.
    cause
        The one want that explains it.
    facts
        The evidence, the same keys always: ``left`` and ``right``; ``sides``
        (participants the cause speaks of); ``open`` (allowed slots open to
        both, in time order); ``slots`` (of those, the ones the cause decides);
        ``in_the_way`` (requests held there instead; for ``PRECEDENCE`` those
        that must be held in another order); ``obstacles`` (for each open slot
        the codes of ``Breach`` that stand in the way). ``NO_COMMON_SLOT``
        adds ``open_to_left`` and ``open_to_right``; ``NO_INTERPRETER`` adds
        ``languages``.
    """

    request: str
    cause: Cause
    facts: Facts


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how hard to search.

    Parameters
    ----------
    seconds
        Wall-clock budget; 0 keeps the first valid plan.
    seed
        Seed of every random choice.
    workers
        Search threads of the solver. With one, the same problem and seed give
        the same plan on any machine fast enough to finish its steps in time.
    """

    seconds: float = 10.0
    seed: int = 0
    workers: int = 2

    def __post_init__(self) -> None:
        if not (math.isfinite(self.seconds) and self.seconds >= 0):
            raise InvalidProblemError(
                f"A budget of {self.seconds} seconds makes no sense; give zero or more."
            )
        if self.workers < 1:
            raise InvalidProblemError(f"{self.workers} workers cannot search; give one or more.")
        if not 0 <= self.seed < 2**31:
            raise InvalidProblemError(f"The seed {self.seed} is outside 0 to {2**31 - 1}.")


@dataclass(frozen=True, slots=True)
class Changes:
    """How often participants change from one meeting to the next, over all of them.

    Parameters
    ----------
    place, table
        From one meeting to the next of the same day; a change of place is one of table too.
    interpreter
        From one meeting that is interpreted to the next such one of the event.
    """

    place: int = 0
    table: int = 0
    interpreter: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found.

    Parameters
    ----------
    meetings
        In time order, then in the order of the requests.
    unplaced
        The other requests, in their order, each with its cause.
    weight
        Points held.
    bound
        ``MOST_WEIGHT``: no plan holds more points than this.
        ``FEWEST_BREAKS``: no plan that holds every request has fewer breaks.
    breaks
        Idle spells between two meetings of one participant on one day,
        counted over all participants.
    status
        How much is known; see `Status`.
    found_by
        The parts that took a hand, in order: ``"greedy, local search"``.
    seconds
        Wall-clock time spent; left out when plans are compared.
    objective
        What `bound` bounds.
    changes
        Of place, table and interpreter; see `changes_of`.
    spread
        By how much the most and the fewest meetings of a participant differ; see `spread_of`.
    """

    meetings: tuple[Meeting, ...]
    unplaced: tuple[Unplaced, ...]
    weight: int
    bound: int
    breaks: int
    status: Status
    found_by: str
    seconds: float = field(compare=False)
    objective: Objective = Objective.MOST_WEIGHT
    changes: Changes = Changes()
    spread: int = 0

    @property
    def gap(self) -> float:
        """How far the plan may be from the best, as a share of the larger figure, 0 to 1."""
        reached = self.weight if self.objective is Objective.MOST_WEIGHT else self.breaks
        larger = max(self.bound, reached)
        return abs(self.bound - reached) / larger if larger else 0.0

    @property
    def is_proven(self) -> bool:
        """Whether no better plan exists."""
        return self.status is Status.OPTIMAL


@dataclass(frozen=True, slots=True)
class Progress:
    """A look at a search that is running.

    Parameters
    ----------
    seconds
        Wall-clock time since the start.
    weight, bound, breaks
        As in `Plan`, of the best plan so far.
    found_by
        The part that is searching now.
    plan
        The best plan, when it is better than at the last look; else ``None``.
        Its causes are worked out at the end, so ``unplaced`` is empty.
    """

    seconds: float
    weight: int
    bound: int
    breaks: int
    found_by: str
    plan: Plan | None
