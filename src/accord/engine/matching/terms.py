"""A text taken apart into the words it is found by: folded, and cut to their stems."""

from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, Protocol

import snowballstemmer

from accord.engine.text import fold

_STEMMERS: Final = MappingProxyType(
    {
        "ar": "arabic",
        "ca": "catalan",
        "cs": "czech",
        "da": "danish",
        "de": "german",
        "el": "greek",
        "en": "english",
        "es": "spanish",
        "et": "estonian",
        "eu": "basque",
        "fa": "persian",
        "fi": "finnish",
        "fr": "french",
        "ga": "irish",
        "hi": "hindi",
        "hu": "hungarian",
        "hy": "armenian",
        "id": "indonesian",
        "it": "italian",
        "lt": "lithuanian",
        "nl": "dutch",
        "no": "norwegian",
        "pl": "polish",
        "pt": "portuguese",
        "ro": "romanian",
        "ru": "russian",
        "sr": "serbian",
        "sv": "swedish",
        "tr": "turkish",
    }
)
_WORDS_KEPT: Final = 262_144


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 -- the library's name


def terms(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared within one language.

    Parameters
    ----------
    text
        Anything; Arabic and Persian forms of a letter, the half-space, marks, case and
        digits of any script are one.
    language
        BCP 47. Where there is no stemmer for it the words stay as they are folded.

    References
    ----------
    M. F. Porter (2001), "Snowball: a language for stemming algorithms".
    """
    primary = language.partition("-")[0]
    return tuple(_stem(word, primary) for word in fold(text).split())


@lru_cache(maxsize=_WORDS_KEPT)
def _stem(word: str, language: str) -> str:
    name = _STEMMERS.get(language)
    return word if name is None else _stemmer(name).stemWord(word)


@cache
def _stemmer(name: str) -> _Stemmer:
    stemmer: _Stemmer = snowballstemmer.stemmer(name)
    return stemmer
