"""What may be stored of a text, and the key under which it is found again."""

import re
import unicodedata

# Letters that people type for one another, or that differ only by a mark our keyboards lack.
_LETTERS = {
    **dict.fromkeys("يىئېےۍێ", "ی"),
    **dict.fromkeys("كڪ", "ک"),
    **dict.fromkeys("ةۀہھەۂۃ", "ه"),
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ؤۇۆۈۋ", "و"),
    **dict.fromkeys("ءـ", ""),
    "ё": "е",
    "ı": "i",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ŋ": "n",
    "ə": "a",
    "ĸ": "k",
}
# Their mark makes another letter of them, unlike the dots of ё.
_KEPT = frozenset("йїўґќѓ")
# An apostrophe stands inside a word: o'g'li, d'Arc, д’Арк.
_APOSTROPHES = frozenset("'’‘ʻʼʹʽʾʿ`")
_ZWNJ = "\u200c"
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_PASSES = 4  # full compatibility folding settles in two; more is a safety net for odd sequences


class _Folding(dict[int, str]):
    """Code point to folded text, worked out once for each character met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


def _folded(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    if character in _KEPT:
        return character
    if character in _APOSTROPHES or _MARKS.match(character):
        return ""
    if (value := unicodedata.decimal(character, None)) is not None:
        return str(value)
    category = unicodedata.category(character)
    if category[0] in "PSZC":
        return " " if category != "Cf" or character == _ZWNJ else ""
    parts = unicodedata.normalize("NFKD", character)
    return character if parts == character else "".join(map(_folded, parts))


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return the key under which a text is searched and compared; never shown to anyone.

    Two spellings that a careful clerk would call the same have the same key: case,
    Arabic and Persian forms of a letter, vowel signs, diacritics, digits of any script,
    punctuation and the kind and number of spaces do not count. The half-space of Persian
    becomes a space, because that is what most people type for it.

    Parameters
    ----------
    text
        Anything a person wrote, in any script.

    Returns
    -------
    str
        Lower-case words and numbers with single spaces between; ``""`` when there is
        neither letter nor digit. ``fold(fold(text)) == fold(text)``.

    References
    ----------
    Unicode Standard, chapter 3.13 (default caseless matching); UAX #15 (normalisation).
    """
    key = text
    for _ in range(_PASSES):
        once = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", key).casefold())
        folded = " ".join(unicodedata.normalize("NFKC", once.translate(_FOLDING)).split())
        if folded == key:
            break
        key = folded
    return key


_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029\u000b\u000c]")
_UNSTORABLE = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)
_PERSIAN = str.maketrans("يىك", "ییک")
_LINE_EDGES = re.compile("[ \u200c\u200d]*\n[ \u200c\u200d]*")


def clean(text: str, language: str = "") -> str:
    """Return what may be stored of a text that somebody typed, pasted or imported.

    The words stay as they were written. What nobody sees goes: bidirectional and other
    control characters, byte order marks, broken halves of characters; every kind of space
    becomes a plain one and every kind of line break a line feed. The half-space (ZWNJ) stays.

    Parameters
    ----------
    text
        The text as received.
    language
        Its language, if known. For Persian (``fa``) the Arabic letters that look alike,
        ``ي ى ك``, become ``ی ک``; other languages keep them.

    Returns
    -------
    str
        Composed (NFC), without space at the ends of lines; ``""`` when nothing is left.
    """
    lines = _BREAKS.sub("\n", text)
    visible = _UNSTORABLE.sub("", _SPACES.sub(" ", lines))
    composed = unicodedata.normalize("NFC", visible)
    if language.partition("-")[0] == "fa":
        composed = composed.translate(_PERSIAN)
    return _LINE_EDGES.sub("\n", composed).strip(" \n\u200c\u200d")
