import pytest

from accord.engine.text import direction_of, language_direction, script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Minsk 2025", "Latn"),
        ("Ｆｕｌｌ", "Latn"),
        ("تهران ۱۴۰۴", "Arab"),
        ("Минск", "Cyrl"),
        ("Αθήνα", "Grek"),
        ("თბილისი", "Geor"),
        ("北京", "Hani"),
        ("ひらがなと漢字", "Jpan"),
        ("شرکت Nano", "Mixed"),
        ("Сloud", "Mixed"),
        ("12 %", "Zyyy"),
        ("", "Zyyy"),
    ],
)
def test_the_script_is_that_of_the_letters(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Minsk", "ltr"),
        ("تهران", "rtl"),
        ("۱۲ تهران", "rtl"),
        ("(1) Minsk تهران", "ltr"),
        ("עברית", "rtl"),
        ("12 %", "ltr"),
        ("", "ltr"),
    ],
)
def test_the_first_letter_gives_the_direction(text: str, direction: str) -> None:
    assert direction_of(text) == direction


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"),
        ("fa", "rtl"),
        ("fa-IR", "rtl"),
        ("ar_EG", "rtl"),
        ("ru", "ltr"),
        ("fa-Latn", "ltr"),
        ("az-Arab-IR", "rtl"),
        ("az", "ltr"),
    ],
)
def test_a_language_has_a_direction_unless_its_script_says_otherwise(
    language: str, direction: str
) -> None:
    assert language_direction(language) == direction
