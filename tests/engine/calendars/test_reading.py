from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.engine.calendars import (
    Presentation,
    UnreadableClockError,
    UnreadableDayError,
    clock_of_fraction,
    day_of_jalali,
    jalali_of,
    parse_clock,
    parse_day,
)
from tests.engine.calendars.viewers import ENGLISH, EVERYBODY, PERSIAN

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2025-12-02",
        "2025-12-02T00:00:00",
        "2025-12-02 00:00",
        "20251202",
        "02.12.2025",
        "2/12/2025",
        "2 December 2025",
        "2nd of Dec. 2025",
        "December 2, 2025",
        "Tuesday, 2 December 2025",
        "2 декабря 2025 г.",
        "2 дек. 2025",
        "вт, 02.12.2025",
        "۲ دسامبر ۲۰۲۵",
        "1404/09/11",
        "1404-9-11",
        "14040911",
        "11.09.1404",
        "۱۴۰۴/۹/۱۱",
        "١٤٠٤/٠٩/١١",
        "\u200f۱۴۰۴/۰۹/۱۱\u200f",
        "11 آذر 1404",
        "سه\u200cشنبه ۱۱ آذر ۱۴۰۴",
        "سه شنبه، ۱۱ آذرماه سال ۱۴۰۴ ه.ش",
        "11 Azar 1404",
        "11 азар 1404",
        "11 азара 1404 года",
    ],
)
def test_one_day_is_read_in_every_way_it_is_written(text: str) -> None:
    assert parse_day(text, PERSIAN) == date(2025, 12, 2)


def test_the_golden_trap_is_a_thursday() -> None:
    day = parse_day("13 Azar 1404")

    assert day == date(2025, 12, 4)
    assert ENGLISH.long_day(day) == "Thursday, 4 December 2025"
    assert PERSIAN.long_day(day) == "پنجشنبه ۱۳ آذر ۱۴۰۴"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "day.empty"),
        (" \u200f", "day.empty"),
        ("soon", "day.unreadable"),
        ("12 2025", "day.unreadable"),
        ("1/2/3/2025", "day.unreadable"),
        ("2:12:2025", "day.unreadable"),
        ("2025-12-02 09:00", "day.unreadable"),
        ("2 December or 3 December 2025", "day.unreadable"),
        ("۲۰ رمضان ۱۴۴۷", "day.unreadable"),
        ("1404 1405 11", "day.unreadable"),
        ("9" * 5000, "day.unreadable"),
        ("02.12.25", "day.short-year"),
        ("۴/۹/۱۱", "day.short-year"),
        ("1000-01-01", "day.year"),
        ("2 December 2999", "day.year"),
        ("12/25/2025", "day.impossible"),
        ("2025-00-10", "day.impossible"),
        ("11 Azar 2025", "day.two-calendars"),
        ("2 December 1404", "day.two-calendars"),
    ],
)
def test_what_is_no_day_is_refused_with_a_code_and_an_example(text: str, code: str) -> None:
    with pytest.raises(UnreadableDayError) as refusal:
        parse_day(text, PERSIAN)

    assert refusal.value.code == code
    assert refusal.value.facts == {"text": text.strip()[:60], "example": "۱۴۰۴/۰۹/۱۱"}


@pytest.mark.parametrize(
    ("text", "month", "last"),
    [
        ("31 Azar 1404", "Azar 1404", "30"),
        ("30 اسفند 1404", "Esfand 1404", "29"),
        ("31.04.2025", "April 2025", "30"),
        ("29 февраля 2025", "February 2025", "28"),
        ("32 December 2025", "December 2025", "31"),
    ],
)
def test_a_day_after_the_end_of_its_month_is_told_the_end(
    text: str, month: str, last: str
) -> None:
    with pytest.raises(UnreadableDayError) as refusal:
        parse_day(text)

    assert refusal.value.code == "day.impossible"
    assert (refusal.value.facts["month"], refusal.value.facts["last"]) == (month, last)


def test_the_leap_day_of_a_leap_year_is_read() -> None:
    assert parse_day("30 Esfand 1403") == date(2025, 3, 20)
    assert parse_day("29.02.2024") == date(2024, 2, 29)


def test_a_wrong_weekday_is_refused_and_the_right_one_named() -> None:
    with pytest.raises(UnreadableDayError) as refusal:
        parse_day("جمعه ۱۳ آذر ۱۴۰۴", PERSIAN)

    assert refusal.value.code == "day.weekday"
    assert refusal.value.facts["weekday"] == "پنجشنبه"


@given(DAYS, st.sampled_from(EVERYBODY))
def test_whatever_is_shown_is_read_back(day: date, viewer: Presentation) -> None:
    for shown in (viewer.day(day), viewer.long_day(day), viewer.short_day(day), str(day)):
        assert parse_day(shown, viewer) == day


@given(DAYS)
def test_the_two_calendars_count_the_same_days(day: date) -> None:
    assert day_of_jalali(*jalali_of(day)) == day


@pytest.mark.parametrize(("year", "march"), [(1399, 20), (1400, 21), (1403, 20), (1404, 21)])
def test_the_new_year_falls_on_the_official_day(year: int, march: int) -> None:
    assert day_of_jalali(year, 1, 1) == date(year + 621, 3, march)


@given(st.text())
def test_any_text_is_a_day_or_a_refusal_in_a_sentence(text: str) -> None:
    said = "read."
    try:
        parse_day(text)
    except UnreadableDayError as refusal:
        said = str(refusal)

    assert said.endswith(".")


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:00", time(9)),
        ("09:00:00", time(9)),
        ("۹:۳۰", time(9, 30)),
        ("\u200f۰۹:۳۰", time(9, 30)),
        ("9.30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("0930", time(9, 30)),
        ("930", time(9, 30)),
        ("ساعت ۹:۳۰", time(9, 30)),
        ("9:30 PM", time(21, 30)),
        ("9 a.m.", time(9)),
        ("12 am", time(0)),
        ("12:15 pm", time(12, 15)),
        ("۹:۳۰ ب.ظ", time(21, 30)),
        ("۹:۳۰ ق.ظ.", time(9, 30)),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, clock: time) -> None:
    assert parse_clock(text) == clock


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "clock.empty"),
        ("9", "clock.unreadable"),
        ("noon", "clock.unreadable"),
        ("9:5", "clock.unreadable"),
        ("-9:00", "clock.unreadable"),
        ("24:00", "clock.impossible"),
        ("9:60", "clock.impossible"),
        ("13 pm", "clock.impossible"),
        ("0 am", "clock.impossible"),
    ],
)
def test_what_is_no_time_of_day_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableClockError) as refusal:
        parse_clock(text)

    assert (refusal.value.code, refusal.value.facts) == (code, {"text": text})


@given(st.integers(0, 24 * 60 - 1))
def test_a_fraction_of_a_day_is_a_time(minutes: int) -> None:
    clock = time(minutes // 60, minutes % 60)

    assert clock_of_fraction(minutes / (24 * 60)) == clock
    assert parse_clock(PERSIAN.clock(clock)) == clock


@pytest.mark.parametrize("number", [-0.1, 1.0, 45993.4, float("nan")])
def test_a_number_outside_one_day_is_no_time(number: float) -> None:
    with pytest.raises(UnreadableClockError) as refusal:
        clock_of_fraction(number)

    assert refusal.value.code == "clock.impossible"
