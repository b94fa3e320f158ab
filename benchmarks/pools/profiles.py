"""Thousands of valid profiles of two sides, varied from those of the golden scenario."""

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accord.apps.core.enums import Visibility
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.enums import CodeScheme
from accord.apps.directory.models import Code, Organisation
from accord.apps.partnering.enums import ProfileState
from accord.apps.partnering.models import Profile
from accord.engine.text import fold

GOLDEN = Path(__file__).parents[2] / "examples" / "golden" / "profiles"
ENDS = re.compile(r"(?<=[.!?؟])\s+")
TEXTS = ("title", "summary", "advantages", "specification", "partner_role")
LISTS = ("partner_kinds", "partnerships", "countries", "goals")
EXCHANGED = 3  # sentences of a description that come from a neighbour of the same field
ONE_SIDE = "IR"  # by whose code the sources' keys begin; all others are the other side's

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A profile of the scenario, in which language, and its neighbours' sentences."""

    told: Told
    language: str
    around: tuple[str, ...]


def sources(folder: Path = GOLDEN) -> list[Source]:
    """Return the profiles of the scenario in the order of their keys."""
    found: list[Source] = []
    for path in sorted(folder.glob("*.toml")):
        book: list[Told] = tomllib.loads(path.read_text("utf-8"))["profiles"]
        said = [(language_of(one["description"]), one) for one in book]
        for language, one in said:
            others = [each for own, each in said if own == language and each is not one]
            around = [line for each in others for line in ENDS.split(each["description"])]
            found.append(Source(one, language, tuple(around)))
    return sorted(found, key=lambda one: str(one.told["key"]))


def language_of(text: str) -> str:
    """Return the language by its letters; the scenario knows three."""
    if re.search("[\u0600-\u06ff]", text):
        return "fa"
    return "ru" if re.search("[\u0400-\u04ff]", text) else "en"


def varied(source: Source, dice: random.Random) -> str:
    """Return the description in another order, some sentences exchanged for neighbours'."""
    lines = ENDS.split(source.told["description"])
    dice.shuffle(lines)
    others = dice.sample(source.around, min(EXCHANGED, len(source.around)))
    return " ".join([*lines[: max(1, len(lines) - EXCHANGED)], *others])


def add_profiles(organisations: Sequence[Organisation], *, seed: int = 7) -> list[Profile]:
    """Give each organisation a published profile; those at even places are of one side."""
    dice = random.Random(seed)  # noqa: S311 -- a benchmark, not a secret
    known = sources()
    sides = (
        [one for one in known if one.told["key"].startswith(ONE_SIDE)],
        [one for one in known if not one.told["key"].startswith(ONE_SIDE)],
    )
    drawn = [dice.choice(sides[number % 2]) for number in range(len(organisations))]
    made = [
        _profile(number, organisation, source, dice)
        for number, (organisation, source) in enumerate(zip(organisations, drawn, strict=True))
    ]
    Profile.objects.bulk_create(made, batch_size=500)
    codes = {(code.scheme, code.code): code for code in Code.objects.all()}
    through = Profile.codes.through
    through.objects.bulk_create(
        (
            through(profile=profile, code=codes[key])
            for profile, source in zip(made, drawn, strict=True)
            for key in _codes(source.told)
            if key in codes
        ),
        batch_size=500,
    )
    return made


def _profile(
    number: int, organisation: Organisation, source: Source, dice: random.Random
) -> Profile:
    told, language, now = source.told, source.language, timezone.now()
    words = {name: LocalizedText.of(told[name], language) for name in TEXTS if name in told}
    title = str(told["title"])
    return Profile(
        reference=f"{told['kind']}-2025-{number:05d}",
        kind=told["kind"],
        organisation=organisation,
        owner_id=organisation.owner_id,
        state=ProfileState.PUBLISHED,
        visibility=Visibility.SHARED,
        created_at=now - timedelta(minutes=number),
        submitted_at=now,
        published_at=now - timedelta(minutes=number),
        expires_on=now.date() + timedelta(days=300),
        description=LocalizedText.of(varied(source, dice), language),
        trl=told.get("trl"),
        sort_title=fold(title),
        search_text=fold(title),
        **words,
        **{name: told[name] for name in LISTS if name in told},
    )


def _codes(told: Told) -> Iterator[tuple[str, str]]:
    yield from ((CodeScheme.FIELD, code) for code in told.get("technologies", ()))
    yield from ((CodeScheme.ACTIVITY, code) for code in told.get("markets", ()))
