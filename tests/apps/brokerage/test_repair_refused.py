"""What of mending a schedule is refused, and to whom."""

import pytest

from accord.apps.brokerage.actions import repair
from accord.apps.brokerage.actions.board import move_meeting
from accord.apps.brokerage.adapters.board import Spot
from accord.apps.brokerage.adapters.repair import refuse_nonsense
from accord.apps.brokerage.adapters.ways import Happened
from accord.apps.brokerage.enums import Happening, Strength
from accord.apps.brokerage.errors import (
    EventClosedError,
    MoveBlockedError,
    NobodyToMissError,
    OtherEventError,
    PairMeetsError,
    RunEmptyError,
    SameSideError,
    WishForOneselfError,
)
from accord.apps.brokerage.models import Event, ScheduleRun, Wish
from accord.apps.core.errors import ChangedMeanwhileError, NotAllowedError
from accord.apps.core.models import AuditEntry
from accord.engine.calendars import Calendar, Digits, Presentation
from tests import make
from tests.apps.brokerage.repairs import Running

pytestmark = pytest.mark.django_db

ENGLISH = Presentation("en", Calendar.GREGORIAN, Digits.LATN, "UTC")


@pytest.mark.parametrize("change", ["meeting", "wish refused", "absence", "time"])
def test_a_way_found_for_another_state_of_things_is_refused(change: str) -> None:
    scene = Running()
    happened = Happened(Happening.LATE, participant=scene.vega.pk, slot=scene.middle.pk)
    way, acting = scene.ways(happened)[-1], scene.manager
    if change == "meeting":
        scene.meeting(scene.middle, scene.second, scene.lyra, scene.orion)
    elif change == "wish refused":
        Wish.objects.filter(wisher=scene.vega).update(strength=Strength.NO)
    elif change == "absence":
        scene.orion.delegates.get().absent.add(scene.middle)
    else:
        acting = make.acting(*acting.grants, at=scene.middle.starts_at)
    before = AuditEntry.objects.count()

    with pytest.raises(ChangedMeanwhileError):
        repair.take_repair(acting, scene.run, way)

    assert (ScheduleRun.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_what_cannot_have_happened_is_refused() -> None:
    scene = Running()
    scene.vega.delegates.all().delete()
    wish = Happened(Happening.WISH, participant=scene.vega.pk, other=scene.lyra.pk)
    itself = Happened(Happening.WISH, participant=scene.vega.pk, other=scene.vega.pk)
    again = Happened(Happening.WISH, participant=scene.vega.pk, other=scene.orion.pk)

    for happened, error in (
        (Happened(Happening.ABSENT, participant=scene.vega.pk), NobodyToMissError),
        (wish, SameSideError),
        (itself, WishForOneselfError),
        (again, PairMeetsError),
    ):
        with pytest.raises(error):
            refuse_nonsense(scene.run, happened, ENGLISH)


def test_a_table_is_closed_at_times_of_its_own_event_alone() -> None:
    scene = Running()
    elsewhere = make.slot(make.event())

    with pytest.raises(OtherEventError):
        repair.close_table(scene.manager, scene.first, slots=[elsewhere.pk])


def test_only_staff_take_a_way_close_and_open_tables() -> None:
    scene = Running()
    way = scene.ways(Happened(Happening.RECORDED))[0]

    for acting in (
        make.analyst(scene.ours),
        make.spokesperson(scene.vega.organisation),
        make.manager(make.party()),
    ):
        with pytest.raises(NotAllowedError):
            repair.take_repair(acting, scene.run, way)
        with pytest.raises(NotAllowedError):
            repair.close_table(acting, scene.first, slots=[scene.early.pk])
        with pytest.raises(NotAllowedError):
            repair.open_table(acting, scene.first)


def test_a_closed_event_and_an_empty_run_are_not_mended() -> None:
    scene = Running()
    way = scene.ways(Happened(Happening.RECORDED))[0]
    ScheduleRun.objects.update(status="")
    scene.run.refresh_from_db()

    with pytest.raises(RunEmptyError):
        repair.take_repair(scene.manager, scene.run, way)

    Event.objects.update(state="closed")
    scene.run.event.refresh_from_db()
    with pytest.raises(EventClosedError):
        repair.take_repair(scene.manager, scene.run, way)


def test_nothing_is_moved_to_a_lost_table_by_hand_either() -> None:
    scene = Running()
    repair.close_table(scene.manager, scene.first, slots=[scene.middle.pk])
    ScheduleRun.objects.update(state="draft")
    meeting = scene.run.meetings.get(left=scene.vega, right=scene.mira)
    meeting.run.refresh_from_db()
    seen = Spot(meeting.slot_id, meeting.table_id)

    lost = Spot(scene.middle.pk, scene.first.pk)

    with pytest.raises(MoveBlockedError):
        move_meeting(scene.manager, meeting, to=lost, seen=seen)
    moved = move_meeting(scene.manager, meeting, to=Spot(scene.middle.pk), seen=seen)

    assert moved.table == scene.second
