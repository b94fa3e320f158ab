"""The directory's records that rows mean: found, made where new, changed where allowed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from accord.apps.brokerage.workbook.book import merged, value_of
from accord.apps.brokerage.workbook.comparing import CONTACTS
from accord.apps.core.acting import Acting
from accord.apps.core.localised import LocalizedText
from accord.apps.directory import policies
from accord.apps.directory.actions.facts import (
    OrganisationFacts,
    PersonFacts,
    facts_of_organisation,
    facts_of_person,
)
from accord.apps.directory.actions.organisations import (
    change_organisations,
    register_organisations,
)
from accord.apps.directory.actions.people import change_people, register_people
from accord.apps.directory.enums import CodeScheme, LanguageLevel
from accord.apps.directory.models import (
    Membership,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
)
from accord.apps.directory.queries import records as queries
from accord.apps.documents.spreadsheets.shapes import Row
from accord.engine.text import fold

BATCH = 500

Thing = TypeVar("Thing")


def organisations_meant(acting: Acting, rows: Sequence[Row]) -> dict[int, Organisation]:
    """Return the directory's organisation of that name and country, by number of the row.

    Two of one name are none: nobody is taken for somebody else.
    """
    wanted = {fold(text) for row in rows for text in _texts(row)}
    visible = queries.organisations_visible_to(acting).filter(
        withdrawn_at__isnull=True, merged_into__isnull=True
    )
    found: dict[str, dict[UUID, Organisation]] = {}
    for names in _batches(sorted(wanted)):
        hits = OrganisationName.objects.filter(folded__in=names, organisation__in=visible)
        for hit in hits.select_related("organisation"):
            found.setdefault(hit.folded, {})[hit.organisation_id] = hit.organisation
    meant = {}
    for row in rows:
        country = (row.values.get("country") or "").upper()
        candidates = {
            key: organisation
            for text in _texts(row)
            for key, organisation in found.get(fold(text), {}).items()
            if not country or organisation.country in {"", country}
        }
        if len(candidates) == 1:
            meant[row.number] = next(iter(candidates.values()))
    return meant


def people_meant(
    acting: Acting, rows: Sequence[Row], organisations: dict[int, UUID]
) -> dict[int, Person]:
    """Return the directory's person by e-mail address, else by name within the organisation.

    An address finds, and is held against, only people whose address the person may read:
    otherwise a file would confirm guesses.

    Parameters
    ----------
    organisations
        Number of the row to the key of the organisation, where there is one.
    """
    visible = queries.people_visible_to(acting).filter(
        withdrawn_at__isnull=True, merged_into__isnull=True
    )
    readable = queries.contacts_visible_to(acting).filter(pk__in=visible.values("pk"))
    by_address: dict[str, Person] = {}
    addresses = sorted({_address(row) for row in rows} - {""})
    for some in _batches(addresses):
        for known in readable.filter(email__in=some).order_by("-created_at", "-pk"):
            by_address[known.email.casefold()] = known
    colleagues = _colleagues(rows, set(organisations.values()), visible)
    addresses_of = _addresses(readable, {one.pk for one in colleagues.values()})
    meant = {}
    for row in rows:
        person = by_address.get(_address(row))
        if person is None and row.number in organisations:
            key = organisations[row.number]
            namesakes = (colleagues.get((key, fold(text))) for text in _texts(row))
            person = next(
                (one for one in namesakes if one and _may_be(addresses_of.get(one.pk), row)), None
            )
        if person is not None:
            meant[row.number] = person
    return meant


def _may_be(known: str | None, row: Row) -> bool:
    address = _address(row)
    return not address or not known or known.casefold() == address


def _addresses(readable: QuerySet[Person], keys: set[UUID]) -> dict[UUID, str]:
    """Return the e-mail addresses of those whose address may be read."""
    found: dict[UUID, str] = {}
    for some in _batches(sorted(keys, key=str)):
        found |= dict(readable.filter(pk__in=some).values_list("pk", "email"))
    return found


def _colleagues(
    rows: Sequence[Row], keys: set[UUID], visible: QuerySet[Person]
) -> dict[tuple[UUID, str], Person]:
    """Return those of the people who belong to the organisations, by it and folded name."""
    names = {fold(text) for row in rows for text in _texts(row)}
    found: dict[tuple[UUID, str], Person] = {}
    for some in _batches(sorted(keys, key=str)):
        members = Membership.objects.filter(
            organisation__in=some, person__in=visible.values("pk")
        ).select_related("person")
        at: dict[UUID, list[Membership]] = {}
        for member in members:
            at.setdefault(member.person_id, []).append(member)
        for people in _batches(sorted(at, key=str)):
            for name in PersonName.objects.filter(person__in=people):
                if name.folded in names:
                    for member in at[name.person_id]:
                        found[member.organisation_id, name.folded] = member.person
    return found


def organisations_written(
    acting: Acting,
    rows: Sequence[Row],
    known: dict[int, Organisation],
    *,
    owners: dict[int, UUID | None],
) -> dict[int, Organisation]:
    """Make what is new, change what may be changed; return the record of every row."""
    full = queries.organisations_with_facts(one.pk for one in known.values())
    changes, new = [], []
    for row in rows:
        before = full.get(known[row.number].pk) if row.number in known else None
        if before is None:
            facts = organisation_facts(row, None)
            new.append((row.number, replace(facts, owner=owners[row.number])))
        elif policies.may_change(acting, before):
            changes.append((before, organisation_facts(row, before)))
    written = {number: full[one.pk] for number, one in known.items()}
    made = register_organisations(acting, [facts for _number, facts in new]) if new else []
    written.update({number: one for (number, _f), one in zip(new, made, strict=True)})
    if changes:
        change_organisations(acting, changes)
    return written


def organisation_facts(row: Row, before: Organisation | None) -> OrganisationFacts:
    """Return what the row says of an organisation, over what is said of it already."""
    name = row.values["name"]
    base = facts_of_organisation(before) if before else OrganisationFacts(name=name)
    values: dict[str, Any] = {"name": merged(base.name, name)}
    for column, attribute in (
        ("kind", "kind"),
        ("legal_form", "legal_form"),
        ("size", "size_class"),
        ("website", "website"),
    ):
        if row.has_column(column):
            values[attribute] = value_of(row, column) or ""
    if row.has_column("country"):
        values["country"] = (row.values.get("country") or "").upper()
    if row.has_column("city"):
        values["city"] = merged(base.city, row.values.get("city"))
    if row.has_column("languages") and row.values.get("languages"):
        values["languages"] = tuple(row.values["languages"])
    if row.has_column("pitch") and not base.summary:
        values["summary"] = row.values.get("pitch") or LocalizedText()
    if row.has_column("fields"):
        others = {pair for pair in base.codes if pair[0] != CodeScheme.FIELD}
        fields = {(CodeScheme.FIELD.value, code) for code in row.values.get("fields") or ()}
        values["codes"] = frozenset(others | fields)
    return replace(base, **values)


def people_written(
    acting: Acting,
    rows: Sequence[Row],
    known: dict[int, Person],
    *,
    owners: dict[int, UUID | None],
) -> dict[int, Person]:
    """Make who is new, change what may be changed; return the record of every row."""
    full = queries.people_with_facts(one.pk for one in known.values())
    changes, new = [], []
    for row in rows:
        before = full.get(known[row.number].pk) if row.number in known else None
        if before is None:
            new.append((row.number, replace(person_facts(row, None), owner=owners[row.number])))
        elif policies.may_change(acting, before):
            changes.append((before, person_facts(row, before)))
    written = {number: full[one.pk] for number, one in known.items()}
    made = register_people(acting, [facts for _number, facts in new]) if new else []
    written.update({number: one for (number, _f), one in zip(new, made, strict=True)})
    if changes:
        change_people(acting, changes)
    return written


def person_facts(row: Row, before: Person | None) -> PersonFacts:
    """Return what the row says of a person, over what is said of them already."""
    name = row.values["name"]
    base = facts_of_person(before) if before else PersonFacts(name=name)
    values: dict[str, Any] = {"name": merged(base.name, name)}
    if row.has_column("title"):
        values["title"] = row.values.get("title") or ""
    values |= {column: row.values[column] for column in CONTACTS if row.values.get(column)}
    if row.has_column("languages"):
        levels = dict(base.spoken)
        languages = row.values.get("languages") or ()
        is_whole = row.has_column("leads")  # an interpreter may speak more than is worked in
        values["spoken"] = frozenset(
            (language, levels.get(language, LanguageLevel.WORKING.value))
            for language in {*languages, *(() if is_whole else levels)}
        )
    return replace(base, **values)


def _texts(row: Row) -> list[str]:
    return list((row.values.get("name") or LocalizedText()).texts.values())


def _address(row: Row) -> str:
    return (row.values.get("email") or "").strip().casefold()


def _batches(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    for start in range(0, len(things), BATCH):
        yield things[start : start + BATCH]


def owner_for(acting: Acting, side: UUID | None, others: Iterable[UUID]) -> UUID | None:
    """Return the side that will own a new record: its own one, else the person's at the event."""
    for candidate in (side, *sorted(others, key=str)):
        if candidate is not None and policies.may_register(acting, candidate):
            return candidate
    return side
