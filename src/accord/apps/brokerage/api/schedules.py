"""Schedules over HTTP: have them planned, watch the planner, read and publish them."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status
from ninja.pagination import paginate

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import planning, publishing
from accord.apps.brokerage.adapters.names import names_of, plain_viewer
from accord.apps.brokerage.adapters.reasons import why_unplaced
from accord.apps.brokerage.api.rows import Rows
from accord.apps.brokerage.api.schemas import LARGEST, MeetingOut, PlanIn, RunOut, UnplacedOut
from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.models import Event, ScheduleRun
from accord.apps.brokerage.queries import events, guests, schedule
from accord.apps.core.acting import acting_in

router = Router(tags=["schedules"])

Number = Annotated[int, Path(ge=1, le=LARGEST)]


@router.get("/events/{reference}/runs", response=list[RunOut])
@paginate
def list_runs(request: HttpRequest, reference: str) -> Rows[RunOut]:
    """List the schedules of an event, newest first; the published one if you do not run it."""
    runs = schedule.runs_visible_to(acting_in(request), _event(request, reference))
    return Rows(schedule.with_figures(runs), RunOut.of)


@router.post("/events/{reference}/runs", response={202: RunOut})
def start_run(request: HttpRequest, reference: str, wanted: PlanIn) -> Status[RunOut]:
    """Have the event planned by a worker; get the schedule to see how far it is."""
    event = _event(request, reference)
    around = _run(request, event, wanted.around) if wanted.around else None
    run = planning.plan_event(
        acting_in(request), event, seconds=wanted.seconds, seed=wanted.seed, around=around
    )
    return Status(202, _shown(request, event, run.number))


@router.get("/events/{reference}/runs/{number}", response=RunOut)
def get_run(request: HttpRequest, reference: str, number: Number) -> RunOut:
    """Get one schedule, and how far the planner is with it."""
    return _shown(request, _event(request, reference), number)


@router.post("/events/{reference}/runs/{number}/stop", response=RunOut)
def stop_run(request: HttpRequest, reference: str, number: Number) -> RunOut:
    """Ask the planner to stop and keep the best it has found."""
    event = _event(request, reference)
    planning.stop_planning(acting_in(request), _run(request, event, number))
    return _shown(request, event, number)


@router.get("/events/{reference}/runs/{number}/unplaced", response=list[UnplacedOut])
@paginate
def list_unplaced(request: HttpRequest, reference: str, number: Number) -> Rows[UnplacedOut]:
    """List the wished meetings that a schedule could not hold, and why; for who runs the event."""
    acting, event = acting_in(request), _event(request, reference)
    policies.may_read_everything(acting, event).require()
    names = names_of(event, plain_viewer(event, acting.language))
    return Rows(
        schedule.unplaced_of(_run(request, event, number)),
        lambda one: UnplacedOut(
            left=one.left.code,
            right=one.right.code,
            cause=one.cause,
            reason=why_unplaced(one.cause, one.facts, names),
        ),
    )


@router.post("/events/{reference}/runs/{number}/publication", response=RunOut)
def publish_run(request: HttpRequest, reference: str, number: Number) -> RunOut:
    """Publish a schedule: from now on it is the one that people rely on."""
    event = _event(request, reference)
    publishing.publish_schedule(acting_in(request), _run(request, event, number))
    return _shown(request, event, number)


@router.get("/events/{reference}/schedule", response=list[MeetingOut])
@paginate
def get_schedule(request: HttpRequest, reference: str) -> Rows[MeetingOut]:
    """List the meetings of the published schedule in time order; for a company, its own."""
    acting, event = acting_in(request), _event(request, reference)
    published = schedule.runs_visible_to(acting, event).filter(state=RunState.PUBLISHED)
    run = get_object_or_404(published)
    run.event = event
    return Rows(guests.meetings_told_to(acting, run), MeetingOut.of)


def _event(request: HttpRequest, reference: str) -> Event:
    return get_object_or_404(events.events_visible_to(acting_in(request)), reference=reference)


def _run(request: HttpRequest, event: Event, number: int) -> ScheduleRun:
    runs = schedule.runs_visible_to(acting_in(request), event)
    run = get_object_or_404(runs, number=number)
    run.event = event
    return run


def _shown(request: HttpRequest, event: Event, number: int) -> RunOut:
    runs = schedule.with_figures(schedule.runs_visible_to(acting_in(request), event))
    return RunOut.of(get_object_or_404(runs, number=number))
