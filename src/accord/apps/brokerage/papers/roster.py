"""The interpreters' roster: who interprets for whom, when and where."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from accord.apps.brokerage.models import Interpreter, Slot
from accord.apps.brokerage.papers import data
from accord.apps.brokerage.papers.grids import Column, Grid, Page, grid_pdf, grid_workbook
from accord.apps.brokerage.papers.runsheet import framed, line_of
from accord.apps.brokerage.queries.agendas import Held, Schedule
from accord.engine.calendars import Presentation


def roster_pdf(schedule: Schedule, reader: Presentation) -> bytes:
    """Return the roster on paper, a page or more for each day."""
    return grid_pdf(_grid(schedule, reader), reader)


def roster_workbook(schedule: Schedule, reader: Presentation) -> bytes:
    """Return the roster as a workbook, one sheet for each day."""
    return grid_workbook(_grid(schedule, reader), reader)


def _grid(schedule: Schedule, reader: Presentation) -> Grid:
    held = {
        (meeting.slot, meeting.interpreter): meeting
        for meeting in schedule.meetings
        if meeting.interpreter is not None
    }
    days = data.days_of(schedule.slots.values(), reader).items()
    people = list(schedule.interpreters.values())
    with data.speaking(reader):
        pages = [
            _page(schedule, reader, of_day, people, held)
            for of_day in days
            if any(slot.pk == key for slot in of_day[1] for key, _who in held)
        ]
        return framed(schedule, reader, gettext("Interpreters"), pages)


def _page(
    schedule: Schedule,
    reader: Presentation,
    of_day: tuple[date, list[Slot]],
    people: list[Interpreter],
    held: dict[tuple[UUID, UUID], Held],
) -> Page:
    day, slots = of_day
    is_both = data.shows_both_calendars(schedule, reader)
    heading = data.day_heading(day, reader, is_both=is_both)
    lines = [
        line_of(
            slot,
            reader,
            [_cell(schedule, reader, held.get((slot.pk, one.pk))) for one in people],
        )
        for slot in slots
    ]
    return Page(
        heading=heading.name,
        other=heading.other,
        sheet=reader.short_day(day).replace("/", "-"),
        columns=tuple(_column(one, reader) for one in people),
        lines=tuple(lines),
    )


def _column(interpreter: Interpreter, reader: Presentation) -> Column:
    name = data.isolated(data.read_by(interpreter.person.name, reader.language))
    return Column(name, data.language_names(interpreter.languages, reader.language))


def _cell(schedule: Schedule, reader: Presentation, held: Held | None) -> tuple[str, ...]:
    if held is None:
        return ()
    place = data.where(schedule.tables[held.table], reader)
    names = [
        data.isolated(data.read_by(schedule.attendances[key].organisation.name, reader.language))
        for key in (held.left, held.right)
    ]
    return (f"{place.table} · {place.place}", *names)
