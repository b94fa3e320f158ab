"""In which order requests are placed: heaviest and most constrained first."""

from accord.engine.scheduling.grid import Grid


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
    """Return the locked requests, those that name their table and interpreter first.

    Those that must come after others come last, and those others, locked or not, before them.
    """

    def freedom(r: int) -> tuple[int, int, int]:
        able = grid.speakers[r]
        return grid.tables[r].bit_count(), 0 if able is None else len(able), r

    locked = sorted((r for r, locked in enumerate(grid.is_locked) if locked), key=freedom)
    waiting = _with_earlier(grid, [r for r in locked if grid.before[r]])
    early = [r for r in reversed(_latest_first(grid)) if r in waiting]
    return [r for r in locked if not grid.before[r]] + early


def _with_earlier(grid: Grid, requests: list[int]) -> set[int]:
    """Return the requests with all that must come before them."""
    found, left = set[int](), list(requests)
    while left:
        r = left.pop()
        if r not in found:
            found.add(r)
            left += grid.before[r]
    return found


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
