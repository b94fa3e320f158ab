"""Record who takes part: organisations, their delegates, interpreters, absences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions.counts import Counts, record_counts
from accord.apps.brokerage.actions.events import NO_TEXT
from accord.apps.brokerage.enums import Deed
from accord.apps.brokerage.errors import (
    AttendanceWithdrawnError,
    CodeTwiceError,
    CodeUnfitError,
    OtherEventError,
    UnknownTableError,
)
from accord.apps.brokerage.models import Attendance, Delegate, Event, Interpreter, Slot, Table
from accord.apps.brokerage.queries import attendance as queries
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.errors import ReasonMissingError
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.models import Organisation, Person
from accord.apps.programmes.models import Party

LONGEST_CODE = 12
BATCH = 500  # rows a statement; SQLite takes some 32,000 values at once


@dataclass(frozen=True, slots=True)
class AttendanceFacts:
    """How an organisation takes part.

    Parameters
    ----------
    code
        Short name on lists and cards; empty: keep the old one, or give the next free one.
    pitch
        What it does, in one line.
    languages
        ISO 639-1 codes in which it can hold a meeting, best first.
    parallel
        Meetings it can hold at the same time.
    most_meetings
        Most meetings in all; None: as the event says.
    table
        Label of its own table; empty: none.
    """

    organisation: Organisation
    party: Party | None = None
    code: str = ""
    pitch: LocalizedText = NO_TEXT
    languages: tuple[str, ...] = ()
    parallel: int = 1
    most_meetings: int | None = None
    table: str = ""


@dataclass(frozen=True, slots=True)
class DelegateFacts:
    """A person who comes for a participant; ``absent`` are keys of slots, None: as before."""

    attendance: Attendance
    person: Person
    position: LocalizedText = NO_TEXT
    is_lead: bool = False
    absent: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class InterpreterFacts:
    """A person who interprets; ``absent`` are keys of slots, None: as before."""

    person: Person
    languages: tuple[str, ...]
    longest_run: int | None = None
    absent: frozenset[UUID] | None = None


def record_attendances(acting: Acting, event: Event, facts: Sequence[AttendanceFacts]) -> Counts:
    """Record that organisations take part; those recorded before are brought up to date.

    Recording the same again changes nothing. One who withdrew takes part again.

    Raises
    ------
    UnknownTableError
        When a table of one's own does not exist.
    CodeTwiceError, CodeUnfitError
        When two participants would carry one code, or a code cannot stand in an address.
    """
    policies.may_change_event(acting, event).require()
    with transaction.atomic():
        existing = {row.organisation_id: row for row in event.attendances.all()}
        tables = {table.label: table for table in event.tables.all()}
        codes = _Codes(row.code for row in existing.values())
        new, changed = [], []
        for one in {fact.organisation.pk: fact for fact in facts}.values():
            row = existing.get(one.organisation.pk)
            values = _values_of(one, tables)
            if row is None:
                code = one.code or codes.next_for(one.party)
                new.append(
                    Attendance(event=event, organisation=one.organisation, code=code, **values)
                )
            else:
                values |= {"code": one.code or row.code, "withdrawn_at": None}
                if _update(row, values):
                    changed.append(row)
        _check_codes([*existing.values(), *new])
        Attendance.objects.bulk_create(new, batch_size=BATCH)
        _save_codes(changed)
        counts = Counts(len(new), len(changed), len(facts) - len(new) - len(changed))
        return record_counts(acting, Deed.ATTENDANCE_RECORDED, event, counts)


def withdraw_attendance(acting: Acting, attendance: Attendance, *, reason: str) -> None:
    """Note that an organisation does not come after all, and why.

    Its meetings stay in schedules that exist; the next plan leaves it out.
    """
    policies.may_change_event(acting, attendance.event).require()
    if not reason.strip():
        raise ReasonMissingError
    if attendance.withdrawn_at is not None:
        name = attendance.organisation.name.in_language(acting.language)
        raise AttendanceWithdrawnError(participant=name)
    with transaction.atomic():
        attendance.withdrawn_at, attendance.withdrawn_reason = acting.at, reason.strip()
        attendance.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        audit.record(
            acting,
            Deed.ATTENDANCE_WITHDRAWN,
            attendance.event.reference,
            participant=attendance.code,
            reason=reason.strip(),
        )


def record_delegates(acting: Acting, event: Event, facts: Sequence[DelegateFacts]) -> Counts:
    """Record who comes for the participants, and in which slots they are away.

    Recording the same again changes nothing.
    """
    policies.may_change_event(acting, event).require()
    if any(one.attendance.event_id != event.pk for one in facts):
        raise OtherEventError
    with transaction.atomic():
        existing = {
            (row.attendance_id, row.person_id): row
            for row in Delegate.objects.filter(attendance__event=event)
        }
        new, changed, rows = [], set[UUID](), {}
        for one in facts:
            key = (one.attendance.pk, one.person.pk)
            values = {"position": one.position, "is_lead": one.is_lead}
            row = existing.get(key)
            if row is None:
                row = Delegate(attendance=one.attendance, person=one.person, **values)
                existing[key] = row
                new.append(row)
            elif _update(row, values):
                changed.add(row.pk)
            rows[row.pk] = (row, one.absent)
        Delegate.objects.bulk_create(new, batch_size=BATCH)
        touched = [row for row, _absent in rows.values() if row.pk in changed]
        Delegate.objects.bulk_update(touched, ["position", "is_lead"], batch_size=BATCH)
        changed |= _set_absences(
            Delegate, event, {pk: absent for pk, (_row, absent) in rows.items()}
        ) - {row.pk for row in new}
        counts = Counts(len(new), len(changed), len(rows) - len(new) - len(changed))
        return record_counts(acting, Deed.ATTENDANCE_RECORDED, event, counts)


def record_interpreters(acting: Acting, event: Event, facts: Sequence[InterpreterFacts]) -> Counts:
    """Record who interprets, between which languages, and when they are away.

    Recording the same again changes nothing.
    """
    policies.may_change_event(acting, event).require()
    with transaction.atomic():
        existing = {row.person_id: row for row in event.interpreters.all()}
        new, changed, rows = [], set[UUID](), {}
        for one in facts:
            values = {"languages": list(one.languages), "longest_run": one.longest_run}
            row = existing.get(one.person.pk)
            if row is None:
                row = Interpreter(event=event, person=one.person, **values)
                existing[one.person.pk] = row
                new.append(row)
            elif _update(row, values):
                changed.add(row.pk)
            rows[row.pk] = (row, one.absent)
        Interpreter.objects.bulk_create(new, batch_size=BATCH)
        touched = [row for row, _absent in rows.values() if row.pk in changed]
        Interpreter.objects.bulk_update(touched, ["languages", "longest_run"], batch_size=BATCH)
        changed |= _set_absences(
            Interpreter, event, {pk: absent for pk, (_row, absent) in rows.items()}
        ) - {row.pk for row in new}
        counts = Counts(len(new), len(changed), len(rows) - len(new) - len(changed))
        return record_counts(acting, Deed.INTERPRETER_RECORDED, event, counts)


def set_absences(
    acting: Acting, attendance: Attendance, absences: Mapping[UUID, frozenset[UUID]]
) -> Counts:
    """Say for delegates of one participant in which slots each is away.

    Parameters
    ----------
    absences
        Key of the delegate to the keys of all slots in which they are away.
    """
    policies.may_change_event(acting, attendance.event).require()
    team = set(queries.team_of(attendance).values_list("pk", flat=True))
    if not absences.keys() <= team:
        raise OtherEventError
    with transaction.atomic():
        changed = _set_absences(Delegate, attendance.event, dict(absences))
        counts = Counts(changed=len(changed), unchanged=len(absences) - len(changed))
        return record_counts(acting, Deed.ATTENDANCE_RECORDED, attendance.event, counts)


class _Codes:
    """Gives free codes: the party's code and a number, such as ``IR-07``."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def next_for(self, party: Party | None) -> str:
        prefix = party.code[:6] if party else "P"
        number = self._last.get(prefix, 0) + 1
        while f"{prefix}-{number:02d}" in self._taken:
            number += 1
        self._last[prefix] = number
        code = f"{prefix}-{number:02d}"
        self._taken.add(code)
        return code


def _values_of(one: AttendanceFacts, tables: Mapping[str, Table]) -> dict[str, object]:
    if one.table and one.table not in tables:
        raise UnknownTableError(label=one.table)
    return {
        "party_id": one.party.pk if one.party else None,
        "pitch": one.pitch,
        "languages": list(one.languages),
        "parallel": one.parallel,
        "most_meetings": one.most_meetings,
        "table_id": tables[one.table].pk if one.table else None,
    }


def _update(row: Attendance | Delegate | Interpreter, values: Mapping[str, object]) -> bool:
    """Set the values that differ; tell whether any did."""
    differing = {key: value for key, value in values.items() if getattr(row, key) != value}
    for key, value in differing.items():
        setattr(row, key, value)
    return bool(differing)


def _check_codes(rows: Sequence[Attendance]) -> None:
    seen: set[str] = set()
    for row in rows:
        if not 0 < len(row.code) <= LONGEST_CODE or "/" in row.code or not row.code.strip("."):
            raise CodeUnfitError(participant=row.code, most=LONGEST_CODE)
        if row.code in seen:
            raise CodeTwiceError(participant=row.code)
        seen.add(row.code)


def _save_codes(rows: Sequence[Attendance]) -> None:
    """Save changed participants; two may have swapped their codes, so these go in two steps."""
    codes = {row.pk: row.code for row in rows}
    for number, row in enumerate(rows):
        row.code = f"~{number}"
    fields = ["party", "pitch", "languages", "parallel", "most_meetings", "table"]
    Attendance.objects.bulk_update(rows, ["code"], batch_size=BATCH)
    for row in rows:
        row.code = codes[row.pk]
    Attendance.objects.bulk_update(rows, ["code", "withdrawn_at", *fields], batch_size=BATCH)


def _set_absences(
    model: type[Delegate] | type[Interpreter],
    event: Event,
    absences: Mapping[UUID, frozenset[UUID] | None],
) -> set[UUID]:
    """Make the absences exactly these where they are given; return whose changed."""
    wanted = {
        (person, slot) for person, slots in absences.items() if slots is not None for slot in slots
    }
    known = set(Slot.objects.filter(event=event).values_list("pk", flat=True))
    if any(slot not in known for _person, slot in wanted):
        raise OtherEventError
    link: Any = model.absent.through
    owner = f"{model.__name__.lower()}_id"
    told = {person for person, slots in absences.items() if slots is not None}
    of_event = link.objects.filter(slot__event=event)
    existing = {
        (getattr(row, owner), row.slot_id): row.pk
        for row in of_event
        if getattr(row, owner) in told
    }
    gone = [pk for key, pk in existing.items() if key not in wanted]
    for start in range(0, len(gone), BATCH):
        link.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    link.objects.bulk_create(
        [link(**{owner: person, "slot_id": slot}) for person, slot in wanted - existing.keys()],
        batch_size=BATCH,
    )
    return {person for person, _slot in wanted ^ existing.keys()}
