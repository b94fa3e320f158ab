"""Move, place, lift, lock and unlock meetings of a draft by hand."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from accord.apps.brokerage import policies
from accord.apps.brokerage.adapters import board
from accord.apps.brokerage.adapters.board import Spot
from accord.apps.brokerage.adapters.changes import changes_in
from accord.apps.brokerage.adapters.names import names_of, plain_viewer
from accord.apps.brokerage.adapters.plan import seats_for
from accord.apps.brokerage.adapters.reasons import why_not_there
from accord.apps.brokerage.enums import LIFTED, Deed
from accord.apps.brokerage.errors import MeetingLockedError, MoveBlockedError, OtherEventError
from accord.apps.brokerage.models import Meeting, ScheduleRun, Seat, UnplacedRequest
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events, wishes
from accord.apps.core import actions as core
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.errors import ChangedMeanwhileError
from accord.engine import scheduling as engine

Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class _Figures:
    """What moving a pair's meetings changes in its run."""

    breaks: int
    weight: int
    changes: dict[str, int]


def move_meeting(acting: Acting, meeting: Meeting, *, to: Spot, seen: Spot) -> Meeting:
    """Move a meeting to another slot or table.

    Parameters
    ----------
    to
        Where it goes.
    seen
        Where it stood when the person decided.

    Raises
    ------
    ChangedMeanwhileError
        When it stands elsewhere by now.
    MoveBlockedError
        When a rule of the event or another meeting is in the way; the reason names it.
    MeetingLockedError, RunNotDraftError
        When it may not be moved at all.
    """
    run = meeting.run
    policies.may_move(acting, run.event, run).require()
    with transaction.atomic():
        fresh = _fresh(meeting, seen)
        if fresh.is_locked:
            raise MeetingLockedError
        pair = (fresh.left_id, fresh.right_id)
        place = _free_place(acting, run, pair, to)
        before = _figures(run, pair)
        _put(fresh, place)
        fresh.save(update_fields=["slot", "table", "interpreter"])
        _seat_again(run, pair, {seen.slot, fresh.slot_id})
        _note_change(acting, run, before, _figures(run, pair))
        _record(acting, Deed.MEETING_MOVED, run, pair, to=place)
    return fresh


def place_meeting(acting: Acting, run: ScheduleRun, pair: Pair, *, to: Spot) -> Meeting:
    """Place a pair by hand, whether it was wished or not.

    Raises
    ------
    ChangedMeanwhileError
        When the pair meets already.
    MoveBlockedError
        When a rule of the event or another meeting is in the way.
    """
    policies.may_move(acting, run.event, run).require()
    if people.attendances_among(run.event, pair).count() != len(set(pair)):
        raise OtherEventError
    with transaction.atomic():
        _lock(run)
        if Meeting.objects.filter(_is_pair(pair), run=run).exists():
            raise ChangedMeanwhileError
        place = _free_place(acting, run, pair, to)
        before = _figures(run, pair)
        meeting = Meeting(run=run, left_id=pair[0], right_id=pair[1])
        _put(meeting, place)
        meeting.save(force_insert=True)
        UnplacedRequest.objects.filter(_is_pair(pair), run=run).delete()
        _seat_again(run, pair, {meeting.slot_id})
        _note_change(acting, run, before, _figures(run, pair))
        _record(acting, Deed.MEETING_PLACED, run, pair, to=place)
    return meeting


def lift_meeting(acting: Acting, meeting: Meeting, *, seen: Spot) -> None:
    """Take a meeting off the schedule; it waits among those without a place.

    Raises
    ------
    ChangedMeanwhileError
        When it stands elsewhere by now.
    """
    run = meeting.run
    policies.may_move(acting, run.event, run).require()
    with transaction.atomic():
        fresh = _fresh(meeting, seen)
        if fresh.is_locked:
            raise MeetingLockedError
        pair = (fresh.left_id, fresh.right_id)
        before = _figures(run, pair)
        fresh.delete()
        UnplacedRequest.objects.create(
            run=run, left_id=pair[0], right_id=pair[1], cause=LIFTED, facts={}
        )
        _seat_again(run, pair, {seen.slot})
        _note_change(acting, run, before, _figures(run, pair))
        _record(acting, Deed.MEETING_LIFTED, run, pair)


def lock_meeting(acting: Acting, meeting: Meeting) -> None:
    """Keep a meeting where it is when the event is planned again."""
    _set_lock(acting, meeting, is_locked=True, deed=Deed.MEETING_LOCKED)


def unlock_meeting(acting: Acting, meeting: Meeting) -> None:
    """Let a meeting be moved again, by people and by the planner."""
    _set_lock(acting, meeting, is_locked=False, deed=Deed.MEETING_UNLOCKED)


def _set_lock(acting: Acting, meeting: Meeting, *, is_locked: bool, deed: Deed) -> None:
    run = meeting.run
    policies.may_move(acting, run.event, run).require()
    if meeting.is_locked == is_locked:
        return
    with transaction.atomic():
        meeting.is_locked = is_locked
        meeting.save(update_fields=["is_locked"])
        _record(acting, deed, run, (meeting.left_id, meeting.right_id))


def _lock(run: ScheduleRun) -> None:
    """Let nobody else change the run until the transaction ends."""
    ScheduleRun.objects.select_for_update().get(pk=run.pk)


def _fresh(meeting: Meeting, seen: Spot) -> Meeting:
    """Return the meeting as it stands now; refuse when that is not what was seen."""
    _lock(meeting.run)
    fresh = Meeting.objects.filter(pk=meeting.pk).first()
    if fresh is None or Spot(fresh.slot_id, fresh.table_id) != seen:
        raise ChangedMeanwhileError
    return fresh


def _free_place(acting: Acting, run: ScheduleRun, pair: Pair, to: Spot) -> engine.Placement:
    event = run.event
    is_known = events.meeting_slots_of(event).filter(pk=to.slot).exists()
    if not is_known or (to.table and not event.tables.filter(pk=to.table).exists()):
        raise OtherEventError
    stand = board.stand_of(run, pair, at=to)
    place = stand.placement(to)
    if place is None:
        names = names_of(event, plain_viewer(event, acting.language), only=stand.involved)
        reason = why_not_there(stand.obstacles()[str(to.slot)], names)
        raise MoveBlockedError(reason=reason)
    return place


def _put(meeting: Meeting, place: engine.Placement) -> None:
    meeting.slot_id = UUID(place.slot)
    meeting.table_id = UUID(str(place.table))
    meeting.interpreter_id = UUID(place.interpreter) if place.interpreter else None


def _is_pair(pair: Pair) -> Q:
    return Q(left=pair[0], right=pair[1]) | Q(left=pair[1], right=pair[0])


def _seat_again(run: ScheduleRun, pair: Pair, slots: Collection[UUID]) -> None:
    """Seat the two teams anew in the slots that changed."""
    touched = list(
        Meeting.objects.filter(
            Q(left__in=pair) | Q(right__in=pair), run=run, slot__in=slots
        ).order_by("table__place__ordinal", "table__ordinal", "pk")
    )
    teams = people.delegates_of(run.event).filter(attendance__in=pair)
    Seat.objects.filter(meeting__in=touched, delegate__attendance__in=pair).delete()
    Seat.objects.bulk_create(seats_for(touched, teams))


def _figures(run: ScheduleRun, pair: Pair) -> _Figures:
    """Return the breaks of the two, and the weight of their meeting if it is held."""
    order = {
        key: (number, start.astimezone(ZoneInfo(run.event.time_zone)).date())
        for number, (key, start) in enumerate(
            events.meeting_slots_of(run.event).values_list("pk", "starts_at")
        )
    }
    breaks = 0
    held = False
    for one in pair:
        own = Meeting.objects.filter(Q(left=one) | Q(right=one), run=run)
        rows = list(own.values_list("left", "right", "slot"))
        held = held or any({left, right} == set(pair) for left, right, _slot in rows)
        at = sorted({order[slot] for _left, _right, slot in rows if slot in order})
        breaks += sum(b[0] - a[0] > 1 and a[1] == b[1] for a, b in pairwise(at))
    weight = wishes.weight_of(run.event, pair) if held else 0
    return _Figures(breaks, weight, changes_in(run, pair))


def _note_change(acting: Acting, run: ScheduleRun, before: _Figures, after: _Figures) -> None:
    """Keep the run's figures true, and clear the sides' approvals: they were for another plan."""
    run.refresh_from_db(fields=["breaks", "weight", "changes", "status"])
    run.breaks += after.breaks - before.breaks
    run.weight = max(0, run.weight + after.weight - before.weight)
    run.changes = {
        name: count + after.changes[name] - before.changes[name]
        for name, count in run.changes.items()
    }
    run.is_hand_changed = run.has_old_reasons = True
    if run.status == engine.Status.OPTIMAL:
        run.status = engine.Status.FEASIBLE.value
    run.save(
        update_fields=[
            "breaks",
            "weight",
            "changes",
            "status",
            "is_hand_changed",
            "has_old_reasons",
        ]
    )
    core.take_back_approvals(acting, run.subject)


def _record(
    acting: Acting, deed: Deed, run: ScheduleRun, pair: Pair, *, to: engine.Placement | None = None
) -> None:
    codes = dict(people.attendances_among(run.event, pair).values_list("pk", "code"))
    facts: dict[str, str | int] = {
        "run": run.number,
        "left": codes[pair[0]],
        "right": codes[pair[1]],
    }
    if to is not None:
        starts = events.slots_of(run.event).values_list("starts_at", flat=True).get(pk=to.slot)
        label = run.event.tables.values_list("label", flat=True).get(pk=str(to.table))
        facts |= {"slot": f"{starts:%Y-%m-%d %H:%M}Z", "table": label}
    audit.record(acting, deed, run.event.reference, side=None, **facts)
