"""Lists in which everybody occurs: who is shown to whom when all searches are seen together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

SOFTNESS: Final = 0.5  # in spreads of a search's scores: how far fairness may reach down
ROUNDS: Final = 100
CAP: Final = 3  # times the mean exposure that a place handed out fairly may lead to
LOOKED_AT: Final = 6  # times the places of a list: how far down a search is read


@dataclass(frozen=True, slots=True)
class Exposure:
    """How evenly the texts of a pool are shown.

    Parameters
    ----------
    never
        Texts that nobody is shown.
    most
        Lists that the most shown text is in.
    gini
        0 when all are shown equally often, near 1 when one has everything.
    quality
        Mean score of the places, in spreads above the mean of their search.
    """

    never: int
    most: int
    gini: float
    quality: float


@dataclass(frozen=True, slots=True)
class Allocation:
    """A list for each search, and what evenness cost.

    Parameters
    ----------
    lists
        Columns for each search, best first.
    before, after
        Exposure with each search on its own, and as allocated.
    """

    lists: tuple[tuple[int, ...], ...]
    before: Exposure
    after: Exposure

    @property
    def price(self) -> float:
        """Return the share of quality given up, 0 to 1."""
        return 1 - self.after.quality / self.before.quality if self.before.quality > 0 else 0.0


def allocated(score: NDArray[np.float32], top: int) -> Allocation:
    """Allocate the places of all lists.

    The better half of each list stays as found. The rest is handed out by scores from which
    prices are taken: a text that is wanted by many costs, one that nobody sees is paid for.
    Such a place goes to no text that has its share three times over, as long as others are
    left; then each text never shown takes the worst place of a list where it fits best.

    Parameters
    ----------
    score
        (searches, texts), higher is better; any unit.
    top
        Places of a list, at least 1; shorter where there are fewer texts.

    Returns
    -------
    Allocation
        Every list has the same length and no text twice. The columns' order plays no part
        as long as no two scores are equal.

    References
    ----------
    M. Cuturi (2013), "Sinkhorn Distances", arXiv:1306.0895 (the prices);
    A. Singh, T. Joachims (2018), "Fairness of Exposure in Rankings",
    doi:10.1145/3219819.3220088.
    """
    searches, texts = score.shape
    top = min(top, texts)
    alone = np.argsort(-score, axis=1, kind="stable")[:, :top]
    if searches == 0 or top == 0:
        empty = tuple(() for _ in range(searches))
        nothing = Exposure(texts, 0, 0.0, 0.0)
        return Allocation(empty, nothing, nothing)
    wide = _standard(score)
    places = _Places(wide, wide - prices(wide, top), alone)
    places.hand_out()
    places.show_the_unseen()
    lists = tuple(_sorted(row, wide[number]) for number, row in enumerate(places.lists))
    return Allocation(lists, exposure(wide, alone.tolist()), exposure(wide, lists))


def prices(score: NDArray[np.float64], top: int) -> NDArray[np.float64]:
    """Return what each text costs so that softly all are wanted equally often (Sinkhorn)."""
    searches, texts = score.shape
    wanted = np.exp((score - score.max(axis=1, keepdims=True)) / SOFTNESS) + 1e-12
    pull = np.ones(texts)
    for _ in range(ROUNDS):
        rows = top / (wanted @ pull)
        pull = (top * searches / texts) / (rows @ wanted)
    cost: NDArray[np.float64] = -SOFTNESS * np.log(pull)
    return cost


def exposure(score: NDArray[np.float64], lists: Sequence[Sequence[int]]) -> Exposure:
    """Return how evenly lists show the columns."""
    rows = np.asarray(lists)
    shown = np.bincount(rows.ravel(), minlength=score.shape[1])
    quality = float(np.take_along_axis(score, rows, axis=1).mean())
    return Exposure(int((shown == 0).sum()), int(shown.max()), gini(shown), quality)


def gini(shown: NDArray[np.intp]) -> float:
    """Return how unevenly something is spread: 0 evenly, near 1 when one has everything."""
    size, total = len(shown), int(shown.sum())
    if not total:
        return 0.0
    rank = 2 * np.arange(1, size + 1) - size - 1
    return float(rank @ np.sort(shown) / (size * total))


class _Places:
    """The lists while they are filled."""

    def __init__(
        self, score: NDArray[np.float64], fair: NDArray[np.float64], alone: NDArray[np.intp]
    ) -> None:
        self.lists = [row[: (alone.shape[1] + 1) // 2].tolist() for row in alone]
        self._score = score
        self._fair = fair
        self._kept = (alone.shape[1] + 1) // 2
        self._top = alone.shape[1]
        self._shown = np.bincount(alone[:, : self._kept].ravel(), minlength=score.shape[1])
        self._cap = int(np.ceil(CAP * self._top * len(alone) / score.shape[1]))

    def hand_out(self) -> None:
        """Fill the free places, the fairest first."""
        searches, texts = self._score.shape
        deep = min(texts, LOOKED_AT * self._top)
        looked = np.argpartition(-self._fair, deep - 1, axis=1)[:, :deep]
        rows = np.repeat(np.arange(searches), deep)
        columns = looked.ravel()
        order = np.lexsort((columns, rows, -self._fair[rows, columns]))
        for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
            self._offer(row, column, self._cap)
        for row in np.flatnonzero([len(one) < self._top for one in self.lists]).tolist():
            further = np.argsort(-self._fair[row], kind="stable").tolist()
            for cap in (self._cap, searches + 1):
                for column in further:
                    self._offer(row, column, cap)

    def show_the_unseen(self) -> None:
        """Give each text never shown the worst fair place of the list where it fits best."""
        for column in np.flatnonzero(self._shown == 0).tolist():
            for row in np.argsort(-self._fair[:, column], kind="stable").tolist():
                spare = [c for c in self.lists[row][self._kept :] if self._shown[c] > 1]
                if spare:
                    worst = _sorted(spare, self._fair[row])[-1]
                    self.lists[row].remove(worst)
                    self._shown[worst] -= 1
                    self._take(row, column)
                    break

    def _offer(self, row: int, column: int, cap: int) -> None:
        there = self.lists[row]
        if len(there) < self._top and self._shown[column] < cap and column not in there:
            self._take(row, column)

    def _take(self, row: int, column: int) -> None:
        self.lists[row].append(column)
        self._shown[column] += 1


def _sorted(columns: Sequence[int], score: NDArray[np.float64]) -> tuple[int, ...]:
    return tuple(sorted(columns, key=lambda column: (-score[column], column)))


def _standard(score: NDArray[np.float32]) -> NDArray[np.float64]:
    wide = score.astype(np.float64)
    spread = wide.std(axis=1, keepdims=True)
    centred: NDArray[np.float64] = wide - wide.mean(axis=1, keepdims=True)
    return centred / np.where(spread > 0, spread, 1)
