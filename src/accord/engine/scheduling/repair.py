"""Repair a running plan after a disruption: few people touched, then little weight lost."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from accord.engine.scheduling.board import NOWHERE, Board, Seat
from accord.engine.scheduling.changing import changes_of, spread_of
from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.mending import Mender, Patch, Task
from accord.engine.scheduling.problem import InvalidProblemError, Objective, Problem
from accord.engine.scheduling.reasons import why_unplaced
from accord.engine.scheduling.result import Meeting, Plan, Status

SHARE_OF_SEARCH = 0.6  # the rest of the time is for writing the plans down
EVERY_LEVEL_TO = 6  # up to here each number of people is searched, so that none is touched in vain


@dataclass(frozen=True, slots=True)
class Repair:
    """One way out of a disruption.

    Parameters
    ----------
    plan
        The new plan. It breaks no rule; only a demand may be unkept (a locked
        request, with ``FEWEST_BREAKS`` any request or the fairness), and then its
        status is ``UNKNOWN``. Its causes are left out; see `explained`.
    touched
        Participants whose agenda is another than what the disruption left them:
        a meeting that was still valid changed its slot or is lost, one that was not
        is held in another slot, or one is gained. Not counted: who only loses what
        the disruption took, whose meeting only changes table or interpreter, and
        newcomers (none of whose requests the running plan names). In the order of
        the problem.
    moved
        Requests held before and after, in another slot.
    reseated
        Requests held in the same slot with another table or interpreter.
    lost
        Requests that were held and are not; also those no longer asked for.
    gained
        Requests that were not held and are.
    weight_lost
        Points of the running plan that are still asked for, less those of the
        new plan; below zero where it holds more.
    """

    plan: Plan
    touched: tuple[str, ...]
    moved: tuple[str, ...]
    reseated: tuple[str, ...]
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    weight_lost: int


@dataclass(frozen=True, slots=True)
class Repairs:
    """Every repair that is worth it.

    What may be held anew: meetings that cannot stay, requests that the running
    plan does not name, and requests it left out that are of somebody from whom the
    disruption took a meeting. Other requests it left out stay out.

    Parameters
    ----------
    options
        From the fewest people touched to the most; each loses less than the one before.
    broken
        Requests whose meeting of the running plan cannot stay as it was.
    seconds
        Wall-clock time spent; left out when repairs are compared.
    """

    options: tuple[Repair, ...]
    broken: tuple[str, ...]
    seconds: float = field(compare=False)


def repair(  # noqa: PLR0913 -- the choices of one repair, each by its name
    problem: Problem,
    plan: Plan,
    *,
    frozen: Collection[str] = frozenset(),
    past: Collection[str] = frozenset(),
    most_touched: Sequence[int] = (0, 1, 3, 5),
    seconds: float = 2.0,
    seed: int = 0,
) -> Repairs:
    """Bring a running plan in line with what has changed, touching few people.

    Parameters
    ----------
    problem
        The event after the disruption.
    plan
        The running plan; what the problem no longer knows is left out of it.
    frozen
        Keys of requests under way or over. Like locked ones they stay where they
        are while they can.
    past
        Keys of slots under way or over: their meetings are frozen, and no other is
        put there.
    most_touched
        How many people may be touched, zero or more each: one option for each, left out
        where it is no better than with fewer.
    seconds
        Wall-clock budget; a smaller one makes the options worse, not invalid.
    seed
        Seed of every random choice.

    Returns
    -------
    Repairs
        With zero among `most_touched`, the first option touches nobody.

    Raises
    ------
    InvalidProblemError
        `most_touched` is empty or has a negative number.
    """
    began = time.monotonic()
    levels = _levels(most_touched)
    running = _Running(problem, plan, set(frozen), set(past))
    options = _options(running, levels, (began, seconds * SHARE_OF_SEARCH), seed)
    broken = tuple(problem.requests[r].key for r in running.broken)
    return Repairs(options, broken, time.monotonic() - began)


def _levels(most_touched: Sequence[int]) -> list[int]:
    if not most_touched or min(most_touched) < 0:
        raise InvalidProblemError(
            f"People touched are given as {tuple(most_touched)}; give zero or more, at least once."
        )
    return sorted(set(most_touched))


def _options(
    running: "_Running", levels: list[int], clock: tuple[float, float], seed: int
) -> tuple[Repair, ...]:
    began, seconds = clock
    running.seat_at_home(Mender(running.board, running.task(), seed), began + seconds / 2)
    mender = Mender(running.board, running.task(), seed)
    first = running.board.snapshot()
    options = []
    for patch in _patches(mender, levels, began, seconds):
        running.board.restore([patch.seats.get(r, seat) for r, seat in enumerate(first)])
        options.append(running.repair(mender, first, time.monotonic() - began))
    return tuple(options)


def _patches(mender: Mender, wanted: list[int], began: float, seconds: float) -> list[Patch]:
    """Return the patch for each number of people that is better than with fewer."""
    levels = list(range(wanted[-1] + 1)) if wanted[-1] <= EVERY_LEVEL_TO else wanted
    found: list[Patch] = []
    patch = Patch(0, {})
    for n, most in enumerate(levels):
        patch = mender.improve(most, patch, began + seconds * (n + 1) / len(levels))
        if most not in wanted or patch in found:
            continue
        people = len(mender.touched(patch.seats))
        # A longer search may find a better way that touches no more than the one before.
        while found and len(mender.touched(found[-1].seats)) >= people:
            found.pop()
        found.append(patch)
    return found


def explained(problem: Problem, plan: Plan, *, only: Collection[str] | None = None) -> Plan:
    """Return a plan with a cause for every request that is not held.

    Parameters
    ----------
    problem
        What was asked for.
    plan
        A plan that breaks no rule, such as that of a `Repair`.
    only
        Keys of the requests that matter; ``None``: all of them.
    """
    running = _Running(problem, plan, set(), set())
    wanted = set(only or ())
    unplaced = tuple(
        why_unplaced(running.board, r)
        for r, seat in enumerate(running.board.seats)
        if seat is None and (only is None or problem.requests[r].key in wanted)
    )
    return replace(plan, unplaced=unplaced)


class _Running:
    """The running plan on the board of the problem after the disruption."""

    def __init__(self, problem: Problem, plan: Plan, frozen: set[str], past: set[str]) -> None:
        self.problem, self.plan, self.grid = problem, plan, Grid(problem)
        self.board = Board(self.grid)
        grid = self.grid
        self.past = grid.slots_of(past & grid.slot_number.keys())
        self.seats: dict[int, Seat | None] = {}
        self.meetings: dict[int, Meeting] = {}
        for meeting in plan.meetings:
            r = grid.request_number.get(meeting.request)
            if r is not None and r not in self.seats:
                self.seats[r], self.meetings[r] = self._seat(meeting), meeting
        self.home = {r: seat.slot if seat else NOWHERE for r, seat in self.seats.items()}
        over = {problem.slots[s].key for s in range(grid.size) if self.past >> s & 1}
        self.fixed = frozenset(
            r
            for r, one in enumerate(problem.requests)
            if one.locked
            or one.key in frozen
            or (r in self.meetings and self.meetings[r].slot in over)
        )
        self._keep()
        self.broken = [r for r in sorted(self.seats) if self.board.seats[r] is None]
        self.stays = self.seats.keys() - set(self.broken)

    def _seat(self, meeting: Meeting) -> Seat | None:
        """Return the seat of a meeting by number; ``None`` if its slot is gone."""
        grid = self.grid
        slot = grid.slot_number.get(meeting.slot)
        if slot is None:
            return None
        table = grid.table_number.get(meeting.table or "", NOWHERE)
        interpreter = grid.interpreter_number.get(meeting.interpreter or "", NOWHERE)
        return Seat(slot, table, interpreter)

    def _keep(self) -> None:
        """Hold what is still valid where it was: what must not move first, then the heaviest."""
        weight = self.grid.weight
        left = sorted(self.seats, key=lambda r: (*self._freedom(r), -weight[r], r))
        while True:
            stuck = [r for r in left if not self._hold(r)]
            if len(stuck) == len(left):
                return
            left = stuck if any(self.grid.before) else []

    def _freedom(self, r: int) -> tuple[bool, bool]:
        return not self.grid.is_locked[r], r not in self.fixed

    def _hold(self, r: int) -> bool:
        """Hold a request just where it was, if it can be."""
        was = self.seats[r]
        if was is None or not self.board.choices(r) >> was.slot & 1:
            return False
        if self.grid.has_tables and was.table == NOWHERE:
            return False
        tables = 1 << was.table if self.grid.has_tables else -1
        able = self.grid.speakers[r]
        if able is not None and was.interpreter not in able:
            return False
        seat = self.board.seat(r, was.slot, tables, (was.interpreter,))
        if seat is not None:
            self.board.place(r, seat)
        return seat is not None

    def task(self) -> Task:
        """Return what is to be mended."""
        problem, grid = self.problem, self.grid
        named = {*self._held_keys(), *(one.request for one in self.plan.unplaced)}
        people = range(len(grid.attends))
        known, struck = set[int](), set[int]()
        for r, one in enumerate(problem.requests):
            if one.key in named:
                known |= {grid.left[r], grid.right[r]}
        for r in self.broken:
            if self.board.seats[r] is None:
                struck |= {grid.left[r], grid.right[r]}
        wants = (
            r
            for r, one in enumerate(problem.requests)
            if self.board.seats[r] is None
            and grid.open[r]
            and (
                r in self.seats
                or one.key not in named
                or grid.is_locked[r]
                or not struck.isdisjoint((grid.left[r], grid.right[r]))
            )
        )
        return Task(
            self.home,
            frozenset(self.stays),
            self.fixed,
            tuple(wants),
            frozenset(people) - known,
            self.past,
        )

    def seat_at_home(self, mender: Mender, deadline: float) -> None:
        """Hold broken meetings in their own slot again, where nobody needs to move for it."""
        mender.deadline = deadline
        left = sorted(self.broken, key=lambda r: (-mender.worth(r), r))
        for _round in range(2 if any(self.grid.before) else 1):
            for r in left:
                is_out = self.board.seats[r] is None and self.home[r] != NOWHERE
                if is_out and mender.choices(r) >> self.home[r] & 1:
                    mender.sit(r, self.home[r])

    def repair(self, mender: Mender, first: Sequence[Seat | None], seconds: float) -> Repair:
        """Return what is on the board as a repair of the running plan."""
        keys = [one.key for one in self.problem.requests]
        names = [one.key for one in self.problem.participants]
        seats = self.board.seats
        changed = {r: seat for r, seat in enumerate(seats) if seat != first[r]}
        moved, reseated = list[str](), list[str]()
        for r, was in self.seats.items():
            seat = seats[r]
            if seat is None:
                continue
            if seat.slot != self.home[r]:
                moved.append(keys[r])
            elif seat != was:
                reseated.append(keys[r])
        held = {key for key, seat in zip(keys, seats, strict=True) if seat is not None}
        before = self._held_keys()
        return Repair(
            plan=self._plan(seconds),
            touched=tuple(names[p] for p in sorted(mender.touched(changed))),
            moved=tuple(moved),
            reseated=tuple(reseated),
            lost=tuple(key for key in before if key not in held),
            gained=tuple(key for key in keys if key in held and key not in before),
            weight_lost=sum(self.grid.weight[r] for r in self.seats) - self.board.weight,
        )

    def _held_keys(self) -> dict[str, None]:
        return dict.fromkeys(meeting.request for meeting in self.plan.meetings)

    def _plan(self, seconds: float) -> Plan:
        board, problem = self.board, self.problem
        held = sorted(
            ((seat.slot, r, seat) for r, seat in enumerate(board.seats) if seat),
            key=lambda one: one[:2],
        )
        aim = problem.rules.objective
        is_weighed = aim is Objective.MOST_WEIGHT
        possible = sum(
            w for w, slots in zip(self.grid.weight, self.grid.open, strict=True) if slots
        )
        meetings = tuple(self._meeting(r, seat) for _s, r, seat in held)
        return Plan(
            meetings=meetings,
            unplaced=(),
            weight=board.weight,
            bound=possible if is_weighed else 0,
            breaks=board.breaks,
            status=Status.FEASIBLE if self._is_kept() else Status.UNKNOWN,
            found_by="repair",
            seconds=seconds,
            objective=aim,
            changes=changes_of(problem, meetings),
            spread=spread_of(problem, meetings),
        )

    def _meeting(self, r: int, seat: Seat) -> Meeting:
        problem = self.problem
        return Meeting(
            problem.requests[r].key,
            problem.slots[seat.slot].key,
            None if seat.table == NOWHERE else problem.tables[seat.table].key,
            None if seat.interpreter == NOWHERE else problem.interpreters[seat.interpreter].key,
        )

    def _is_kept(self) -> bool:
        """Tell whether every demand is kept."""
        board, grid = self.board, self.grid
        if self.problem.rules.objective is Objective.FEWEST_BREAKS:
            uneven = max(board.breaks_of, default=0) - min(board.breaks_of, default=0)
            return board.held == len(grid.left) and uneven <= grid.fair
        return all(board.seats[r] is not None for r, locked in enumerate(grid.is_locked) if locked)
