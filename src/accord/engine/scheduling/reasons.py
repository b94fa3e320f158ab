"""Why a request is not held: worked out slot by slot against the finished plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accord.engine.scheduling.board import Board
from accord.engine.scheduling.grid import Grid, bits
from accord.engine.scheduling.result import Breach, Cause, Unplaced

SIDE_CODES = {
    Breach.SIDE_IS_BUSY,
    Breach.TOO_MANY_MEETINGS,
    Breach.TOO_MANY_MEETINGS_A_DAY,
    Breach.SIDE_NEEDS_REST,
}
WANTS = {
    Cause.NO_TABLE: {Breach.NO_TABLE, Breach.TABLE_IS_CLOSED, Breach.TABLE_IS_TAKEN},
    Cause.NO_INTERPRETER: {Breach.NO_INTERPRETER},
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way at one slot: a rule, the side it binds, and the meetings there."""

    code: Breach
    side: int | None = None
    requests: frozenset[int] = frozenset()


Obstacles = dict[int, tuple[Obstacle, ...]]


def why_unplaced(board: Board, r: int) -> Unplaced:
    """Return the cause and the evidence for a request that is not held."""
    grid = board.grid
    found = {s: tuple(obstacles(board, r, s)) for s in bits(grid.open[r])}
    cause, sides, slots, codes = _cause(board, r, found)
    in_the_way = {
        q
        for s in slots
        for one in found.get(s, ())
        if one.code in codes and (one.side is None or one.side in sides)
        for q in one.requests
    }
    problem = grid.problem
    facts: dict[str, object] = {
        "left": problem.requests[r].left,
        "right": problem.requests[r].right,
        "sides": tuple(problem.participants[p].key for p in sides),
        "open": _slot_keys(board, found),
        "slots": _slot_keys(board, slots),
        "in_the_way": tuple(problem.requests[q].key for q in sorted(in_the_way)),
        "obstacles": {
            problem.slots[s].key: tuple(dict.fromkeys(one.code for one in own))
            for s, own in found.items()
        },
    }
    if cause is Cause.NO_COMMON_SLOT:
        for name, p in (("open_to_left", grid.left[r]), ("open_to_right", grid.right[r])):
            facts[name] = _slot_keys(board, bits(grid.allowed[r] & grid.attends[p]))
    if cause is Cause.NO_INTERPRETER:
        facts["languages"] = problem.requests[r].languages
    return Unplaced(problem.requests[r].key, cause, facts)


def is_hopeless(grid: Grid, r: int) -> bool:
    """Tell whether no plan at all could hold the request."""
    slots = list(bits(grid.open[r]))
    return (
        not any(_has_table(grid, r, s) and _has_interpreter(grid, r, s) for s in slots)
        or min(grid.most[grid.left[r]], grid.most[grid.right[r]]) == 0
        or min(grid.most_a_day[grid.left[r]], grid.most_a_day[grid.right[r]]) == 0
    )


def obstacles(board: Board, r: int, s: int) -> Iterator[Obstacle]:
    """Yield what keeps a request from a slot that is open to both sides."""
    grid = board.grid
    count = 0
    for p in (grid.left[r], grid.right[r]):
        if not board.room[p] >> s & 1:
            count += 1
            yield _full_side(board, p, s)
    if not board.window(r) >> s & 1:
        count += 1
        yield Obstacle(Breach.OUT_OF_ORDER, requests=_out_of_order(board, r, s))
    for obstacle in (*_table_obstacles(board, r, s), *_interpreter_obstacles(board, r, s)):
        count += 1
        yield obstacle
    if not count and board.seat(r, s) is None:
        yield Obstacle(Breach.NO_TIME_TO_CHANGE, requests=_near(board, r, s))


def _cause(
    board: Board, r: int, found: Obstacles
) -> tuple[Cause, list[int], list[int], set[Breach]]:
    """Return the cause, the sides it speaks of, the slots that decide it and their codes."""
    sides, every = [board.grid.left[r], board.grid.right[r]], list(found)
    if not found:
        return Cause.NO_COMMON_SLOT, sides, [], set()
    if all(_has(own, {Breach.OUT_OF_ORDER}) for own in found.values()):
        return Cause.PRECEDENCE, sides, every, {Breach.OUT_OF_ORDER}
    full = [p for p in sides if all(any(one.side == p for one in own) for own in found.values())]
    if full:
        return Cause.SIDE_IS_FULL, full, every, SIDE_CODES
    # Of the slots where both sides could meet; or, where they have none, of all of them.
    free = [s for s, own in found.items() if not _has(own, {*SIDE_CODES, Breach.OUT_OF_ORDER})]
    for cause, codes in WANTS.items():
        for slots in (free, every):
            if slots and all(_has(found[s], codes) for s in slots):
                return cause, sides, slots, codes
    if not any(one.requests for own in found.values() for one in own):
        # No meeting is in the way: wherever there is a table, nobody can interpret.
        tabled = [s for s in every if not _has(found[s], WANTS[Cause.NO_TABLE])]
        return Cause.NO_INTERPRETER, sides, tabled, WANTS[Cause.NO_INTERPRETER]
    return Cause.OUTRANKED, sides, every, set(Breach)


def _has(own: tuple[Obstacle, ...], codes: set[Breach]) -> bool:
    return any(one.code in codes for one in own)


def _full_side(board: Board, p: int, s: int) -> Obstacle:
    grid, here = board.grid, board.at[p][s]
    if len(here) >= grid.parallel[p]:
        return Obstacle(Breach.SIDE_IS_BUSY, p, frozenset(here))
    if board.count[p] >= grid.most[p]:
        own = {q for at in board.at[p] for q in at}
        return Obstacle(Breach.TOO_MANY_MEETINGS, p, frozenset(own))
    if board.day_count[p][grid.day_of[s]] >= grid.most_a_day[p]:
        day = grid.day_masks[grid.day_of[s]]
        own = {q for u in bits(day) for q in board.at[p][u]}
        return Obstacle(Breach.TOO_MANY_MEETINGS_A_DAY, p, frozenset(own))
    before, behind = board.run_around(p, s)
    own = {q for u in (*before, *behind) for q in board.at[p][u]}
    return Obstacle(Breach.SIDE_NEEDS_REST, p, frozenset(own))


def _out_of_order(board: Board, r: int, s: int) -> frozenset[int]:
    grid, seats = board.grid, board.seats
    late = {e for e in grid.before[r] if (seat := seats[e]) is None or seat.slot >= s}
    soon = {b for b in grid.behind[r] if (seat := seats[b]) is not None and seat.slot <= s}
    return frozenset(late | soon)


def _table_obstacles(board: Board, r: int, s: int) -> Iterator[Obstacle]:
    grid = board.grid
    if not grid.has_tables:
        return
    usable = grid.tables[r]
    if not usable:
        yield Obstacle(Breach.NO_TABLE)
    elif not usable & grid.tables_open[s]:
        yield Obstacle(Breach.TABLE_IS_CLOSED)
    elif not usable & board.tables_free[s]:
        yield Obstacle(Breach.TABLE_IS_TAKEN, requests=board.holders_of_tables(usable, s))
    elif not board.tables_at(r, s):
        yield Obstacle(Breach.NO_TIME_TO_CHANGE, requests=_near(board, r, s))


def _interpreter_obstacles(board: Board, r: int, s: int) -> Iterator[Obstacle]:
    able = board.grid.speakers[r]
    if able is not None and (held := board.holders_of_interpreters(able, s)) is not None:
        yield Obstacle(Breach.NO_INTERPRETER, requests=held)


def _near(board: Board, r: int, s: int) -> frozenset[int]:
    grid = board.grid
    found = {
        q for p in (grid.left[r], grid.right[r]) for u in grid.near[s] for q in board.at[p][u]
    }
    for i in grid.speakers[r] or ():
        found |= {board.interpreting[i][u] for u in grid.near[s] if u in board.interpreting[i]}
    return frozenset(found)


def _has_table(grid: Grid, r: int, s: int) -> bool:
    return not grid.has_tables or bool(grid.tables[r] & grid.tables_open[s])


def _has_interpreter(grid: Grid, r: int, s: int) -> bool:
    able = grid.speakers[r]
    return able is None or any(grid.interprets[i] >> s & 1 for i in able)


def _slot_keys(board: Board, slots: Iterable[int]) -> tuple[str, ...]:
    return tuple(board.grid.problem.slots[s].key for s in sorted(slots))
