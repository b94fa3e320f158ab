"""Values back to cells: what a person reads in an export is what the reader accepts again."""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext as _

from accord.apps.core.localised import LocalizedText
from accord.apps.documents.spreadsheets import words
from accord.apps.documents.spreadsheets.shapes import Column, Kind
from accord.engine.calendars import Calendar, Presentation, jalali_of

Cell = str | int | Decimal | date | time | None


def cells_of(column: Column, value: Any, viewer: Presentation) -> list[Cell]:
    """Return the cells of a value: one, or one per language of a localised column."""
    if column.kind == Kind.LOCALIZED:
        return [_version(value, language) for language in column.languages]
    return [cell_of(column, value, viewer)]


def cell_of(column: Column, value: Any, viewer: Presentation) -> Cell:
    """Return the one cell of a value that is not localised."""
    if value is None or value in ("", (), [], {}):
        return None
    return _WRITERS.get(column.kind, _text)(column, value, viewer)


def _version(value: LocalizedText | None, language: str) -> str | None:
    return (value.texts.get(language) or None) if value else None


def _day(value: date, viewer: Presentation) -> Cell:
    """Return a real date, or Solar Hijri figures, which no spreadsheet has a type for."""
    if viewer.calendar == Calendar.JALALI:
        year, month, day = jalali_of(value)
        return f"{year:04}/{month:02}/{day:02}"
    return value


def _spells(_column: Column, value: Any, viewer: Presentation) -> Cell:
    return "; ".join(
        f"{_day(day, viewer)} {starts:%H:%M}–{ends:%H:%M}" for day, starts, ends in value
    )


def _choice(column: Column, value: Any, _viewer: Presentation) -> Cell:
    return str(column.choices.get(value, value))


def _choices(column: Column, value: Any, _viewer: Presentation) -> Cell:
    return ", ".join(str(column.choices.get(each, each)) for each in value)


def _languages(_column: Column, value: Any, viewer: Presentation) -> Cell:
    return ", ".join(words.language_name(each, viewer.language) for each in value)


def _spoken(column: Column, value: Any, viewer: Presentation) -> Cell:
    return ", ".join(
        f"{words.language_name(language, viewer.language)}: {column.choices[level]}"
        for language, level in value.items()
    )


def _references(_column: Column, value: Any, _viewer: Presentation) -> Cell:
    return ", ".join(value)


def _yes_no(_column: Column, value: Any, _viewer: Presentation) -> Cell:
    return _("yes") if value else _("no")


def _itself(_column: Column, value: Any, _viewer: Presentation) -> Cell:
    return cast("Cell", value)


def _text(_column: Column, value: Any, _viewer: Presentation) -> Cell:
    return str(value)


_WRITERS: Mapping[Kind, Callable[[Column, Any, Presentation], Cell]] = {
    Kind.DATE: lambda _column, value, viewer: _day(value, viewer),
    Kind.SPELLS: _spells,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.LANGUAGES: _languages,
    Kind.SPOKEN: _spoken,
    Kind.REFERENCES: _references,
    Kind.YES_NO: _yes_no,
    Kind.INTEGER: _itself,
    Kind.DECIMAL: _itself,
    Kind.TIME: _itself,
}
