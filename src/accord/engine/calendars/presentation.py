"""How one reader sees days, times and numbers."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from accord.engine.calendars.solar_hijri import jalali_of
from accord.engine.calendars.words import GREGORIAN, JALALI, WORDS, Words
from accord.engine.text import language_direction, native_digits

_LEFT_TO_RIGHT_MARK = "\u200e"
_WIDE = Context(prec=100)  # money of any currency, in cents or whole


class Calendar(StrEnum):
    """A calendar in which days are shown; they are stored Gregorian."""

    GREGORIAN = GREGORIAN
    JALALI = JALALI


class Digits(StrEnum):
    """A system of digits, by its CLDR name."""

    LATN = "latn"
    ARABEXT = "arabext"


@dataclass(frozen=True, slots=True)
class Presentation:
    """Language, calendar, digits and time zone of one reader.

    Every method returns text ready to be shown. Nothing is marked up: isolate it where it
    stands in a line of the other direction, as with any text.

    Parameters
    ----------
    language
        Language tag. Days are said in English, Persian or Russian; for other languages in
        English, while the direction is that of the language.
    calendar
        Calendar of every day that is shown.
    digits
        Digits of every number that is shown.
    time_zone
        IANA name; the clock that is shown.
    """

    language: str = "en"
    calendar: Calendar = Calendar.GREGORIAN
    digits: Digits = Digits.LATN
    time_zone: str = "UTC"

    def __post_init__(self) -> None:
        _zone(self.time_zone)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return language_direction(self.language)

    @property
    def other(self) -> "Presentation":
        """The same reader with the other calendar."""
        is_jalali = self.calendar == Calendar.JALALI
        return replace(self, calendar=Calendar.GREGORIAN if is_jalali else Calendar.JALALI)

    def day(self, day: date) -> str:
        """Return ``2 December 2025``, ``۱۱ آذر ۱۴۰۴``, ``2 декабря 2025 г.``."""
        return _day(self.language, self.calendar, self.digits, _date(day))

    def month(self, day: date) -> str:
        """Return ``December 2025``, ``آذر ۱۴۰۴``, ``декабрь 2025 г.``."""
        words = _words(self.language)
        year, month, _ = _fields(self.calendar, _date(day))
        name = words.months[self.calendar][month - 1]
        return native_digits(words.month.format(m=name, y=year), self.digits)

    def weekday(self, day: date) -> str:
        """Return ``Tuesday``, ``سه‌شنبه``, ``вторник``."""
        return _words(self.language).weekdays[day.weekday()]

    def long_day(self, day: date) -> str:
        """Return the weekday and the day: ``Tuesday, 2 December 2025``."""
        return f"{self.weekday(day)}{_words(self.language).comma}{self.day(day)}"

    def short_day(self, day: date) -> str:
        """Return the day in figures: ``2025-12-02``, ``۱۴۰۴/۰۹/۱۱``, ``02.12.2025``."""
        return _short_day(self.language, self.calendar, self.digits, _date(day))

    def both_days(self, day: date) -> str:
        """Return the day in both calendars: ``۱۱ آذر ۱۴۰۴ (۲ دسامبر ۲۰۲۵)``."""
        return f"{self.day(day)} ({self.other.day(day)})"

    def days(self, first: date, last: date) -> str:
        """Return a stretch of days, both included: ``2–5 December 2025``."""
        if first == last:
            return self.day(first)
        words = _words(self.language)
        start, end = _fields(self.calendar, first), _fields(self.calendar, last)
        if start[:2] == end[:2]:
            return f"{self.native(str(start[2]))}{words.several}{self.day(last)}"
        return f"{self.day(first)}{words.between}{self.day(last)}"

    def clock(self, moment: datetime | time) -> str:
        """Return hours and minutes on this reader's clock: ``09:05``.

        A `time` is taken to be on that clock already.

        Raises
        ------
        ValueError
            When a moment does not say its time zone.
        """
        shown = moment if isinstance(moment, time) else self.local(moment)
        return native_digits(f"{shown.hour:02}:{shown.minute:02}", self.digits)

    def moment(self, moment: datetime) -> str:
        """Return the day and the clock time: ``2 December 2025, 09:05``."""
        return f"{self.day(self.local(moment))}{_words(self.language).clock}{self.clock(moment)}"

    def local(self, moment: datetime) -> datetime:
        """Return the moment on this reader's clock.

        Raises
        ------
        ValueError
            When it does not say its time zone.
        """
        if moment.tzinfo is None:
            raise ValueError(f"{moment} does not say its time zone.")
        return moment.astimezone(_zone(self.time_zone))

    def span(self, start: datetime, end: datetime) -> str:
        """Return ``09:00–09:20``; with the days as well when they differ."""
        if self.local(start).date() == self.local(end).date():
            return f"{self.clock(start)}–{self.clock(end)}"
        return f"{self.moment(start)} – {self.moment(end)}"

    def number(self, value: int | Decimal, places: int | None = None) -> str:
        """Return a number with its thousands grouped: ``1,234.5``, ``۱٬۲۳۴٫۵``, ``1 234,5``.

        Parameters
        ----------
        value
            The number.
        places
            Digits after the point, rounded half up; ``None`` for as many as it has.
        """
        shown = Decimal(value)
        if places is not None:
            shown = shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
        plain = f"{shown:,f}"
        grouping, point = self._separators()
        written = plain.translate({ord(","): grouping, ord("."): point})
        if written[0] == "-" and self.direction == "rtl":
            # Without the mark, the sign would jump behind the number.
            written = f"{_LEFT_TO_RIGHT_MARK}−{written[1:]}"
        return native_digits(written, self.digits)

    def percent(self, share: int | Decimal, places: int = 0) -> str:
        """Return a share of one as a percentage: 0.125 as ``13%``, ``۱۳٪``, ``13 %``."""
        sign = {"ru": "\u00a0%", "fa": "٪"}.get(_spoken(self.language), "%")
        return self.number(Decimal(share) * 100, places) + sign

    def native(self, text: str) -> str:
        """Return a text with its digits as this reader writes them."""
        return native_digits(text, self.digits)

    def _separators(self) -> tuple[str, str]:
        if self.digits == Digits.ARABEXT:
            return "٬", "٫"
        return ("\u00a0", ",") if _spoken(self.language) == "ru" else (",", ".")


def _date(day: date) -> date:
    """Return the day alone, so that a moment and its day share one place in the cache."""
    return day.date() if isinstance(day, datetime) else day


def _spoken(language: str) -> str:
    primary = language.replace("_", "-").partition("-")[0].lower()
    return primary if primary in WORDS else "en"


@lru_cache(maxsize=64)
def _words(language: str) -> Words:
    return WORDS[_spoken(language)]


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise ValueError(
            f"There is no time zone {name!r}; use a name as Asia/Tehran."
        ) from unknown


def _fields(calendar: Calendar, day: date) -> tuple[int, int, int]:
    return jalali_of(day) if calendar == Calendar.JALALI else (day.year, day.month, day.day)


@lru_cache(maxsize=16384)
def _day(language: str, calendar: Calendar, digits: Digits, day: date) -> str:
    words = _words(language)
    year, month, number = _fields(calendar, day)
    name = words.months_of[calendar][month - 1]
    return native_digits(words.day.format(d=number, m=name, y=year), digits)


@lru_cache(maxsize=16384)
def _short_day(language: str, calendar: Calendar, digits: Digits, day: date) -> str:
    pattern = _words(language).short[calendar]
    year, month, number = _fields(calendar, day)
    text = pattern.format(d=f"{number:02}", m=f"{month:02}", y=f"{year:04}")
    return native_digits(text, digits)
