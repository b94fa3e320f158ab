"""What can be counted: participants, orders, tables and interpreters asked for too much."""

from collections.abc import Callable, Hashable, Iterator
from enum import StrEnum

from accord.engine.scheduling.grid import UNLIMITED, Grid, bits
from accord.engine.scheduling.matching import violator


class Clash(StrEnum):
    """What requests that cannot all be held compete for.

    ``NO_COMMON_SLOT``, ``NO_TABLE``, ``NO_INTERPRETER``: a single request that nothing can
    hold. ``PRECEDENCE``: an order of meetings longer than the slots allow. ``SIDE_IS_FULL``:
    one participant has more meetings than slots, or than its limit. ``TABLES_ARE_FULL``,
    ``INTERPRETERS_ARE_BUSY``: more meetings than seats, or than interpreters' slots, where
    they could be. ``TOGETHER``: no single count explains it, and yet no plan holds them all.
    """

    NO_COMMON_SLOT = "no-common-slot"
    NO_TABLE = "no-table"
    NO_INTERPRETER = "no-interpreter"
    PRECEDENCE = "precedence"
    SIDE_IS_FULL = "side-is-full"
    TABLES_ARE_FULL = "tables-are-full"
    INTERPRETERS_ARE_BUSY = "interpreters-are-busy"
    TOGETHER = "together"


Found = tuple[Clash, tuple[int, ...], dict[str, object]]


def counted(grid: Grid, left: set[int]) -> Iterator[Found]:
    """Yield requests that too many compete for, with the count; take out of `left` as you go."""
    yield from _alone(grid, left)
    yield from _in_order(grid, left)
    yield from _people(grid, left)
    from accord.engine.scheduling.memory import Kinds  # noqa: PLC0415 -- arrays load on use

    kinds = Kinds(grid)
    if grid.has_tables:
        of = {mask: kinds.of(mask) for mask in set(grid.tables)}
        room: dict[Hashable, int] = {
            (s, k): (mask & tables).bit_count()
            for s, tables in enumerate(grid.tables_open)
            for k, mask in enumerate(kinds.masks)
        }
        yield from _matched(
            Clash.TABLES_ARE_FULL,
            left,
            lambda r: [(s, k) for s in bits(grid.open[r]) for k in of[grid.tables[r]]],
            room,
        )
    spoken = {r for r in left if grid.speakers[r] is not None}
    yield from _matched(
        Clash.INTERPRETERS_ARE_BUSY,
        spoken,
        lambda r: [(s, i) for s in bits(grid.open[r]) for i in grid.speakers[r] or ()],
        {
            (s, i): mask >> s & 1
            for i, mask in enumerate(grid.interprets)
            for s in range(grid.size)
        },
    )


def _alone(grid: Grid, left: set[int]) -> Iterator[Found]:
    for r in sorted(left):
        able, slots = grid.speakers[r], grid.open[r]
        tabled = [
            s for s in bits(slots) if not grid.has_tables or grid.tables[r] & grid.tables_open[s]
        ]
        if not slots:
            yield Clash.NO_COMMON_SLOT, (r,), {"limit": 0}
        elif not tabled:
            yield Clash.NO_TABLE, (r,), {"limit": 0}
        elif able is not None and not any(
            grid.interprets[i] >> s & 1 for i in able for s in tabled
        ):
            yield Clash.NO_INTERPRETER, (r,), {"limit": 0}


def _in_order(grid: Grid, left: set[int]) -> Iterator[Found]:
    """Yield chains of meetings in which the last can come only after its last slot."""
    first: dict[int, int] = {}
    pushed_by: dict[int, int] = {}

    def earliest(r: int) -> int:
        if r not in first:
            mask = grid.open[r]
            for e in grid.before[r]:
                if e in left:
                    after = grid.open[r] & (-1 << (earliest(e) + 1))
                    if after & mask != mask:
                        mask &= after
                        pushed_by[r] = e
            first[r] = (mask & -mask).bit_length() - 1 if mask else grid.size
        return first[r]

    for r in sorted(left):
        if r in left and grid.before[r] and earliest(r) >= grid.size and grid.open[r]:
            chain = [r]
            while chain[-1] in pushed_by:
                chain.append(pushed_by[chain[-1]])
            if left.issuperset(chain):
                yield Clash.PRECEDENCE, tuple(sorted(chain)), {"limit": len(chain) - 1}


def _people(grid: Grid, left: set[int]) -> Iterator[Found]:
    own: list[list[int]] = [[] for _ in grid.attends]
    for r in sorted(left):
        own[grid.left[r]].append(r)
        own[grid.right[r]].append(r)
    for p, requests in enumerate(own):
        facts = {"participant": grid.problem.participants[p].key}
        for here in (_by_slot, _by_half, _by_day, _in_all):
            places, room = here(grid, p)
            chosen = {r for r in requests if r in left}
            for clash, found, limit in _matched(Clash.SIDE_IS_FULL, chosen, places, room):
                yield clash, found, {**limit, **facts}


Where = tuple[Callable[[int], list[Hashable]], dict[Hashable, int]]


def _by_slot(grid: Grid, p: int) -> Where:
    room: dict[Hashable, int] = dict.fromkeys(range(grid.size), grid.parallel[p])
    return lambda r: list(bits(grid.open[r])), room


def _by_half(grid: Grid, p: int) -> Where:
    """Count the slots of a half day that are left when all rests are taken."""
    room: dict[Hashable, int] = {
        h: grid.parallel[p] * grid.room_with_rests(grid.attends[p] & half, grid.side_run[p])
        for h, half in enumerate(grid.half_masks)
    }
    return lambda r: [h for h, half in enumerate(grid.half_masks) if grid.open[r] & half], room


def _by_day(grid: Grid, p: int) -> Where:
    room: dict[Hashable, int] = dict.fromkeys(range(len(grid.day_masks)), grid.most_a_day[p])
    return lambda r: [d for d, day in enumerate(grid.day_masks) if grid.open[r] & day], room


def _in_all(grid: Grid, p: int) -> Where:
    return lambda _: [0], {0: min(UNLIMITED, grid.most[p])}


def _matched(
    clash: Clash,
    left: set[int],
    places: Callable[[int], list[Hashable]],
    room: dict[Hashable, int],
) -> Iterator[Found]:
    """Yield what cannot be matched, until the rest can."""
    of = {r: places(r) for r in sorted(left)}
    while found := violator(of, room):
        yield clash, found, {"limit": len(found) - 1}
        for r in found:
            of.pop(r)
