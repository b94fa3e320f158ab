import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.engine.text import fold, similar, transliterate_key

NAMES = st.text(st.sampled_from("abcd xyz کیانا فن"), max_size=20)


def test_the_same_words_in_any_order_are_the_same_name() -> None:
    assert similar("Ahmadi, Ali", "ali ahmadi") == 1.0
    assert similar("شركت دانش\u200cبنيان", "شرکت دانش بنیان") == 1.0


def test_the_legal_form_tells_nothing_apart_and_nothing_alike() -> None:
    assert similar("Nano Ara LLC", "Nano Ara Company") == 0.99
    assert similar("شرکت نانو آرا", "شرکت پتروپارس") < 0.3


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Petrochimia Pars", "Petrokimia Pars"),
        ("Белмедпрепараты", "Белмедпрепарати"),
        ("پژوهشگاه پلیمر", "پژوهشگاه پليمرها"),
        ("Nano Ara Trading", "Nano Ara Tradnig"),
    ],
)
def test_a_slip_of_the_finger_stays_above_seven_tenths(left: str, right: str) -> None:
    assert 0.7 < similar(left, right) < 1


def test_strangers_and_empty_names_are_not_alike() -> None:
    assert similar("Minsk Tractor", "Pardis Polymer") < 0.3
    assert similar("", "") == 0.0
    assert similar("…", "Minsk") == 0.0


@given(NAMES, NAMES)
def test_likeness_is_a_share_and_the_same_both_ways(left: str, right: str) -> None:
    assert 0 <= similar(left, right) == similar(right, left) <= 1
    assert (similar(left, right) == 1) == (
        fold(left) != "" and set(fold(left).split()) == set(fold(right).split())
    )


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (("Ahmadi", "احمدی", "Ахмади"), "ahmd"),
        (("Mohammad", "محمّد", "Мохаммад"), "mhmd"),
        (("Shahrokh Jafari", "جعفری شاهرخ", "Джафари Шахрох"), "jfr xhr"),
        (("Qasemi", "Ghasemi", "قاسمی", "Касеми"), "ksm"),
        (("Nano Ara Company", "شرکت نانو آرا", "ООО «Нано Ара»"), "ar n"),
        (("Yazd", "یزد", "Йезд"), "azd"),
        (("Alexander", "الکساندر", "Александр"), "alksndr"),
        (("Fatemeh", "فاطمه"), "ftm"),
        (("Çelik Şahin", "Chelik Shahin"), "clk xhn"),
        (("Zone 1122", "۱۱۲۲ Zone"), "1122 zn"),
    ],
)
def test_a_name_has_one_key_in_every_script(names: tuple[str, ...], key: str) -> None:
    assert {transliterate_key(name) for name in names} == {key}
