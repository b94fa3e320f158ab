"""Names taken apart into the parts that are compared, each with what kind of part it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from accord.engine.screening.letters import folded
from accord.engine.screening.particles import (
    PARTICLES,
    TITLES,
    is_patronymic,
    merged,
    without_article,
)


class Kind(StrEnum):
    """What kind of part a word is."""

    NAME = "name"
    PATRONYMIC = "patronymic"
    INITIAL = "initial"
    TITLE = "title"
    PARTICLE = "particle"
    WORD = "word"
    CONCEPT = "concept"
    FORM = "form"
    ACRONYM = "acronym"
    NUMBER = "number"


# What a part of a kind tells beside a name; linguistic judgement, one step apart.
TELLS: Final = {
    Kind.NAME: 1.0,
    Kind.PATRONYMIC: 0.6,
    Kind.INITIAL: 0.3,
    Kind.TITLE: 0.06,
    Kind.PARTICLE: 0.06,
    Kind.WORD: 1.0,
    Kind.CONCEPT: 0.45,
    Kind.FORM: 0.08,
    Kind.NUMBER: 0.8,
    Kind.ACRONYM: 0.8,
}


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A part of a name.

    Parameters
    ----------
    form
        Folded; compounds as one word, a concept as its key.
    kind
        What kind of part it is.
    other
        Another form that it may be compared by: the word of a concept; ``""`` for none.
    near
        Forms that it may stand for as well, less surely: meanings that share a word with its own.
    """

    form: str
    kind: Kind
    other: str = ""
    near: tuple[str, ...] = ()

    @property
    def spelled(self) -> str:
        """The word as it is spelled, not the sign of what it means; may be nothing."""
        return self.other if is_sign(self.form) else self.form


def is_sign(form: str) -> bool:
    """Return whether a form is the sign of a concept, of Unicode's private use area."""
    return len(form) == 1 and "\ue000" <= form < "\uf900"


_JOINED: Final = re.compile(r"(?<=[a-zа-яё]{3})(?=[A-ZА-ЯЁ][a-zа-яё]{2})")
_LISTED: Final = re.compile(r"\s*[,،;/؛·]\s*")
_ASIDE: Final = re.compile(r"[(\[]([^)\]]*)(?:[)\]]|$)")
_MOST_PARTS: Final = 16


@lru_cache(maxsize=16384)
def person_parts(name: str) -> tuple[Part, ...]:
    """Return the parts of a person's name, in the order written; at most 16."""
    words = folded(_JOINED.sub(" ", name)).split()
    kept = [word for place, word in enumerate(words) if word not in words[:place][-1:]]
    telling = [word for word in kept if word not in TITLES]
    # Beside a single name a title may be a name itself: Ahmad Sayyed.
    kind = Kind.TITLE if len(telling) > 1 else Kind.NAME
    titles = [Part(without_article(word), kind) for word in kept if word in TITLES]
    if not telling:
        return tuple(titles)[:_MOST_PARTS]
    parts = [_person_part(word) for word in merged(telling)]
    if all(part.kind is Kind.PARTICLE for part in parts):
        parts = [Part(part.form, Kind.NAME) for part in parts]
    return tuple(parts + titles)[:_MOST_PARTS]


def _person_part(word: str) -> Part:
    if word in PARTICLES:
        return Part(word, Kind.PARTICLE)
    if len(word) == 1:
        return Part(word, Kind.INITIAL)
    return Part(word, Kind.PATRONYMIC if is_patronymic(word) else Kind.NAME)


def spellings(name: str) -> Iterator[str]:
    """Return the names that a listed name holds: without its aside, the aside, its list.

    ``Family, Given`` is one name; three or more texts between commas are several, and so are
    two of two words each.
    """
    asides = [aside for aside in _ASIDE.findall(name) if len(aside.split()) > 1]
    plain = _ASIDE.sub(" ", name).strip()
    for text in (plain, *asides):
        several = [one for one in _LISTED.split(text) if one]
        pair = len(several) == 2  # noqa: PLR2004 -- family and given name
        if pair and min(len(one.split()) for one in several) < 2:  # noqa: PLR2004 -- the same
            yield " ".join(reversed(several))
        elif len(several) < 2:  # noqa: PLR2004 -- one name
            yield text
        else:
            yield from several
