import pytest

from accord.apps.brokerage.actions import board as actions
from accord.apps.brokerage.actions import publishing
from accord.apps.brokerage.adapters.board import Spot
from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.errors import (
    MeetingLockedError,
    MoveBlockedError,
    OtherEventError,
    RunNotDraftError,
)
from accord.apps.brokerage.models import Attendance, Event, Meeting, ScheduleRun, Slot, Table
from accord.apps.core.errors import ChangedMeanwhileError, NotAllowedError
from accord.apps.core.models import Approval, AuditEntry
from tests import make

pytestmark = pytest.mark.django_db

STAFF = make.administrator()


def draft(event: Event) -> ScheduleRun:
    return ScheduleRun.objects.create(
        event=event, number=event.runs.count() + 1, made_at=make.NOON, status="optimal"
    )


def meeting(
    run: ScheduleRun, slot: Slot, table: Table, pair: tuple[Attendance, Attendance] | None = None
) -> Meeting:
    left, right = pair or (make.attendance(run.event), make.attendance(run.event))
    return Meeting.objects.create(run=run, left=left, right=right, slot=slot, table=table)


def slots(event: Event) -> list[Slot]:
    return list(event.slots.order_by("starts_at"))


def tables(event: Event) -> list[Table]:
    return list(event.tables.order_by("ordinal"))


def spot(one: Meeting) -> Spot:
    return Spot(one.slot_id, one.table_id)


def test_a_meeting_is_moved_and_the_run_knows_it_was_changed_by_hand() -> None:
    event = make.event(slots=3, tables=2)
    run = draft(event)
    early, _middle, late = slots(event)
    first, second = tables(event)
    moved = meeting(run, early, first)
    make.delegate(moved.left)

    actions.move_meeting(STAFF, moved, to=Spot(late.pk, second.pk), seen=spot(moved))

    moved.refresh_from_db()
    run.refresh_from_db()
    assert (moved.slot, moved.table) == (late, second)
    assert (run.is_hand_changed, run.status) == (True, "feasible")
    assert moved.seats.count() == 1
    entry = AuditEntry.objects.get()
    assert (entry.deed, entry.facts["slot"], entry.facts["table"]) == (
        "brokerage.meeting.moved",
        "2025-12-02 09:40Z",
        "1-2",
    )


def test_breaks_are_counted_anew_with_every_move() -> None:
    event = make.event(slots=3, tables=1)
    run = draft(event)
    early, middle, late = slots(event)
    (table,) = tables(event)
    host = make.attendance(event)
    meeting(run, early, table, (host, make.attendance(event)))
    moved = meeting(run, middle, table, (host, make.attendance(event)))

    actions.move_meeting(STAFF, moved, to=Spot(late.pk), seen=spot(moved))

    run.refresh_from_db()
    assert run.breaks == 1


def test_a_meeting_that_moved_meanwhile_is_not_moved_again() -> None:
    event = make.event(slots=2, tables=1)
    run = draft(event)
    early, late = slots(event)
    moved = meeting(run, early, tables(event)[0])

    with pytest.raises(ChangedMeanwhileError):
        actions.move_meeting(STAFF, moved, to=Spot(early.pk), seen=Spot(late.pk, moved.table_id))


def test_a_busy_side_is_named_with_whom_it_meets() -> None:
    event = make.event(slots=2, tables=2)
    run = draft(event)
    early, late = slots(event)
    first, second = tables(event)
    host = make.attendance(event, make.organisation("Vega"))
    meeting(run, late, second, (host, make.attendance(event, make.organisation("Orion"))))
    moved = meeting(run, early, first, (host, make.attendance(event, make.organisation("Lyra"))))

    with pytest.raises(MoveBlockedError) as refusal:
        actions.move_meeting(STAFF, moved, to=Spot(late.pk), seen=spot(moved))

    assert str(refusal.value).replace("\u2068", "").replace("\u2069", "") == (
        "The meeting cannot be held there. Vega meets Orion at 09:20."
    )


def test_a_taken_table_is_named_with_who_is_at_it() -> None:
    event = make.event(slots=2, tables=2)
    run = draft(event)
    early, late = slots(event)
    first, _second = tables(event)
    pair = (
        make.attendance(event, make.organisation("Vega")),
        make.attendance(event, make.organisation("Orion")),
    )
    meeting(run, late, first, pair)
    moved = meeting(run, early, first)

    with pytest.raises(MoveBlockedError) as refusal:
        actions.move_meeting(STAFF, moved, to=Spot(late.pk, first.pk), seen=spot(moved))

    assert str(refusal.value).replace("\u2068", "").replace("\u2069", "") == (
        "The meeting cannot be held there. The table is taken at 09:20 by Vega and Orion."
    )


def test_a_locked_meeting_stays_until_it_is_unlocked() -> None:
    event = make.event(slots=2, tables=1)
    run = draft(event)
    early, late = slots(event)
    moved = meeting(run, early, tables(event)[0])

    actions.lock_meeting(STAFF, moved)
    with pytest.raises(MeetingLockedError):
        actions.move_meeting(STAFF, moved, to=Spot(late.pk), seen=spot(moved))
    with pytest.raises(MeetingLockedError):
        actions.lift_meeting(STAFF, moved, seen=spot(moved))
    actions.unlock_meeting(STAFF, moved)
    actions.move_meeting(STAFF, moved, to=Spot(late.pk), seen=spot(moved))

    moved.refresh_from_db()
    assert moved.slot == late


def test_a_lifted_meeting_waits_and_can_be_placed_again() -> None:
    event = make.event(slots=2, tables=1)
    run = draft(event)
    early, late = slots(event)
    lifted = meeting(run, early, tables(event)[0])
    make.wish(lifted.left, lifted.right)
    ScheduleRun.objects.update(weight=3)
    pair = lifted.left_id, lifted.right_id

    actions.lift_meeting(STAFF, lifted, seen=spot(lifted))
    run.refresh_from_db()
    assert (run.meetings.count(), run.weight) == (0, 0)
    assert run.unplaced.get().cause == "lifted"

    actions.place_meeting(STAFF, run, pair, to=Spot(late.pk))
    run.refresh_from_db()
    assert (run.meetings.get().slot, run.weight, run.unplaced.count()) == (late, 3, 0)
    with pytest.raises(ChangedMeanwhileError):
        actions.place_meeting(STAFF, run, pair, to=Spot(early.pk))


def test_spots_and_people_of_another_event_are_refused() -> None:
    event, other = make.event(slots=1, tables=1), make.event(slots=1, tables=1)
    run = draft(event)
    moved = meeting(run, slots(event)[0], tables(event)[0])
    stranger = make.attendance(other)

    with pytest.raises(OtherEventError):
        actions.move_meeting(STAFF, moved, to=Spot(slots(other)[0].pk), seen=spot(moved))
    with pytest.raises(OtherEventError):
        actions.place_meeting(
            STAFF, run, (moved.left_id, stranger.pk), to=Spot(slots(event)[0].pk)
        )


def test_a_published_schedule_is_changed_only_in_a_copy() -> None:
    event = make.event(slots=2, tables=1)
    run = draft(event)
    early, late = slots(event)
    moved = meeting(run, early, tables(event)[0])
    make.delegate(moved.left)
    publishing.publish_schedule(STAFF, run)

    with pytest.raises(RunNotDraftError) as refusal:
        actions.move_meeting(STAFF, moved, to=Spot(late.pk), seen=spot(moved))
    copied = publishing.copy_run(STAFF, run)
    twin = copied.meetings.get()
    actions.move_meeting(STAFF, twin, to=Spot(late.pk), seen=spot(twin))

    assert refusal.value.facts == {"number": 1}
    moved.refresh_from_db()
    twin.refresh_from_db()
    assert (moved.slot, twin.slot) == (early, late)
    assert (copied.number, copied.state, copied.based_on) == (2, RunState.DRAFT, run)


def test_a_move_clears_the_approvals_that_were_given_to_the_plan_before() -> None:
    side = make.party()
    event = make.event(make.programme(side, make.party()), slots=2, tables=1)
    run = draft(event)
    moved = meeting(run, slots(event)[0], tables(event)[0])
    Approval.objects.create(side=side, subject=run.subject, by="Sara", at=make.NOON)

    actions.move_meeting(make.manager(side), moved, to=Spot(slots(event)[1].pk), seen=spot(moved))

    assert Approval.objects.count() == 0


def test_a_company_moves_nothing() -> None:
    event = make.event(slots=2, tables=1)
    run = draft(event)
    moved = meeting(run, slots(event)[0], tables(event)[0])

    with pytest.raises(NotAllowedError):
        actions.move_meeting(
            make.spokesperson(moved.left.organisation),
            moved,
            to=Spot(slots(event)[1].pk),
            seen=spot(moved),
        )
