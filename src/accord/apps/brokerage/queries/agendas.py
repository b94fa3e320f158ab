"""Questions about who is where and when in one schedule, for paper and phones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from accord.apps.brokerage.models import (
    Attendance,
    CalendarEntry,
    Delegate,
    Event,
    Interpreter,
    Meeting,
    ScheduleRun,
    Seat,
    Slot,
    Table,
)
from accord.apps.core.acting import Acting
from accord.apps.core.enums import JobState
from accord.apps.core.models import Job
from accord.apps.core.queries import jobs_visible_to
from accord.apps.documents.models import StoredFile
from accord.apps.programmes.models import Party

PRINTING = "brokerage.print"  # the kind of a printing job
ORDER = ("slot__starts_at", "table__place__ordinal", "table__ordinal", "pk")


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting of a schedule, by keys."""

    key: UUID
    left: UUID
    right: UUID
    slot: UUID
    table: UUID
    interpreter: UUID | None
    seats: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Schedule:
    """Everything that papers say about one schedule, loaded by a fixed number of queries.

    Slots stand in time order, meetings in the order of time, place and table.
    """

    event: Event
    run: ScheduleRun
    slots: Mapping[UUID, Slot]
    tables: Mapping[UUID, Table]
    attendances: Mapping[UUID, Attendance]
    delegates: Mapping[UUID, Delegate]
    interpreters: Mapping[UUID, Interpreter]
    meetings: tuple[Held, ...]

    @cached_property
    def teams(self) -> Mapping[UUID, tuple[Delegate, ...]]:
        """The delegates of each participant, the lead first."""
        teams: dict[UUID, list[Delegate]] = {key: [] for key in self.attendances}
        for delegate in self.delegates.values():
            teams[delegate.attendance_id].append(delegate)
        return {key: tuple(team) for key, team in teams.items()}

    @cached_property
    def calendars(self) -> frozenset[str]:
        """The calendars by which the sides of the participants live."""
        parties = (one.party for one in self.attendances.values())
        return frozenset(party.calendar for party in parties if party is not None)

    @cached_property
    def meetings_by_participant(self) -> Mapping[UUID, tuple[Held, ...]]:
        """The meetings of each participant, in time order."""
        found: dict[UUID, list[Held]] = {key: [] for key in self.attendances}
        for held in self.meetings:
            found[held.left].append(held)
            found[held.right].append(held)
        return {key: tuple(meetings) for key, meetings in found.items()}

    def meetings_of_delegate(self, delegate: Delegate) -> list[Held]:
        """Return those where the delegate has a seat, or nobody of the team has one."""
        team = {one.pk for one in self.teams[delegate.attendance_id]}
        return [
            held
            for held in self.meetings_by_participant[delegate.attendance_id]
            if delegate.pk in held.seats or not held.seats & team
        ]

    def meetings_of_interpreter(self, interpreter: Interpreter) -> list[Held]:
        """Return the meetings at which the interpreter works."""
        return [held for held in self.meetings if held.interpreter == interpreter.pk]

    def people_at(self, held: Held, attendance: UUID) -> list[Delegate]:
        """Return who sits at a meeting for one of its two participants."""
        team = self.teams[attendance]
        return [one for one in team if one.pk in held.seats] or list(team)


def printable_runs(event: Event) -> QuerySet[ScheduleRun]:
    """Return the schedules that have meetings, newest first."""
    return event.runs.filter(meetings__isnull=False).distinct().order_by("-number")


def printable_run(event: Event, number: int) -> ScheduleRun | None:
    """Return the schedule of that number if it has meetings."""
    return printable_runs(event).filter(number=number).first()


def run_to_print(key: str) -> ScheduleRun:
    """Return the run of that key, its event loaded."""
    return ScheduleRun.objects.select_related("event__programme", "event__owner").get(pk=key)


def print_jobs_of(acting: Acting, event: Event) -> QuerySet[Job]:
    """Return the printing that the person had done for the event, newest first."""
    return (
        jobs_visible_to(acting)
        .filter(kind=PRINTING, subject__startswith=f"{event.reference}/")
        .order_by("-created_at")
    )


def printed_file(acting: Acting, event: Event, key: UUID) -> StoredFile | None:
    """Return a file that the person had printed for the event."""
    mine = print_jobs_of(acting, event).filter(state=JobState.DONE, facts__file=str(key))
    return StoredFile.objects.filter(pk=key).first() if mine.exists() else None


def sides_printed(event: Event) -> QuerySet[Party]:
    """Return the parties that have participants at the event."""
    present = event.attendances.filter(party__isnull=False, withdrawn_at__isnull=True)
    return Party.objects.filter(pk__in=present.values("party")).order_by("code")


def delegates_with_links(event: Event) -> QuerySet[Delegate]:
    """Return those who come, with what a list of their links shows."""
    return Delegate.objects.filter(
        attendance__event=event, attendance__withdrawn_at__isnull=True
    ).select_related("person", "attendance__organisation", "attendance__event")


def has_interpreters(event: Event) -> bool:
    """Tell whether anybody interprets at the event."""
    return event.interpreters.exists()


def interpreters_with_links(event: Event) -> QuerySet[Interpreter]:
    """Return the event's interpreters, with what a list of their links shows."""
    return event.interpreters.select_related("person", "event")


def link_holder(event: Event, key: UUID) -> Delegate | Interpreter | None:
    """Return the delegate or interpreter of that key at the event."""
    delegate = delegates_with_links(event).filter(pk=key).first()
    return delegate or interpreters_with_links(event).filter(pk=key).first()


def people_counted(event: Event) -> int:
    """Return how many personal papers an event needs, at most."""
    delegates = Delegate.objects.filter(attendance__event=event)
    return delegates.count() + event.interpreters.count()


def schedule_in(run: ScheduleRun) -> Schedule:
    """Return the whole schedule of a run, its people and their accounts loaded."""
    return _schedule(run, Q(), None)


def schedule_around_participant(run: ScheduleRun, attendance: Attendance) -> Schedule:
    """Return the part of a schedule in which one participant takes part."""
    return _schedule(run, Q(left=attendance) | Q(right=attendance), {attendance.pk})


def schedule_around_interpreter(run: ScheduleRun, interpreter: Interpreter) -> Schedule:
    """Return the part of a schedule at which one interpreter works."""
    return _schedule(run, Q(interpreter=interpreter), set())


def _schedule(run: ScheduleRun, part: Q, wanted: set[UUID] | None) -> Schedule:
    """Return the meetings of a part; of participants, those in it and ``wanted`` (None: all)."""
    event = run.event
    rows = list(
        run.meetings.filter(part)
        .order_by(*ORDER)
        .values_list("pk", "left", "right", "slot", "table", "interpreter")
    )
    met = None if wanted is None else wanted | {row[1] for row in rows} | {row[2] for row in rows}
    seats = _seats(run, part)
    attendances = _attendances(event, met)
    tables, interpreters = _tables(event), _interpreters(event)
    if wanted is not None:
        tables = tables.filter(pk__in={row[4] for row in rows})
        interpreters = interpreters.filter(pk__in={row[5] for row in rows})
    return Schedule(
        event=event,
        run=run,
        slots={slot.pk: slot for slot in event.slots.order_by("starts_at")},
        tables={table.pk: table for table in tables},
        attendances={one.pk: one for one in attendances},
        delegates={one.pk: one for one in _delegates(event, met)},
        interpreters={one.pk: one for one in interpreters},
        meetings=tuple(Held(*row, seats=frozenset(seats.get(row[0], ()))) for row in rows),
    )


def _seats(run: ScheduleRun, part: Q) -> Mapping[UUID, Iterable[UUID]]:
    seats: dict[UUID, list[UUID]] = {}
    rows = Seat.objects.filter(meeting__run=run)
    if part:
        rows = rows.filter(meeting__in=Meeting.objects.filter(part, run=run).values("pk"))
    for meeting, delegate in rows.values_list("meeting", "delegate"):
        seats.setdefault(meeting, []).append(delegate)
    return seats


def _tables(event: Event) -> QuerySet[Table]:
    return event.tables.select_related("place").order_by("place__ordinal", "ordinal", "label")


def _attendances(event: Event, keys: set[UUID] | None) -> QuerySet[Attendance]:
    found = event.attendances.select_related("organisation", "party", "table__place")
    if keys is None:
        return found.order_by("code")
    return found.filter(pk__in=keys).order_by("code")


def _delegates(event: Event, attendances: set[UUID] | None) -> QuerySet[Delegate]:
    found = Delegate.objects.filter(attendance__event=event)
    if attendances is not None:
        found = found.filter(attendance__in=attendances)
    return (
        found.select_related("person__user")
        .prefetch_related("person__spoken")
        .order_by("attendance__code", "-is_lead", "person__sort_name", "pk")
    )


def _interpreters(event: Event) -> QuerySet[Interpreter]:
    return (
        event.interpreters.select_related("person__user")
        .prefetch_related("person__spoken")
        .order_by("person__sort_name", "pk")
    )


def delegate_of_token(token: str) -> Delegate | None:
    """Return the delegate whose link carries the token, if they still take part."""
    return (
        Delegate.objects.filter(
            token=token,
            attendance__withdrawn_at__isnull=True,
            attendance__event__withdrawn_at__isnull=True,
        )
        .select_related(
            "person__user",
            "attendance__event",
            "attendance__organisation",
            "attendance__party",
        )
        .prefetch_related("person__spoken")
        .first()
    )


def interpreter_of_token(token: str) -> Interpreter | None:
    """Return the interpreter whose link carries the token."""
    return (
        Interpreter.objects.filter(token=token, event__withdrawn_at__isnull=True)
        .select_related("person__user", "event")
        .prefetch_related("person__spoken")
        .first()
    )


def calendar_of_delegate(delegate: Delegate) -> list[CalendarEntry]:
    """Return what the delegate's phone is told, in time order.

    A meeting whose seat went to a colleague after it was published is told as cancelled.
    """
    attendance = delegate.attendance_id
    entries = _entries(delegate.attendance.event, Q(left=attendance) | Q(right=attendance))
    own = str(delegate.pk)
    team = {
        str(key)
        for key in Delegate.objects.filter(attendance=attendance).values_list("pk", flat=True)
    }
    had = _pairs_published(delegate.attendance.event, Q(seats__delegate=delegate))
    told = []
    for entry in entries:
        if own in entry.people or not team & set(entry.people):
            told.append(entry)
        elif frozenset((entry.left_id, entry.right_id)) in had:
            told.append(_as_cancelled(entry))
    return told


def calendar_of_interpreter(interpreter: Interpreter) -> list[CalendarEntry]:
    """Return what the interpreter's phone is told, in time order; as for delegates."""
    had = _pairs_published(interpreter.event, Q(interpreter=interpreter))
    told = []
    for entry in _entries(interpreter.event, Q()):
        if entry.interpreter_id == interpreter.pk:
            told.append(entry)
        elif frozenset((entry.left_id, entry.right_id)) in had:
            told.append(_as_cancelled(entry))
    return told


def _pairs_published(event: Event, part: Q) -> set[frozenset[UUID]]:
    """Return the pairs whose meetings of that kind were ever published."""
    meetings = Meeting.objects.filter(part, run__event=event, run__version__isnull=False)
    return {frozenset(pair) for pair in meetings.values_list("left_id", "right_id")}


def _as_cancelled(entry: CalendarEntry) -> CalendarEntry:
    """Return the entry as it is told to somebody who had it; it is not saved so."""
    entry.is_cancelled = True
    return entry


def _entries(event: Event, part: Q) -> QuerySet[CalendarEntry]:
    people = Prefetch(
        "delegates",
        Delegate.objects.select_related("person").order_by("-is_lead", "person__sort_name", "pk"),
    )
    sides = Attendance.objects.select_related("organisation").prefetch_related(people)
    return (
        event.calendar_entries.filter(part)
        .select_related("slot", "table__place", "interpreter__person")
        .prefetch_related(Prefetch("left", sides), Prefetch("right", sides))
        .order_by("slot__starts_at", "pk")
    )
