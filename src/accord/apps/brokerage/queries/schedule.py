"""Questions about schedule runs and their meetings."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accord.apps.brokerage.enums import RunState, Strength
from accord.apps.brokerage.models import (
    Attendance,
    Event,
    Meeting,
    ScheduleRun,
    Seat,
    UnplacedRequest,
    WhatIf,
    Wish,
)
from accord.apps.brokerage.queries.attendance import called, reads_everything
from accord.apps.brokerage.queries.keys import known_keys, rows_of_keys, written
from accord.apps.core.acting import Acting


class Held(NamedTuple):
    """A meeting of a run as bare keys; a thousand of them are read in milliseconds."""

    pk: UUID
    left: UUID
    right: UUID
    slot: UUID
    table: UUID
    interpreter: UUID | None
    is_locked: bool

    @property
    def pair(self) -> tuple[UUID, UUID]:
        """The two participants."""
        return self.left, self.right


def runs_visible_to(acting: Acting, event: Event) -> QuerySet[ScheduleRun]:
    """Return all runs for those who read the event; the published one for everybody else."""
    runs = event.runs.select_related("job", "based_on").order_by("-number")
    if reads_everything(acting, event):
        return runs
    return runs.filter(state=RunState.PUBLISHED)


def published_run(event: Event) -> ScheduleRun | None:
    """Return the schedule that people rely on, if one was published."""
    return event.runs.filter(state=RunState.PUBLISHED).first()


def latest_run(event: Event) -> ScheduleRun | None:
    """Return the newest run that has a plan."""
    return event.runs.exclude(status="").order_by("-number").first()


def next_run_number(event: Event) -> int:
    """Return one more than the highest number given."""
    last = event.runs.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def with_figures(runs: QuerySet[ScheduleRun]) -> QuerySet[ScheduleRun]:
    """Return the runs with their numbers of meetings, locked ones and unplaced requests."""
    meetings = Meeting.objects.filter(run=OuterRef("pk"))
    return runs.annotate(
        meeting_count=_counted(meetings),
        locked_count=_counted(meetings.filter(is_locked=True)),
        unplaced_count=_counted(UnplacedRequest.objects.filter(run=OuterRef("pk"))),
    )


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """Return the number of rows as a value of its own: a join would multiply them."""
    counted = rows.order_by().values("run").annotate(count=Count("*")).values("count")
    return Coalesce(Subquery(counted), 0)


def must_figures(run: ScheduleRun) -> tuple[int, int]:
    """Return how many of the musts are held, and how many there are in all."""
    must = Wish.objects.filter(event=run.event_id, strength=Strength.MUST)
    back = must.filter(wisher=OuterRef("wished"), wished=OuterRef("wisher"))
    # From the musts, which are fewer than the meetings; a pair in which both must counts once.
    pairs = must.filter(Q(wisher__lt=F("wished")) | ~Exists(back))
    held = pairs.filter(_between(Meeting.objects.filter(run=run))).count()
    return held, held + pairs.filter(_between(UnplacedRequest.objects.filter(run=run))).count()


def _between(rows: QuerySet[Any]) -> Q:
    """Return the condition that one of the rows is of the two of a wish, either way round."""
    there = rows.filter(left=OuterRef("wisher"), right=OuterRef("wished"))
    back = rows.filter(left=OuterRef("wished"), right=OuterRef("wisher"))
    return Q(Exists(there)) | Q(Exists(back))


def loads_in(run: ScheduleRun) -> Counter[str]:
    """Return how many meetings each participant has, by keys as the database writes them."""
    loads: Counter[str] = Counter()
    for side in ("left", "right"):
        rows = Meeting.objects.filter(run=run).order_by().values(side)
        # The least of equal keys: grouped by the key as it is written, no index would serve.
        grouped = rows.annotate(key=Min(*written(side)), count=Count("*"))
        loads.update(dict(grouped.values_list("key", "count")))
    return loads


def meetings_with(run: ScheduleRun, attendance: Attendance) -> QuerySet[Meeting]:
    """Return the meetings of one participant in a run, in time order."""
    return meetings_of(run).filter(Q(left=attendance) | Q(right=attendance))


def held_in(run: ScheduleRun) -> list[Held]:
    """Return the run's meetings as bare keys."""
    return held_among(Meeting.objects.filter(run=run))


def held_among(meetings: QuerySet[Meeting]) -> list[Held]:
    """Return meetings as bare keys, in the order of their own."""
    known = known_keys()
    fields = written("pk", "left", "right", "slot", "table", "interpreter")
    # Put in order here: to be spared that, SQLite would go through the meetings of all runs.
    rows = sorted(meetings.order_by().values_list(*fields, "is_locked"))
    return [
        Held(
            UUID(pk),
            known[left],
            known[right],
            known[slot],
            known[table],
            known[interpreter] if interpreter else None,
            is_locked,
        )
        for pk, left, right, slot, table, interpreter, is_locked in rows
    ]


class StopRow(NamedTuple):
    """A meeting as far as it tells where its sides are."""

    left: UUID
    left_parallel: int
    right: UUID
    right_parallel: int
    starts_at: datetime
    table: UUID
    place: UUID
    interpreter: UUID | None


def stops_in(run: ScheduleRun, keys: Collection[UUID] | None) -> list[StopRow]:
    """Return where the meetings of a run, or of some participants, are, in time order."""
    rows = Meeting.objects.filter(run=run).order_by("slot__starts_at", "pk")
    if keys is not None:
        rows = rows.filter(Q(left__in=keys) | Q(right__in=keys))
    sides = ("left", "left__parallel", "right", "right__parallel")
    return [
        StopRow(*row)
        for row in rows.values_list(
            *sides, "slot__starts_at", "table", "table__place", "interpreter"
        )
    ]


def held_otherwise(run: ScheduleRun, other: ScheduleRun) -> list[Held]:
    """Return the run's meetings that are not at the same place and time in the other run."""
    same = Meeting.objects.filter(
        run=other,
        left=OuterRef("left"),
        right=OuterRef("right"),
        slot=OuterRef("slot"),
        table=OuterRef("table"),
    )
    return held_among(Meeting.objects.filter(~Exists(same), run=run))


def meetings_of(run: ScheduleRun) -> QuerySet[Meeting]:
    """Return the run's meetings in time order, all that a page names loaded."""
    return (
        Meeting.objects.filter(run=run)
        .select_related(
            "left__organisation",
            "left__party",
            "right__organisation",
            "right__party",
            "slot",
            "table__place",
            "interpreter__person",
        )
        .order_by("slot__starts_at", "table__place__ordinal", "table__ordinal")
    )


def unplaced_of(run: ScheduleRun) -> QuerySet[UnplacedRequest]:
    """Return what the run could not place, participants loaded, in the order of codes."""
    return run.unplaced.select_related(
        "left__organisation", "left__party", "right__organisation", "right__party"
    ).order_by("left__code", "right__code")


def unplaced_with(run: ScheduleRun, attendance: Attendance) -> QuerySet[UnplacedRequest]:
    """Return what the run could not place of one participant, whoever wished it."""
    return unplaced_of(run).filter(Q(left=attendance) | Q(right=attendance))


def seats_of(meetings: Collection[UUID]) -> QuerySet[Seat]:
    """Return who sits at the meetings, people loaded."""
    return (
        Seat.objects.filter(meeting__in=meetings)
        .select_related("delegate__person")
        .order_by("-delegate__is_lead", "delegate__person__sort_name", "pk")
    )


def run_to_carry_out(key: str) -> ScheduleRun:
    """Return the run that a worker was told to plan, its event and forerunner loaded."""
    return ScheduleRun.objects.select_related("event__programme", "based_on").get(pk=key)


def unplaced_about(rows: QuerySet[UnplacedRequest], folded: str) -> QuerySet[UnplacedRequest]:
    """Narrow unplaced requests to those of participants whose names or codes hold the words."""
    return rows.filter(called(folded, "left__") | called(folded, "right__"))


def meeting_of(run: ScheduleRun, pair: tuple[UUID, UUID]) -> Meeting | None:
    """Return a pair's meeting in a run, whichever way round; None when it is not held."""
    left, right = pair
    either_way = Q(left=left, right=right) | Q(left=right, right=left)
    meeting = meetings_of(run).filter(either_way).first()
    if meeting is not None:
        meeting.run = run
    return meeting


def what_ifs_of(run: ScheduleRun) -> QuerySet[WhatIf]:
    """Return what was asked of a run, newest first."""
    return run.what_ifs.select_related("job").order_by("-made_at", "pk")


def what_if_to_carry_out(key: str) -> WhatIf:
    """Return the what-if that a worker was told to search, its run and event loaded."""
    return WhatIf.objects.select_related("run__event__programme").get(pk=key)


def languages_wanting(run: ScheduleRun) -> set[tuple[str, str]]:
    """Return the language pairs for which wishes of a run found no interpreter."""
    rows = run.unplaced.filter(cause="no-interpreter").values_list("facts__languages", flat=True)
    return {(first, second) for first, second in rows if first}


def slots_interpreted(run: ScheduleRun) -> dict[UUID, set[UUID]]:
    """Return the slots in which each interpreter works in a run."""
    rows = Meeting.objects.filter(run=run, interpreter__isnull=False)
    work: dict[UUID, set[UUID]] = {}
    for interpreter, slot in rows_of_keys(rows, "interpreter", "slot", known=known_keys()):
        work.setdefault(interpreter, set()).add(slot)
    return work


def slots_attended(run: ScheduleRun, keys: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return the slots in which each of the participants meets somebody."""
    attended: dict[UUID, set[UUID]] = {key: set() for key in keys}
    known = known_keys()
    for side in ("left", "right"):  # each has its index, and both at once have none
        rows = Meeting.objects.filter((f"{side}__in", keys), run=run)
        for key, slot in rows_of_keys(rows, side, "slot", known=known):
            attended[key].add(slot)
    return attended
