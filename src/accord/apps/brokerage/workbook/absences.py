"""Who is away when: as the event has it, and as the file says."""

from datetime import date, time
from uuid import UUID

from accord.apps.brokerage.enums import SlotKind
from accord.apps.brokerage.workbook import sheets
from accord.apps.brokerage.workbook.book import Book, value_of
from accord.apps.brokerage.workbook.known import INTERPRETERS, People, PersonKey, people_of
from accord.apps.brokerage.workbook.state import State, local, meeting_slots
from accord.apps.documents.spreadsheets.shapes import Row

Moment = tuple[date, time]  # day and beginning of a meeting slot, at the venue
Times = list[tuple[date, time, time]]
Away = dict[PersonKey, set[Moment]]


def absences_in(state: State, people: People) -> Away:
    """Return when the people of the event are away, as it is now."""
    away: Away = {}
    for organisation, one in state.participants():
        key = people.find(organisation, one.person.name, one.person.email)
        if key is not None and state.event is not None:
            moments = {local(slot.starts_at, state.event) for slot in one.absent.all()}
            away.setdefault(key, set()).update(moments)
    return away


def absences_of(book: Book, people: People, times: Times) -> Away:
    """Return when the people are away, as the sound rows of the file say."""
    away: Away = {}
    for row in book.of(sheets.AVAILABILITY):
        if not book.is_faulty(row):
            for key, moments in absences_by(row, people, times).items():
                away.setdefault(key, set()).update(moments)
    return away


def absences_by(row: Row, people: People, times: Times) -> Away:
    """Return who is away when, by one row of the sheet."""
    values = row.values
    organisation = values.get("organisation") or INTERPRETERS
    person = values.get("person")
    who = people.called(organisation, person)[:1] if person else people.team(organisation)
    moments = {
        (day, starts)
        for day, starts, ends in times
        if day == values["day"] and starts < values["ends"] and ends > values["starts"]
    }
    return {key: set(moments) for key in who}


def stretches(spells: Times, times: Times) -> tuple[tuple[date, time, time], ...]:
    """Return the meeting slots that spells of time touch, joined where one follows another."""
    found: Times = []
    is_open = True
    for day, starts, ends in sorted(times):
        is_free = not any(
            on == day and starts < until and ends > since for on, since, until in spells
        )
        if not is_free and not is_open and found[-1][0] == day:
            found[-1] = (day, found[-1][1], ends)
        elif not is_free:
            found.append((day, starts, ends))
        is_open = is_free
    return tuple(found)


def times_in(book: Book, state: State) -> Times:
    """Return day, beginning and end of the meeting slots as they will be."""
    rows = [row for row in book.of(sheets.SLOTS) if not book.is_faulty(row)]
    if rows:
        return [
            (row.values["day"], row.values["starts"], row.values["ends"])
            for row in rows
            if value_of(row, "kind") == SlotKind.MEETING
        ]
    if state.event is None:
        return []
    event = state.event
    return [
        (*local(slot.starts_at, event), local(slot.ends_at, event)[1])
        for slot in meeting_slots(state.slots)
    ]


def people_in(book: Book, state: State) -> People:
    """Return everybody of the event and of the file."""
    people = people_of(state)
    for sheet in (sheets.PEOPLE, sheets.INTERPRETERS):
        for row in book.of(sheet):
            if row.values.get("name"):
                organisation = row.values.get("organisation") or INTERPRETERS
                people.add(organisation, row.values["name"], row.values.get("email") or "")
    return people


def slots_by_moment(state: State) -> dict[Moment, UUID]:
    """Return the keys of the event's meeting slots by day and clock."""
    if state.event is None:
        return {}
    event = state.event
    return {local(slot.starts_at, event): slot.pk for slot in meeting_slots(state.slots)}
