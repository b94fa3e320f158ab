"""Pages of an event's days, slots, places, tables and working times."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.apps.brokerage.actions import grid as actions
from accord.apps.brokerage.actions.grid import HoursFacts, PlaceFacts, SlotFacts
from accord.apps.brokerage.enums import SlotKind, SlotSession
from accord.apps.brokerage.forms.events import DayPlanForm, HoursForm, PlaceForm
from accord.apps.brokerage.models import Event, Slot
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.queries.hours import closures_of
from accord.apps.brokerage.views.frame import event_page, event_to_change, venue_of
from accord.apps.core.acting import acting_in
from accord.apps.core.errors import DomainError
from accord.apps.core.trying import tried
from accord.apps.ui.forms.viewing import current_viewer

START = {"starts": "09:00", "ends": "17:00", "length": 20, "gap": 0, "breaks": "12:00 13:00"}


def days(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the slots of every day, and plan days anew."""
    acting, event = acting_in(request), event_to_change(request, reference)
    form = DayPlanForm(request.POST or None, event=event, viewer=venue_of(event), initial=START)
    if form.is_valid():
        planned = form.slots()
        kept = [
            facts_of(slot) for slot in events.slots_of(event) if day_of(event, slot) not in planned
        ]
        try:
            actions.set_grid(
                acting, event, [*kept, *(one for day in planned.values() for one in day)]
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("brokerage:days", event.reference)
    slots = list(events.slots_of(event))
    page = {
        "form": form,
        "days": [
            (day, list(own)) for day, own in groupby(slots, key=lambda slot: day_of(event, slot))
        ],
        "kinds": SlotKind,
    }
    return event_page(request, event, "brokerage/days.html", page)


@require_POST
def slot_change(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Turn one slot into a break or back, or remove it."""
    acting, event = acting_in(request), event_to_change(request, reference)
    kind = request.POST.get("kind", "")
    slots = []
    for slot in events.slots_of(event):
        facts = facts_of(slot)
        if slot.pk != key:
            slots.append(facts)
        elif kind in SlotKind.values:
            changed = SlotFacts(
                facts.starts_at, facts.ends_at, SlotKind(kind), facts.title, facts.session
            )
            slots.append(changed)
    with tried(request, ""):
        actions.set_grid(acting, event, slots)
    return redirect("brokerage:days", event.reference)


def places(request: HttpRequest, reference: str) -> HttpResponse:
    """Show and change the places and their tables."""
    acting, event = acting_in(request), event_to_change(request, reference)
    forms = _place_forms(request, event)
    if request.method == "POST":
        filled = [form for form in forms if form.has_changed() or form.initial]
        faulty = [form for form in filled if not form.is_valid()]
        if not faulty:
            try:
                actions.set_places(acting, event, _kept_places(request, filled))
            except DomainError as refusal:
                forms[0].add_error(None, str(refusal))
            else:
                return redirect("brokerage:places", event.reference)
    return event_page(request, event, "brokerage/places.html", {"forms": forms})


def hours(request: HttpRequest, reference: str) -> HttpResponse:
    """Show when each party works, and set hours for one day."""
    acting, event = acting_in(request), event_to_change(request, reference)
    parties = {party.code: party for party in events.parties_of(event)}
    form = HoursForm(
        request.POST or None, event=event, parties=parties.values(), viewer=current_viewer()
    )
    if form.is_valid():
        given = form.cleaned_data
        day, zone = date.fromisoformat(given["day"]), ZoneInfo(event.time_zone)
        added = HoursFacts(
            parties[given["party"]],
            datetime.combine(day, given["starts"], zone),
            datetime.combine(day, given["ends"], zone),
        )
        try:
            actions.set_hours(acting, event, [*_hours_of(event), added])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("brokerage:hours", event.reference)
    slots = list(events.meeting_slots_of(event))
    closures = closures_of(event, slots)
    page = {
        "form": form,
        "hours": events.hours_of(event),
        "parties": [
            (
                party,
                len(closures.get(party.pk, {})),
                sorted({(one.day, one.why.value) for one in closures.get(party.pk, {}).values()}),
            )
            for party in parties.values()
        ],
        "slot_count": len(slots),
    }
    return event_page(request, event, "brokerage/hours.html", page)


@require_POST
def hours_remove(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Let a party's day follow its working week again."""
    acting, event = acting_in(request), event_to_change(request, reference)
    with tried(request, _("The day follows the working week again.")):
        actions.set_hours(acting, event, _hours_of(event, less=key))
    return redirect("brokerage:hours", event.reference)


def facts_of(slot: Slot) -> SlotFacts:
    """Return a slot as it would be set again."""
    return SlotFacts(
        slot.starts_at,
        slot.ends_at,
        SlotKind(slot.kind),
        slot.title,
        SlotSession(slot.session),
    )


def day_of(event: Event, slot: Slot) -> date:
    """Return the day of a slot on the clock of the venue."""
    return slot.starts_at.astimezone(ZoneInfo(event.time_zone)).date()


def _hours_of(event: Event, *, less: UUID | None = None) -> list[HoursFacts]:
    return [
        HoursFacts(one.party, one.starts_at, one.ends_at)
        for one in events.hours_of(event)
        if one.pk != less
    ]


def _place_forms(request: HttpRequest, event: Event) -> list[PlaceForm]:
    """Return a form for every place, and an empty one for a place to add."""
    data = request.POST or None
    existing = list(events.places_of(event))
    forms = [
        PlaceForm(data, initial=PlaceForm.initial_of(place), prefix=f"place-{place.ordinal}")
        for place in existing
    ]
    forms.append(
        PlaceForm(data, prefix="place-new", empty_permitted=True, use_required_attribute=False)
    )
    for form in forms:
        form.fields["name"].languages = tuple(event.languages)  # type: ignore[attr-defined]  # -- ui's own field
    return forms


def _kept_places(request: HttpRequest, forms: Sequence[PlaceForm]) -> list[PlaceFacts]:
    """Return the places filled in, less the one whose removal was asked for."""
    gone = request.POST.get("remove", "")
    return [form.facts() for form in forms if form.prefix != gone]
