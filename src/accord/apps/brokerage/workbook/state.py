"""An event as the rows of its workbook: what an export writes, and an import compares with."""

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from accord.apps.brokerage.actions.events import EventFacts
from accord.apps.brokerage.enums import SlotKind
from accord.apps.brokerage.models import Attendance, Delegate, Event, Interpreter, Slot
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.workbook import sheets
from accord.apps.core.acting import Acting
from accord.apps.directory import policies
from accord.apps.directory.enums import CodeScheme
from accord.apps.directory.models import Person

WITH_CONTACTS = (sheets.PEOPLE, sheets.INTERPRETERS)
RECORD = "_record"  # beside the columns of a row: the directory's record behind it
WITHHELD = "_withheld"  # beside them: address and telephone are not the viewer's to read


@dataclass(slots=True)
class State:
    """Rows of an event by sheet, and the records behind them.

    Without an event all of it is empty.
    """

    event: Event | None = None
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    attendances: dict[str, Attendance] = field(default_factory=dict)  # by code
    delegates: list[Delegate] = field(default_factory=list)
    interpreters: list[Interpreter] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)

    def of(self, sheet: str) -> list[dict[str, Any]]:
        """Return the rows of a sheet."""
        return self.rows.get(sheet, [])

    def participants(self) -> Iterator[tuple[str, Delegate | Interpreter]]:
        """Yield everybody who can be away: the code of the organisation or "", and the record."""
        for delegate in self.delegates:
            yield delegate.attendance.code, delegate
        for interpreter in self.interpreters:
            yield "", interpreter


def state_of(event: Event | None) -> State:
    """Return the event as it is now, in a constant number of queries."""
    if event is None:
        return State()
    state = State(event)
    state.slots = list(events.slots_of(event))
    rows = people.attendances_of(event).prefetch_related("organisation__codes")
    state.attendances = {row.code: row for row in rows}
    state.delegates = _delegates(event, state.attendances.values())
    state.interpreters = list(people.interpreters_of(event))
    state.rows = {
        sheets.EVENT: [_event(event)],
        sheets.SLOTS: [_slot(event, slot) for slot in state.slots],
        sheets.TABLES: list(_tables(event, state)),
        sheets.ORGANISATIONS: [_organisation(row) for row in state.attendances.values()],
        sheets.PEOPLE: [_delegate(row) for row in state.delegates],
        sheets.INTERPRETERS: [_interpreter(row) for row in state.interpreters],
        sheets.AVAILABILITY: list(_absences(event, state)),
        sheets.WISHES: list(_wishes(event)),
    }
    return state


def _tables(event: Event, state: State) -> Iterator[dict[str, Any]]:
    closed, grid = events.closed_at(event), _Grid(event, meeting_slots(state.slots))
    for table in events.tables_of(event):
        rows = _rows_of(grid, closed.get(table.pk, ()))
        yield {
            "label": table.label,
            "place": table.place.name,
            "closed": tuple((one["day"], one["starts"], one["ends"]) for one in rows),
        }


def _delegates(event: Event, attendances: Iterable[Attendance]) -> list[Delegate]:
    """Return the delegates with the participants that are loaded already."""
    loaded = {one.pk: one for one in attendances}
    rows = people.delegates_of(event).select_related(None).select_related("person")
    delegates = list(rows.prefetch_related("person__spoken"))
    for one in delegates:
        one.attendance = loaded[one.attendance_id]
    return delegates


def rows_told_to(acting: Acting, state: State) -> dict[str, list[dict[str, Any]]]:
    """Return the rows, less addresses and telephones that another side keeps.

    Read in again, the empty cells change nothing.
    """
    names: dict[str, str] = {}

    def told(row: dict[str, Any]) -> dict[str, Any]:
        if policies.may_change_contacts(acting, row[RECORD]):
            return row
        if row["email"]:
            names[row["email"]] = str(row["name"])
        return {**row, "email": "", "phone": "", WITHHELD: True}

    people = {key: [told(row) for row in state.of(key)] for key in WITH_CONTACTS}
    away = [
        {**row, "person": names.get(row["person"] or "", row["person"])}
        for row in state.of(sheets.AVAILABILITY)
    ]
    return {**state.rows, **people, sheets.AVAILABILITY: away}


def state_told_to(acting: Acting, event: Event | None) -> State:
    """Return the event as a file of that person is held against: guesses are not confirmed."""
    state = state_of(event)
    state.rows = rows_told_to(acting, state)
    for _code, one in state.participants():
        if not policies.may_change_contacts(acting, one.person):
            one.person = copy.copy(one.person)
            one.person.email = one.person.phone = ""
    return state


def _event(event: Event) -> dict[str, Any]:
    facts = EventFacts.of(event)
    return {name: getattr(facts, name) for name in EventFacts.__slots__}


def zone_of(event: Event) -> ZoneInfo:
    """Return the zone of the clocks at the venue."""
    return ZoneInfo(event.time_zone)


def local(moment: datetime, event: Event) -> tuple[date, time]:
    """Return the day and the clock at the venue."""
    there = moment.astimezone(zone_of(event))
    return there.date(), there.time()


def _slot(event: Event, slot: Slot) -> dict[str, Any]:
    day, starts = local(slot.starts_at, event)
    return {
        "day": day,
        "starts": starts,
        "ends": local(slot.ends_at, event)[1],
        "kind": slot.kind,
        "session": slot.session,
        "title": slot.title,
    }


def _organisation(row: Attendance) -> dict[str, Any]:
    organisation = row.organisation
    fields = [one.code for one in organisation.codes.all() if one.scheme == CodeScheme.FIELD]
    return {
        RECORD: organisation,
        "code": row.code,
        "party": row.party.code if row.party else None,
        "name": organisation.name,
        "kind": organisation.kind,
        "legal_form": organisation.legal_form,
        "size": organisation.size_class,
        "country": organisation.country,
        "city": organisation.city,
        "fields": tuple(sorted(fields)),
        "languages": tuple(row.languages),
        "website": organisation.website,
        "pitch": row.pitch,
        "parallel": row.parallel,
        "most_meetings": row.most_meetings,
        "table": row.table.label if row.table else None,
    }


def _delegate(row: Delegate) -> dict[str, Any]:
    return {
        RECORD: row.person,
        "organisation": row.attendance.code,
        "name": row.person.name,
        "title": row.person.title,
        "position": row.position,
        "email": row.person.email,
        "phone": row.person.phone,
        "languages": spoken_by(row.person),
        "leads": row.is_lead,
    }


def spoken_by(person: Person) -> tuple[str, ...]:
    """Return the languages of a person by code; they are loaded."""
    return tuple(sorted(one.language for one in person.spoken.all()))


def _interpreter(row: Interpreter) -> dict[str, Any]:
    return {
        RECORD: row.person,
        "name": row.person.name,
        "email": row.person.email,
        "phone": row.person.phone,
        "languages": tuple(row.languages),
        "longest_run": row.longest_run,
    }


def _wishes(event: Event) -> Iterator[dict[str, Any]]:
    rows = event.wishes.filter(
        wisher__withdrawn_at__isnull=True, wished__withdrawn_at__isnull=True
    ).order_by("wisher__code", "wished__code")
    columns = ("wisher__code", "wished__code", "strength", "session", "note")
    for wisher, wished, strength, session, note in rows.values_list(*columns):
        yield {
            "wisher": wisher,
            "wished": wished,
            "strength": strength,
            "session": session,
            "note": note,
        }


def _absences(event: Event, state: State) -> Iterator[dict[str, Any]]:
    """Yield absences: of the whole team in one row where all are away together."""
    grid = _Grid(event, meeting_slots(state.slots))
    for code, team in groupby(state.delegates, key=lambda one: one.attendance.code):
        away = {one: _away(one) for one in team}
        alike = set(away.values())
        if len(alike) == 1:
            yield from _rows_of(grid, alike.pop(), organisation=code, person=None)
            continue
        for delegate, slots in away.items():
            yield from _rows_of(grid, slots, organisation=code, person=called(delegate.person))
    for interpreter in state.interpreters:
        person = called(interpreter.person)
        yield from _rows_of(grid, _away(interpreter), organisation=None, person=person)


def called(person: Person) -> str:
    """Return how sheets refer to a person: the e-mail address, else the name."""
    return person.email or str(person.name)


def _away(one: Delegate | Interpreter) -> frozenset[UUID]:
    return frozenset(slot.pk for slot in one.absent.all())


@dataclass(frozen=True, slots=True)
class _Grid:
    event: Event
    slots: list[Slot]


def _rows_of(grid: _Grid, away: Iterable[UUID], **who: str | None) -> Iterator[dict[str, Any]]:
    """Yield a row for each stretch of meeting slots one after another on one day."""
    gone = set(away)
    for _day, slots in groupby(grid.slots, key=lambda one: local(one.starts_at, grid.event)[0]):
        for is_away, stretch in groupby(slots, key=lambda one: one.pk in gone):
            if is_away:
                yield _stretch(grid.event, list(stretch), who)


def meeting_slots(slots: Iterable[Slot]) -> list[Slot]:
    """Return those slots in which meetings can be held."""
    return [slot for slot in slots if slot.kind == SlotKind.MEETING]


def _stretch(event: Event, slots: Sequence[Slot], who: dict[str, str | None]) -> dict[str, Any]:
    day, starts = local(slots[0].starts_at, event)
    return {**who, "day": day, "starts": starts, "ends": local(slots[-1].ends_at, event)[1]}
