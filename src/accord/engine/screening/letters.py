"""Words as rows of letters that sound: digraphs as one, look-alikes as what they stand for.

Each script has its own letters; what they cost beside one another is said in `costs`.
"""

import re
from enum import IntEnum
from functools import lru_cache
from typing import Final

from accord.engine.text import fold


class Script(IntEnum):
    """The scripts whose letters are read; all others are compared sign by sign."""

    LATIN = 0
    CYRILLIC = 1
    ARABIC = 2
    OTHER = 3


ACRONYM: Final = "\uf8ff"  # before an acronym that we made: it is itself, and sounds like nothing
LATIN: Final = "aeiouyYEbcdfghHjJklmnpqrstvwxzSCKGZTDU0123456789"
CYRILLIC: Final = "абвгдежзийклмнопрстуфхцчшщыэіґўәғқңөұүһҳҷј"
ARABIC: Final = "آاأبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهةیٹڈړږښځڼ"
ALPHABET: Final = LATIN + CYRILLIC + ARABIC
NUMBER: Final = {letter: number for number, letter in enumerate(ALPHABET)}
SIGNS: Final = len(ALPHABET)  # signs of other scripts are numbered from here by code point

# Several letters of a romanisation that write one sound. Capitals are letters of our own.
_LATIN_SOUNDS: Final = {
    **dict.fromkeys(("shch", "tsch", "sch", "sh"), "S"),
    **dict.fromkeys(("tch", "ch", "cz"), "C"),
    **dict.fromkeys(("dzh", "dj"), "J"),
    "tsh": "tS",
    "zh": "Z",
    "kh": "K",
    "gh": "G",
    "th": "T",
    "dh": "D",
    "ph": "f",
    "ck": "k",
    "x": "ks",
    **dict.fromkeys(("ts", "tz"), "U"),
    "dz": "d",
    **dict.fromkeys(("ou", "oo"), "u"),
    "ee": "i",
}
_LATIN_SOUND: Final = re.compile("|".join(sorted(_LATIN_SOUNDS, key=len, reverse=True)))
_BEFORE_Y: Final = re.compile("(?:ai|ay|ei|ey)(?![aeiouyY])")
_BEFORE_W: Final = re.compile("(?:au|aw|ow)(?![aeiouyY])")
# Marks that make another letter of one; folding would take them off.
_MARKED: Final = str.maketrans(
    {
        **dict.fromkeys("šşș", "sh"),
        **dict.fromkeys("čçć", "ch"),
        **dict.fromkeys("žż", "zh"),
        "ñ": "n",
        "ł": "l",
        "ß": "ss",
    }
)
# Pairs that write one sound: of Belarusian, and Korean sounds that are breathed.
_CYRILLIC_PAIRS: Final = {
    "дж": "ҷ",
    "дз": "д",
    "шч": "щ",
    **dict(zip(("кх", "тх", "пх", "чх"), "ктпч", strict=True)),
}
_CYRILLIC_SOUND: Final = re.compile("|".join(_CYRILLIC_PAIRS))
_CYRILLIC_SOUNDS: Final = str.maketrans(
    {"я": "йа", "ю": "йу", "ї": "йі", "є": "е", "ё": "е", "ъ": "", "ь": "", "ѓ": "г", "ќ": "к"}
)
_ARABIC_SOUNDS: Final = str.maketrans({"ګ": "گ", "څ": "ځ", "ڑ": "ړ", "ں": "ن", "ۍ": "ی", "ډ": "د"})
# Typed for one another because they look alike.
_SEEN_AS_CYRILLIC: Final = str.maketrans("aceopxyihkmtb", "асеорхуінкмтв")
_SEEN_AS_LATIN: Final = str.maketrans("асеорхуікмтвн", "aceopxyikmtbh")
_MIXED: Final = re.compile(r"\w*(?:[a-z][а-яіўї]|[а-яіўї][a-z])\w*")
# Unicode blocks: the first code point and the one after the last.
_BLOCKS: Final = (
    (Script.LATIN, 0, 0x250),
    (Script.CYRILLIC, 0x400, 0x530),
    (Script.ARABIC, 0x600, 0x780),
    (Script.LATIN, 0x1E00, 0x1F00),
)
_SERVANT: Final = "abd"
_REPEATED_WEAK: Final = re.compile("([یو])\\1+")  # other letters twice are two sounds
_REPEATED: Final = re.compile(r"([^\W\d])\1+")
_SEEN_AS_A_LETTER: Final = str.maketrans("0135", "oies")


def folded(text: str) -> str:
    """Return the words of a name as `fold` does, keeping what a mark says about a sound."""
    return _MIXED.sub(_unmixed, fold(text.casefold().translate(_MARKED)))


def _unmixed(found: re.Match[str]) -> str:
    word = found[0]
    latin = sum(sign.isascii() for sign in word)
    return word.translate(_SEEN_AS_LATIN if 2 * latin > len(word) else _SEEN_AS_CYRILLIC)


@lru_cache(maxsize=65536)
def script_of(word: str) -> Script:
    """Return the script of most letters of a folded word."""
    counts = [0, 0, 0, 0]
    for sign in word:
        if sign.isdigit():
            continue
        counts[_script(ord(sign))] += 1
    best = max(counts)
    return Script(counts.index(best)) if best else Script.LATIN


@lru_cache(maxsize=65536)
def letters(word: str) -> tuple[int, ...]:
    """Return a folded word as numbers of letters; signs of other scripts from `SIGNS` on."""
    if word.startswith(ACRONYM):
        return tuple(SIGNS + ord(sign) for sign in word)
    script = script_of(word)
    return tuple(
        NUMBER[sign] if sign in NUMBER else SIGNS + ord(sign) for sign in sounds(word, script)
    )


def sounds(word: str, script: Script) -> str:
    """Return a folded word with one sign for each sound."""
    match script:
        case Script.LATIN:
            return _latin(word)
        case Script.CYRILLIC:
            plain = _CYRILLIC_SOUND.sub(lambda found: _CYRILLIC_PAIRS[found[0]], word)
            return _REPEATED.sub(r"\1", plain.translate(_CYRILLIC_SOUNDS))
        case Script.ARABIC:
            return _arabic(word)
        case Script.OTHER:
            return word


def _latin(word: str) -> str:
    plain = word
    if not plain.isdigit() and sum(sign.isalpha() for sign in plain) > 2:  # noqa: PLR2004 -- a number with a letter stays one
        plain = plain.translate(_SEEN_AS_A_LETTER)
    if plain.startswith(_SERVANT) and len(plain) > len(_SERVANT):
        return _SERVANT + _latin(
            plain[len(_SERVANT) :]
        )  # its d makes no digraph with what follows
    heard = _LATIN_SOUND.sub(lambda found: _LATIN_SOUNDS[found[0]], plain)
    heard = _BEFORE_W.sub("E", _BEFORE_Y.sub("Y", _REPEATED.sub(r"\1", heard)))
    if len(heard) > 2 and heard[-1] == "h":  # noqa: PLR2004 -- a final h is written and seldom heard
        heard = heard[:-1] + "H"
    return heard


def _arabic(word: str) -> str:
    heard = _REPEATED_WEAK.sub(r"\1", word.translate(_ARABIC_SOUNDS))
    if heard[:1] == "ا":
        heard = "أ" + heard[1:]  # the first alef carries any vowel
    if len(heard) > 2 and heard[-1] == "ه":  # noqa: PLR2004 -- a final he is mostly a vowel
        heard = heard[:-1] + "ة"
    return heard


def _script(code: int) -> Script:
    for script, first, last in _BLOCKS:
        if first <= code < last:
            return script
    return Script.OTHER
