"""Table cards: what stands on a table for half a day."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from accord.apps.brokerage.enums import SlotSession
from accord.apps.brokerage.papers import data
from accord.apps.brokerage.queries.agendas import Held, Schedule
from accord.apps.documents.typesetting import typeset
from accord.engine.calendars import Presentation

TEMPLATE = Path(__file__).with_name("cards.typ")


def cards_pdf(schedule: Schedule, reader: Presentation) -> bytes:
    """Return a card for every table and half-day with meetings, on A4 landscape."""
    run = schedule.run
    with data.speaking(reader):
        filled = {
            "language": reader.language,
            "direction": reader.direction,
            "digits": reader.native("0123456789"),
            "title": data.isolated(data.read_by(schedule.event.title, reader.language)),
            "version": data.version_line(run, reader),
            "draft": data.draft_mark(run, reader),
            "table": gettext("Table"),
            "cards": list(_cards(schedule, reader)),
        }
    return typeset(TEMPLATE, filled, made_at=run.published_at or run.made_at)


def _cards(schedule: Schedule, reader: Presentation) -> Iterator[dict[str, Any]]:
    is_both = data.shows_both_calendars(schedule, reader)
    order = {key: number for number, key in enumerate(schedule.tables)}

    def card_of(held: Held) -> tuple[int, Any, str]:
        slot = schedule.slots[held.slot]
        return order[held.table], data.day_of(slot.starts_at, reader), slot.session

    def in_order(held: Held) -> tuple[Any, ...]:
        slot = schedule.slots[held.slot]
        return order[held.table], slot.starts_at

    for (_table, day, session), meetings in groupby(
        sorted(schedule.meetings, key=in_order), key=card_of
    ):
        rows = list(meetings)
        table = schedule.tables[rows[0].table]
        place = data.where(table, reader)
        heading = data.day_heading(day, reader, is_both=is_both)
        yield {
            "label": table.label,
            "place": place.place,
            "local": place.local,
            "day": heading.name,
            "other": heading.other,
            "session": str(SlotSession(session).label),
            "rows": [_row(schedule, reader, held) for held in rows],
        }


def _row(schedule: Schedule, reader: Presentation, held: Held) -> dict[str, Any]:
    slot = schedule.slots[held.slot]
    interpreter = schedule.interpreters.get(held.interpreter) if held.interpreter else None
    return {
        "time": reader.span(slot.starts_at, slot.ends_at),
        "sides": [_side(schedule, reader, key) for key in (held.left, held.right)],
        "interpreter": data.isolated(data.read_by(interpreter.person.name, reader.language))
        if interpreter
        else "",
    }


def _side(schedule: Schedule, reader: Presentation, key: UUID) -> dict[str, str]:
    attendance = schedule.attendances[key]
    name = attendance.organisation.name
    shown = data.read_by(name, reader.language)
    return {
        "name": data.isolated(shown),
        "original": data.isolated(data.original_of(name, shown)),
        "code": data.isolated(attendance.code),
    }
