"""Who is suggested to whom at an event: lists made of a table of scores, evenly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from accord.engine.matching import Exposure, allocated

PLACES = 10  # suggestions of a participant
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
        ``before``, ``after`` (`Exposure` as JSON) and ``price``, in thousandths.
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
    if not same_side:
        sides = np.array([str(guest.side or guest.key) for guest in guests])
        best[sides[:, None] == sides[None, :]] = -1
    np.fill_diagonal(best, -1)
    allocation = allocated(_filled(best), PLACES)
    places: list[Place] = []
    for guest, columns in enumerate(allocation.lists):
        met = sorted(
            (other for other in columns if best[guest, other] >= 0),
            key=lambda other: -best[guest, other],
        )
        places += [
            Place(guest, other, *_speaking(score, guests[guest], guests[other]), number)
            for number, other in enumerate(met, 1)
        ]
    figures = {
        "before": _plain(allocation.before),
        "after": _plain(allocation.after),
        "price": round(1000 * allocation.price),
    }
    return Lists(tuple(places), figures)


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


def _speaking(score: NDArray[np.float32], one: Guest, other: Guest) -> tuple[int, int]:
    """Return the profiles of two guests that fit each other best."""
    part = score[np.ix_(one.profiles, other.profiles)]
    row, column = np.unravel_index(int(part.argmax()), part.shape)
    return one.profiles[row], other.profiles[column]


def _filled(best: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the scores with pairs that cannot meet just below the worst that can.

    Were they far below, every other difference would look like none.
    """
    lowest = np.where(best >= 0, best, np.inf).min(axis=1, initial=np.inf)
    floor = np.where(np.isfinite(lowest), lowest, 0.0) - 0.01
    filled: NDArray[np.float32] = np.where(best >= 0, best, floor[:, None]).astype(np.float32)
    return filled


def _plain(shown: Exposure) -> dict[str, int]:
    return {"never": shown.never, "most": shown.most, "gini": round(1000 * shown.gini)}
