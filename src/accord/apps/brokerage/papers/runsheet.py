"""The run sheet of a hall: who sits at which table in every slot."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from accord.apps.brokerage.enums import SlotKind
from accord.apps.brokerage.models import Place, Slot, Table
from accord.apps.brokerage.papers import data
from accord.apps.brokerage.papers.grids import Column, Grid, Line, Page, grid_pdf, grid_workbook
from accord.apps.brokerage.queries.agendas import Held, Schedule
from accord.engine.calendars import Presentation


def runsheet_pdf(schedule: Schedule, reader: Presentation) -> bytes:
    """Return the run sheet on paper, a page or more for each hall and day."""
    return grid_pdf(_grid(schedule, reader), reader)


def runsheet_workbook(schedule: Schedule, reader: Presentation) -> bytes:
    """Return the run sheet as a workbook, one sheet for each hall and day."""
    return grid_workbook(_grid(schedule, reader), reader)


def _grid(schedule: Schedule, reader: Presentation) -> Grid:
    held = {(meeting.slot, meeting.table): meeting for meeting in schedule.meetings}
    used = {meeting.table for meeting in schedule.meetings}
    halls: dict[UUID, tuple[Place, list[Table]]] = {}
    for table in schedule.tables.values():
        if table.pk in used:
            halls.setdefault(table.place_id, (table.place, []))[1].append(table)
    pages = [
        _page(schedule, reader, (day, slots), hall, held)
        for day, slots in data.days_of(schedule.slots.values(), reader).items()
        if any(slot.pk == meeting.slot for slot in slots for meeting in schedule.meetings)
        for hall in halls.values()
    ]
    with data.speaking(reader):
        return framed(schedule, reader, gettext("Run sheet"), pages)


def framed(schedule: Schedule, reader: Presentation, title: str, pages: Sequence[Page]) -> Grid:
    """Return a grid under its title, with event and version; the reader's language is spoken."""
    run = schedule.run
    return Grid(
        title=title,
        event=data.isolated(data.read_by(schedule.event.title, reader.language)),
        version=data.version_line(run, reader),
        draft=data.draft_mark(run, reader),
        time_word=gettext("Time"),
        made_at=run.published_at or run.made_at,
        pages=tuple(pages),
    )


def _page(
    schedule: Schedule,
    reader: Presentation,
    of_day: tuple[date, list[Slot]],
    hall: tuple[Place, list[Table]],
    held: dict[tuple[UUID, UUID], Held],
) -> Page:
    day, slots = of_day
    place, tables = hall
    name = data.read_by(place.name, reader.language)
    original = data.original_of(place.name, name)
    is_both = data.shows_both_calendars(schedule, reader)
    heading = data.day_heading(day, reader, is_both=is_both)
    lines = [
        line_of(
            slot,
            reader,
            [_cell(schedule, reader, held.get((slot.pk, table.pk))) for table in tables],
        )
        for slot in slots
    ]
    halls = " · ".join(data.isolated(one) for one in (name, original) if one)
    return Page(
        heading=f"{heading.name} · {halls}",
        other=heading.other,
        sheet=f"{reader.short_day(day).replace('/', '-')} {name}",
        columns=tuple(Column(data.where(table, reader).table) for table in tables),
        lines=tuple(lines),
    )


def line_of(slot: Slot, reader: Presentation, cells: Sequence[tuple[str, ...]]) -> Line:
    """Return a slot's row: what everybody does, or the cells."""
    time = reader.span(slot.starts_at, slot.ends_at)
    if slot.kind == SlotKind.MEETING:
        return Line(time, cells=tuple(cells))
    return Line(time, title=data.slot_title(slot, reader))


def _cell(schedule: Schedule, reader: Presentation, held: Held | None) -> tuple[str, ...]:
    if held is None:
        return ()
    names = [
        data.isolated(data.read_by(schedule.attendances[key].organisation.name, reader.language))
        for key in (held.left, held.right)
    ]
    interpreter = schedule.interpreters.get(held.interpreter) if held.interpreter else None
    if interpreter is None:
        return tuple(names)
    name = data.isolated(data.read_by(interpreter.person.name, reader.language))
    with data.speaking(reader):
        return (*names, gettext("Interpreter: %(name)s") % {"name": name})
