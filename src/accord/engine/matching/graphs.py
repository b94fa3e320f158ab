"""A graph of near neighbours for each language, in memory (usearch, numbers of eight bits)."""

from collections.abc import Sequence
from itertools import count as counting
from typing import Any, Final

import numpy as np

from accord.engine.matching.documents import Document
from accord.engine.matching.encoder import Vectors

LINKS: Final = 16  # of each text to others
EFFORT: Final = 64  # texts looked at while one is linked


class Graphs:
    """Holds vectors in graphs (HNSW), one for each language.

    A text that was taken out leaves its place in the graph behind: make a new one now and then.

    References
    ----------
    Y. Malkov, D. Yashunin (2018), "Efficient and robust approximate nearest neighbor search
    using Hierarchical Navigable Small World graphs", arXiv:1603.09320.
    """

    def __init__(self) -> None:
        self._graphs: dict[str, Any] = {}
        self._labels: dict[str, tuple[str, int]] = {}
        self._keys: dict[int, str] = {}
        self._next = counting()

    def hold(self, documents: Sequence[Document], vectors: Vectors) -> None:
        """Hold the vectors of these; one of a key that is held takes its place."""
        spoken: dict[str, list[int]] = {}
        for row, document in enumerate(documents):
            self.drop(document.key)
            spoken.setdefault(document.language, []).append(row)
        for language, rows in spoken.items():
            labels = [next(self._next) for _ in rows]
            for label, row in zip(labels, rows, strict=True):
                self._labels[documents[row].key] = (language, label)
                self._keys[label] = documents[row].key
            if language not in self._graphs:
                self._graphs[language] = _graph(vectors.shape[1])
            # By several threads the links, and so what is found, would be others each time.
            self._graphs[language].add(np.array(labels, np.uint64), vectors[rows], threads=1)

    def drop(self, key: str) -> None:
        """Hold a text no longer; nothing happens where it is not held."""
        if key in self._labels:
            language, label = self._labels.pop(key)
            self._graphs[language].remove(label)
            del self._keys[label]

    def nearest(self, vectors: Vectors, language: str, count: int) -> Sequence[Sequence[str]]:
        """Return for each vector the keys of a language's nearest texts, nearest first."""
        graph = self._graphs.get(language)
        if graph is None or not len(graph):
            return [() for _ in vectors]
        graph.expansion_search = count
        found = (graph.search(vector, count).keys.tolist() for vector in vectors)
        return [[self._keys[label] for label in labels] for labels in found]


def _graph(dimensions: int) -> Any:
    """Return an empty graph.

    The library is loaded here alone: a pool that is compared whole does without it.
    """
    from usearch.index import Index  # noqa: PLC0415 -- see above

    return Index(
        ndim=dimensions, metric="cos", dtype="i8", connectivity=LINKS, expansion_add=EFFORT
    )
