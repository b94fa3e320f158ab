"""Plan anew with one request held by force: the machinery behind `confirm`."""

import time
from collections.abc import Iterable
from dataclasses import replace

from accord.engine.scheduling.board import Seat
from accord.engine.scheduling.bound import weight_bound
from accord.engine.scheduling.confirmation import Confirmation, Outcome
from accord.engine.scheduling.exact import Effort, Finding, exact_search
from accord.engine.scheduling.forcing import Forcer, board_of, meetings_at
from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.memory import NONE, Kinds
from accord.engine.scheduling.model import MOST_OPTIONS, Option
from accord.engine.scheduling.moves import moves
from accord.engine.scheduling.problem import Objective, Problem
from accord.engine.scheduling.reasons import is_hopeless
from accord.engine.scheduling.result import Meeting, Plan
from accord.engine.scheduling.search import STEPS_A_SECOND, Budget, Row, Search, with_tables

SHARE_OF_BOUND = 0.3


class Trial:
    """A request held by force: the best plan with it so far, and what none exceeds."""

    def __init__(self, problem: Problem, plan: Plan, key: str, seconds: float, seed: int) -> None:
        self.ends = time.monotonic() + seconds
        self.given, self.plan, self.key, self.seed = problem, plan, key, seed
        self.problem = _most_held(problem)
        self.grid = Grid(self.problem)
        self.r = self.grid.request_number[key]
        self.start = board_of(self.grid, plan.meetings)
        # Locks that the plan could not keep are let go, lest they make everything impossible.
        self.grid.is_locked = [
            locked and seat is not None
            for locked, seat in zip(self.grid.is_locked, self.start.seats, strict=True)
        ]
        # A lock without a slot of its own: it must be held, wherever it can be.
        self.grid.is_locked[self.r] = True
        self.worth = self.start.weight
        self.best: tuple[Meeting, ...] | None = None
        self.found = -1
        self.bound = sum(self.grid.weight)
        if plan.objective is Objective.MOST_WEIGHT:
            self.bound = min(self.bound, plan.bound)
        self.is_impossible = is_hopeless(self.start.grid, self.r)

    def confirmation(self) -> Confirmation:
        if not self.is_impossible:
            self._force()
            self._bound()
            if not self._is_known():
                self._search()
        nowhere = all(moves(self.given, self.plan, self.key).values())
        return Confirmation(
            request=self.key,
            outcome=self._outcome(),
            fits_nowhere=nowhere,
            loss=None if self.best is None else self.worth - self.found,
            least_loss=None if self.is_impossible else self.worth - self.bound,
            meetings=self.best or (),
        )

    def _outcome(self) -> Outcome:
        if self.is_impossible:
            return Outcome.IMPOSSIBLE
        if self.found > self.worth:
            return Outcome.BETTER
        if self.bound < self.worth:
            return Outcome.WORSE
        return Outcome.AS_GOOD if self.found == self.bound else Outcome.OPEN

    def _left(self) -> float:
        return self.ends - time.monotonic()

    def _is_known(self) -> bool:
        return self.is_impossible or self.found >= self.bound

    def _force(self) -> None:
        found = Forcer(self.problem, self.plan).force(self.key)
        if found.meeting is not None:
            self._take(self.worth - found.weight_lost, found.meetings)

    def _take(self, worth: int, meetings: tuple[Meeting, ...]) -> None:
        if worth > self.found:
            self.found, self.best = worth, meetings

    def _bound(self) -> None:
        """Bound by a linear program in which the request is worth all the others together."""
        weights = list(self.grid.weight)
        extra = sum(weights)
        weights[self.r] += extra
        bound = weight_bound(self.grid, weights, self._left() * SHARE_OF_BOUND).weight - extra
        self.bound = min(self.bound, bound)
        self.is_impossible = self.bound < 0

    def _search(self) -> None:
        """Let the exact solver have the last word, or the local search where it is too large."""
        if sum(mask.bit_count() for mask in self.grid.open) <= MOST_OPTIONS:
            board = self.start if self.best is None else board_of(self.grid, self.best)
            seconds = max(0.1, self._left())
            effort = Effort(seconds, seconds, workers=1, seed=self.seed)
            finding = exact_search(board, effort, lambda _: self._left() > 0)
            if finding is not None:
                self._learn(finding)
                return
        self._anneal()

    def _learn(self, finding: Finding) -> None:
        self.is_impossible = finding.is_infeasible
        if finding.bound is not None:
            self.bound = min(self.bound, finding.bound)
        if finding.best is not None:
            seats = _seats(self.grid, finding.best)
            worth = sum(self.grid.weight[way.request] for way in finding.best)
            self._take(worth, meetings_at(self.problem, seats))

    def _anneal(self) -> None:
        meetings = self.plan.meetings if self.best is None else self.best
        board = board_of(self.grid, meetings)
        search = Search(self.grid, all_held=False, seed=self.seed)
        rows: list[Row] = [
            (
                q,
                seat.slot,
                NONE if seat.table < 0 else search.kind_of(seat.table),
                seat.interpreter,
            )
            for q, seat in enumerate(board.seats)
            if seat is not None
        ]
        search.take_rows(rows, ties=True)
        began, seconds = time.monotonic(), max(0.1, self._left())
        budget = Budget(
            lambda: (time.monotonic() - began) / seconds, int(seconds * STEPS_A_SECOND)
        )
        search.anneal(budget, lambda: search.weight < self.bound)
        seats = search.seats()
        if seats[self.r] is not None:
            self._take(search.weight, meetings_at(self.problem, seats))


def _seats(grid: Grid, ways: Iterable[Option]) -> list[Seat | None]:
    """Return the plan of the exact solver with a table for every meeting."""
    none = [NONE] * len(grid.left)
    slots, kinds, interpreters = none.copy(), none.copy(), none.copy()
    for way in ways:
        slots[way.request], kinds[way.request] = way.slot, way.kind
        interpreters[way.request] = way.interpreter
    return with_tables(grid, Kinds(grid), slots, kinds, interpreters)


def _most_held(problem: Problem) -> Problem:
    """Return the event in which worth is what counts: points, or meetings where all must be."""
    if problem.rules.objective is Objective.MOST_WEIGHT:
        return problem
    return replace(
        problem,
        requests=tuple(replace(one, weight=1) for one in problem.requests),
        rules=replace(problem.rules, objective=Objective.MOST_WEIGHT),
    )
