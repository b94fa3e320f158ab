"""Events and who takes part in them, over HTTP."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.pagination import paginate

from accord.apps.brokerage.api.rows import Rows
from accord.apps.brokerage.api.schemas import EventOut, ParticipantOut
from accord.apps.brokerage.queries import events, guests
from accord.apps.core.acting import acting_in

router = Router(tags=["events"])


@router.get("/events", response=list[EventOut])
@paginate
def list_events(request: HttpRequest) -> Rows[EventOut]:
    """List the events of your programmes, and those in which you take part, latest first."""
    acting = acting_in(request)
    visible = events.events_visible_to(acting).order_by("-starts_on", "-reference")
    return Rows(visible, lambda event: EventOut.of(event, acting))


@router.get("/events/{reference}", response=EventOut)
def get_event(request: HttpRequest, reference: str) -> EventOut:
    """Get one event."""
    acting = acting_in(request)
    event = get_object_or_404(events.events_visible_to(acting), reference=reference)
    return EventOut.of(event, acting)


@router.get("/events/{reference}/participants", response=list[ParticipantOut])
@paginate
def list_participants(request: HttpRequest, reference: str) -> Rows[ParticipantOut]:
    """List who takes part; for a company, itself and whom it may wish to meet."""
    acting = acting_in(request)
    event = get_object_or_404(events.events_visible_to(acting), reference=reference)
    return Rows(guests.participants_known_to(acting, event), ParticipantOut.of)
