"""How much weight any plan could hold at most: a linear relaxation without single slots.

Requests are matched to half days. A participant has a capacity in each half
day, on each day and in all; the tables have one in each half day, the
interpreters in all. Every plan keeps these, so the optimum bounds every plan.
"""

import math
from collections import defaultdict

from ortools.linear_solver import pywraplp

from accord.engine.scheduling.grid import UNLIMITED, Grid, bits

SAFETY = 1e-4  # far above the solver's tolerance, far below one point


def weight_bound(grid: Grid, weights: list[int], seconds: float) -> int:
    """Return a weight that no plan exceeds.

    Parameters
    ----------
    grid
        The problem.
    weights
        Points of each request; its own, or ones to count meetings.
    seconds
        Budget; when it runs out the sum of all weights is the bound.
    """
    most = sum(weights)
    solver = pywraplp.Solver.CreateSolver("GLOP")
    if solver is None or not weights or seconds <= 0:
        return most
    solver.SetTimeLimit(max(1, int(seconds * 1000)))
    _add_rows(solver, grid, _add_columns(solver, grid, weights))
    solver.Objective().SetMaximization()
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return most
    reached = float(solver.Objective().Value())
    return min(most, math.floor(reached * (1 + 1e-9) + SAFETY))


Columns = dict[tuple[int, int], pywraplp.Variable]


def _add_columns(solver: pywraplp.Solver, grid: Grid, weights: list[int]) -> Columns:
    """Add one column for each request and half day open to it."""
    columns: Columns = {}
    for r, weight in enumerate(weights):
        if grid.speakers[r] == () or (grid.has_tables and not grid.tables[r]):
            continue
        halves = [h for h, mask in enumerate(grid.half_masks) if grid.open[r] & mask]
        for h in halves:
            columns[r, h] = solver.NumVar(0.0, 1.0, "")
            solver.Objective().SetCoefficient(columns[r, h], float(weight))
        if len(halves) > 1:
            _cap(solver, [columns[r, h] for h in halves], 1)
    return columns


def _add_rows(solver: pywraplp.Solver, grid: Grid, columns: Columns) -> None:
    in_half, on_day, in_all = defaultdict(list), defaultdict(list), defaultdict(list)
    at_table = defaultdict(list)
    interpreted = []
    for (r, h), column in columns.items():
        day = next(d for d, mask in enumerate(grid.day_masks) if mask & grid.half_masks[h])
        for p in (grid.left[r], grid.right[r]):
            in_half[p, h].append(column)
            on_day[p, day].append(column)
            in_all[p].append(column)
        at_table[h].append(column)
        if grid.speakers[r] is not None:
            interpreted.append(column)
    for (p, h), own in in_half.items():
        slots = (grid.attends[p] & grid.half_masks[h]).bit_count()
        _cap(solver, own, grid.parallel[p] * slots)
    for (p, _day), own in on_day.items():
        _cap(solver, own, grid.most_a_day[p])
    for p, own in in_all.items():
        _cap(solver, own, grid.most[p])
    if grid.has_tables:
        for h, own in at_table.items():
            seats = sum(grid.tables_open[s].bit_count() for s in bits(grid.half_masks[h]))
            _cap(solver, own, seats)
    _cap(solver, interpreted, sum(mask.bit_count() for mask in grid.interprets))
    _cap_pairs(solver, grid, columns)


def _cap_pairs(solver: pywraplp.Solver, grid: Grid, columns: Columns) -> None:
    """Cap the meetings of each group that only the same interpreters can serve."""
    groups = defaultdict(list)
    for (r, _h), column in columns.items():
        if able := grid.speakers[r]:
            groups[able].append(column)
    for able, own in groups.items():
        _cap(solver, own, sum(grid.interprets[i].bit_count() for i in able))


def _cap(solver: pywraplp.Solver, columns: list[pywraplp.Variable], capacity: int) -> None:
    if len(columns) <= capacity or capacity >= UNLIMITED:
        return
    row = solver.Constraint(-solver.infinity(), float(capacity))
    for column in columns:
        row.SetCoefficient(column, 1.0)
