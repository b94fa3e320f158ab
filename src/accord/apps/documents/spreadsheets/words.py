"""Headings, labels and language names in every language of the interface, as keys to find."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils import translation

from accord.apps.documents.spreadsheets.shapes import Column, Sheet, Words
from accord.engine.text import fold

Target = tuple[str, str]  # column key; language, where the heading says one

_SCRIPTS = {"Arab": "fa", "Cyrl": "ru"}
_YES = ("yes", "y", "true", "1", "x", "✓", "✔", "بله", "بلی", "آری", "да", "истина")
_NO = ("no", "n", "false", "0", "-", "–", "خیر", "نه", "нет", "ложь")
_FOLDED_YES = frozenset(fold(word) for word in _YES) - {""}
_FOLDED_NO = frozenset(fold(word) for word in _NO) - {""}


def languages() -> tuple[str, ...]:
    """Return the languages of the interface."""
    return tuple(code for code, _name in settings.LANGUAGES)


def in_every_language(words: Words) -> Iterator[str]:
    """Yield the words as they stand in each language of the interface."""
    for language in languages():
        with translation.override(language):
            yield str(words)


@lru_cache(maxsize=64)
def language_names(language: str) -> Mapping[str, str]:
    """Return the names of languages in one language, by two-letter code."""
    names = Locale.parse(language).languages
    return {code: str(name) for code, name in names.items() if len(code) == 2}  # noqa: PLR2004 -- ISO 639-1


@lru_cache(maxsize=1)
def _language_by_name() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in languages():
        for code, name in language_names(language).items():
            found.setdefault(fold(name), code)
            found.setdefault(fold(code), code)
    for code in language_names("en"):
        try:
            own = Locale.parse(code).languages.get(code, "")
        except (UnknownLocaleError, ValueError):
            continue
        found.setdefault(fold(own), code)
    found.pop("", None)
    return found


def language_called(name: str) -> str | None:
    """Return the code of the language of that name, in any of our languages or its own."""
    return _language_by_name().get(fold(name))


def language_name(code: str, language: str) -> str:
    """Return the language's name in a language; its code where that is not known."""
    return language_names(language).get(code, code)


def heading(column: Column, language: str = "") -> str:
    """Return a heading as the active language writes it; of one language of a text."""
    title = str(column.title)
    if not language:
        return title
    active = translation.get_language() or "en"
    return f"{title} ({language_name(language, active)})"


def targets_of(sheet: Sheet) -> dict[str, Target]:
    """Return folded heading to the column it means, for every way to write it."""
    return dict(_targets(sheet))


def _targets(sheet: Sheet) -> Iterator[tuple[str, Target]]:
    for column in reversed(sheet.columns):
        names = {column.key, *column.aliases, *in_every_language(column.title)}
        for name in names:
            yield fold(name), (column.key, "")
    for column in sheet.columns:
        names = {column.key, *column.aliases, *in_every_language(column.title)}
        for language in column.languages:
            called = {language, *(language_name(language, each) for each in languages())}
            for name in names:
                for suffix in called:
                    yield fold(f"{name} {suffix}"), (column.key, language)


def titles_of(sheet: Sheet) -> frozenset[str]:
    """Return the folded names by which a sheet is known."""
    names = (sheet.key, *sheet.aliases, *in_every_language(sheet.title))
    return frozenset(fold(name) for name in names)


def language_of_script(script: str, wanted: Iterable[str]) -> str:
    """Return which of the languages is written in the script; the first when none is."""
    choices = tuple(wanted)
    likely = _SCRIPTS.get(script, "en")
    return likely if likely in choices else choices[0]


class Labels:
    """Labels in every language and keys, to the key of a choice."""

    def __init__(self, choices: Mapping[str, Words]) -> None:
        self._choices = choices
        self._keys: dict[str, str] = {}
        for key, label in choices.items():
            for name in (*in_every_language(label), key):
                self._keys.setdefault(fold(name), key)
        self._keys.pop("", None)

    def key(self, text: str) -> str | None:
        """Return the key of the choice that the text means."""
        return self._keys.get(fold(text))

    def shown(self, *, most: int = 8) -> str:
        """Return the labels in the active language, for a remedy."""
        labels = [str(label) for label in self._choices.values()]
        return " · ".join(labels[:most]) + (" · …" if len(labels) > most else "")


def yes_or_no(text: str) -> bool | None:
    """Return what the text answers, in any of our languages; None when it is no answer."""
    answer = text.strip().casefold()
    if answer in _YES or fold(answer) in _FOLDED_YES:
        return True
    if answer in _NO or fold(answer) in _FOLDED_NO:
        return False
    return None


def key_of(text: str) -> str:
    """Return what two spellings of a row's key have in common."""
    return fold(text).replace(" ", "") or text.strip()


_SEPARATOR = re.compile(r"[,;،؛/|\n\r]+|\s+[·•]\s+")


def split(text: str) -> list[str]:
    """Return the parts of a cell that holds several."""
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
