"""Who is suggested to whom at an event, over HTTP: have it matched, read the lists."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import matching
from accord.apps.brokerage.adapters.suggestions import told_to
from accord.apps.brokerage.api.schemas_of_matching import MatchingOut, ParticipantSuggestionOut
from accord.apps.brokerage.models import Event
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.queries import suggestions as queries
from accord.apps.brokerage.queries.wishes import wishes_by
from accord.apps.core.acting import acting_in
from accord.apps.ui.forms.viewing import current_viewer

router = Router(tags=["suggestions"])


@router.get(
    "/events/{reference}/participants/{code}/suggestions", response=list[ParticipantSuggestionOut]
)
def list_participant_suggestions(
    request: HttpRequest, reference: str, code: str
) -> list[ParticipantSuggestionOut]:
    """List whom a participant might meet, best first, with the evidence and what it wished."""
    acting, event = acting_in(request), _event(request, reference)
    attendance = get_object_or_404(people.attendances_visible_to(acting, event), code=code)
    attendance.event = event
    policies.may_read_suggestions(acting, attendance).require()
    rows = list(queries.suggestions_to(acting, attendance))
    wished = {wish.wished_id: wish for wish in wishes_by(attendance)}
    return [
        ParticipantSuggestionOut.of(row, told, wished.get(row.other_id))
        for row, told in told_to(acting, rows, current_viewer())
    ]


@router.get("/events/{reference}/matching", response=MatchingOut)
def get_matching(request: HttpRequest, reference: str) -> MatchingOut:
    """Get how far the work of matching is, and how evenly the last one shows everybody."""
    event = _event(request, reference)
    policies.may_read_everything(acting_in(request), event).require()
    return _shown(request, event)


@router.post("/events/{reference}/matching", response={202: MatchingOut})
def start_matching(request: HttpRequest, reference: str) -> Status[MatchingOut]:
    """Have a worker match the participants; get the matching to see how far it is."""
    event = _event(request, reference)
    matching.start_matching(acting_in(request), event)
    return Status(202, _shown(request, event))


@router.post("/events/{reference}/matching/stop", response=MatchingOut)
def stop_matching(request: HttpRequest, reference: str) -> MatchingOut:
    """Ask the worker to stop; what was suggested before stays."""
    event = _event(request, reference)
    matching.stop_matching(acting_in(request), event)
    return _shown(request, event)


def _event(request: HttpRequest, reference: str) -> Event:
    return get_object_or_404(events.events_visible_to(acting_in(request)), reference=reference)


def _shown(request: HttpRequest, event: Event) -> MatchingOut:
    matched = queries.matched(event)
    found = matched.facts.get("unanswered", ()) if matched is not None else ()
    needs = queries.needs_by_key(acting_in(request), found)
    return MatchingOut.of(queries.last_matching(event), matched, needs)
