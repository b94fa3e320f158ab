"""Calendars on phones: stable keys, rising sequences, cancellations, times in UTC."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from icalendar import Calendar

from accord.apps.brokerage.actions import publishing
from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.models import CalendarEntry, Delegate, Interpreter, ScheduleRun
from accord.apps.brokerage.papers import data, ics, links
from tests import make
from tests.apps.brokerage import printing
from tests.apps.brokerage.printing import Scene


def calendar(holder: Delegate | Interpreter, scene: Scene, language: str = "en") -> Any:
    """Return what the phone reads."""
    reader = data.reader_in(language, scene.event)
    return Calendar.from_ical(ics.calendar_of(holder, reader))


def events(holder: Delegate | Interpreter, scene: Scene, language: str = "en") -> list[Any]:
    return list(calendar(holder, scene, language).walk("VEVENT"))


@pytest.fixture
def scene() -> Scene:
    return printing.scene()


@pytest.mark.django_db
def test_a_meeting_is_one_event_in_utc(scene: Scene) -> None:
    entry = printing.told(scene.meeting, sequence=3)

    (event,) = events(scene.sara, scene)

    assert str(event["UID"]) == f"{entry.pk}@accord"
    assert event["SEQUENCE"] == 3
    assert event["DTSTART"].dt == dt.datetime(2025, 12, 2, 5, 30, tzinfo=dt.UTC)
    assert event["DTEND"].dt == dt.datetime(2025, 12, 2, 5, 50, tzinfo=dt.UTC)
    assert event["DTSTAMP"].dt == make.NOON
    assert str(event["STATUS"]) == "CONFIRMED"


@pytest.mark.django_db
def test_a_meeting_is_told_in_the_persons_language(scene: Scene) -> None:
    printing.told(scene.meeting)

    (english,) = events(scene.sara, scene)
    (persian,) = events(scene.sara, scene, "fa")

    assert str(english["SUMMARY"]) == "Neva Optics LLC"
    assert str(english["LOCATION"]) == "Table 1-7 · Caspian Hall"
    assert "Optical sensors of water quality" in english["DESCRIPTION"]
    assert "Ivan Petrov" in english["DESCRIPTION"]
    assert "Anna Karimova" in english["DESCRIPTION"]
    assert str(persian["SUMMARY"]) == "نوا اپتیک"
    assert "تالار خزر" in persian["LOCATION"]


@pytest.mark.django_db
def test_each_side_sees_the_other(scene: Scene) -> None:
    printing.told(scene.meeting)

    assert [str(event["SUMMARY"]) for event in events(scene.ivan, scene)] == ["Vega Systems"]


@pytest.mark.django_db
def test_an_interpreter_sees_both(scene: Scene) -> None:
    printing.told(scene.meeting)

    (event,) = events(scene.interpreter, scene)

    assert str(event["SUMMARY"]) == "Vega Systems ↔ Neva Optics LLC"


@pytest.mark.django_db
def test_a_cancelled_meeting_stays_and_says_so(scene: Scene) -> None:
    printing.told(scene.meeting, sequence=1, is_cancelled=True)

    (event,) = events(scene.sara, scene)

    assert str(event["STATUS"]) == "CANCELLED"
    assert event["SEQUENCE"] == 1


@pytest.mark.django_db
def test_a_colleague_without_a_seat_is_not_called(scene: Scene) -> None:
    colleague = printing.delegate(scene.vega, printing.text("fa", "رضا کیانی"), "fa")
    printing.told(scene.meeting)

    assert events(colleague, scene) == []


@pytest.mark.django_db
def test_a_meeting_that_went_to_a_colleague_leaves_the_first_ones_phone(scene: Scene) -> None:
    manager = make.manager(scene.iran)
    ScheduleRun.objects.update(state=RunState.DRAFT, version=None)
    scene.run.refresh_from_db()
    publishing.publish_schedule(manager, scene.run)
    (before,) = events(scene.sara, scene)
    colleague = printing.delegate(scene.vega, printing.text("fa", "رضا کیانی"), "fa")
    draft = publishing.copy_run(manager, as_planned(scene.run))
    draft.meetings.get().seats.filter(delegate=scene.sara).update(delegate=colleague)
    draft.meetings.update(interpreter=None)

    publishing.publish_schedule(manager, draft)

    (gone,), (new,) = events(scene.sara, scene), events(colleague, scene)
    (free,) = events(scene.interpreter, scene)
    assert [str(one["STATUS"]) for one in (before, gone, new, free)] == [
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
        "CANCELLED",
    ]
    assert [one["SEQUENCE"] for one in (before, gone, new, free)] == [0, 1, 1, 1]
    assert str(gone["UID"]) == str(before["UID"])


@pytest.mark.django_db
def test_the_calendar_is_published_and_asks_to_be_refreshed(scene: Scene) -> None:
    found = calendar(scene.sara, scene)

    assert str(found["METHOD"]) == "PUBLISH"
    assert found["REFRESH-INTERVAL"].dt == dt.timedelta(minutes=15)
    assert str(found["X-WR-CALNAME"]) == "Technology brokerage days"


@pytest.mark.django_db
def test_names_of_both_directions_carry_no_hidden_marks(scene: Scene) -> None:
    printing.told(scene.meeting)

    written = ics.calendar_of(scene.sara, data.reader_in("fa", scene.event)).decode()

    assert "\u2068" not in written
    assert "\u2069" not in written


@pytest.mark.django_db
def test_no_line_is_longer_than_phones_accept(scene: Scene) -> None:
    name = scene.neva.organisation
    name.name = printing.text("ru", "Научно-производственное объединение " * 9)
    name.save()
    printing.told(scene.meeting)

    written = ics.calendar_of(scene.sara, data.reader_in("ru", scene.event))

    assert max(len(line) for line in written.split(b"\r\n")) <= 75


@pytest.mark.django_db
def test_the_feed_and_the_file_say_the_same(client: Client, scene: Scene) -> None:
    printing.told(scene.meeting)
    key = links.key_of(scene.sara)

    feed = client.get(reverse("brokerage:personal-feed", args=[key]))
    file = client.get(reverse("brokerage:personal-ics", args=[key]))

    assert feed.content == file.content
    assert feed.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Content-Disposition" not in feed.headers
    assert file.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
def test_the_same_schedule_gives_the_same_bytes(scene: Scene) -> None:
    printing.told(scene.meeting)
    reader = data.reader_in("en", scene.event)

    assert ics.calendar_of(scene.sara, reader) == ics.calendar_of(scene.sara, reader)


# What publishing does to a phone. A plan is where and when the one pair meets, or None.

PLANS = st.lists(
    st.one_of(st.none(), st.tuples(st.integers(0, 2), st.integers(0, 1))), min_size=2, max_size=5
)


class PublishedAgainTest(TestCase):
    """Whatever organisers publish after one another, phones can follow."""

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(plans=PLANS)
    def test_a_sequence_rises_with_each_change_and_only_then(
        self, plans: list[tuple[int, int] | None]
    ) -> None:
        scene = printing.scene()
        scene.run.delete()
        slots = list(scene.event.slots.filter(kind="meeting").order_by("starts_at"))
        tables = [scene.meeting.table, make.table(scene.meeting.table.place, 8)]
        told: tuple[int, int] | None = None
        is_known, sequence, uid = False, 0, ""
        for number, plan in enumerate(plans, start=10):
            run = ScheduleRun.objects.create(event=scene.event, number=number, made_at=make.NOON)
            keep_one_meeting(scene, run)
            if plan is not None:
                slot, table = slots[plan[0]], tables[plan[1]]
                printing.meet(run, scene.vega, scene.neva, slot, table, scene.interpreter)
            publishing.publish_schedule(make.manager(scene.iran), run)
            if is_known and plan != told:
                sequence += 1
            is_known, told = is_known or plan is not None, plan

            found = [
                event
                for event in events(scene.sara, scene)
                if str(event["SUMMARY"]) == "Neva Optics LLC"
            ]

            assert len(found) == int(is_known)
            if is_known:
                (event,) = found
                assert event["SEQUENCE"] == sequence
                assert str(event["UID"]) == (uid or str(event["UID"]))
                assert (str(event["STATUS"]) == "CANCELLED") == (plan is None)
                uid = str(event["UID"])
        assert CalendarEntry.objects.filter(left=scene.vega, right=scene.neva).count() == is_known
        assert ScheduleRun.objects.filter(state=RunState.PUBLISHED).count() == 1


def as_planned(run: ScheduleRun) -> ScheduleRun:
    """Return the run as the planner leaves it."""
    run.status = "feasible"
    run.save()
    return run


def keep_one_meeting(scene: Scene, run: ScheduleRun) -> None:
    """Give the run a meeting of somebody else: an empty schedule is never published."""
    name = printing.text("en", "Kama")
    other = scene.event.attendances.filter(organisation__sort_name="kama").first()
    other = other or printing.participant(scene.event, scene.russia, name)
    slot = scene.event.slots.order_by("-starts_at").filter(kind="meeting").first()
    assert slot is not None
    hall = scene.meeting.table.place
    table = hall.tables.filter(label="1-99").first() or make.table(hall, 99)
    # Nobody of the pair under test: the meeting must not touch their calendars.
    third = scene.event.attendances.filter(organisation__sort_name="lena").first()
    third = third or printing.participant(scene.event, scene.iran, printing.text("en", "Lena"))
    printing.meet(run, third, other, slot, table)
