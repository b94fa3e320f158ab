"""Can these requests all be held: the exact solver's answer, and the least that cannot."""

import time
from collections.abc import Collection, Iterable
from dataclasses import replace

from ortools.sat.python import cp_model

from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.memory import Kinds
from accord.engine.scheduling.model import MOST_OPTIONS, Model, options
from accord.engine.scheduling.problem import Objective, Problem
from accord.engine.scheduling.search import Search

WORKERS = 1


class Demands:
    """The event without all but some of its requests, again and again."""

    def __init__(self, problem: Problem, ends: float) -> None:
        self.problem, self.ends = problem, ends

    def core(self, requests: Collection[int]) -> tuple[int, ...]:
        """Return some of the requests that cannot all be held; none if they can, or in time."""
        chosen = sorted(requests)
        return tuple(chosen) if self.can_hold(chosen) is False else ()

    def reduced(self, requests: Iterable[int]) -> tuple[tuple[int, ...], bool]:
        """Return a least part of requests that cannot be held, and whether that is proven.

        Halves are taken away, then quarters, and at last one after another.
        """
        needed = sorted(requests)
        size = max(1, len(needed) // 2)
        while True:
            at, is_proven = 0, True
            while at < len(needed):
                without = [*needed[:at], *needed[at + size :]]
                can = self.can_hold(without)
                if can is False:
                    needed = without
                else:
                    is_proven &= can is True
                    at += size
            if size == 1:
                return tuple(needed), is_proven
            size = max(1, min(size, len(needed)) // 2)

    def can_hold(self, requests: Collection[int]) -> bool | None:
        """Tell whether a plan holds all of the requests; ``None`` when nobody knows in time."""
        if not requests:
            return True
        if time.monotonic() >= self.ends:
            return None
        grid = Grid(self._with_only(requests))
        grid.is_locked = [True] * len(requests)
        if Search(grid, all_held=False, seed=0).held == len(requests):
            return True
        if sum(mask.bit_count() for mask in grid.open) > MOST_OPTIONS:
            return None
        kinds = Kinds(grid)
        model = Model(grid, kinds, options(grid, kinds)).model
        model.minimize(0)  # any plan will do
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = WORKERS
        solver.parameters.max_time_in_seconds = max(0.05, self.ends - time.monotonic())
        status = solver.solve(model)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return True
        return False if status == cp_model.INFEASIBLE else None

    def _with_only(self, requests: Collection[int]) -> Problem:
        """Return the event in which nothing else was asked for."""
        problem = self.problem
        chosen = [problem.requests[r] for r in sorted(requests)]
        keys = {one.key for one in chosen}
        return replace(
            problem,
            requests=tuple(replace(one, after=one.after & keys) for one in chosen),
            rules=replace(problem.rules, objective=Objective.MOST_WEIGHT),
        )
