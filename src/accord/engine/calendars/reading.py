"""Days and clock times as people write them, in any of our languages, calendars and digits."""

import re
from datetime import date, time

from accord.engine.calendars.presentation import Calendar, Presentation
from accord.engine.calendars.solar_hijri import (
    FIRST_YEAR,
    LAST_YEAR,
    day_of_jalali,
    days_in_month,
)
from accord.engine.calendars.words import MONTH_CALLED, WEEKDAY_CALLED
from accord.engine.text import ascii_digits, clean, fold

_LAST_GREGORIAN_YEAR = 2400
_LONGEST = 60  # characters of a day; longer is a sentence
_EXAMPLE = date(2025, 12, 2)
_MINUTES_OF_A_DAY = 24 * 60

_DAY_MESSAGES = {
    "day.empty": "There is no day here.",
    "day.unreadable": "This is not a day as we can read it.",
    "day.short-year": "The year is not written with four digits.",
    "day.year": "The year is neither a Solar Hijri nor a Gregorian one of our time.",
    "day.impossible": "The calendar has no such day.",
    "day.two-calendars": "The month belongs to one calendar and the year to another.",
    "day.weekday": "The day is another day of the week.",
}
_CLOCK_MESSAGES = {
    "clock.empty": "There is no time here.",
    "clock.unreadable": "This is not a time of day as we can read it.",
    "clock.impossible": "The day has no such time.",
}


class UnreadableDayError(ValueError):
    """A text is not a day, or not one that exists, or can be read in two ways.

    Parameters
    ----------
    code
        ``day.empty``, ``day.unreadable``, ``day.short-year``, ``day.year``, ``day.impossible``,
        ``day.two-calendars`` or ``day.weekday``; for programs and for the sentence in
        the reader's language.
    facts
        Always ``text`` and ``example``, a day as this reader may write it. With
        ``day.impossible`` and a month that exists also ``month`` and ``last``, its last day;
        with ``day.weekday`` also ``weekday``, the right one.
    """

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(_DAY_MESSAGES[code])
        self.code = code
        self.facts = facts


class UnreadableClockError(ValueError):
    """A text or a number is not a time of day; ``code`` and ``facts`` (``text``) say why."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(_CLOCK_MESSAGES[code])
        self.code = code
        self.facts = {"text": text[:_LONGEST]}


_MIDNIGHT = re.compile(r"(?<=[0-9])[ T]00:00(:00(\.0+)?)?$")
_SEPARATED = re.compile(r"[^:;+=%*()]*")
_NUMBER = re.compile(r"([0-9]{1,4})(?:st|nd|rd|th|го|е)?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
# Words around a day that say nothing new; folded.
_SILENT = frozenset(map(fold, ("of", "the", "г", "год", "года", "سال", "ماه", "مورخ", "روز")))
_SILENT |= frozenset(map(fold, ("ه", "ش", "هش", "شمسی", "خورشیدی", "م", "میلادی")))
_MONTH_ENDING = "ماه"


def parse_day(text: str, presentation: Presentation | None = None) -> date:
    """Read a day: ``2025-12-02``, ``۱۴۰۴/۹/۱۱``, ``11 Azar 1404``, ``2 декабря 2025 г.``.

    A year from 1200 to 1600 is Solar Hijri, one from 1601 to 2400 Gregorian, whatever
    the reader's own calendar. In figures the day stands before the month when the year
    comes last. A weekday may be given; it must be the right one.

    Parameters
    ----------
    text
        What was written or found in a cell; midnight after the day is forgiven.
    presentation
        Who reads the refusal: its example and names are in this reader's words.

    Raises
    ------
    UnreadableDayError
        When it is no day, the calendar has no such day, or the year is short.
    """
    return _Reading(text, presentation or Presentation()).day()


class _Reading:
    """One attempt to read a day, with what its refusal would say."""

    def __init__(self, text: str, viewer: Presentation) -> None:
        self.text = text.strip()
        self.viewer = viewer

    def refusal(self, code: str, **facts: str) -> UnreadableDayError:
        example = self.viewer.short_day(_EXAMPLE)
        return UnreadableDayError(code, text=self.text[:_LONGEST], example=example, **facts)

    def day(self) -> date:
        plain = _MIDNIGHT.sub("", ascii_digits(self.text))
        words = fold(plain).split()
        if not words:
            raise self.refusal("day.empty")
        if len(plain) > _LONGEST or not _SEPARATED.fullmatch(plain):
            raise self.refusal("day.unreadable")
        if len(words) == 1 and (compact := _COMPACT.fullmatch(words[0])):
            words = list(compact.groups())
        weekdays, month, numbers = self._sorted(words)
        found = self._resolved(month, numbers)
        if any(weekday != found.weekday() for weekday in weekdays):
            raise self.refusal("day.weekday", weekday=self.viewer.weekday(found))
        return found

    def _sorted(self, words: list[str]) -> tuple[list[int], tuple[str, int] | None, list[str]]:
        """Return the weekdays, the named month and the numbers among the words."""
        weekdays: list[int] = []
        months: list[tuple[str, int]] = []
        numbers: list[str] = []
        # The second half of a weekday that Persian writes in two: سه شنبه.
        joined = re.sub(r"\b(سه|پنج|یک|دو|چهار) شنبه\b", r"\1شنبه", " ".join(words)).split()
        for word in joined:
            if number := _NUMBER.fullmatch(word):
                numbers.append(number[1])
            elif month := MONTH_CALLED.get(word) or MONTH_CALLED.get(
                word.removesuffix(_MONTH_ENDING)
            ):
                months.append(month)
            elif word in WEEKDAY_CALLED:
                weekdays.append(WEEKDAY_CALLED[word])
            elif word not in _SILENT:
                raise self.refusal("day.unreadable")
        if len(months) > 1 or len(numbers) != 3 - len(months):
            raise self.refusal("day.unreadable")
        return weekdays, months[0] if months else None, numbers

    def _resolved(self, month: tuple[str, int] | None, numbers: list[str]) -> date:
        if len(numbers[-1]) == 4 and len(numbers[0]) < 3:  # noqa: PLR2004 -- digits of a year and of a day
            numbers.reverse()
        if len(numbers[0]) != 4:  # noqa: PLR2004 -- digits of a year
            raise self.refusal("day.short-year")
        if any(len(number) > 2 for number in numbers[1:]):  # noqa: PLR2004 -- digits of a month or day
            raise self.refusal("day.unreadable")
        year, *others = map(int, numbers)
        if not FIRST_YEAR <= year <= _LAST_GREGORIAN_YEAR:
            raise self.refusal("day.year")
        calendar = Calendar.JALALI if year <= LAST_YEAR else Calendar.GREGORIAN
        if month is None:
            return self._existing(calendar, year, others[0], others[1])
        if month[0] != calendar:
            raise self.refusal("day.two-calendars")
        return self._existing(calendar, year, month[1], others[0])

    def _existing(self, calendar: Calendar, year: int, month: int, day: int) -> date:
        """Return the day; ``month`` and ``day`` may be anything."""
        make = day_of_jalali if calendar is Calendar.JALALI else date
        try:
            return make(year, month, day)
        except ValueError:
            facts = {} if not 1 <= month <= 12 else self._about(calendar, year, month)  # noqa: PLR2004 -- a year has twelve months
            raise self.refusal("day.impossible", **facts) from None

    def _about(self, calendar: Calendar, year: int, month: int) -> dict[str, str]:
        if calendar is Calendar.JALALI:
            first, last = day_of_jalali(year, month, 1), days_in_month(year, month)
        else:
            first = date(year, month, 1)
            last = (date(year + month // 12, month % 12 + 1, 1) - first).days
        viewer = self.viewer if self.viewer.calendar == calendar else self.viewer.other
        return {"month": viewer.month(first), "last": viewer.native(str(last))}


_CLOCK = re.compile(
    r"(?:ساعت )?([0-9]{1,2})(?:[:.٫h] ?([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?)?"
    r" ?(am|a\.m\.|pm|p\.m\.|ق\.?ظ\.?|ب\.?ظ\.?)?"
)
_BARE = re.compile(r"([0-9]{1,2})([0-9]{2})")


def parse_clock(text: str) -> time:
    """Read a time of day: ``9:00``, ``۹:۳۰``, ``9.30``, ``0930``, ``9:30 pm``, ``ساعت ۹:۳۰``.

    Raises
    ------
    UnreadableClockError
        When it is no time of day. An hour alone, as ``9``, is refused, for it is more often a
        number in the wrong cell; with am or pm it is read.
    """
    plain = " ".join(ascii_digits(clean(text)).replace("\u200c", "").casefold().split())
    if not plain:
        raise UnreadableClockError("clock.empty", text)
    if bare := _BARE.fullmatch(plain):
        hour, minute, second, half = bare[1], bare[2], "0", ""
    elif (found := _CLOCK.fullmatch(plain)) and (found[2] or found[4]):
        hour, minute, second, half = found[1], found[2] or "0", found[3] or "0", found[4] or ""
    else:
        raise UnreadableClockError("clock.unreadable", text)
    try:
        return time(_hour(int(hour), half), int(minute), int(second))
    except ValueError:
        raise UnreadableClockError("clock.impossible", text) from None


def _hour(hour: int, half: str) -> int:
    """Return the hour of the day of a twelve-hour clock, if ``half`` names one."""
    if not half:
        return hour
    if not 1 <= hour <= 12:  # noqa: PLR2004 -- the hours on that clock
        raise ValueError(half)
    return hour % 12 + (12 if half[0] in "pب" else 0)


def clock_of_fraction(fraction: float) -> time:
    """Return the time of day that a spreadsheet keeps as a share of a day, to the minute.

    Raises
    ------
    UnreadableClockError
        When the number is not from 0 up to, but not including, 1.
    """
    if not 0 <= fraction < 1:
        raise UnreadableClockError("clock.impossible", str(fraction))
    minutes = min(round(fraction * _MINUTES_OF_A_DAY), _MINUTES_OF_A_DAY - 1)
    return time(minutes // 60, minutes % 60)
