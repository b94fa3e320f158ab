"""Why a name is an open hit: what was compared, what it came to, a sentence for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from accord.engine.screening.entities import Entity, days, years
from accord.engine.screening.index import Match
from accord.engine.screening.letters import ACRONYM
from accord.engine.screening.parts import Kind, Part, is_sign
from accord.engine.screening.vocabulary import RELATED
from accord.engine.screening.words import meaning_of_sign


class Feature(StrEnum):
    """What speaks for or against a hit."""

    SAME = "same"
    ALIKE = "alike"
    MEANING = "meaning"
    INITIAL = "initial"
    JOINED = "joined"
    ACRONYM = "acronym"
    ONLY_ASKED = "only-asked"
    ONLY_LISTED = "only-listed"
    BORN_SAME_DAY = "born-same-day"
    BORN_SAME_YEAR = "born-same-year"
    BORN_OTHERWISE = "born-otherwise"
    SAME_COUNTRY = "same-country"


# English, to be translated; %(asked)s and %(listed)s are words of the two names.
SENTENCES: Final = {
    Feature.SAME: "“%(asked)s” stands in the listed name too.",
    Feature.ALIKE: "“%(asked)s” sounds like “%(listed)s” of the listed name.",
    Feature.MEANING: "“%(asked)s” means the same as “%(listed)s” of the listed name.",
    Feature.INITIAL: "“%(asked)s” and “%(listed)s” are a name and its initial.",
    Feature.JOINED: "“%(asked)s” and “%(listed)s” differ in where words are parted.",
    Feature.ACRONYM: "“%(asked)s” may be made of the first letters of the listed name.",
    Feature.ONLY_ASKED: "“%(asked)s” has no counterpart in the listed name.",
    Feature.ONLY_LISTED: "“%(listed)s” of the listed name has no counterpart.",
    Feature.BORN_SAME_DAY: "The day of birth is the same.",
    Feature.BORN_SAME_YEAR: "The year of birth is the same.",
    Feature.BORN_OTHERWISE: "The years of birth differ; that alone clears nobody.",
    Feature.SAME_COUNTRY: "A country is the same.",
}
# What a feature beside the name moves a hit in the order; none moves it over the threshold.
RANKS: Final = {
    Feature.BORN_SAME_DAY: 0.6,
    Feature.BORN_SAME_YEAR: 0.35,
    Feature.BORN_OTHERWISE: -0.25,
    Feature.SAME_COUNTRY: 0.15,
}
_CLOSE_YEARS: Final = 1  # sources differ so much about one person
_SURE: Final = 0.995
_RELATED: Final = float(np.float32(RELATED))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a hit.

    Parameters
    ----------
    feature
        Its kind; `SENTENCES` has its sentence.
    asked, listed
        The words that it is about, as compared; ``""`` where there are none.
    likeness
        How alike they are, 0 to 1; 1 where it is not about words.
    """

    feature: Feature
    asked: str = ""
    listed: str = ""
    likeness: float = 1.0


def of_names(
    asked: Sequence[Part], listed: Sequence[Part], matches: Sequence[Match]
) -> tuple[Evidence, ...]:
    """Return what two names have in common and what not, the most telling first."""
    found = [_of_match(asked, listed, match) for match in matches]
    there = {row for one in matches for row in range(one.asked, one.asked + one.ones)}
    back = {row for one in matches for row in range(one.held, one.held + one.others)}
    found += [
        Evidence(Feature.ONLY_ASKED, asked=_told(part), likeness=0.0)
        for row, part in enumerate(asked)
        if row not in there
    ]
    found += [
        Evidence(Feature.ONLY_LISTED, listed=_told(part), likeness=0.0)
        for row, part in enumerate(listed)
        if row not in back
    ]
    return tuple(found)


def beside_names(asked: Entity, listed: Entity) -> tuple[Evidence, ...]:
    """Return what birth and country say; they rank, they never clear."""
    found: list[Evidence] = []
    mine, theirs = years(asked.birth_date), years(listed.birth_date)
    if days(asked.birth_date) & days(listed.birth_date):
        found.append(Evidence(Feature.BORN_SAME_DAY))
    elif mine & theirs:
        found.append(Evidence(Feature.BORN_SAME_YEAR))
    elif mine and theirs and min(abs(a - b) for a in mine for b in theirs) > _CLOSE_YEARS:
        found.append(Evidence(Feature.BORN_OTHERWISE))
    if set(asked.countries) & set(listed.countries):
        found.append(Evidence(Feature.SAME_COUNTRY))
    return tuple(found)


def rank(score: float, beside: Sequence[Evidence]) -> float:
    """Return the place in the order of hits, above 0 and below 1; see `RANKS`.

    What speaks for a hit takes it part of the way to 1, what speaks against it part of the
    way to 0.
    """
    place = score
    for one in beside:
        move = RANKS[one.feature]
        place += move * (1 - place) if move > 0 else move * place
    return place


def _of_match(asked: Sequence[Part], listed: Sequence[Part], match: Match) -> Evidence:
    mine = asked[match.asked : match.asked + match.ones]
    theirs = listed[match.held : match.held + match.others]
    one, other = " ".join(map(_told, mine)), " ".join(map(_told, theirs))
    return Evidence(_feature(mine, theirs, match), one, other, round(match.likeness, 4))


def _feature(mine: Sequence[Part], theirs: Sequence[Part], match: Match) -> Feature:
    if match.ones > 1 or match.others > 1:
        return Feature.JOINED
    one, other = mine[0], theirs[0]
    if other.kind is Kind.ACRONYM:
        return Feature.ACRONYM
    if one.spelled == other.spelled and one.spelled:
        return Feature.SAME
    meanings = {one.form, one.other, *one.near} & {other.form, other.other} - {""}
    if meanings and (match.likeness > _SURE or match.likeness == _RELATED):
        return Feature.MEANING
    if (len(one.spelled) == 1) != (len(other.spelled) == 1):
        return Feature.INITIAL
    return Feature.ALIKE


def _told(part: Part) -> str:
    return part.spelled.removeprefix(ACRONYM) or (
        meaning_of_sign(part.form) if is_sign(part.form) else part.form
    )
