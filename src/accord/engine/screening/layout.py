"""The rows that machine code reads."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int32]
Real = npt.NDArray[np.float32]


class Costs(NamedTuple):
    """What letters cost; see `costs`.

    Parameters
    ----------
    readings
        Of one letter beside another, 0 to 1.
    gaps
        Of leaving a letter out, by the script of the other word.
    """

    readings: Real
    gaps: Real


class Word(NamedTuple):
    """A word as numbers of letters, and its script."""

    letters: Whole
    script: int


class Lexis(NamedTuple):
    """Words by number: w has ``letters[starts[w]:starts[w + 1]]`` and script ``scripts[w]``."""

    starts: Whole
    letters: Whole
    scripts: Whole


class Held(NamedTuple):
    """The names of an index.

    Parameters
    ----------
    heads, nexts, owners
        The names that hold word w: ``owners`` along the chain from ``heads[w]`` by ``nexts``.
    spans, parts
        The words of name n are ``parts[spans[n]:spans[n + 1]]``.
    pairs, others
        Beside each of ``parts`` the word that it makes together with the one after it, and the
        word that it may be compared by as well; -1 for none.
    weights
        What each of ``parts`` tells, 0 to 1.
    totals
        What all parts of a name tell.
    alive
        1 for a name that is held, 0 for one taken out.
    """

    heads: Whole
    nexts: Whole
    owners: Whole
    spans: Whole
    parts: Whole
    pairs: Whole
    others: Whole
    weights: Real
    totals: Real
    alive: Whole


class Asked(NamedTuple):
    """A name that is asked for: its parts, then each two parts in a row as one word.

    Parameters
    ----------
    words, likenesses, starts
        The words that each may be, the most alike first.
    gains
        What each of them tells.
    tells
        What the single parts tell.
    letters, letter_starts
        The letters of the single parts.
    """

    words: Whole
    likenesses: Real
    starts: Whole
    gains: Real
    tells: Real
    letters: Whole
    letter_starts: Whole


class Rules(NamedTuple):
    """How a score is made of what was found.

    Parameters
    ----------
    fuller
        The share of the side that is covered more; the other side has the rest.
    conflict
        What is taken off when both sides hold something that the other has not.
    single
        The score of a match that tells nothing; one that tells all has 1.
    enough
        What a match must tell to be well on its way from one to the other.
    sharpness
        How fast a part loses what it tells as it becomes less alike.
    initial
        How alike a lone letter is to a word that begins with it.
    """

    fuller: float
    conflict: float
    single: float
    enough: float
    sharpness: float
    initial: float
