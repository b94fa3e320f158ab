"""A person's own page: their day, on their phone, without an account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accord.apps.brokerage.adapters.discreet import own_waiting
from accord.apps.brokerage.enums import SlotKind
from accord.apps.brokerage.models import Delegate, Event, Interpreter
from accord.apps.brokerage.papers import agendas, data, ics, links, pieces
from accord.apps.brokerage.queries import agendas as queries
from accord.apps.brokerage.queries.agendas import Schedule
from accord.apps.brokerage.queries.schedule import published_run
from accord.engine.calendars import Presentation

CALENDAR = "text/calendar; charset=utf-8"

View = Callable[[HttpRequest, links.Holder, str], HttpResponse]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of somebody's day, and whether it is going on or comes next."""

    row: agendas.Row
    is_now: bool
    is_next: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the page can be read in."""

    code: str
    url: str
    is_current: bool


def _personal(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Answer whoever holds a good key, in their language, unseen by search engines."""

    @login_not_required
    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, key: str) -> HttpResponse:
        holder = links.holder_of(key)
        if holder is None:
            raise Http404
        wanted = request.GET.get("language", "")
        language = wanted if wanted in data.LANGUAGES else ""
        response = view(request, holder, language)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
        return response

    return answered


@_personal
def personal(request: HttpRequest, holder: links.Holder, language: str) -> HttpResponse:
    """Show somebody's days, what is going on now, and what comes next."""
    event = _event_of(holder)
    schedule = _schedule_of(holder)
    reader = _reader_of(holder, language)
    page: dict[str, Any] = {
        "event": event,
        "holder": holder,
        "organisation": holder.attendance.organisation if isinstance(holder, Delegate) else None,
        "spoken": "" if isinstance(holder, Delegate) else _spoken(holder, reader),
        "viewer": reader,
        "languages": _languages(request, reader),
        "when_and_where": data.event_line(event, reader),
        "clock": data.clock_line(event, reader),
        **_addresses(holder, language),
    }
    with translation.override(reader.language):
        if schedule is None:
            response = render(request, "brokerage/agenda_waiting.html", page)
        else:
            days = _days(schedule, holder, language)
            page |= {
                "days": days,
                "version": data.version_line(schedule.run, reader),
                "now": [line for _day, lines in days for line in lines if line.is_now],
                "next": [line for _day, lines in days for line in lines if line.is_next],
            }
            if isinstance(holder, Delegate):
                page["waiting"] = own_waiting(schedule.run, holder.attendance, reader)
            response = render(request, "brokerage/agenda.html", page)
    response.headers["Content-Language"] = reader.language
    return response


@_personal
def personal_pdf(request: HttpRequest, holder: links.Holder, language: str) -> HttpResponse:
    """Give somebody their agenda to print."""
    schedule = _schedule_of(holder)
    if schedule is None:
        raise Http404
    own = agendas.holder_for(schedule, holder, language)
    response = HttpResponse(agendas.agendas_pdf(schedule, [own]), content_type=pieces.PDF)
    name = f"{schedule.event.reference}-agenda.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@_personal
def personal_ics(request: HttpRequest, holder: links.Holder, language: str) -> HttpResponse:
    """Give somebody their meetings as a file for their calendar."""
    response = _calendar(holder, language)
    name = f"{_event_of(holder).reference}.ics"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@_personal
def personal_feed(request: HttpRequest, holder: links.Holder, language: str) -> HttpResponse:
    """Tell a subscribed calendar how somebody's meetings stand."""
    return _calendar(holder, language)


def _calendar(holder: links.Holder, language: str) -> HttpResponse:
    reader = _reader_of(holder, language)
    return HttpResponse(ics.calendar_of(holder, reader), content_type=CALENDAR)


def _event_of(holder: links.Holder) -> Event:
    return holder.attendance.event if isinstance(holder, Delegate) else holder.event


def _reader_of(holder: links.Holder, language: str) -> Presentation:
    event = _event_of(holder)
    if language:
        return data.reader_in(language, event)
    if isinstance(holder, Delegate):
        return data.reader_of(holder.person, holder.attendance, event)
    return data.reader_of_interpreter(holder, event)


def _spoken(interpreter: Interpreter, reader: Presentation) -> str:
    return data.language_names(interpreter.languages, reader.language)


def _schedule_of(holder: links.Holder) -> Schedule | None:
    """Return the holder's part of the published schedule, if there is one."""
    run = published_run(_event_of(holder))
    if run is None:
        return None
    if isinstance(holder, Delegate):
        return queries.schedule_around_participant(run, holder.attendance)
    return queries.schedule_around_interpreter(run, holder)


def _days(
    schedule: Schedule, holder: links.Holder, language: str
) -> list[tuple[agendas.Day, list[Line]]]:
    """Return the holder's days with what is going on at this moment marked."""
    now = timezone.now()
    own = agendas.holder_for(schedule, holder, language)
    days = agendas.days_for(schedule, own)
    coming = _next_moment(schedule, days, now)
    return [(day, [_line(schedule, row, now, coming) for row in day.rows]) for day in days]


def _next_moment(schedule: Schedule, days: list[agendas.Day], now: datetime) -> datetime | None:
    """Return when the next meeting begins."""
    starts = [
        schedule.slots[row.slot].starts_at
        for day in days
        for row in day.rows
        if row.slot is not None and row.kind == SlotKind.MEETING
    ]
    return min((start for start in starts if start > now), default=None)


def _line(schedule: Schedule, row: agendas.Row, now: datetime, coming: datetime | None) -> Line:
    slot = schedule.slots[row.slot] if row.slot is not None else None
    if slot is None or row.kind != SlotKind.MEETING:
        return Line(row, is_now=False, is_next=False, is_over=slot is None or slot.ends_at <= now)
    return Line(
        row,
        is_now=slot.starts_at <= now < slot.ends_at,
        is_next=slot.starts_at == coming,
        is_over=slot.ends_at <= now,
    )


def _addresses(holder: links.Holder, language: str) -> dict[str, str]:
    key = links.key_of(holder)
    ending = f"?language={language}" if language else ""
    feed = reverse("brokerage:personal-feed", args=[key]) + ending
    return {
        "pdf_url": reverse("brokerage:personal-pdf", args=[key]) + ending,
        "ics_url": reverse("brokerage:personal-ics", args=[key]) + ending,
        # Phones ask at once whether to subscribe to an address that begins so.
        "feed_url": "webcal://" + links.absolute(feed).split("://", 1)[1],
    }


def _languages(request: HttpRequest, reader: Presentation) -> list[Language]:
    return [
        Language(code, f"{request.path}?language={code}", code == reader.language)
        for code in data.LANGUAGES
    ]
