"""The first plan: valid at once, heaviest and most constrained requests first."""

from accord.engine.scheduling.board import EVERY_TABLE, Board, Seat
from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.result import Plan


def first_plan(grid: Grid) -> Board:
    """Return a board filled in one sweep."""
    board = Board(grid)
    fill(board)
    return board


def warm_plan(grid: Grid, start: Plan) -> Board:
    """Return a board that keeps of an earlier plan what still fits, and fills the rest."""
    board = Board(grid)
    place_all(board, locked_requests(grid))
    for meeting in start.meetings:
        r, s = grid.request_number.get(meeting.request), grid.slot_number.get(meeting.slot)
        if r is None or s is None or board.seats[r] is not None or not board.choices(r) >> s & 1:
            continue
        seat = _kept_seat(board, r, s, meeting.table) or board.seat(r, s)
        if seat:
            board.place(r, seat)
    fill(board)
    return board


def fill(board: Board) -> None:
    """Place every request that fits without moving another."""
    grid = board.grid
    place_all(board, locked_requests(grid))
    place_all(board, requests_in_order(grid))


def requests_in_order(grid: Grid) -> list[int]:
    """Return the requests: heaviest first, then those with the fewest open slots.

    A request that others wait for is as urgent as the heaviest of them.
    """
    urgency = list(grid.weight)
    for r in _latest_first(grid):
        urgency[r] = max([urgency[r], *(urgency[b] for b in grid.behind[r])])
    return sorted(
        range(len(urgency)),
        key=lambda r: (-urgency[r], len(grid.before[r]) > 0, grid.open[r].bit_count(), r),
    )


def locked_requests(grid: Grid) -> list[int]:
    """Return the locked requests, those that name their table and interpreter first."""

    def freedom(r: int) -> tuple[int, int, int]:
        able = grid.speakers[r]
        return grid.tables[r].bit_count(), 0 if able is None else len(able), r

    return sorted((r for r, locked in enumerate(grid.is_locked) if locked), key=freedom)


def place_all(board: Board, order: list[int]) -> None:
    """Place what fits, again as long as one meeting opens the way for those behind it."""
    waiting = order
    while waiting:
        blocked = []
        placed = 0
        for r in waiting:
            if board.seats[r] is not None:
                continue
            if board.try_anywhere(r):
                placed += 1
            elif board.grid.before[r]:
                blocked.append(r)
        waiting = blocked if placed else []
    board.journal.clear()


def _latest_first(grid: Grid) -> list[int]:
    """Return the requests with everything behind a request ahead of it."""
    order: list[int] = []
    open_behind = [len(behind) for behind in grid.behind]
    ready = [r for r, count in enumerate(open_behind) if count == 0]
    while ready:
        r = ready.pop()
        order.append(r)
        for e in grid.before[r]:
            open_behind[e] -= 1
            if open_behind[e] == 0:
                ready.append(e)
    return order


def _kept_seat(board: Board, r: int, s: int, table: str | None) -> Seat | None:
    t = board.grid.table_number.get(table) if table is not None else None
    return board.seat(r, s, EVERY_TABLE if t is None else 1 << t)
