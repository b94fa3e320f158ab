"""Tasks read from JSON, and what was found written as JSON."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from accord.engine.screening.entities import Entity
from accord.engine.screening.evidence import Evidence
from accord.engine.screening.screener import Comparison, Screening, Thresholds

_LONE: Final = re.compile("[\ud800-\udfff]")
_LONGEST_NAME: Final = 2000
_MOST_NAMES: Final = 1000


@dataclass(frozen=True, slots=True)
class Task:
    """What is screened, and against what.

    Parameters
    ----------
    entities
        The lists.
    queries
        Each with one name.
    thresholds
        Those of the product, or one for all.
    """

    entities: tuple[Entity, ...]
    queries: tuple[Entity, ...]
    thresholds: Thresholds


def task_from(content: object) -> Task:
    """Read a task.

    Raises
    ------
    ValueError
        With a sentence that says what is wrong, and where.
    """
    if not isinstance(content, dict):
        raise ValueError("The file must hold an object with entities and queries.")  # noqa: TRY004 -- one kind of refusal
    entities = _rows(content, "entities", _listed)
    queries = _rows(content, "queries", _asked)
    return Task(entities, queries, _thresholds(content.get("threshold")))


def pairs_from(content: object) -> tuple[tuple[Entity, Entity], ...]:
    """Read pairs of names.

    Raises
    ------
    ValueError
        With a sentence that says what is wrong, and where.
    """
    if not isinstance(content, list):
        raise ValueError("The file must hold a list of pairs.")  # noqa: TRY004 -- one kind of refusal
    found = []
    for row, entry in enumerate(content):
        place = f"[{row}]"
        fields = _object(entry, place)
        schema = _text(fields, "schema", place, empty=True)
        one, other = (_text(fields, name, place) for name in ("name1", "name2"))
        found.append((Entity("1", schema, (one,)), Entity("2", schema, (other,))))
    return tuple(found)


def alerts(screenings: Sequence[Screening]) -> dict[str, object]:
    """Return what was found for each query, with what is needed to make it again."""
    found = {
        one.asked.key: [
            {
                "entity": hit.entity,
                "score": hit.score,
                "rank": hit.rank,
                "name": hit.name,
                "evidence": [_told(each) for each in hit.evidence],
            }
            for hit in one.hits
        ]
        for one in screenings
    }
    answer: dict[str, object] = {"alerts": found}
    if screenings:
        first = screenings[0]
        answer["engine"] = first.engine
        answer["thresholds"] = {"person": first.thresholds.person, "body": first.thresholds.body}
        answer["sources"] = [
            {
                "list": one.key,
                "version": one.version,
                "entities": one.entities,
                "sha256": one.digest,
            }
            for one in first.sources
        ]
    return answer


def verdicts(comparisons: Sequence[Comparison]) -> list[dict[str, object]]:
    """Return score, verdict and evidence of each pair, in their order."""
    return [
        {
            "score": one.score,
            "match": one.match,
            "evidence": [_told(each) for each in one.evidence],
        }
        for one in comparisons
    ]


def _told(one: Evidence) -> dict[str, object]:
    told: dict[str, object] = {"feature": one.feature.value}
    told |= {name: text for name, text in (("asked", one.asked), ("listed", one.listed)) if text}
    return told | {"likeness": one.likeness}


def _rows(
    content: Mapping[str, object], name: str, read: Callable[[Mapping[str, object], str], Entity]
) -> tuple[Entity, ...]:
    entries = content.get(name)
    if not isinstance(entries, list):
        raise ValueError(f"{name} must be a list.")  # noqa: TRY004 -- the same
    found = tuple(
        read(_object(entry, f"{name}[{row}]"), f"{name}[{row}]")
        for row, entry in enumerate(entries)
    )
    keys: set[str] = set()
    for entity in found:
        if entity.key in keys:
            raise ValueError(f"{name} holds the id {entity.key} twice.")
        keys.add(entity.key)
    return found


def _listed(fields: Mapping[str, object], place: str) -> Entity:
    names = fields.get("names")
    if not isinstance(names, list) or not 0 < len(names) <= _MOST_NAMES:
        raise ValueError(f"{place} needs names, a list of 1 to {_MOST_NAMES} texts.")
    return _entity(fields, place, tuple(_checked(name, "names", place) for name in names))


def _asked(fields: Mapping[str, object], place: str) -> Entity:
    return _entity(fields, place, (_text(fields, "name", place),))


def _entity(fields: Mapping[str, object], place: str, names: tuple[str, ...]) -> Entity:
    countries = fields.get("countries", [])
    if not isinstance(countries, list):
        raise ValueError(f"{place} has countries that are not a list.")  # noqa: TRY004 -- the same
    return Entity(
        _text(fields, "id", place),
        _text(fields, "schema", place, empty=True),
        names,
        _text(fields, "birth_date", place, empty=True),
        tuple(_checked(code, "countries", place) for code in countries),
        _text(fields, "list", place, empty=True),
    )


def _object(entry: object, place: str) -> Mapping[str, object]:
    if not isinstance(entry, dict):
        raise ValueError(f"{place} must be an object.")  # noqa: TRY004 -- the same
    return entry


def _text(fields: Mapping[str, object], name: str, place: str, *, empty: bool = False) -> str:
    value = fields.get(name)
    return "" if value in (None, "") and empty else _checked(value, name, place)


def _checked(value: object, name: str, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{place} needs {name}, a text that is not empty.")
    if len(value) > _LONGEST_NAME:
        raise ValueError(f"{place} has a {name} of more than {_LONGEST_NAME} characters.")
    if _LONE.search(value):
        raise ValueError(f"{place} has half a character (a lone surrogate) in its {name}.")
    return value


def _thresholds(value: object) -> Thresholds:
    if value is None:
        return Thresholds()
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise ValueError(f"threshold must be above 0 and at most 1, or null, not {value!r}.")
    return Thresholds(person=float(value), body=float(value))
