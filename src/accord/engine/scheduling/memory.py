"""A problem and a plan in the making as one row of whole numbers, for the compiled parts.

The row begins with a header. ``m[SLOTS]`` and its like are sizes; ``m[SLOT]`` and its like tell
where a list begins, so that ``m[m[SLOT] + r]`` is entry ``r`` of that list. One row costs a
compiled call next to nothing; dozens of arrays cost more than the work itself.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from accord.engine.scheduling.grid import UNLIMITED, Grid, bits

Memory = NDArray[np.int32]

NONE = -1
AWAY = -2  # in INTERPRETING: the interpreter is not there
LONGEST_JOURNAL = 4096
LINE = 5  # of the journal: request, slot, kind, interpreter, whether it was placed

# Sizes and totals.
REQUESTS, PEOPLE, SLOTS, DAYS, KINDS, INTERPRETERS, MOST_IN_SLOT, FAIR = range(8)
WEIGHT, HELD, BREAKS, WAITING, JOURNAL, STAMP, DRAW, DRAW_TOO = range(8, 16)
# Lists over requests; a name with FROM has one entry more and cuts up the list after it.
LEFT, RIGHT, WORTH, LOCKED, SPEAKS, SLOT, KIND, INTERPRETER = range(16, 24)
IN_SLOT_AT, WAITING_AT, SEEN, CHAIN, WAITERS = range(24, 29)
KINDS_FROM, KINDS_OF, ABLE_FROM, ABLE, BEFORE_FROM, BEFORE, BEHIND_FROM, BEHIND = range(29, 37)
# Lists over participants.
PARALLEL, ROW, MOST, MOST_A_DAY, LIMITED, COUNT, IDLE, PERSON_SEEN = range(37, 45)
OWN_FROM, OWN = range(45, 47)
# Lists over slots, kinds and interpreters.
DAY, HALF, DAY_FROM, IN_SLOT_SIZE, NEAR_FROM, NEAR, PLACE, INTERPRETER_RUN = range(47, 55)
# Tables, row by row; OPEN in words of 32 slots, for it is the widest and a cache is small.
OPEN, ROOM, AT, COUNT_AT, DAY_COUNT, FREE, INTERPRETING, IN_SLOT, JOURNAL_LINES = range(55, 64)
MOVABLE, MOVABLES, WORDS = range(64, 67)
SIDE_RUN, IDLERS, IDLER_AT = range(67, 70)  # over participants
IDLING, IDLE_PRICE = 70, 71  # how many of IDLERS have breaks; of an idle slot, see `rise_of_one`
LEAST = 72  # over participants: breaks that each has in any case
HEADER = 73


class Kinds:
    """Tables that can stand for one another are of one kind."""

    def __init__(self, grid: Grid) -> None:
        named = {lock.table for request in grid.problem.requests if (lock := request.locked)}
        groups: dict[tuple[str, int], int] = {}
        for t, table in enumerate(grid.problem.tables):
            is_special = table.key in named or not grid.common_tables >> t & 1
            place = grid.place_of[t] if grid.changes_take_time else 0
            group = ("one", t) if is_special else ("place", place)
            groups[group] = groups.get(group, 0) | 1 << t
        self.masks = tuple(groups.values())
        self._seen: dict[int, tuple[int, ...]] = {}

    def of(self, tables: int) -> tuple[int, ...]:
        """Return the kinds that hold any of the tables."""
        if tables not in self._seen:
            self._seen[tables] = tuple(k for k, mask in enumerate(self.masks) if mask & tables)
        return self._seen[tables]


def empty_plan(grid: Grid, kinds: Kinds, seed: int, least: Sequence[int]) -> Memory:
    """Return a problem with a plan that holds nothing yet.

    ``least`` are the breaks that each participant has in any case.
    """
    parts = _Parts()
    _add_requests(parts, grid, kinds)
    _add_people(parts, grid)
    _add_slots(parts, grid)
    _add_tables(parts, grid, kinds)
    parts.add(LEAST, least)
    parts.sizes[FAIR] = grid.fair
    parts.sizes[DRAW], parts.sizes[DRAW_TOO] = seed % 0x7FFF_0000 + 1, 362_436_069
    return parts.memory()


class _Parts:
    """The lists of the row, as they are gathered."""

    def __init__(self) -> None:
        self.sizes: dict[int, int] = {}
        self.lists: dict[int, Memory] = {}

    def add(self, name: int, numbers: Sequence[int] | Memory) -> None:
        self.lists[name] = np.asarray(numbers, np.int32).ravel()

    def add_lists(self, name: int, lists: Sequence[Iterable[int]]) -> None:
        """Add lists one behind the other, with the places where each begins."""
        starts, flat = [0], list[int]()
        for one in lists:
            flat.extend(one)
            starts.append(len(flat))
        self.add(name, starts)
        self.add(name + 1, flat)

    def memory(self) -> Memory:
        at = HEADER
        header = np.zeros(HEADER, np.int32)
        for name, size in self.sizes.items():
            header[name] = size
        for name, numbers in self.lists.items():
            header[name] = at
            at += len(numbers)
        return np.concatenate([header, *self.lists.values()])


def _add_requests(parts: _Parts, grid: Grid, kinds: Kinds) -> None:
    size = len(grid.left)
    parts.sizes[REQUESTS] = size
    parts.add(LEFT, grid.left)
    parts.add(RIGHT, grid.right)
    parts.add(WORTH, grid.weight)
    parts.add(LOCKED, grid.is_locked)
    parts.add(SPEAKS, [one is None for one in grid.speakers])
    for name in (SLOT, KIND, INTERPRETER, IN_SLOT_AT):
        parts.add(name, np.full(size, NONE, np.int32))
    for name in (SEEN, CHAIN):
        parts.add(name, np.zeros(size + 1, np.int32))
    movable = [r for r, locked in enumerate(grid.is_locked) if not locked and grid.open[r]]
    waiters, waiting_at = np.full(size, NONE, np.int32), np.full(size, NONE, np.int32)
    waiters[: len(movable)] = movable
    waiting_at[movable] = np.arange(len(movable), dtype=np.int32)
    parts.add(WAITERS, waiters)
    parts.add(WAITING_AT, waiting_at)
    parts.add(MOVABLE, movable)
    parts.sizes[MOVABLES] = parts.sizes[WAITING] = len(movable)
    of = [kinds.of(mask) for mask in grid.tables] if grid.has_tables else [(0,)] * size
    parts.add_lists(KINDS_FROM, of)
    scarce = _by_scarcity(grid)
    able = [sorted(one or (), key=scarce.__getitem__) for one in grid.speakers]
    parts.add_lists(ABLE_FROM, able)
    parts.add_lists(BEFORE_FROM, grid.before)
    parts.add_lists(BEHIND_FROM, grid.behind)
    parts.sizes[WORDS] = (grid.size + 31) // 32
    parts.add(OPEN, _words(grid.open, grid.size))


def _add_people(parts: _Parts, grid: Grid) -> None:
    size = len(grid.attends)
    parts.sizes[PEOPLE] = size
    parts.add(PARALLEL, grid.parallel)
    rows = np.cumsum([0, *grid.parallel])
    parts.add(ROW, rows[:-1])
    parts.add(AT, np.full(int(rows[-1]) * grid.size, NONE, np.int32))
    parts.add(MOST, grid.most)
    parts.add(MOST_A_DAY, grid.most_a_day)
    parts.add(SIDE_RUN, grid.side_run)
    limits = zip(grid.most, grid.most_a_day, grid.side_run, strict=True)
    parts.add(LIMITED, [min(limit) < UNLIMITED for limit in limits])
    for name in (COUNT, IDLE, PERSON_SEEN, IDLERS, IDLER_AT):
        parts.add(name, np.zeros(size, np.int32))
    own: list[list[int]] = [[] for _ in range(size)]
    for r, (left, right) in enumerate(zip(grid.left, grid.right, strict=True)):
        own[left].append(r)
        own[right].append(r)
    parts.add_lists(OWN_FROM, own)
    parts.add(ROOM, _flags(grid.attends, grid.size))
    parts.add(COUNT_AT, np.zeros(size * grid.size, np.int32))
    parts.add(DAY_COUNT, np.zeros(size * len(grid.day_masks), np.int32))


def _add_slots(parts: _Parts, grid: Grid) -> None:
    parts.sizes[SLOTS], parts.sizes[DAYS] = grid.size, len(grid.day_masks)
    parts.add(DAY, grid.day_of)
    half = [0] * grid.size
    for h, mask in enumerate(grid.half_masks):
        for s in bits(mask):
            half[s] = h
    parts.add(HALF, half)
    firsts = [next(iter(bits(mask))) for mask in grid.day_masks]
    parts.add(DAY_FROM, [*firsts, grid.size])
    parts.add_lists(NEAR_FROM, grid.near)


def _add_tables(parts: _Parts, grid: Grid, kinds: Kinds) -> None:
    requests = max(1, len(grid.left))
    if grid.has_tables:
        free = [
            [(mask & tables).bit_count() for tables in grid.tables_open] for mask in kinds.masks
        ]
        place = [grid.place_of[(mask & -mask).bit_length() - 1] for mask in kinds.masks]
    else:
        free, place = [[requests] * grid.size], [0]
    seats = np.array(free, np.int32).reshape(len(free), grid.size)
    most = max(1, min(requests, int(seats.sum(axis=0).max())))
    parts.sizes[KINDS], parts.sizes[MOST_IN_SLOT] = len(free), most
    parts.add(FREE, seats)
    parts.add(PLACE, place)
    parts.add(IN_SLOT, np.full(grid.size * most, NONE, np.int32))
    parts.add(IN_SLOT_SIZE, np.zeros(grid.size, np.int32))
    parts.sizes[INTERPRETERS] = len(grid.interprets)
    parts.add(INTERPRETER_RUN, grid.longest_run)
    there = _flags(grid.interprets, grid.size)
    parts.add(INTERPRETING, np.where(there > 0, NONE, AWAY))
    parts.add(JOURNAL_LINES, np.zeros(LONGEST_JOURNAL * LINE, np.int32))


def _by_scarcity(grid: Grid) -> list[tuple[int, int]]:
    """Rank interpreters: who can serve the fewest requests is used up first."""
    served = [0] * len(grid.interprets)
    for able in grid.speakers:
        for i in able or ():
            served[i] += 1
    return [(count, i) for i, count in enumerate(served)]


def _words(masks: Sequence[int], size: int) -> Memory:
    """Return bit sets as rows of words of 32 bits, the lowest first."""
    width = (size + 31) // 32
    packed = b"".join(mask.to_bytes(4 * width, "little") for mask in masks)
    return np.frombuffer(packed, "<i4").astype(np.int32)


def _flags(masks: Sequence[int], size: int) -> Memory:
    """Return bit sets as rows of zeros and ones."""
    width = (size + 7) // 8
    packed = b"".join(mask.to_bytes(width, "little") for mask in masks)
    rows = np.frombuffer(packed, np.uint8).reshape(len(masks), width)
    flags: Memory = np.unpackbits(rows, axis=1, count=size, bitorder="little").astype(np.int32)
    return flags
