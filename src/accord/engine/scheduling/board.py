"""A plan in the making: who is where, kept valid by construction, with undo."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accord.engine.scheduling.grid import Grid, bits

NOWHERE = -1
EVERY_TABLE = -1  # all bits set


@dataclass(frozen=True, slots=True)
class Seat:
    """A slot, table and interpreter by number; ``NOWHERE`` where there is none."""

    slot: int
    table: int
    interpreter: int


class Board:
    """Meetings placed on a grid.

    Only `seat` and `place` put a meeting down, so that a board never breaks a
    rule. `place` and `remove` are written to a journal that `undo` plays back. Who
    holds tables and interpreters is remembered until something changes, for many
    requests ask it alike.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        people, size = len(grid.attends), grid.size
        self.seats: list[Seat | None] = [None] * len(grid.left)
        self.room = list(grid.attends)
        self.busy = [0] * people
        self.breaks_of = [0] * people
        self.at: list[list[list[int]]] = [[[] for _ in range(size)] for _ in range(people)]
        self.count = [0] * people
        self.day_count = [[0] * len(grid.day_masks) for _ in range(people)]
        self.tables_free = list(grid.tables_open)
        self.at_table: list[dict[int, int]] = [{} for _ in range(size)]
        self.interpreting: list[dict[int, int]] = [{} for _ in grid.interprets]
        self.weight = 0
        self.held = 0
        self.breaks = 0
        self._limited = [
            p
            for p in range(people)
            if grid.most[p] < len(grid.left)
            or grid.most_a_day[p] < size * grid.parallel[p]
            or grid.side_run[p] < size
        ]
        self._is_limited = [False] * people
        for p in self._limited:
            self._is_limited[p] = True
            self._refresh(p)
        self.journal: list[tuple[int, Seat, bool]] = []
        self.holders: dict[object, frozenset[int] | None] = {}

    def choices(self, r: int) -> int:
        """Return the slots where both sides have room and the order of meetings is kept."""
        grid = self.grid
        mask = grid.open[r] & self.room[grid.left[r]] & self.room[grid.right[r]]
        if mask and (grid.before[r] or grid.behind[r]):
            mask &= self.window(r)
        return mask

    def holders_of_tables(self, usable: int, s: int) -> frozenset[int]:
        """Return the requests at any of some tables in a slot."""
        found = self.holders.get((usable, s))
        if found is None:
            here = self.at_table[s].items()
            found = self.holders[usable, s] = frozenset(q for t, q in here if usable >> t & 1)
        return found

    def holders_of_interpreters(self, able: tuple[int, ...], s: int) -> frozenset[int] | None:
        """Return the requests that keep some interpreters from a slot; ``None`` if one can."""
        if (able, s) not in self.holders:
            self.holders[able, s] = self._kept_by(able, s)
        return self.holders[able, s]

    def _kept_by(self, able: tuple[int, ...], s: int) -> frozenset[int] | None:
        held = set[int]()
        for i in able:
            if self.can_interpret(i, s):
                return None
            busy = self.interpreting[i]
            if s in busy:
                held.add(busy[s])
            elif self.grid.interprets[i] >> s & 1:
                held.update(busy.values())  # no rest: the run around the slot is among these
        return frozenset(held)

    def window(self, r: int) -> int:
        """Return the slots between the meetings that must come before and those behind."""
        mask = self.grid.every_slot
        for e in self.grid.before[r]:
            seat = self.seats[e]
            if seat is None:
                return 0
            mask &= -1 << (seat.slot + 1)
        for e in self.grid.behind[r]:
            seat = self.seats[e]
            if seat is not None:
                mask &= (1 << seat.slot) - 1
        return mask

    def seat(
        self, r: int, s: int, tables: int = EVERY_TABLE, chosen: Sequence[int] | None = None
    ) -> Seat | None:
        """Return a seat for the request at a slot of its `choices`, if there is one.

        Only the tables and, where one is needed, only the chosen interpreters
        are looked at.
        """
        grid = self.grid
        free = NOWHERE
        if grid.has_tables:
            free = self.tables_at(r, s) & tables
            if not free:
                return None
        able = grid.speakers[r]
        if able is None:
            return Seat(s, _lowest(free), NOWHERE)
        return self.interpreted_seat(s, free, able if chosen is None else chosen)

    def interpreted_seat(self, s: int, free: int, able: Iterable[int]) -> Seat | None:
        """Return a seat at one of the free tables with one of the interpreters."""
        for i in able:
            if self.can_interpret(i, s):
                reachable = free & self._reachable_by_interpreter(i, s)
                if reachable:
                    return Seat(s, _lowest(reachable), i)
        return None

    def tables_at(self, r: int, s: int) -> int:
        """Return the free tables that both sides can use and reach."""
        grid = self.grid
        free = self.tables_free[s] & grid.tables[r]
        if grid.changes_take_time:
            free &= self.reachable(grid.left[r], s) & self.reachable(grid.right[r], s)
        return free

    def reachable(self, p: int, s: int) -> int:
        """Return the tables a participant can get to in time, and away from."""
        mask = EVERY_TABLE
        if self.grid.parallel[p] == 1:
            for u in self.grid.near[s]:
                for q in self.at[p][u]:
                    mask &= self._place_of(q)
        return mask

    def can_interpret(self, i: int, s: int) -> bool:
        """Tell whether the interpreter is there, free and rested."""
        grid, busy = self.grid, self.interpreting[i]
        if not grid.interprets[i] >> s & 1 or s in busy:
            return False
        half = next(mask for mask in grid.half_masks if mask >> s & 1)
        run = 1
        for step in (-1, 1):
            u = s + step
            while u in busy and half >> u & 1:
                run += 1
                u += step
        return run <= grid.longest_run[i]

    def place(self, r: int, seat: Seat) -> None:
        """Hold a request at a seat that `seat` gave."""
        self._put(r, seat)
        self.journal.append((r, seat, True))

    def remove(self, r: int) -> Seat:
        """Take a meeting off the board and return where it was."""
        seat = self._take(r)
        self.journal.append((r, seat, False))
        return seat

    def undo(self, mark: int) -> None:
        """Play the journal back to a length it had before."""
        while len(self.journal) > mark:
            r, seat, was_put = self.journal.pop()
            if was_put:
                self._take(r)
            else:
                self._put(r, seat)

    def try_anywhere(self, r: int, slots: Sequence[int] | None = None) -> bool:
        """Place a request at the first slot that takes it, or in the order given."""
        mask = self.choices(r)
        for s in bits(mask) if slots is None else slots:
            if mask >> s & 1 and (seat := self.seat(r, s)):
                self.place(r, seat)
                return True
        return False

    def snapshot(self) -> tuple[Seat | None, ...]:
        """Return every seat, to be kept or compared."""
        return tuple(self.seats)

    def restore(self, seats: Sequence[Seat | None]) -> None:
        """Bring the board back to a snapshot, and forget the journal."""
        changed = [r for r, seat in enumerate(seats) if seat != self.seats[r]]
        for r in changed:
            if self.seats[r] is not None:
                self._take(r)
        for r in changed:
            if (seat := seats[r]) is not None:
                self._put(r, seat)
        self.journal.clear()

    def _place_of(self, r: int) -> int:
        seat = self.seats[r]
        if seat is None or seat.table == NOWHERE:
            return EVERY_TABLE
        return self.grid.place_masks[self.grid.place_of[seat.table]]

    def _reachable_by_interpreter(self, i: int, s: int) -> int:
        mask = EVERY_TABLE
        for u in self.grid.near[s]:
            if u in self.interpreting[i]:
                mask &= self._place_of(self.interpreting[i][u])
        return mask

    def _put(self, r: int, seat: Seat) -> None:
        grid, s = self.grid, seat.slot
        self.holders.clear()
        self.seats[r] = seat
        for p in (grid.left[r], grid.right[r]):
            here = self.at[p][s]
            here.append(r)
            if len(here) == 1:
                self._set_busy(p, self.busy[p] | 1 << s)
            self.count[p] += 1
            self.day_count[p][grid.day_of[s]] += 1
            if self._is_limited[p]:
                self._refresh(p)
            elif len(here) == grid.parallel[p]:
                self.room[p] &= ~(1 << s)
        if seat.table != NOWHERE:
            self.tables_free[s] &= ~(1 << seat.table)
            self.at_table[s][seat.table] = r
        if seat.interpreter != NOWHERE:
            self.interpreting[seat.interpreter][s] = r
        self.weight += grid.weight[r]
        self.held += 1

    def _take(self, r: int) -> Seat:
        grid, seat = self.grid, self.seats[r]
        if seat is None:
            raise LookupError(r)
        s = seat.slot
        self.holders.clear()
        self.seats[r] = None
        for p in (grid.left[r], grid.right[r]):
            here = self.at[p][s]
            here.remove(r)
            if not here:
                self._set_busy(p, self.busy[p] & ~(1 << s))
            self.count[p] -= 1
            self.day_count[p][grid.day_of[s]] -= 1
            if self._is_limited[p]:
                self._refresh(p)
            else:
                self.room[p] |= 1 << s
        if seat.table != NOWHERE:
            self.tables_free[s] |= 1 << seat.table
            del self.at_table[s][seat.table]
        if seat.interpreter != NOWHERE:
            del self.interpreting[seat.interpreter][s]
        self.weight -= grid.weight[r]
        self.held -= 1
        return seat

    def breaks_with(self, busy: int) -> int:
        """Return the idle spells between the busy slots of one participant."""
        breaks = 0
        for day in self.grid.day_masks:
            if here := busy & day:
                breaks += (here & ~(here << 1)).bit_count() - 1
        return breaks

    def _set_busy(self, p: int, busy: int) -> None:
        self.busy[p] = busy
        breaks = self.breaks_with(busy)
        self.breaks += breaks - self.breaks_of[p]
        self.breaks_of[p] = breaks

    def _refresh(self, p: int) -> None:
        """Work out the room of somebody with a limit on meetings."""
        grid = self.grid
        room = 0
        if self.count[p] < grid.most[p]:
            for day, count in zip(grid.day_masks, self.day_count[p], strict=True):
                if count < grid.most_a_day[p]:
                    room |= day
            for s in bits(self.busy[p]):
                if len(self.at[p][s]) >= grid.parallel[p]:
                    room &= ~(1 << s)
            if grid.side_run[p] < grid.size:
                room &= ~self._without_rest(p)
        self.room[p] = room & grid.attends[p]

    def _without_rest(self, p: int) -> int:
        """Return the idle slots where a meeting would leave a participant no rest in time."""
        most, found = self.grid.side_run[p], 0
        for half in self.grid.half_masks:
            own = half & self.busy[p]
            if own.bit_count() < most:
                continue
            behind = [half]  # in which slots the next 0, 1, 2 … are busy
            for step in range(1, most + 1):
                behind.append(behind[-1] & own >> step)
            before = half
            for step in range(most + 1):
                found |= before & behind[most - step]
                before &= own << (step + 1)
        return found & ~self.busy[p]

    def run_around(self, p: int, s: int) -> tuple[list[int], list[int]]:
        """Return the slots in a row just before and just behind one, nearest first, all busy."""
        half = next(mask for mask in self.grid.half_masks if mask >> s & 1)
        own = half & self.busy[p]
        before, behind = list[int](), list[int]()
        for step, found in ((-1, before), (1, behind)):
            u = s + step
            while u >= 0 and own >> u & 1:
                found.append(u)
                u += step
        return before, behind


def _lowest(mask: int) -> int:
    return NOWHERE if mask == NOWHERE else (mask & -mask).bit_length() - 1
