"""The profiles of the benchmark: varied, of two sides, valid."""

import random

import pytest

from accord.apps.partnering.models import Profile
from benchmarks.pools.profiles import add_profiles, language_of, sources, varied
from tests import make

SOURCES = sources()


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 -- no secret


def test_the_language_is_known_by_its_letters() -> None:
    assert [language_of(text) for text in ("نمک", "соль", "salt")] == ["fa", "ru", "en"]
    assert {one.language for one in SOURCES} <= {"fa", "ru", "en"}


@pytest.mark.parametrize("seed", range(3))
def test_a_seed_varies_a_text_alike_and_another_seed_otherwise(seed: int) -> None:
    source = SOURCES[0]
    first = varied(source, dice(seed))

    assert varied(source, dice(seed)) == first
    assert varied(source, dice(seed + 1)) != first
    assert first != source.told["description"]
    assert language_of(first) == source.language


@pytest.mark.django_db
def test_every_organisation_gets_a_valid_profile_of_its_own_side() -> None:
    organisations = [make.organisation() for _ in range(4)]

    made = add_profiles(organisations)

    valid = [profile for profile in Profile.objects.all() if profile.is_valid_on(make.TODAY)]
    assert {profile.organisation_id for profile in valid} == {one.pk for one in organisations}
    assert [profile.owner_id for profile in made] == [one.owner_id for one in organisations]
    assert len({str(profile.description) for profile in made}) == 4
