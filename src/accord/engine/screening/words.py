"""The words that organisations share, by what they mean: one key for a word in every language."""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from accord.engine.screening.letters import folded
from accord.engine.screening.particles import without_article

TABLE: Final = Path(__file__).with_name("words.tsv")
NOTHING: Final = "-"
FORM: Final = "="
_COLUMNS: Final = 5
_RUSSIAN: Final = 2
_FIRST_SIGN: Final = 0xE000  # concepts are compared as signs of the private use area
_MOST_WORDS: Final = 9  # of a phrase
_SHORTEST_STEM: Final = 2
_OPEN_STEM: Final = 6  # shorter ones take an ending only, no other word's letters
_ENDING: Final = re.compile(
    "^(?:[аеиоуыэюяйіїєьў]{0,3}|в|ов|ев|ам|ям|ами|ями|ах|ях|ом|ем|ием|иям|ями|ия[мх]"
    "|н?(?:[оеы]?го|[оеы]?му|ы[хм]|и[хм]|ыми|ими)|н(?:ый|ий|ой|ая|ое|ые|ую|ы|а)"
    "|ск(?:ий|ая|ое|ого|ой|ие|их|ому)|к(?:а|и|у|е|ой)?|ц|ец|ник|ники|ость|ости)$"
)
# What Arabic writes together with the word after it, and what may end a word.
_BEFORE: Final = ("وال", "بال", "لل", "فال", "کال", "و", "ب", "ل")
_AFTER: Final = ("های", "ها", "ات", "ی", "ن", "ه", "s", "es", "a", "i")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word or phrase means.

    Parameters
    ----------
    key
        The concept, `NOTHING` or a legal form that begins with `FORM`; several with ``+``.
    words
        How many words were read.
    """

    key: str
    words: int


@dataclass(slots=True)
class _Node:
    whole: dict[str, "_Node"] = field(default_factory=dict)
    stems: dict[str, "_Node"] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The table, ready to be read.

    Parameters
    ----------
    root
        Of the tree of phrases.
    signs
        The sign of each concept.
    initials
        The letters that a concept has in a Russian acronym.
    spoken
        Single words without an ending left open, with their concepts; for what is written
        in another script.
    shared
        Concepts that have a word in common with one, because languages cut meanings apart
        in different places.
    """

    root: _Node
    signs: dict[str, str]
    initials: dict[str, str]
    spoken: dict[str, str]
    shared: dict[str, set[str]]


@cache
def shipped() -> Words:
    """Return the table that comes with the engine."""
    return read(TABLE.read_text(encoding="utf-8"))


def read(text: str) -> Words:
    """Read a table: a key, then English, Russian, Persian and Arabic forms, between tabs."""
    words = Words(_Node(), {}, {}, {}, {})
    for line in text.splitlines():
        columns = line.split("\t")
        if line.startswith("#") or len(columns) != _COLUMNS:
            continue
        key = columns[0]
        for one in key.split("+"):
            words.signs.setdefault(one, chr(_FIRST_SIGN + len(words.signs)))
        for column, forms in enumerate(columns[1:], start=1):
            for form in forms.split(", "):
                if form.strip(" -"):
                    _take(words, key, form.strip(), russian=column == _RUSSIAN)
    return words


def meaning(words: tuple[str, ...], start: int) -> Meaning | None:
    """Return what the longest known phrase means that begins at a place."""
    return _longest(shipped().root, words[start : start + _MOST_WORDS], 0)


@cache
def related(key: str) -> tuple[str, ...]:
    """Return the signs of the concepts that share a word with one in some language."""
    table = shipped()
    return tuple(sorted(table.signs[one] for one in table.shared.get(key, ())))


@lru_cache(maxsize=65536)
def meaning_of_word(word: str) -> str:
    """Return the concept of a single word with its prefixes and endings; else nothing."""
    for variant in _variants(word):
        if found := _longest(shipped().root, (variant,), 0):
            return found.key
    return ""


def _take(words: Words, key: str, form: str, *, russian: bool) -> None:
    phrase, _, initials = form.partition("/")
    node = words.root
    pieces = phrase.split(" ")
    for piece in pieces:
        stem = piece.endswith("*")
        for word in folded(piece).split():
            branch = node.stems if stem else node.whole
            node = branch.setdefault(word, _Node())
    if node.key and node.key != key and not {node.key[0], key[0]} & {NOTHING, FORM}:
        _share(words, node.key, key)
    node.key = node.key or key
    plain = folded(phrase).split()
    if len(plain) > 1 and all(len(word) == 1 for word in plain):
        words.root.whole.setdefault("".join(plain), _Node(key=key))
    if russian and key[0] not in (NOTHING, FORM) and "+" not in key and key not in words.initials:
        words.initials[key] = (initials or plain[0][0]).casefold()
    elif initials:
        words.initials[key] = initials.casefold()
    if (
        len(plain) == 1
        and key[0] not in (NOTHING, FORM)
        and "+" not in key
        and not phrase.endswith("*")
    ):
        words.spoken.setdefault(plain[0], key)


def _share(words: Words, one: str, other: str) -> None:
    if "+" not in one + other:
        words.shared.setdefault(one, set()).add(other)
        words.shared.setdefault(other, set()).add(one)


def _longest(node: _Node, words: tuple[str, ...], read_so_far: int) -> Meaning | None:
    best = Meaning(node.key, read_so_far) if node.key else None
    if read_so_far == len(words):
        return best
    word = words[read_so_far]
    branches = [node.whole[word]] if word in node.whole else []
    if len(node.stems):
        ends = range(len(word), _SHORTEST_STEM - 1, -1)
        stems = [end for end in ends if word[:end] in node.stems]
        branches += [node.stems[word[:end]] for end in stems if _may_end(word, end)][:1]
    for branch in branches:
        found = _longest(branch, words, read_so_far + 1)
        if found and (best is None or found.words > best.words):
            best = found
    return best


def _variants(word: str) -> list[str]:
    plain = without_article(word)
    found = [word, plain]
    if re.match("[\u0600-\u06ff]", word):
        found += [
            word[len(one) :]
            for one in _BEFORE
            if word.startswith(one) and len(word) > len(one) + 2
        ]
    found += [
        one[: -len(end)]
        for one in found[:]
        for end in _AFTER
        if one.endswith(end) and len(one) > len(end) + 2
    ]
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    return found


def _may_end(word: str, stem: int) -> bool:
    return stem >= _OPEN_STEM or bool(_ENDING.match(word[stem:]))


def meaning_of_sign(sign: str) -> str:
    """Return the concept that a sign stands for, without the mark of its kind."""
    return _concepts().get(sign, sign).lstrip("=@")


@cache
def _concepts() -> dict[str, str]:
    return {sign: key for key, sign in shipped().signs.items()}
