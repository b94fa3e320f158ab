"""The schedule board: a day by tables or by participants, and moves by hand."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import board as actions
from accord.apps.brokerage.adapters import board
from accord.apps.brokerage.adapters.board import Spot
from accord.apps.brokerage.adapters.names import names_of
from accord.apps.brokerage.adapters.reasons import why_not_there
from accord.apps.brokerage.adapters.sheet import Choice, days_with_slots, sheet_of
from accord.apps.brokerage.models import Event, Meeting, ScheduleRun
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events, schedule
from accord.apps.brokerage.views.frame import (
    event_of,
    event_page,
    event_to_read,
    run_of,
    tried,
    venue_of,
)
from accord.apps.brokerage.views.grid import day_of
from accord.apps.core.acting import acting_in

Pair = tuple[UUID, UUID]


@require_safe
def show(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show one day of a run by tables or by participants."""
    acting, event = acting_in(request), event_to_read(request, reference)
    run = run_of(request, event, number)
    days = days_with_slots(event)
    choice = _choice(request, days)
    query = {
        "view": "people" if choice.is_people else "tables",
        "side": choice.side,
        "place": choice.place,
        "q": choice.words,
    }
    page = {
        "run": run,
        "days": days,
        "choice": choice,
        "sheet": sheet_of(run, choice, acting.language) if days else None,
        "parties": events.parties_of(event),
        "places": event.places.order_by("ordinal"),
        "query": urlencode(query),
        "may_move": policies.may_move(acting, event, run),
        "here": request.get_full_path(),
    }
    return event_page(request, event, "brokerage/board.html", page)


@require_safe
def targets(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say for every slot whether a meeting could be held there, and if not, why."""
    event = event_to_read(request, reference)
    run = run_of(request, event, number)
    pair = _pair(request, event)
    stand = board.stand_of(run, pair)
    names = names_of(event, venue_of(event), only=stand.involved)
    slots = {
        key: why_not_there(broken, names) if broken else ""
        for key, broken in stand.obstacles().items()
    }
    answer = JsonResponse({"slots": slots, "free": _("free"), "busy": _("not possible")})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def move(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show where a meeting could be, free slots first; move or place it there."""
    acting, event = acting_in(request), event_to_read(request, reference)
    run = run_of(request, event, number)
    policies.may_move(acting, event, run).require()
    pair = _pair(request, event)
    meeting = schedule.meeting_of(run, pair)
    if request.method == "POST":
        to = _spot(request.POST.get("to", ""))
        with tried(request, _("The meeting has a new place.")):
            if meeting is None:
                actions.place_meeting(acting, run, pair, to=to)
            else:
                seen = _spot(request.POST.get("seen", ""))
                actions.move_meeting(acting, meeting, to=to, seen=seen)
        return redirect(_next(request) or _board_url(event, run))
    stand = board.stand_of(run, pair)
    names = names_of(event, venue_of(event), only=stand.involved)
    obstacles = stand.obstacles()
    slots = [
        (slot, day_of(event, slot), why_not_there(obstacles[str(slot.pk)], names))
        for slot in events.meeting_slots_of(event)
    ]
    both = {one.pk: one for one in people.attendances_among(event, pair)}
    page = {
        "run": run,
        "meeting": meeting,
        "left": both[pair[0]],
        "right": both[pair[1]],
        "free": [(slot, day) for slot, day, reason in slots if not reason],
        "blocked": [(slot, day, reason) for slot, day, reason in slots if reason],
        "tables": events.tables_of(event),
        "back_url": _next(request) or _board_url(event, run),
    }
    return event_page(request, event, "brokerage/move.html", page)


@require_POST
def lift(request: HttpRequest, reference: str, number: int, key: UUID) -> HttpResponse:
    """Take a meeting off the schedule."""
    event, run, meeting = _meeting(request, reference, number, key)
    with tried(request, _("The meeting is off the schedule. It waits among the unplaced ones.")):
        seen = _spot(request.POST.get("seen", ""))
        actions.lift_meeting(acting_in(request), meeting, seen=seen)
    return redirect(_next(request) or _board_url(event, run))


@require_POST
def lock(request: HttpRequest, reference: str, number: int, key: UUID) -> HttpResponse:
    """Lock a meeting where it is, or unlock it."""
    event, run, meeting = _meeting(request, reference, number, key)
    with tried(request, ""):
        if meeting.is_locked:
            actions.unlock_meeting(acting_in(request), meeting)
        else:
            actions.lock_meeting(acting_in(request), meeting)
    return redirect(_next(request) or _board_url(event, run))


@require_safe
def meeting_page(request: HttpRequest, reference: str, number: int, key: UUID) -> HttpResponse:
    """Show one meeting: who, when, where, and what can be done with it."""
    event, run, meeting = _meeting(request, reference, number, key)
    page = {
        "run": run,
        "meeting": meeting,
        "seats": schedule.seats_of([meeting.pk]),
        "day": day_of(event, meeting.slot),
        "may_move": policies.may_move(acting_in(request), event, run),
        "back_url": _next(request) or _board_url(event, run),
    }
    return event_page(request, event, "brokerage/meeting.html", page)


def _choice(request: HttpRequest, days: list[date]) -> Choice:
    """Read what the reader wants to see; what makes no sense is left out."""
    given = request.GET
    wanted = next((day for day in days if day.isoformat() == given.get("day")), None)
    number = given.get("page", "1")
    return Choice(
        day=wanted or (days[0] if days else date.min),
        is_people=given.get("view") == "people",
        side=given.get("side", ""),
        place=given.get("place", ""),
        words=given.get("q", "")[:100],
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,  # noqa: PLR2004 -- no board has a million pages
    )


def _pair(request: HttpRequest, event: Event) -> Pair:
    """Return the two participants that the address names by their codes."""
    codes = [request.GET.get("left", ""), request.GET.get("right", "")]
    found = dict(people.everybody_at(event).filter(code__in=codes).values_list("code", "pk"))
    if len(found) != len(codes):
        raise Http404
    return found[codes[0]], found[codes[1]]


def _meeting(
    request: HttpRequest, reference: str, number: int, key: UUID
) -> tuple[Event, ScheduleRun, Meeting]:
    event = event_of(request, reference)
    policies.may_read_everything(acting_in(request), event).require()
    run = run_of(request, event, number)
    meeting = get_object_or_404(schedule.meetings_of(run), pk=key)
    meeting.run = run
    return event, run, meeting


def _spot(text: str) -> Spot:
    """Read a slot and perhaps a table, with a comma between them."""
    slot, _comma, table = text.partition(",")
    try:
        return Spot(UUID(slot), UUID(table) if table else None)
    except ValueError:
        raise Http404 from None


def _board_url(event: Event, run: ScheduleRun) -> str:
    return reverse("brokerage:board", args=[event.reference, run.number])


def _next(request: HttpRequest) -> str:
    """Return the address to go back to if it leads to this site, else nothing."""
    address = request.POST.get("next", "") or request.GET.get("next", "")
    is_own = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if is_own else ""
