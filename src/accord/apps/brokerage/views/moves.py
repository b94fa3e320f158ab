"""Moving one meeting by hand: its page, the moves themselves, what stands in the way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import board as actions
from accord.apps.brokerage.adapters.problem import Pair
from accord.apps.brokerage.adapters.sheet import By
from accord.apps.brokerage.adapters.targets import tables_for, times_for
from accord.apps.brokerage.adapters.waiting import told
from accord.apps.brokerage.errors import MeetingLockedError
from accord.apps.brokerage.forms.board import LockForm, SeenForm, SpotForm
from accord.apps.brokerage.models import Event, Meeting, ScheduleRun, Slot
from accord.apps.brokerage.queries import board as queries
from accord.apps.brokerage.queries import schedule
from accord.apps.brokerage.queries.events import TableRow
from accord.apps.brokerage.views.board import board_url, choice_in, query_of
from accord.apps.brokerage.views.frame import event_page, event_to_read, run_of, venue_of
from accord.apps.brokerage.views.grid import day_of
from accord.apps.core.acting import acting_in
from accord.apps.core.errors import (
    ChangedMeanwhileError,
    DomainError,
    NotAllowedError,
    NotSignedInError,
)
from accord.apps.core.localised import LocalizedText
from accord.apps.core.trying import tried

Place = Callable[[SpotForm], Meeting]
Tables = Sequence[tuple[str, str]]  # key and label


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, reference: str, number: int, key: UUID) -> HttpResponse:
    """Show a meeting and where else it could be, free times first; move it there."""
    event, run = _run(request, reference, number)
    meeting = queries.meeting_in(run, key)
    if meeting is None:
        return _gone(request, event, run)
    meeting.run = run
    seen = SeenForm(request.POST)
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        seen.is_valid()

        def put(form: SpotForm, moved: Meeting = meeting) -> Meeting:
            return actions.move_meeting(
                acting_in(request), moved, to=form.spot(), seen=seen.seen()
            )

        done, problems, status = _tried(request, put)
        if done:
            return _back(request, event, run, done)
        meeting = queries.meeting_in(run, key)
        if meeting is None:
            return _gone(request, event, run)
    page = {
        "meeting": meeting,
        "seats": schedule.seats_of([meeting.pk]),
        "day": day_of(event, meeting.slot),
        "problems": problems,
        **_page(request, event, run),
        **_times(event, run, (meeting.left_id, meeting.right_id), now=meeting.slot),
    }
    answer = event_page(request, event, "brokerage/meeting.html", page)
    answer.status_code = status
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, reference: str, number: int, key: UUID) -> HttpResponse:
    """Show where a wished meeting could be placed by hand; place it there."""
    event, run = _run(request, reference, number)
    unplaced = queries.waiting_in(run, "").filter(pk=key).first()
    if unplaced is None:
        return _gone(request, event, run)
    pair = (unplaced.left_id, unplaced.right_id)
    problems: list[str] = []
    status = 200
    if request.method == "POST":

        def put(form: SpotForm) -> Meeting:
            return actions.place_meeting(acting_in(request), run, pair, to=form.spot())

        done, problems, status = _tried(request, put)
        if done:
            return _back(request, event, run, done)
    page = {
        "waiting": told([unplaced], venue_of(event))[0],
        "problems": problems,
        **_page(request, event, run),
        **_times(event, run, pair),
    }
    answer = event_page(request, event, "brokerage/request_place.html", page)
    answer.status_code = status
    return answer


@require_POST
def lift(request: HttpRequest, reference: str, number: int, key: UUID) -> HttpResponse:
    """Take a meeting off the schedule."""
    event, run = _run(request, reference, number)
    meeting = queries.meeting_in(run, key)
    if meeting is None:
        return _gone(request, event, run)
    meeting.run = run
    seen = SeenForm(request.POST)
    seen.is_valid()
    with tried(request, _("The meeting was taken off the schedule and waits for a place.")):
        actions.lift_meeting(acting_in(request), meeting, seen=seen.seen())
    return redirect(board_url(event, run, replace(choice_in(request.GET), meeting=None)))


@require_POST
def lock(request: HttpRequest, reference: str, number: int, key: UUID) -> HttpResponse:
    """Lock a meeting where it is, or unlock it."""
    event, run = _run(request, reference, number)
    meeting = queries.meeting_in(run, key)
    if meeting is None:
        return _gone(request, event, run)
    meeting.run = run
    form = LockForm(request.POST)
    if not form.is_valid():
        raise Http404
    if form.cleaned_data["lock"]:
        with tried(request, _("The meeting is locked. Planning again leaves it where it is.")):
            actions.lock_meeting(acting_in(request), meeting)
    else:
        with tried(request, _("The meeting is unlocked and can be moved.")):
            actions.unlock_meeting(acting_in(request), meeting)
    return redirect(board_url(event, run, replace(choice_in(request.GET), meeting=meeting.pk)))


@require_safe
def meeting_targets(request: HttpRequest, reference: str, number: int, key: UUID) -> HttpResponse:
    """Say where a meeting could be put, before it is."""
    event, run = _run(request, reference, number)
    held = queries.one_held(run, key)
    if held is None:
        return _no(ChangedMeanwhileError())
    if held.is_locked:
        return JsonResponse({"problem": str(MeetingLockedError())})
    return _targets(request, event, run, held.pair)


@require_safe
def request_targets(request: HttpRequest, reference: str, number: int, key: UUID) -> HttpResponse:
    """Say where a meeting that waits could be put, before it is."""
    event, run = _run(request, reference, number)
    unplaced = queries.waiting_in(run, "").filter(pk=key).first()
    if unplaced is None:
        return _no(ChangedMeanwhileError())
    return _targets(request, event, run, (unplaced.left_id, unplaced.right_id))


def _targets(request: HttpRequest, event: Event, run: ScheduleRun, pair: Pair) -> HttpResponse:
    verdict = policies.may_move(acting_in(request), event, run)
    if verdict.refusal is not None:
        return _no(verdict.refusal)
    viewer = venue_of(event)
    choice = choice_in(request.GET)
    ask = times_for if choice.by == By.PARTICIPANTS else tables_for
    targets, day = ask(run, pair, viewer), choice.day
    times = targets.known.slots
    own = [str(one.pk) for one in times if not day or day_of(event, one).isoformat() == day]
    count = sum(not targets.slots[slot] for slot in own)
    words = ngettext(
        "The meeting can be held at %(count)s of %(total)s times of this day.",
        "The meeting can be held at %(count)s of %(total)s times of this day.",
        count,
    ) % {"count": viewer.number(count), "total": viewer.number(len(own))}
    return JsonResponse(
        {
            "slots": targets.slots,
            "places": targets.places,
            "tables": targets.tables,
            "participants": [str(one) for one in pair],
            "summary": words,
        }
    )


def _no(refusal: DomainError) -> HttpResponse:
    return JsonResponse({"problem": str(refusal)}, status=refusal.status)


def _run(request: HttpRequest, reference: str, number: int) -> tuple[Event, ScheduleRun]:
    event = event_to_read(request, reference)
    return event, run_of(request, event, number)


def _tried(request: HttpRequest, put: Place) -> tuple[Meeting | None, list[str], int]:
    """Return the meeting in its new place; or what is wrong, and the status to say so."""
    form = SpotForm(request.POST)
    if not form.is_valid():
        return None, [str(error) for errors in form.errors.values() for error in errors], 422
    try:
        return put(form), [], 200
    except (NotAllowedError, NotSignedInError):
        raise
    except DomainError as refusal:
        return None, [str(refusal)], refusal.status


def _back(request: HttpRequest, event: Event, run: ScheduleRun, placed: Meeting) -> HttpResponse:
    """Lead back to the board, to where the meeting stands now."""
    meeting = get_object_or_404(schedule.meetings_of(run), pk=placed.pk)
    viewer = venue_of(event)
    done = _("The meeting of %(left)s and %(right)s is on %(day)s at %(time)s, table %(table)s.")
    facts = {
        "left": meeting.left.organisation.name.in_language(viewer.language),
        "right": meeting.right.organisation.name.in_language(viewer.language),
        "day": viewer.day(day_of(event, meeting.slot)),
        "time": viewer.clock(meeting.slot.starts_at),
        "table": viewer.native(meeting.table.label),
    }
    messages.success(request, done % facts)
    return redirect(board_url(event, run, replace(choice_in(request.GET), meeting=meeting.pk)))


def _gone(request: HttpRequest, event: Event, run: ScheduleRun) -> HttpResponse:
    """Lead back to the board when what was to be moved is no longer there."""
    if request.method != "POST":
        raise Http404
    messages.warning(
        request,
        _(
            "Somebody else moved or lifted this meeting in the meantime. "
            "The board shows how it stands now."
        ),
    )
    return redirect(board_url(event, run, replace(choice_in(request.GET), meeting=None)))


def _page(request: HttpRequest, event: Event, run: ScheduleRun) -> Mapping[str, object]:
    choice = choice_in(request.GET)
    return {
        "run": run,
        "may_move": policies.may_move(acting_in(request), event, run),
        "query": query_of(choice),
        "back_url": board_url(event, run, choice),
    }


def _times(
    event: Event, run: ScheduleRun, pair: Pair, *, now: Slot | None = None
) -> Mapping[str, object]:
    """Return the times of the event: free ones by day, then the others with the reason."""
    targets = times_for(run, pair, venue_of(event))
    reasons, slots = targets.slots, targets.known.slots

    def day(slot: Slot) -> date:
        return day_of(event, slot)

    free = [slot for slot in slots if not reasons[str(slot.pk)]]
    blocked = [slot for slot in slots if reasons[str(slot.pk)]]
    return {
        "free": [(when, list(those)) for when, those in groupby(free, key=day)],
        "blocked": [
            (when, [(slot, reasons[str(slot.pk)]) for slot in those])
            for when, those in groupby(blocked, key=day)
        ],
        "now": now,
        "halls": _halls(targets.known.tables) if free else [],
    }


def _halls(tables: Sequence[TableRow]) -> list[tuple[LocalizedText, Tables]]:
    """Return the tables to choose from under the name of each place, in order."""
    halls = (list(those) for _place, those in groupby(tables, key=attrgetter("place")))
    return [(those[0].place_name, [(str(one.pk), one.label) for one in those]) for those in halls]
