import pytest

from accord.engine.matching import UNKNOWN, Document, language_of
from accord.engine.matching.lexical import WordIndex, counted
from accord.engine.matching.terms import terms


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We are looking for a partner who can coat our implants.", "en"),
        ("Мы ищем партнёра, который нанесёт покрытие на наши имплантаты.", "ru"),
        ("ما به دنبال شریکی هستیم که ایمپلنت‌های ما را پوشش دهد.", "fa"),
        ("نبحث عن شريك يمكنه طلاء الغرسات التي ننتجها.", "ar"),
        ("Шукаємо партнера, який може нанести покриття на наші імпланти.", "uk"),
        ("Імплантаты з пакрыццём, якія мы вырабляем у нашай краіне.", "be"),
        ("Implantlarımızı kaplayabilecek bir ortak arıyoruz.", "tr"),
        ("Біз имплантаттарымызды жабатын серіктес іздейміз.", "kk"),
        ("Wir suchen einen Partner, der unsere Implantate beschichtet.", "de"),
        ("12 345,6 %", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_the_language_of_a_sentence_is_told_by_its_letters(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("كتاب‌هاي فني", "کتاب های فنی", "fa"),
        ("полимерные покрытия", "Полимерных покрытий", "ru"),
        ("coated implants", "coating implant", "en"),
    ],
)
def test_forms_of_a_word_are_one(one: str, other: str, language: str) -> None:
    assert terms(one, language) == terms(other, language)


def test_rare_words_weigh_more_and_other_languages_nothing() -> None:
    held = [
        Document("a", "pump for water", "en"),
        Document("b", "valve for water", "en"),
        Document("c", "valve for steam and oil and gas and air", "en"),
        Document("d", "pump for water", "de"),
    ]
    index = WordIndex(counted(held))
    for document in held:
        index.add(document)

    found = index.scores(Document("q", "a pump, or a valve", "en")).tolist()

    assert found[0] > found[1] > found[2] > found[3] == 0
