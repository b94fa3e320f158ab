"""Which days a party works, and why not on the others."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

_WEEKDAYS = range(7)
# How the American dates inside English names of moved days are written: 01/11/2025.
_DATE_IN_A_NAME = re.compile(r"\b([0-9]{2})/([0-9]{2})/([0-9]{4})\b")


class DayOff(StrEnum):
    """Why nobody works on a day."""

    HOLIDAY = "holiday"
    WEEKEND = "weekend"


class UnknownCountryError(ValueError):
    """We have no holidays of this country; ``facts`` holds its ``country`` code."""

    code = "calendar.unknown-country"

    def __init__(self, country: str) -> None:
        super().__init__(f"There are no public holidays on file for the country {country!r}.")
        self.facts = {"country": country}


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """The working days of one party.

    Parameters
    ----------
    weekend
        Days of the week without work, Monday 0 to Sunday 6.
    holidays
        Day to the name of the holiday.
    workdays
        Days that are worked although they fall on a weekend, as when a day off was moved.
    """

    weekend: frozenset[int]
    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekend <= set(_WEEKDAYS):
            raise ValueError(f"A week has the days 0 to 6, not {sorted(self.weekend)}.")
        if len(self.weekend) == len(_WEEKDAYS):
            raise ValueError("A week without a working day is not a working week.")
        object.__setattr__(self, "holidays", MappingProxyType(dict(self.holidays)))

    def is_working(self, day: date) -> bool:
        """Tell whether the party works on this day."""
        return self.reason(day) is None

    def reason(self, day: date) -> DayOff | None:
        """Return why the party does not work on this day; ``None`` when it works."""
        if day in self.holidays:
            return DayOff.HOLIDAY
        if day.weekday() in self.weekend and day not in self.workdays:
            return DayOff.WEEKEND
        return None

    def holiday(self, day: date) -> str:
        """Return the name of the holiday on this day; ``""`` when there is none."""
        return self.holidays.get(day, "")


def public_holidays(
    country: str, years: Iterable[int], language: str = "en"
) -> Mapping[date, str]:
    """Return the public holidays of a country, in the order of the days.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2 code.
    years
        Gregorian years.
    language
        Of the names, if they are known in it; otherwise English, otherwise the country's.

    Raises
    ------
    UnknownCountryError
        When the country is unknown.

    Notes
    -----
    A proposal for a person to check: moon-based holidays of coming years are estimated (their
    names say so), and governments move days at short notice.
    """
    found = _calendar(country, years, language)
    return MappingProxyType({day: _name(found[day]) for day in sorted(found)})


def moved_working_days(country: str, years: Iterable[int]) -> frozenset[date]:
    """Return the weekend days of these years that a country works in exchange for others.

    Raises
    ------
    UnknownCountryError
        When the country is unknown.
    """
    wanted = frozenset(years)
    found = _calendar(country, wanted, "en")
    return frozenset(day for day in found.weekend_workdays if day.year in wanted)


def _calendar(country: str, years: Iterable[int], language: str) -> Any:
    # Knows 250 countries and takes a moment to load; few processes need it.
    import holidays  # noqa: PLC0415 -- heavy, and only needed when a party takes its holidays over

    code = country.upper()
    if code not in holidays.list_supported_countries():
        raise UnknownCountryError(country)
    kind: Any = getattr(holidays, code)
    spoken = language.replace("-", "_").partition("_")[0]
    known = [name for name in kind.supported_languages if name.partition("_")[0] == spoken]
    english = [name for name in kind.supported_languages if name.startswith("en")]
    chosen = next(iter((*known, *english)), None)
    return holidays.country_holidays(code, years=sorted(set(years)), language=chosen)


def _name(name: str) -> str:
    return _DATE_IN_A_NAME.sub(r"\3-\1-\2", name)
