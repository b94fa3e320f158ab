from datetime import date

import pytest

from accord.engine.calendars import (
    DayOff,
    UnknownCountryError,
    WorkingWeek,
    moved_working_days,
    public_holidays,
)

FRIDAY = date(2025, 12, 5)
SATURDAY = date(2025, 12, 6)


def test_friday_is_a_weekend_on_one_side_and_a_working_day_on_the_other() -> None:
    one = WorkingWeek(weekend=frozenset({4}))
    other = WorkingWeek(weekend=frozenset({5, 6}))

    assert (one.is_working(FRIDAY), one.reason(FRIDAY)) == (False, DayOff.WEEKEND)
    assert (other.is_working(FRIDAY), other.reason(FRIDAY)) == (True, None)
    assert (one.is_working(SATURDAY), other.is_working(SATURDAY)) == (True, False)


def test_a_holiday_says_its_name() -> None:
    week = WorkingWeek(frozenset({5, 6}), {FRIDAY: "Founders' Day"})

    assert week.reason(FRIDAY) == DayOff.HOLIDAY
    assert week.holiday(FRIDAY) == "Founders' Day"
    assert week.holiday(SATURDAY) == ""


def test_a_weekend_day_that_was_moved_is_worked() -> None:
    week = WorkingWeek(frozenset({5, 6}), workdays=frozenset({SATURDAY}))

    assert week.is_working(SATURDAY)


@pytest.mark.parametrize("weekend", [frozenset({7}), frozenset(range(7))])
def test_a_week_that_makes_no_sense_is_refused(weekend: frozenset[int]) -> None:
    with pytest.raises(ValueError, match=r"week"):
        WorkingWeek(weekend)


def test_a_working_week_does_not_change_behind_ones_back() -> None:
    holidays = {FRIDAY: "Founders' Day"}
    week = WorkingWeek(frozenset(), holidays)

    holidays.clear()

    assert not week.is_working(FRIDAY)


def test_public_holidays_are_named_in_the_language_if_it_is_known() -> None:
    victory = date(2025, 5, 9)

    assert public_holidays("BY", [2025], "ru")[victory] == "День Победы"
    assert public_holidays("by", [2025], "fa")[victory] == "Victory Day"
    assert public_holidays("IR", [2025], "fa-IR")[date(2025, 2, 10)] == "پیروزی انقلاب اسلامی"


def test_holidays_come_in_the_order_of_days_with_plain_dates_in_their_names() -> None:
    found = public_holidays("BY", [2026, 2025])

    assert list(found) == sorted(found)
    assert {day.year for day in found} == {2025, 2026}
    assert found[date(2025, 1, 6)] == "Day off (substituted from 2025-01-11)"


def test_weekend_days_worked_for_others_are_known() -> None:
    assert moved_working_days("BY", [2025]) == {
        date(2025, 1, 11),
        date(2025, 4, 26),
        date(2025, 7, 12),
        date(2025, 12, 20),
    }


@pytest.mark.parametrize("country", ["XX", "", "Belarus", "__class__"])
def test_an_unknown_country_is_refused(country: str) -> None:
    with pytest.raises(UnknownCountryError) as refusal:
        public_holidays(country, [2025])

    assert refusal.value.facts == {"country": country}
