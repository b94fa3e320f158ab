"""How much weight any plan could hold at most: a linear relaxation without single slots.

Requests are matched to half days. A participant has a capacity in each half day, on each day
and in all; the tables have one in each half day, the interpreters in all. Every plan keeps
these, so the optimum bounds every plan. Where there are very many requests the half days are
joined, which can only raise the bound.
"""

import math
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp
from ortools.linear_solver.linear_solver_pb2 import MPModelProto

from accord.engine.scheduling.grid import UNLIMITED, Grid, bits

Numbers = NDArray[np.int64]

SAFETY = 1e-4  # far above the solver's tolerance, far below one point
MOST_COLUMNS = 40_000  # with more, half days are joined
CHOSEN = 0.5


@dataclass(frozen=True, slots=True)
class Bound:
    """What the relaxation says.

    Parameters
    ----------
    weight
        No plan holds more.
    chosen
        Numbers of the requests it would hold; none if it ran out of time.
    """

    weight: int
    chosen: frozenset[int]


def weight_bound(grid: Grid, weights: list[int], seconds: float) -> Bound:
    """Return a weight that no plan exceeds, and the requests that reach it.

    Parameters
    ----------
    grid
        The problem.
    weights
        Points of each request; its own, or ones to count meetings.
    seconds
        Budget; when it runs out the sum of all weights is the bound.
    """
    nothing = Bound(sum(weights), frozenset())
    if not weights or seconds <= 0:
        return nothing
    program = _Program(grid, weights)
    if not len(program.request):
        return Bound(0, frozenset())
    solver = pywraplp.Solver.CreateSolver("GLOP")
    if solver is None:
        return nothing
    solver.SetTimeLimit(max(1, int(seconds * 1000)))
    solver.LoadModelFromProto(program.model())
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return nothing
    reached = float(solver.Objective().Value())
    shares = np.zeros(len(weights))
    np.add.at(shares, program.request, [one.solution_value() for one in solver.variables()])
    most = math.floor(reached * (1 + 1e-9) + SAFETY)
    return Bound(min(nothing.weight, most), frozenset(np.flatnonzero(shares > CHOSEN).tolist()))


class _Program:
    """Columns: a request in a part of the event. Rows: what the parts can take."""

    def __init__(self, grid: Grid, weights: list[int]) -> None:
        self.grid = grid
        usable = [
            r
            for r, able in enumerate(grid.speakers)
            if able != () and (grid.tables[r] or not grid.has_tables)
        ]
        self.parts = _parts(grid, len(usable))
        pairs = [
            (r, part)
            for r in usable
            for part, mask in enumerate(self.parts)
            if grid.open[r] & mask
        ]
        self.request: Numbers = np.array([r for r, _part in pairs], np.int64)
        self.part: Numbers = np.array([part for _r, part in pairs], np.int64)
        self.cost = np.array(weights, float)[self.request]
        self.rows: list[Numbers] = []
        self.columns: list[Numbers] = []
        self.most: list[float] = []
        if pairs:
            self._add_people()
            self._add_tables()
            self._add_interpreters()
            if len(self.parts) > 1:
                self._add(self.request, [1] * len(weights))

    def model(self) -> MPModelProto:
        """Return the program in the solver's form."""
        rows, columns = np.concatenate(self.rows), np.concatenate(self.columns)
        order = np.argsort(rows, kind="stable")
        rows, columns = rows[order], columns[order]
        begins = np.searchsorted(rows, np.arange(len(self.most) + 1)).tolist()
        program = MPModelProto(maximize=True)
        for cost in self.cost.tolist():
            program.variable.add(lower_bound=0.0, upper_bound=1.0, objective_coefficient=cost)
        for most, first, last in zip(self.most, begins, begins[1:], strict=False):
            row = program.constraint.add(lower_bound=-math.inf, upper_bound=most)
            row.var_index.extend(columns[first:last].tolist())
            row.coefficient.extend([1.0] * (last - first))
        return program

    def _add(self, row: Numbers, most: list[int], columns: Numbers | None = None) -> None:
        """Add rows: the columns given, all of them if none, each count in the row named."""
        self.rows.append(row + len(self.most))
        self.columns.append(np.arange(len(row)) if columns is None else columns)
        self.most.extend(
            math.inf if capacity >= UNLIMITED else float(capacity) for capacity in most
        )

    def _add_people(self) -> None:
        grid, count = self.grid, len(self.parts)
        day_of = [
            next(d for d, day in enumerate(grid.day_masks) if mask & day) for mask in self.parts
        ]
        on_day = np.array(day_of, np.int64)[self.part]
        days = len(grid.day_masks)
        for side in (grid.left, grid.right):
            self.rows.append(np.array(side, np.int64)[self.request] * count + self.part)
            self.columns.append(np.arange(len(self.request)))
        self.most.extend(
            float(grid.parallel[p] * grid.room_with_rests(attends & mask, grid.side_run[p]))
            for p, attends in enumerate(grid.attends)
            for mask in self.parts
        )
        self._add_limits(grid.most, np.zeros_like(on_day), 1)
        if count > 1 or days == 1:
            self._add_limits(grid.most_a_day, on_day, days)

    def _add_limits(self, most: list[int], group: Numbers, groups: int) -> None:
        """Add a row for each participant with a limit and each group of columns."""
        limited = {p: n for n, p in enumerate(p for p, one in enumerate(most) if one < UNLIMITED)}
        if not limited:
            return
        rows, columns = [], []
        for side in (self.grid.left, self.grid.right):
            for column, r in enumerate(self.request):
                if (n := limited.get(side[r])) is not None:
                    rows.append(n * groups + int(group[column]))
                    columns.append(column)
        self._add(
            np.array(rows, np.int64),
            [most[p] for p in limited for _ in range(groups)],
            np.array(columns, np.int64),
        )

    def _add_tables(self) -> None:
        if self.grid.has_tables:
            seats = [
                sum(self.grid.tables_open[s].bit_count() for s in bits(mask))
                for mask in self.parts
            ]
            self._add(self.part, seats)

    def _add_interpreters(self) -> None:
        """Cap each group of requests that the same interpreters serve, and all together."""
        grid = self.grid
        groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for column, r in enumerate(self.request):
            if able := grid.speakers[r]:
                groups[able].append(column)
        everybody = tuple(sorted({i for able in groups for i in able}))
        everything = [column for own in groups.values() for column in own]
        for able, own in [*groups.items(), (everybody, everything)]:
            for part, mask in enumerate(self.parts):
                here = np.array([c for c in own if self.part[c] == part], np.int64)
                hours = sum(
                    grid.room_with_rests(grid.interprets[i] & mask, grid.longest_run[i])
                    for i in able
                )
                if len(here):
                    self._add(np.zeros_like(here), [hours], here)


def _parts(grid: Grid, requests: int) -> list[int]:
    """Return the half days, or the days, or the whole event, whichever is not too much."""
    for masks in (grid.half_masks, grid.day_masks):
        if requests * len(masks) <= MOST_COLUMNS:
            return list(masks)
    return [grid.every_slot]
