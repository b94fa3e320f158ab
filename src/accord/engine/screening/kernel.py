"""The counting in machine code: how alike two words are, and which names hold such words.

All of it is in this one module, for the compiler notices changes of a module alone;
the rows it reads are described in `layout`.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import numba
import numpy as np

from accord.engine.screening.layout import (
    Asked,
    Costs,
    Held,
    Lexis,
    Real,
    Rules,
    Whole,
    Word,
)

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

_SWAPPED = 0.6  # two neighbouring letters in the wrong order
_LONGEST = 40  # letters of a word that are compared
_SAME_SOUND = 0.2  # a letter and another way to write it
_LAYERS = 4


def compiled(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Compile a function on its first call; keep the machine code where a folder allows it."""
    made: Any
    try:
        made = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # there is no folder that can be written
        made = numba.njit(nogil=True, error_model="numpy")(function)
    answering: Callable[Given, Answer] = made
    return answering


@compiled
def reading(one: int, other: int, costs: Costs) -> float:
    """Return what it costs to read one letter as another."""
    if one == other:
        return 0.0
    known = costs.readings.shape[0]
    return costs.readings[one, other] if one < known and other < known else 1.0


@compiled
def leaving(letter: int, script: int, costs: Costs) -> float:
    """Return what it costs to leave a letter out beside a word of another script."""
    return costs.gaps[letter, script] if letter < costs.gaps.shape[0] else 1.0


@compiled
def whole(word: Word, script: int, costs: Costs) -> float:
    """Return what it costs to leave out every letter of a word beside one of another script."""
    total = 0.0
    for letter in word.letters[:_LONGEST]:
        total += leaving(letter, script, costs)
    return total


@compiled
def next_row(word: Word, held: Word, row: int, table: Real, costs: Costs) -> float:
    """Fill in a row of the cheapest ways from one word to the other; return the cheapest."""
    letter = word.letters[row]
    out = leaving(letter, held.script, costs)
    cheapest: float = table[row, 0] + out
    table[row + 1, 0] = cheapest
    for column in range(min(len(held.letters), _LONGEST)):
        other = held.letters[column]
        best = min(
            table[row, column] + reading(letter, other, costs),
            table[row, column + 1] + out,
            table[row + 1, column] + leaving(other, word.script, costs),
        )
        swapped = row > 0 and column > 0 and letter == held.letters[column - 1]
        if swapped and word.letters[row - 1] == other:
            best = min(best, table[row - 1, column - 1] + _SWAPPED)
        table[row + 1, column + 1] = best
        cheapest = min(cheapest, best)
    return cheapest


@compiled
def likeness(word: Word, held: Word, least: float, table: Real, costs: Costs) -> float:
    """Return how alike two words are, 0 to 1, by the cheapest way from one to the other.

    The cost is measured by what it would cost to leave out every letter of both; 0 where it
    is seen on the way that they are less alike than `least`.

    Parameters
    ----------
    table
        Room for the longest words.
    """
    rows, columns = min(len(word.letters), _LONGEST), min(len(held.letters), _LONGEST)
    all_left = whole(word, held.script, costs) + whole(held, word.script, costs)
    if all_left <= 0:
        return 1.0
    most = (1 - least) / 2 * all_left
    before = 0.0  # a swap of letters looks back over two rows
    table[0, 0] = 0
    for column in range(columns):
        out = leaving(held.letters[column], word.script, costs)
        table[0, column + 1] = table[0, column] + out
    for row in range(rows):
        cheapest = next_row(word, held, row, table, costs)
        if min(cheapest, before + _SWAPPED) > most:
            return 0.0
        before = cheapest
    cost: float = table[rows, columns]
    return max(0.0, 1.0 - 2.0 * cost / all_left)


@compiled
def likenesses(word: Word, places: Whole, lexis: Lexis, least: float, costs: Costs) -> Real:
    """Return how alike a word is to some of those held; see `likeness`."""
    found = np.empty(len(places), dtype=np.float32)
    table = np.empty((_LONGEST + 1, _LONGEST + 1), dtype=np.float32)
    for row, place in enumerate(places):
        letters = lexis.letters[lexis.starts[place] : lexis.starts[place + 1]]
        held = Word(letters, lexis.scripts[place])
        found[row] = likeness(word, held, least, table, costs)
    return found


@compiled
def initials(one: Whole, other: Whole, costs: Costs) -> bool:
    """Return whether one word is a lone letter, and the other may begin with it."""
    if len(one) == 0 or len(other) == 0 or (len(one) > 1) == (len(other) > 1):
        return False
    return reading(one[0], other[0], costs) < _SAME_SOUND


@compiled
def gathered(asked: Asked, held: Held, least: float, sums: Real, stamps: Whole) -> Whole:
    """Return the names that hold enough of what is asked to be worth a closer look.

    Parameters
    ----------
    least
        The share of what is asked, or of what the name tells, that must be found.
    sums, stamps
        A number for each name, all 0; they are 0 again at the end.
    """
    touched = np.empty(len(held.alive), dtype=np.int32)
    count = 0
    for element in range(len(asked.gains)):
        for place in range(asked.starts[element], asked.starts[element + 1]):
            gain = asked.gains[element] * asked.likenesses[place]
            link = held.heads[asked.words[place]]
            while link >= 0:
                name = held.owners[link]
                link = held.nexts[link]
                if held.alive[name] == 0 or stamps[name] == element + 1:
                    continue
                if stamps[name] == 0:
                    touched[count] = name
                    count += 1
                stamps[name] = element + 1
                sums[name] += gain
    whole, kept = asked.tells.sum(), 0
    for place in range(count):
        name = touched[place]
        if sums[name] >= least * min(whole, held.totals[name]):
            touched[kept] = name
            kept += 1
        sums[name] = 0
        stamps[name] = 0
    return touched[:kept].copy()


@compiled
def singly(asked: Asked, lexis: Lexis, costs: Costs, row: int, word: int) -> bool:
    """Return whether a part asked and a word are an initial and its name."""
    one = asked.letters[asked.letter_starts[row] : asked.letter_starts[row + 1]]
    return initials(one, lexis.letters[lexis.starts[word] : lexis.starts[word + 1]], costs)


@compiled
def severally(table: Real, found: Real, held: Held, name: int) -> None:
    """Fill in how alike parts are where a space was added, left out or moved.

    Several parts count as one only where they are more alike than their pieces are.
    """
    first, count = held.spans[name], found.shape[1]
    for row in range(count):
        for column in range(found.shape[2]):
            pair = held.pairs[first + column]
            here = found[0, row, column]
            below = found[0, row + 1, column] if row + 1 < count else 0.0
            value = table[count + row, held.parts[first + column]] if row + 1 < count else 0.0
            if value > max(here, below):
                found[1, row, column] = value
            if pair < 0:
                continue
            beside = found[0, row, column + 1]
            if table[row, pair] > max(here, beside):
                found[2, row, column] = table[row, pair]
            value = table[count + row, pair] if row + 1 < count else 0.0
            if value > 0 and value > max(here, beside, below, found[0, row + 1, column + 1]):
                found[3, row, column] = value


@compiled
def options(  # noqa: PLR0913, PLR0917 -- the rows of one index, each by its kind
    table: Real, asked: Asked, held: Held, lexis: Lexis, costs: Costs, name: int, initial: float
) -> Real:
    """Return how alike the parts asked are to the parts of a name, in four layers.

    One to one; two asked to one held; one asked to two held; two to two.
    """
    first, last = held.spans[name], held.spans[name + 1]
    count = len(asked.tells)
    found = np.zeros((_LAYERS, count, last - first), dtype=np.float32)
    for row in range(count):
        for place in range(first, last):
            value = table[row, held.parts[place]]
            if held.others[place] >= 0:
                value = max(value, table[row, held.others[place]])
            if value == 0 and singly(asked, lexis, costs, row, held.parts[place]):
                value = initial
            found[0, row, place - first] = value
    severally(table, found, held, name)
    return found


@compiled
def best_pair(
    alike: Real, asked: Real, told: Real, left: Whole, right: Whole
) -> tuple[int, int, int]:
    """Return layer, row and column of the pair that tells most among what is left; -1 for none."""
    best, at = 0.0, (-1, 0, 0)
    for layer in range(_LAYERS):
        ones, others = 1 + (layer & 1), 1 + (layer >> 1)
        for row in range(len(asked) - ones + 1):
            if left[row : row + ones].sum() < ones:
                continue
            weight = asked[row : row + ones].sum()
            for column in range(len(told) - others + 1):
                like = alike[layer, row, column]
                if like <= 0 or right[column : column + others].sum() < others:
                    continue
                gain = like * like * (weight + told[column : column + others].sum())
                if gain > best:
                    best, at = gain, (layer, row, column)
    return at


@compiled
def aligned(alike: Real, asked: Real, told: Real) -> tuple[Whole, Real]:
    """Return which part answers which, greedily by what the pair tells.

    Returns
    -------
    tuple
        Rows of (first part asked, how many, first part held, how many), and their likenesses.
    """
    left = np.ones(len(asked), dtype=np.int32)
    right = np.ones(len(told), dtype=np.int32)
    most = min(len(asked), len(told))
    pairs = np.zeros((most, 4), dtype=np.int32)
    values = np.zeros(most, dtype=np.float32)
    found = 0
    while found < most:
        layer, row, column = best_pair(alike, asked, told, left, right)
        if layer < 0:
            break
        ones, others = 1 + (layer & 1), 1 + (layer >> 1)
        pairs[found, 0], pairs[found, 1], pairs[found, 2], pairs[found, 3] = (
            row,
            ones,
            column,
            others,
        )
        values[found] = alike[layer, row, column]
        left[row : row + ones] = 0
        right[column : column + others] = 0
        found += 1
    return pairs[:found], values[:found]


@compiled
def scored(alike: Real, asked: Real, told: Real, rules: Rules) -> float:
    """Return the score of an alignment, 0 to less than 1; see `Rules`."""
    pairs, values = aligned(alike, asked, told)
    whole_asked, whole_told = asked.sum(), told.sum()
    if whole_asked <= 0 or whole_told <= 0:
        return 0.0
    got_asked, got_told = 0.0, 0.0
    lost_asked, lost_told = whole_asked, whole_told
    for place in range(len(values)):
        value = max(0.0, 1.0 - rules.sharpness * (1.0 - values[place]))
        weight = asked[pairs[place, 0] : pairs[place, 0] + pairs[place, 1]].sum()
        got_asked += value * weight
        lost_asked -= weight
        weight = told[pairs[place, 2] : pairs[place, 2] + pairs[place, 3]].sum()
        got_told += value * weight
        lost_told -= weight
    there, back = got_asked / whole_asked, got_told / whole_told
    score = rules.fuller * max(there, back) + (1 - rules.fuller) * min(there, back)
    score *= 1 - rules.conflict * min(lost_asked, lost_told) / min(whole_asked, whole_told)
    told_enough = 1 - np.exp(-(got_asked + got_told) / 2 / rules.enough)
    final: float = score * (rules.single + (1 - rules.single) * told_enough)
    return final


@compiled
def judged(  # noqa: PLR0913, PLR0917 -- the same
    names: Whole, table: Real, asked: Asked, held: Held, lexis: Lexis, costs: Costs, rules: Rules
) -> Real:
    """Return the score of each name."""
    scores = np.zeros(len(names), dtype=np.float32)
    for place, name in enumerate(names):
        told = held.weights[held.spans[name] : held.spans[name + 1]]
        alike = options(table, asked, held, lexis, costs, name, rules.initial)
        scores[place] = scored(alike, asked.tells, told, rules)
    return scores
