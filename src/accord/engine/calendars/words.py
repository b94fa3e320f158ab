"""Names of months and weekdays, and how a day is put together, in the languages we speak."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from accord.engine.text import fold

Names = tuple[str, ...]

GREGORIAN: Final = "gregorian"
JALALI: Final = "jalali"


@dataclass(frozen=True, slots=True)
class Words:
    """How one language says a day.

    Parameters
    ----------
    weekdays
        Monday to Sunday.
    months, months_of
        Calendar to the names of its months, alone and after a day of the month.
    day, month
        Patterns with ``d`` (day), ``m`` (name of the month), ``y`` (year).
    comma, clock
        What stands between weekday and day, and between day and clock time.
    several, between
        What stands between two days of one month, and of two.
    short
        Calendar to the numeric pattern, with ``d`` and ``m`` of two digits.
    """

    weekdays: Names
    months: Mapping[str, Names]
    months_of: Mapping[str, Names]
    day: str
    month: str
    comma: str
    clock: str
    several: str
    between: str
    short: Mapping[str, str]


_ENGLISH_MONTHS: Mapping[str, Names] = {
    GREGORIAN: (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    JALALI: (
        *("Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar"),
        *("Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"),
    ),
}
_PERSIAN_MONTHS: Mapping[str, Names] = {
    GREGORIAN: (
        *("ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن"),
        *("ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"),
    ),
    JALALI: (
        *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
        *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
    ),
}
_RUSSIAN_MONTHS: Mapping[str, Names] = {
    GREGORIAN: (
        *("январь", "февраль", "март", "апрель", "май", "июнь"),
        *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
    ),
    JALALI: (
        *("фарвардин", "ордибехешт", "хордад", "тир", "мордад", "шахривар"),
        *("мехр", "абан", "азар", "дей", "бахман", "эсфанд"),
    ),
}
_RUSSIAN_MONTHS_OF: Mapping[str, Names] = {
    GREGORIAN: (
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
    JALALI: (
        *("фарвардина", "ордибехешта", "хордада", "тира", "мордада", "шахривара"),
        *("мехра", "абана", "азара", "дея", "бахмана", "эсфанда"),
    ),
}

WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "en": Words(
            weekdays=(
                *("Monday", "Tuesday", "Wednesday", "Thursday"),
                *("Friday", "Saturday", "Sunday"),
            ),
            months=_ENGLISH_MONTHS,
            months_of=_ENGLISH_MONTHS,
            day="{d} {m} {y}",
            month="{m} {y}",
            comma=", ",
            clock=", ",
            several="–",
            between=" – ",
            # Day first or month first is a guess in English, so neither is used.
            short={GREGORIAN: "{y}-{m}-{d}", JALALI: "{y}/{m}/{d}"},
        ),
        "fa": Words(
            weekdays=("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
            months=_PERSIAN_MONTHS,
            months_of=_PERSIAN_MONTHS,
            day="{d} {m} {y}",
            month="{m} {y}",
            comma=" ",
            clock="، ساعت ",
            several=" تا ",
            between=" تا ",
            short={GREGORIAN: "{y}/{m}/{d}", JALALI: "{y}/{m}/{d}"},
        ),
        "ru": Words(
            weekdays=(
                *("понедельник", "вторник", "среда", "четверг"),
                *("пятница", "суббота", "воскресенье"),
            ),
            months=_RUSSIAN_MONTHS,
            months_of=_RUSSIAN_MONTHS_OF,
            day="{d} {m} {y}\u00a0г.",
            month="{m} {y}\u00a0г.",
            comma=", ",
            clock=", ",
            several="–",
            between=" – ",
            short={GREGORIAN: "{d}.{m}.{y}", JALALI: "{d}.{m}.{y}"},
        ),
    }
)

# What else people write for a month: shortened, in another spelling, or as it is heard.
_ALSO: Mapping[str, Mapping[str, int]] = {
    GREGORIAN: {
        **{name[:3]: number for number, name in enumerate(_ENGLISH_MONTHS[GREGORIAN], 1)},
        **{name[:3]: number for number, name in enumerate(_RUSSIAN_MONTHS[GREGORIAN], 1)},
        "sept": 9,
        "февр": 2,
        "сент": 9,
        "нояб": 11,
        "می": 5,
        "جون": 6,
        "جولای": 7,
        "آگوست": 8,
        "اکتوبر": 10,
    },
    JALALI: {"امرداد": 5, "amordad": 5, "isfand": 12},
}
_WEEKDAYS_ALSO: Mapping[str, int] = {
    **{name[:3]: number for number, name in enumerate(WORDS["en"].weekdays)},
    **dict(zip(("пн", "вт", "ср", "чт", "пт", "сб", "вс"), range(7), strict=True)),
    "آدینه": 4,
}


def _key(name: str) -> str:
    """Return the name as one folded word; the half-space of سه‌شنبه folds to a space."""
    return fold(name).replace(" ", "")


def _month_names() -> Iterator[tuple[str, tuple[str, int]]]:
    for calendar in (GREGORIAN, JALALI):
        for words in WORDS.values():
            for names in (words.months[calendar], words.months_of[calendar]):
                for number, name in enumerate(names, 1):
                    yield _key(name), (calendar, number)
        for name, number in _ALSO[calendar].items():
            yield _key(name), (calendar, number)


def _weekday_names() -> Iterator[tuple[str, int]]:
    for words in WORDS.values():
        for number, name in enumerate(words.weekdays):
            yield _key(name), number
    for name, number in _WEEKDAYS_ALSO.items():
        yield _key(name), number


MONTH_CALLED: Mapping[str, tuple[str, int]] = MappingProxyType(dict(_month_names()))
WEEKDAY_CALLED: Mapping[str, int] = MappingProxyType(dict(_weekday_names()))
