"""Breaks that nobody can spare a participant: a bound where all requests must be held."""

from functools import cache

from accord.engine.scheduling.grid import Grid, bits

NOT_YET, IDLE = 0, -1  # before the first meeting of a day, after one; above: slots in a row


def least_of_each(grid: Grid) -> list[int]:
    """Return how many breaks each participant has at least, taken for itself.

    Left out of account is what they ask of one another, and of tables and interpreters, so a
    plan may have more, and never fewer. Participants in several meetings at once count nothing.
    """
    own: list[list[int]] = [[] for _ in grid.attends]
    for r, sides in enumerate(zip(grid.left, grid.right, strict=True)):
        for p in sides:
            own[p].append(r)
    least = cache(lambda *asked: _least(grid, *asked))
    found = [0] * len(own)
    for p, requests in enumerate(own):
        if len(requests) > 1 and grid.parallel[p] == 1:
            asked = _asked(grid, requests)
            found[p] = least(grid.side_run[p], *asked)
            if found[p] == 0 and not _fits_in_a_row(grid, requests):
                found[p] = 1
    return found


Counts = tuple[tuple[int, int, int], ...]


def _asked(grid: Grid, requests: list[int]) -> tuple[int, int, Counts]:
    """Return slots that can be used, slots that must be, and how many are by the end of each half.

    These are slot, fewest and most, counted up to there.
    """
    usable = must = past = 0
    for r in requests:
        usable |= grid.open[r]
        must |= grid.open[r] if grid.is_locked[r] else 0
    counts = list[tuple[int, int, int]]()
    for mask in sorted(grid.half_masks):
        past |= mask
        fewest = sum(not grid.open[r] & ~past for r in requests)
        most = sum(bool(grid.open[r] & past) for r in requests)
        counts.append((mask.bit_length() - 1, fewest, most))
    counts[-1] = (grid.size - 1, len(requests), len(requests))
    return usable, must, tuple(counts)


def _fits_in_a_row(grid: Grid, requests: list[int]) -> bool:
    """Tell whether the requests of somebody fit one behind the other; events of a day alone."""
    if len(grid.day_masks) > 1:
        return True
    size = len(requests)
    return any(
        _fits(tuple(grid.open[r] >> first & (1 << size) - 1 for r in requests))
        for first in range(grid.size - size + 1)
    )


def _fits(open_to: tuple[int, ...]) -> bool:
    """Tell whether each of some requests can have a slot of its own."""
    taken: dict[int, int] = {}

    def seats(r: int, seen: set[int]) -> bool:
        for s in bits(open_to[r]):
            if s not in seen:
                seen.add(s)
                if s not in taken or seats(taken[s], seen):
                    taken[s] = r
                    return True
        return False

    return all(seats(r, set()) for r in range(len(open_to)))


def _least(grid: Grid, longest: int, usable: int, must: int, counts: Counts) -> int:
    """Return the fewest breaks of any choice of slots; 0 where there is none at all."""
    wanted = {s: (fewest, most) for s, fewest, most in counts}
    in_all = counts[-1][1]
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
            if usable >> s & 1 and used < in_all and run <= longest:
                state, cost = (used + 1, run), breaks + (so_far == IDLE)
                after[state] = min(cost, after.get(state, cost))
        if s in wanted:
            fewest, most = wanted[s]
            after = {state: cost for state, cost in after.items() if fewest <= state[0] <= most}
        states = after
    return min(states.values(), default=0)
