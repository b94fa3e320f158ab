"""The Solar Hijri (Jalali) calendar, counted in Gregorian days."""

from datetime import date
from functools import lru_cache

from persiantools.jdatetime import JalaliDate

FIRST_YEAR, LAST_YEAR = 1200, 1600  # what a written year must lie between to mean this calendar


@lru_cache(maxsize=16384)
def jalali_of(day: date) -> tuple[int, int, int]:
    """Return year, month (1 to 12) and day of the month of a Gregorian day, from 622 on.

    References
    ----------
    The leap years are those of the official calendar of Iran, 1178 to 1501 by the 33-year
    rule, later ones corrected by the equinox (as `persiantools` tabulates them).
    """
    jalali = JalaliDate.to_jalali(day)  # type: ignore[no-untyped-call]  # -- the library types half of it
    return jalali.year, jalali.month, jalali.day


def day_of_jalali(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a Jalali one.

    Raises
    ------
    ValueError
        When the calendar has no such day, as 31 Azar, or 30 Esfand of a common year.
    """
    if not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):  # noqa: PLR2004 -- a year has twelve months
        raise ValueError(f"The Solar Hijri calendar has no day {year}/{month}/{day}.")
    jalali = JalaliDate(year, month, day)  # type: ignore[no-untyped-call]  # -- as above
    return jalali.to_gregorian()


def days_in_month(year: int, month: int) -> int:
    """Return how many days a month (1 to 12) of a Jalali year has."""
    return int(JalaliDate.days_in_month(month, year))
