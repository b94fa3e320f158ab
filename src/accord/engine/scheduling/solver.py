"""Plan an event: greedy first, then local search, then the exact solver, under one budget."""

import time
from collections.abc import Callable

from accord.engine.scheduling.board import Board, Seat
from accord.engine.scheduling.bound import weight_bound
from accord.engine.scheduling.exact import Effort, Finding, exact_search, seated
from accord.engine.scheduling.greedy import fill, first_plan, warm_plan
from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.model import MOST_OPTIONS
from accord.engine.scheduling.problem import Objective, Problem
from accord.engine.scheduling.reasons import is_hopeless, why_unplaced
from accord.engine.scheduling.result import Limits, Meeting, Plan, Progress, Status
from accord.engine.scheduling.search import STEPS_A_SECOND, Annealing, Budget, Score

Watch = Callable[[Progress], bool]

SHARE_OF_LOCAL_SEARCH = 0.6
SECONDS_BETWEEN_REPORTS = 0.25
LONGEST_BOUND_SECONDS = 20.0


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
        Keeps every rule and is never worse than the greedy plan. Only a plan
        of status ``INFEASIBLE`` or ``UNKNOWN`` leaves a demand unkept: a
        locked request, or with ``FEWEST_BREAKS`` any request or the fairness,
        and `violations` names it.
    """
    return _Planner(problem, limits, watch).plan(start)


class _Planner:
    """One planning run: the best board so far, its bound and who found it."""

    def __init__(self, problem: Problem, limits: Limits, watch: Watch | None) -> None:
        self.began = time.monotonic()
        self.problem, self.limits, self.watch = problem, limits, watch
        self.grid = Grid(problem)
        self.all_held = problem.rules.objective is Objective.FEWEST_BREAKS
        self.best = first_plan(self.grid)
        self.score = Score(self.best)
        self.parts = ["greedy"]
        self.remarks: list[str] = []
        self.searching = "greedy"
        self.is_infeasible = False
        self.most_held = len(problem.requests)
        self.is_stopped = False
        self.is_news = True
        self.reported_at = float("-inf")
        self.hopeless = [r for r in range(len(problem.requests)) if is_hopeless(self.best, r)]
        gone = set(self.hopeless)
        self.bound = (
            0
            if self.all_held
            else sum(weight for r, weight in enumerate(self.grid.weight) if r not in gone)
        )

    def plan(self, start: Plan | None) -> Plan:
        if start is not None:
            self._take(warm_plan(self.grid, start), "start", ties=True)
        self.report()
        if self.limits.seconds > 0:
            self._bound()
            self._search()
            self._exact()
        fill(self.best)
        return self._finished()

    def elapsed(self) -> float:
        """Return the seconds since the run began."""
        return time.monotonic() - self.began

    def report(self) -> bool:
        """Show the watcher where we are; tell whether the search goes on."""
        now = time.monotonic()
        if (
            self.watch
            and not self.is_stopped
            and (now - self.reported_at >= SECONDS_BETWEEN_REPORTS)
        ):
            self.reported_at = now
            best = self._as_plan(Status.UNKNOWN) if self.is_news else None
            self.is_news = False
            weight, breaks = self.best.weight, self.best.breaks
            progress = Progress(self.elapsed(), weight, self.bound, breaks, self.searching, best)
            self.is_stopped = not self.watch(progress)
        return not self.is_stopped

    def _take(self, board: Board, part: str, *, ties: bool = False) -> None:
        """Keep a board if it is better than the best."""
        ranks = self.score.rank(board), self.score.rank(self.best)
        if ranks[0] > ranks[1] or (ties and ranks[0] == ranks[1]):
            self.best, self.is_news = board, True
            if part not in self.parts:
                self.parts.append(part)

    def _is_done(self, board: Board) -> bool:
        """Tell whether nothing can be better than this board, in any of the aims."""
        if not self.all_held:
            return board.weight >= self.bound and board.breaks == 0
        held_and_fair = board.held >= self.most_held and not self.score.unfairness(board)
        return held_and_fair and board.breaks <= self.bound

    def _bound(self) -> None:
        """Work out how much could be held at most."""
        self.searching = "linear program"
        weights = [1] * len(self.grid.weight) if self.all_held else self.grid.weight
        seconds = min(LONGEST_BOUND_SECONDS, self.limits.seconds - self.elapsed())
        most = weight_bound(self.grid, weights, seconds)
        if self.all_held:
            self.most_held = min(most, len(weights) - len(self.hopeless))
            self.is_infeasible = most < len(weights) or bool(self.hopeless)
        else:
            self.bound = min(self.bound, most)
        self.report()

    def _search(self) -> None:
        """Anneal a copy of the best board for its share of the budget."""
        if self.is_stopped or self._is_done(self.best):
            return
        self.searching = "local search"
        seconds = (self.limits.seconds - self.elapsed()) * SHARE_OF_LOCAL_SEARCH
        if not self._fits_solver():
            self.remarks.append("too large for CP-SAT")
            seconds = self.limits.seconds - self.elapsed()
        began = time.monotonic()
        repeatable = int(seconds_in_steps(self.limits)) if self.limits.workers == 1 else None
        work = Board(self.grid)
        work.restore(self.best.snapshot())
        annealing = Annealing(work, self.limits.seed)
        shown = [annealing.best_rank]

        def used() -> float:
            return (time.monotonic() - began) / seconds if seconds > 0 else 1.0

        def look() -> bool:
            if time.monotonic() - self.reported_at >= SECONDS_BETWEEN_REPORTS and self.watch:
                if annealing.best_rank > shown[0]:
                    shown[0] = annealing.best_rank
                    self._take(_copy(self.grid, annealing.best), "local search")
                return self.report()
            return not self.is_stopped

        annealing.run(Budget(used, repeatable), look, self._is_done)
        fill(work)
        self._take(work, "local search")

    def _fits_solver(self) -> bool:
        return sum(mask.bit_count() for mask in self.grid.open) <= MOST_OPTIONS

    def _exact(self) -> None:
        """Let the exact solver improve the best board, or prove that nobody can."""
        seconds = self.limits.seconds - self.elapsed()
        if self.is_stopped or self.is_infeasible or self._is_proven() or seconds <= 0:
            return
        if not self._fits_solver():
            return
        self.searching = "CP-SAT"
        effort = Effort(seconds, self.limits.workers, self.limits.seed)
        finding = exact_search(self.best, effort, self._look_at)
        if finding is None:
            self.remarks.append("too large for CP-SAT")
            return
        self._look_at(finding)
        self.is_infeasible = finding.is_infeasible
        if finding.is_infeasible or self._is_proven():
            self.remarks.append("proved by CP-SAT")

    def _look_at(self, finding: Finding) -> bool:
        if finding.best is not None:
            board = seated(self.grid, finding.best)
            finding.best = None
            if board is not None:
                self._take(board, "CP-SAT")
        if finding.bound is not None:
            better = max if self.all_held else min
            self.bound = better(self.bound, finding.bound)
        return self.report()

    def _is_proven(self) -> bool:
        return self._is_done(self.best) or (not self.all_held and self.best.weight >= self.bound)

    def _finished(self) -> Plan:
        return self._as_plan(self._status(), with_causes=True)

    def _status(self) -> Status:
        board = self.best
        if self.all_held:
            is_kept = board.held == len(board.seats) and not self.score.unfairness(board)
            is_best = board.breaks <= self.bound
            hopeless = self.hopeless
        else:
            locked = [r for r, locked in enumerate(self.grid.is_locked) if locked]
            is_kept = all(board.seats[r] is not None for r in locked)
            is_best = board.weight >= self.bound
            hopeless = [r for r in locked if r in set(self.hopeless)]
        if not is_kept:
            return Status.INFEASIBLE if hopeless or self.is_infeasible else Status.UNKNOWN
        return Status.OPTIMAL if is_best else Status.FEASIBLE

    def _as_plan(self, status: Status, *, with_causes: bool = False) -> Plan:
        board = self.best
        unplaced = tuple(
            why_unplaced(board, r)
            for r, seat in enumerate(board.seats)
            if with_causes and seat is None
        )
        return Plan(
            meetings=_meetings(self.problem, board),
            unplaced=unplaced,
            weight=board.weight,
            bound=self.bound,
            breaks=board.breaks,
            status=status,
            found_by="; ".join([", ".join(self.parts), *self.remarks]),
            seconds=self.elapsed(),
            objective=self.problem.rules.objective,
        )


def seconds_in_steps(limits: Limits) -> float:
    """Return the steps of local search that stand for a budget where runs must repeat."""
    return limits.seconds * SHARE_OF_LOCAL_SEARCH * STEPS_A_SECOND


def _copy(grid: Grid, seats: tuple[Seat | None, ...]) -> Board:
    board = Board(grid)
    board.restore(seats)
    return board


def _meetings(problem: Problem, board: Board) -> tuple[Meeting, ...]:
    """Return the meetings in time order, then in the order of the requests."""
    placed = sorted((seat.slot, r, seat) for r, seat in enumerate(board.seats) if seat is not None)
    return tuple(
        Meeting(
            problem.requests[r].key,
            problem.slots[s].key,
            problem.tables[seat.table].key if seat.table >= 0 else None,
            problem.interpreters[seat.interpreter].key if seat.interpreter >= 0 else None,
        )
        for s, r, seat in placed
    )
