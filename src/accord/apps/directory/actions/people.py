"""Things people do to records of people, one by one or hundreds at once."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from accord.apps.core import actions as core
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.references import next_references
from accord.apps.directory import policies
from accord.apps.directory.actions import names
from accord.apps.directory.actions.facts import (
    PersonFacts,
    changed_fields,
    columns_of,
    facts_of_person,
)
from accord.apps.directory.enums import Deed
from accord.apps.directory.errors import NameMissingError
from accord.apps.directory.models import Person, SpokenLanguage
from accord.apps.directory.queries import records as queries

PREFIX = "PE"
# What people may change about themselves.
CONTACTS = frozenset({"title", "email", "phone", "spoken"})

Change = tuple[Person, PersonFacts]


def register_person(acting: Acting, facts: PersonFacts) -> Person:
    """Add a person to the directory.

    Raises
    ------
    NameMissingError
        When there is no name in any language.
    """
    return register_people(acting, [facts])[0]


def register_people(acting: Acting, entries: Sequence[PersonFacts]) -> list[Person]:
    """Add many people; a constant number of queries for every 500.

    Raises
    ------
    NameMissingError
        When one of them has no name; nobody is added then.
    """
    for owner in {facts.owner for facts in entries}:
        policies.may_register(acting, owner).require()
    _check(entries)
    with transaction.atomic():
        references = next_references(PREFIX, acting.at, count=len(entries))
        made = [
            Person(reference=reference, created_at=acting.at, **columns_of(facts))
            for reference, facts in zip(references, entries, strict=True)
        ]
        for person, facts in zip(made, entries, strict=True):
            _set_keys(person, facts)
        Person.objects.bulk_create(made, batch_size=names.BATCH)
        _write_rows(list(zip(made, entries, strict=True)))
        audit.record_all(acting, Deed.PERSON_REGISTERED, references)
    return made


def change_person(acting: Acting, person: Person, facts: PersonFacts) -> tuple[str, ...]:
    """Make the person's record what the facts say; return the fields that changed.

    Raises
    ------
    NameMissingError
        When no name is left.
    NotAllowedError
        When the person's role does not allow it; people may change their own contacts.
    """
    return change_people(acting, [(person, facts)])[person.pk]


def change_people(acting: Acting, changes: Sequence[Change]) -> dict[UUID, tuple[str, ...]]:
    """Change many records; return the changed fields of each, empty for none."""
    _check([facts for _person, facts in changes])
    with transaction.atomic():
        fresh = queries.people_with_facts(person.pk for person, _facts in changes)
        outcome: dict[UUID, tuple[str, ...]] = {}
        changed: list[Change] = []
        for given, facts in changes:
            person = fresh[given.pk]
            fields = changed_fields(facts_of_person(person), facts)
            _require(acting, person, facts, fields)
            outcome[given.pk] = fields
            if fields:
                changed.append((person, facts))
        _write_changes(acting, changed, outcome)
    return outcome


def withdraw_person(acting: Acting, person: Person, *, reason: str) -> None:
    """Take a person's record out of use, with the reason; it stays readable."""
    with transaction.atomic():
        verdict = policies.may_change(acting, person)
        core.withdraw_record(acting, person, reason=reason, verdict=verdict)
        audit.record(acting, Deed.PERSON_WITHDRAWN, person.reference)


def refresh_search(people: Iterable[Person]) -> None:
    """Work out again what people are found by; their names must be loaded."""
    rows = list(people)
    for person in rows:
        _set_keys(person, facts_of_person(person), also=names.names_beside(person))
    Person.objects.bulk_update(rows, ["sort_name", "search_text"], batch_size=names.BATCH)


def _require(acting: Acting, person: Person, facts: PersonFacts, fields: Sequence[str]) -> None:
    if fields and not set(fields) - CONTACTS:
        policies.may_change_contacts(acting, person).require()
        return
    policies.may_change(acting, person).require()
    if "owner" in fields:
        policies.may_register(acting, facts.owner).require()


def _write_changes(
    acting: Acting, changed: Sequence[Change], outcome: dict[UUID, tuple[str, ...]]
) -> None:
    if not changed:
        return
    for person, facts in changed:
        for column, value in columns_of(facts).items():
            setattr(person, column, value)
        _set_keys(person, facts)
    columns = [*columns_of(changed[0][1]), "sort_name", "search_text"]
    columns = ["owner" if column == "owner_id" else column for column in columns]
    Person.objects.bulk_update([person for person, _facts in changed], columns, batch_size=100)
    _write_rows(changed)
    for person, _facts in changed:
        fields = ", ".join(outcome[person.pk])
        audit.record(acting, Deed.PERSON_CHANGED, person.reference, fields=fields)


def _check(entries: Iterable[PersonFacts]) -> None:
    if not all(facts.name for facts in entries):
        raise NameMissingError


def _set_keys(person: Person, facts: PersonFacts, *, also: Iterable[str] = ()) -> None:
    person.sort_name = names.sort_name(facts.name)
    # Not by the e-mail address: whoever may search here may not all see it.
    person.search_text = names.search_text((*facts.name.texts.values(), *also, person.reference))


def _write_rows(entries: Sequence[Change]) -> None:
    names.write_person_names({person.pk: names.official(facts.name) for person, facts in entries})
    wanted = {
        (person.pk, language): level
        for person, facts in entries
        for language, level in facts.spoken
    }
    keys = [person.pk for person, _facts in entries]
    unwanted, relevelled = [], []
    for row in SpokenLanguage.objects.filter(person__in=keys):
        level = wanted.pop((row.person_id, row.language), None)
        if level is None:
            unwanted.append(row.pk)
        elif level != row.level:
            row.level = level
            relevelled.append(row)
    SpokenLanguage.objects.filter(pk__in=unwanted).delete()
    SpokenLanguage.objects.bulk_update(relevelled, ["level"], batch_size=names.BATCH)
    SpokenLanguage.objects.bulk_create(
        (
            SpokenLanguage(person_id=key, language=language, level=level)
            for (key, language), level in wanted.items()
        ),
        batch_size=names.BATCH,
    )
