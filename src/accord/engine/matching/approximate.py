"""Many texts, searched among the nearest and a sample: nearly what comparing all would find."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from accord.engine.matching.calibration import Calibration, level, lot, shrunk
from accord.engine.matching.documents import Aim, Document, Encoded
from accord.engine.matching.encoder import Vectors
from accord.engine.matching.graphs import Graphs
from accord.engine.matching.index import (
    AT_ONCE,
    EQUAL,
    WORDS,
    ExactIndex,
    Grid,
    Hit,
    Row,
    checked_top,
    handed_out,
    standard,
)

LARGE: Final = 200_000  # texts of an aim from which only the nearest and a sample are compared
NEAR: Final = 512  # texts asked for of each language; what is lost among them decides nothing
SAMPLE: Final = 8000  # texts of a language that stand for it, at most

Columns = NDArray[np.intp]
Opened = Callable[[Calibration, Aim, int], ExactIndex]


class Nearest(Protocol):
    """Holds centred vectors of length 1, and finds those near to others, or nearly all of them.

    Whoever asks compares exactly what is found, so that nothing found here decides a place.
    """

    def hold(self, documents: Sequence[Document], vectors: Vectors) -> None:
        """Hold the vectors of these; one of a key that is held takes its place."""

    def drop(self, key: str) -> None:
        """Hold a text no longer; nothing happens where it is not held."""

    def nearest(self, vectors: Vectors, language: str, count: int) -> Sequence[Sequence[str]]:
        """Return for each vector the keys of a language's nearest texts, nearest first.

        Fewer than ``count`` only where fewer are held; none where the language is unknown.
        """


@dataclass(frozen=True, slots=True)
class _Sample:
    """Texts that stand for all: found when first asked after a change.

    Parameters
    ----------
    columns, vectors
        Of the texts drawn, rising, with their vectors.
    spoken
        Language to the places among these of its texts.
    every
        The places among these of the texts drawn from all, whatever their language.
    whole
        Languages all texts of which are drawn.
    column
        The column of each row; -1 for one that is not held.
    tongue
        The language of each column, by number.
    number
        Language to its number.
    """

    columns: Columns
    vectors: Vectors
    spoken: Mapping[str, Columns]
    every: Columns
    whole: frozenset[str]
    column: Columns
    tongue: Columns
    number: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Search:
    """A search, and what the sample and the words say of it.

    Parameters
    ----------
    cosine
        To the texts of the sample.
    levels
        Of each language, by number.
    own
        How well the words of each column agree with the search's; None where no text is in
        its language.
    """

    document: Document
    vector: Vectors
    cosine: NDArray[np.float32]
    levels: NDArray[np.float32]
    own: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True)
class _Scored:
    """What a search scores for the columns it looks at, and the usual score and its spread."""

    columns: Columns
    score: NDArray[np.float32]
    likeness: NDArray[np.float32]
    words: NDArray[np.float32]
    usual: tuple[np.float32, np.float32]


class ApproximateIndex(ExactIndex):
    """Scores the texts nearest to a search and a sample of the others; `grid` compares all.

    Levels, means and spreads are those of a sample drawn by lot, at most so many texts of each
    language; what is scored is scored exactly. A language no larger is compared whole, so that
    a pool of such languages gives what `ExactIndex` gives.

    Parameters
    ----------
    calibration, aim
        As for `ExactIndex`.
    nearest
        Finds the nearest texts of the larger languages.
    sample
        The largest number of texts that stand for a language.
    """

    def __init__(
        self, calibration: Calibration, aim: Aim, nearest: Nearest, sample: int = SAMPLE
    ) -> None:
        super().__init__(calibration, aim)
        self._nearest = nearest
        self._size = sample
        self._lots: list[int] = []
        self._drawn: _Sample | None = None

    def add(self, batch: Encoded) -> None:
        """Hold these texts; one of a key that is held takes its place.

        Raises
        ------
        ValueError
            When another model made the vectors.
        """
        first = len(self._languages)
        super().add(batch)
        self._lots += [int.from_bytes(lot(document.key)) for document in batch.documents]
        self._nearest.hold(batch.documents, self._vectors[first : len(self._languages)])
        self._drawn = None

    def remove(self, key: str) -> None:
        """Hold a text no longer; `KeyError` when it is not held."""
        super().remove(key)
        self._nearest.drop(key)
        self._drawn = None

    def search(self, batch: Encoded, top: int) -> tuple[tuple[Hit, ...], ...]:
        """Return the best texts for each of these, best first; equal ones by key.

        Raises
        ------
        ValueError
            When no place is asked for, or another model made the vectors.
        """
        checked_top(top)
        if not len(self):
            return tuple(() for _ in batch.documents)
        keys = self._held().keys
        found: list[tuple[Hit, ...]] = []
        for scored in self._looked(batch, max(NEAR, top)):
            best = _highest(scored.score, top)
            named = tuple(keys[column] for column in scored.columns[best].tolist())
            parts = (part[None, best] for part in (scored.score, scored.likeness, scored.words))
            found.append(Grid(named, *parts).best(0, top))
        return tuple(found)

    def heads(self, batch: Encoded, deep: int) -> list[Row]:
        """Return for each search the nearest texts and the sample; at least one text is held.

        The best of a row, so many as it is ``deep``, are the best of all, or nearly.
        """
        looked = self._looked(batch, max(NEAR, deep))
        return [Row(scored.score, *scored.usual, scored.columns) for scored in looked]

    def towards(self, batch: Encoded, key: str) -> list[Row]:
        """Return for each search one text held, scored among all; `KeyError` if it is not held."""
        at = self._rows[key]
        column = self._sample().column[at]
        found: list[Row] = []
        for scored in self._looked(batch, NEAR, at):
            there = scored.columns == column
            found.append(Row(scored.score[there], *scored.usual, scored.columns[there]))
        return found

    def _looked(self, batch: Encoded, count: int, only: int | None = None) -> Iterator[_Scored]:
        """Yield what each search scores for the texts it looks at.

        With ``only``, the row of one text, no more is looked at than its score depends on.
        """
        for first in range(0, len(batch.documents), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            piece = Encoded(batch.documents[part], batch.vectors[part], batch.model)
            searches = self._begun(piece)
            near = self._near(searches, count, only)
            for search, columns in zip(searches, near, strict=True):
                yield self._scored(search, columns)

    def _begun(self, batch: Encoded) -> list[_Search]:
        """Return the searches with what the sample says of them."""
        drawn, live = self._sample(), self._held()
        vectors = self._calibration.centred(batch, self._aim.other)
        cosine = vectors @ drawn.vectors.T
        overall = level(cosine[:, drawn.every])
        levels = np.empty((len(vectors), len(drawn.number)), np.float32)
        for language, number in drawn.number.items():
            found = level(cosine[:, drawn.spoken[language]])
            levels[:, number] = shrunk(found, len(live.spoken[language]), overall)
        return [
            _Search(document, vectors[row], cosine[row], levels[row], self._agreement(document))
            for row, document in enumerate(batch.documents)
        ]

    def _agreement(self, document: Document) -> NDArray[np.float32] | None:
        """Return how well the words of each column agree; None where none is in the language."""
        live = self._held()
        if document.language not in live.spoken:
            return None
        return self._words.scores(document)[live.rows].astype(np.float32)

    def _near(self, searches: Sequence[_Search], count: int, only: int | None) -> list[Columns]:
        """Return the columns that each search looks at beside the sample."""
        drawn = self._sample()
        found: list[list[Columns]] = [[] for _ in searches]
        alone = None if only is None else self._languages[only]
        for language in sorted(drawn.number.keys() - drawn.whole):
            # What a text of another language scores depends on that text alone.
            asked = [
                n
                for n, search in enumerate(searches)
                if alone is None or search.document.language == language == alone
            ]
            if asked:
                vectors = np.array([searches[n].vector for n in asked])
                keys = self._nearest.nearest(vectors, language, count)
                for n, there in zip(asked, keys, strict=True):
                    rows = [self._rows[key] for key in there if key in self._rows]
                    found[n].append(drawn.column[rows])
                    if searches[n].document.language == language:
                        found[n].append(_said_alike(searches[n], count))
        if only is not None:
            for some in found:
                some.append(drawn.column[[only]])
        return [self._more(some) for some in found]

    def _more(self, found: Sequence[Columns]) -> Columns:
        """Return the columns found, each once, less those of the sample."""
        wanted = np.zeros(len(self), np.bool_)
        for some in found:
            wanted[some] = True
        wanted[self._sample().columns] = False
        return np.flatnonzero(wanted)

    def _scored(self, search: _Search, near: Columns) -> _Scored:
        """Return what a search scores for the sample and some columns more, exactly."""
        drawn, live = self._sample(), self._held()
        columns = np.concatenate([drawn.columns, near])
        rows = live.rows[columns]
        further = self._vectors[live.rows[near]] @ search.vector
        cosine = np.concatenate([search.cosine, further])
        language = search.document.language
        likeness: NDArray[np.float32] = 2 * cosine - search.levels[drawn.tongue[columns]]
        likeness -= self._hub(language)[rows]
        words, score = np.zeros_like(likeness), likeness.copy()
        if search.own is not None:
            own = np.flatnonzero(drawn.tongue[columns] == drawn.number[language])
            words[own] = search.own[columns[own]]
            every = search.own[live.spoken[language]]
            if every.max() > every.min():
                usual = likeness[drawn.spoken[language]]
                wanted = standard(likeness[own], usual) + WORDS * standard(words[own], every)
                score[own] = handed_out(likeness[own], wanted)
        fair = score[drawn.every]
        return _Scored(columns, score, likeness, words, (fair.mean(), fair.std()))

    def _sample(self) -> _Sample:
        if self._drawn is None:
            live = self._held()
            lots = np.array(self._lots, np.uint64)[live.rows]
            chosen = {one: _first(lots, own, self._size) for one, own in live.spoken.items()}
            columns = np.sort(np.concatenate([*chosen.values()]))
            every = columns
            if len(columns) < len(lots):
                every = _first(lots, np.arange(len(lots)), self._size)
            column = np.full(len(self._languages), -1, np.intp)
            column[live.rows] = np.arange(len(live.rows))
            tongue = np.empty(len(live.rows), np.intp)
            for number, own in enumerate(live.spoken.values()):
                tongue[own] = number
            self._drawn = _Sample(
                columns=columns,
                vectors=self._vectors[live.rows[columns]],
                spoken={one: np.searchsorted(columns, some) for one, some in chosen.items()},
                every=np.searchsorted(columns, every),
                whole=frozenset(one for one, own in live.spoken.items() if len(own) <= self._size),
                column=column,
                tongue=tongue,
                number={one: number for number, one in enumerate(live.spoken)},
            )
        return self._drawn


def compared(terms: Calibration, aim: Aim, size: int) -> ExactIndex:
    """Return what holds so many texts in memory: exact until that takes too long."""
    if size < LARGE:
        return ExactIndex(terms, aim)
    return ApproximateIndex(terms, aim, Graphs())


def _highest(score: NDArray[np.float32], top: int) -> Columns:
    """Return the places of the highest scores, and of all that may be equal to the last."""
    if top >= len(score):
        return np.arange(len(score))
    edge = -np.partition(-score, top - 1)[top - 1]
    return np.flatnonzero(score >= edge - 100 * EQUAL)


def _said_alike(search: _Search, count: int) -> Columns:
    """Return the columns whose words agree best with a search's."""
    if search.own is None:
        return np.empty(0, np.intp)
    most = min(count, len(search.own))
    best = np.argpartition(-search.own, most - 1)[:most]
    return best[search.own[best] > 0]


def _first(lots: NDArray[np.uint64], among: Columns, count: int) -> Columns:
    """Return those of some columns upon whom the first lots fell, rising."""
    if len(among) <= count:
        return among
    return np.sort(among[np.argpartition(lots[among], count - 1)[:count]])
