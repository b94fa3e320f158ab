"""What every page of an event shares: the event itself, its tabs, the clock of its venue."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.apps.brokerage import policies
from accord.apps.brokerage.adapters.names import isolated
from accord.apps.brokerage.models import Attendance, Event, ScheduleRun
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events, schedule
from accord.apps.core.acting import Acting, acting_in
from accord.apps.ui.forms.viewing import current_viewer
from accord.engine.calendars import Presentation

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of an event in its row of tabs."""

    label: str
    url: str
    is_current: bool
    count: int | None = None


def event_of(request: HttpRequest, reference: str) -> Event:
    """Return the event if the person may see it."""
    return get_object_or_404(events.events_visible_to(acting_in(request)), reference=reference)


def event_to_read(request: HttpRequest, reference: str) -> Event:
    """Return the event if the person may read all of it."""
    event = event_of(request, reference)
    policies.may_read_everything(acting_in(request), event).require()
    return event


def event_to_change(request: HttpRequest, reference: str) -> Event:
    """Return the event if the person may change it."""
    event = event_of(request, reference)
    policies.may_change_event(acting_in(request), event).require()
    return event


def participant_of(request: HttpRequest, event: Event, code: str) -> Attendance:
    """Return the participant if the person may open its page."""
    visible = people.attendances_visible_to(acting_in(request), event)
    attendance = get_object_or_404(visible, code=code)
    attendance.event = event
    return attendance


def run_of(request: HttpRequest, event: Event, number: int) -> ScheduleRun:
    """Return the run if the person may see it."""
    run = get_object_or_404(schedule.runs_visible_to(acting_in(request), event), number=number)
    run.event = event
    return run


def venue_of(event: Event) -> Presentation:
    """Return how the viewer reads, with the clock of the venue."""
    return replace(current_viewer(), time_zone=event.time_zone)


def event_page(
    request: HttpRequest, event: Event, template: str, page: Mapping[str, Any]
) -> HttpResponse:
    """Render a page of an event within its tabs."""
    acting = acting_in(request)
    shared = {
        "event": event,
        "venue": venue_of(event),
        "tabs": _tabs(request, acting, event),
        "may_change": policies.may_change_event(acting, event),
        "may_read_everything": policies.may_read_everything(acting, event),
    }
    return render(request, template, {**shared, **page})


def whole_when_over(
    request: HttpRequest, response: HttpResponse, *, is_over: bool
) -> HttpResponse:
    """Have a browser that watches some work load the whole page once it is over.

    The page looks different then; there is no progress left in it to show.
    """
    if is_over and request.headers.get("HX-Request") == "true":
        response.headers["HX-Refresh"] = "true"
    return response


def reason_in(request: HttpRequest) -> str:
    """Return why something is taken back, as far as its field is long."""
    return request.POST.get("reason", "").strip()[:LONGEST_REASON]


def _tabs(request: HttpRequest, acting: Acting, event: Event) -> list[Tab]:
    if policies.may_read_everything(acting, event):
        return _staff_tabs(request, event)
    tabs = [_tab(request, "event", [event.reference], _("Overview"))]
    own = list(people.spoken_for_at(acting, event))
    for one in own:
        labels = {
            "participant": _("Our page"),
            "wishes": _("Our wishes"),
            "suggestions": _("Suggestions"),
        }
        if len(own) > 1:
            name = isolated(one.organisation.name.in_language(acting.language))
            labels = {
                "participant": name,
                "wishes": _("Wishes of %(organisation)s") % {"organisation": name},
                "suggestions": _("Suggestions for %(organisation)s") % {"organisation": name},
            }
        args = [event.reference, one.code]
        tabs += [_tab(request, address, args, label) for address, label in labels.items()]
    return tabs


def _staff_tabs(request: HttpRequest, event: Event) -> list[Tab]:
    args = [event.reference]
    labels = {
        "participants": _("Participants"),
        "requests": _("Wishes"),
        "coverage": _("Suggestions"),
        "interpreters": _("Interpreters"),
        "runs": _("Schedules"),
        "print": _("Print"),
        "workbook": _("Workbook"),
    }
    return [
        _tab(request, "event", args, _("Overview")),
        *(_tab(request, name, args, label, is_whole=True) for name, label in labels.items()),
    ]


def _tab(
    request: HttpRequest, name: str, args: list[str], label: str, *, is_whole: bool = False
) -> Tab:
    """Return a tab; a whole one is current on every page below its address too."""
    url = reverse(f"brokerage:{name}", args=args)
    is_current = request.path.startswith(url) if is_whole else request.path == url
    return Tab(label, url, is_current)
