"""What a page of the schedule board shows, narrowed before it is read."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

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
from accord.apps.brokerage.queries.keys import Known, hyphened, rows_of_keys, written
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


class Someone(NamedTuple):
    """A participant by its bare values."""

    code: str
    name: LocalizedText


class Participant(NamedTuple):
    """A row of the board by participants."""

    pk: UUID
    side: UUID | None
    code: str
    name: LocalizedText


class OnBoard(NamedTuple):
    """A meeting as the board draws it, by keys as Python writes them.

    ``is_found`` when it is of the side or place that is looked for, or of somebody so called.
    """

    key: str
    slot: str
    table: str
    left: str
    right: str
    is_interpreted: bool
    is_locked: bool
    is_found: bool
    label: str
    left_name: LocalizedText
    right_name: LocalizedText


def tables_shown(run: ScheduleRun, narrowed: Narrowed) -> list[str]:
    """Return the keys of the tables at the place where somebody looked for meets, in order."""
    tables = events.tables_of(run.event)
    if narrowed.place:
        tables = tables.filter(place=narrowed.place)
    if narrowed.side or narrowed.folded:
        wanted = _wanted(people.everybody_at(run.event), narrowed).order_by().values("pk")
        held = Meeting.objects.filter(
            Q(left__in=wanted) | Q(right__in=wanted), run=run, slot__in=narrowed.slots
        )
        tables = tables.filter(pk__in=held.values("table"))
    return _keys_of(tables)


def participants_shown(run: ScheduleRun, narrowed: Narrowed) -> list[str]:
    """Return the keys of who takes part, and of who withdrew and still has meetings in the run."""
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
    return _keys_of(_wanted(everybody, narrowed))


def _keys_of(rows: QuerySet[Any]) -> list[str]:
    return [hyphened(key) for key in rows.values_list(*written("pk"), flat=True)]


def participants_among(keys: Collection[str]) -> list[Participant]:
    """Return these participants as rows of the board, in the order of codes."""
    rows = Attendance.objects.filter(pk__in=keys).order_by("code")
    return [
        Participant(*row) for row in rows.values_list("pk", "party", "code", "organisation__name")
    ]


def drawn_at(run: ScheduleRun, narrowed: Narrowed, tables: Collection[str]) -> list[OnBoard]:
    """Return what is drawn in the rows of these tables; found by who meets."""
    found = Q()
    if narrowed.side or narrowed.folded:
        found = _condition(narrowed, "left__") | _condition(narrowed, "right__")
    return _drawn(run, narrowed, Q(table__in=tables), found)


def drawn_of(run: ScheduleRun, narrowed: Narrowed, keys: Collection[UUID]) -> list[OnBoard]:
    """Return what is drawn in the rows of these participants; found by the place."""
    found = Q(table__place=narrowed.place) if narrowed.place else Q()
    return _drawn(run, narrowed, Q(left__in=keys) | Q(right__in=keys), found)


def _drawn(run: ScheduleRun, narrowed: Narrowed, part: Q, found: Q) -> list[OnBoard]:
    """Return meetings with all that is said of them: one query, and no key made twice."""
    is_found = Case(When(found, then=True), default=False) if found else Value(value=True)
    meetings = Meeting.objects.filter(part, run=run, slot__in=narrowed.slots)
    rows = meetings.annotate(is_found=is_found).values_list(
        *written("pk", "slot", "table", "left", "right", "interpreter"),
        "is_locked",
        "is_found",
        "table__label",
        "left__organisation__name",
        "right__organisation__name",
    )
    known = Known(hyphened)
    return [
        OnBoard(
            hyphened(key),
            known[slot],
            known[table],
            known[left],
            known[right],
            interpreter is not None,
            is_locked,
            bool(wanted),
            *said,
        )
        for key, slot, table, left, right, interpreter, is_locked, wanted, *said in rows
    ]


def _wanted(attendances: QuerySet[Attendance], narrowed: Narrowed) -> QuerySet[Attendance]:
    return attendances.filter(_condition(narrowed))


def _condition(narrowed: Narrowed, of: str = "") -> Q:
    """Return what makes a participant one that is looked for; ``of`` leads there."""
    condition = Q((f"{of}party", narrowed.side)) if narrowed.side else Q()
    return condition & people.called(narrowed.folded, of) if narrowed.folded else condition


def someone_by_key(keys: Collection[UUID]) -> dict[UUID, Someone]:
    """Return code and name of participants."""
    rows = Attendance.objects.filter(pk__in=list(keys))
    return {
        key: Someone(code, name)
        for key, code, name in rows.values_list("pk", "code", "organisation__name")
    }


def sides_at(event: Event) -> list[tuple[UUID, str, LocalizedText]]:
    """Return key, code and name of the sides that take part, in the order of codes."""
    rows = events.parties_of(event).prefetch_related(None)
    return list(rows.values_list("pk", "code", "name"))


def places_at(event: Event) -> list[tuple[UUID, int, LocalizedText]]:
    """Return key, number and name of the event's places."""
    return list(event.places.order_by("ordinal").values_list("pk", "ordinal", "name"))


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
    # As one value the table leads to an index; as a list SQLite goes through the whole run.
    there = Subquery(present.values("table")[:1])
    near = Q(left__in=pair) | Q(right__in=pair) | Q(table=there)
    if tables:
        near |= Q(table__in=tables)
    return schedule.held_among(Meeting.objects.filter(near, run=run))


class Duty(NamedTuple):
    """Where somebody interprets, by keys as Python writes them."""

    slot: str
    table: str
    interpreter: str


def duties_in(run: ScheduleRun) -> list[Duty]:
    """Return when interpreters work."""
    working = Meeting.objects.filter(run=run, interpreter__isnull=False)
    rows = rows_of_keys(working, "slot", "table", "interpreter", known=Known(hyphened))
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
