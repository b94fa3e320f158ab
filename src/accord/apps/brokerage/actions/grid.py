"""Set the days, slots, places, tables and working times of an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions.counts import Counts, record_counts
from accord.apps.brokerage.actions.events import NO_TEXT, holds
from accord.apps.brokerage.enums import Deed, SlotKind, SlotSession
from accord.apps.brokerage.errors import (
    HoursOutOfOrderError,
    LabelTwiceError,
    LabelUnfitError,
    NotAPartyError,
    OtherEventError,
    SlotEndsBeforeItStartsError,
    SlotInUseError,
    SlotOutsideEventError,
    SlotsOverlapError,
    TableInUseError,
)
from accord.apps.brokerage.models import Event, PartyHours, Place, Slot, Table
from accord.apps.brokerage.queries import events as queries
from accord.apps.core.acting import Acting
from accord.apps.core.localised import LocalizedText
from accord.apps.programmes.models import Party

NOON_ENDS = 13  # a slot that begins at one o'clock or later belongs to the afternoon
LONGEST_LABEL = 12


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """A piece of a day, [starts_at, ends_at); its half of the day follows from the clock."""

    starts_at: datetime
    ends_at: datetime
    kind: SlotKind = SlotKind.MEETING
    title: LocalizedText = NO_TEXT
    session: SlotSession | None = None


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A hall or room, and the labels of its tables in order."""

    name: LocalizedText
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoursFacts:
    """When a party works on one day of the event, [starts_at, ends_at)."""

    party: Party
    starts_at: datetime
    ends_at: datetime


def set_grid(acting: Acting, event: Event, slots: Sequence[SlotFacts]) -> Counts:
    """Make the event's slots exactly these; those that stay keep their keys.

    Raises
    ------
    SlotOutsideEventError, SlotsOverlapError, SlotEndsBeforeItStartsError
        When the slots make no sense.
    SlotInUseError
        When a slot with meetings would go.
    """
    policies.may_change_event(acting, event).require()
    wanted = sorted(slots, key=lambda slot: slot.starts_at)
    _check_slots(event, wanted)
    with transaction.atomic():
        existing = {slot.starts_at: slot for slot in queries.slots_of(event)}
        gone = [slot for at, slot in existing.items() if at not in {s.starts_at for s in wanted}]
        _remove_slots(event, gone)
        new, changed = [], []
        for facts in wanted:
            slot = existing.get(facts.starts_at)
            if slot is None:
                new.append(_filled(Slot(event=event), event, facts))
            elif _differs(slot, event, facts):
                changed.append(_filled(slot, event, facts))
        Slot.objects.bulk_create(new)
        Slot.objects.bulk_update(changed, ["ends_at", "kind", "session", "title"])
        same = len(wanted) - len(new) - len(changed)
        counts = Counts(len(new), len(changed), same, len(gone))
        return record_counts(acting, Deed.GRID_CHANGED, event, counts)


def set_places(acting: Acting, event: Event, places: Sequence[PlaceFacts]) -> Counts:
    """Make the event's places and tables exactly these, in this order.

    Tables are known by their labels and keep their keys when they change the place.

    Raises
    ------
    LabelTwiceError, LabelUnfitError
        When labels make no sense.
    TableInUseError
        When a table with meetings would go.
    """
    policies.may_change_event(acting, event).require()
    _check_labels(places)
    with transaction.atomic():
        halls, new_or_renamed = _set_halls(event, places)
        existing = {table.label: table for table in event.tables.all()}
        wanted = {
            label: (hall, ordinal)
            for hall, place in zip(halls, places, strict=True)
            for ordinal, label in enumerate(place.tables, 1)
        }
        _remove_tables([table for label, table in existing.items() if label not in wanted])
        new, moved = [], []
        for label, (hall, ordinal) in wanted.items():
            table = existing.get(label)
            if table is None:
                new.append(Table(event=event, place=hall, label=label, ordinal=ordinal))
            elif (table.place_id, table.ordinal) != (hall.pk, ordinal):
                table.place, table.ordinal = hall, ordinal
                moved.append(table)
        Table.objects.bulk_create(new)
        Table.objects.bulk_update(moved, ["place", "ordinal"])
        spare = event.places.exclude(pk__in=[hall.pk for hall in halls])
        counts = Counts(
            added=len(new),
            changed=len(moved) + new_or_renamed,
            unchanged=len(wanted) - len(new) - len(moved),
            removed=len(existing.keys() - wanted.keys()) + spare.count(),
        )
        spare.delete()
        return record_counts(acting, Deed.PLACES_CHANGED, event, counts)


def set_closed_times(
    acting: Acting, event: Event, closed: Mapping[str, frozenset[UUID]]
) -> Counts:
    """Say for tables in which slots each cannot be used.

    Parameters
    ----------
    closed
        Label of the table to the keys of all slots in which it is closed; tables that are
        not named stay as they are.

    Raises
    ------
    OtherEventError
        When a table or a slot is not one of the event's.
    """
    policies.may_change_event(acting, event).require()
    if not closed:
        return Counts()
    tables = dict(event.tables.filter(label__in=closed).values_list("label", "pk"))
    slots = set(event.slots.values_list("pk", flat=True))
    if len(tables) != len(closed) or any(not own <= slots for own in closed.values()):
        raise OtherEventError
    link = Table.closed.through
    with transaction.atomic():
        rows = link.objects.filter(table__in=tables.values())
        existing = {(row.table_id, row.slot_id): row.pk for row in rows}
        wanted = {(tables[label], slot) for label, own in closed.items() for slot in own}
        gone = [pk for key, pk in existing.items() if key not in wanted]
        link.objects.filter(pk__in=gone).delete()
        link.objects.bulk_create(
            link(table_id=table, slot_id=slot) for table, slot in wanted - existing.keys()
        )
        changed = {table for table, _slot in wanted ^ existing.keys()}
        counts = Counts(changed=len(changed), unchanged=len(closed) - len(changed))
        return record_counts(acting, Deed.PLACES_CHANGED, event, counts)


def set_hours(acting: Acting, event: Event, hours: Sequence[HoursFacts]) -> Counts:
    """Make the parties' working times at the event exactly these.

    A day on which a party has none follows its working week and holidays.

    Raises
    ------
    HoursOutOfOrderError, NotAPartyError
        When a time makes no sense, or a party has no part in the event.
    """
    policies.may_change_event(acting, event).require()
    parties = {party.pk for party in queries.parties_of(event)}
    for one in hours:
        if one.starts_at >= one.ends_at:
            raise HoursOutOfOrderError(start=_said(event, one.starts_at))
        if one.party.pk not in parties:
            raise NotAPartyError(party=one.party.name.in_language(acting.language))
    with transaction.atomic():
        existing = {
            (row.party_id, row.starts_at, row.ends_at): row.pk for row in queries.hours_of(event)
        }
        wanted = {(one.party.pk, one.starts_at, one.ends_at) for one in hours}
        gone = [pk for key, pk in existing.items() if key not in wanted]
        PartyHours.objects.filter(pk__in=gone).delete()
        PartyHours.objects.bulk_create(
            PartyHours(event=event, party_id=party, starts_at=start, ends_at=end)
            for party, start, end in sorted(wanted - existing.keys(), key=str)
        )
        added = len(wanted - existing.keys())
        counts = Counts(added, 0, len(wanted) - added, len(gone))
        return record_counts(acting, Deed.HOURS_CHANGED, event, counts)


def _check_slots(event: Event, slots: Sequence[SlotFacts]) -> None:
    zone = ZoneInfo(event.time_zone)
    for slot in slots:
        if slot.starts_at >= slot.ends_at:
            raise SlotEndsBeforeItStartsError(start=_said(event, slot.starts_at))
        last = slot.ends_at.astimezone(zone) - timedelta(microseconds=1)
        first = slot.starts_at.astimezone(zone)
        if not holds(event, first.date()) or first.date() != last.date():
            raise SlotOutsideEventError(start=_said(event, slot.starts_at))
    for earlier, later in pairwise(slots):
        if earlier.ends_at > later.starts_at:
            raise SlotsOverlapError(
                earlier=_said(event, earlier.starts_at), later=_said(event, later.starts_at)
            )


def _said(event: Event, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(event.time_zone)):%Y-%m-%d %H:%M}"


def _session(event: Event, facts: SlotFacts) -> SlotSession:
    if facts.session is not None:
        return facts.session
    hour = facts.starts_at.astimezone(ZoneInfo(event.time_zone)).hour
    return SlotSession.MORNING if hour < NOON_ENDS else SlotSession.AFTERNOON


def _filled(slot: Slot, event: Event, facts: SlotFacts) -> Slot:
    slot.starts_at, slot.ends_at = facts.starts_at, facts.ends_at
    slot.kind, slot.title = facts.kind, facts.title
    slot.session = _session(event, facts)
    return slot


def _differs(slot: Slot, event: Event, facts: SlotFacts) -> bool:
    return (slot.ends_at, slot.kind, slot.title, slot.session) != (
        facts.ends_at,
        facts.kind,
        facts.title,
        _session(event, facts),
    )


def _remove_slots(event: Event, slots: Sequence[Slot]) -> None:
    if not slots:
        return
    used = queries.used_slots(slot.pk for slot in slots).first()
    if used is not None:
        raise SlotInUseError(start=_said(event, used.starts_at))
    Slot.objects.filter(pk__in=[slot.pk for slot in slots]).delete()


def _check_labels(places: Sequence[PlaceFacts]) -> None:
    seen: set[str] = set()
    for label in (label for place in places for label in place.tables):
        if not label.strip() or len(label) > LONGEST_LABEL:
            raise LabelUnfitError(label=label, most=LONGEST_LABEL)
        if label in seen:
            raise LabelTwiceError(label=label)
        seen.add(label)


def _set_halls(event: Event, places: Sequence[PlaceFacts]) -> tuple[list[Place], int]:
    """Return the event's places in order, made or renamed as wanted, and how many were."""
    existing = {place.ordinal: place for place in event.places.all()}
    halls, touched = [], 0
    for ordinal, facts in enumerate(places, 1):
        hall = existing.get(ordinal) or Place(event=event, ordinal=ordinal)
        if hall.name != facts.name:
            hall.name = facts.name
            hall.save()
            touched += 1
        halls.append(hall)
    return halls, touched


def _remove_tables(tables: Sequence[Table]) -> None:
    if not tables:
        return
    used = queries.used_tables(table.pk for table in tables).first()
    if used is not None:
        raise TableInUseError(table=used.label)
    Table.objects.filter(pk__in=[table.pk for table in tables]).delete()
