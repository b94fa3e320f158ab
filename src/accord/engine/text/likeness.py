"""How alike two names are, and a rough key that is the same in every script."""

import re
from collections.abc import Iterable
from functools import lru_cache

from accord.engine.text.folding import fold

# Words that say what kind of body it is, not which one; folded.
LEGAL_WORDS = frozenset(
    fold(word)
    for word in (
        *("company", "co", "corp", "corporation", "inc", "llc", "llp", "ltd", "limited", "plc"),
        *("gmbh", "ag", "sa", "srl", "jsc", "ojsc", "pjsc", "cjsc", "mmc", "asc", "the", "of"),
        *("شرکت", "مؤسسه", "سهامی", "خاص", "عام", "مسئولیت", "محدود", "با", "تعاونی"),
        *("ООО", "ОАО", "ЗАО", "АО", "ПАО", "ИП", "компания", "общество", "ТОО", "ОДО", "ЧУП"),
    )
)
MOST_LIKE = 0.99  # as alike as two names can be that are not the same name

_VOWEL = "a"
_PAIRS = {"sh": "x", "ch": "c", "kh": "h", "zh": "j", "gh": "k", "ph": "f", "ck": "k"}
_PAIRS |= {"дж": "j"} | {
    "dj": "j",
    "tz": "ts",
    "yu": "a",
    "ya": "a",
    "yo": "a",
    "ye": "a",
    "th": "t",
}
_SOUNDS = {
    **dict(zip("bcdfghjklmnpqrstvwz", "bkdfkhjklmnpkrstvvz", strict=True)),
    **dict.fromkeys("aeiouy", _VOWEL),
    **dict(zip("بپتطثسصجچحخهدذزضظرژشغقفکگلمنو", "bpttsssjchhhdzzzzrjxkkfkklmnv", strict=True)),
    **dict.fromkeys("اعی", _VOWEL),
    **dict(zip("бвгджзклмнпрстфхчшщ", "bvkdjzklmnprstfhcxx", strict=True)),
    **dict.fromkeys("аеиоуыэюяйіїєў", _VOWEL),
    "x": "ks",
    "ц": "ts",
    "ъ": "",
    "ь": "",
    "ґ": "k",
}
_BEFORE_FOLDING = str.maketrans(
    {"ş": "sh", "š": "sh", "ș": "sh", "ç": "ch", "č": "ch", "ž": "zh", "ğ": "g"}
)
_PAIR = re.compile("|".join(_PAIRS))
_REPEATED = re.compile(r"([^\W\d])\1+")


def similar(left: str, right: str) -> float:
    """Return how alike two names are, for proposing duplicates to a person.

    Parameters
    ----------
    left, right
        Two names, in the same script; for two scripts compare `transliterate_key`.

    Returns
    -------
    float
        0 to 1, the same in both orders. 1 when both fold to the same words in any order,
        at most 0.99 otherwise. The better of two measures: Dice over the trigrams of the
        sorted words, and how much of each name's words the other has. Words of legal form
        do not count unless there are no others.
    """
    one, other = _shape(left), _shape(right)
    if not one.words or not other.words:
        return 0.0
    if one.words == other.words:
        return 1.0
    whole = _dice(one.trigrams, other.trigrams)
    there, back = _covered(one.telling, other.telling), _covered(other.telling, one.telling)
    shared = 2 * there * back / (there + back) if there + back else 0.0
    return min(MOST_LIKE, max(whole, shared))


def transliterate_key(text: str) -> str:
    """Return a rough key of a name's consonants, alike in Latin, Arabic and Cyrillic script.

    Parameters
    ----------
    text
        A name: ``Ahmadi``, ``احمدی``, ``Ахмади``.

    Returns
    -------
    str
        The words in alphabetical order, each a few Latin consonants, a leading vowel as
        ``a``: ``ahmd`` for all three above. Words of legal form are left out. Other scripts
        stay as `fold` gives them. Equal keys are a reason to ask, never a proof.
    """
    words = fold(text.casefold().translate(_BEFORE_FOLDING)).split()
    telling = [word for word in words if word not in LEGAL_WORDS] or words
    return " ".join(sorted({_skeleton(word) for word in telling}))


class _Shape:
    """A name taken apart once for many comparisons."""

    __slots__ = ("telling", "trigrams", "words")

    def __init__(self, text: str) -> None:
        self.words = frozenset(fold(text).split())
        self.telling = tuple(sorted(self.words - LEGAL_WORDS or self.words))
        self.trigrams = _trigrams(" ".join(self.telling))


@lru_cache(maxsize=16384)
def _shape(text: str) -> _Shape:
    return _Shape(text)


@lru_cache(maxsize=16384)
def _trigrams(text: str) -> frozenset[str]:
    padded = f"  {text} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


def _dice(left: frozenset[str], right: frozenset[str]) -> float:
    return 2 * len(left & right) / (len(left) + len(right))


def _covered(words: Iterable[str], others: tuple[str, ...]) -> float:
    """Return the share of the words, by length, that the others have or nearly have."""
    found = total = 0.0
    for word in words:
        best = 1.0 if word in others else max(_dice(_trigrams(word), _trigrams(o)) for o in others)
        found += best * len(word)
        total += len(word)
    return found / total


def _skeleton(word: str) -> str:
    # A pair becomes a capital first, so that its sound is not read as a letter again.
    heard = _PAIR.sub(lambda pair: _PAIRS[pair[0]].upper(), word)
    sounds = "".join(_SOUNDS.get(letter, letter) for letter in heard).lower()
    first, rest = sounds[:1], sounds[1:].replace(_VOWEL, "").replace("v", "")
    return _REPEATED.sub(r"\1", first + rest.removesuffix("h"))
