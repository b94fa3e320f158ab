"""Prepare an event, change it, and lead it through its life."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction

from accord.apps.brokerage import policies
from accord.apps.brokerage.enums import Deed, EventState
from accord.apps.brokerage.errors import (
    DaysOutOfOrderError,
    SlotOutsideEventError,
    TitleMissingError,
    TooManyDaysError,
    UnknownTimeZoneError,
)
from accord.apps.brokerage.models import Event
from accord.apps.brokerage.queries import events as queries
from accord.apps.core import actions as core
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Visibility
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import Side
from accord.apps.core.references import next_reference
from accord.apps.programmes.models import Programme

PREFIX = "EV"
MOST_DAYS = 100
NO_TEXT = LocalizedText()


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What is known about an event before its grid.

    Parameters
    ----------
    starts_on, ends_on
        First and last day, both included.
    time_zone
        IANA name of the zone of the venue's clocks.
    languages
        ISO 639-1 codes in which the event speaks to people.
    most_meetings, most_a_day
        Most meetings of one participant in all and on one day; None: no limit.
    longest_run
        Most meetings of one participant in a row, without a break, within one half of a
        day; None: no limit.
    change_minutes
        Minutes that a person needs to change the place.
    all_must_be_held
        Plan for few breaks with every wished meeting, instead of for most wishes.
    """

    title: LocalizedText
    starts_on: date
    ends_on: date
    summary: LocalizedText = NO_TEXT
    venue: LocalizedText = NO_TEXT
    city: LocalizedText = NO_TEXT
    time_zone: str = "UTC"
    languages: tuple[str, ...] = ("en",)
    most_meetings: int | None = None
    most_a_day: int | None = None
    longest_run: int | None = None
    change_minutes: int = 0
    same_side_may_meet: bool = False
    all_must_be_held: bool = False

    @classmethod
    def of(cls, event: Event) -> Self:
        """Return what is known about the event now."""
        facts = {field.name: getattr(event, field.name) for field in fields(cls)}
        return cls(**facts | {"languages": tuple(event.languages)})


def prepare_event(
    acting: Acting,
    facts: EventFacts,
    *,
    programme: Programme | None = None,
    owner: Side | None = None,
    visibility: Visibility = Visibility.SHARED,
) -> Event:
    """Begin an event.

    Parameters
    ----------
    programme
        The programme to which it belongs; its parties own the event together.
    owner
        The side in whose name it is begun; of several owners only the first to act.

    Raises
    ------
    DaysOutOfOrderError, TooManyDaysError, TitleMissingError, UnknownTimeZoneError
        When the facts make no sense.
    """
    policies.may_prepare_event(acting, programme).require()
    _check(facts)
    with transaction.atomic():
        event = Event(
            programme=programme,
            reference=next_reference(PREFIX, acting.at),
            owner_id=owner.pk if owner else _side_of(acting, programme),
            visibility=visibility,
            created_at=acting.at,
        )
        _fill(event, facts)
        event.save(force_insert=True)
        audit.record(acting, Deed.EVENT_PREPARED, event.reference)
    return event


def change_event(acting: Acting, event: Event, facts: EventFacts) -> Event:
    """Change what is known about the event; the same facts again change nothing.

    Raises
    ------
    SlotOutsideEventError
        When a slot would lie outside the new days.
    """
    policies.may_change_event(acting, event).require()
    _check(facts)
    with transaction.atomic():
        before = EventFacts.of(event)
        if before == facts:
            return event
        _fill(event, facts)
        _keep_slots_inside(event)
        changed = [
            field.name
            for field in fields(EventFacts)
            if getattr(before, field.name) != getattr(facts, field.name)
        ]
        event.save(update_fields=changed)
        audit.record(acting, Deed.EVENT_CHANGED, event.reference, fields=", ".join(changed))
    return event


def open_wishes(acting: Acting, event: Event) -> None:
    """Let participants say whom they wish to meet."""
    _lead(acting, event, to=EventState.WISHING)


def close_wishes(acting: Acting, event: Event) -> None:
    """End the collection of wishes; staff may still enter some on behalf."""
    _lead(acting, event, to=EventState.PUBLISHED if event.version else EventState.DRAFT)


def close_event(acting: Acting, event: Event) -> None:
    """End the event; everything in it stays as it is."""
    _lead(acting, event, to=EventState.CLOSED)


def withdraw_event(acting: Acting, event: Event, *, reason: str) -> None:
    """Take the event back, with the reason."""
    with transaction.atomic():
        verdict = policies.may_change_event(acting, event)
        core.withdraw_record(acting, event, reason=reason, verdict=verdict)
        audit.record(acting, Deed.EVENT_WITHDRAWN, event.reference)


def holds(event: Event, day: date) -> bool:
    """Tell whether the day is one of the event's."""
    return event.starts_on <= day <= event.ends_on


def _lead(acting: Acting, event: Event, *, to: EventState) -> None:
    policies.may_change_event(acting, event).require()
    if event.state == to:
        return
    with transaction.atomic():
        event.state = to
        event.save(update_fields=["state"])
        audit.record(acting, Deed.EVENT_CHANGED, event.reference, state=to.value)


def _check(facts: EventFacts) -> None:
    if not facts.title:
        raise TitleMissingError
    if facts.starts_on > facts.ends_on:
        raise DaysOutOfOrderError
    if (facts.ends_on - facts.starts_on).days >= MOST_DAYS:
        raise TooManyDaysError(most=MOST_DAYS)
    if facts.time_zone not in available_timezones():
        raise UnknownTimeZoneError(time_zone=facts.time_zone)


def _fill(event: Event, facts: EventFacts) -> None:
    for field in fields(facts):
        setattr(event, field.name, getattr(facts, field.name))
    event.languages = list(facts.languages)


def _keep_slots_inside(event: Event) -> None:
    for slot in queries.slots_of(event):
        start = slot.starts_at.astimezone(ZoneInfo(event.time_zone))
        if not holds(event, start.date()):
            raise SlotOutsideEventError(start=f"{start:%Y-%m-%d %H:%M}")


def _side_of(acting: Acting, programme: Programme | None) -> UUID | None:
    """Return the person's own side in the programme, else the first by code, else none."""
    if programme is None:
        return min(acting.sides, default=None, key=str)
    parties = [ownership.party for ownership in programme.ownerships.select_related("party")]
    parties.sort(key=lambda party: (party.pk not in acting.sides, party.code))
    return parties[0].pk if parties else None
