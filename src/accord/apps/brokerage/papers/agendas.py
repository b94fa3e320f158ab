"""Personal agendas: whom one meets, when, where, and who interprets."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from accord.apps.brokerage.enums import SlotKind
from accord.apps.brokerage.models import Attendance, Delegate, Interpreter, Slot
from accord.apps.brokerage.papers import data, links
from accord.apps.brokerage.queries.agendas import Held, Schedule
from accord.apps.documents.typesetting import typeset
from accord.engine.calendars import Presentation

TEMPLATE = Path(__file__).with_name("agendas.typ")
# From here on a person's rows are set smaller, so that a full day still fits on one page.
MANY_MEETINGS = 13
UNFIT_FOR_FILES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
LONGEST_LABEL = 90


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody whose agenda it is: a delegate, an interpreter, or a team without names."""

    reader: Presentation
    delegate: Delegate | None = None
    interpreter: Interpreter | None = None
    attendance: Attendance | None = None

    @property
    def person_link(self) -> links.Holder | None:
        """Whose personal page the agenda leads to."""
        return self.delegate or self.interpreter


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a day: a meeting, or what happens for everybody."""

    kind: str
    time: str
    title: str = ""
    table: str = ""
    place: str = ""
    local: str = ""
    name: str = ""
    original: str = ""
    code: str = ""
    pitch: str = ""
    people: str = ""
    interpreter: str = ""
    slot: UUID | None = None


# What of a row goes to the template; its slot is for the page on the phone alone.
PRINTED = tuple(one.name for one in fields(Row) if one.name != "slot")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of an agenda."""

    heading: data.DayHeading
    counted: str
    rows: tuple[Row, ...]


def holders_in(
    schedule: Schedule, *, side: UUID | None = None, language: str = ""
) -> list[Holder]:
    """Return everybody who gets an agenda: by participant, the lead first, then interpreters.

    Parameters
    ----------
    schedule
        A whole schedule.
    side
        The key of a party, for its people alone. Interpreters belong to no side.
    language
        For everybody; without it each reads in their own.
    """
    event, found = schedule.event, []
    for attendance in schedule.attendances.values():
        if attendance.withdrawn_at is not None or side not in {None, attendance.party_id}:
            continue
        team = schedule.teams[attendance.pk]
        for delegate in team:
            reader = data.reader_of(delegate.person, attendance, event)
            found.append(Holder(reader, delegate=delegate, attendance=attendance))
        if not team:
            reader = data.reader_of_participant(attendance, event)
            found.append(Holder(reader, attendance=attendance))
    if side is None:
        for interpreter in schedule.interpreters.values():
            reader = data.reader_of_interpreter(interpreter, event)
            found.append(Holder(reader, interpreter=interpreter))
    return [_in_language(holder, language, schedule) for holder in found]


def _in_language(holder: Holder, language: str, schedule: Schedule) -> Holder:
    if not language or holder.reader.language == language:
        return holder
    reader = data.reader_in(language, schedule.event)
    return Holder(reader, holder.delegate, holder.interpreter, holder.attendance)


def holder_for(schedule: Schedule, person: links.Holder, language: str = "") -> Holder:
    """Return the holder of somebody's own agenda, in another language if one is wanted."""
    event = schedule.event
    if isinstance(person, Interpreter):
        reader = data.reader_of_interpreter(person, event)
        return _in_language(Holder(reader, interpreter=person), language, schedule)
    attendance = schedule.attendances[person.attendance_id]
    reader = data.reader_of(person.person, attendance, event)
    holder = Holder(reader, delegate=person, attendance=attendance)
    return _in_language(holder, language, schedule)


def file_label(holder: Holder) -> str:
    """Return whose agenda it is, as part of the name of a file."""
    language = holder.reader.language
    names = []
    if holder.attendance is not None:
        organisation = data.read_by(holder.attendance.organisation.name, language)
        names += [holder.attendance.code, organisation]
    person = holder.person_link
    if person is not None:
        names.append(data.read_by(person.person.name, language))
    label = " - ".join(names)
    return UNFIT_FOR_FILES.sub(" ", label)[:LONGEST_LABEL].strip(" .")


def agendas_pdf(schedule: Schedule, holders: Iterable[Holder]) -> bytes:
    """Return one PDF with an agenda for each, every agenda beginning on its own page."""
    event, run = schedule.event, schedule.run
    filled = {
        "title": str(event.title),
        "agendas": [agenda_of(schedule, holder) for holder in holders],
    }
    return typeset(TEMPLATE, filled, made_at=run.published_at or run.made_at)


def agenda_of(schedule: Schedule, holder: Holder) -> dict[str, Any]:
    """Return what one agenda says, as the template wants it."""
    reader, event = holder.reader, schedule.event
    days = days_for(schedule, holder)
    number = sum(row.kind == SlotKind.MEETING for day in days for row in day.rows)
    person = holder.person_link
    with data.speaking(reader):
        return {
            "language": reader.language,
            "direction": reader.direction,
            "digits": reader.native("0123456789"),
            "title": data.isolated(data.read_by(event.title, reader.language)),
            "event": data.event_line(event, reader),
            "version": data.version_line(schedule.run, reader),
            "draft": data.draft_mark(schedule.run, reader),
            "clock": data.clock_line(event, reader),
            **_headline(holder, reader),
            "counted": data.meetings_counted(number, reader),
            "qr": links.qr_picture(links.personal_address(person)) if person else "",
            "is_tight": number >= MANY_MEETINGS,
            "days": [_plain(day) for day in days],
            "words": _words(reader.language, is_interpreter=holder.interpreter is not None),
        }


def _plain(day: Day) -> dict[str, Any]:
    rows = [{name: getattr(row, name) for name in PRINTED} for row in day.rows]
    return {
        "name": day.heading.name,
        "other": day.heading.other,
        "counted": day.counted,
        "rows": rows,
    }


def _headline(holder: Holder, reader: Presentation) -> dict[str, str]:
    """Return whose agenda it is: name, original, position and organisation."""
    attendance = holder.attendance
    organisation = ""
    if attendance is not None:
        organisation = data.read_by(attendance.organisation.name, reader.language)
    if holder.interpreter is not None:
        spoken = data.language_names(holder.interpreter.languages, reader.language)
        name, position = holder.interpreter.person.name, gettext("Interpreter: %(languages)s")
        position %= {"languages": spoken}
    elif holder.delegate is not None:
        name = holder.delegate.person.name
        position = data.read_by(holder.delegate.position, reader.language)
    else:
        shown = data.isolated(organisation)
        return {"name": shown, "original": "", "position": "", "organisation": "", "code": ""}
    shown = data.read_by(name, reader.language)
    return {
        "name": data.isolated(shown),
        "original": data.isolated(data.original_of(name, shown)),
        "position": data.isolated(position),
        "organisation": data.isolated(organisation),
        "code": data.isolated(attendance.code) if attendance else "",
    }


def days_for(schedule: Schedule, holder: Holder) -> list[Day]:
    """Return the days of the event as one person lives them, days without anything left out."""
    meetings: dict[UUID, list[Held]] = {}
    for held in _meetings_of(schedule, holder):
        meetings.setdefault(held.slot, []).append(held)
    is_both = data.shows_both_calendars(schedule, holder.reader)
    found = []
    for day, slots in data.days_of(schedule.slots.values(), holder.reader).items():
        rows = [row for slot in slots for row in _rows(schedule, holder, slot, meetings)]
        number = sum(row.kind == SlotKind.MEETING for row in rows)
        if number or any(row.kind == SlotKind.PLENARY for row in rows):
            heading = data.day_heading(day, holder.reader, is_both=is_both)
            counted = data.meetings_counted(number, holder.reader) if number else ""
            found.append(Day(heading, counted, tuple(rows)))
    return found


def _meetings_of(schedule: Schedule, holder: Holder) -> Sequence[Held]:
    if holder.interpreter is not None:
        return schedule.meetings_of_interpreter(holder.interpreter)
    if holder.delegate is not None:
        return schedule.meetings_of_delegate(holder.delegate)
    if holder.attendance is None:
        return []
    return schedule.meetings_by_participant[holder.attendance.pk]


def _rows(
    schedule: Schedule, holder: Holder, slot: Slot, meetings: dict[UUID, list[Held]]
) -> Iterable[Row]:
    reader = holder.reader
    time = reader.span(slot.starts_at, slot.ends_at)
    if slot.kind != SlotKind.MEETING:
        yield Row(slot.kind, time, title=data.slot_title(slot, reader), slot=slot.pk)
    for held in meetings.get(slot.pk, ()):
        yield _meeting_row(schedule, holder, held, time)


def _meeting_row(schedule: Schedule, holder: Holder, held: Held, time: str) -> Row:
    reader = holder.reader
    place = data.where(schedule.tables[held.table], reader)
    row = {
        "kind": SlotKind.MEETING.value,
        "time": time,
        "table": place.table,
        "place": place.place,
        "local": place.local,
        "slot": held.slot,
    }
    if holder.interpreter is not None:
        return Row(**row, **_pair(schedule, held, reader))  # type: ignore[arg-type]  # -- texts and a key
    own = holder.attendance.pk if holder.attendance else None
    other = schedule.attendances[held.right if held.left == own else held.left]
    shown = data.read_by(other.organisation.name, reader.language)
    pitch = data.read_by(other.pitch or other.organisation.summary, reader.language)
    return Row(
        **row,  # type: ignore[arg-type]  # -- texts and a key
        name=data.isolated(shown),
        original=data.isolated(data.original_of(other.organisation.name, shown)),
        code=data.isolated(other.code),
        pitch=data.isolated(pitch),
        people=" · ".join(
            data.person_line(delegate, reader) for delegate in schedule.people_at(held, other.pk)
        ),
        interpreter=interpreter_line(schedule, held, reader),
    )


def _pair(schedule: Schedule, held: Held, reader: Presentation) -> dict[str, str]:
    """Return a meeting as its interpreter sees it: two participants instead of one."""
    left, right = schedule.attendances[held.left], schedule.attendances[held.right]
    names = [data.read_by(one.organisation.name, reader.language) for one in (left, right)]
    people = [
        data.person_line(delegate, reader)
        for side in (left, right)
        for delegate in schedule.people_at(held, side.pk)
    ]
    return {
        "name": " ↔ ".join(data.isolated(name) for name in names),
        "code": " · ".join(data.isolated(one.code) for one in (left, right)),
        "people": " · ".join(people),
    }


def interpreter_line(schedule: Schedule, held: Held, reader: Presentation) -> str:
    """Return who interprets at a meeting, and between which languages; empty for nobody."""
    interpreter = schedule.interpreters.get(held.interpreter) if held.interpreter else None
    if interpreter is None:
        return ""
    name = data.read_by(interpreter.person.name, reader.language)
    spoken = data.language_names(interpreter.languages, reader.language)
    with data.speaking(reader):
        return gettext("Interpreter: %(name)s (%(languages)s)") % {
            "name": data.isolated(name),
            "languages": spoken,
        }


@lru_cache(maxsize=8)
def _words(language: str, *, is_interpreter: bool) -> dict[str, str]:
    """Return the template's own words in a language."""
    with translation.override(language):
        return {
            "time": gettext("Time"),
            "place": gettext("Place"),
            "who": gettext("Between") if is_interpreter else gettext("You meet"),
            "scan": gettext("Your page: always up to date"),
            "empty": gettext("No meetings are planned for you at the moment."),
        }
