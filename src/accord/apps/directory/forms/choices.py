"""Choices of countries, languages, codes and sides, and small fields that forms share."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import Side
from accord.apps.directory.enums import CodeScheme
from accord.apps.directory.queries import records as queries
from accord.engine.text import UnreadableNumberError, fold, parse_decimal

Choices = list[tuple[str, str]]

# Languages in which people may have to be spoken with; ISO 639-1.
# fmt: off
LANGUAGES = (
    "ar", "az", "be", "de", "en", "es", "fa", "fr", "hi", "hy", "id", "it", "ja", "ka", "kk", "ko",
    "ky", "ms", "pl", "pt", "ru", "sr", "tg", "th", "tk", "tr", "uk", "ur", "uz", "vi", "zh",
)
# Babel's list of territories also holds groups of countries and codes for private use.
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "XK", "ZZ"}
# fmt: on
DAY_HELP = _("In either calendar: 11 Azar 1404 or 2 December 2025.")
NOTHING = [("", "—")]


@cache
def countries(language: str) -> Choices:
    """Return ISO 3166-1 codes and names, by alphabet in the language."""
    names = Locale.parse(language).territories.items()
    real = [
        (code, str(name))
        for code, name in names
        if code.isalpha() and len(code) == len("IR") and code not in _NO_COUNTRIES
    ]
    return sorted(real, key=lambda pair: fold(pair[1]))


@cache
def languages(language: str) -> Choices:
    """Return ISO 639-1 codes and names, by alphabet in the language."""
    names = Locale.parse(language).languages
    return sorted(((code, str(names[code])) for code in LANGUAGES), key=lambda p: fold(p[1]))


def spoken() -> str:
    """Return the active language."""
    return get_language() or "en"


def codes(scheme: CodeScheme) -> Choices:
    """Return a code list as choices."""
    return [
        (code.code, f"{code.code} {code.label.in_language(spoken())}")
        for code in queries.codes_of(scheme)
    ]


def sides(rows: Iterable[Side]) -> Choices:
    """Return sides as choices."""
    return [(str(side.pk), side.name.in_language(spoken())) for side in rows]


def localised(given: dict[str, Any], before: LocalizedText | None = None) -> LocalizedText:
    """Return a typed text; who vouched for a version still does where it did not change."""
    text = LocalizedText.from_json(given)
    if before is None:
        return text
    same = {key for key, words in text.texts.items() if before.texts.get(key) == words}
    return LocalizedText(
        source=text.source,
        texts=text.texts,
        machine=before.machine & same,
        checked={key: who for key, who in before.checked.items() if key in same},
    )


class CoordinateField(forms.CharField):
    """A latitude or longitude in degrees, in digits of any script."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        """``most`` is 90 for a latitude and 180 for a longitude."""
        super().__init__(required=False, **kwargs)
        self.most = most

    def clean(self, value: Any) -> Decimal | None:
        """Return the degrees; None for an empty field."""
        text = super().clean(value)
        if not text:
            return None
        try:
            degrees = parse_decimal(text)
        except UnreadableNumberError as error:
            raise ValidationError(_("Write degrees in digits, such as 35.69950.")) from error
        if abs(degrees) > self.most:
            raise ValidationError(
                _("Write degrees between −%(most)s and %(most)s."), params={"most": self.most}
            )
        return round(degrees, 5)


class LinesField(forms.CharField):
    """Several texts, one on a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=4_000, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Return the lines that are not empty, each once."""
        text = super().clean(value) or ""
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def pairs(lines: Iterable[str], *, longest: tuple[int, int]) -> frozenset[tuple[str, str]]:
    """Return “register: number” lines as pairs.

    Raises
    ------
    ValidationError
        When a line has no colon, or a part is too long.
    """
    found = set()
    for line in lines:
        register, colon, number = line.partition(":")
        if not (register.strip() and colon and number.strip()):
            raise ValidationError(
                _("Write the register, a colon and the number: “%(line)s” is not like that."),
                params={"line": line[:60]},
            )
        if len(register.strip()) > longest[0] or len(number.strip()) > longest[1]:
            raise ValidationError(_("“%(line)s” is too long."), params={"line": line[:60]})
        found.add((register.strip(), number.strip()))
    return frozenset(found)
