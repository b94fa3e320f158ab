"""Cases read from a folder laid out like the open data; none of it enters the project."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from accord.engine.screening import Entity
from accord.engine.text import fold, script_of

SCRIPTS = {"cyr": "Cyrillic", "arabic": "Arabic", "persian": "Persian"}


@dataclass(frozen=True, slots=True)
class Case:
    """Names, each with the listed entities of which one must be found.

    Parameters
    ----------
    name
        As in the report.
    queries
        Who is screened.
    answers
        Key of a query to the keys of its entities; empty for one that should raise no alert.
    """

    name: str
    queries: tuple[Entity, ...]
    answers: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, and whether somebody holds them for the same."""

    one: Entity
    other: Entity
    same: bool


def entities(path: Path) -> tuple[Entity, ...]:
    """Read the list to screen against."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(
        Entity(row["id"], row["schema"], tuple(row["names"]), row["birth_date"], (), row["list"])
        for row in map(json.loads, lines)
    )


def cross_script(folder: Path, listed: Iterable[Entity]) -> tuple[Case, ...]:
    """Names in their own script, by script and schema; one of a shared name counts as found."""
    alike = sharing(listed)
    grouped: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in _rows(folder / "cross_script.csv"):
        grouped[row["schema"], row["script"]].append((row["query"], row["entity"]))
    found = []
    for schema in ("Person", "Organization"):
        for script, name in SCRIPTS.items():
            rows = grouped[schema, script]
            queries = tuple(Entity(str(n), schema, (text,)) for n, (text, _) in enumerate(rows))
            answers = {str(n): alike(entity) for n, (_, entity) in enumerate(rows)}
            found.append(Case(f"{name} {schema.lower()}s", queries, answers))
    return tuple(found)


def typos(folder: Path, listed: Iterable[Entity]) -> Case:
    """Names of the United Nations' list with typing mistakes; which entry is meant is not said."""
    rows = _rows(folder / "un_persons_with_typos.csv")
    every = frozenset(one.key for one in listed if one.source == "UN")
    queries = _customers(rows)
    return Case("UN names with typos", queries, {one.key: every for one in queries})


def harmless(folder: Path) -> Case:
    """Read customers whom no list holds."""
    queries = _customers(_rows(folder / "harmless_customers.csv"))
    return Case("harmless customers", queries, {one.key: frozenset() for one in queries})


def by_script(case: Case) -> dict[str, Case]:
    """Return a case in parts, by the script of its names."""
    parts: dict[str, list[Entity]] = defaultdict(list)
    for query in case.queries:
        parts[script_of(query.names[0])].append(query)
    return {
        f"  of them in {script}": Case(case.name, tuple(queries), case.answers)
        for script, queries in sorted(parts.items())
        if script in ("Latn", "Cyrl", "Arab")
    }


def pairs(folder: Path) -> tuple[Pair, ...]:
    """Labelled pairs of names."""
    return tuple(
        Pair(
            Entity("1", row["schema"], (row["name1"],)),
            Entity("2", row["schema"], (row["name2"],)),
            row["is_match"] == "true",
        )
        for row in _rows(folder / "name_pairs.csv")
    )


def sharing(listed: Iterable[Entity]) -> Callable[[str], frozenset[str]]:
    """Return what names an entity and all that share a name with it."""
    owners: dict[str, set[str]] = defaultdict(set)
    names: dict[str, list[str]] = {}
    for one in listed:
        names[one.key] = [" ".join(sorted(fold(name).split())) for name in one.names]
        for name in names[one.key]:
            owners[name].add(one.key)
    return lambda key: frozenset({key}.union(*(owners[name] for name in names[key])))


def _customers(rows: Iterable[dict[str, str]]) -> tuple[Entity, ...]:
    return tuple(
        Entity(str(number), "Person", (row["full_name"],), row["date_of_birth"])
        for number, row in enumerate(rows)
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
