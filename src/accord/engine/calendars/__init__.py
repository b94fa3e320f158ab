"""Days, clock times and numbers in each reader's language, calendar and digits, and back.

>>> from accord.engine.calendars import Calendar, Digits, Presentation, parse_day
"""

from accord.engine.calendars.presentation import Calendar, Digits, Presentation
from accord.engine.calendars.reading import (
    UnreadableClockError,
    UnreadableDayError,
    clock_of_fraction,
    parse_clock,
    parse_day,
)
from accord.engine.calendars.solar_hijri import day_of_jalali, jalali_of
from accord.engine.calendars.working import (
    DayOff,
    UnknownCountryError,
    WorkingWeek,
    moved_working_days,
    public_holidays,
)
from accord.engine.calendars.zones import city_of_zone, zones

__all__ = [
    "Calendar",
    "DayOff",
    "Digits",
    "Presentation",
    "UnknownCountryError",
    "UnreadableClockError",
    "UnreadableDayError",
    "WorkingWeek",
    "city_of_zone",
    "clock_of_fraction",
    "day_of_jalali",
    "jalali_of",
    "moved_working_days",
    "parse_clock",
    "parse_day",
    "public_holidays",
    "zones",
]
