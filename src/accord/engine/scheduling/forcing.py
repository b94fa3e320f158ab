"""What it would take to hold a request that is not held, and whether its reason stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accord.engine.scheduling.board import NOWHERE, Board, Seat
from accord.engine.scheduling.grid import Grid, bits
from accord.engine.scheduling.problem import Objective, Problem
from accord.engine.scheduling.reasons import obstacles, why_unplaced
from accord.engine.scheduling.result import Meeting, Plan, Unplaced

MOST_WAYS = 240  # weighed for one request, over all its slots
FEWEST_WAYS_A_SLOT = 8
WIDEST = 6  # meetings tried where one of many must make room
Cost = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Forced:
    """The cheapest change found that would hold a request.

    Parameters
    ----------
    request
        Key of the request.
    meeting
        Where it would be held; ``None`` when no way was found.
    moved
        Requests that would be held at another slot.
    lost, gained
        Requests that would no longer be held, and others that could be in their stead.
    weight_lost
        Points by which the plan's weight would fall; below zero it would rise.
    meetings
        The whole plan after the change, in time order.
    reason
        Without a meeting: why, even if every meeting that is not locked made room.
    """

    request: str
    meeting: Meeting | None
    moved: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    weight_lost: int = 0
    meetings: tuple[Meeting, ...] = ()
    reason: Unplaced | None = None


class Forcer:
    """A plan in which one request after another can be forced; it stays as it is.

    Parameters
    ----------
    problem
        The event.
    plan
        A plan that keeps its rules.

    Raises
    ------
    KeyError
        The plan names something that the problem does not have.
    """

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.grid = Grid(problem)
        self.board = board_of(self.grid, plan.meetings)
        self.start = self.board.snapshot()
        all_held = problem.rules.objective is Objective.FEWEST_BREAKS
        self.worth = [1] * len(self.start) if all_held else self.grid.weight

    def force(self, request_key: str) -> Forced:
        """Return the cheapest change found that would hold the request; see `force`."""
        r = self.grid.request_number[request_key]
        if self.start[r] is not None:
            return self.told(r, self.start)
        ways = [self._best_at(r, s) for s in bits(self.grid.open[r])]
        found = [way for way in ways if way is not None]
        if not found:
            return Forced(request_key, None, reason=self._why_never(r))
        return self.told(r, min(found, key=lambda way: way[0])[1])

    def told(self, r: int, seats: tuple[Seat | None, ...]) -> Forced:
        """Return the difference between the plan and another one that holds the request."""
        keys = [one.key for one in self.grid.problem.requests]
        pairs = list(zip(keys, self.start, seats, strict=True))
        seat = seats[r]
        return Forced(
            request=keys[r],
            meeting=None if seat is None else meeting_at(self.grid.problem, r, seat),
            moved=tuple(k for k, old, new in pairs if old and new and old.slot != new.slot),
            lost=tuple(k for k, old, new in pairs if old and not new),
            gained=tuple(k for k, old, new in pairs if new and not old and k != keys[r]),
            weight_lost=self._points(self.start) - self._points(seats),
            meetings=meetings_at(self.grid.problem, seats),
        )

    def _points(self, seats: Iterable[Seat | None]) -> int:
        return sum(weight for weight, seat in zip(self.grid.weight, seats, strict=True) if seat)

    def _best_at(self, r: int, s: int) -> tuple[Cost, tuple[Seat | None, ...]] | None:
        """Return the cheapest way found to hold the request at one slot."""
        best: tuple[Cost, tuple[Seat | None, ...]] | None = None
        most = max(FEWEST_WAYS_A_SLOT, MOST_WAYS // self.grid.open[r].bit_count())
        self.tries = 10 * most
        for number, _ in enumerate(self._ways(r, s, frozenset({r}))):
            mark = len(self.board.journal)
            if self._settle(r):
                cost = self._cost(s)
                if best is None or cost < best[0]:
                    best = cost, self.board.snapshot()
            self.board.undo(mark)
            if number >= most or (best is not None and best[0][1:3] == (0, 0)):
                break
        self.board.undo(0)
        return best

    def _cost(self, s: int) -> Cost:
        """Return what was paid: worth lost, meetings lost, meetings moved, and the slot."""
        worth = lost = moved = 0
        for q in {q for q, _seat, _put in self.board.journal}:
            old, new = self.start[q], self.board.seats[q]
            worth += self.worth[q] * ((old is not None) - (new is not None))
            lost += old is not None and new is None
            moved += old is not None and new is not None and old.slot != new.slot
        return worth, lost, moved, s

    def _ways(self, r: int, s: int, kept: frozenset[int]) -> Iterator[None]:
        """Yield whenever the board holds the request at the slot; undo it when asked for more.

        Whoever stands in the way goes, one after another; what must come before is held first.
        """
        board, mark = self.board, len(self.board.journal)
        self.tries -= 1
        if self.tries < 0:
            return
        for e in self.grid.before[r]:
            seat = board.seats[e]
            if seat is None or seat.slot >= s:
                yield from self._ways_in_order(e, r, s, kept)
                return
        obstacle = next(obstacles(board, r, s), None)
        if obstacle is None:
            if seat := board.seat(r, s):
                board.place(r, seat)
                yield
                board.undo(mark)
            return
        for q in sorted(obstacle.requests - kept, key=self._reluctance)[:WIDEST]:
            self._eject(q)
            yield from self._ways(r, s, kept)
            board.undo(mark)

    def _ways_in_order(self, e: int, r: int, s: int, kept: frozenset[int]) -> Iterator[None]:
        """Hold what must come before at an earlier slot, then the request."""
        mark = len(self.board.journal)
        if e in kept:
            return
        if self.board.seats[e] is not None:
            self._eject(e)
        for u in bits(self.grid.open[e] & ((1 << s) - 1)):
            for _ in self._ways(e, u, kept | {e}):
                yield from self._ways(r, s, kept | {e})
        self.board.undo(mark)

    def _eject(self, r: int) -> None:
        """Take a meeting off the board, and those that must come behind it before it."""
        for b in self.grid.behind[r]:
            if self.board.seats[b] is not None:
                self._eject(b)
        self.board.remove(r)

    def _reluctance(self, q: int) -> tuple[bool, bool, int, int]:
        """Rank who should make room: first who can go elsewhere, then the lightest."""
        grid, board = self.grid, self.board
        rooms = grid.open[q] & board.room[grid.left[q]] & board.room[grid.right[q]]
        tabled = not grid.has_tables or any(
            board.tables_free[u] & grid.tables[q] for u in bits(rooms)
        )
        worth = self.worth[q] + sum(self.worth[b] for b in grid.behind[q])
        return grid.is_locked[q], not (rooms and tabled), worth, q

    def _settle(self, r: int) -> bool:
        """Find new places for who had to go; tell whether every lock is kept."""
        board, grid = self.board, self.grid
        gone = {q for q, _seat, _put in board.journal if board.seats[q] is None}
        order = sorted(gone, key=lambda q: (not grid.is_locked[q], -self.worth[q], q))
        waiting = order
        for deeply in (False, True):
            while True:
                still = [q for q in waiting if not self._reseat(q, r, deeply=deeply)]
                if len(still) == len(waiting):
                    break
                waiting = still
        if any(grid.is_locked[q] and self.start[q] is not None for q in waiting):
            return False
        freed = {p for q in waiting for p in (grid.left[q], grid.right[q])}
        for q, seat in enumerate(self.start):
            if seat is None and board.seats[q] is None and {grid.left[q], grid.right[q]} & freed:
                board.try_anywhere(q)
        return True

    def _reseat(self, q: int, r: int, *, deeply: bool) -> bool:
        """Place a request anywhere, or deeply: where one meeting can go elsewhere for it."""
        board = self.board
        old = self.start[q]
        slots = list(bits(self.grid.open[q]))
        if old is not None:
            slots.sort(key=lambda s: (s != old.slot, s))
        if board.try_anywhere(q, slots):
            return True
        return deeply and any(self._swap(q, s, r) for s in slots)

    def _swap(self, q: int, s: int, r: int) -> bool:
        board, mark = self.board, len(self.board.journal)
        obstacle = next(obstacles(board, q, s), None)
        if obstacle is None or not board.window(q) >> s & 1:
            return False
        for c in sorted(obstacle.requests - {q, r}, key=self._reluctance)[:WIDEST]:
            # Who holds up the order of others cannot go for a moment.
            if any(board.seats[b] for b in self.grid.behind[c]) or not board.seats[c]:
                continue
            board.remove(c)
            if board.try_anywhere(q, (s,)) and board.try_anywhere(c):
                return True
            board.undo(mark)
        return False

    def _why_never(self, r: int) -> Unplaced:
        """Return what stands in the way when only the locked meetings are held."""
        board = Board(self.grid)
        for q, seat in enumerate(self.start):
            if seat is not None and self.grid.is_locked[q]:
                board.place(q, seat)
        self._hold_before(board, r)
        return why_unplaced(board, r)

    def _hold_before(self, board: Board, r: int) -> None:
        for e in self.grid.before[r]:
            self._hold_before(board, e)
            if board.seats[e] is None:
                board.try_anywhere(e)


def force(problem: Problem, plan: Plan, request_key: str) -> Forced:
    """Return the cheapest change found that would hold a request which a plan does not hold.

    At every slot open to both sides the meetings in the way are taken off, and then held
    elsewhere as far as there is room. The way that loses the least worth is kept, then the
    one that loses and moves the fewest meetings. There may be a cheaper one; `confirm` looks
    for it. To ask about many requests of one plan keep a `Forcer`.

    Parameters
    ----------
    problem
        The event.
    plan
        A plan that keeps its rules; it stays as it is.
    request_key
        The request. One that is held already costs nothing.

    Returns
    -------
    Forced
        With ``meeting`` ``None`` and the reason where no way was found: most often the two
        sides have no slot in common, or locked meetings leave none.

    Raises
    ------
    KeyError
        The problem has no such request, or the plan names something it does not have.
    """
    return Forcer(problem, plan).force(request_key)


def board_of(grid: Grid, meetings: Iterable[Meeting]) -> Board:
    """Return a board with the meetings of a plan that keeps every rule."""
    board = Board(grid)
    seats: list[Seat | None] = [None] * len(grid.left)
    for one in meetings:
        seats[grid.request_number[one.request]] = Seat(
            grid.slot_number[one.slot],
            NOWHERE if one.table is None else grid.table_number[one.table],
            NOWHERE if one.interpreter is None else grid.interpreter_number[one.interpreter],
        )
    board.restore(seats)
    return board


def meetings_at(problem: Problem, seats: Iterable[Seat | None]) -> tuple[Meeting, ...]:
    """Return the meetings of a plan in numbers, in time order, then in that of the requests."""
    placed = sorted((seat.slot, r, seat) for r, seat in enumerate(seats) if seat is not None)
    return tuple(meeting_at(problem, r, seat) for _s, r, seat in placed)


def meeting_at(problem: Problem, r: int, seat: Seat) -> Meeting:
    """Return one meeting with the keys of the problem."""
    return Meeting(
        problem.requests[r].key,
        problem.slots[seat.slot].key,
        problem.tables[seat.table].key if seat.table >= 0 else None,
        problem.interpreters[seat.interpreter].key if seat.interpreter >= 0 else None,
    )
