"""In which language a text is written, told by its letters."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from accord.engine.matching.languages import shipped

UNKNOWN: Final = "und"  # the tag of BCP 47 for a language that nobody determined
_WORD: Final = re.compile(r"[^\W\d_]+")
_LONGEST: Final = 3
_ABSENT: Final = -11.0  # logarithm of the share of a run of letters that a language does not use


def grams(text: str) -> Iterator[str]:
    """Yield the runs of one to three letters of a text, word edges included as spaces."""
    spaced = f" {' '.join(_WORD.findall(text.casefold()))} "
    for size in range(1, _LONGEST + 1):
        for first in range(len(spaced) - size + 1):
            if (gram := spaced[first : first + size]) != " ":
                yield gram


def language_of(text: str) -> str:
    """Return the likeliest language of a text.

    Parameters
    ----------
    text
        What somebody wrote. A sentence is enough for most languages; near relatives
        (Malay and Indonesian, Norwegian and Danish) need a paragraph.

    Returns
    -------
    str
        A BCP 47 tag of one of the shipped languages; ``und`` for a text without letters
        that any of them uses.

    References
    ----------
    W. B. Cavnar, J. M. Trenkle (1994), "N-Gram-Based Text Categorization"; here with
    likelihoods in place of ranks.
    """
    counts = Counter(grams(text))
    floor = counts.total() * _ABSENT
    likely, score = UNKNOWN, floor
    for language, shares in shipped().letters.items():
        found = sum(times * shares.get(gram, _ABSENT) for gram, times in counts.items())
        if found > score:
            likely, score = language, found
    return likely
