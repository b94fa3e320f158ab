"""Badges: a name one can read across a table, and a mark that the entrance can read."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext

from accord.apps.brokerage.models import Delegate, Interpreter
from accord.apps.brokerage.papers import data, links
from accord.apps.brokerage.queries.agendas import Schedule
from accord.apps.core.localised import LocalizedText
from accord.apps.documents.typesetting import typeset
from accord.engine.calendars import Presentation

TEMPLATE = Path(__file__).with_name("badges.typ")
CARD, LARGE = "card", "a6"  # 86 × 55 mm, ten to a sheet; A6, four to a sheet


def badges_pdf(
    schedule: Schedule, reader: Presentation, *, side: UUID | None = None, size: str = CARD
) -> bytes:
    """Return badges on A4 sheets with cutting marks.

    Names stand in the script of their bearers, whoever prints them; only the few words
    around them are in the reader's language. The mark holds the bearer's opaque token
    and nothing else: whoever photographs a badge learns nothing and opens no page.

    Parameters
    ----------
    schedule
        A whole schedule.
    reader
        Who hands the badges out.
    side
        The key of a party, for its people alone. Interpreters belong to no side.
    size
        ``card`` or ``a6``.
    """
    event, run = schedule.event, schedule.run
    with data.speaking(reader):
        filled = {
            "language": reader.language,
            "direction": reader.direction,
            "digits": reader.native("0123456789"),
            "size": size,
            "title": data.isolated(data.read_by(event.title, reader.language)),
            "event": data.event_line(event, reader),
            "badges": list(_badges(schedule, reader, side)),
        }
    return typeset(TEMPLATE, filled, made_at=run.published_at or run.made_at)


def _badges(
    schedule: Schedule, reader: Presentation, side: UUID | None
) -> Iterator[dict[str, str]]:
    for delegate in schedule.delegates.values():
        attendance = schedule.attendances[delegate.attendance_id]
        if attendance.withdrawn_at is None and side in {None, attendance.party_id}:
            yield _delegate_badge(schedule, delegate, reader)
    if side is None:
        for interpreter in schedule.interpreters.values():
            yield _interpreter_badge(interpreter, reader)


def _delegate_badge(
    schedule: Schedule, delegate: Delegate, reader: Presentation
) -> dict[str, str]:
    attendance = schedule.attendances[delegate.attendance_id]
    own, latin = _both_ways(attendance.organisation.name)
    party = attendance.party
    return {
        **_named(delegate.person.name),
        "line": data.isolated(own),
        "line_latin": data.isolated(latin),
        "below": data.isolated(data.read_by(party.name, reader.language)) if party else "",
        "code": data.isolated(attendance.code),
        "mark": links.qr_picture(delegate.token),
    }


def _interpreter_badge(interpreter: Interpreter, reader: Presentation) -> dict[str, str]:
    return {
        **_named(interpreter.person.name),
        "line": gettext("Interpreter"),
        "line_latin": "",
        "below": data.language_names(interpreter.languages, reader.language),
        "code": "",
        "mark": links.qr_picture(interpreter.token),
    }


def _named(name: LocalizedText) -> dict[str, str]:
    own, latin = _both_ways(name)
    return {"name": data.isolated(own), "latin": data.isolated(latin)}


def _both_ways(text: LocalizedText) -> tuple[str, str]:
    """Return a name as its bearer writes it, and in Latin letters if that differs."""
    own = data.read_by(text, text.source)
    return own, data.latin_of(text, own)
