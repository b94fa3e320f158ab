"""The compiled search at work on a problem: first plan, guided plan, annealing within a budget."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from accord.engine.scheduling.annealing import Aim, anneal, complete, fill, is_better, place
from accord.engine.scheduling.board import Board, Seat
from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.memory import (
    BREAKS,
    HELD,
    IDLE,
    INTERPRETER,
    KIND,
    MOVABLES,
    NONE,
    SLOT,
    WEIGHT,
    Kinds,
    Memory,
    empty_plan,
)
from accord.engine.scheduling.order import locked_requests, requests_in_order

STEPS_A_LOOK = 4_000
STEPS_A_SECOND = 200_000  # what a slow machine manages; fixes the work where runs must repeat
ROUNDS = 20
HOT, COLD = 0.6, 0.18  # breaks that are forgiven on average, at first and at last

Row = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a part may search.

    Parameters
    ----------
    used
        Share of the time that is gone, 0 to 1; 1 ends the search.
    steps
        Most steps; ``None`` lets the clock alone decide.
    """

    used: Callable[[], float]
    steps: int | None


class Search:
    """A plan in the making and the best so far."""

    def __init__(self, grid: Grid, *, all_held: bool, seed: int) -> None:
        self.grid = grid
        self.all_held = all_held
        self.kinds = Kinds(grid)
        self.empty = empty_plan(grid, self.kinds, seed)
        self.order = _numbers(requests_in_order(grid))
        self.best = self.empty.copy()
        self.fill(self.best)

    @property
    def weight(self) -> int:
        """Points held by the best plan."""
        return int(self.best[WEIGHT])

    @property
    def held(self) -> int:
        """Requests held by the best plan."""
        return int(self.best[HELD])

    @property
    def breaks(self) -> int:
        """Breaks of the best plan."""
        return int(self.best[BREAKS])

    @property
    def breaks_of(self) -> list[int]:
        """Breaks of each participant in the best plan."""
        first = int(self.best[IDLE])
        idle: list[int] = self.best[first : first + len(self.grid.attends)].tolist()
        return idle

    def slots(self) -> list[int]:
        """Return the slot of each request in the best plan, `NONE` where it is not held."""
        first = int(self.best[SLOT])
        found: list[int] = self.best[first : first + len(self.grid.left)].tolist()
        return found

    def rank(self) -> tuple[int, int, int]:
        """Return figures that change whenever the best plan does."""
        return self.held, self.weight, self.breaks

    def fill(self, m: Memory) -> None:
        """Hold what fits: locks first, then in order, again where a meeting opened the way."""
        fill(m, _numbers(locked_requests(self.grid)))
        while fill(m, self.order) and any(self.grid.before):
            pass

    def take(self, m: Memory) -> bool:
        """Keep a plan if it is better than the best."""
        if is_better(m, self.best, self.all_held):
            self.best[:] = m
            return True
        return False

    def guide(self, chosen: Collection[int]) -> bool:
        """Plan afresh with the requests that the bound would hold; keep it if it is better."""
        m = self.empty.copy()
        fill(m, _numbers(locked_requests(self.grid)))
        order = [r for r in self.order.tolist() if r in chosen]
        while fill(m, _numbers(order)) and any(self.grid.before):
            pass
        complete(m, _numbers(order), ROUNDS)
        complete(m, self.order, ROUNDS)
        return self.take(m)

    def take_rows(self, rows: Sequence[Row], *, ties: bool = False) -> bool:
        """Plan as somebody else did, as far as it fits; keep it if it is better.

        Rows of request, slot, kind of table and interpreter by number; `NONE` leaves the
        kind or the interpreter open. With `ties` a plan as good as the best is kept too.
        """
        m = self.empty.copy()
        fill(m, _numbers(locked_requests(self.grid)))
        if rows:
            wanted = np.array(sorted(rows, key=lambda row: row[1]), np.int32)
            while place(m, wanted) and any(self.grid.before):
                pass
        self.fill(m)
        if ties and not is_better(self.best, m, self.all_held):
            self.best[:] = m
            return True
        return self.take(m)

    def kind_of(self, table: int) -> int:
        """Return the kind of a table by number."""
        return next((k for k, mask in enumerate(self.kinds.masks) if mask >> table & 1), NONE)

    def anneal(self, budget: Budget, look: Callable[[], bool]) -> None:
        """Search from the best until the budget ends or `look` says stop."""
        if not self.best[MOVABLES]:
            return
        work = self.best.copy()
        aim = (
            Aim(True, 6.0, 1.0, 0.5, 0.7)  # noqa: FBT003 -- a tuple for compiled code
            if self.all_held
            else Aim(False, 30.0, 1.0, 0.2, 0.5)  # noqa: FBT003 -- a tuple for compiled code
        )
        step = 0
        while True:
            used = budget.used()
            share = used if budget.steps is None else step / max(1, budget.steps)
            if max(used, share) >= 1.0 or not look():
                return
            anneal(work, self.best, aim, HOT * (COLD / HOT) ** share, STEPS_A_LOOK)
            step += STEPS_A_LOOK

    def board(self) -> Board:
        """Return the best plan with a table for every meeting."""
        board = Board(self.grid)
        board.restore(self.seats())
        return board

    def seats(self) -> list[Seat | None]:
        """Return where each request is held in the best plan, with a table for every meeting."""
        slots, kinds, interpreters = (
            self.best[self.best[name] : self.best[name] + len(self.grid.left)].tolist()
            for name in (SLOT, KIND, INTERPRETER)
        )
        return with_tables(self.grid, self.kinds, slots, kinds, interpreters)


def with_tables(
    grid: Grid, kinds: Kinds, slots: list[int], of_kind: list[int], interpreters: list[int]
) -> list[Seat | None]:
    """Give each meeting a table of its kind, one that its sides had before if they can."""
    seats: list[Seat | None] = [None] * len(slots)
    free = list(grid.tables_open)
    last: dict[int, int] = {}
    held = [(s, r) for r, s in enumerate(slots) if s != NONE]
    for s, r in sorted(held):
        table = NONE
        if grid.has_tables:
            usable = free[s] & kinds.masks[of_kind[r]] & grid.tables[r]
            before = [last.get(grid.left[r], NONE), last.get(grid.right[r], NONE)]
            kept = [t for t in before if t != NONE and usable >> t & 1]
            table = kept[0] if kept else (usable & -usable).bit_length() - 1
            free[s] &= ~(1 << table)
            last[grid.left[r]] = last[grid.right[r]] = table
        seats[r] = Seat(s, table, interpreters[r])
    return seats


def _numbers(numbers: list[int]) -> Memory:
    return np.array(numbers, np.int32)
