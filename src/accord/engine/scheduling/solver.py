"""Plan an event: a valid plan at once, then bound, search and proof under one budget."""

import time
from collections.abc import Callable
from dataclasses import replace

from accord.engine.scheduling.board import Board, Seat
from accord.engine.scheduling.bound import weight_bound
from accord.engine.scheduling.changing import changes_of, spread_of
from accord.engine.scheduling.encoding import is_encodable
from accord.engine.scheduling.exact import Effort, Finding, exact_search
from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.memory import NONE
from accord.engine.scheduling.problem import Objective, Problem
from accord.engine.scheduling.proof import Proof
from accord.engine.scheduling.reasons import is_hopeless, why_unplaced
from accord.engine.scheduling.result import Limits, Meeting, Plan, Progress, Status
from accord.engine.scheduling.search import STEPS_A_SECOND, Budget, Row, Search
from accord.engine.scheduling.warming import ready

Watch = Callable[[Progress], bool]

SHARE_OF_SEARCH = 0.6  # of the budget, where the exact solver comes after
MOST_OPTIONS = 20_000  # of the exact solver; above this the search does better with its time
SHARE_BEFORE_PROOF = 0.15
MOST_SECONDS_BEFORE_PROOF = 1.5
SECONDS_BESIDE_PROOF = 6.0  # of the search; alone it would find little more
SECONDS_BETWEEN_REPORTS = 0.25
SECONDS_BETWEEN_PLANS = 1.0
LONGEST_BOUND_SECONDS = 30.0
SECONDS_TO_EXPLAIN = 0.0003  # one request that is not held, on a slow machine
SECONDS_TO_EASE = 0.0001  # one request, tables and interpreters given out at the end
SECONDS_OF_GRACE = 1.0  # so that it ends by itself, and repeats, unless the event is very large


def plan(
    problem: Problem,
    limits: Limits = Limits(),  # noqa: B008 -- frozen, so that it can be shared
    *,
    start: Plan | None = None,
    watch: Watch | None = None,
) -> Plan:
    """Hold as much of what is asked for as possible.

    Parameters
    ----------
    problem
        The event.
    limits
        Budget, seed and threads.
    start
        An earlier plan to begin with; what no longer fits is left out of it.
    watch
        Called at the first plan, then about four times a second, with the
        better plan when there is one. Returning ``False`` ends the search and
        keeps the best. What it raises ends the search and is passed on.

    Returns
    -------
    Plan
        Keeps every rule and is never worse than the first plan. Only a plan
        of status ``INFEASIBLE`` or ``UNKNOWN`` leaves a demand unkept: a
        locked request, or with ``FEWEST_BREAKS`` any request or the fairness,
        and `violations` names it.
    """
    ready()  # the budget is for planning, not for compiling or loading machine code
    return _Planner(problem, limits, watch).plan(start)


class _Planner:
    """One planning run: the best plan so far, its bound and who found it."""

    def __init__(self, problem: Problem, limits: Limits, watch: Watch | None) -> None:
        self.began = time.monotonic()
        self.problem, self.limits, self.watch = problem, limits, watch
        self.grid = Grid(problem)
        self.all_held = problem.rules.objective is Objective.FEWEST_BREAKS
        self.search = Search(self.grid, all_held=self.all_held, seed=limits.seed)
        self.parts = ["greedy"]
        self.remarks: list[str] = []
        self.searching = "greedy"
        self.is_infeasible = False
        self.is_stopped = False
        self.is_news = True
        self.reported_at = self.shown_at = float("-inf")
        self.bound = 0 if self.all_held else sum(self.grid.weight)

    def plan(self, start: Plan | None) -> Plan:
        if start is not None:
            self._take(self._rows_of(start), "start", ties=True)
        self.report()
        if self.limits.seconds > 0:
            self._bound()
            if self.all_held and is_encodable(self.grid):
                self._search_and_prove()
            else:
                self._search()
                self._exact()
        return self._finished()

    def elapsed(self) -> float:
        """Return the seconds since the run began."""
        return time.monotonic() - self.began

    def left(self) -> float:
        """Return the seconds that are left to search."""
        return self._planned() - self.elapsed()

    def _planned(self) -> float:
        """Return the seconds of the budget to search; some are kept back to explain the plan.

        No clock is read, so that work measured out by it repeats.
        """
        unplaced = len(self.grid.left) - self.search.held
        explaining = min(SECONDS_TO_EXPLAIN * unplaced, self.limits.seconds / 5)
        return self.limits.seconds - explaining - self._seconds_to_ease()

    def _seconds_to_ease(self) -> float:
        return min(SECONDS_TO_EASE * len(self.grid.left), self.limits.seconds / 20)

    def report(self) -> bool:
        """Show the watcher where we are; tell whether the search goes on."""
        now = time.monotonic()
        due = now - self.reported_at >= SECONDS_BETWEEN_REPORTS
        if self.watch and not self.is_stopped and due:
            self.reported_at = now
            best = None
            if self.is_news and now - self.shown_at >= SECONDS_BETWEEN_PLANS:
                best = self._as_plan(Status.UNKNOWN, self.search.seats())
                self.is_news, self.shown_at = False, now
            weight, breaks = self.search.weight, self.search.breaks
            progress = Progress(self.elapsed(), weight, self.bound, breaks, self.searching, best)
            self.is_stopped = not self.watch(progress)
        return not self.is_stopped

    def _rows_of(self, start: Plan) -> list[Row]:
        """Return an earlier plan in numbers, as far as the problem knows what it names."""
        grid, rows = self.grid, list[Row]()
        for meeting in start.meetings:
            r, s = grid.request_number.get(meeting.request), grid.slot_number.get(meeting.slot)
            if r is None or s is None:
                continue
            t = None if meeting.table is None else grid.table_number.get(meeting.table)
            i = grid.interpreter_number.get(meeting.interpreter or "", NONE)
            rows.append((r, s, NONE if t is None else self.search.kind_of(t), i))
        return rows

    def _take(self, rows: list[Row], part: str, *, ties: bool = False) -> None:
        """Keep a plan in numbers if it is better than the best."""
        if self.search.take_rows(rows, ties=ties):
            self._note(part)

    def _note(self, part: str) -> None:
        """Write down who found the best plan."""
        self.is_news = True
        if part not in self.parts:
            self.parts.append(part)

    def _remark(self, remark: str) -> None:
        if remark not in self.remarks:
            self.remarks.append(remark)

    def _is_fair(self) -> bool:
        own = self.search.breaks_of
        return not self.all_held or max(own, default=0) - min(own, default=0) <= self.grid.fair

    def _is_kept(self) -> bool:
        """Tell whether every demand is kept."""
        if self.all_held:
            return self.search.held == len(self.grid.left) and self._is_fair()
        slots = self.search.slots()
        return all(slots[r] != NONE for r, locked in enumerate(self.grid.is_locked) if locked)

    def _is_proven(self) -> bool:
        if self.all_held:
            return self._is_kept() and self.search.breaks <= self.bound
        return self.search.weight >= self.bound and self._is_kept()

    def _is_done(self) -> bool:
        """Tell whether nothing can be better than the best plan, in any of the aims."""
        return self._is_proven() and (self.all_held or self.search.breaks == 0)

    def _is_over(self) -> bool:
        """Tell whether there is nothing to search for, or no time."""
        return self.is_stopped or self.is_infeasible or self._is_done() or self.left() <= 0

    def _bound(self) -> None:
        """Work out how much could be held at most, and plan towards it."""
        if self.all_held:
            self.bound = sum(self.search.least)
            if self.search.held == len(self.grid.left):
                return
        self.searching = "linear program"
        weights = [1] * len(self.grid.weight) if self.all_held else self.grid.weight
        found = weight_bound(self.grid, weights, min(LONGEST_BOUND_SECONDS, self.left()))
        if self.all_held:
            self.is_infeasible = found.weight < len(weights) or bool(self._hopeless())
        else:
            gone = sum(self.grid.weight[r] for r in self._hopeless())
            self.bound = min(self.bound - gone, found.weight)
        if self.search.guide(found.chosen):
            self._note("linear program")
        self.report()

    def _hopeless(self) -> list[int]:
        slots = self.search.slots()
        return [r for r, s in enumerate(slots) if s == NONE and is_hopeless(self.grid, r)]

    def _search(self) -> None:
        """Search for the whole budget, or for its share where the exact solver comes after."""
        if self.is_stopped or self._is_done():
            return
        share = SHARE_OF_SEARCH if self._fits_solver() else 1.0
        self._anneal(self.left() * share, self._planned() * share, self.report)

    def _anneal(self, seconds: float, planned: float, look: Callable[[], bool]) -> None:
        """Search for some seconds of the clock; alone, for the steps of those planned at most."""
        self.searching = "local search"
        began = time.monotonic()
        steps = int(planned * STEPS_A_SECOND) if self.limits.workers == 1 else None
        best = [self.search.rank()]

        def used() -> float:
            return (time.monotonic() - began) / seconds if seconds > 0 else 1.0

        def seen() -> bool:
            if self.search.rank() != best[0]:
                best[0] = self.search.rank()
                self._note("local search")
            return look() and not self._is_done()

        self.search.anneal(Budget(used, steps), seen, bound=self.bound)
        seen()

    def _search_and_prove(self) -> None:
        """Search alone for a while, then beside a prover that refutes anything better."""
        if self.is_stopped or self._is_done():
            return
        alone = min(MOST_SECONDS_BEFORE_PROOF, self.limits.seconds * SHARE_BEFORE_PROOF)
        self._anneal(min(alone, self.left()), alone, self.report)
        if self._is_over():
            return
        fewest = self.search.breaks if self._is_kept() else None
        with Proof(self.grid, fewest) as proof:
            self._beside(proof)
        if proof.has_failed:
            self._remark("the prover failed")
            self._search()
            self._exact()

    def _beside(self, proof: Proof) -> None:
        """Listen to the prover until it is over; search on for a while on the other core."""

        def goes_on() -> bool:
            self._listen(proof, 0.0)
            return self.report() and not (proof.is_over or self._is_over())

        if self.limits.workers > 1:
            seconds = min(SECONDS_BESIDE_PROOF, self.left())
            self._anneal(seconds, seconds, goes_on)
        self.searching = "proof"
        while goes_on():
            self._listen(proof, SECONDS_BETWEEN_REPORTS)

    def _listen(self, proof: Proof, seconds: float) -> None:
        for answer in proof.answers(seconds):
            if "slots" in answer:
                self._take([(r, s, NONE, NONE) for r, s in enumerate(answer["slots"])], "SAT")
            elif "bound" in answer:
                self.bound = max(self.bound, answer["bound"])
            else:
                self.is_infeasible = True
            if self.is_infeasible or self._is_proven():
                self._remark("proved by SAT")

    def _fits_solver(self) -> bool:
        return sum(mask.bit_count() for mask in self.grid.open) <= MOST_OPTIONS

    def _exact(self) -> None:
        """Let the exact solver improve the best plan, or prove that nobody can."""
        if self.is_stopped or self.is_infeasible or self._is_proven():
            return
        if not self._fits_solver():
            self._remark("too large for CP-SAT")
            return
        if self.left() <= 0:
            return
        self.searching = "CP-SAT"
        work = self._planned() * (1 - SHARE_OF_SEARCH)
        effort = Effort(self.left(), work, self.limits.workers, self.limits.seed)
        finding = exact_search(self.search.board(), effort, self._look_at)
        if finding is None:
            self._remark("too large for CP-SAT")
            return
        self._look_at(finding)
        self.is_infeasible = finding.is_infeasible
        if finding.is_infeasible or self._is_proven():
            self._remark("proved by CP-SAT")

    def _look_at(self, finding: Finding) -> bool:
        if finding.best is not None:
            rows = [(way.request, way.slot, way.kind, way.interpreter) for way in finding.best]
            finding.best = None
            self._take(rows, "CP-SAT")
        if finding.bound is not None:
            better = max if self.all_held else min
            self.bound = better(self.bound, finding.bound)
        return self.report()

    def _finished(self) -> Plan:
        self.search.fill(self.search.best)
        seats = self.search.seats()
        if self.limits.seconds > 0:
            seconds = self._seconds_to_ease() + SECONDS_OF_GRACE
            seats = self.search.ease(time.monotonic() + seconds)
        board = Board(self.grid)
        board.restore(seats)
        unplaced = [why_unplaced(board, r) for r, seat in enumerate(seats) if seat is None]
        found = self._as_plan(self._status(), seats)
        return replace(
            found,
            unplaced=tuple(unplaced),
            changes=changes_of(self.problem, found.meetings),
            spread=spread_of(self.problem, found.meetings),
            seconds=self.elapsed(),
        )

    def _status(self) -> Status:
        if self._is_kept():
            return Status.OPTIMAL if self._is_proven() else Status.FEASIBLE
        hopeless = self._hopeless()
        if not self.all_held:
            hopeless = [r for r in hopeless if self.grid.is_locked[r]]
        return Status.INFEASIBLE if hopeless or self.is_infeasible else Status.UNKNOWN

    def _as_plan(self, status: Status, seats: list[Seat | None]) -> Plan:
        # The bound is of plans that keep every lock; one that does not may weigh more.
        is_beyond = not self.all_held and not self._is_kept()
        return Plan(
            meetings=_meetings(self.problem, seats),
            unplaced=(),
            weight=self.search.weight,
            bound=max(self.bound, self.search.weight) if is_beyond else self.bound,
            breaks=self.search.breaks,
            status=status,
            found_by="; ".join([", ".join(self.parts), *self.remarks]),
            seconds=self.elapsed(),
            objective=self.problem.rules.objective,
        )


def _meetings(problem: Problem, seats: list[Seat | None]) -> tuple[Meeting, ...]:
    """Return the meetings in time order, then in the order of the requests."""
    placed = sorted((seat.slot, r, seat) for r, seat in enumerate(seats) if seat is not None)
    return tuple(
        Meeting(
            problem.requests[r].key,
            problem.slots[s].key,
            problem.tables[seat.table].key if seat.table >= 0 else None,
            problem.interpreters[seat.interpreter].key if seat.interpreter >= 0 else None,
        )
        for s, r, seat in placed
    )
