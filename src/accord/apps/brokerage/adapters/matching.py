"""Who is suggested to whom at an event: lists made of a table of scores, evenly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from accord.engine.matching import allocated, gini

PLACES = 10  # suggestions of a participant, at most
FEWEST = 3
SHARE = 3  # of those whom one may meet, one in three is suggested at most
LIKELY = 0.7  # score of a pair of profiles, from which one may well answer the other


@dataclass(frozen=True, slots=True)
class Guest:
    """A participant as it is matched.

    Parameters
    ----------
    key, side
        Of the participant, and the side for which it comes.
    profiles
        Rows of the table of scores that are its own; at least one.
    """

    key: UUID
    side: UUID | None
    profiles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a list: rows of guests, and the pair of profiles that speaks for them."""

    guest: int
    other: int
    mine: int
    theirs: int
    place: int


@dataclass(frozen=True, slots=True)
class Lists:
    """All places, and how evenly the guests are shown.

    Parameters
    ----------
    places
        Guest by guest, best first.
    figures
        ``before`` and ``after`` (``never`` shown in all, ``most`` and ``gini`` of the side where
        they are highest) and ``price`` of that; gini and price in thousandths.
    """

    places: tuple[Place, ...]
    figures: Mapping[str, Any]


def lists_of(score: NDArray[np.float32], guests: Sequence[Guest], *, same_side: bool) -> Lists:
    """Hand out the places of every guest's list.

    Parameters
    ----------
    score
        Of every two profiles; below 0 where they cannot meet, or must not.
    guests
        In an order that means nothing.
    same_side
        Whether guests of one side may meet.
    """
    best = _by_guest(score, guests)
    np.fill_diagonal(best, -1)
    sides = ["" if same_side or guest.side is None else str(guest.side) for guest in guests]
    lists: list[tuple[int, list[int]]] = []
    parts: list[_Part] = []
    for side in sorted(set(sides)):
        rows = [number for number, own in enumerate(sides) if own == side]
        columns = [number for number, own in enumerate(sides) if not side or own != side]
        part = _Part(best[np.ix_(rows, columns)])
        parts.append(part)
        lists += [
            (row, [columns[other] for other in listed])
            for row, listed in zip(rows, part.even, strict=True)
        ]
    places = (
        _spoken_for((row, other, place), score, guests)
        for row, listed in lists
        for place, other in enumerate(listed, 1)
    )
    return Lists(tuple(places), _figures(parts))


class _Part:
    """The guests of one side, and all that they may meet.

    A list holds a third of these at most: one in which almost everybody stands says nothing.
    """

    def __init__(self, best: NDArray[np.float32]) -> None:
        self.best = best
        self.top = min(PLACES, max(FEWEST, -(-best.shape[1] // SHARE)))

    @cached_property
    def alone(self) -> list[list[int]]:
        """The lists that each guest would get for itself."""
        order = np.argsort(-self.best, axis=1, kind="stable")[:, : self.top]
        return [self._met(row, listed) for row, listed in enumerate(order.tolist())]

    @cached_property
    def even(self) -> list[list[int]]:
        """The lists when places are handed out evenly, each best first."""
        lists = allocated(_filled(self.best), self.top).lists
        return [self._best_first(row, listed) for row, listed in enumerate(lists)]

    def shown(self, lists: list[list[int]]) -> NDArray[np.intp]:
        """Return in how many lists each of those stands whom one may meet at all."""
        columns = np.array([other for listed in lists for other in listed], np.intp)
        counts = np.bincount(columns, minlength=self.best.shape[1])
        return counts[(self.best >= 0).any(axis=0)]

    def closeness(self, lists: list[list[int]]) -> float:
        """Return the mean score of the places."""
        found = [self.best[row, other] for row, listed in enumerate(lists) for other in listed]
        return float(np.mean(found)) if found else 0.0

    def _best_first(self, row: int, listed: Iterable[int]) -> list[int]:
        return sorted(self._met(row, listed), key=lambda other: -self.best[row, other])

    def _met(self, row: int, listed: Iterable[int]) -> list[int]:
        return [other for other in listed if self.best[row, other] >= 0]


def unanswered(score: NDArray[np.float32]) -> list[int]:
    """Return the rows of the profiles that no other may well answer."""
    if not len(score):
        return []
    return np.flatnonzero(score.max(axis=1) < LIKELY).tolist()


def _by_guest(score: NDArray[np.float32], guests: Sequence[Guest]) -> NDArray[np.float32]:
    """Return the best score that any two guests' profiles have."""
    if not guests:
        return np.zeros((0, 0), np.float32)
    order = [row for guest in guests for row in guest.profiles]
    starts = np.cumsum([0, *(len(guest.profiles) for guest in guests)])[:-1]
    by_row = np.maximum.reduceat(score[np.ix_(order, order)], starts, axis=0)
    best: NDArray[np.float32] = np.maximum.reduceat(by_row, starts, axis=1)
    return best


def _spoken_for(
    place: tuple[int, int, int], score: NDArray[np.float32], guests: Sequence[Guest]
) -> Place:
    """Return a place with the profiles of the two that fit each other best."""
    row, column, number = place
    mine, theirs = guests[row].profiles, guests[column].profiles
    part = score[np.ix_(mine, theirs)]
    one, other = np.unravel_index(int(part.argmax()), part.shape)
    return Place(row, column, mine[one], theirs[other], number)


def _figures(parts: Sequence[_Part]) -> Mapping[str, Any]:
    """Return the figures of all; how evenly, each side's guests are compared for themselves."""
    before = sum(part.closeness(part.alone) for part in parts)
    after = sum(part.closeness(part.even) for part in parts)
    return {
        "before": _exposed([part.shown(part.alone) for part in parts]),
        "after": _exposed([part.shown(part.even) for part in parts]),
        "price": round(1000 * (1 - after / before)) if before else 0,
    }


def _exposed(parts: Sequence[NDArray[np.intp]]) -> dict[str, int]:
    """Return who is never shown in all, and the most and the most uneven of any side."""
    return {
        "never": sum(int((shown == 0).sum()) for shown in parts),
        "most": max((int(shown.max(initial=0)) for shown in parts), default=0),
        "gini": max((round(1000 * gini(shown)) for shown in parts), default=0),
    }


def _filled(best: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the scores with pairs that cannot meet just below the worst that can.

    Were they far below, every other difference would look like none.
    """
    lowest = np.where(best >= 0, best, np.inf).min(axis=1, initial=np.inf)
    floor = np.where(np.isfinite(lowest), lowest, 0.0) - 0.01
    filled: NDArray[np.float32] = np.where(best >= 0, best, floor[:, None]).astype(np.float32)
    return filled
