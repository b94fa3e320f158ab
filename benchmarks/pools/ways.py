"""The three ways of ranking that are compared: words alone, plain cosine, and the engine."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from accord.engine.matching import (
    Allocation,
    Document,
    Encoded,
    Encoder,
    ExactIndex,
    Vectors,
    allocated,
    calibrated,
)
from accord.engine.matching.lexical import WordIndex, counted
from benchmarks.pools.cases import Case
from benchmarks.pools.measures import PLACES

Lists = list[list[str]]


class Remembering:
    """An encoder that encodes no text twice, since cases share their pools."""

    def __init__(self, encoder: Encoder) -> None:
        self.model = encoder.model
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector for each text."""
        new = [text for text in texts if text not in self._known]
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return np.array([self._known[text] for text in texts], np.float32)


def words(case: Case) -> Lists:
    """Rank by BM25, over stems of the need's language."""
    index = WordIndex(counted(case.offers))
    for offer in case.offers:
        index.add(offer)
    return [_best(index.scores(need), case.offers) for need in case.needs]


def cosine(needs: Encoded, offers: Encoded) -> Lists:
    """Rank by the cosine of the vectors as they are."""
    likeness = needs.vectors @ offers.vectors.T
    return [_best(row, offers.documents) for row in likeness]


def engine(needs: Encoded, offers: Encoded) -> Lists:
    """Rank as the engine does, each need on its own."""
    return [[hit.key for hit in hits] for hits in _index(needs, offers).search(needs, PLACES)]


def fairly(needs: Encoded, offers: Encoded) -> tuple[Lists, Allocation]:
    """Rank as the engine does when everybody is to be shown."""
    grid = _index(needs, offers).grid(needs)
    allocation = allocated(grid.score, PLACES)
    return [[grid.keys[column] for column in row] for row in allocation.lists], allocation


def _index(needs: Encoded, offers: Encoded) -> ExactIndex:
    index = ExactIndex(calibrated(needs, offers))
    index.add(offers)
    return index


def _best(scores: NDArray[np.floating], offers: Sequence[Document]) -> list[str]:
    order = np.argsort(-scores, kind="stable")[:PLACES]
    return [offers[row].key for row in order.tolist()]
