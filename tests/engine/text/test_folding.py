import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.engine.text import clean, fold

LETTERS = st.text(
    st.sampled_from(
        "aAéÉßİıſﬁŞğёЁйЙїيىئكکةهۀآأؤءـًّٰ۱٣9०½Ⅷ\u200c\u200d\u200f'’ʻ-«»،٬ \n\tＡ日がㄱ각\u0345"
    )
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كيان", "کیان"),
        ("موسى", "موسی"),
        ("مسئول", "مسیول"),
        ("مؤسسة", "موسسه"),
        ("خانۀ", "خانه"),
        ("آریا", "اريا"),
        ("امضاء", "امضا"),
        ("مُحَمَّد", "محمد"),
        ("سـلام", "سلام"),
        ("نیم\u200cفاصله", "نیم فاصله"),
        ("\u202bتهران\u202c", "تهران"),
        ("قطعهٔ ۱۲", "قطعه ١٢"),
        ("Ёлка", "елка"),
        ("İstanbul", "istanbul"),
        ("ISPARTA", "isparta"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("Ｆｕｌｌ", "full"),
        ("O‘g‘li", "o'g'li"),
        ("Nano-Tech, Ltd.", "nano tech ltd"),
        ("  two\u00a0 spaces\n", "two spaces"),
        ("a\u0301", "á"),
    ],
)
def test_spellings_a_clerk_calls_the_same_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("май", "маи"), ("їжак", "іжак"), ("خانه", "خان"), ("कि", "क"), ("が", "か")],
)
def test_marks_that_make_another_letter_are_kept(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_the_key_of_a_mixed_line_reads_as_plain_words() -> None:
    assert fold("«نانو‌تِک» ۱۲ – Ёж & Śka") == "نانو تک 12 еж ska"


def test_punctuation_alone_has_no_key() -> None:
    assert fold(" …«»\u200c! ") == ""


@given(st.one_of(st.text(), LETTERS))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(LETTERS)
def test_case_and_composition_do_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(text.casefold()) == fold(text)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("\ufeffمتن\u200f", "متن"),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("nul\x00 bell\x07", "nul bell"),
        ("12\u00a0000\u202fkg\t", "12 000 kg"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("line  \n  next", "line\nnext"),
        ("می\u200cشود\u200c", "می\u200cشود"),
        ("cafe\u0301", "café"),
        ("half \ud83d pair", "half  pair"),
        ("soft\u00adhyphen", "softhyphen"),
        ("kept \ufffd", "kept \ufffd"),
        (" \u00a0\u200e ", ""),
    ],
)
def test_only_what_can_be_seen_is_stored(raw: str, stored: str) -> None:
    assert clean(raw) == stored


def test_only_persian_text_gets_persian_letters() -> None:
    assert clean("علي كيان", language="fa") == "علی کیان"
    assert clean("علي كيان", language="fa-IR") == "علی کیان"
    assert clean("علي كيان", language="ar") == "علي كيان"
    assert clean("علي كيان") == "علي كيان"


@given(st.one_of(st.text(), LETTERS), st.sampled_from(["", "fa"]))
def test_stored_text_is_already_clean_and_can_be_written_to_a_file(
    text: str, language: str
) -> None:
    stored = clean(text, language)

    assert clean(stored, language) == stored
    assert stored.encode().decode() == stored
