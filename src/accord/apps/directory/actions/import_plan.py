"""What an import would do, row by row: new, changed, unchanged or faulty."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.admin.utils import label_for_field
from django.utils.translation import gettext as _

from accord.apps.core.acting import Acting
from accord.apps.core.localised import LocalizedText, listed
from accord.apps.directory import adapters, policies
from accord.apps.directory.actions.facts import (
    OrganisationFacts,
    PersonFacts,
    changed_fields,
    facts_of_organisation,
    facts_of_person,
)
from accord.apps.directory.enums import CodeScheme, OrganisationKind
from accord.apps.directory.models import Membership, Organisation, Person
from accord.apps.directory.queries import likeness
from accord.apps.directory.queries import records as queries
from accord.apps.documents.spreadsheets.reading import Reading, read_workbook
from accord.apps.documents.spreadsheets.shapes import Problem, Row
from accord.apps.documents.spreadsheets.words import key_of
from accord.engine.calendars import Presentation
from accord.engine.text import fold

_BATCH = 500


class Outcome(StrEnum):
    """What an import does with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class Change:
    """One field that would change: its heading, and both values as people read them."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Planned:
    """One row and what an import does with it.

    ``record`` is what the row means, None for a new one; ``code`` is what the file calls it.
    """

    row: Row
    outcome: Outcome
    facts: OrganisationFacts | PersonFacts | None = None
    record: Organisation | Person | None = None
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def code(self) -> str:
        """Return the row's key, as other sheets of the file write it."""
        return key_of(str(self.row.values.get("code") or ""))

    @property
    def name(self) -> LocalizedText | None:
        """Return the name that the row gives."""
        name: LocalizedText | None = self.row.values.get("name")
        return name


class ImportPlan:
    """A file held against the directory; its rows stream, in batches of 500."""

    def __init__(
        self,
        acting: Acting,
        content: bytes,
        *,
        name: str,
        owner: UUID | None,
        viewer: Presentation,
    ) -> None:
        """Open the file.

        Raises
        ------
        DomainError
            One of documents.errors, when the file cannot be read at all.
        """
        self._acting, self._owner = acting, owner
        self._index = likeness.directory_index(acting)
        self.sheets = adapters.sheets()
        known = {"organisations": self._index.organisation_references}
        self.reading: Reading = read_workbook(
            content, name=name, sheets=self.sheets, known=known, viewer=viewer
        )
        self.more_problems: list[Problem] = []
        self._organisations: dict[str, UUID] = {}
        self._memberships: dict[tuple[UUID, UUID], Membership] = {}

    @property
    def problems(self) -> list[Problem]:
        """Everything that must be put right; complete once the rows are read."""
        return [*self.reading.problems, *self.more_problems]

    def rows(self) -> Iterator[Planned]:
        """Yield what an import does with each row."""
        rows = self.reading.rows()
        while batch := list(islice(rows, _BATCH)):
            organisations = queries.organisations_with_facts(self._meant(batch, "organisations"))
            people = queries.people_with_facts(self._meant(batch, "people"))
            self._memberships = {
                (membership.person_id, membership.organisation_id): membership
                for membership in queries.memberships_running(people, on=self._acting.at.date())
            }
            for row in batch:
                planned = self._planned(row, {**organisations, **people})
                self.more_problems += planned.problems
                if isinstance(planned.record, Organisation) and planned.code:
                    self._organisations[planned.code] = planned.record.pk
                yield planned

    def _meant(self, batch: list[Row], sheet: str) -> list[UUID]:
        found = (self._match(row) for row in batch if row.sheet == sheet)
        return [key for key in found if key is not None]

    def _match(self, row: Row) -> UUID | None:
        """Return the record that a row means: by reference, number, e-mail or name."""
        values = row.values
        index = self._index
        names = [fold(text) for text in (values.get("name") or LocalizedText()).texts.values()]
        if row.sheet == "organisations":
            number = (values.get("register") or "", values.get("number") or "")
            return (
                index.organisation_references.get(str(values.get("code") or "").upper())
                or index.numbers.get(number)
                or next(
                    (
                        index.organisation_names[name]
                        for name in names
                        if name in index.organisation_names
                    ),
                    None,
                )
            )
        return (
            index.person_references.get(str(values.get("code") or "").upper())
            or index.emails.get(str(values.get("email") or "").casefold())
            or next(
                (index.person_names[name] for name in names if name in index.person_names), None
            )
        )

    def _planned(self, row: Row, records: Mapping[UUID, Organisation | Person]) -> Planned:
        if row.is_faulty:
            return Planned(row, Outcome.FAULTY, problems=())
        key = self._match(row)
        record = records.get(key) if key else None
        if record is None and self._is_ambiguous(row):
            problem = row.problem(
                "name",
                _("Several records in the directory have this name."),
                _("Please write the reference of the one you mean into the column of codes."),
            )
            return Planned(row, Outcome.FAULTY, problems=(problem,))
        if record is None:
            return Planned(row, Outcome.NEW, facts=self._facts(row, None))
        before = facts_of(record)
        after = self._facts(row, before)
        notices = self._hidden(row, record)
        if notices:
            # What the importer may not read is not compared: a guess is not confirmed.
            after = replace(after, email=before.email, phone=before.phone)
        fields = changed_fields(before, after)
        joins = self._joins(row, record)
        if not fields and not joins:
            return Planned(row, Outcome.UNCHANGED, facts=after, record=record, problems=notices)
        allowed = policies.may_change(self._acting, record)
        if not allowed:
            problem = row.problem("code", allowed.reason, _("Please take this row out."))
            return Planned(row, Outcome.FAULTY, record=record, problems=(problem,))
        changes = tuple(
            Change(field_title(field), shown(getattr(before, field)), shown(getattr(after, field)))
            for field in fields
        )
        changes += joins
        return Planned(row, Outcome.CHANGED, facts=after, record=record, changes=changes)

    def _joins(self, row: Row, record: Organisation | Person) -> tuple[Change, ...]:
        """Return how a known person's place in the organisation of the row changes."""
        code = row.values.get("organisation")
        if not code or not isinstance(record, Person):
            return ()
        key = self._organisations.get(key_of(code))
        key = key or self._index.organisation_references.get(str(code).upper())
        place = self._memberships.get((record.pk, key)) if key else None
        if place is None:
            return (Change(_("Organisation"), "", str(code)),)
        position = row.values.get("position")
        changes = []
        if position and position != place.position:
            changes.append(Change(_("Position"), shown(place.position), shown(position)))
        if row.values.get("speaks_for") and not place.speaks_for:
            changes.append(Change(_("Speaks for the organisation"), _("no"), _("yes")))
        return tuple(changes)

    def _hidden(self, row: Row, record: Organisation | Person) -> tuple[Problem, ...]:
        """Return a notice where the row has contacts of somebody whose contacts are not shown."""
        said = next((column for column in ("email", "phone") if row.values.get(column)), None)
        if said is None or not isinstance(record, Person):
            return ()
        if policies.may_change_contacts(self._acting, record):
            return ()
        sentence = _("Contacts of people of other sides are left as they are.")
        return (replace(row.problem(said, sentence), is_error=False),)

    def _is_ambiguous(self, row: Row) -> bool:
        names = (row.values.get("name") or LocalizedText()).texts.values()
        return any(fold(name) in self._index.shared_names for name in names)

    def _facts(self, row: Row, before: Any) -> Any:
        if row.sheet == "organisations":
            return organisation_facts(row, before, owner=self._owner)
        return person_facts(row, before, owner=self._owner)


def facts_of(record: Organisation | Person) -> OrganisationFacts | PersonFacts:
    """Return what is said of a record now."""
    if isinstance(record, Organisation):
        return facts_of_organisation(record)
    return facts_of_person(record)


def organisation_facts(
    row: Row, before: OrganisationFacts | None, *, owner: UUID | None
) -> OrganisationFacts:
    """Return the facts of a row; columns that the file lacks, and empty cells, change nothing."""
    values = row.values
    old = before or OrganisationFacts(name=values["name"], owner=owner)
    plain = {
        key: values[key]
        for key in ("legal_form", "size_class", "country", "website", "email", "phone")
        if values.get(key)
    }
    codes = {
        *((CodeScheme.FIELD.value, code) for code in values.get("fields") or ()),
        *((CodeScheme.ACTIVITY.value, code) for code in values.get("activities") or ()),
    }
    numbers = set(old.identifiers)
    if values.get("register") and values.get("number"):
        numbers.add((values["register"], values["number"]))
    return replace(
        old,
        **plain,
        name=old.name.taking(values["name"]),
        kind=values.get("kind") or old.kind or OrganisationKind.COMPANY,
        summary=old.summary.taking(values.get("summary")),
        city=old.city.taking(values.get("city")),
        founded_year=values.get("founded_year") or old.founded_year,
        languages=tuple(values.get("languages") or ()) or old.languages,
        codes=frozenset(codes) or old.codes,
        identifiers=frozenset(numbers),
    )


def person_facts(row: Row, before: PersonFacts | None, *, owner: UUID | None) -> PersonFacts:
    """Return the facts of a row; columns that the file lacks, and empty cells, change nothing."""
    values = row.values
    old = before or PersonFacts(name=values["name"], owner=owner)
    plain = {key: values[key] for key in ("title", "email", "phone", "country") if values.get(key)}
    spoken = frozenset((values.get("languages") or {}).items())
    return replace(old, **plain, name=old.name.taking(values["name"]), spoken=spoken or old.spoken)


def field_title(field: str) -> str:
    """Return how a field is called."""
    titles = {
        "codes": _("Codes"),
        "identifiers": _("Numbers in registers"),
        "spoken": _("Languages"),
        "languages": _("Languages"),
    }
    if field in titles:
        return titles[field]
    model = Organisation if hasattr(Organisation, field) else Person
    return str(label_for_field(field, model))


def shown(value: Any) -> str:
    """Return a fact as people read it in a preview."""
    if isinstance(value, LocalizedText):
        return " · ".join(value.texts.values())
    if isinstance(value, frozenset | tuple):
        parts = (": ".join(part) if isinstance(part, tuple) else str(part) for part in value)
        return listed(sorted(parts))
    return "" if value is None else str(value)
