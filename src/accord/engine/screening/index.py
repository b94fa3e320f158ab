"""Names held in memory, and those of them that a name may be."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from accord.engine.screening import kernel
from accord.engine.screening.layout import Asked, Held, Real, Rules, Whole
from accord.engine.screening.letters import letters
from accord.engine.screening.parts import TELLS, Part
from accord.engine.screening.rows import Growing
from accord.engine.screening.vocabulary import COSTS, Vocabulary, joined

RULES: Final = Rules(fuller=0.65, conflict=0.5, single=0.6, enough=0.8, sharpness=1.5, initial=0.5)
LEAST_SHARE: Final = 0.5  # what a name must hold of the other to be looked at closely
_COMMON: Final = 20_000  # a list is taken for a part of so many names that we do not see
_LEAST_TOLD: Final = 0.3
_SAME: Final = 0.9  # so alike, two words are as common as one another


@dataclass(frozen=True, slots=True)
class Match:
    """A part of the name asked that answers a part of the name held.

    Parameters
    ----------
    asked, ones
        The first part and how many, 1 or 2.
    held, others
        The same of the name held.
    likeness
        More than 0, to 1.
    """

    asked: int
    ones: int
    held: int
    others: int
    likeness: float


class Names:
    """An index of names; what it finds does not depend on the order in which they came.

    A name taken out leaves its room behind until the index is made anew.

    Parameters
    ----------
    thorough
        Whether every word is compared with every other; for two names, not for a list.
    """

    def __init__(self, *, thorough: bool = False) -> None:
        self._vocabulary = Vocabulary(thorough=thorough)
        self._heads: Growing[np.int32] = Growing(np.int32)
        self._nexts: Growing[np.int32] = Growing(np.int32)
        self._owners: Growing[np.int32] = Growing(np.int32)
        self._spans: Growing[np.int32] = Growing(np.int32)
        self._spans.add(0)
        self._parts: Growing[np.int32] = Growing(np.int32)
        self._pairs: Growing[np.int32] = Growing(np.int32)
        self._others: Growing[np.int32] = Growing(np.int32)
        self._tells: Growing[np.float32] = Growing(np.float32)
        self._alive: Growing[np.int32] = Growing(np.int32)
        self._uses: Counter[int] = Counter()
        self._often: Counter[int] = Counter()
        self._every = 0
        self._held: Held | None = None
        self._scratch = np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int32)
        self._table: Real = np.zeros((0, 0), dtype=np.float32)

    def add(self, parts: Sequence[Part]) -> int:
        """Take a name of at least one part in and return its number."""
        name = len(self._alive)
        words = [self._number(part.form) for part in parts]
        pairs = [self._number(form) for form in joined([part.spelled for part in parts])]
        others = [self._number(part.other) for part in parts]
        for word in dict.fromkeys(word for word in words + pairs + others if word >= 0):
            self._nexts.add(self._heads[word])
            self._heads[word] = len(self._owners)
            self._owners.add(name)
        self._parts.add(*words)
        self._tells.add(*(TELLS[part.kind] for part in parts))
        self._pairs.add(*pairs, -1)
        self._others.add(*others)
        self._spans.add(len(self._parts))
        self._alive.add(1)
        self._count(words, 1)
        return name

    def remove(self, name: int) -> None:
        """Take a name out; its number is not given again."""
        self._alive[name] = 0
        first, last = int(self._spans[name]), int(self._spans[name + 1])
        self._count([int(word) for word in self._parts.filled[first:last]], -1)

    def search(self, parts: Sequence[Part], least: float) -> list[tuple[int, float]]:
        """Return the names that score at least so much, with their scores, in no order."""
        if not parts or not self._every:
            return []
        held, asked = self._rows(), self._asked(parts)
        names = kernel.gathered(asked, held, LEAST_SHARE, *self._scratch)
        table = self._filled(asked)
        lexis = self._vocabulary.lexis
        scores = kernel.judged(names, table, asked, held, lexis, COSTS, RULES)
        self._emptied(asked)
        near = np.flatnonzero(scores >= least)
        return [(int(names[row]), float(scores[row])) for row in near]

    def matches(self, parts: Sequence[Part], name: int) -> list[Match]:
        """Return which parts answer which of a name, the most telling first."""
        held, asked = self._rows(), self._asked(parts)
        table, lexis = self._filled(asked), self._vocabulary.lexis
        alike = kernel.options(table, asked, held, lexis, COSTS, name, RULES.initial)
        self._emptied(asked)
        told = held.weights[held.spans[name] : held.spans[name + 1]]
        pairs, values = kernel.aligned(alike, asked.tells, told)
        return [
            Match(int(one), int(ones), int(other), int(others), float(value))
            for (one, ones, other, others), value in zip(pairs, values, strict=True)
        ]

    def _rows(self) -> Held:
        if self._held is None:
            parts, spans = self._parts.filled, self._spans.filled
            sounds = np.array(self._vocabulary.sounds, dtype=np.int32)
            often = np.zeros(int(sounds.max(initial=0)) + 1, dtype=np.float32)
            for sound, count in self._often.items():
                often[sound] = count
            rare = rarity(often[sounds], self._every)
            weights = np.asarray(self._tells.filled * rare[parts], dtype=np.float32)
            totals = np.add.reduceat(weights, spans[:-1]).astype(np.float32)
            self._held = Held(
                self._heads.filled,
                self._nexts.filled,
                self._owners.filled,
                spans,
                parts,
                self._pairs.filled,
                self._others.filled,
                weights,
                totals,
                self._alive.filled,
            )
            size = len(self._alive)
            self._scratch = np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.int32)
        return self._held

    def _number(self, form: str) -> int:
        if not form:
            return -1
        word = self._vocabulary.number(form)
        if word == len(self._heads):
            self._heads.add(-1)
        return word

    def _count(self, words: Sequence[int], by: int) -> None:
        for word in set(words):
            self._uses[word] += by
            self._often[self._vocabulary.sounds[word]] += by
            self._every += by
        self._held = None

    def _asked(self, parts: Sequence[Part]) -> Asked:
        pairs = joined([part.spelled for part in parts])
        found = [self._vocabulary.either(part.form, part.other, part.near) for part in parts]
        often = [self._commonness(one.words[one.likenesses >= _SAME]) for one in found]
        found += [self._vocabulary.alike(form) for form in pairs]
        kinds = np.array([TELLS[part.kind] for part in parts], dtype=np.float32)
        tells = kinds * rarity(np.array(often, dtype=np.float32), self._every)
        rows = [letters(part.form) for part in parts]
        return Asked(
            np.concatenate([one.words for one in found]),
            np.concatenate([one.likenesses for one in found]),
            _starts([len(one.words) for one in found]),
            np.concatenate([tells, tells[:-1] + tells[1:]]),
            tells,
            np.array([letter for row in rows for letter in row], dtype=np.int32),
            _starts([len(row) for row in rows]),
        )

    def _commonness(self, words: Whole) -> int:
        """Return how often the commonest sound of some words is held."""
        sounds = (self._vocabulary.sounds[word] for word in words if self._uses[int(word)])
        return max((self._often[sound] for sound in sounds), default=0)

    def _filled(self, asked: Asked) -> Real:
        rows, columns = len(asked.gains), len(self._heads)
        if self._table.shape[0] < rows or self._table.shape[1] < columns:
            self._table = np.zeros((max(rows, 8), columns), dtype=np.float32)
        for row, (first, last) in enumerate(pairwise(asked.starts)):
            self._table[row, asked.words[first:last]] = asked.likenesses[first:last]
        return self._table

    def _emptied(self, asked: Asked) -> None:
        for row, (first, last) in enumerate(pairwise(asked.starts)):
            self._table[row, asked.words[first:last]] = 0


def rarity(often: Real, every: int) -> Real:
    """Return what words tell that are held so often among so many, 0.3 to 1."""
    share = (often + 0.5) / (every + _COMMON)
    told: npt.NDArray[Any] = np.clip(-np.log(share) / np.log(_COMMON), _LEAST_TOLD, 1)
    return told.astype(np.float32)


def _starts(sizes: Sequence[int]) -> Whole:
    return np.cumsum([0, *sizes]).astype(np.int32)
