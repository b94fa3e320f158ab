"""A profile as the matching engine reads it: its words, its facts, its sentences."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from accord.apps.directory.enums import CodeScheme
from accord.apps.partnering.models import Profile, ProfileVector
from accord.engine.matching import (
    Document,
    Entry,
    Kind,
    Passages,
    Statement,
    Vectors,
)

SAID = ("title", "summary", "description", "advantages", "specification", "partner_role")
_SETS = (
    "fields", "markets", "partnerships", "roles_sought", "countries_sought", "languages",
)  # fmt: skip


def document_of(profile: Profile) -> Document:
    """Return the words of a profile in the language in which it was written."""
    language = (profile.description or profile.title).source
    said = [getattr(profile, name).in_language(language) for name in SAID]
    return Document(str(profile.pk), "\n".join(text for text in said if text), language)


def statement_of(profile: Profile) -> Statement:
    """Return the facts of a profile; its codes and its organisation are loaded."""
    organisation = profile.organisation
    codes = [(code.scheme, code.code) for code in profile.codes.all()]
    spoken = {*organisation.languages, document_of(profile).language}
    return Statement(
        kind=Kind(profile.kind),
        organisation=str(organisation.pk),
        country=organisation.country,
        role=organisation.kind,
        fields=frozenset(code for scheme, code in codes if scheme == CodeScheme.FIELD),
        markets=frozenset(code for scheme, code in codes if scheme == CodeScheme.ACTIVITY),
        partnerships=frozenset(profile.partnerships),
        roles_sought=frozenset(profile.partner_kinds),
        countries_sought=frozenset(profile.countries),
        languages=frozenset(spoken),
        readiness=profile.trl or 0,
    )


def facts_from(statement: Statement) -> dict[str, Any]:
    """Return the facts as JSON."""
    plain: dict[str, Any] = {
        name: getattr(statement, name)
        for name in ("kind", "organisation", "country", "role", "readiness")
    }
    return plain | {name: sorted(getattr(statement, name)) for name in _SETS}


def statement_from(facts: Mapping[str, Any]) -> Statement:
    """Return what `facts_from` wrote down."""
    sets: dict[str, Any] = {name: frozenset(facts[name]) for name in _SETS}
    plain = {name: facts[name] for name in ("organisation", "country", "role", "readiness")}
    return Statement(kind=Kind(facts["kind"]), **plain, **sets)


def document_from(row: ProfileVector) -> Document:
    """Return the words that a model read."""
    return Document(str(row.profile_id), row.text, row.language)


def without_title(document: Document) -> Document:
    """Return what a profile says below its title, which stands above it on every page anyway."""
    below = document.text.partition("\n")[2]
    return replace(document, text=below) if below.strip() else document


def vector_from(row: ProfileVector) -> Vectors:
    """Return what it made of them."""
    return np.frombuffer(row.vector, "<f4").astype(np.float32)


def entry_from(row: ProfileVector) -> Entry:
    """Return a profile as it is held in a pool."""
    return Entry(document_from(row), vector_from(row), statement_from(row.facts))


def passages_from(row: ProfileVector) -> Passages:
    """Return the sentences of a profile with their vectors."""
    said = tuple(row.sentences)
    vectors = np.frombuffer(row.sentence_vectors, "<f2").astype(np.float32)
    return Passages(document_from(row), said, vectors.reshape(len(said), -1), row.model)


def written_down(vectors: Vectors) -> bytes:
    """Return a vector as it is stored."""
    return vectors.astype("<f4").tobytes()


def sentences_written_down(passages: Passages) -> bytes:
    """Return the vectors of sentences as they are stored; half as exact, which is plenty."""
    return passages.vectors.astype("<f2").tobytes()
