"""Wishes over HTTP: whom a participant wants to meet."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from accord.apps.brokerage.actions import wishes as actions
from accord.apps.brokerage.actions.wishes import WishFacts
from accord.apps.brokerage.api.schemas import WishIn, WishOut
from accord.apps.brokerage.models import Attendance
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events, guests
from accord.apps.brokerage.queries import wishes as queries
from accord.apps.core.acting import acting_in

router = Router(tags=["wishes"])


@router.get("/events/{reference}/participants/{code}/wishes", response=list[WishOut])
def list_wishes(request: HttpRequest, reference: str, code: str) -> list[WishOut]:
    """List whom a participant wishes to meet, or not to meet."""
    wisher = _wisher(request, reference, code)
    return [WishOut.of(wish, wisher) for wish in queries.wishes_by(wisher)]


@router.put("/events/{reference}/participants/{code}/wishes/{wished}", response=WishOut)
def express_wish(
    request: HttpRequest, reference: str, code: str, wished: str, wish: WishIn
) -> WishOut:
    """Say that a participant wishes to meet another, or not; it replaces what was said before."""
    wisher = _wisher(request, reference, code)
    other = _wished(request, wisher, wished)
    facts = WishFacts(wisher, other, wish.strength, wish.note, wish.session)
    actions.express_wishes(acting_in(request), wisher.event, [facts])
    kept = guests.wish_of(wisher, other)
    if kept is None:  # somebody took it back in this very moment
        raise Http404
    return WishOut.of(kept, wisher)


@router.delete("/events/{reference}/participants/{code}/wishes/{wished}", response={204: None})
def take_back_wish(request: HttpRequest, reference: str, code: str, wished: str) -> Status[None]:
    """Take a wish back; twice is the same as once."""
    wisher = _wisher(request, reference, code)
    other = _wished(request, wisher, wished)
    actions.take_back_wishes(acting_in(request), wisher.event, [(wisher, other)])
    return Status(204, None)


def _wisher(request: HttpRequest, reference: str, code: str) -> Attendance:
    acting = acting_in(request)
    event = get_object_or_404(events.events_visible_to(acting), reference=reference)
    wisher = get_object_or_404(people.attendances_visible_to(acting, event), code=code)
    wisher.event = event
    return wisher


def _wished(request: HttpRequest, wisher: Attendance, code: str) -> Attendance:
    known = guests.participants_known_to(acting_in(request), wisher.event)
    return get_object_or_404(known, code=code)
