"""Breaks that nobody can spare a participant: a bound where all requests must be held."""

from functools import cache

from accord.engine.scheduling.grid import Grid, bits

NOT_YET, IDLE = 0, -1  # before the first meeting of a day, after one; above: slots in a row


def least_breaks(grid: Grid) -> int:
    """Return how many breaks the participants have at least, each taken for itself.

    Left out of account is what they ask of one another, and of tables and interpreters, so a
    plan may have more, and never fewer. Participants in several meetings at once count nothing.
    """
    own: list[list[int]] = [[] for _ in grid.attends]
    for r, sides in enumerate(zip(grid.left, grid.right, strict=True)):
        for p in sides:
            own[p].append(r)
    least = cache(lambda *asked: _least(grid, *asked))
    return sum(
        least(grid.side_run[p], *_asked(grid, requests))
        for p, requests in enumerate(own)
        if len(requests) > 1 and grid.parallel[p] == 1
    )


Asked = tuple[int, int, tuple[tuple[int, int], ...]]


def _asked(grid: Grid, requests: list[int]) -> Asked:
    """Return slots that can be used, slots that must be, and how many are by which slot.

    Counted at the end of each half day where every request keeps to one, else at the end.
    """
    usable = must = 0
    in_half = dict.fromkeys(grid.half_masks, 0)
    for r in requests:
        usable |= grid.open[r]
        must |= grid.open[r] if grid.is_locked[r] else 0
        for mask in grid.half_masks:
            if grid.open[r] and not grid.open[r] & ~mask:
                in_half[mask] += 1
    if sum(in_half.values()) < len(requests):
        return usable, must, ((grid.size - 1, len(requests)),)
    counts, total = list[tuple[int, int]](), 0
    for mask in sorted(grid.half_masks):
        total += in_half[mask]
        counts.append((mask.bit_length() - 1, total))
    return usable, must, tuple(counts)


def _least(
    grid: Grid, longest: int, usable: int, must: int, counts: tuple[tuple[int, int], ...]
) -> int:
    """Return the fewest breaks of any choice of slots; 0 where there is none at all."""
    wanted = dict(counts)
    most = counts[-1][1]
    firsts = {next(iter(bits(mask))) for mask in grid.day_masks}
    in_a_row = {s for two in grid.windows(2) for s in two[1:]} if longest < grid.size else set()
    states = {(0, NOT_YET): 0}
    for s in range(grid.size):
        after: dict[tuple[int, int], int] = {}
        for (used, day), breaks in states.items():
            so_far = NOT_YET if s in firsts else day
            if not must >> s & 1:
                state = used, IDLE if so_far else NOT_YET
                after[state] = min(breaks, after.get(state, breaks))
            run = max(so_far, 0) + 1 if s in in_a_row else 1
            if usable >> s & 1 and used < most and run <= longest:
                state, cost = (used + 1, run), breaks + (so_far == IDLE)
                after[state] = min(cost, after.get(state, cost))
        if s in wanted:
            after = {state: cost for state, cost in after.items() if state[0] == wanted[s]}
        states = after
    return min(states.values(), default=0)
