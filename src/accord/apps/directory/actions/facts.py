"""What is said of an organisation, a person or a membership, as one value to act with."""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from accord.apps.core.enums import Visibility
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.enums import NameKind, OrganisationKind, StatusKind
from accord.apps.directory.models import Organisation, Person

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NameFacts:
    """One more name besides the official ones."""

    text: str
    language: str = ""
    kind: NameKind = NameKind.SHORT


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """Everything that can be said of an organisation.

    ``codes`` are pairs of scheme and code, ``identifiers`` pairs of register and number.
    """

    name: LocalizedText
    kind: str = OrganisationKind.COMPANY
    legal_form: str = ""
    size_class: str = ""
    summary: LocalizedText = field(default_factory=LocalizedText)
    country: str = ""
    city: LocalizedText = field(default_factory=LocalizedText)
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    website: str = ""
    email: str = ""
    phone: str = ""
    founded_year: int | None = None
    languages: tuple[str, ...] = ()
    codes: frozenset[Pair] = frozenset()
    identifiers: frozenset[Pair] = frozenset()
    other_names: frozenset[NameFacts] = frozenset()
    owner: UUID | None = None
    visibility: str = Visibility.SHARED


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Everything that can be said of a person; ``spoken`` is pairs of language and level."""

    name: LocalizedText
    title: str = ""
    email: str = ""
    phone: str = ""
    country: str = ""
    spoken: frozenset[Pair] = frozenset()
    owner: UUID | None = None
    visibility: str = Visibility.SHARED


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """A person's place in an organisation during [starts_on, ends_on)."""

    person: Person
    organisation: Organisation
    position: LocalizedText = field(default_factory=LocalizedText)
    speaks_for: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """A status that somebody gave an organisation for [starts_on, ends_on)."""

    kind: StatusKind
    issuer: LocalizedText = field(default_factory=LocalizedText)
    number: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


# What stands in rows of its own rather than in a column of the record.
_ELSEWHERE = frozenset({"codes", "identifiers", "other_names", "spoken", "owner"})


def columns_of(facts: OrganisationFacts | PersonFacts) -> dict[str, Any]:
    """Return the columns of the record itself."""
    names = (each.name for each in fields(facts) if each.name not in _ELSEWHERE)
    plain = {name: getattr(facts, name) for name in names}
    if isinstance(facts, OrganisationFacts):
        plain["languages"] = list(facts.languages)
    return plain | {"owner_id": facts.owner}


def facts_of_organisation(organisation: Organisation) -> OrganisationFacts:
    """Return what is said of it now; no query when names, identifiers and codes are loaded."""
    names = organisation.names.all()
    official = set(organisation.name.texts.values())
    return OrganisationFacts(
        **_same_columns(OrganisationFacts, organisation),
        languages=tuple(organisation.languages),
        codes=frozenset((code.scheme, code.code) for code in organisation.codes.all()),
        identifiers=frozenset(
            (each.scheme, each.value) for each in organisation.identifiers.all()
        ),
        other_names=frozenset(
            NameFacts(name.text, name.language, NameKind(name.kind))
            for name in names
            if name.kind != NameKind.OFFICIAL or name.text not in official
        ),
        owner=organisation.owner_id,
    )


def facts_of_person(person: Person) -> PersonFacts:
    """Return what is said of them now; costs no query when the languages are loaded."""
    return PersonFacts(
        **_same_columns(PersonFacts, person),
        spoken=frozenset((each.language, each.level) for each in person.spoken.all()),
        owner=person.owner_id,
    )


def changed_fields(
    before: OrganisationFacts | PersonFacts, after: OrganisationFacts | PersonFacts
) -> tuple[str, ...]:
    """Return the names of the fields that differ, in their order."""
    names = (each.name for each in fields(before))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _same_columns(kind: type, record: Organisation | Person) -> dict[str, Any]:
    elsewhere = _ELSEWHERE | {"languages"}
    return {
        each.name: getattr(record, each.name)
        for each in fields(kind)
        if each.name not in elsewhere
    }
