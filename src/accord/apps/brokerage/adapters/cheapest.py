"""What it would take to hold a wish that found no place: which meetings move, which are lost."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from accord.apps.brokerage.adapters import standing as standings
from accord.apps.brokerage.adapters.names import Names, names_of
from accord.apps.brokerage.adapters.problem import Pair, pair_of
from accord.apps.brokerage.adapters.reasons import why_unplaced
from accord.apps.brokerage.adapters.standing import Standing
from accord.apps.brokerage.models import ScheduleRun, Slot, UnplacedRequest
from accord.engine import scheduling as engine
from accord.engine.calendars import Presentation

# Causes that were found with nothing on the board but locked meetings, and by no search: whoever
# reads that nothing helps can rely on it.
NEVER = {
    engine.Cause.NO_COMMON_SLOT,
    engine.Cause.SIDE_IS_FULL,
    engine.Cause.NO_TABLE,
    engine.Cause.NO_INTERPRETER,
}


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The cheapest change that was found, and the schedule before it."""

    standing: Standing
    forced: engine.Forced

    @property
    def is_possible(self) -> bool:
        """Whether a change was found at all."""
        return self.forced.meeting is not None

    @property
    def seal(self) -> str:
        """What tells this change from any other, to be sure that it is the one that was read."""
        lines = sorted(
            "|".join(str(part) for part in (one.request, one.slot, one.table, one.interpreter))
            for plan in (self.standing.plan.meetings, self.forced.meetings)
            for one in plan
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def plan(self) -> engine.Plan:
        """Return the schedule after the change, with a reason for what it leaves out."""
        standing = self.standing
        held = {one.request for one in self.forced.meetings}
        bare = replace(
            standing.plan,
            meetings=self.forced.meetings,
            weight=sum(one.weight for one in standing.problem.requests if one.key in held),
            status=engine.Status.FEASIBLE,
            found_by="cheapest change",
        )
        breaks = sum(engine.breaks_of(standing.problem, bare).values())
        return engine.explained(standing.problem, replace(bare, breaks=breaks))


@dataclass(frozen=True, slots=True)
class Where:
    """Where and when a meeting is held."""

    slot: Slot
    table: str
    interpreter: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one meeting; None: it is not held."""

    left: str
    right: str
    before: Where | None
    after: Where | None


@dataclass(frozen=True, slots=True)
class Told:
    """A change in the reader's words.

    ``cause`` is why the wish has no place. ``retabled`` stay at their time and get another
    table or interpreter. ``reason`` says why nothing was found; ``is_never`` that nothing can be.
    """

    wish: Change
    cause: str
    moved: list[Change]
    retabled: list[Change]
    lost: list[Change]
    gained: list[Change]
    points: int
    breaks: int
    reason: str = ""
    is_never: bool = False

    @property
    def is_free(self) -> bool:
        """Whether nothing is lost by it."""
        return not self.lost and self.points <= 0

    @property
    def gain(self) -> int:
        """Points by which the schedule would be better, if any."""
        return max(0, -self.points)


def cheapest_change(run: ScheduleRun, pair: Pair, *, language: str) -> Cheapest | None:
    """Return what it would take to hold a pair's meeting; None when nobody asks for it now.

    Raises
    ------
    RunUnsoundError, LockOutOfPlaceError, CannotBePlannedError
        When the schedule does not fit the event as it is now.
    """
    standing = standings.standing_of(run, language)
    key = standing.key_of(pair)
    if key is None:
        return None
    return Cheapest(standing, engine.force(standing.problem, standing.plan, key))


def told(waiting: UnplacedRequest, change: Cheapest, viewer: Presentation) -> Told:
    """Return the change in the reader's words, with one query for the names."""
    forced, before = change.forced, change.standing.plan
    old = {one.request: one for one in before.meetings}
    new = {one.request: one for one in forced.meetings}
    differs = [key for key in new if key in old and old[key] != new[key]]
    rivals = {*waiting.facts.get("in_the_way", ())}
    if forced.reason is not None:
        rivals |= {*forced.reason.facts["in_the_way"]}
    spoken = {forced.request, *differs, *forced.lost, *forced.gained, *rivals}
    only = {one for key in spoken for one in pair_of(key)}
    names = names_of(waiting.run.event, viewer, only=only, known=change.standing.known)

    def changes(keys: Iterable[str]) -> list[Change]:
        return [_change(key, old, new, names) for key in keys]

    moved = set(forced.moved)
    reason, is_never = "", False
    if forced.reason is not None:
        reason = why_unplaced(forced.reason.cause, forced.reason.facts, names)
        is_never = forced.reason.cause in NEVER
    return Told(
        wish=_change(forced.request, old, new, names),
        cause=why_unplaced(waiting.cause, waiting.facts, names),
        moved=changes(key for key in differs if key in moved),
        retabled=changes(key for key in differs if key not in moved),
        lost=changes(forced.lost),
        gained=changes(forced.gained),
        points=forced.weight_lost,
        breaks=_breaks_added(change) if change.is_possible else 0,
        reason=reason,
        is_never=is_never,
    )


def _breaks_added(change: Cheapest) -> int:
    plan = replace(change.standing.plan, meetings=change.forced.meetings)
    after = sum(engine.breaks_of(change.standing.problem, plan).values())
    return after - change.standing.plan.breaks


def _change(
    key: str, old: Mapping[str, engine.Meeting], new: Mapping[str, engine.Meeting], names: Names
) -> Change:
    left, right = (names.participants[str(one)] for one in pair_of(key))
    return Change(left, right, _where(old.get(key), names), _where(new.get(key), names))


def _where(one: engine.Meeting | None, names: Names) -> Where | None:
    if one is None:
        return None
    return Where(
        slot=names.slots[one.slot],
        table=names.tables[str(one.table)],
        interpreter=names.interpreters[one.interpreter] if one.interpreter else "",
    )
