"""The words of all names held: found again by what they sound like, in any script."""

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from accord.engine.screening import costs, kernel
from accord.engine.screening.keys import keys, skeletons
from accord.engine.screening.layout import Costs, Lexis, Real, Whole, Word
from accord.engine.screening.letters import letters, script_of
from accord.engine.screening.rows import Growing

LEAST_ALIKE: Final = 0.62  # below it two words have nothing to do with one another
COSTS: Final = Costs(costs.readings(), costs.gaps())
RELATED: Final = 0.9  # how alike two meanings are that share a word in some language
_REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """The words that one word may be.

    Parameters
    ----------
    words
        Their numbers, the most alike first.
    likenesses
        Of each, `LEAST_ALIKE` to 1.
    """

    words: Whole
    likenesses: Real


class Vocabulary:
    """Words by number; a word once met keeps its number for good.

    Parameters
    ----------
    thorough
        Whether a word is compared with all words and not only with those that share a key of
        its sound; for the few words of two names.
    """

    def __init__(self, *, thorough: bool = False) -> None:
        self._thorough = thorough
        self.numbers: dict[str, int] = {}
        self.forms: list[str] = []
        self.sounds: list[int] = []
        self._starts: Growing[np.int32] = Growing(np.int32)
        self._starts.add(0)
        self._letters: Growing[np.int32] = Growing(np.int32)
        self._scripts: Growing[np.int32] = Growing(np.int32)
        self._of_sound: dict[str, int] = {}
        self._by_key: dict[str, array[int]] = {}
        self._remembered: OrderedDict[str, Found] = OrderedDict()

    def number(self, form: str) -> int:
        """Return the number of a word; a new one is taken in."""
        known = self.numbers.get(form)
        if known is not None:
            return known
        number = self.numbers[form] = len(self.forms)
        self.forms.append(form)
        self._letters.add(*letters(form))
        self._starts.add(len(self._letters))
        self._scripts.add(script_of(form))
        self.sounds.append(self._of_sound.setdefault(skeletons(form)[0], len(self._of_sound)))
        for key in keys(form):
            self._by_key.setdefault(key, array("i")).append(number)
        self._remembered.clear()
        return number

    @property
    def lexis(self) -> Lexis:
        """The words as machine code reads them."""
        return Lexis(self._starts.filled, self._letters.filled, self._scripts.filled)

    def either(self, form: str, other: str, near: Sequence[str]) -> Found:
        """Return the words that a word may be, or another form of it, or less surely others."""
        found = self.alike(form)
        if other:
            found = _united(found, self.alike(other))
        places = [self.numbers[one] for one in near if one in self.numbers]
        if places:
            values = np.full(len(places), RELATED, dtype=np.float32)
            found = _united(found, Found(np.array(places, dtype=np.int32), values))
        return found

    def alike(self, form: str) -> Found:
        """Return the words that a word may be, in any script."""
        known = self._remembered.get(form)
        if known is not None:
            self._remembered.move_to_end(form)
            return known
        found = self._remembered[form] = self._searched(form)
        if len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        return found

    def _searched(self, form: str) -> Found:
        if not form:
            return Found(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))
        places = self._near(form)
        word = Word(np.array(letters(form), dtype=np.int32), int(script_of(form)))
        values = kernel.likenesses(word, places, self.lexis, LEAST_ALIKE, COSTS)
        near = np.flatnonzero(values >= LEAST_ALIKE)
        order = near[np.lexsort((places[near], -values[near]))]
        return Found(places[order], values[order])

    def _near(self, form: str) -> Whole:
        if self._thorough:
            return np.arange(len(self.forms), dtype=np.int32)
        rows = [self._by_key[key] for key in keys(form) if key in self._by_key]
        if not rows:
            return np.zeros(0, dtype=np.int32)
        return np.unique(np.concatenate([np.array(row, dtype=np.int32) for row in rows]))


class Lexicon:
    """Words with no names around them, found by what they sound like."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._vocabulary = Vocabulary()
        for form in forms:
            self._vocabulary.number(form)

    def alike(self, word: str) -> list[tuple[str, float]]:
        """Return the words that a word may be, the most alike first."""
        found = self._vocabulary.alike(word)
        forms = [self._vocabulary.forms[number] for number in found.words]
        return list(zip(forms, map(float, found.likenesses), strict=True))


def joined(forms: Sequence[str]) -> list[str]:
    """Return each word with the one after it as one word, ``""`` where one is not spelled."""
    return [one + other if one and other else "" for one, other in pairwise(forms)]


def _united(one: Found, other: Found) -> Found:
    words = np.concatenate([one.words, other.words])
    values = np.concatenate([one.likenesses, other.likenesses])
    order = np.lexsort((words, -values))
    _, firsts = np.unique(words[order], return_index=True)
    kept = order[np.sort(firsts)]
    return Found(words[kept], values[kept])
