"""What a page of the schedule board shows, narrowed before it is read."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from accord.apps.brokerage.models import (
    Attendance,
    Event,
    Meeting,
    ScheduleRun,
    Table,
    UnplacedRequest,
)
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events, schedule
from accord.apps.brokerage.queries.events import TableRow
from accord.apps.brokerage.queries.keys import Known, rows_of_keys
from accord.apps.brokerage.queries.schedule import Held
from accord.apps.core.localised import LocalizedText

Pair = tuple[UUID, UUID]
HELD = ("pk", "left", "right", "slot", "table", "interpreter", "is_locked")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which part of one day is asked for; empty fields ask for everything."""

    slots: tuple[UUID, ...]
    side: UUID | None = None
    place: UUID | None = None
    folded: str = ""


EVERYTHING = Narrowed(slots=())


class Someone(NamedTuple):
    """A participant by its bare values; ``is_found`` when it is of the side, and so called."""

    code: str
    name: LocalizedText
    is_found: bool = True


def tables_shown(run: ScheduleRun, narrowed: Narrowed) -> list[TableRow]:
    """Return the tables of the place at which somebody of the side, or so called, meets."""
    tables = events.table_rows_of(run.event)
    if narrowed.place:
        tables = [one for one in tables if one.place == narrowed.place]
    if narrowed.side or narrowed.folded:
        wanted = _wanted(people.everybody_at(run.event), narrowed).order_by().values("pk")
        held = Meeting.objects.filter(
            Q(left__in=wanted) | Q(right__in=wanted), run=run, slot__in=narrowed.slots
        )
        found = set(held.values_list("table", flat=True).distinct())
        tables = [one for one in tables if one.pk in found]
    return tables


def participants_shown(run: ScheduleRun, narrowed: Narrowed) -> QuerySet[Attendance]:
    """Return who takes part, and who withdrew and still has meetings in the run."""
    own = Q(left=OuterRef("pk")) | Q(right=OuterRef("pk"))
    held = Meeting.objects.filter(own, run=run)
    everybody = people.everybody_at(run.event).filter(
        Q(withdrawn_at__isnull=True) | Q(Exists(held))
    )
    if narrowed.place:
        tables = Table.objects.filter(place=narrowed.place).values("pk")
        there = Meeting.objects.filter(run=run, table__in=tables, slot__in=narrowed.slots)
        everybody = everybody.filter(
            Q(pk__in=there.values("left")) | Q(pk__in=there.values("right"))
        )
    return _wanted(everybody, narrowed)


def _wanted(attendances: QuerySet[Attendance], narrowed: Narrowed) -> QuerySet[Attendance]:
    return attendances.filter(_condition(narrowed))


def _condition(narrowed: Narrowed) -> Q:
    """Return what makes a participant one that is looked for."""
    condition = Q(party=narrowed.side) if narrowed.side else Q()
    return condition & people.called(narrowed.folded) if narrowed.folded else condition


def someone_by_key(keys: Collection[UUID], narrowed: Narrowed = EVERYTHING) -> dict[UUID, Someone]:
    """Return code and name of participants, and which of them are looked for."""
    everybody = Attendance.objects.filter(pk__in=list(keys))
    condition = _condition(narrowed)
    found = Case(When(condition, then=True), default=False) if condition else Value(value=True)
    rows = everybody.annotate(is_found=found).values_list(
        "pk", "code", "organisation__name", "is_found"
    )
    return {key: Someone(code, name, bool(wanted)) for key, code, name, wanted in rows}


def sides_at(event: Event) -> list[tuple[UUID, str, LocalizedText]]:
    """Return key, code and name of the sides that take part, in the order of codes."""
    rows = events.parties_of(event).prefetch_related(None)
    return list(rows.values_list("pk", "code", "name"))


def places_at(event: Event) -> list[tuple[UUID, int, LocalizedText]]:
    """Return key, number and name of the event's places."""
    return list(event.places.order_by("ordinal").values_list("pk", "ordinal", "name"))


def tables_in(place: UUID) -> frozenset[UUID]:
    """Return the tables of a place."""
    return frozenset(Table.objects.filter(place=place).values_list("pk", flat=True))


def table_labels(keys: Collection[UUID]) -> dict[UUID, str]:
    """Return what the tables are called."""
    return dict(Table.objects.filter(pk__in=list(keys)).values_list("pk", "label"))


def waiting_in(run: ScheduleRun, folded: str) -> QuerySet[UnplacedRequest]:
    """Return what waits for a place; of participants so called, where words are given."""
    waiting = run.unplaced.order_by("left__code", "right__code")
    return schedule.unplaced_about(waiting, folded) if folded else waiting


def one_held(run: ScheduleRun, key: UUID) -> Held | None:
    """Return one meeting of the run as bare keys."""
    held = Meeting.objects.filter(run=run, pk=key).values_list(*HELD)
    return next((Held(*row) for row in held), None)


def held_near(run: ScheduleRun, pair: Pair, tables: Collection[UUID]) -> list[Held]:
    """Return the meetings of the two, and those at the tables or where the two meet now."""
    present = Meeting.objects.filter(run=run, left__in=pair, right__in=pair)
    near = Q(left__in=pair) | Q(right__in=pair) | Q(table__in=present.values("table"))
    if tables:
        near |= Q(table__in=tables)
    rows = Meeting.objects.filter(near, run=run).order_by("pk").values_list(*HELD)
    return [Held(*row) for row in rows]


class Duty(NamedTuple):
    """Where somebody interprets, by keys as Python writes them."""

    slot: str
    table: str
    interpreter: str


def duties_in(run: ScheduleRun) -> list[Duty]:
    """Return when interpreters work."""
    working = Meeting.objects.filter(run=run, interpreter__isnull=False)
    rows = rows_of_keys(working, "slot", "table", "interpreter", known=Known(str))
    return [Duty(*row) for row in rows]


def count_taken(
    run: ScheduleRun, *, besides: Collection[UUID], by_place: bool
) -> Counter[tuple[UUID, str]]:
    """Count the tables with a meeting in every slot, but for those given.

    Under the place too if wanted; the tables need not be looked at otherwise.
    """
    taken = Meeting.objects.filter(run=run).exclude(table__in=besides).order_by()
    if by_place:
        rows = taken.values_list("slot", "table__place").annotate(count=Count("table"))
        return Counter({(slot, str(place)): count for slot, place, count in rows})
    slots = taken.values_list("slot").annotate(count=Count("table"))
    return Counter({(slot, ""): count for slot, count in slots})


def tables_taken(run: ScheduleRun, slot: UUID) -> set[UUID]:
    """Return the tables with a meeting in a slot."""
    return set(Meeting.objects.filter(run=run, slot=slot).values_list("table", flat=True))


def meeting_in(run: ScheduleRun, key: UUID) -> Meeting | None:
    """Return a meeting of the run if it is still in it, all that a page names loaded."""
    return schedule.meetings_of(run).filter(pk=key).first()
