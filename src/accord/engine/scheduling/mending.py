"""The search behind a repair: seat again what a disruption displaced, touching few people."""

import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, product

from accord.engine.scheduling.board import NOWHERE, Board, Seat
from accord.engine.scheduling.grid import bits

People = frozenset[int]
Seats = Mapping[int, Seat | None]

LONGEST_CHAIN = 3  # meetings that give way to one another; each touches somebody more
MOST_STEPS = 12_000  # of one search; fixes the work where runs must repeat
MOST_GIVING_WAY = 8  # meetings tried where one must leave a full slot
MOST_SHIFTS = 500  # tried within one slot: many interpreters have very many chains
MANY_WANTS = 60
ATTEMPTS = 3  # the first lets nobody give way where there is a free place
DEMAND = 1_000_000  # what a lock is worth: more than all the wishes of an event


@dataclass(frozen=True, slots=True)
class Patch:
    """Seats that differ from the first, and the weight they gain over it."""

    gain: int
    seats: Seats


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be mended.

    Parameters
    ----------
    home
        The slot that each request had in the running plan, ``NOWHERE`` if it is gone.
    stays
        Those of them that were still valid and kept their seat.
    fixed
        Requests that must not move.
    wants
        Requests to be held, if few people are touched by it.
    newcomers
        Participants who are not counted as touched.
    closed
        Slots, as bits, into which nothing is moved.
    """

    home: Mapping[int, int]
    stays: frozenset[int]
    fixed: frozenset[int]
    wants: tuple[int, ...]
    newcomers: People
    closed: int


class Mender:
    """A board with what was kept, and the search for what else it could hold."""

    def __init__(self, board: Board, task: Task, seed: int) -> None:
        self.board, self.grid, self.task = board, board.grid, task
        self.chance = random.Random(seed)  # noqa: S311 -- no secret
        self.best, self.most, self.steps, self.deadline = Patch(0, {}), 0, 0, 0.0
        self.shifts = 0
        self.is_thorough = False
        self.returning = {r for r in task.wants if self._home(r) & self.grid.open[r]}
        self.wants: list[int] = []
        self.reach: list[int] = []
        self.urgency: dict[int, int] = {}

    def improve(self, most: int, start: Patch, deadline: float) -> Patch:
        """Return the most weight found by touching so many people at most; never below the start.

        The board is left as it was.
        """
        self.best, self.most, self.deadline = start, most, deadline
        for attempt in range(ATTEMPTS):
            self.is_thorough = attempt > 0
            self.steps = 0
            self.wants = self._in_order()
            self.reach = list(accumulate((self.urgency[r] for r in self.wants), initial=0))
            self.board.journal.clear()
            self._extend(frozenset(), 0, 0)
            if self.is_thorough and not self._is_over():
                break
        return self.best

    def touched(self, seats: Seats) -> People:
        """Return the people whose remaining meetings move or go, or who gain one."""
        people: set[int] = set()
        for r, seat in seats.items():
            before = self.task.home.get(r)
            after = None if seat is None else seat.slot
            is_taken = before is not None and r not in self.task.stays and after is None
            if after != before and not is_taken:
                people |= self._people(r)
        return frozenset(people)

    def worth(self, r: int) -> int:
        """Return what holding a request is worth, a demand before every wish."""
        return self.grid.weight[r] + (DEMAND if self.grid.is_locked[r] else 0)

    def sit(self, r: int, s: int) -> bool:
        """Hold a request at a slot; others there may change table or interpreter, nobody moves.

        Once the deadline is over, nobody changes any more.
        """
        seat = self.board.seat(r, s)
        if seat is None:
            if time.monotonic() > self.deadline:
                return False
            self.shifts = 0
            return self._shift(r, s, LONGEST_CHAIN, frozenset())
        self.board.place(r, seat)
        return True

    def choices(self, r: int) -> int:
        """Return the slots in which both sides are free."""
        return self.board.choices(r) & (~self.task.closed | self._home(r))

    def _home(self, r: int) -> int:
        """Return the slot of the running plan as a bit; none if there was none or it is gone."""
        home = self.task.home.get(r, NOWHERE)
        return 0 if home == NOWHERE else 1 << home

    def _people(self, r: int) -> People:
        return frozenset((self.grid.left[r], self.grid.right[r])) - self.task.newcomers

    def _in_order(self) -> list[int]:
        """Return the wants: urgent ones first, equals by chance, what must be earlier before."""
        urgency = {r: self.worth(r) for r in self.task.wants}
        waiting = [r for r in urgency if self.grid.before[r]]
        for r in sorted(waiting, key=urgency.__getitem__, reverse=True):
            for e in self.grid.before[r]:
                if e in urgency:
                    urgency[e] = max(urgency[e], urgency[r])
        self.urgency = urgency
        shuffled = self.chance.sample(self.task.wants, len(self.task.wants))
        return sorted(shuffled, key=lambda r: (-urgency[r], len(self.grid.before[r]) > 0))

    def _is_over(self) -> bool:
        return self.steps > MOST_STEPS or time.monotonic() > self.deadline

    def _extend(self, touched: People, first: int, gain: int) -> None:
        """Hold one more of the wants from `first` on in every way, and go on from there."""
        for n in range(first, len(self.wants)):
            if self._is_over() or gain + self._hope(touched, n) <= self.best.gain:
                return
            r = self.wants[n]
            if self.board.seats[r] is not None:
                continue
            for after, spare in self._ways(r, touched, self.worth(r) - 1, LONGEST_CHAIN):
                if gain + spare + 1 > self.best.gain:
                    changed = {q: self.board.seats[q] for q, _seat, _put in self.board.journal}
                    self.best = Patch(gain + spare + 1, changed)
                self._extend(after, n + 1, gain + spare + 1)

    def _hope(self, touched: People, first: int) -> int:
        """Return a bound on what the wants from `first` on can add."""
        people = self.most + len(self.task.newcomers)
        pairs = min(len(self.wants), first + people * (people - 1) // 2)
        hope = self.reach[pairs] - self.reach[first]
        if len(self.wants) > MANY_WANTS:
            return hope
        sure, by_person = 0, dict[int, int]()
        for r in self.wants[first:]:
            new = frozenset() if r in self.returning else self._people(r) - touched
            worth = self.urgency[r]
            sure += 0 if new else 2 * worth
            for p in new:
                by_person[p] = by_person.get(p, 0) + 2 * worth // len(new)
        more = sorted(by_person.values(), reverse=True)[: self.most - len(touched)]
        return min(hope, (sure + sum(more)) // 2)

    def _ways(
        self, r: int, touched: People, spare: int, depth: int
    ) -> Iterator[tuple[People, int]]:
        """Hold a request in every way in turn; yield who is touched and the weight to spare."""
        self.steps += 1
        mark, is_held = len(self.board.journal), False
        home = self.choices(r) & self._home(r)
        for s in bits(home):
            if self.sit(r, s):
                is_held = True
                yield touched, spare
                self.board.undo(mark)
        if self._is_over():
            return
        after = touched | self._people(r)
        if len(after) <= self.most:
            for s in self._fewest_breaks_first(r, home):
                if self.sit(r, s):
                    is_held = True
                    yield after, spare
                    self.board.undo(mark)
        if depth and (self.is_thorough or not is_held):
            yield from self._by_giving_way(r, touched, spare, depth)

    def _fewest_breaks_first(self, r: int, tried: int) -> list[int]:
        board = self.board
        sides = [board.busy[p] for p in (self.grid.left[r], self.grid.right[r])]
        return sorted(
            bits(self.choices(r) & ~tried),
            key=lambda s: sum(board.breaks_with(busy | 1 << s) for busy in sides),
        )

    def _by_giving_way(
        self, r: int, touched: People, spare: int, depth: int
    ) -> Iterator[tuple[People, int]]:
        """Hold a request where others are in the way, and find those another place."""
        board, mark = self.board, len(self.board.journal)
        for s in bits(self.grid.open[r] & board.window(r) & ~self.task.closed):
            # Whoever meets again when they met before is not touched by it.
            own = frozenset() if self._home(r) >> s & 1 else self._people(r)
            for out in self._in_the_way(r, s):
                if self._is_over():
                    return
                after = touched.union(own, *(self._people(q) for q in out))
                if len(after) > self.most:
                    continue
                for q in out:
                    board.remove(q)
                if self.choices(r) >> s & 1:
                    if self.sit(r, s):
                        yield from self._settle(out, after, spare, depth - 1)
                    else:
                        yield from self._make_room((r, s), out, after, spare, depth - 1)
                board.undo(mark)

    def _make_room(
        self, at: tuple[int, int], out: tuple[int, ...], touched: People, spare: int, depth: int
    ) -> Iterator[tuple[People, int]]:
        """Take one more meeting out of a slot that has no table or interpreter left."""
        r, s = at
        board, mark = self.board, len(self.board.journal)
        for q in self._could_leave(r, s, touched, spare):
            if self._is_over():
                return
            board.remove(q)
            if self.sit(r, s):
                after = touched | self._people(q)
                yield from self._settle((*out, q), after, spare, depth)
            board.undo(mark)

    def _settle(
        self, out: Sequence[int], touched: People, spare: int, depth: int
    ) -> Iterator[tuple[People, int]]:
        """Find another place for each that was taken out, or lose it for something better."""
        if not out:
            yield touched, spare
            return
        q, rest = out[0], out[1:]
        for after, left in self._ways(q, touched, spare, depth):
            yield from self._settle(rest, after, left, depth)
        is_needed = any(self.board.seats[b] is not None for b in self.grid.behind[q])
        if self.worth(q) <= spare and not is_needed:
            yield from self._settle(rest, touched, spare - self.worth(q), depth)

    def _in_the_way(self, r: int, s: int) -> list[tuple[int, ...]]:
        """Return the groups of meetings that would have to leave, one or none for each side."""
        left, right = (self._of_side(p, s) for p in (self.grid.left[r], self.grid.right[r]))
        return [tuple(dict.fromkeys(a + b)) for a, b in product(left, right)]

    def _of_side(self, p: int, s: int) -> list[tuple[int, ...]]:
        board, grid = self.board, self.grid
        if board.room[p] >> s & 1:
            return [()]
        own = board.at[p]
        if len(own[s]) >= grid.parallel[p]:
            some: Iterable[int] = own[s]
        elif board.count[p] >= grid.most[p]:
            some = [q for here in own for q in here]
        elif board.day_count[p][grid.day_of[s]] >= grid.most_a_day[p]:
            some = [q for u in bits(grid.day_masks[grid.day_of[s]]) for q in own[u]]
        else:
            return [some for some in self._rests(p, s) if self.task.fixed.isdisjoint(some)]
        return [(q,) for q in some if q not in self.task.fixed]

    def _rests(self, p: int, s: int) -> Iterator[tuple[int, ...]]:
        """Yield the meetings of which a participant would have to be free to rest in time."""
        before, behind = self.board.run_around(p, s)
        for kept in range(len(before) + 1):
            kept_behind = self.grid.side_run[p] - 1 - kept
            if kept_behind >= 0:
                freed = (*before[kept : kept + 1], *behind[kept_behind : kept_behind + 1])
                yield tuple(q for u in freed for q in self.board.at[p][u])

    def _could_leave(self, r: int, s: int, touched: People, spare: int) -> list[int]:
        """Return a few meetings with what a request lacks: those with a place, the cheapest."""
        board = self.board
        some = [
            q
            for q in self._holders(r, s)
            if q not in self.task.fixed and len(touched | self._people(q)) <= self.most
        ]
        some.sort(key=lambda q: (len(touched | self._people(q)), self.worth(q), q))
        roomy = sum(1 << u for u, free in enumerate(board.tables_free) if free)
        away = (roomy if self.grid.has_tables else self.grid.every_slot) & ~(1 << s)
        movable = [q for q in some if self.choices(q) & away][:MOST_GIVING_WAY]
        cheapest = min(some, key=self.worth, default=None)
        if cheapest is not None and self.worth(cheapest) <= spare and cheapest not in movable:
            movable.append(cheapest)
        return movable

    def _shift(self, r: int, s: int, depth: int, seen: frozenset[int]) -> bool:
        """Hold a request at a slot by letting others there change table or interpreter."""
        board, mark = self.board, len(self.board.journal)
        if self.grid.has_tables and not board.tables_free[s]:
            return False
        for q in self._holders(r, s):
            if q in seen or q in self.task.fixed:
                continue
            self.shifts += 1
            if self.shifts > MOST_SHIFTS:
                return False
            board.remove(q)
            seat = board.seat(r, s)
            if seat is not None:
                board.place(r, seat)
                other = board.seat(q, s)
                if other is not None:
                    board.place(q, other)
                    return True
                if depth and self._shift(q, s, depth - 1, seen | {r, q}):
                    return True
            board.undo(mark)
        return False

    def _holders(self, r: int, s: int) -> list[int]:
        """Return the meetings at a slot that have the table or the interpreter a request lacks."""
        board, grid = self.board, self.grid
        if grid.has_tables and not board.tables_at(r, s):
            return [q for t, q in board.at_table[s].items() if grid.tables[r] >> t & 1]
        able = grid.speakers[r] or ()
        return [board.interpreting[i][s] for i in able if s in board.interpreting[i]]
