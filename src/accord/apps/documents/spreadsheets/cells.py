"""One cell to one value: what is accepted for each kind, and the sentence where it is not."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accord.apps.documents.spreadsheets import words
from accord.apps.documents.spreadsheets.shapes import Column, Kind
from accord.engine.calendars import (
    Presentation,
    UnreadableClockError,
    UnreadableDayError,
    clock_of_fraction,
    day_of_jalali,
    parse_clock,
    parse_day,
)
from accord.engine.text import UnreadableNumberError, clean, parse_decimal, parse_integer

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIAL_DAYS = range(20_000, 80_000)  # 1954 to 2119, as Excel counts days
_JALALI_YEARS = range(1200, 1601)
_DEFAULT_LENGTH = 500
_BETWEEN_SPELLS = re.compile(r"[;؛\n]")
_SPELL = re.compile(r"(.+?)\s+([^\s–—-]+)\s*[–—-]\s*([^\s–—-]+)", re.DOTALL)


class CellError(ValueError):
    """A cell cannot be read as its column wants; a message and a remedy in full sentences."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class CellReader:
    """Reads the cells of one column; what must be looked up is prepared once."""

    def __init__(
        self, column: Column, *, viewer: Presentation, keys: Mapping[str, str] | None = None
    ) -> None:
        """Prepare for a column; ``keys`` are folded keys to the keys a reference may mean."""
        self.column = column
        self._viewer = viewer
        self._keys = keys or {}
        self._labels = words.Labels(column.choices) if column.choices else None
        self._read = _READERS[column.kind]

    def value(self, cell: object, *, language: str = "") -> Any:
        """Return the value of a filled cell.

        Raises
        ------
        CellError
            When it cannot be read, with the sentence for the person.
        """
        if isinstance(cell, timedelta):
            cell = cell.total_seconds() / 86_400
        value = self._read(self, cell, language)
        for check in self.column.checks:
            try:
                check(value)
            except ValidationError as refusal:
                raise CellError(" ".join(refusal.messages)) from refusal
        return value

    def text(self, cell: object, language: str) -> str:
        """Return the cell as clean text of a sane length."""
        text = clean(_as_text(cell), language)
        most = self.column.most or _DEFAULT_LENGTH
        if len(text) > most:
            raise CellError(
                _("This text has %(length)s characters; at most %(most)s fit here.")
                % {"length": len(text), "most": most},
                _("Please shorten it."),
            )
        return text

    def integer(self, cell: object, _language: str) -> int:
        """Return a whole number within its bounds."""
        try:
            number = parse_integer(_as_text(cell))
        except UnreadableNumberError as refusal:
            raise CellError(
                _("This is not a whole number."), _("Please write digits only, such as 12.")
            ) from refusal
        self._check_bounds(number)
        return number

    def decimal(self, cell: object, language: str) -> Decimal:
        """Return a number within its bounds."""
        try:
            number = parse_decimal(_as_text(cell), language or self._viewer.language)
        except UnreadableNumberError as refusal:
            raise CellError(
                _("This is not a number."), _("Please write it in digits, such as 35.7.")
            ) from refusal
        self._check_bounds(number)
        return number

    def day(self, cell: object, _language: str) -> date:
        """Return a day from a date cell, a serial number, or text in either calendar."""
        if isinstance(cell, date):
            return _gregorian(cell.date() if isinstance(cell, datetime) else cell)
        if isinstance(cell, int | float) and int(cell) in _SERIAL_DAYS:
            return _EXCEL_EPOCH + timedelta(days=int(cell))
        try:
            return parse_day(_as_text(cell), self._viewer)
        except UnreadableDayError as refusal:
            message = (
                _("The calendar has no such day.")
                if refusal.code == "day.impossible"
                else _("This is not a day that can be read.")
            )
            remedy = _("Please write it like %(example)s.") % refusal.facts
            raise CellError(message, remedy) from refusal

    def clock(self, cell: object, _language: str) -> time:
        """Return a time of day."""
        try:
            if isinstance(cell, datetime):
                return cell.time().replace(second=0, microsecond=0)
            if isinstance(cell, time):
                return cell.replace(second=0, microsecond=0)
            if isinstance(cell, float) and 0 <= cell < 1:
                return clock_of_fraction(cell)
            return parse_clock(_as_text(cell))
        except UnreadableClockError as refusal:
            raise CellError(
                _("This is not a time of day."), _("Please write it like 09:30.")
            ) from refusal

    def spells(self, cell: object, language: str) -> tuple[tuple[date, time, time], ...]:
        """Return spells of time, each with its day: “2025-12-02 10:00–11:20; …”."""
        found = []
        for part in filter(None, map(str.strip, _BETWEEN_SPELLS.split(_as_text(cell)))):
            spell = _SPELL.fullmatch(part)
            if spell is None:
                raise CellError(
                    _("“%(value)s” is not a spell of time.") % {"value": _short(part)},
                    _("Please write day, beginning and end, like 2025-12-02 10:00–11:20."),
                )
            day, starts, ends = spell.groups()
            found.append(
                (self.day(day, language), self.clock(starts, language), self.clock(ends, language))
            )
        return tuple(found)

    def choice(self, cell: object, _language: str) -> str:
        """Return the key of the choice that the cell means."""
        return self._choice(_as_text(cell))

    def choices(self, cell: object, _language: str) -> tuple[str, ...]:
        """Return the keys of several choices, each once."""
        return tuple(dict.fromkeys(self._choice(part) for part in words.split(_as_text(cell))))

    def languages(self, cell: object, _language: str) -> tuple[str, ...]:
        """Return the codes of several languages, each once."""
        return tuple(dict.fromkeys(_language_code(part) for part in words.split(_as_text(cell))))

    def spoken(self, cell: object, _language: str) -> dict[str, str]:
        """Return language to level from “English: fluent, Persian (native)”."""
        found: dict[str, str] = {}
        usual = self.column.usual or next(iter(self.column.choices))
        for part in words.split(_as_text(cell)):
            name, _colon, level = part.replace("(", ":").replace("=", ":").partition(":")
            level = level.strip(" ):")
            found[_language_code(name)] = self._choice(level) if level else usual
        return found

    def yes_no(self, cell: object, _language: str) -> bool:
        """Return whether the cell says yes."""
        if isinstance(cell, bool):
            return cell
        answer = words.yes_or_no(_as_text(cell))
        if answer is None:
            raise CellError(_("This is neither yes nor no."), _("Please write yes or no."))
        return answer

    def reference(self, cell: object, _language: str) -> str:
        """Return the key that the cell means, as it is spelt where it stands."""
        return self._reference(_as_text(cell))

    def references(self, cell: object, _language: str) -> tuple[str, ...]:
        """Return several keys, each once."""
        parts = words.split(_as_text(cell))
        return tuple(dict.fromkeys(self._reference(part) for part in parts))

    def _choice(self, text: str) -> str:
        labels = self._labels
        key = labels.key(text) if labels else None
        if labels is None or key is None:
            allowed = labels.shown() if labels else ""
            raise CellError(
                _("“%(value)s” is not one of the allowed values.") % {"value": _short(text)},
                _("Please choose one of: %(allowed)s.") % {"allowed": allowed},
            )
        return key

    def _reference(self, text: str) -> str:
        key = self._keys.get(words.key_of(text))
        if key is None:
            raise CellError(
                _("Nothing has the code “%(value)s”.") % {"value": _short(text)},
                _("Please write a code that stands in the sheet it refers to."),
            )
        return key

    def _check_bounds(self, number: int | Decimal) -> None:
        least, most = self.column.least, self.column.most
        if least is not None and number < least:
            raise CellError(_("This must be %(least)s at least.") % {"least": least})
        if most is not None and number > most:
            raise CellError(_("This must be %(most)s at most.") % {"most": most})


_READERS: Mapping[Kind, Callable[[CellReader, object, str], Any]] = {
    Kind.TEXT: CellReader.text,
    Kind.LOCALIZED: CellReader.text,
    Kind.INTEGER: CellReader.integer,
    Kind.DECIMAL: CellReader.decimal,
    Kind.DATE: CellReader.day,
    Kind.TIME: CellReader.clock,
    Kind.SPELLS: CellReader.spells,
    Kind.CHOICE: CellReader.choice,
    Kind.CHOICES: CellReader.choices,
    Kind.LANGUAGES: CellReader.languages,
    Kind.SPOKEN: CellReader.spoken,
    Kind.YES_NO: CellReader.yes_no,
    Kind.REFERENCE: CellReader.reference,
    Kind.REFERENCES: CellReader.references,
}


def shown(cell: object) -> str:
    """Return a cell as a person would read it, shortened, for a problem's sentence."""
    return _short(clean(_as_text(cell)))


def _as_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes")
    if isinstance(cell, float):
        return format(Decimal(str(cell)), "f")
    return str(cell)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004 -- a line


def _gregorian(day: date) -> date:
    """Return the day; a year of the Solar Hijri calendar was typed into a date cell."""
    if day.year in _JALALI_YEARS:
        return day_of_jalali(day.year, day.month, day.day)
    return day


def _language_code(name: str) -> str:
    code = words.language_called(name)
    if code is None:
        raise CellError(
            _("“%(value)s” is not a language that Accord knows.") % {"value": _short(name)},
            _("Please write its name or its two letters, such as English or en."),
        )
    return code
