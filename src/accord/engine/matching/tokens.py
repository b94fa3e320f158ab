"""A text cut into the model's pieces: the likeliest cut of each word under a unigram model."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from accord.engine.matching.weights import LONGEST, Vocabulary

START: Final = 0
END: Final = 2
UNKNOWN: Final = 3
_SPECIAL: Final = 4  # pieces before this number stand for no text
_SPACE: Final = "\u2581"  # what stands for a space, at the beginning of a word
_PENALTY: Final = 10.0  # how much less likely than the rarest piece an unknown character is
_WORDS_KEPT: Final = 65_536
_SPACES: Final = re.compile(" +")


class Tokenizer:
    """Cuts texts into numbers of pieces as the model was trained to read them.

    No piece reaches over a space, so that words are cut one by one and remembered.

    References
    ----------
    T. Kudo (2018), "Subword Regularization", doi:10.18653/v1/P18-1007, section 3.2.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        numbered = enumerate(vocabulary.pieces[_SPECIAL:], _SPECIAL)
        self._numbers = {piece: number for number, piece in numbered}
        self._scores = vocabulary.scores
        self._folding = dict(vocabulary.folding)
        self._unknown = min(vocabulary.scores) - _PENALTY
        self._longest = max(map(len, vocabulary.pieces))
        self._cut = lru_cache(maxsize=_WORDS_KEPT)(self._likeliest)

    def tokens(self, text: str) -> list[int]:
        """Return the pieces of a text by number, without the two that frame it."""
        folded = _SPACES.sub(" ", text.translate(self._folding))
        words = folded.removeprefix(" ").split(" ")
        return [number for word in words for number in self._cut(_SPACE + word)]

    def windows(self, text: str) -> Iterator[list[int]]:
        """Yield the framed pieces of a text, in runs short enough for the model."""
        numbers = self.tokens(text)
        step = LONGEST - 2
        for first in range(0, max(1, len(numbers)), step):
            yield [START, *numbers[first : first + step], END]

    def _likeliest(self, word: str) -> tuple[int, ...]:
        """Return the cut of one word with the highest sum of scores (Viterbi)."""
        size = len(word)
        best = [0.0] + [float("-inf")] * size
        came: list[tuple[int, int]] = [(UNKNOWN, 0)] * (size + 1)
        for first in range(size):
            for end in range(first + 1, min(size, first + self._longest) + 1):
                number = self._numbers.get(word[first:end])
                if number is not None and best[first] + self._scores[number] > best[end]:
                    best[end] = best[first] + self._scores[number]
                    came[end] = (number, first)
            if best[first] + self._unknown > best[first + 1]:
                best[first + 1] = best[first] + self._unknown
                came[first + 1] = (UNKNOWN, first)
        cut: list[int] = []
        while size:
            number, size = came[size]
            cut.append(number)
        return tuple(reversed(cut))
