"""How well the words of two texts of one language agree (BM25), kept up to date text by text."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.engine.matching.documents import Document
from accord.engine.matching.terms import terms

SATURATION: Final = 1.2  # k1: how soon a word said again adds nothing
LENGTH: Final = 0.75  # b: how much a long text is held to its length


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How common words are, language by language, as counted once over a pool.

    Parameters
    ----------
    texts
        Language to the number of texts counted.
    length
        Language to the mean number of words of a text.
    frequency
        Language and word to the number of texts that hold it.
    """

    texts: Mapping[str, int] = field(default_factory=dict)
    length: Mapping[str, float] = field(default_factory=dict)
    frequency: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def rarity(self, language: str, word: str) -> float:
        """Return the weight of a word: 0 where nothing was counted, more the rarer it is."""
        there = self.frequency.get((language, word), 0)
        return log(1 + (self.texts.get(language, 0) - there + 0.5) / (there + 0.5))


def counted(documents: Iterable[Document]) -> Lexicon:
    """Count the words of a pool of documents."""
    texts: Counter[str] = Counter()
    words: Counter[str] = Counter()
    frequency: Counter[tuple[str, str]] = Counter()
    for document in documents:
        said = terms(document.text, document.language)
        texts[document.language] += 1
        words[document.language] += len(said)
        frequency.update((document.language, word) for word in set(said))
    length = {language: words[language] / texts[language] for language in texts}
    return Lexicon(dict(texts), length, dict(frequency))


class WordIndex:
    """Which texts say a word, and how much it counts there; rows are numbered as they come.

    References
    ----------
    S. Robertson, H. Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and
    Beyond", doi:10.1561/1500000019.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._rows: dict[tuple[str, str], array[int]] = {}
        self._weights: dict[tuple[str, str], array[float]] = {}
        self._count = 0

    def add(self, document: Document) -> None:
        """Take in the next row."""
        said = Counter(terms(document.text, document.language))
        size = said.total()
        share = size / (self._lexicon.length.get(document.language) or size or 1)
        damping = SATURATION * (1 - LENGTH + LENGTH * share)
        for word, times in said.items():
            key = (document.language, word)
            self._rows.setdefault(key, array("q")).append(self._count)
            weight = times * (SATURATION + 1) / (times + damping)
            self._weights.setdefault(key, array("d")).append(weight)
        self._count += 1

    def scores(self, document: Document) -> NDArray[np.float64]:
        """Return how well each row's words agree with a document's; 0 in other languages."""
        found = np.zeros(self._count)
        for word in set(terms(document.text, document.language)):
            key = (document.language, word)
            if key in self._rows:
                rows = np.frombuffer(self._rows[key], np.int64)
                weights = np.frombuffer(self._weights[key], np.float64)
                found[rows] += self._lexicon.rarity(*key) * weights
        return found
