"""How good a ranking is, and how sure one may be that it beats another."""

from collections.abc import Sequence
from math import log2

import numpy as np
from numpy.typing import NDArray

from benchmarks.pools.cases import Case

PLACES = 10
RESAMPLES = 2000
Lists = Sequence[Sequence[str]]


def gain(case: Case, lists: Lists) -> NDArray[np.float64]:
    """Return the normalised discounted gain of the first ten places, for each need."""
    return np.array(
        [
            sum(1 / log2(place + 2) for place, key in enumerate(row[:PLACES]) if key in right)
            / sum(1 / log2(place + 2) for place in range(min(PLACES, len(right))))
            for right, row in _answered(case, lists)
        ]
    )


def recall(case: Case, lists: Lists) -> float:
    """Return the share of the answers that are within the first ten places."""
    return float(
        np.mean(
            [len(set(row[:PLACES]) & right) / len(right) for right, row in _answered(case, lists)]
        )
    )


def first(case: Case, lists: Lists) -> float:
    """Return the share of needs whose first place is an answer."""
    return float(np.mean([row[0] in right for right, row in _answered(case, lists)]))


def own_language(case: Case, lists: Lists) -> float:
    """Return the share of the first ten places that are in the language of the need."""
    written = {offer.key: offer.language for offer in case.offers}
    return float(
        np.mean(
            [
                written[key] == need.language
                for need, row in zip(case.needs, lists, strict=True)
                for key in row[:PLACES]
            ]
        )
    )


def margin(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 95 % interval of the mean difference (paired bootstrap, fixed seed)."""
    difference = ours - theirs
    draws = np.random.default_rng(0).integers(0, len(difference), (RESAMPLES, len(difference)))
    low, high = np.quantile(difference[draws].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


def _answered(case: Case, lists: Lists) -> list[tuple[frozenset[str], Sequence[str]]]:
    pairs = zip(case.needs, lists, strict=True)
    return [(case.answers[need.key], row) for need, row in pairs if case.answers[need.key]]
