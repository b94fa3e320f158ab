"""What calendars on phones are told: one file or feed for each person."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.utils.translation import gettext
from icalendar import Calendar, Event, vText

from accord.apps.brokerage.models import Attendance, CalendarEntry, Delegate, Interpreter
from accord.apps.brokerage.papers import data, links
from accord.apps.brokerage.papers.data import FIRST_STRONG_ISOLATE, POP_ISOLATE
from accord.apps.brokerage.queries import agendas as queries
from accord.engine.calendars import Presentation

PRODUCT = "-//Accord//Brokerage//EN"
# How often a subscribed calendar asks again; a moved meeting should not surprise anybody.
REFRESH = timedelta(minutes=15)
WITHOUT_MARKS = str.maketrans(dict.fromkeys(FIRST_STRONG_ISOLATE + POP_ISOLATE))


def calendar_of(holder: links.Holder, reader: Presentation) -> bytes:
    """Return somebody's meetings as an iCalendar object.

    Each pair keeps its UID for ever. SEQUENCE rises only with a publication that changed
    the meeting, and a meeting that is no more stays, with STATUS:CANCELLED, so that
    phones take it off.

    Parameters
    ----------
    holder
        A delegate or an interpreter.
    reader
        The language of titles and notes; times are UTC, phones show them on their clock.

    References
    ----------
    RFC 5545 (iCalendar), RFC 5546 section 3.2.1 (PUBLISH), RFC 7986 (REFRESH-INTERVAL).
    """
    entries = _entries(holder)
    event = holder.attendance.event if isinstance(holder, Delegate) else holder.event
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # The library knows neither property: as text it escapes commas and ends of lines.
    title = vText(" ".join(_plain(data.read_by(event.title, reader.language)).split()))
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    with data.speaking(reader):
        for entry in entries:
            calendar.add_component(_event(entry, holder, reader))
    return bytes(calendar.to_ical())


def _entries(holder: links.Holder) -> list[CalendarEntry]:
    if isinstance(holder, Delegate):
        return queries.calendar_of_delegate(holder)
    return queries.calendar_of_interpreter(holder)


def _event(entry: CalendarEntry, holder: links.Holder, reader: Presentation) -> Event:
    """Return one meeting."""
    event = Event()
    event.add("uid", f"{entry.pk}@accord")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.slot.starts_at.astimezone(UTC))
    event.add("dtend", entry.slot.ends_at.astimezone(UTC))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("summary", _plain(_title(entry, holder, reader)))
    place = data.where(entry.table, reader)
    event.add("location", _plain(f"{place.table} · {place.place}"))
    event.add("description", _plain("\n".join(_notes(entry, holder, reader))))
    event.add("url", links.personal_address(holder))
    return event


def _title(entry: CalendarEntry, holder: links.Holder, reader: Presentation) -> str:
    names = [
        data.read_by(one.organisation.name, reader.language) for one in _met_by(entry, holder)
    ]
    return " ↔ ".join(names)


def _met_by(entry: CalendarEntry, holder: links.Holder) -> tuple[Attendance, ...]:
    """Return whom the holder meets: the other side, or both for an interpreter."""
    if isinstance(holder, Interpreter):
        return entry.left, entry.right
    is_left = entry.left_id == holder.attendance_id
    return (entry.right if is_left else entry.left,)


def _notes(entry: CalendarEntry, holder: links.Holder, reader: Presentation) -> Iterable[str]:
    for attendance in _met_by(entry, holder):
        pitch = data.read_by(attendance.pitch, reader.language)
        if pitch:
            yield pitch
        team = attendance.delegates.all()
        present = [one for one in team if str(one.pk) in entry.people] or team
        yield from (data.person_line(one, reader) for one in present)
    if entry.interpreter is not None and not isinstance(holder, Interpreter):
        name = data.read_by(entry.interpreter.person.name, reader.language)
        yield gettext("Interpreter: %(name)s") % {"name": name}
    yield links.personal_address(holder)


def _plain(text: str) -> str:
    """Return a text for phones, which order directions by themselves, without our marks."""
    return text.translate(WITHOUT_MARKS)
