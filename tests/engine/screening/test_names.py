from dataclasses import replace
from itertools import permutations

import pytest

from accord.engine.screening import Entity, Feature, Thresholds, compared
from accord.engine.screening.bodies import acronym, body_parts
from accord.engine.screening.keys import skeletons
from accord.engine.screening.letters import folded
from accord.engine.screening.particles import merged
from tests.engine.screening import make

LISTED = make.screener(
    *(make.person(f"p{row}", latin) for row, (_, latin, _) in enumerate(make.PEOPLE)),
    *(make.body(f"b{row}", latin) for row, (_, latin) in enumerate(make.BODIES)),
)


@pytest.mark.parametrize("row", range(len(make.PEOPLE)))
@pytest.mark.parametrize("ways", list(permutations(range(3), 2)))
def test_a_person_is_found_in_every_pair_of_scripts(row: int, ways: tuple[int, int]) -> None:
    asked, listed = (make.PEOPLE[row][way] for way in ways)

    assert make.hits(make.screener(make.person("1", listed)), make.person("q", asked)) == ["1"]


@pytest.mark.parametrize("row", range(len(make.PEOPLE)))
@pytest.mark.parametrize("way", [0, 2])
def test_a_person_is_told_from_other_people(row: int, way: int) -> None:
    assert make.hits(LISTED, make.person("q", make.PEOPLE[row][way])) == [f"p{row}"]


@pytest.mark.parametrize("row", range(len(make.BODIES)))
def test_an_organisation_is_found_by_what_its_words_mean(row: int) -> None:
    assert make.hits(LISTED, make.body("q", make.BODIES[row][0])) == [f"b{row}"]


@pytest.mark.parametrize(
    "name",
    [
        "عبد الرحیم",
        "عبدالرحیم",
        "عبد الرحيم",
        "Abd al-Rahim",
        "‘Abd ar-Rahim",
        "Abdul Rahim",
        "Abdurrahim",
        "Abderrahim",
        "AbdulRahim",
    ],
)
def test_a_servants_name_is_one_part_however_it_is_parted(name: str) -> None:
    (part,) = merged(folded(name).split())

    assert skeletons(part)[0] == "btrm"


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Tariq Munir", "Munir, Tariq"),
        ("TariqMunir", "Tariq Munir"),
        ("Tar iqbalov", "Tariq Balov"),
        ("Тариq Mунир", "Tariq Munir"),
        ("Sheikh Tariq Munir", "Tariq Munir"),
        ("Tariq bin Munir", "Tariq ibn Munir"),
        ("Тарик Мунирович Баланов", "Tariq Balanov"),
        ("Tarik Muneer", "Tariq Munir"),
    ],
)
def test_order_spaces_titles_and_spelling_do_not_hide_a_name(asked: str, listed: str) -> None:
    assert compared(make.person("1", asked), make.person("2", listed)).match


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Tariq Balanov", "Tariq Kadzhoev"),
        ("Tariq Munir Balanov", "Tariq Munir Kadzhoev"),
        ("Tariq", "Tariq Munir Balanov"),
        ("", "."),
        ("—", "Tariq"),
    ],
)
def test_what_only_shares_a_part_is_no_match(asked: str, listed: str) -> None:
    assert not compared(make.person("1", asked), make.person("2", listed)).match


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Общество с ограниченной ответственностью «Ветерок»", "Veterok LLC"),
        ("شرکت بازرگانی ونک با مسئولیت محدود", "Vanak Trading Co. Ltd."),
        ("НИИ «Ветерок»", "Veterok Scientific Research Institute"),
        ("Брянский завод", "Bryansk Plant"),
        ("И.К.Л. Инжиниринг", "IKL Engineering"),
    ],
)
def test_words_of_one_meaning_meet(one: str, other: str) -> None:
    assert compared(make.body("1", one), make.body("2", other)).match


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bank of Ruritania", "Bank of Zubrowka"),
        ("Veterok Trading LLC", "Rassvet Trading LLC"),
        ("Plant No. 12", "Plant No. 17"),
    ],
)
def test_general_words_alone_are_no_match(one: str, other: str) -> None:
    assert not compared(make.body("1", one), make.body("2", other)).match


def test_a_russian_acronym_is_made_of_the_meanings() -> None:
    (made,) = acronym("Veterok Electromechanical Plant")

    assert made.form.endswith("вэмз")
    assert make.hits(
        make.screener(make.body("1", "Veterok Electromechanical Plant")),
        make.body("q", "АО «ВЭМЗ»"),
    ) == ["1"]


def test_legal_forms_come_last_and_a_word_once() -> None:
    parts = body_parts("LLC Veterok Veterok LLC")

    assert [part.kind.value for part in parts] == ["word", "form"]


def test_the_evidence_says_which_part_answers_which() -> None:
    of = make.screener(make.person("1", "Khalil Yousef AL-ZAHRAWI", birth_date="3.4.1961"))

    (hit,) = of.screen(make.person("q", "خلیل الزهراوی", birth_date="1961")).hits

    assert [(one.feature, one.asked, one.listed) for one in hit.evidence] == [
        (Feature.ALIKE, "زهراوی", "zahrawi"),
        (Feature.ALIKE, "خلیل", "khalil"),
        (Feature.ONLY_LISTED, "", "yousef"),
        (Feature.BORN_SAME_YEAR, "", ""),
    ]


def test_birth_and_country_rank_and_never_clear() -> None:
    asked = make.person("q", "Tariq Balanov", birth_date="1961-04-03")
    of = make.screener(
        make.person("otherwise", "Tariq Balanov", birth_date="12.1.1930"),
        make.person("unknown", "Tariq Balanov"),
        make.person("year", "Tariq Balanov", birth_date="1961"),
        make.person("day", "Tariq Balanov", birth_date="3.4.1961"),
        Entity("country", "Person", ("Tariq Balanov",), "3.4.1961", ("IQ",)),
    )

    found = of.screen(replace(asked, countries=("IQ",))).hits

    assert [hit.entity for hit in found] == ["country", "day", "year", "unknown", "otherwise"]
    assert len({hit.score for hit in found}) == 1
    assert all(0 < hit.rank < 1 for hit in found)


def test_a_threshold_can_be_set() -> None:
    of, asked = make.screener(make.person("1", "Tariq Balanov")), make.person("q", "Tarik Balanof")
    (hit,) = of.screen(asked).hits

    assert of.screen(asked, Thresholds(person=hit.score + 0.01)).hits == ()


def test_what_may_be_either_is_compared_with_both() -> None:
    either = Entity("q", "LegalEntity", ("Veterok Balanov",))

    assert sorted(
        make.hits(
            make.screener(
                make.person("p", "Balanov Veterok"), make.body("b", "Veterok-Balanov LLC")
            ),
            either,
        )
    ) == ["b", "p"]
