"""The compiled search at work on a problem: first plan, guided plan, annealing within a budget."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from accord.engine.scheduling.annealing import Aim, anneal, complete, fill, is_better, place
from accord.engine.scheduling.board import Board, Seat
from accord.engine.scheduling.evening import even_out
from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.idling import least_of_each
from accord.engine.scheduling.memory import (
    BREAKS,
    HELD,
    IDLE,
    IDLE_PRICE,
    INTERPRETER,
    INTERPRETING,
    KIND,
    MOVABLES,
    NONE,
    PLACE,
    SLOT,
    WEIGHT,
    Kinds,
    Memory,
    empty_plan,
)
from accord.engine.scheduling.order import locked_requests, requests_in_order
from accord.engine.scheduling.seating import Interpreting, Tables

STEPS_A_LOOK = 4_000
STEPS_A_SECOND = 200_000  # what a slow machine manages; fixes the work where runs must repeat
ROUNDS = 20
REQUESTS_A_LOOK = 500
HOT, COLD = 0.6, 0.15  # breaks that are forgiven on average, at first and at last
# Price of an idle slot, in 256ths of a break: dear, so that long breaks are shortened, as long as
# much is forgiven; then cheap, so that where there must be a break it may be anywhere.
DEAR, CHEAP = 96, 26
# Shares of the steps spent on requests that wait: a guided plan holds nearly the most weight, and
# the little that is missing is found soon; from then on such a step, the dearest, seldom helps,
# least of all where the weight is nearly what the bound allows.
TO_HOLD_AT_FIRST, TO_HOLD_LATER, TO_HOLD_AT_THE_BOUND = 0.2, 0.05, 0.005
FIRST = 0.06  # of the time
NEARLY = 0.0005  # of the bound may be missing
# Value of a request or point, cost of a break, share of holding, share of breaks.
ALL_HELD = 6.0, 1.0, 0.5, 0.7
MOST_WEIGHT = 30.0, 1.0, TO_HOLD_AT_FIRST, 0.9

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
        self.least = least_of_each(grid) if all_held else [0] * len(grid.attends)
        self.empty = empty_plan(grid, self.kinds, seed, self.least)
        self.order = _numbers(requests_in_order(grid))
        self.locked = np.array(grid.is_locked, bool)
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
        """Keep a plan if it is better than the best; one that keeps more locks always is."""
        locks, kept = self._locks_kept(m), self._locks_kept(self.best)
        if locks > kept or (locks == kept and is_better(m, self.best, self.all_held)):
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
        is_level = self._locks_kept(m) == self._locks_kept(self.best)
        if ties and is_level and not is_better(self.best, m, self.all_held):
            self.best[:] = m
            return True
        return self.take(m)

    def _locks_kept(self, m: Memory) -> int:
        first = int(m[SLOT])
        return int((m[first : first + len(self.grid.left)][self.locked] != NONE).sum())

    def kind_of(self, table: int) -> int:
        """Return the kind of a table by number."""
        return next((k for k, mask in enumerate(self.kinds.masks) if mask >> table & 1), NONE)

    def anneal(
        self, budget: Budget, look: Callable[[], bool], *, bound: int | None = None
    ) -> None:
        """Search from the best until the budget ends or `look` says stop.

        Near the bound on the weight, if it is given, the breaks get nearly all the steps.
        """
        if not self.best[MOVABLES]:
            return
        work = self.best.copy()
        aim = Aim(self.all_held, *(ALL_HELD if self.all_held else MOST_WEIGHT))
        step = 0
        while True:
            used = budget.used()
            share = used if budget.steps is None else step / max(1, budget.steps)
            if max(used, share) >= 1.0 or not look():
                return
            if share > FIRST and not self.all_held:
                aim = aim._replace(share_of_holding=self._share_to_hold(bound))
            work[IDLE_PRICE] = round(DEAR * (CHEAP / DEAR) ** share)
            anneal(work, self.best, aim, HOT * (COLD / HOT) ** share, STEPS_A_LOOK)
            step += STEPS_A_LOOK

    def _share_to_hold(self, bound: int | None) -> float:
        """Return the share of the later steps that is spent on requests that wait."""
        is_near = bound is not None and self.weight >= bound * (1 - NEARLY)
        return TO_HOLD_AT_THE_BOUND if is_near else TO_HOLD_LATER

    def ease(self, deadline: float) -> list[Seat | None]:
        """Share meetings out more evenly and let people change seldom; return the seats.

        Weight and breaks of the best plan get no worse by it. `deadline` is of the monotonic
        clock; when it is over, things stay as they are.
        """
        if not self.all_held:
            self._even_out((time.monotonic() + deadline) / 2)
            self.fill(self.best)
        slots, of_kind, interpreters = self._columns()
        places = [0 if k == NONE else self._place_of(k) for k in of_kind]
        self._interpret(Interpreting(self.grid, slots, interpreters, places).eased(deadline))
        self.fill(self.best)
        slots, of_kind, interpreters = self._columns()
        seats = with_tables(self.grid, self.kinds, slots, of_kind, interpreters)
        if not self.grid.has_tables:
            return seats
        tables = [NONE if seat is None else seat.table for seat in seats]
        eased = Tables(self.grid, slots, tables).eased(deadline)
        return [
            seat and replace(seat, table=table) for seat, table in zip(seats, eased, strict=True)
        ]

    def _even_out(self, deadline: float) -> None:
        """Share meetings out more evenly, a part of the requests at a time."""
        requests = len(self.grid.left)
        for _round in range(ROUNDS):
            found = 0
            for first in range(0, requests, REQUESTS_A_LOOK):
                if time.monotonic() > deadline:
                    return
                found += even_out(self.best, first, first + REQUESTS_A_LOOK)
            if not found:
                return

    def _interpret(self, interpreters: Sequence[int]) -> None:
        """Give the meetings of the best plan these interpreters, who must be able to."""
        m, size = self.best, self.grid.size
        slots, _of_kind, before = self._columns()
        cells = [int(m[INTERPRETING]) + i * size + s for s, i in zip(slots, before, strict=True)]
        for r, i in enumerate(before):
            if i != NONE:
                m[cells[r]] = NONE
        for r, i in enumerate(interpreters):
            if i != NONE:
                m[int(m[INTERPRETING]) + i * size + slots[r]] = r
        m[m[INTERPRETER] : m[INTERPRETER] + len(before)] = interpreters

    def _columns(self) -> tuple[list[int], list[int], list[int]]:
        """Return slot, kind of table and interpreter of each request in the best plan."""
        slots, of_kind, interpreters = (
            self.best[self.best[name] : self.best[name] + len(self.grid.left)].tolist()
            for name in (SLOT, KIND, INTERPRETER)
        )
        return slots, of_kind, interpreters

    def _place_of(self, kind: int) -> int:
        return int(self.best[self.best[PLACE] + kind])

    def board(self) -> Board:
        """Return the best plan with a table for every meeting."""
        board = Board(self.grid)
        board.restore(self.seats())
        return board

    def seats(self) -> list[Seat | None]:
        """Return where each request is held in the best plan, with a table for every meeting."""
        return with_tables(self.grid, self.kinds, *self._columns())


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
