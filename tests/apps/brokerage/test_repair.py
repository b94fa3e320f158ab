"""Mending a schedule after something changed: what is kept, what is noted, what is refused."""

import pytest

from accord.apps.brokerage.actions import publishing, repair
from accord.apps.brokerage.actions.attendance import withdraw_attendance
from accord.apps.brokerage.adapters.repair import Scene
from accord.apps.brokerage.adapters.repaired import told
from accord.apps.brokerage.adapters.ways import Happened, packed, unpacked
from accord.apps.brokerage.enums import LIFTED, Happening, RunState, Strength
from accord.apps.brokerage.models import (
    Attendance,
    Interpreter,
    Meeting,
    Seat,
    Wish,
)
from accord.apps.core.models import AuditEntry
from accord.engine.calendars import Calendar, Digits, Presentation
from tests import make
from tests.apps.brokerage.repairs import Running, held

pytestmark = pytest.mark.django_db

AS_IT_WAS = [
    ("09:00", "1-1", "Vega", "Orion"),
    ("09:00", "1-2", "Lyra", "Mira"),
    ("09:40", "1-1", "Vega", "Mira"),
]
ENGLISH = Presentation("en", Calendar.GREGORIAN, Digits.LATN, "UTC")


def test_who_arrives_late_meets_later_or_not_at_all() -> None:
    scene = Running()
    happened = Happened(Happening.LATE, participant=scene.vega.pk, slot=scene.middle.pk)

    nobody, both = scene.ways(happened)
    draft = repair.take_repair(scene.manager, scene.run, both)

    assert (nobody.touched, nobody.weight) == ((), 6)
    assert set(both.touched) == {str(scene.vega.pk), str(scene.orion.pk)}
    assert held(draft) == [AS_IT_WAS[1], ("09:20", "1-1", "Vega", "Orion"), AS_IT_WAS[2]]
    assert held(scene.run) == AS_IT_WAS
    assert (draft.state, draft.based_on, draft.weight) == (RunState.DRAFT, scene.run, 9)
    delegate = scene.vega.delegates.get()
    assert list(delegate.absent.all()) == [scene.early]


def test_the_mended_draft_is_published_as_a_new_version() -> None:
    scene = Running()
    run = scene.run
    happened = Happened(Happening.LATE, participant=scene.vega.pk, slot=scene.middle.pk)
    run.state = RunState.DRAFT
    run.save()
    publishing.publish_schedule(scene.manager, run)

    draft = repair.take_repair(scene.manager, run, scene.ways(happened)[-1])
    told_people = publishing.publish_schedule(scene.manager, draft)

    assert (told_people.changed, told_people.cancelled, told_people.unchanged) == (1, 0, 2)
    assert draft.version == 2


def test_who_cancels_loses_its_meetings_and_is_withdrawn() -> None:
    scene = Running()
    happened = Happened(Happening.CANCELLED, participant=scene.vega.pk, reason="Visa refused")

    (only,) = scene.ways(happened)
    draft = repair.take_repair(scene.manager, scene.run, only)

    assert only.touched == ()
    assert held(draft) == [AS_IT_WAS[1]]
    assert list(draft.unplaced.all()) == []
    scene.vega.refresh_from_db()
    assert scene.vega.withdrawn_reason == "Visa refused"


def test_who_cancels_on_the_day_keeps_what_was_held() -> None:
    scene = Running()
    happened = Happened(Happening.CANCELLED, participant=scene.vega.pk, reason="Called home")

    (only,) = scene.ways(happened, scene.during())
    draft = repair.take_repair(scene.during(), scene.run, only)

    assert held(draft) == AS_IT_WAS[:2]


def test_what_was_held_stays_also_in_the_repair_after_that() -> None:
    scene = Running()
    withdraw_attendance(scene.manager, scene.vega, reason="Called home")

    ways = scene.ways(Happened(Happening.RECORDED), scene.during())
    draft = repair.take_repair(scene.during(), scene.run, ways[0])

    assert held(draft) == AS_IT_WAS[:2]


def test_who_does_not_come_is_noted_as_away_from_now_on() -> None:
    scene = Running()
    happened = Happened(Happening.ABSENT, participant=scene.mira.pk)

    ways = scene.ways(happened, scene.during())
    draft = repair.take_repair(scene.during(), scene.run, ways[0])

    assert held(draft) == AS_IT_WAS[:2]
    assert set(scene.mira.delegates.get().absent.all()) == {scene.middle, scene.late}
    assert list(draft.unplaced.values_list("left", "right", "cause")) == [
        (scene.vega.pk, scene.mira.pk, "side-is-full")
    ]


def test_a_lost_table_is_replaced_and_not_used_again_until_it_is_back() -> None:
    scene = Running()
    happened = Happened(Happening.TABLE, table=scene.first.pk, slot=scene.middle.pk)

    (only,) = scene.ways(happened)
    draft = repair.take_repair(scene.manager, scene.run, only)

    assert (only.touched, only.weight) == ((), 9)
    assert held(draft) == [*AS_IT_WAS[:2], ("09:40", "1-2", "Vega", "Mira")]
    assert set(scene.first.closed.all()) == {scene.middle, scene.late}

    repair.open_table(scene.manager, scene.first)
    repair.open_table(scene.manager, scene.first)

    assert list(scene.first.closed.all()) == []
    assert AuditEntry.objects.filter(deed="brokerage.table.opened").count() == 1


def test_whose_own_table_is_lost_meets_at_another() -> None:
    scene = Running()
    Attendance.objects.filter(pk=scene.vega.pk).update(table=scene.first)

    ways = scene.ways(Happened(Happening.TABLE, table=scene.first.pk, slot=scene.late.pk))
    draft = repair.take_repair(scene.manager, scene.run, ways[0])

    assert held(draft)[2] == ("09:40", "1-2", "Vega", "Mira")
    scene.vega.refresh_from_db()
    assert scene.vega.table is None


def test_a_lost_interpreter_is_replaced() -> None:
    scene = Running()
    Attendance.objects.filter(pk=scene.vega.pk).update(languages=["fa"])
    first, second = make.interpreter(scene.event), make.interpreter(scene.event)
    Meeting.objects.filter(left=scene.vega).update(interpreter=first)

    ways = scene.ways(Happened(Happening.INTERPRETER, interpreter=first.pk))
    draft = repair.take_repair(scene.manager, scene.run, ways[0])

    assert held(draft) == AS_IT_WAS
    assert set(draft.meetings.values_list("interpreter", flat=True)) == {second.pk, None}
    assert Interpreter.objects.get(pk=first.pk).absent.count() == 3


def test_two_who_want_to_meet_after_all_are_placed_and_wish_it() -> None:
    scene = Running()
    happened = Happened(
        Happening.WISH,
        participant=scene.lyra.pk,
        other=scene.orion.pk,
        strength=Strength.MUST,
    )

    nobody, both = scene.ways(happened)
    draft = repair.take_repair(scene.manager, scene.run, both)

    assert (nobody.touched, len(both.touched)) == ((), 2)
    assert ("09:20", "1-1", "Lyra", "Orion") in held(draft)
    assert Wish.objects.get(wisher=scene.lyra, wished=scene.orion).strength == Strength.MUST
    assert draft.weight == 9 + 6
    assert draft.bound >= draft.weight


def test_a_walk_in_meets_whom_it_wishes_and_nobody_else_is_placed_for_it() -> None:
    scene = Running()
    nova = scene.participant("Nova", scene.ours)
    make.wish(nova, scene.orion)
    make.wish(scene.lyra, scene.orion)

    ways = scene.ways(Happened(Happening.WALK_IN, participant=nova.pk))

    (orion,) = ways[-1].touched
    assert orion == str(scene.orion.pk)
    assert [set(one.pair) for one in ways[-1].changes] == [{nova.pk, scene.orion.pk}]


def test_everything_recorded_since_counts_where_that_is_what_happened() -> None:
    scene = Running()
    make.wish(scene.lyra, scene.orion)
    scene.run.unplaced.create(left=scene.vega, right=scene.lyra, cause="outranked")

    ways = scene.ways(Happened(Happening.RECORDED))

    assert [set(one.pair) for one in ways[-1].changes] == [{scene.lyra.pk, scene.orion.pk}]


def test_what_a_person_took_off_the_schedule_does_not_come_back_by_itself() -> None:
    scene = Running()
    make.wish(scene.lyra, scene.orion)
    scene.run.unplaced.create(left=scene.lyra, right=scene.orion, cause=LIFTED)
    happened = Happened(Happening.CANCELLED, participant=scene.vega.pk, reason="Visa refused")

    ways = scene.ways(happened)
    draft = repair.take_repair(scene.manager, scene.run, ways[-1])

    assert [way.touched for way in ways] == [()]
    assert list(draft.unplaced.values_list("cause", flat=True)) == [LIFTED]


def test_a_meeting_that_nobody_wished_stays_where_it_was_put_by_hand() -> None:
    scene = Running()
    Wish.objects.filter(wisher=scene.lyra).delete()

    ways = scene.ways(Happened(Happening.RECORDED))

    assert [way.changes for way in ways] == [()]


def test_locked_meetings_stay_and_those_that_cannot_are_moved_all_the_same() -> None:
    scene = Running()
    Meeting.objects.update(is_locked=True)
    happened = Happened(Happening.LATE, participant=scene.vega.pk, slot=scene.middle.pk)

    ways = scene.ways(happened)
    draft = repair.take_repair(scene.manager, scene.run, ways[-1])

    assert held(draft) == [AS_IT_WAS[1], ("09:20", "1-1", "Vega", "Orion"), AS_IT_WAS[2]]
    assert sorted(draft.meetings.values_list("is_locked", flat=True)) == [False, True, True]


def test_two_meetings_change_places_without_meeting_at_one_table() -> None:
    scene = Running()
    happened = Happened(Happening.TABLE, table=scene.first.pk)
    only = scene.ways(happened)[-1]

    draft = repair.take_repair(scene.manager, scene.run, only)

    assert {row[1] for row in held(draft)} == {"1-2"}


def test_seats_change_where_meetings_do_and_nowhere_else() -> None:
    scene = Running()
    for meeting in Meeting.objects.all():
        for one in (meeting.left, meeting.right):
            Seat.objects.create(meeting=meeting, delegate=one.delegates.get())
    happened = Happened(Happening.LATE, participant=scene.vega.pk, slot=scene.middle.pk)

    draft = repair.take_repair(scene.manager, scene.run, scene.ways(happened)[-1])

    seats = Seat.objects.filter(meeting__run=draft)
    assert sorted(
        (
            f"{one.meeting.slot.starts_at:%H:%M}",
            one.delegate.attendance.organisation.name.in_language("en"),
        )
        for one in seats.select_related("meeting__slot", "delegate__attendance__organisation")
    ) == [
        ("09:00", "Lyra"),
        ("09:00", "Mira"),
        ("09:20", "Orion"),
        ("09:20", "Vega"),
        ("09:40", "Mira"),
        ("09:40", "Vega"),
    ]


def test_what_is_taken_is_in_the_audit_trail() -> None:
    scene = Running()
    happened = Happened(Happening.LATE, participant=scene.vega.pk, slot=scene.middle.pk)

    draft = repair.take_repair(scene.manager, scene.run, scene.ways(happened)[-1])

    deeds = list(AuditEntry.objects.order_by("pk").values_list("deed", flat=True))
    assert sorted(deeds) == [
        "brokerage.attendance.recorded",
        "brokerage.run.copied",
        "brokerage.schedule.repaired",
    ]
    facts = AuditEntry.objects.get(deed="brokerage.schedule.repaired").facts
    assert facts == {
        "run": draft.number,
        "copied_from": scene.run.number,
        "happened": "late",
        "touched": 2,
        "moved": 1,
        "lost": 0,
        "gained": 0,
    }


def test_a_way_survives_the_journey_through_a_browser() -> None:
    scene = Running()
    happened = Happened(Happening.LATE, participant=scene.vega.pk, slot=scene.middle.pk)

    for way in scene.ways(happened):
        assert unpacked(packed(way)) == way


def test_the_words_say_who_moves_from_when_to_when() -> None:
    running = Running()
    happened = Happened(Happening.LATE, participant=running.vega.pk, slot=running.middle.pk)
    scene = Scene(running.run, happened, at=running.manager.at)

    nobody, both = told(scene, scene.ways(), ENGLISH)

    assert (nobody.kept, len(nobody.lost), both.kept, both.lost) == (2, 1, 2, [])
    (line,) = both.moved
    assert (line.left, line.right) == ("Vega", "Orion")
    assert line.before
    assert line.after
    assert (line.before.time, line.after.time, line.after.table) == ("09:00", "09:20", "1-1")
    assert both.touched == ["Vega", "Orion"]
