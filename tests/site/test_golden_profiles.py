"""The profiles of the golden scenario: natural, whole, and nothing that would be refused."""

import csv
import re

import pytest

from accord.apps.partnering.adapters import quality
from accord.apps.partnering.adapters.facts import Written
from accord.apps.partnering.enums import ProfileKind, ProfileState
from accord.site.demo.partnering import Told, facts_of, told_profiles
from accord.site.demo.story import SOURCES
from tests import make

LANGUAGES = {"IR": "fa", "RU": "ru"}
SCRIPTS = {"fa": "[\u0600-\u06ff]", "ru": "[\u0400-\u04ff]", "en": "[A-Za-z]"}
OFFERS = {ProfileKind.TECHNOLOGY_OFFER, ProfileKind.BUSINESS_OFFER}
TOLD = told_profiles(SOURCES / "profiles")
ENDED = [told for told in TOLD if told.get("state") != ProfileState.DRAFT]


def language_of(told: Told) -> str:
    language: str = told.get("language", LANGUAGES[told["key"][:2]])
    return language


def companies() -> dict[str, dict[str, str]]:
    with (SOURCES / "organisations.csv").open(encoding="utf-8") as stream:
        return {row["Code *"]: row for row in csv.DictReader(stream)}


def test_every_company_of_the_delegation_and_of_its_partners_has_a_profile() -> None:
    assert {told["key"].partition("/")[0] for told in TOLD} == companies().keys()
    assert len({told["key"] for told in TOLD}) == len(TOLD) == 101


def test_one_side_mostly_offers_and_the_other_mostly_seeks() -> None:
    offers = {
        side: [told["kind"] in OFFERS for told in TOLD if told["key"].startswith(side)]
        for side in LANGUAGES
    }

    assert {told["kind"] for told in TOLD} == set(ProfileKind.values)
    assert sum(offers["IR"]) > len(offers["IR"]) / 2
    assert sum(offers["RU"]) < len(offers["RU"]) / 3


@pytest.mark.parametrize("told", ENDED, ids=lambda told: str(told["key"]))
def test_what_goes_to_review_has_all_that_its_kind_says_and_nothing_refused(told: Told) -> None:
    row = companies()[told["key"].partition("/")[0]]
    names = tuple(name for column, name in row.items() if column.startswith("Name") and name)
    facts = facts_of(told, language=LANGUAGES[told["key"][:2]], today=make.TODAY)

    found = quality.findings(Written(ProfileKind(told["kind"]), facts, names))

    assert {one.code for one in found} <= {"one-language"}


@pytest.mark.parametrize("told", ENDED, ids=lambda told: str(told["key"]))
def test_a_description_is_sixty_to_a_hundred_and_fifty_words_of_its_language(told: Told) -> None:
    letters = re.findall(SCRIPTS[language_of(told)], told["description"])

    assert 60 <= len(told["description"].split()) <= 150
    assert len(letters) > len(told["description"]) * 0.6


def test_persian_is_written_with_its_own_letters_and_half_spaces() -> None:
    persian = [str(told) for told in TOLD if language_of(told) == "fa"]

    assert not any(re.search("[يكة]", text) for text in persian)
    assert not any(re.search(r"\sن?می ", text) for text in persian)
