"""Pages of events: the list, the overview, what is known, its life."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import events as actions
from accord.apps.brokerage.forms.attendance import ReasonForm
from accord.apps.brokerage.forms.events import EventForm, days_of
from accord.apps.brokerage.models import Event, PartyHours
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events, schedule
from accord.apps.brokerage.queries.hours import Closure, day_off
from accord.apps.brokerage.tables import EVENTS
from accord.apps.brokerage.views.frame import (
    event_of,
    event_page,
    event_to_change,
    reason_in,
)
from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.errors import DomainError
from accord.apps.core.trying import tried
from accord.apps.programmes.models import Party
from accord.apps.ui.forms.viewing import current_viewer

LIFE: dict[str, Callable[[Acting, Event], None]] = {
    "open-wishes": actions.open_wishes,
    "close-wishes": actions.close_wishes,
    "close": actions.close_event,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the things an event needs before people can rely on it."""

    label: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class DayOfEvent:
    """A day of an event, and which parties do not work on it."""

    day: date
    slots: int
    off: list[tuple[Party, Closure]]
    hours: list[PartyHours]


@require_safe
def event_list(request: HttpRequest) -> HttpResponseBase:
    """List the events that the person may see."""
    acting = acting_in(request)
    visible = events.events_visible_to(acting)
    if programme := request.GET.get("programme", ""):
        visible = visible.filter(programme__reference=programme)
    table = EVENTS.page(visible, request.GET, current_viewer())
    if table.export:
        return table.download()
    may_prepare = policies.may_prepare_event(acting, None)
    return render(
        request, "brokerage/event_list.html", {"table": table, "may_prepare": may_prepare}
    )


def event_new(request: HttpRequest) -> HttpResponse:
    """Begin an event."""
    acting = acting_in(request)
    policies.may_prepare_event(acting, None).require()
    programmes = {one.reference: one for one in events.programmes_to_prepare_in(acting)}
    viewer = current_viewer()
    initial = {"time_zone": viewer.time_zone, "languages": [viewer.language], "change_minutes": 0}
    form = EventForm(
        request.POST or None,
        initial=initial,
        programmes=programmes.values(),
        language=viewer.language,
    )
    if form.is_valid():
        programme = programmes.get(form.cleaned_data["programme"])
        try:
            event = actions.prepare_event(acting, form.facts(), programme=programme)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("brokerage:event", event.reference)
    return render(request, "brokerage/event_form.html", {"form": form})


def event_edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what is known about an event."""
    acting, event = acting_in(request), event_to_change(request, reference)
    form = EventForm(
        request.POST or None, initial=EventForm.initial_of(event), language=acting.language
    )
    if form.is_valid():
        try:
            actions.change_event(acting, event, form.facts())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("brokerage:event", event.reference)
    return event_page(request, event, "brokerage/event_edit.html", {"form": form})


@require_safe
def event_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what the event is, how far it is, and what comes next."""
    acting, event = acting_in(request), event_of(request, reference)
    run = schedule.published_run(event)
    page: dict[str, Any] = {"run": run, "own": people.spoken_for_at(acting, event)}
    if policies.may_read_everything(acting, event):
        figures = events.figures_of(event)
        latest = schedule.latest_run(event)
        page |= {
            "figures": figures,
            "steps": _steps(event, figures, is_planned=latest is not None),
            "days": _days(event),
            "reason_form": ReasonForm(auto_id="withdraw_%s"),
            "latest": latest,
        }
    return event_page(request, event, "brokerage/event_detail.html", page)


@require_POST
def event_life(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Open or close the wishes, or end the event."""
    acting, event = acting_in(request), event_of(request, reference)
    if step not in LIFE:
        raise Http404
    with tried(request, ""):
        LIFE[step](acting, event)
    return redirect("brokerage:event", event.reference)


@require_POST
def event_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an event back."""
    acting, event = acting_in(request), event_of(request, reference)
    with tried(request, _("The event is withdrawn.")):
        actions.withdraw_event(acting, event, reason=reason_in(request))
    return redirect("brokerage:event", event.reference)


def _steps(event: Event, figures: events.Figures, *, is_planned: bool) -> list[Step]:
    """Return what the event needs, the first missing thing as the present one."""
    wanted = [
        (_("Days and slots"), "days", bool(figures.slots)),
        (_("Places and tables"), "places", bool(figures.tables)),
        (_("Participants"), "participants", bool(figures.participants)),
        (_("Wishes"), "requests", bool(figures.wishes)),
        (_("Schedule"), "runs", is_planned),
        (_("Publication"), "runs", event.version > 0),
    ]
    steps: list[Step] = []
    for label, name, is_done in wanted:
        is_first_missing = all(step.state == "done" for step in steps)
        state = "done" if is_done else "current" if is_first_missing else "next"
        steps.append(Step(label, state, reverse(f"brokerage:{name}", args=[event.reference])))
    return steps


def _days(event: Event) -> list[DayOfEvent]:
    """Return the days with the parties that do not work on them, and why."""
    zone = ZoneInfo(event.time_zone)
    parties = list(events.parties_of(event))
    slots = [slot.starts_at.astimezone(zone).date() for slot in events.meeting_slots_of(event)]
    hours = list(events.hours_of(event))
    days = []
    for day in days_of(event):
        own = [one for one in hours if one.starts_at.astimezone(zone).date() == day]
        told = {one.party_id for one in own}
        off = [
            (party, closure)
            for party in parties
            if party.pk not in told and (closure := day_off(party, day))
        ]
        days.append(DayOfEvent(day, slots.count(day), off, own))
    return days
