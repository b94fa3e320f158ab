"""Names of organisations taken apart: common words by meaning, the rest by sound."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

from accord.engine.screening.letters import ACRONYM, Script, folded, script_of
from accord.engine.screening.particles import without_article
from accord.engine.screening.parts import Kind, Part
from accord.engine.screening.vocabulary import Lexicon
from accord.engine.screening.words import FORM, NOTHING, meaning, meaning_of_word, related, shipped

_ASIDE: Final = re.compile(r"[(\[]([^)\]]*)(?:[)\]]|$)")
_JOINED: Final = re.compile(r"(?<=[a-zа-яё]{3})(?=[A-ZА-ЯЁ][a-zа-яё]{2})")
# A comma before a legal form parts nothing.
_LISTED: Final = re.compile(
    r"\s*(?:[;؛·/]|,(?! ?(?:[Ll][Tt][Dd]|[Ii]nc|[Ll][Ll]|[Cc]o\b|[PO]?JSC|O?AO|S\.|N\.)))\s*"
)
# A place and what belongs to it: Казанский, Kazan; Брянск, Брянский, Bryansk.
_ADJECTIVE: Final = re.compile(
    "(?<=...)(?:ск(?:ий|ая|ое|ого|ой|ие|их|им|ому|і|ы)?|sk(?:iy|y|ii|i|ij|aya|aia|oe|oye|ogo|oy|oi)?)$"
)
_NUMBER: Final = re.compile(r"^(?:no|n|№)?\d+(?:st|nd|rd|th|й|я|го|ой)?$")
_MOST_PARTS: Final = 20
_SAME_WORD: Final = 0.9
_LETTERS_OF_A_WORD: Final = 4
_FEWEST_INITIALS: Final = 3
_MOST_INITIALS: Final = 8
_SHORT: Final = 2
_PREPOSITIONS: Final = frozenset("ивоскуاaeyو")
_CYRILLIC_FIRST: Final = (
    ("shch", "щ"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ya", "я"),
    ("yu", "ю"), ("ye", "е"), ("yo", "е"),
)  # fmt: skip
_CYRILLIC_LETTER: Final = dict(
    zip("abcdefghijklmnopqrstuvwxyz", "абкдефгхижклмнопкрстуввхйз", strict=True)
)


@lru_cache(maxsize=16384)
def body_parts(name: str) -> tuple[Part, ...]:
    """Return the parts of an organisation's name, in the order written; at most 20."""
    parts = [part for _, found in _read(name) for part in found]
    forms = [part for part in parts if part.kind is Kind.FORM]
    telling = [part for part in parts if part.kind is not Kind.FORM]
    return tuple(dict.fromkeys(telling + forms))[:_MOST_PARTS]


def _read(name: str) -> Iterator[tuple[str, list[Part]]]:
    """Return what was read word by word or phrase by phrase, and the parts it makes."""
    words = tuple(_letters_joined(folded(_JOINED.sub(" ", name)).split()))
    place = 0
    while place < len(words):
        word = words[place]
        found = meaning(words, place)
        key = found.key if found else meaning_of_word(word)
        taken = found.words if found else 1
        if not key:
            yield word, [_word(word)]
        elif key != NOTHING:
            lone = taken == 1 and len(word) > _SHORT and "+" not in key
            other = word if lone else ""
            yield "", [_concept(one, other) for one in key.split("+")]
        place += taken


def _concept(key: str, other: str) -> Part:
    if key.startswith(FORM):
        return Part(shipped().signs[key], Kind.FORM)
    return Part(shipped().signs[key], Kind.CONCEPT, other, related(key))


def body_spellings(name: str) -> Iterator[str]:
    """Return the names that a listed name of an organisation holds."""
    plain = _ASIDE.sub(" ", name).strip()
    if plain != name.strip() and plain:
        yield from (aside for aside in _ASIDE.findall(name) if len(aside) > 2)  # noqa: PLR2004 -- a place or year
    pieces = [one for one in _LISTED.split(plain) if one]
    yield plain
    if len(pieces) > 1:
        yield from (piece for piece in pieces if len(piece.split()) > 1)


def acronym(name: str) -> tuple[Part, ...]:
    """Return what Russian would make of an organisation's name with initials; may be nothing."""
    letters: list[str] = []
    for word, parts in _read(name):
        if word and not word[0].isdigit():
            letters.append(_first_letter(word))
        concepts = (part for part in parts if part.kind is Kind.CONCEPT)
        letters += [_initials().get(part.form, "") for part in concepts]
    joined = "".join(letters)
    return (
        (Part(ACRONYM + joined, Kind.ACRONYM),)
        if len(joined) >= _FEWEST_INITIALS and len(letters) > 1
        else ()
    )


def _first_letter(word: str) -> str:
    for latin, cyrillic in _CYRILLIC_FIRST:
        if word.startswith(latin):
            return cyrillic
    return _CYRILLIC_LETTER.get(word[0], word[0])


def _letters_joined(words: list[str]) -> Iterator[str]:
    """Return words with lone letters in a row as one; two of which one is a preposition stay."""
    for lone, run in groupby(words, key=lambda word: len(word) == 1 and word.isalpha()):
        letters = list(run)
        short = len(letters) <= _SHORT and _PREPOSITIONS.intersection(letters)
        if lone and not short:
            yield "".join(letters)
        else:
            yield from letters


def _word(word: str) -> Part:
    if _NUMBER.match(word):
        return Part(re.sub(r"\D", "", word), Kind.NUMBER)
    form = _ADJECTIVE.sub("", without_article(word))
    if len(word) <= _SHORT:
        return Part(form, Kind.INITIAL if len(word) < _SHORT else Kind.WORD)
    return Part(form, Kind.WORD, _heard(word), _as_acronym(word))


def _as_acronym(word: str) -> tuple[str, ...]:
    """Return the form of a Russian acronym that a word may be; it is no word of other sounds."""
    long_enough = _FEWEST_INITIALS <= len(word) <= _MOST_INITIALS
    return (ACRONYM + word,) if long_enough and script_of(word) is Script.CYRILLIC else ()


@lru_cache(maxsize=65536)
def _heard(word: str) -> str:
    """Return the sign of the concept that a word of another script's letters spells, if any."""
    script = script_of(word)
    if len(word) < _LETTERS_OF_A_WORD or script is Script.OTHER:
        return ""
    for form, like in _spoken().alike(word):
        if (
            like >= _SAME_WORD
            and script_of(form) is not script
            and len(form) >= _LETTERS_OF_A_WORD
        ):
            return shipped().signs[shipped().spoken[form]]
    return ""


@cache
def _spoken() -> Lexicon:
    return Lexicon(shipped().spoken)


@cache
def _initials() -> dict[str, str]:
    table = shipped()
    return {table.signs[key]: letters for key, letters in table.initials.items()}
