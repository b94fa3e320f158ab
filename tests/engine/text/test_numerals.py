from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.engine.text import (
    UnreadableNumberError,
    ascii_digits,
    native_digits,
    parse_decimal,
    parse_integer,
)


def test_digits_of_any_script_become_ascii() -> None:
    assert ascii_digits("۱۴۰۴/٠٩/11 ３ ४") == "1404/09/11 3 4"


def test_digits_become_native_and_nothing_else_changes() -> None:
    assert native_digits("Tel. 021-٤٥", "arabext") == "Tel. ۰۲۱-۴۵"
    assert native_digits("۲۰ %", "arab") == "٢٠ %"
    assert native_digits("۲۰ %", "latn") == "20 %"


def test_an_unknown_system_of_digits_is_refused() -> None:
    with pytest.raises(ValueError, match="no digit system 'deva'; there are latn, arabext, arab"):
        native_digits("1", "deva")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        (" ۱۲ ", 12),
        ("۱٬۲۳۴", 1234),
        ("۱،۲۳۴", 1234),
        ("1,234", 1234),
        ("1 234 567", 1234567),
        ("1\u202f234", 1234),
        ("1'234", 1234),
        ("1.234.567", 1234567),
        ("-7", -7),
        ("−7", -7),
        ("۷-", -7),
        ("+7", 7),
        ("12.0", 12),
        ("12٫00", 12),
        ("\u200f۵\u200e", 5),
        ("007", 7),
    ],
)
def test_whole_numbers_are_read_as_people_write_them(text: str, value: int) -> None:
    assert parse_integer(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        ("۱٫۵", "1.5"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,5", "1234.5"),
        ("۱٬۲۳۴٫۵", "1234.5"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        (".5", "0.5"),
        ("-0.5", "-0.5"),
        ("1.234", "1.234"),
    ],
)
def test_fractions_are_read_as_people_write_them(text: str, value: str) -> None:
    assert parse_decimal(text) == Decimal(value)


def test_a_lone_comma_before_three_digits_is_settled_by_the_language() -> None:
    assert parse_decimal("1,234", "en") == Decimal(1234)
    assert parse_decimal("۱,۲۳۴", "fa") == Decimal(1234)
    assert parse_decimal("1,234", "ru-RU") == Decimal("1.234")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "number.empty"),
        (" \u200f ", "number.empty"),
        ("1,234", "number.ambiguous"),
        ("1,23,4", "number.grouping"),
        ("12 34", "number.grouping"),
        ("1 234,567.8.9", "number.grouping"),
        ("1.5 000", "number.grouping"),
        ("1٫5٫0", "number.grouping"),
        ("twelve", "number.not-a-number"),
        ("12D5", "number.not-a-number"),
        ("1e5", "number.not-a-number"),
        ("12 kg", "number.not-a-number"),
        ("-5-", "number.not-a-number"),
        ("--5", "number.not-a-number"),
        ("5,", "number.not-a-number"),
        (",", "number.not-a-number"),
        ("½", "number.not-a-number"),
        ("nan", "number.not-a-number"),
        ("1" * 41, "number.too-long"),
    ],
)
def test_what_is_no_number_or_two_numbers_is_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(UnreadableNumberError) as refusal:
        parse_decimal(text)

    assert refusal.value.code == code
    assert refusal.value.facts == {"text": text[:40]}


@pytest.mark.parametrize(
    ("text", "code"), [("1.5", "number.not-whole"), ("1.234", "number.ambiguous")]
)
def test_a_whole_number_has_no_fraction(text: str, code: str) -> None:
    with pytest.raises(UnreadableNumberError) as refusal:
        parse_integer(text)

    assert refusal.value.code == code


@given(st.integers(-(10**18), 10**18), st.sampled_from(["latn", "arabext", "arab"]))
def test_a_number_written_with_groups_is_read_back(value: int, system: str) -> None:
    for separator in (",", " ", "٬", "'"):
        text = native_digits(f"{value:,}".replace(",", separator), system)

        assert parse_integer(text) == value


@given(st.decimals(-(10**12), 10**12, places=3), st.sampled_from(["latn", "arabext"]))
def test_a_decimal_written_in_persian_is_read_back(value: Decimal, system: str) -> None:
    text = f"{value:,f}".replace(",", "٬").replace(".", "٫")

    assert parse_decimal(native_digits(text, system)) == value


@given(st.text())
def test_any_text_is_a_number_or_a_refusal_in_a_sentence(text: str) -> None:
    said = "42."
    try:
        parse_integer(text)
    except UnreadableNumberError as refusal:
        said = str(refusal)

    assert said.endswith(".")
