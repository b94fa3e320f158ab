"""Pages of schedule runs: start one, watch it, weigh it, compare two, publish."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import planning, publishing
from accord.apps.brokerage.adapters import conflicts
from accord.apps.brokerage.adapters.comparing import compared
from accord.apps.brokerage.adapters.drawing import drawing_of
from accord.apps.brokerage.adapters.load import breaks_in, interpreting_in
from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.forms.planning import PlanForm
from accord.apps.brokerage.models import Event, ScheduleRun
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import schedule
from accord.apps.brokerage.views.frame import (
    event_of,
    event_page,
    event_to_read,
    run_of,
    whole_when_over,
)
from accord.apps.core import actions as core
from accord.apps.core import policies as core_policies
from accord.apps.core import queries as core_queries
from accord.apps.core.acting import acting_in
from accord.apps.core.errors import DomainError
from accord.apps.core.models import Job
from accord.apps.core.trying import tried
from accord.apps.ui.forms.viewing import current_viewer
from accord.apps.ui.tables.addresses import address_of
from accord.engine.calendars import Presentation
from accord.engine.scheduling import Status

ROWS_A_PAGE = 50
SMALLEST_SHARE = Decimal("0.001")  # what rounds to nothing is still something


@dataclass(frozen=True, slots=True)
class Load:
    """How many meetings the participants have."""

    fewest: int
    most: int
    without: int


def runs(request: HttpRequest, reference: str) -> HttpResponse:
    """List the runs of an event, and have it planned."""
    acting, event = acting_in(request), event_to_read(request, reference)
    visible = schedule.with_figures(schedule.runs_visible_to(acting, event))
    form = PlanForm(
        request.POST or None,
        initial={"around": request.GET.get("around", "")},
        runs=visible,
        viewer=current_viewer(),
    )
    if form.is_valid():
        given = form.cleaned_data
        around = visible.filter(number=given["around"]).first() if given["around"] else None
        try:
            run = planning.plan_event(
                acting, event, seconds=given["seconds"], seed=given["seed"] or 0, around=around
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("brokerage:run", event.reference, run.number)
    page = {"form": form, "runs": visible, "may_plan": policies.may_plan(acting, event)}
    return event_page(request, event, "brokerage/runs.html", page)


@require_safe
def run(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show one run: how far it is, how good it is, who has how many meetings."""
    acting, event = acting_in(request), event_of(request, reference)
    shown = run_of(request, event, number)
    approved = {one.side_id for one in core_queries.approvals_of([shown.subject])}
    page: dict[str, Any] = {
        "run": shown,
        "job": shown.job,
        **_progress_of(shown.job, acting.at, current_viewer()),
        "run_url": reverse("brokerage:run", args=[event.reference, shown.number]),
        "may_plan": policies.may_plan(acting, event),
        "may_move": policies.may_move(acting, event, shown),
        "may_publish": policies.may_publish(acting, event, shown, approved=approved),
        "is_draft": shown.state == RunState.DRAFT,
    }
    if shown.status:
        held, musts = schedule.must_figures(shown)
        page |= {
            "meetings": shown.meetings.count(),
            "locked": shown.meetings.filter(is_locked=True).count(),
            "unplaced": shown.unplaced.count(),
            "musts_held": held,
            "musts": musts,
            "quality": _quality(event, shown, current_viewer()),
            "load": _load(shown, people.attendances_of(event).count()),
            "is_interpreted": shown.meetings.filter(interpreter__isnull=False).exists(),
            "conflicts": conflicts.told(shown.conflicts, current_viewer()),
        }
    if event.programme is not None and event.programme.needs_every_approval:
        page["owners"] = [one.party for one in event.programme.ownerships.all()]
    response = event_page(request, event, "brokerage/run.html", page)
    return whole_when_over(request, response, is_over=bool(shown.status))


@require_safe
def load(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """List the meetings and breaks of every participant in a run, and its interpreters' work."""
    event = event_to_read(request, reference)
    shown = run_of(request, event, number)
    loads = schedule.loads_in(shown)
    counts = [(loads.get(key, 0), key) for key in people.keys_at(event)]
    counts.sort(key=lambda row: row[0])
    most = max((count for count, _key in counts), default=0)
    at = Paginator(counts, ROWS_A_PAGE).get_page(request.GET.get("page"))
    here = [(count, UUID(key)) for count, key in at]
    named = {one.pk: one for one in people.attendances_among(event, [key for _n, key in here])}
    breaks = breaks_in(shown, named)
    page = {
        "run": shown,
        "page": at,
        "rows": [
            (count, breaks[key], one, address_of("brokerage:participant", reference, one.code))
            for count, key in here
            if (one := named.get(key))
        ],
        "most": most,
        "query": "",
        "interpreting": interpreting_in(shown),
    }
    return event_page(request, event, "brokerage/load.html", page)


@require_safe
def compare(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what differs between two runs of an event."""
    event = event_to_read(request, reference)
    runs = schedule.runs_visible_to(acting_in(request), event).exclude(status="")
    planned = list(runs.values_list("number", flat=True))
    asked = [request.GET.get(name, "") for name in ("first", "second")]
    numbers = [number for text in asked for number in planned if str(number) == text]
    page: dict[str, object] = {"planned": planned}
    if len(numbers) == len(asked):
        found = schedule.with_figures(runs.filter(number__in=numbers))
        known = {one.number: one for one in found}
        chosen = [known[number] for number in numbers]
        first, second = chosen
        attending = people.attendances_of(event).count()
        page |= {
            "first": first,
            "second": second,
            "difference": compared(first, second),
            "loads": [_load(one, attending) for one in chosen],
        }
    return event_page(request, event, "brokerage/compare.html", page)


@require_POST
def run_stop(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask the worker to stop and keep the best it has."""
    acting, event = acting_in(request), event_to_read(request, reference)
    shown = run_of(request, event, number)
    with tried(request, _("The planner stops and keeps the best it has found.")):
        planning.stop_planning(acting, shown)
    return redirect("brokerage:run", event.reference, number)


@require_POST
def run_publish(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Make a run the schedule that people rely on."""
    acting, event = acting_in(request), event_of(request, reference)
    with tried(request, _("The schedule is published.")):
        publishing.publish_schedule(acting, run_of(request, event, number))
    return redirect("brokerage:run", event.reference, number)


@require_POST
def run_approve(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say yes to a run for one side."""
    acting, event = acting_in(request), event_of(request, reference)
    shown = run_of(request, event, number)
    ownerships = event.programme.ownerships.all() if event.programme else []
    sides = {one.party.code: one.party.pk for one in ownerships}
    side = sides.get(request.POST.get("side", ""))
    if side is None:
        raise Http404
    core_policies.may_approve(acting, side, event.programme_id).require()
    core.approve(acting, shown.subject, side=side, programme=event.programme_id)
    return redirect("brokerage:run", event.reference, number)


@require_POST
def run_copy(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Begin a new draft from a run."""
    acting, event = acting_in(request), event_of(request, reference)
    shown = run_of(request, event, number)
    draft = shown
    with tried(request, _("A new draft is begun. The schedule it comes from stays as it is.")):
        draft = publishing.copy_run(acting, shown)
    return redirect("brokerage:run", event.reference, draft.number)


def _progress_of(job: Job | None, at: datetime, viewer: Presentation) -> dict[str, object]:
    """Return what the box that shows the progress says of a search."""
    if job is None:
        return {}
    warning = _(
        "The worker has fallen silent. The best schedule found so far is kept; "
        "the search goes on from it as soon as a worker is back."
    )
    is_silent = core_queries.is_silent(job, at)
    return {
        "job_facts": _facts_of(job, viewer),
        "job_line": seconds_line(job, viewer),
        "search_drawing": drawing_of(job.facts, job.total, viewer),
        "job_warning": warning if is_silent else "",
    }


def seconds_line(job: Job, viewer: Presentation) -> str:
    """Say how far a search is that has so many seconds."""
    return ngettext("%(done)s of %(total)s second", "%(done)s of %(total)s seconds", job.total) % {
        "done": viewer.number(job.done),
        "total": viewer.number(job.total),
    }


def _facts_of(job: Job, viewer: Presentation) -> list[tuple[str, str]]:
    """Return how the search stands, for the box that shows its progress."""
    facts = job.facts
    if "held" not in facts:
        return []
    return [
        (
            _("Meetings placed"),
            pgettext("part of a whole", "%(part)s of %(whole)s")
            % {
                "part": viewer.number(facts["held"]),
                "whole": viewer.number(facts["requests"]),
            },
        ),
        (_("Points so far"), viewer.number(facts["weight"])),
        (pgettext("idle time", "Breaks"), viewer.number(facts["breaks"])),
    ]


def _quality(event: Event, run: ScheduleRun, viewer: Presentation) -> str:
    """Say in words how good the schedule is known to be."""
    if run.status == Status.OPTIMAL:
        return _("It is proven: no better schedule exists for these wishes and these rules.")
    if event.all_must_be_held:
        return _("Breaks: %(breaks)s; no schedule can have fewer than %(bound)s.") % {
            "breaks": viewer.number(run.breaks),
            "bound": viewer.number(run.bound),
        }
    if run.weight >= run.bound:
        return _("No schedule can hold more of what is wished.")
    share = Decimal(run.bound - run.weight) / run.bound
    return _(
        "A better schedule could hold %(share)s more of what is wished, at the very most."
    ) % {"share": viewer.percent(max(share, SMALLEST_SHARE), places=1)}


def _load(run: ScheduleRun, attending: int) -> Load:
    counts = schedule.loads_in(run).values()
    return Load(
        fewest=min(counts, default=0),
        most=max(counts, default=0),
        without=max(0, attending - len(counts)),
    )
