"""Take a way out of what changed at an event: note what happened, and begin a mended draft."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import attendance as attending
from accord.apps.brokerage.actions import publishing, wishes
from accord.apps.brokerage.actions.attendance import InterpreterFacts
from accord.apps.brokerage.actions.wishes import WishFacts
from accord.apps.brokerage.adapters.changes import changes_in
from accord.apps.brokerage.adapters.plan import seats_for, unplaced_row
from accord.apps.brokerage.adapters.problem import pair_of
from accord.apps.brokerage.adapters.repair import Scene
from accord.apps.brokerage.adapters.ways import Change, Happened, Way
from accord.apps.brokerage.enums import LIFTED, Deed, Happening
from accord.apps.brokerage.errors import OtherEventError
from accord.apps.brokerage.models import (
    Attendance,
    Event,
    Meeting,
    ScheduleRun,
    Seat,
    Slot,
    Table,
    UnplacedRequest,
)
from accord.apps.brokerage.queries import attendance as people
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.errors import ChangedMeanwhileError
from accord.engine import scheduling as engine

BATCH = 500


def take_repair(acting: Acting, run: ScheduleRun, way: Way) -> ScheduleRun:
    """Note what happened, and begin a draft of the schedule in which the way is taken.

    The schedule it comes from stays as it is, and people rely on it until the draft is
    published.

    Parameters
    ----------
    way
        One of the ways that were shown.

    Raises
    ------
    ChangedMeanwhileError
        When the schedule or the event is no longer what the way was found for.
    """
    event = run.event
    policies.may_repair(acting, event, run).require()
    with transaction.atomic():
        Event.objects.select_for_update().get(pk=event.pk)
        scene = Scene(run, way.happened, at=acting.at)
        if not scene.allows(way):
            raise ChangedMeanwhileError
        _note(acting, event, way.happened, {UUID(key) for key in scene.missing})
        draft = publishing.copy_run(acting, run)
        _change_meetings(draft, way.changes)
        _say_why(draft, scene, way)
        _keep_figures(draft, way)
        audit.record(
            acting,
            Deed.SCHEDULE_REPAIRED,
            event.reference,
            run=draft.number,
            copied_from=run.number,
            happened=way.happened.kind.value,
            touched=len(way.touched),
            moved=sum(one.is_move for one in way.changes),
            lost=len(way.of_kind(was=True, will_be=False)),
            gained=len(way.of_kind(was=False, will_be=True)),
        )
    return draft


def close_table(acting: Acting, table: Table, *, slots: Collection[UUID]) -> None:
    """Note that a table cannot be used in some slots; whose own it is gives it up.

    Raises
    ------
    OtherEventError
        When a slot is not one of the event's.
    """
    event = table.event
    policies.may_change_event(acting, event).require()
    known = list(Slot.objects.filter(event=event, pk__in=slots))
    if len(known) != len(set(slots)):
        raise OtherEventError
    with transaction.atomic():
        table.closed.add(*known)
        Attendance.objects.filter(event=event, table=table).update(table=None)
        audit.record(
            acting, Deed.TABLE_CLOSED, event.reference, table=table.label, slots=len(slots)
        )


def open_table(acting: Acting, table: Table) -> None:
    """Note that a table can be used in every slot again."""
    event = table.event
    policies.may_change_event(acting, event).require()
    if not table.closed.exists():
        return
    with transaction.atomic():
        table.closed.clear()
        audit.record(acting, Deed.TABLE_OPENED, event.reference, table=table.label)


def _note(acting: Acting, event: Event, happened: Happened, missing: Collection[UUID]) -> None:
    """Record what happened, so that every later plan and move knows it."""
    among = {one.pk: one for one in people.attendances_of(event).filter(pk__in=happened.pair)}
    if len(among) != len(happened.pair):
        raise ChangedMeanwhileError
    who = among.get(happened.participant) if happened.participant else None
    other = among.get(happened.other) if happened.other else None
    kind = happened.kind
    if who and kind == Happening.CANCELLED:
        attending.withdraw_attendance(acting, who, reason=happened.reason)
    elif who and kind in {Happening.ABSENT, Happening.LATE}:
        absences = {
            one.pk: frozenset(slot.pk for slot in one.absent.all()) | frozenset(missing)
            for one in people.team_of(who)
        }
        attending.set_absences(acting, who, absences)
    elif who and other and kind == Happening.WISH:
        facts = WishFacts(who, other, happened.strength)
        wishes.express_wishes(acting, event, [facts])
    elif happened.table:
        table = event.tables.filter(pk=happened.table).first()
        if table is None:
            raise ChangedMeanwhileError
        table.event = event
        close_table(acting, table, slots=missing)
    elif happened.interpreter:
        _note_interpreter(acting, event, happened.interpreter, missing)


def _note_interpreter(acting: Acting, event: Event, key: UUID, missing: Collection[UUID]) -> None:
    one = people.interpreters_of(event).filter(pk=key).first()
    if one is None:
        raise ChangedMeanwhileError
    absent = frozenset(slot.pk for slot in one.absent.all()) | frozenset(missing)
    facts = InterpreterFacts(one.person, tuple(one.languages), one.longest_run, absent)
    attending.record_interpreters(acting, event, [facts])


def _change_meetings(draft: ScheduleRun, changes: Sequence[Change]) -> None:
    """Make the changes in the draft, and seat anew who is concerned, in those slots alone."""
    about = {key for one in changes for key in one.pair}
    meetings = {
        frozenset((one.left_id, one.right_id)): one
        for one in Meeting.objects.filter(run=draft, left__in=about, right__in=about)
    }
    moved, gone, new = list[Meeting](), list[UUID](), list[Meeting]()
    concerned: set[tuple[UUID, UUID]] = set()
    for one in changes:
        places = [UUID(place.slot) for place in (one.before, one.after) if place]
        concerned |= {(key, slot) for key in one.pair for slot in places}
        meeting = meetings.get(frozenset(one.pair))
        if one.after is None:
            gone += [meeting.pk] if meeting else []
        elif meeting is None:
            left, right = one.pair
            new.append(_put(Meeting(run=draft, left_id=left, right_id=right), one.after))
        else:
            meeting.is_locked = meeting.is_locked and not one.is_move
            moved.append(_put(meeting, one.after))
    for start in range(0, len(gone), BATCH):
        Meeting.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    # Two that change places would meet at one table on the way: they leave first.
    Meeting.objects.filter(pk__in=[one.pk for one in moved]).delete()
    Meeting.objects.bulk_create([*moved, *new], batch_size=BATCH)
    _seat_again(draft, concerned)


def _put(meeting: Meeting, place: engine.Placement) -> Meeting:
    meeting.slot_id, meeting.table_id = UUID(place.slot), UUID(str(place.table))
    meeting.interpreter_id = UUID(place.interpreter) if place.interpreter else None
    return meeting


def _seat_again(draft: ScheduleRun, concerned: Collection[tuple[UUID, UUID]]) -> None:
    """Seat each of the teams anew at a time at which its meetings changed."""
    keys = {key for key, _slot in concerned}
    slots = {slot for _key, slot in concerned}
    meetings = {
        one.pk: one
        for one in Meeting.objects.filter(
            Q(left__in=keys) | Q(right__in=keys), run=draft, slot__in=slots
        ).order_by("table__place__ordinal", "table__ordinal", "pk")
    }
    teams = people.delegates_of(draft.event).filter(attendance__in=keys)

    def is_concerned(seat: Seat) -> bool:
        slot = meetings[seat.meeting_id].slot_id
        return (seat.delegate.attendance_id, slot) in concerned

    old = Seat.objects.filter(meeting__in=meetings).select_related("delegate")
    Seat.objects.filter(pk__in=[seat.pk for seat in old if is_concerned(seat)]).delete()
    seats = seats_for(list(meetings.values()), teams)
    Seat.objects.bulk_create(filter(is_concerned, seats), batch_size=BATCH)


def _say_why(draft: ScheduleRun, scene: Scene, way: Way) -> None:
    """Keep the list of what has no place true, each with its cause, where something changed."""
    plan = scene.plan_after(way.changes)
    concerned = {key for one in way.changes for key in one.pair} | way.happened.pair
    asked = {one.key: frozenset(pair_of(one.key)) for one in scene.asked()}
    known = dict(UnplacedRequest.objects.filter(run=draft).values_list("pk", "cause"))
    pairs = {
        pk: frozenset(pair)
        for pk, *pair in UnplacedRequest.objects.filter(run=draft).values_list(
            "pk", "left", "right"
        )
    }
    told = set(pairs.values())
    about = [
        key for key, pair in asked.items() if not concerned.isdisjoint(pair) or pair not in told
    ]
    causes = engine.explained(scene.problem, plan, only=about).unplaced
    again = {asked[one.request] for one in causes}
    held = {frozenset(pair_of(one.request)) for one in plan.meetings}
    waiting = set(asked.values()) - held - again
    stale = [
        pk
        for pk, pair in pairs.items()
        if pair not in waiting and (known[pk] != LIFTED or pair in held)
    ]
    for start in range(0, len(stale), BATCH):
        UnplacedRequest.objects.filter(pk__in=stale[start : start + BATCH]).delete()
    UnplacedRequest.objects.bulk_create(
        (unplaced_row(draft, one) for one in causes), batch_size=BATCH
    )


def _keep_figures(draft: ScheduleRun, way: Way) -> None:
    draft.weight, draft.breaks, draft.bound = way.weight, way.breaks, way.bound
    draft.changes = changes_in(draft)
    draft.status, draft.found_by, draft.seconds_used = way.status, "repair", way.seconds
    draft.save(
        update_fields=[
            "weight", "breaks", "bound", "changes", "status", "found_by", "seconds_used",
        ]
    )  # fmt: skip
