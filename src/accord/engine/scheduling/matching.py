"""Match requests to places that take a few each, or say which requests are too many."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence

Places = Mapping[int, Sequence[Hashable]]


def violator(places: Places, room: Mapping[Hashable, int]) -> tuple[int, ...]:
    """Return requests of which one too many compete for the places they can use.

    Without any one of them the others can be matched (Hall's theorem).

    Parameters
    ----------
    places
        For each request the places that could take it.
    room
        How many requests each place takes.

    Returns
    -------
    tuple of int
        Empty when all can be matched.
    """
    held: dict[Hashable, set[int]] = defaultdict(set)
    for r in places:
        reached = _hold(r, places, room, held)
        if reached:
            return tuple(sorted(reached))
    return ()


def _hold(
    r: int, places: Places, room: Mapping[Hashable, int], held: dict[Hashable, set[int]]
) -> Collection[int]:
    """Match a request, others making room; or return all that compete with it."""
    came: dict[Hashable, int] = {}  # place to the request that would go there
    at: dict[int, Hashable] = {}  # request to the place it would leave
    waiting, seen = [r], {r}
    for one in waiting:
        for place in places[one]:
            if place in came or not room[place]:
                continue
            came[place] = one
            if len(held[place]) < room[place]:
                _shift(place, came, at, held)
                return ()
            for other in sorted(held[place] - seen):
                seen.add(other)
                at[other] = place
                waiting.append(other)
    return seen


def _shift(
    place: Hashable,
    came: Mapping[Hashable, int],
    at: Mapping[int, Hashable],
    held: dict[Hashable, set[int]],
) -> None:
    """Move everybody along the path one place on."""
    while True:
        one = came[place]
        held[place].add(one)
        if one not in at:
            return
        place = at[one]
        held[place].remove(one)
