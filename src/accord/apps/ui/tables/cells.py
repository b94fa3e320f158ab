"""How a value looks in a cell on the page, and what an export writes for it."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from django.template.loader import get_template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accord.apps.ui.tables.columns import Column
from accord.engine.calendars import Calendar, Presentation

# A spreadsheet takes a text that begins with one of these for a formula and runs it.
_BEGINS_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Exported = str | int | float | Decimal | date | datetime | time | None

_template = cache(get_template)


def words(value: Any, viewer: Presentation) -> str:
    """Return a value as the viewer reads it."""
    if value is None or isinstance(value, str):
        return value or ""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value, viewer)
    in_language = getattr(value, "in_language", None)
    return str(in_language(viewer.language)) if callable(in_language) else str(value)


# The order matters: a moment is a day too, and yes is a number too.
_WRITERS: tuple[tuple[type, Callable[[Any, Presentation], str]], ...] = (
    (bool, lambda value, _viewer: gettext("Yes") if value else gettext("No")),
    (datetime, lambda value, viewer: viewer.moment(value)),
    (date, lambda value, viewer: viewer.day(value)),
    (time, lambda value, viewer: viewer.clock(value)),
    (float, lambda value, viewer: viewer.number(Decimal(str(value)))),
    (int, lambda value, viewer: viewer.number(value)),
    (Decimal, lambda value, viewer: viewer.number(value)),
)


def frame_of(column: Column, *, is_heading: bool) -> tuple[str, str]:
    """Return what stands before and after every value of a column.

    The label is for phones, where a row becomes a card. It is the same in all rows, so a page
    translates and escapes it once.
    """
    tag = "th" if is_heading else "td"
    role = 'scope="row" role="rowheader"' if is_heading else 'role="cell"'
    before = format_html(
        '<{} class="{}" {} data-label="{}">',
        tag,
        classes_of(column),
        SafeString(role),
        column.label,
    )
    return before, f"</{tag}>"


def inside(column: Column, row: Any, viewer: Presentation) -> str:
    """Write what one row says in a column, escaped."""
    value = column.value(row)
    if column.template:
        page = {"row": row, "value": value, "viewer": viewer}
        said: str = _template(column.template).render(page)
    else:
        said = words(value, viewer)
        if not isinstance(said, SafeString):
            said = f"<bdi>{escape(said)}</bdi>"
    if column.url is None or value in (None, ""):
        return said
    return f'<a href="{escape(column.url(row))}">{said}</a>'


def classes_of(column: Column) -> str:
    """Return the classes that place a column."""
    return f"at-{column.align}" + (" not-on-phone" if column.is_hidden_on_phone else "")


def exported(value: Any, viewer: Presentation) -> Exported:
    """Return what a spreadsheet gets: numbers and Gregorian days as such, the rest as words."""
    match value:
        case bool():
            return words(value, viewer)
        case int() | float() | Decimal() | time():
            return value
        case date() if viewer.calendar == Calendar.GREGORIAN and not isinstance(value, datetime):
            return value
        case _:
            return _CONTROL.sub("", _as_text(words(value, viewer)))


def harmless(value: Exported) -> Exported:
    """Return a value that a program which opens the CSV file will not run."""
    if isinstance(value, str) and value.startswith(_BEGINS_LIKE_A_FORMULA):
        return f"'{value}"
    return value


def _as_text(said: str) -> str:
    return re.sub(r"<[^>]+>", "", said) if isinstance(said, SafeString) else said
