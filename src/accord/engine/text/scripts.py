"""Which script a text is written in, and from which side it is read."""

import unicodedata
from functools import lru_cache

MIXED = "Mixed"
COMMON = "Zyyy"

# How a character's Unicode name begins, and the ISO 15924 code of its script.
_CODES = {
    "LATIN": "Latn",
    "ARABIC": "Arab",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "TAMIL": "Taml",
    "THAI": "Thai",
    "ETHIOPIC": "Ethi",
    "CJK": "Hani",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "HANGUL": "Kore",
}
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo", "adlm"})
_RIGHT_TO_LEFT_LANGUAGES = frozenset(
    {
        *("ar", "fa", "prs", "ur", "he", "yi", "ps", "sd", "ug", "dv", "ckb", "syr", "arc"),
        *("azb", "glk", "mzn", "lrc", "bal", "pnb", "skr", "ks"),
    }
)


def script_of(text: str) -> str:
    """Return the ISO 15924 code of the script of a text's letters.

    Returns
    -------
    str
        ``Latn``, ``Arab``, ``Cyrl`` and so on; ``Mixed`` when letters of several scripts
        stand together; ``Zyyy`` when there is no letter, or none of a script we know.
    """
    scripts = {script for character in text if (script := _script_of_letter(character))}
    if scripts == {"Jpan", "Hani"}:
        return "Jpan"
    if len(scripts) > 1:
        return MIXED
    return scripts.pop() if scripts else COMMON


def direction_of(text: str) -> str:
    """Return ``rtl`` or ``ltr`` by the first letter that has a direction; ``ltr`` when none has.

    References
    ----------
    UAX #9, rules P2 and P3.
    """
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def language_direction(language: str) -> str:
    """Return ``rtl`` or ``ltr`` for a language tag: ``fa``, ``ru``, ``az-Arab``, ``fa-Latn``."""
    primary, *rest = language.replace("_", "-").lower().split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]  # noqa: PLR2004 -- a script subtag has four letters (BCP 47)
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if primary in _RIGHT_TO_LEFT_LANGUAGES else "ltr"


@lru_cache(maxsize=4096)
def _script_of_letter(character: str) -> str:
    if not character.isalpha():
        return ""
    first = unicodedata.name(character, "").replace("FULLWIDTH ", "").split(" ")[0]
    return _CODES.get(first.split("-")[0], "")
