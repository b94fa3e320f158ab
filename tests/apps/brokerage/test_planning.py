import datetime as dt

import pytest

from accord.apps.brokerage.actions import grid, planning
from accord.apps.brokerage.actions.attendance import withdraw_attendance
from accord.apps.brokerage.enums import EventState, RunState, Strength
from accord.apps.brokerage.errors import (
    LockOutOfPlaceError,
    NothingToPlanError,
    OtherEventError,
    PlanningUnderWayError,
)
from accord.apps.brokerage.models import Attendance, Event, Meeting, ScheduleRun, Seat
from accord.apps.brokerage.queries import schedule
from accord.apps.core import jobs
from accord.apps.core.enums import JobState
from accord.apps.core.errors import NotAllowedError
from accord.apps.core.models import AuditEntry, Job
from accord.apps.programmes.models import Party
from tests import make

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2025, 12, 5)


def pair_of(
    event: Event, left: Party | None = None, right: Party | None = None
) -> tuple[Attendance, Attendance]:
    one, other = make.attendance(event, party=left), make.attendance(event, party=right)
    make.wish(one, other)
    return one, other


def planned(event: Event, *, around: ScheduleRun | None = None, seconds: int = 1) -> ScheduleRun:
    """Plan the event here and now, by the worker's own way."""
    run = planning.plan_event(make.administrator(), event, seconds=seconds, around=around)
    jobs.run_job.func(job_id=str(run.job_id))
    run.refresh_from_db()
    return run


def reasons(run: ScheduleRun) -> list[str]:
    return list(run.unplaced.order_by("left__code").values_list("cause", flat=True))


def test_a_planned_event_has_its_meetings_seats_and_figures() -> None:
    event = make.event(slots=2, tables=1)
    left, right = pair_of(event)
    make.delegate(left)

    run = planned(event)

    meeting = Meeting.objects.get(run=run)
    assert {meeting.left, meeting.right} == {left, right}
    assert (run.status, run.weight, run.bound, run.state) == ("optimal", 3, 3, RunState.DRAFT)
    assert run.best_so_far is None
    assert [seat.delegate.attendance for seat in Seat.objects.all()] == [left]
    event.refresh_from_db()
    assert event.state == EventState.PLANNED
    job = Job.objects.get()
    assert (job.state, job.facts["held"], job.facts["requests"]) == (JobState.DONE, 1, 1)
    assert ("brokerage.event.planned", event.reference) in AuditEntry.objects.values_list(
        "deed", "subject"
    )


def test_a_no_of_either_side_keeps_the_pair_apart() -> None:
    event = make.event(slots=2, tables=2)
    left, right = pair_of(event)
    make.wish(right, left, strength=Strength.NO)
    pair_of(event)

    run = planned(event)

    assert Meeting.objects.filter(run=run).count() == 1
    assert not Meeting.objects.filter(left__in=[left, right]).exists()


def test_participants_of_one_side_meet_only_where_the_event_lets_them() -> None:
    side = make.party()
    event = make.event(slots=1, tables=1)
    pair_of(event, side, side)
    pair_of(event, side, make.party())

    apart = planned(event)
    event.same_side_may_meet = True
    event.save()
    make.slot(event, 1)
    together = planned(event)

    assert (apart.meetings.count(), apart.unplaced.count()) == (1, 0)
    assert together.meetings.count() == 2


def test_a_side_does_not_meet_on_its_day_off_while_the_other_works() -> None:
    rests_on_friday = make.party(weekend=(4,))
    works_on_friday = make.party(weekend=(5, 6))
    event = make.event(
        make.programme(rests_on_friday, works_on_friday), slots=2, tables=1, starts_on=FRIDAY
    )
    pair_of(event, rests_on_friday, works_on_friday)

    assert reasons(planned(event)) == ["no-common-slot"]

    slot = event.slots.order_by("starts_at")[1]
    hours = [grid.HoursFacts(rests_on_friday, slot.starts_at, slot.ends_at)]
    grid.set_hours(make.administrator(), event, hours)

    assert [meeting.slot for meeting in Meeting.objects.filter(run=planned(event))] == [slot]


def test_a_pair_without_a_common_language_gets_an_interpreter_who_speaks_both() -> None:
    event = make.event(slots=1, tables=2)
    make.interpreter(event, "en", "de")
    speaker = make.interpreter(event, "fa", "ru")
    left, right = pair_of(event)
    Attendance.objects.filter(pk=left.pk).update(languages=["fa"])
    Attendance.objects.filter(pk=right.pk).update(languages=["ru"])
    one, other = pair_of(event)
    Attendance.objects.filter(pk=one.pk).update(languages=["ru"])
    Attendance.objects.filter(pk=other.pk).update(languages=["fa"])

    run = planned(event)

    assert [meeting.interpreter for meeting in run.meetings.all()] == [speaker]
    assert reasons(run) == ["no-interpreter"]


def test_a_team_that_splits_sits_at_both_tables() -> None:
    event = make.event(slots=1, tables=2)
    team = make.attendance(event, parallel=2)
    for _ in range(2):
        make.wish(team, make.attendance(event))
        make.delegate(team)

    run = planned(event)

    assert run.meetings.count() == 2
    assert [meeting.seats.count() for meeting in run.meetings.all()] == [1, 1]


def test_a_team_never_holds_more_meetings_than_it_has_delegates_there() -> None:
    event = make.event(slots=1, tables=2)
    team = make.attendance(event, parallel=2)
    for _ in range(2):
        make.wish(team, make.attendance(event))
    make.delegate(team)
    make.delegate(team).absent.add(event.slots.get())

    run = planned(event)

    assert (run.meetings.count(), reasons(run)) == (1, ["side-is-full"])


def test_nobody_meets_more_often_in_a_row_than_the_event_says() -> None:
    event = make.event(slots=3, tables=2)
    event.longest_run = 1
    event.save()
    one, _other = pair_of(event)
    for _ in range(2):
        make.wish(one, make.attendance(event))

    run = planned(event)

    held = run.meetings.order_by("slot__starts_at").values_list("slot__starts_at", flat=True)
    times = list(event.slots.order_by("starts_at").values_list("starts_at", flat=True))
    assert list(held) == [times[0], times[2]]
    assert reasons(run) == ["side-is-full"]


def test_planning_around_locks_keeps_them_where_they_are() -> None:
    event = make.event(slots=3, tables=1)
    for _ in range(3):
        pair_of(event)
    first = planned(event)
    locked = first.meetings.order_by("slot__starts_at").last()
    assert locked is not None
    Meeting.objects.filter(pk=locked.pk).update(is_locked=True)

    second = planned(event, around=first)

    assert (second.number, second.based_on) == (2, first)
    kept = second.meetings.get(is_locked=True)
    assert (kept.left, kept.right, kept.slot, kept.table) == (
        locked.left,
        locked.right,
        locked.slot,
        locked.table,
    )


def test_a_lock_in_a_slot_that_became_a_break_is_named() -> None:
    event = make.event(slots=1, tables=1)
    pair_of(event)
    first = planned(event)
    first.meetings.update(is_locked=True)
    event.slots.update(kind="break")
    make.slot(event, 1)

    run = planned(event, around=first)

    job = Job.objects.get(pk=str(run.job_id))
    codes = first.meetings.values_list("left__code", "right__code").get()
    assert job.state == JobState.FAILED
    assert job.problem == str(LockOutOfPlaceError(left=codes[0], right=codes[1]))


def test_what_is_missing_for_a_plan_is_said_in_numbers() -> None:
    event = make.event(slots=2)
    pair_of(event)

    with pytest.raises(NothingToPlanError) as refusal:
        planning.plan_event(make.administrator(), event)

    assert refusal.value.facts == {"slots": 2, "tables": 0, "requests": 1}


def test_an_event_is_planned_by_one_worker_at_a_time() -> None:
    event = make.event(slots=1, tables=1)
    pair_of(event)
    planning.plan_event(make.administrator(), event)

    with pytest.raises(PlanningUnderWayError):
        planning.plan_event(make.administrator(), event)

    assert ScheduleRun.objects.count() == 1


def test_a_run_of_another_event_is_nothing_to_plan_around() -> None:
    event, other = make.event(slots=1, tables=1), make.event(slots=1, tables=1)
    pair_of(event)
    pair_of(other)

    with pytest.raises(OtherEventError):
        planning.plan_event(make.administrator(), event, around=planned(other))


def test_a_company_does_not_plan() -> None:
    event = make.event(slots=1, tables=1)
    left, _right = pair_of(event)

    with pytest.raises(NotAllowedError):
        planning.plan_event(make.spokesperson(left.organisation), event)


def test_a_stopped_search_keeps_the_best_it_has() -> None:
    event = make.event(slots=2, tables=2)
    for _ in range(3):
        pair_of(event)
    run = planning.plan_event(make.administrator(), event, seconds=60)
    Job.objects.filter(pk=str(run.job_id)).update(stop_requested=True)

    jobs.run_job.func(job_id=str(run.job_id))

    run.refresh_from_db()
    assert Job.objects.get().state == JobState.STOPPED
    assert run.meetings.count() == 3
    assert run.seconds_used < 10


def test_a_search_that_was_cut_off_goes_on_from_its_best_plan() -> None:
    event = make.event(slots=2, tables=1)
    for _ in range(2):
        pair_of(event)
    finished = planned(event)
    kept = {
        "meetings": [
            [f"{one.left}|{one.right}", str(one.slot), str(one.table), None]
            for one in schedule.held_in(finished)
        ]
    }
    run = planning.plan_event(make.administrator(), event, seconds=5)
    ScheduleRun.objects.filter(pk=run.pk).update(best_so_far=kept, seconds_used=5)

    jobs.run_job.func(job_id=str(run.job_id))

    run.refresh_from_db()
    assert {one[1:5] for one in schedule.held_in(run)} == {
        one[1:5] for one in schedule.held_in(finished)
    }
    assert "start" in run.found_by


def test_who_withdrew_is_left_out_of_the_next_plan() -> None:
    event = make.event(slots=1, tables=1)
    left, _right = pair_of(event)
    pair_of(event)
    withdraw_attendance(make.administrator(), left, reason="No visa.")

    run = planned(event)

    assert (run.meetings.count(), run.unplaced.count()) == (1, 0)
