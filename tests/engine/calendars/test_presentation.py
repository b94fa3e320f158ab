from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from timeit import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.engine.calendars import Calendar, Digits, Presentation
from accord.engine.text import parse_decimal, parse_integer
from tests.engine.calendars.viewers import ENGLISH, EVERYBODY, PERSIAN, RUSSIAN

TUESDAY = date(2025, 12, 2)
MORNING = datetime(2025, 12, 2, 5, 35, tzinfo=UTC)
TWENTY_MINUTES = timedelta(minutes=20)
VIEWERS = (ENGLISH, PERSIAN, RUSSIAN)


@pytest.mark.parametrize(
    ("method", "english", "persian", "russian"),
    [
        ("day", "2 December 2025", "۱۱ آذر ۱۴۰۴", "2 декабря 2025\u00a0г."),
        ("month", "December 2025", "آذر ۱۴۰۴", "декабрь 2025\u00a0г."),
        ("weekday", "Tuesday", "سه\u200cشنبه", "вторник"),
        (
            "long_day",
            "Tuesday, 2 December 2025",
            "سه\u200cشنبه ۱۱ آذر ۱۴۰۴",
            "вторник, 2 декабря 2025\u00a0г.",
        ),
        ("short_day", "2025-12-02", "۱۴۰۴/۰۹/۱۱", "02.12.2025"),
        (
            "both_days",
            "2 December 2025 (11 Azar 1404)",
            "۱۱ آذر ۱۴۰۴ (۲ دسامبر ۲۰۲۵)",
            "2 декабря 2025\u00a0г. (11 азара 1404\u00a0г.)",
        ),
    ],
)
def test_a_day_is_said_in_each_readers_own_way(
    method: str, english: str, persian: str, russian: str
) -> None:
    assert [getattr(viewer, method)(TUESDAY) for viewer in VIEWERS] == [english, persian, russian]


def test_the_other_calendar_keeps_language_and_digits() -> None:
    assert [viewer.other.short_day(TUESDAY) for viewer in VIEWERS] == [
        "1404/09/11",
        "۲۰۲۵/۱۲/۰۲",
        "11.09.1404",
    ]
    assert [viewer.other.month(TUESDAY) for viewer in VIEWERS] == [
        "Azar 1404",
        "دسامبر ۲۰۲۵",
        "азар 1404\u00a0г.",
    ]


@pytest.mark.parametrize(
    ("last", "english", "persian", "russian"),
    [
        (date(2025, 12, 2), "2 December 2025", "۱۱ آذر ۱۴۰۴", "2 декабря 2025\u00a0г."),
        (date(2025, 12, 5), "2–5 December 2025", "۱۱ تا ۱۴ آذر ۱۴۰۴", "2–5 декабря 2025\u00a0г."),
        (
            date(2026, 1, 1),
            "2 December 2025 – 1 January 2026",
            "۱۱ آذر ۱۴۰۴ تا ۱۱ دی ۱۴۰۴",
            "2 декабря 2025\u00a0г. – 1 января 2026\u00a0г.",
        ),
    ],
)
def test_a_stretch_of_days_names_a_common_month_once(
    last: date, english: str, persian: str, russian: str
) -> None:
    assert [viewer.days(TUESDAY, last) for viewer in VIEWERS] == [english, persian, russian]


def test_the_clock_is_that_of_the_reader() -> None:
    assert [viewer.clock(MORNING) for viewer in VIEWERS] == ["08:35", "۰۹:۰۵", "08:35"]
    assert PERSIAN.clock(time(9, 5)) == "۰۹:۰۵"


def test_a_moment_falls_on_the_readers_own_day() -> None:
    late = datetime(2025, 12, 2, 20, 45, tzinfo=UTC)

    assert ENGLISH.moment(late) == "2 December 2025, 23:45"
    assert PERSIAN.moment(late) == "۱۲ آذر ۱۴۰۴، ساعت ۰۰:۱۵"
    assert RUSSIAN.moment(late) == "2 декабря 2025\u00a0г., 23:45"


def test_a_span_names_the_days_only_when_they_differ() -> None:
    assert PERSIAN.span(MORNING, MORNING + TWENTY_MINUTES) == "۰۹:۰۵–۰۹:۲۵"
    assert ENGLISH.span(MORNING, MORNING + timedelta(days=1)) == (
        "2 December 2025, 08:35 – 3 December 2025, 08:35"
    )


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="does not say its time zone"):
        ENGLISH.clock(MORNING.replace(tzinfo=None))


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="There is no time zone 'Asia/Minsk'"):
        Presentation(time_zone="Asia/Minsk")


@pytest.mark.parametrize(
    ("value", "places", "english", "persian", "russian"),
    [
        (0, None, "0", "۰", "0"),
        (1234567, None, "1,234,567", "۱٬۲۳۴٬۵۶۷", "1\u00a0234\u00a0567"),
        (-5, None, "-5", "\u200e−۵", "-5"),
        (Decimal("1234.50"), None, "1,234.50", "۱٬۲۳۴٫۵۰", "1\u00a0234,50"),
        (Decimal("0.125"), 2, "0.13", "۰٫۱۳", "0,13"),
        (Decimal("1E+6"), None, "1,000,000", "۱٬۰۰۰٬۰۰۰", "1\u00a0000\u00a0000"),
        (7, 2, "7.00", "۷٫۰۰", "7,00"),
    ],
)
def test_a_number_is_grouped_and_marked_in_each_readers_way(
    value: int | Decimal, places: int | None, english: str, persian: str, russian: str
) -> None:
    shown = [viewer.number(value, places) for viewer in VIEWERS]

    assert shown == [english, persian, russian]


def test_a_share_is_shown_as_a_percentage() -> None:
    half = Decimal("0.125")

    assert [viewer.percent(half) for viewer in VIEWERS] == ["13%", "۱۳٪", "13\u00a0%"]
    assert [viewer.percent(half, 1) for viewer in VIEWERS] == ["12.5%", "۱۲٫۵٪", "12,5\u00a0%"]


def test_any_text_gets_the_readers_digits() -> None:
    assert PERSIAN.native("OR-2026-0001") == "OR-۲۰۲۶-۰۰۰۱"
    assert ENGLISH.native("اتاق ۱۲") == "اتاق 12"


def test_persian_is_read_from_the_right() -> None:
    assert [viewer.direction for viewer in VIEWERS] == ["ltr", "rtl", "ltr"]


def test_a_language_without_words_of_ours_is_shown_in_english() -> None:
    arabic = Presentation("ar-EG", Calendar.GREGORIAN, Digits.LATN)

    assert arabic.day(TUESDAY) == "2 December 2025"
    assert arabic.direction == "rtl"


@given(st.integers(-(10**15), 10**15), st.sampled_from(EVERYBODY))
def test_a_shown_number_is_read_back(value: int, viewer: Presentation) -> None:
    assert parse_integer(viewer.number(value)) == value


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(EVERYBODY))
def test_a_shown_fraction_is_read_back(value: Decimal, viewer: Presentation) -> None:
    assert parse_decimal(viewer.number(value), viewer.language) == value


def test_a_day_shown_again_costs_microseconds() -> None:
    PERSIAN.day(TUESDAY)

    assert min(repeat(lambda: PERSIAN.day(TUESDAY), number=1000)) < 1000 * 10e-6
