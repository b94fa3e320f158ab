import pytest
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.apps.brokerage.actions import publishing as actions
from accord.apps.brokerage.enums import EventState, RunState
from accord.apps.brokerage.errors import ApprovalsMissingError, RunEmptyError, RunPublishedError
from accord.apps.brokerage.models import CalendarEntry, Event, Meeting, ScheduleRun
from accord.apps.core import actions as core
from accord.apps.core.models import AuditEntry
from tests import make

STAFF = make.administrator()


def draft(event: Event) -> ScheduleRun:
    return ScheduleRun.objects.create(
        event=event, number=event.runs.count() + 1, made_at=make.NOON, status="optimal"
    )


def with_meeting(run: ScheduleRun) -> Meeting:
    event = run.event
    return Meeting.objects.create(
        run=run,
        left=make.attendance(event),
        right=make.attendance(event),
        slot=event.slots.order_by("starts_at")[0],
        table=event.tables.order_by("ordinal")[0],
    )


@pytest.mark.django_db
def test_a_published_schedule_replaces_the_one_before() -> None:
    event = make.event(slots=1, tables=1)
    first, second = draft(event), draft(event)
    with_meeting(first)
    with_meeting(second)

    actions.publish_schedule(STAFF, first)
    told = actions.publish_schedule(STAFF, second)

    first.refresh_from_db()
    second.refresh_from_db()
    event.refresh_from_db()
    assert (first.state, second.state) == (RunState.SUPERSEDED, RunState.PUBLISHED)
    assert (event.version, event.state, second.version) == (2, EventState.PUBLISHED, 2)
    assert told == actions.Told(added=1, changed=0, cancelled=1, unchanged=0)
    assert AuditEntry.objects.filter(deed="brokerage.schedule.published").count() == 2
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_an_empty_or_published_run_is_not_published() -> None:
    event = make.event(slots=1, tables=1)
    empty, full = draft(event), draft(event)
    with_meeting(full)
    actions.publish_schedule(STAFF, full)

    with pytest.raises(RunEmptyError):
        actions.publish_schedule(STAFF, empty)
    with pytest.raises(RunPublishedError):
        actions.publish_schedule(STAFF, full)


@pytest.mark.django_db
def test_every_party_says_yes_where_the_programme_wants_it() -> None:
    ours, theirs = make.party(name="Ours"), make.party(name="Theirs")
    programme = make.programme(ours, theirs)
    programme.needs_every_approval = True
    programme.save()
    run = draft(make.event(programme, slots=1, tables=1))
    with_meeting(run)

    core.approve(make.manager(ours), run.subject, side=ours.pk, programme=programme.pk)
    with pytest.raises(ApprovalsMissingError) as refusal:
        actions.publish_schedule(make.manager(ours), run)
    core.approve(make.manager(theirs), run.subject, side=theirs.pk, programme=programme.pk)
    actions.publish_schedule(make.manager(ours), run)

    assert refusal.value.facts == {"parties": "Theirs"}
    run.refresh_from_db()
    assert run.state == RunState.PUBLISHED


# A schedule to publish: for each of three pairs the slot it is held in, or none at all.
SCHEDULES = st.tuples(*[st.one_of(st.none(), st.integers(0, 2))] * 3).filter(
    lambda slots: any(slot is not None for slot in slots)
)


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(SCHEDULES, min_size=1, max_size=4))
def test_sequences_rise_with_every_change_and_never_otherwise(
    publications: list[tuple[int | None, ...]],
) -> None:
    event = make.event(slots=3, tables=3)
    pairs = [(make.attendance(event), make.attendance(event)) for _ in range(3)]
    slots = list(event.slots.order_by("starts_at"))
    tables = list(event.tables.order_by("ordinal"))
    said: dict[int, int | None] = {}
    expected: dict[int, int] = {}
    keys: dict[int, object] = {}

    for publication in publications:
        run = draft(event)
        for number, slot in enumerate(publication):
            if slot is not None:
                left, right = pairs[number]
                Meeting.objects.create(
                    run=run, left=left, right=right, slot=slots[slot], table=tables[number]
                )
            if number in said and said[number] != slot:
                expected[number] += 1
            if number in said or slot is not None:
                said[number] = slot
                expected.setdefault(number, 0)
        actions.publish_schedule(STAFF, run)

        entries = {entry.left: entry for entry in CalendarEntry.objects.filter(event=event)}
        for number, slot in said.items():
            entry = entries[pairs[number][0]]
            assert (entry.sequence, entry.is_cancelled) == (expected[number], slot is None)
            assert keys.setdefault(number, entry.pk) == entry.pk
        assert len(entries) == len(said)
