"""Who fits whom among everybody, pair by pair, kept up to date as profiles come and go."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.engine.matching.approximate import ApproximateIndex, Opened, compared
from accord.engine.matching.calibration import beforehand, calibrated, unit
from accord.engine.matching.documents import Aim, Document, Encoded
from accord.engine.matching.encoder import Vectors
from accord.engine.matching.features import MEETS, WHOLE, Fit, Kind, Statement, fit, mutual
from accord.engine.matching.index import ExactIndex, Row

# What a kind of profile is held as; whoever looks for research partners is both.
AIMS: Final[Mapping[Kind, tuple[Aim, ...]]] = MappingProxyType(
    {
        Kind.TECHNOLOGY_OFFER: (Aim.OFFER,),
        Kind.BUSINESS_OFFER: (Aim.OFFER,),
        Kind.TECHNOLOGY_REQUEST: (Aim.NEED,),
        Kind.BUSINESS_REQUEST: (Aim.NEED,),
        Kind.RESEARCH_REQUEST: (Aim.NEED, Aim.OFFER),
    }
)
TEXT: Final = 0.7  # of a score; the rest is what the stated facts say
SOFT: Final = 2.0  # spreads above the mean of its search at which a text counts for 0.73
LOWERED: Final = 0.4  # of a score, where something is refused word for word
UNRELATED: Final = 0.2  # cosine up to which two texts have nothing to do with each other
STALE: Final = 0.05  # share of a pool that changed, from which its terms are found anew
LOOKED_AT: Final = 3  # times the places of a list: how many of the nearest texts are weighed
FEW: Final = 90  # of the nearest texts are weighed at least
REMEMBERED: Final = 16_000_000  # scores of searches; 64 MB
WEIGHED: Final = 64  # searches whose means and spreads are found in one product

Allowed = Callable[["Entry"], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """A profile as it is matched.

    Parameters
    ----------
    document
        Its words, under its key.
    vector
        What the model made of them, (dimensions,).
    statement
        Its stated facts.
    """

    document: Document
    vector: Vectors
    statement: Statement

    @property
    def key(self) -> str:
        """Return by which it is found again."""
        return self.document.key

    @property
    def aim(self) -> Aim:
        """Return as what it searches."""
        return AIMS[self.statement.kind][0]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a pool.

    Parameters
    ----------
    top
        Places of the list, at least 1.
    today
        ISO 8601, against which validity is read.
    allowed
        Who may be suggested at all; everybody unless said.
    unlike
        Keys of profiles that were refused; what resembles one of them moves down.
    """

    top: int
    today: str
    allowed: Allowed | None = None
    unlike: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """How well two profiles fit; the same in both orders.

    Parameters
    ----------
    key
        Of the other one.
    score
        0 to 1, for order alone: how near the words of each are to the other's beside
        everybody else's, and what the facts say.
    fit
        What the facts say.
    """

    key: str
    score: float
    fit: Fit


@dataclass(frozen=True, slots=True)
class _Met:
    """Whom a profile may meet: the place in its search, and what the facts say."""

    place: int
    other: Entry
    said: Fit


class Pool:
    """Everybody who may be suggested, in memory.

    The terms by which pairs are compared stay as they are until enough has changed, so that
    one new profile costs one search and moves no other pair.

    Parameters
    ----------
    model
        Of which encoder the vectors are.
    opened
        Gives the index for texts of an aim, and of about so many, whenever terms were found.
    """

    def __init__(self, model: str, opened: Opened = compared) -> None:
        self.model = model
        self._opened = opened
        self._entries: dict[str, Entry] = {}
        self._indexes: dict[Aim, ExactIndex] = {}
        self._rows: dict[tuple[Aim, str], Row] = {}
        self._keys: dict[Aim, Mapping[str, int]] = {}
        self._changed = 0
        self._counted = 0

    def __len__(self) -> int:
        """Return how many profiles are held."""
        return len(self._entries)

    def __contains__(self, key: str) -> bool:
        """Tell whether a profile is held."""
        return key in self._entries

    def renew(self, changed: Iterable[Entry], gone: Collection[str]) -> None:
        """Take in new and changed profiles, and let go of others."""
        fresh = {entry.key: entry for entry in changed}
        lost = {key for key in {*gone, *fresh} if key in self._entries}
        self._changed += len(fresh) + len(lost - fresh.keys())
        for key in lost:
            old = self._entries.pop(key)
            for index in self._held_as(old):
                index.remove(key)
        self._entries |= fresh
        self._rows, self._keys = {}, {}
        if self._changed > STALE * self._counted:
            self._calibrate()
        elif fresh:
            self._add(list(fresh.values()))

    def pairs(self, entry: Entry, wanted: Wanted) -> tuple[Pair, ...]:
        """Return who fits a profile best, best first; equal ones by key.

        Parameters
        ----------
        entry
            Held or not; it never fits its own organisation.
        """
        if not self._columns(entry.aim.other):
            return ()
        own, met = self._met(entry, wanted)
        pairs = self._lowered(self._weighed(entry, own, met), wanted.unlike)
        return tuple(sorted(pairs, key=lambda pair: (-pair.score, pair.key))[: wanted.top])

    def grid(self, keys: Sequence[str], *, today: str, top: int) -> NDArray[np.float32]:
        """Return the score of every two of some profiles, (profiles, profiles).

        Parameters
        ----------
        keys
            Of profiles that are held, each once.
        today
            ISO 8601.
        top
            Places of the lists that will be made of it: facts are read for the nearest texts
            of each, and count half where the texts are too far apart to matter.

        Returns
        -------
        NDArray
            0 to 1 as in `Pair`, the same in both orders; -1 where the two cannot meet.
        """
        entries = [self._entries[key] for key in keys]
        ahead = self._shares(entries)
        both = ahead + ahead.T
        text = 2 * ahead * ahead.T / both
        score = np.where(np.isnan(both) | ~_may_meet(entries), -1, TEXT * text + (1 - TEXT) / 2)
        for row, mine in enumerate(entries):
            for column in np.argsort(-score[row], kind="stable")[: LOOKED_AT * top].tolist():
                if score[row, column] >= 0:
                    said = fit(mine.statement, entries[column].statement, today=today)
                    facts = (1 - TEXT) * said.points / WHOLE
                    both_ways = -1.0 if said.barred else TEXT * text[row, column] + facts
                    score[row, column] = score[column, row] = both_ways
        return score.astype(np.float32)

    def _met(self, entry: Entry, wanted: Wanted) -> tuple[Row, list[_Met]]:
        """Return a profile's search, and the nearest whom it may meet.

        Where too few of them are among the nearest of all, everybody is compared.
        """
        aim, enough = entry.aim.other, max(FEW, wanted.top)
        index = self._indexes[aim]
        if isinstance(index, ApproximateIndex):
            deep = LOOKED_AT * enough
            (row,) = index.heads(self._batch([entry]), deep)
            is_all = len(row.score) == len(index)
            met = self._nearest(entry, wanted, row, len(row.score) if is_all else deep)
            if is_all or len(met) == enough:
                return row, met
        (row,) = self._searched([entry], aim)
        return row, self._nearest(entry, wanted, row, len(row.score))

    def _nearest(self, entry: Entry, wanted: Wanted, row: Row, deep: int) -> list[_Met]:
        """Return whom a profile may meet among the so many nearest, no more than are weighed."""
        keys = self._indexes[entry.aim.other].keys
        met: list[_Met] = []
        for place in np.argsort(-row.score, kind="stable")[:deep].tolist():
            column = place if row.columns is None else int(row.columns[place])
            other = self._entries[keys[column]]
            said = fit(entry.statement, other.statement, today=wanted.today)
            if not said.barred and (wanted.allowed is None or wanted.allowed(other)):
                met.append(_Met(place, other, said))
            if len(met) == max(FEW, wanted.top):
                break
        return met

    def _weighed(self, entry: Entry, own: Row, met: Sequence[_Met]) -> Iterable[Pair]:
        score = own.score[[one.place for one in met]]
        there = _share(score, own.mean, own.spread)
        back = self._back([one.other for one in met], entry, score)
        for number, one in enumerate(met):
            shares = float(there[number]), float(back[number])
            yield Pair(one.other.key, _score(*shares, one.said), one.said)

    def _lowered(self, pairs: Iterable[Pair], unlike: Collection[str]) -> Iterable[Pair]:
        """Yield the pairs, the score lower the more one resembles what was refused."""
        refused = [self._entries[key] for key in unlike if key in self._entries]
        if not refused:
            yield from pairs
            return
        known = np.array([self._apart(entry) for entry in refused])
        for pair in pairs:
            resemblance = float((known @ self._apart(self._entries[pair.key])).max())
            less = LOWERED * max(0.0, resemblance - UNRELATED)
            yield replace(pair, score=max(0.0, pair.score - less))

    def _apart(self, entry: Entry) -> Vectors:
        """Return the vector without what its language shares."""
        mean = beforehand(self.model, entry.document.language, len(entry.vector))
        return unit(entry.vector - mean)

    def _back(
        self, others: Sequence[Entry], entry: Entry, score: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """Return how near each of the others finds a profile beside all that it could find.

        One that is not held is not among them; what it finds itself stands for that.
        """
        place = self._columns(entry.aim)
        if not place or not others:
            return np.full(len(others), 0.5)
        index, held = self._indexes[entry.aim], entry.key in place
        if isinstance(index, ApproximateIndex):
            batch = self._batch(others)
            rows = index.towards(batch, entry.key) if held else index.heads(batch, 1)
        else:
            rows = self._searched(others, entry.aim)
        if held:
            at = [place[entry.key] if row.columns is None else 0 for row in rows]
            score = np.array([row.score[n] for row, n in zip(rows, at, strict=True)])
        return _share(
            score, np.array([row.mean for row in rows]), np.array([row.spread for row in rows])
        )

    def _columns(self, aim: Aim) -> Mapping[str, int]:
        """Return which column each text held of an aim has in what is searched among them."""
        if aim not in self._keys:
            index = self._indexes.get(aim)
            keys = index.keys if index is not None else ()
            self._keys[aim] = {key: number for number, key in enumerate(keys)}
        return self._keys[aim]

    def _searched(self, entries: Sequence[Entry], aim: Aim) -> list[Row]:
        """Return what each scores for the texts of an aim; found once for those that are held.

        Whoever is near to many is asked for again and again while everybody is matched.
        """
        new = [entry for entry in entries if (aim, entry.key) not in self._rows]
        if (len(self._rows) + len(new)) * len(self._entries) > REMEMBERED:
            self._rows.clear()
            new = list(entries)
        found: dict[str, Row] = {}
        for first in range(0, len(new), WEIGHED):
            part = new[first : first + WEIGHED]
            scores = self._indexes[aim].grid(self._batch(part)).score
            for entry, score in zip(part, scores, strict=True):
                found[entry.key] = Row(score, score.mean(), score.std())
        self._rows |= {(aim, key): row for key, row in found.items() if key in self._entries}
        return [found.get(entry.key) or self._rows[aim, entry.key] for entry in entries]

    def _shares(self, entries: Sequence[Entry]) -> NDArray[np.float64]:
        """Return how near each finds each beside all that it could find; NaN where it cannot."""
        place = {entry.key: number for number, entry in enumerate(entries)}
        found = np.full((len(entries), len(entries)), np.nan)
        for aim in Aim:
            rows = [n for n, entry in enumerate(entries) if aim in AIMS[entry.statement.kind]]
            index = self._indexes.get(aim.other)
            if index is None or not len(index):
                continue
            for first in range(0, len(rows), WEIGHED):
                part = rows[first : first + WEIGHED]
                grid = index.grid(self._batch([entries[row] for row in part]))
                there = [n for n, key in enumerate(grid.keys) if key in place]
                cells = np.ix_(part, [place[grid.keys[n]] for n in there])
                mean, spread = _spread(grid.score)
                shares = _share(grid.score[:, there], mean[:, None], spread[:, None])
                found[cells] = np.fmax(found[cells], shares)
        return found

    def _calibrate(self) -> None:
        self._changed, self._counted, self._indexes = 0, len(self._entries), {}
        if not self._entries:
            return
        batches = {
            aim: self._batch([e for e in self._entries.values() if aim in AIMS[e.statement.kind]])
            for aim in Aim
        }
        terms = calibrated(batches[Aim.NEED], batches[Aim.OFFER])
        self._indexes = {
            aim: self._opened(terms, aim, len(batch.documents)) for aim, batch in batches.items()
        }
        for aim, batch in batches.items():
            self._indexes[aim].add(batch)

    def _add(self, entries: Sequence[Entry]) -> None:
        for aim, index in self._indexes.items():
            own = [entry for entry in entries if aim in AIMS[entry.statement.kind]]
            index.add(self._batch(own))

    def _held_as(self, entry: Entry) -> list[ExactIndex]:
        return [self._indexes[aim] for aim in AIMS[entry.statement.kind]]

    def _batch(self, entries: Sequence[Entry]) -> Encoded:
        width = len(next(iter(self._entries.values())).vector)
        vectors = np.array([entry.vector for entry in entries], np.float32)
        documents = tuple(entry.document for entry in entries)
        return Encoded(documents, vectors.reshape(-1, width), self.model)


def _spread(score: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    mean: NDArray[np.float32] = score.mean(axis=1)
    spread: NDArray[np.float32] = score.std(axis=1)
    return mean, spread


Numbers = NDArray[np.float32] | np.float32


def _share(score: NDArray[np.float32], mean: Numbers, spread: Numbers) -> NDArray[np.float64]:
    """Return how far above the mean of its search a score is, 0 to 1; half at the mean."""
    above = (score - mean) / np.where(spread > 0, spread, 1)
    share: NDArray[np.float64] = 1 / (1 + np.exp(-above.astype(np.float64) / SOFT))
    return share


def _may_meet(entries: Sequence[Entry]) -> NDArray[np.bool_]:
    """Return which kinds and organisations can meet at all, (profiles, profiles)."""
    kinds = [*Kind]
    meets = np.array([[frozenset({one, other}) in MEETS for other in kinds] for one in kinds])
    own = np.array([kinds.index(entry.statement.kind) for entry in entries], np.intp)
    whose = np.array([entry.statement.organisation for entry in entries])
    apart: NDArray[np.bool_] = whose[:, None] != whose[None, :]
    return meets[np.ix_(own, own)] & apart


def _score(there: float, back: float, said: Fit) -> float:
    return TEXT * mutual(there, back) + (1 - TEXT) * said.points / WHOLE
