"""The texts of one aim, ready to be searched by the other; exact, and never rebuilt."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from accord.engine.matching.calibration import Calibration, level, shrunk
from accord.engine.matching.documents import Aim, Encoded
from accord.engine.matching.lexical import WordIndex

WORDS: Final = 0.3  # what agreement of words counts for beside likeness of meaning
ROOM: Final = 256  # rows made room for at first
EQUAL: Final = 1e-5  # between two scores; what is nearer is the noise of adding up
_DEEPER: Final = 10 * EQUAL  # below the last place of a list: how far ties with it may reach
AT_ONCE: Final = 256  # searches scored in one product


@dataclass(frozen=True, slots=True)
class Hit:
    """One text found.

    Parameters
    ----------
    key
        Whose it is.
    score
        By which it is ranked among all languages: a corrected likeness, about -2 to 2.
    likeness
        Of meaning alone: twice the cosine, less how near both lie to everything.
    words
        Agreement of words (BM25), 0 across languages.
    """

    key: str
    score: float
    likeness: float
    words: float


@dataclass(frozen=True, slots=True)
class Grid:
    """What every search scores for every text held, (searches, texts).

    Parameters
    ----------
    keys
        Of the texts held, in the order of the columns.
    score, likeness, words
        As in `Hit`.
    """

    keys: tuple[str, ...]
    score: NDArray[np.float32]
    likeness: NDArray[np.float32]
    words: NDArray[np.float32]

    def best(self, row: int, top: int) -> tuple[Hit, ...]:
        """Return the highest of a row; where two are equal but for rounding, by key.

        Raises
        ------
        ValueError
            When no place is asked for.
        """
        checked_top(top)
        score = self.score[row]
        edge = -np.partition(-score, top - 1)[top - 1] if top < len(score) else -np.inf
        near = np.flatnonzero(score >= edge - _DEEPER)
        placed = zip(_evened(score[near]).tolist(), near.tolist(), strict=True)
        order = sorted(placed, key=lambda pair: (-pair[0], self.keys[pair[1]]))
        return tuple(self.hit(row, column) for _score, column in order[:top])

    def hit(self, row: int, column: int) -> Hit:
        """Return one cell."""
        return Hit(
            self.keys[column],
            float(self.score[row, column]),
            float(self.likeness[row, column]),
            float(self.words[row, column]),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """What one search scores for texts held, and how high and how spread that is among all.

    Parameters
    ----------
    score
        As in `Hit`.
    mean, spread
        Of the scores of all texts held, those left out here included.
    columns
        Which texts: places in the order of a grid's columns; None for all of them.
    """

    score: NDArray[np.float32]
    mean: np.float32
    spread: np.float32
    columns: NDArray[np.intp] | None = None


class Index(Protocol):
    """What holds texts and finds them; every one finds what `ExactIndex` finds, or nearly."""

    def add(self, batch: Encoded) -> None:
        """Hold these texts; one of a key that is held takes its place."""

    def remove(self, key: str) -> None:
        """Hold a text no longer; `KeyError` when it is not held."""

    def search(self, batch: Encoded, top: int) -> tuple[tuple[Hit, ...], ...]:
        """Return the best texts for each of these, best first."""


@dataclass(frozen=True, slots=True)
class _Live:
    """Which rows are held: found when first asked after a change.

    Parameters
    ----------
    rows, keys
        Of the texts held.
    spoken
        Language to the places among these rows of its texts.
    """

    rows: NDArray[np.intp]
    keys: tuple[str, ...]
    spoken: Mapping[str, NDArray[np.intp]]


class ExactIndex:
    """Holds texts in memory and compares with each of them.

    Parameters
    ----------
    calibration
        The terms of the pool. Each text's own terms are found when it is added and stay.
    aim
        Of the texts held; those of the other aim search.
    """

    def __init__(self, calibration: Calibration, aim: Aim = Aim.OFFER) -> None:
        self._calibration = calibration
        self._aim = aim
        self._languages: list[str] = []
        self._rows: dict[str, int] = {}
        self._vectors = np.zeros((ROOM, len(calibration)), np.float32)
        self._hubness: dict[str, NDArray[np.float32]] = {}
        self._words = WordIndex(calibration.lexicon[aim])
        self._live: _Live | None = None

    def __len__(self) -> int:
        """Return how many texts are held."""
        return len(self._rows)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the texts held, in the order of a grid's columns."""
        return self._held().keys

    def add(self, batch: Encoded) -> None:
        """Hold these texts; one of a key that is held takes its place.

        Raises
        ------
        ValueError
            When another model made the vectors.
        """
        centred = self._calibration.centred(batch, self._aim)
        first = len(self._languages)
        self._make_room(first + len(centred))
        self._vectors[first : first + len(centred)] = centred
        for language, known in self._hubness.items():
            found = self._calibration.hubness(centred, self._aim, language)
            self._hubness[language] = np.concatenate([known, found])
        for row, document in enumerate(batch.documents, first):
            self._languages.append(document.language)
            self._rows[document.key] = row
            self._words.add(document)
        self._live = None

    def remove(self, key: str) -> None:
        """Hold a text no longer; `KeyError` when it is not held."""
        del self._rows[key]
        self._live = None

    def search(self, batch: Encoded, top: int) -> tuple[tuple[Hit, ...], ...]:
        """Return the best texts for each of these, best first; equal ones by key.

        Raises
        ------
        ValueError
            When no place is asked for, or another model made the vectors.
        """
        checked_top(top)
        found: list[tuple[Hit, ...]] = []
        for first in range(0, len(batch.documents), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            piece = Encoded(batch.documents[part], batch.vectors[part], batch.model)
            grid = self.grid(piece)
            found += (grid.best(row, top) for row in range(len(piece.documents)))
        return tuple(found)

    def grid(self, batch: Encoded) -> Grid:
        """Return the scores of each of these with each text held.

        Raises
        ------
        ValueError
            When another model made the vectors.
        """
        live = self._held()
        likeness = self._likeness(batch, live)
        words = np.zeros_like(likeness)
        score = likeness.copy()
        for number, document in enumerate(batch.documents):
            own = live.spoken.get(document.language)
            if own is not None:
                words[number] = self._words.scores(document)[live.rows]
                score[number, own] = reordered(likeness[number, own], words[number, own])
        return Grid(live.keys, score, likeness, words)

    def _likeness(self, batch: Encoded, live: _Live) -> NDArray[np.float32]:
        """Return the cosines less what each text is near to anyhow, on either side.

        References
        ----------
        A. Conneau et al. (2018), "Word Translation Without Parallel Data", arXiv:1710.04087,
        section 2.3 (CSLS); here language by language, the nearest weighted most.
        """
        vectors = self._calibration.centred(batch, self._aim.other)
        every = vectors @ self._vectors[: len(self._languages)].T
        cosine = every if len(live.rows) == every.shape[1] else every[:, live.rows]
        likeness: NDArray[np.float32] = 2 * cosine
        overall = level(cosine) if live.keys else 0.0
        for own in live.spoken.values():
            likeness[:, own] -= shrunk(level(cosine[:, own]), len(own), overall)[:, None]
        for language in sorted(set(batch.languages)):
            asked = [number for number, one in enumerate(batch.languages) if one == language]
            likeness[asked] -= self._hub(language)[live.rows]
        return likeness

    def _hub(self, language: str) -> NDArray[np.float32]:
        """Return what is kept of every row for searches in a language; found when first asked."""
        if language not in self._hubness:
            held = self._vectors[: len(self._languages)]
            self._hubness[language] = self._calibration.hubness(held, self._aim, language)
        return self._hubness[language]

    def _held(self) -> _Live:
        if self._live is None:
            rows = np.fromiter(self._rows.values(), np.intp, len(self._rows))
            tags = np.array([self._languages[row] for row in rows.tolist()], dtype=str)
            spoken = {tag: np.flatnonzero(tags == tag) for tag in np.unique(tags).tolist()}
            self._live = _Live(rows, tuple(self._rows), MappingProxyType(spoken))
        return self._live

    def _make_room(self, rows: int) -> None:
        if rows > len(self._vectors):
            known, width = len(self._languages), self._vectors.shape[1]
            wider = np.zeros((max(rows, 2 * len(self._vectors)), width), np.float32)
            wider[:known] = self._vectors[:known]
            self._vectors = wider


def reordered(likeness: NDArray[np.float32], words: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the same likenesses, handed out in the order of likeness and words together.

    So words decide among the texts of one language, and no language gains by having words in
    common with the search: the best of its texts keeps the best likeness found there.
    """
    if len(words) == 0 or words.max() == words.min():
        return likeness
    return handed_out(likeness, standard(likeness) + WORDS * standard(words))


def handed_out(likeness: NDArray[np.float32], wanted: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the same likenesses, the highest to whom is most wanted.

    Texts that are wanted alike get the same, the best that falls to one of them.
    """
    order, first = _falling(wanted)
    handed = np.empty_like(likeness)
    handed[order] = -np.sort(-likeness)[first]
    return handed


def _evened(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the values, those that are equal but for noise exactly so."""
    order, first = _falling(values)
    same = np.empty_like(values)
    same[order] = values[order[first]]
    return same


def _falling(values: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the places of the values, highest first, and for each where its equals begin."""
    order = np.argsort(-values)
    gaps = -np.diff(values[order], prepend=np.inf)
    begins = np.where(gaps > EQUAL, np.arange(len(values)), 0)
    return order, np.maximum.accumulate(begins)


def checked_top(top: int) -> None:
    """Refuse a list without a place."""
    if top < 1:
        raise ValueError(f"A list of {top} places makes no sense; give one or more.")


def standard(
    values: NDArray[np.float32], among: NDArray[np.float32] | None = None
) -> NDArray[np.float64]:
    """Return the values where those ``among`` which they stand, or they, have mean 0, spread 1.

    Where all of those are equal, the values less their mean.
    """
    wide = values.astype(np.float64)
    all_of_them = wide if among is None else among.astype(np.float64)
    spread = all_of_them.std()
    centred: NDArray[np.float64] = wide - all_of_them.mean()
    return centred / spread if spread > 0 else centred
