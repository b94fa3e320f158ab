"""What the quality check says of a profile, and what it leaves alone."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from accord.apps.core.localised import LocalizedText
from accord.apps.partnering.adapters import quality, wording
from accord.apps.partnering.adapters.facts import ProfileFacts, Written
from accord.apps.partnering.enums import ProfileKind, Stage, Weight
from accord.apps.partnering.workflow import LEFT_OUT, OBLIGATORY
from tests import make
from tests.apps.partnering import profiles

pytestmark = pytest.mark.django_db

OFFER = ProfileKind.TECHNOLOGY_OFFER


def said(**changes: Any) -> list[tuple[str, str]]:
    """Return code and field of what is found in a good offer with these changes."""
    written = Written(OFFER, profiles.facts(**changes), names=("Vega Works", "وگا ورکس"))
    return [(each.code, each.field) for each in quality.findings(written)]


def test_nothing_is_said_of_a_good_profile() -> None:
    assert said() == []


@pytest.mark.parametrize("kind", ProfileKind)
def test_an_empty_profile_lacks_exactly_what_its_kind_must_say(kind: ProfileKind) -> None:
    found = quality.findings(Written(kind, ProfileFacts()))

    missing = {each.field for each in found if each.code == "missing"}
    assert missing == OBLIGATORY[kind]
    assert not missing & LEFT_OUT[kind]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"summary": make.text("Membranes.", fa="غشا")}, [("short", "summary")]),
        (
            {
                "title": make.text("Clay membrane"),
                "summary": make.text("Clay membrane!", fa="…"),
            },
            [("short", "summary"), ("title-again", "summary")],
        ),
        ({"summary": make.text(profiles.SUMMARY)}, [("one-language", "summary")]),
        (
            {"advantages": make.text("The best and a unique membrane.")},
            [("boast", "advantages"), ("no-figure", "advantages")],
        ),
        ({"advantages": make.text("The best: 1.1 kWh.")}, []),
        ({"advantages": make.text("بهترین غشا با ۱٫۱ کیلووات‌ساعت", "fa")}, []),
        (
            {"advantages": make.text("Уникальная мембрана.", "ru")},
            [("boast", "advantages"), ("no-figure", "advantages")],
        ),
        ({"trl": 2}, [("stage-and-readiness", "trl")]),
        ({"stage": Stage.MARKET, "trl": 9}, []),
        ({"partner_kinds": ()}, [("no-partner", "partner_kinds")]),
        ({"stage": ""}, [("missing", "stage")]),
        (
            {"partner_role": make.text("Write to sara@vega.example.")},
            [("contacts", "partner_role")],
        ),
        (
            {"partner_role": make.text("Call +98 21 8888 1234."), "is_anonymous": True},
            [("contacts-of-anonymous", "partner_role")],
        ),
        (
            {"partner_role": make.text("با وگا ورکس کار کنید.", "fa"), "is_anonymous": True},
            [("own-name", "partner_role")],
        ),
        ({"partner_role": make.text("Builds pumps with Vega Works.")}, []),
        (
            {"partner_role": make.text("An armoured hull. It stops ballistic tests.")},
            [("near-weapons", "partner_role")],
        ),
        (
            {"partner_role": make.text("Builds weapons.")},
            [("weapons", "partner_role")],
        ),
    ],
)
def test_each_check_finds_what_it_is_for(
    changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert said(**changes) == expected


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("A guided weapon for infantry.", ["weapon"]),
        ("Sensors for military use.", ["military use"]),
        ("ساخت سلاح‌های سبک", ["سلاح"]),
        ("حسگر برای کاربردهای نظامی", ["کاربردهای نظامی"]),
        ("Датчик военного назначения", ["военного назначения"]),
        ("Производство боеприпасов", ["боеприпасов"]),
    ],
)
def test_weapons_are_refused_in_three_languages(text: str, refused: list[str]) -> None:
    assert wording.weapons_in(text)[0] == refused


@pytest.mark.parametrize(
    "text",
    [
        "The sensor is not for military use.",
        "A scanner that detects weapons in luggage.",
        "Robot for demining and munition clearance.",
        "کاربرد غیر نظامی دارد.",
        "شناسایی سلاح در فرودگاه",
        "Изделие не для военных целей.",
        "Обнаружение оружия в багаже.",
        "Ракета-носитель для спутников связи.",
        "An explosion-proof motor for explosive atmospheres.",
        "موشک حامل ماهواره",
    ],
)
def test_what_may_be_civil_is_never_refused_but_looked_at(text: str) -> None:
    refused, doubtful = wording.weapons_in(text)

    assert refused == []
    assert doubtful != []


@pytest.mark.parametrize(
    "text",
    [
        "A robot arm, a spray gun, a storage tank and a milling target.",
        "کاربرد غیرنظامی دارد.",
        "Armature and reinforcement of concrete.",
        "آب انار و رب گوجه، صادرات به ارمنستان",
        "Арматура, гранатовый сок и армянский коньяк.",
        "Launch of a start-up; shell and tube heat exchanger.",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert wording.weapons_in(text) == ([], [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to info@vega.ir today.", ["info@vega.ir"]),
        ("See www.vega.example and vega.com.", ["www.vega.example", "vega.com"]),
        ("تلفن ۰۲۱۸۸۸۸۱۲۳۴", ["02188881234"]),
        ("Тел. +7 (495) 123-45-67", ["+7 (495) 123-45-67"]),
        ("Telegram: @vega_works", ["@vega_works"]),
    ],
)
def test_contacts_are_found_in_any_script(text: str, found: list[str]) -> None:
    assert wording.contacts_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "GOST 12.1.004-91, 2 000 000 rubles, 0.5-0.7 mm, 1404/09/11",
        "Version 2.0.1 runs from 09:00 to 17:30 at 1,100,000 cycles.",
        "ISO 9001:2015, EN 1090-2, doi 10.1016/j.cej.2020.1234567",
    ],
)
def test_figures_and_norms_are_no_contacts(text: str) -> None:
    assert wording.contacts_in(text) == []


@pytest.mark.parametrize("language", ["fa", "ru"])
def test_every_check_speaks_the_reader_s_language(language: str) -> None:
    sentences = [str(check.message) for check in quality.CHECKS]
    with translation.override(language):
        translated = [str(check.message) for check in quality.CHECKS]

    assert set(sentences) & set(translated) == set()


def test_what_is_grave_comes_first() -> None:
    changes = {"partner_role": make.text("Builds weapons."), "stage": "", "partner_kinds": ()}
    found = quality.findings(Written(OFFER, profiles.facts(**changes)))

    assert [each.weight for each in found] == [Weight.REFUSED, Weight.MISSING, Weight.ADVICE]


def test_what_a_kind_has_no_place_for_is_not_read() -> None:
    request = replace(profiles.facts(), advantages=LocalizedText.of("Weapons."))

    found = quality.findings(Written(ProfileKind.TECHNOLOGY_REQUEST, request))

    assert "weapons" not in {each.code for each in found}
