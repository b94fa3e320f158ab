"""All requests held with few breaks, as clauses: the encoding of Bofill and others, 2022."""

from collections import defaultdict

from accord.engine.scheduling.clauses import Formula
from accord.engine.scheduling.grid import UNLIMITED, Grid, bits

MOST_VARIABLES = 40_000  # of meetings and slots; above this no proof comes in time


def is_encodable(grid: Grid) -> bool:
    """Tell whether the clauses can say all the problem's rules, and are few enough."""
    limits = (*grid.most, *grid.most_a_day)
    own_tables = any(table is not None for table in grid.own_table)
    locks = any(
        lock.table is not None for request in grid.problem.requests if (lock := request.locked)
    )
    return (
        max(grid.parallel, default=1) == 1
        and min(limits, default=UNLIMITED) >= UNLIMITED
        and all(able is None for able in grid.speakers)
        and not (grid.changes_take_time or own_tables or locks)
        and sum(mask.bit_count() for mask in grid.open) <= MOST_VARIABLES
    )


class Encoding:
    """The clauses of a problem, with its breaks counted.

    ``meets[r][s]`` holds when request `r` is held at slot `s`. ``breaks`` are literals of
    which one holds for each break. Two implied constraints speed the proof up: a participant
    uses as many slots as it has meetings, in each half day where the sessions say so; and
    twice the tables bound the participants at a slot.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.formula = Formula()
        self.own: list[list[int]] = [[] for _ in grid.attends]
        for r, sides in enumerate(zip(grid.left, grid.right, strict=True)):
            for p in sides:
                self.own[p].append(r)
        self.meets = [self._slots_of(r) for r in range(len(grid.left))]
        self.uses = [self._uses(p) for p in range(len(grid.attends))]
        self._fill_tables()
        self._keep_order()
        self.breaks_of = [self._breaks(p) for p in range(len(grid.attends))]
        self.breaks = [one for own in self.breaks_of for one in own]
        self._be_fair()

    def slots(self, model: set[int]) -> list[int]:
        """Return the slot of each request, from the variables that hold."""
        return [next(s for s, one in row.items() if one in model) for row in self.meets]

    def _slots_of(self, r: int) -> dict[int, int]:
        row = {s: self.formula.variable() for s in bits(self.grid.open[r])}
        self.formula.add(*row.values())
        self.formula.at_most_one(row.values())
        return row

    def _uses(self, p: int) -> dict[int, int]:
        """Return for each slot a literal that holds when the participant meets somebody."""
        formula, row = self.formula, dict[int, int]()
        for s in range(self.grid.size):
            here = [self.meets[r][s] for r in self.own[p] if s in self.meets[r]]
            if not here:
                continue
            formula.at_most_one(here)
            if len(self.own[p]) == 1:
                row[s] = here[0]
                continue
            row[s] = formula.variable()
            for one in here:
                formula.add(-one, row[s])
            formula.add(-row[s], *here)
        self._count_meetings(p, row)
        if self.grid.side_run[p] < self.grid.size:
            for window in self.grid.windows(self.grid.side_run[p] + 1):
                if all(s in row for s in window):
                    formula.add(*(-row[s] for s in window))
        return row

    def _count_meetings(self, p: int, row: dict[int, int]) -> None:
        """Say again how many slots are used: by half day where each request keeps to one."""
        if len(self.own[p]) < 2:  # noqa: PLR2004 -- one meeting uses one slot anyway
            return
        in_half: dict[int, int] = defaultdict(int)
        for r in self.own[p]:
            for mask in self.grid.half_masks:
                if not self.grid.open[r] & ~mask:
                    in_half[mask] += 1
                    break
        if sum(in_half.values()) < len(self.own[p]):
            self.formula.exactly(list(row.values()), len(self.own[p]))
            return
        for mask in self.grid.half_masks:
            here = [one for s, one in row.items() if mask >> s & 1]
            self.formula.exactly(here, in_half[mask])

    def _fill_tables(self) -> None:
        grid = self.grid
        if not grid.has_tables:
            return
        for s, tables in enumerate(grid.tables_open):
            seats = tables.bit_count()
            self.formula.at_most([row[s] for row in self.meets if s in row], seats)
            self.formula.at_most([row[s] for row in self.uses if s in row], 2 * seats)

    def _keep_order(self) -> None:
        for r, earlier in enumerate(self.grid.before):
            for e in earlier:
                for s, one in self.meets[r].items():
                    self.formula.add(-one, *(v for u, v in self.meets[e].items() if u < s))
                for s, one in self.meets[e].items():
                    self.formula.add(-one, *(v for u, v in self.meets[r].items() if u > s))

    def _breaks(self, p: int) -> list[int]:
        """Return a literal for each slot at which a break of the participant may end."""
        found: list[int] = []
        row = self.uses[p]
        if len(self.own[p]) > 1:
            for day in self.grid.day_masks:
                found += self._breaks_on({s: one for s, one in row.items() if day >> s & 1})
        return found

    def _breaks_on(self, row: dict[int, int]) -> list[int]:
        formula, found = self.formula, list[int]()
        began = 0  # holds when the participant met somebody up to here
        for s, one in row.items():
            if not began:
                began = one
                continue
            before = row.get(s - 1)
            ends = formula.variable()
            found.append(ends)
            idle = [] if before is None else [before]
            formula.add(-began, -one, ends, *idle)
            for needed in (began, one, *(-b for b in idle)):
                formula.add(-ends, needed)
            grown = formula.variable()
            formula.add(-one, grown)
            formula.add(-began, grown)
            formula.add(-grown, one, began)
            began = grown
        return found

    def _be_fair(self) -> None:
        """Keep the breaks of any two participants close enough."""
        formula, fair = self.formula, self.grid.fair
        if fair >= self.grid.size:
            return
        if any(not own for own in self.breaks_of):
            for own in self.breaks_of:
                formula.at_most(own, fair)
            return
        counts = [formula.count(own, len(own)) for own in self.breaks_of]
        most = min(len(outputs) for outputs in counts)
        fewest = [formula.variable() for _ in range(most)]
        for outputs in counts:
            for n, one in enumerate(fewest):
                formula.add(-one, outputs[n])
            for n, output in enumerate(outputs):
                if n >= fair:
                    # More than n breaks: everybody has more than n - fair.
                    reached = [fewest[n - fair]] if n - fair < most else []
                    formula.add(-output, *reached)
