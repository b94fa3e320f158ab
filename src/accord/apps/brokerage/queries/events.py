"""Questions about events, their days, places and slots."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accord.apps.brokerage.enums import SlotKind
from accord.apps.brokerage.models import (
    Attendance,
    CalendarEntry,
    Delegate,
    Event,
    Interpreter,
    Meeting,
    PartyHours,
    Place,
    Slot,
    Table,
    Wish,
)
from accord.apps.brokerage.queries.keys import known_keys, written
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role, Visibility
from accord.apps.core.localised import LocalizedText
from accord.apps.programmes.models import Ownership, Party, Programme


class TableRow(NamedTuple):
    """A table by its bare values."""

    pk: UUID
    place: UUID
    label: str
    place_name: LocalizedText
    closed: frozenset[UUID] = frozenset()  # slots in which it cannot be used


def events_visible_to(acting: Acting) -> QuerySet[Event]:
    """Return the events of the person's programmes, and those in which they take part."""
    events = Event.objects.select_related("programme", "owner").prefetch_related(
        "programme__ownerships__party"
    )
    return events if acting.is_administrator else events.filter(_seen_by(acting))


def _seen_by(acting: Acting) -> Q:
    open_to_others = Q(visibility__in=[Visibility.SHARED, Visibility.PUBLIC])
    seen = Q(owner__in=acting.sides)
    if acting.is_signed_in:
        seen |= Q(visibility=Visibility.PUBLIC)
    # A role in all programmes of a side, or in one programme alone.
    wide = {grant.side for grant in acting.grants if grant.side and not grant.programme}
    named = {grant.programme for grant in acting.grants if grant.side and grant.programme}
    if wide or named:
        owned = Ownership.objects.filter(party__in=wide).values("programme")
        seen |= open_to_others & (Q(programme__in=owned) | Q(programme__in=named))
    if acting.organisations:
        attended = Attendance.objects.filter(
            organisation__in=acting.organisations, withdrawn_at__isnull=True
        )
        seen |= Q(pk__in=attended.values("event"))
    if acting.person:
        interpreted = Interpreter.objects.filter(person=acting.person)
        delegated = Delegate.objects.filter(
            person=acting.person, attendance__withdrawn_at__isnull=True
        )
        seen |= Q(pk__in=interpreted.values("event"))
        seen |= Q(pk__in=delegated.values("attendance__event"))
    return seen


def slots_of(event: Event) -> QuerySet[Slot]:
    """Return every slot of the event, breaks too, in time order."""
    return event.slots.order_by("starts_at")


def meeting_slots_of(event: Event) -> QuerySet[Slot]:
    """Return the slots in which meetings can be held, in time order."""
    return slots_of(event).filter(kind=SlotKind.MEETING)


def places_of(event: Event) -> QuerySet[Place]:
    """Return the event's places in order, their tables loaded."""
    return event.places.prefetch_related("tables").order_by("ordinal")


def tables_of(event: Event) -> QuerySet[Table]:
    """Return the event's tables in the order of places and labels, places loaded."""
    return event.tables.select_related("place").order_by("place__ordinal", "ordinal", "label")


def table_rows_of(event: Event) -> list[TableRow]:
    """Return the event's tables by their bare values, in the same order."""
    closed = closed_at(event)
    rows = table_rows_among(tables_of(event))
    return [one._replace(closed=closed[one.pk]) if one.pk in closed else one for one in rows]


def table_rows_among(tables: QuerySet[Table]) -> list[TableRow]:
    """Return tables by their bare values, but for when they are closed."""
    places = known_keys()
    rows = tables.values_list(*written("pk", "place"), "label", "place__name")
    return [TableRow(UUID(key), places[place], label, name) for key, place, label, name in rows]


def closed_at(event: Event) -> dict[UUID, frozenset[UUID]]:
    """Return the tables that are lost for a while, and in which slots for meetings."""
    slots: dict[UUID, set[UUID]] = {}
    rows = Table.closed.through.objects.filter(table__event=event, slot__kind=SlotKind.MEETING)
    for table, slot in rows.values_list("table", "slot"):
        slots.setdefault(table, set()).add(slot)
    return {table: frozenset(of) for table, of in slots.items()}


def hours_of(event: Event) -> QuerySet[PartyHours]:
    """Return the working times that parties set for the event, in time order."""
    return event.hours.select_related("party").order_by("starts_at", "party__code")


def parties_of(event: Event) -> QuerySet[Party]:
    """Return the parties of the event: of its programme, and of its participants."""
    of_programme = Ownership.objects.filter(programme=event.programme_id).values("party")
    of_participants = Attendance.objects.filter(event=event, party__isnull=False).values("party")
    return (
        Party.objects.filter(Q(pk__in=of_programme) | Q(pk__in=of_participants))
        .prefetch_related("holidays")
        .order_by("code")
    )


def used_slots(slots: Iterable[UUID]) -> QuerySet[Slot]:
    """Return those of the slots in which a schedule has meetings or a calendar an entry."""
    chosen = list(slots)
    held = Meeting.objects.filter(slot__in=chosen).values("slot")
    told = CalendarEntry.objects.filter(slot__in=chosen).values("slot")
    return Slot.objects.filter(Q(pk__in=held) | Q(pk__in=told)).order_by("starts_at")


def used_tables(tables: Iterable[UUID]) -> QuerySet[Table]:
    """Return those of the tables at which a schedule has meetings or a calendar an entry."""
    chosen = list(tables)
    held = Meeting.objects.filter(table__in=chosen).values("table")
    told = CalendarEntry.objects.filter(table__in=chosen).values("table")
    return Table.objects.filter(Q(pk__in=held) | Q(pk__in=told)).order_by("label")


@dataclass(frozen=True, slots=True)
class Figures:
    """How much of everything an event has."""

    slots: int
    tables: int
    participants: int
    delegates: int
    interpreters: int
    wishes: int


def figures_of(event: Event) -> Figures:
    """Return how much of everything there is, in one query."""
    attending = Attendance.objects.filter(event=OuterRef("pk"), withdrawn_at__isnull=True)
    delegates = Delegate.objects.filter(
        attendance__event=OuterRef("pk"), attendance__withdrawn_at__isnull=True
    )
    row = (
        Event.objects.filter(pk=event.pk)
        .annotate(
            slot_count=_counted(
                Slot.objects.filter(event=OuterRef("pk"), kind=SlotKind.MEETING), "event"
            ),
            table_count=_counted(Table.objects.filter(event=OuterRef("pk")), "event"),
            participant_count=_counted(attending, "event"),
            delegate_count=_counted(delegates, "attendance__event"),
            interpreter_count=_counted(Interpreter.objects.filter(event=OuterRef("pk")), "event"),
            wish_count=_counted(Wish.objects.filter(event=OuterRef("pk")), "event"),
        )
        .values_list(
            "slot_count",
            "table_count",
            "participant_count",
            "delegate_count",
            "interpreter_count",
            "wish_count",
        )
        .get()
    )
    return Figures(*row)


def _counted(rows: QuerySet[Any], of: str) -> Coalesce:
    counted = rows.order_by().values(of).annotate(count=Count("*")).values("count")
    return Coalesce(Subquery(counted), 0)


def programmes_to_prepare_in(acting: Acting) -> QuerySet[Programme]:
    """Return the programmes in which the person may begin an event, ownerships loaded."""
    programmes = Programme.objects.filter(withdrawn_at__isnull=True).prefetch_related(
        "ownerships__party"
    )
    if acting.is_administrator:
        return programmes.order_by("-reference")
    staff = [grant for grant in acting.grants if grant.role in {Role.MANAGER, Role.COORDINATOR}]
    wide = [grant.side for grant in staff if grant.side and not grant.programme]
    named = [grant.programme for grant in staff if grant.side and grant.programme]
    owned = Ownership.objects.filter(party__in=wide).values("programme")
    return programmes.filter(Q(pk__in=owned) | Q(pk__in=named)).order_by("-reference")
