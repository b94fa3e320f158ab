"""Names screened against lists that are held in memory."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from accord.engine.screening import evidence
from accord.engine.screening.bodies import acronym, body_parts, body_spellings
from accord.engine.screening.entities import Entity, NameKind, Source, digest_of
from accord.engine.screening.evidence import Evidence
from accord.engine.screening.index import Names
from accord.engine.screening.parts import Part, person_parts, spellings

_MOST_NAMES: Final = 400  # spellings of one listed entity


class EntityError(ValueError):
    """Something about an entity cannot be held; the message is a sentence."""


class ReplayError(ValueError):
    """A result cannot be made again here; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The score from which a name is an open hit, for each kind of name.

    Parameters
    ----------
    person, body
        Above 0, to 1.
    """

    person: float = 0.74
    body: float = 0.62

    def of(self, kind: NameKind) -> float:
        """Return the threshold of a kind."""
        return self.person if kind is NameKind.PERSON else self.body


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed entity that the one asked for may be.

    Parameters
    ----------
    entity
        Its key.
    source
        The list that it is on.
    name
        The listed name that is most alike.
    kind
        Whether it was compared as a person's name or a body's.
    score
        How alike the names are: threshold to less than 1.
    rank
        The score moved by what birth and country say; the order of hits.
    evidence
        Of the names, then beside the names.
    """

    entity: str
    source: str
    name: str
    kind: NameKind
    score: float
    rank: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """What screening one entity found; no hit means “no open hit against these lists”.

    Parameters
    ----------
    asked
        Who was screened.
    hits
        By rank, the highest first.
    sources
        The lists as they were.
    thresholds
        In force.
    engine
        The version of the engine, with the digest of its tables and rules.
    """

    asked: Entity
    hits: tuple[Hit, ...]
    sources: tuple[Source, ...]
    thresholds: Thresholds
    engine: str


class Screener:
    """Lists in memory, to screen names against.

    What is found depends on what is held and on nothing else: not on the order in which
    entities came or went, not on what was asked before.

    Parameters
    ----------
    versions
        The version of each list by its key.
    """

    def __init__(self, versions: dict[str, str] | None = None) -> None:
        self._versions = dict(versions or {})
        self._entities: dict[str, Entity] = {}
        self._digests: dict[str, bytes] = {}
        self._names = {kind: Names() for kind in NameKind}
        self._held: dict[str, list[tuple[NameKind, int]]] = {}
        self._owners: dict[NameKind, dict[int, _Listed]] = {kind: {} for kind in NameKind}
        self._sources: tuple[Source, ...] | None = None

    def add(self, entities: Iterable[Entity]) -> None:
        """Take entities in.

        Raises
        ------
        EntityError
            When a key is held already, or an entity has no name; nothing of it is held then.
        """
        for entity in entities:
            if entity.key in self._entities:
                raise EntityError(f"The lists hold the id {entity.key} twice.")
            if not entity.names:
                raise EntityError(f"The entity {entity.key} has no name.")
            self._entities[entity.key] = entity
            self._digests[entity.key] = entity.digest
            self._held[entity.key] = []
            for listed in _listed(entity):
                number = self._names[listed.kind].add(listed.parts)
                self._owners[listed.kind][number] = listed
                self._held[entity.key].append((listed.kind, number))
        self._sources = None

    def remove(self, key: str) -> None:
        """Take an entity out; nothing happens when it is not held."""
        for kind, number in self._held.pop(key, []):
            self._names[kind].remove(number)
            del self._owners[kind][number]
        self._entities.pop(key, None)
        self._digests.pop(key, None)
        self._sources = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The lists as they are now, by key."""
        if self._sources is None:
            digests: dict[str, list[bytes]] = {key: [] for key in self._versions}
            for key, entity in self._entities.items():
                digests.setdefault(entity.source, []).append(self._digests[key])
            self._sources = tuple(
                Source(key, self._versions.get(key, ""), len(some), digest_of(some))
                for key, some in sorted(digests.items())
            )
        return self._sources

    def screen(self, asked: Entity, thresholds: Thresholds | None = None) -> Screening:
        """Return the listed entities that one may be."""
        limits = thresholds or Thresholds()
        best: dict[str, tuple[float, _Listed, int, tuple[Part, ...]]] = {}
        for kind in asked.kinds:
            for parts in dict.fromkeys(_asked(asked, kind)):
                for number, score in self._names[kind].search(parts, limits.of(kind)):
                    listed = self._owners[kind][number]
                    known = best.get(listed.entity)
                    if known is None or _better((score, listed), known[:2]):
                        best[listed.entity] = (score, listed, number, parts)
        hits = [self._hit(asked, *found) for found in best.values()]
        hits.sort(key=lambda hit: (-hit.rank, hit.entity))
        return Screening(asked, tuple(hits), self.sources, limits, version())

    def _hit(
        self, asked: Entity, score: float, listed: "_Listed", number: int, parts: tuple[Part, ...]
    ) -> Hit:
        entity = self._entities[listed.entity]
        matches = self._names[listed.kind].matches(parts, number)
        beside = evidence.beside_names(asked, entity)
        return Hit(
            entity.key,
            entity.source,
            listed.name,
            listed.kind,
            round(score, 6),
            round(evidence.rank(score, beside), 6),
            evidence.of_names(parts, listed.parts, matches) + beside,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two names compared with no list around them.

    Parameters
    ----------
    score
        How alike they are, 0 to less than 1.
    match
        Whether that reaches the threshold of their kind.
    evidence
        Of the names.
    """

    score: float
    match: bool
    evidence: tuple[Evidence, ...]


def compared(asked: Entity, listed: Entity, thresholds: Thresholds | None = None) -> Comparison:
    """Compare two entities by their names alone; how rare a word is plays no part."""
    limits = thresholds or Thresholds()
    best = Comparison(0.0, match=False, evidence=())
    for kind in asked.kinds:
        names, rows = Names(thorough=True), [one for one in _listed(listed) if one.kind is kind]
        for row in rows:
            names.add(row.parts)
        for parts in dict.fromkeys(_asked(asked, kind)):
            for number, score in names.search(parts, 0.0):
                if score > best.score:
                    matches = names.matches(parts, number)
                    told = evidence.of_names(parts, rows[number].parts, matches)
                    best = Comparison(round(score, 6), score >= limits.of(kind), told)
    return best


@cache
def version() -> str:
    """Return the version of the engine: a number, and a digest of its code and tables."""
    here = Path(__file__).parent
    texts = [path.read_bytes() for path in sorted([*here.glob("*.py"), *here.glob("*.tsv")])]
    return f"1-{hashlib.sha256(b''.join(texts)).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class _Listed:
    entity: str
    name: str
    kind: NameKind
    parts: tuple[Part, ...]


_READERS: Final[dict[NameKind, Callable[[str], Iterator[tuple[Part, ...]]]]] = {
    NameKind.PERSON: lambda name: map(person_parts, spellings(name)),
    NameKind.BODY: lambda name: map(body_parts, body_spellings(name)),
}


def _asked(entity: Entity, kind: NameKind) -> Iterator[tuple[Part, ...]]:
    for name in entity.names:
        yield from filter(None, _READERS[kind](name))


def _listed(entity: Entity) -> list[_Listed]:
    found: dict[tuple[NameKind, tuple[Part, ...]], _Listed] = {}
    for kind in entity.kinds:
        for name in sorted(entity.names):
            every = list(_READERS[kind](name))
            if kind is NameKind.BODY:
                every += map(acronym, body_spellings(name))
            for parts in every:
                if parts and len(found) < _MOST_NAMES:
                    found.setdefault((kind, parts), _Listed(entity.key, name, kind, parts))
    return list(found.values())


def _better(one: tuple[float, _Listed], other: tuple[float, _Listed]) -> bool:
    """Return whether a name is the one to show: more alike, or as much and first by spelling."""
    return (-one[0], one[1].name, one[1].parts) < (-other[0], other[1].name, other[1].parts)
