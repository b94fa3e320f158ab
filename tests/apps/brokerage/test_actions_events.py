import datetime as dt

import pytest
from django.utils import translation

from accord.apps.brokerage.actions import events as actions
from accord.apps.brokerage.actions import grid
from accord.apps.brokerage.actions.counts import Counts
from accord.apps.brokerage.enums import EventState, SlotKind, SlotSession
from accord.apps.brokerage.errors import (
    DaysOutOfOrderError,
    EventClosedError,
    HoursOutOfOrderError,
    LabelTwiceError,
    LabelUnfitError,
    NotAPartyError,
    SlotEndsBeforeItStartsError,
    SlotInUseError,
    SlotOutsideEventError,
    SlotsOverlapError,
    TableInUseError,
    TitleMissingError,
    UnknownTimeZoneError,
)
from accord.apps.brokerage.models import Event, Meeting, ScheduleRun, Slot
from accord.apps.core.errors import NotAllowedError
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db

DAYS = actions.EventFacts(
    title=make.text("Technology days"),
    starts_on=dt.date(2025, 12, 2),
    ends_on=dt.date(2025, 12, 3),
    time_zone="Asia/Tehran",
    languages=("fa", "ru"),
)


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2025, 12, day, hour, minute, tzinfo=dt.UTC)


def deeds() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("deed", "subject"))


def meeting_in(event: Event) -> Meeting:
    run = ScheduleRun.objects.create(event=event, number=1, made_at=make.NOON)
    return Meeting.objects.create(
        run=run,
        left=make.attendance(event),
        right=make.attendance(event),
        slot=event.slots.order_by("starts_at")[0],
        table=event.tables.order_by("label")[0],
    )


def test_an_event_is_begun_in_the_name_of_the_side_that_acts() -> None:
    ours, theirs = make.party("AA"), make.party("BB")
    programme = make.programme(ours, theirs)

    event = actions.prepare_event(make.manager(theirs), DAYS, programme=programme)

    event.refresh_from_db()
    assert event.reference == "EV-2025-0001"
    assert (event.owner_id, event.state, event.languages) == (
        theirs.pk,
        EventState.DRAFT,
        ["fa", "ru"],
    )
    assert actions.EventFacts.of(event) == DAYS
    assert deeds() == [("brokerage.event.prepared", "EV-2025-0001")]


def test_somebody_of_another_programme_begins_no_event_here() -> None:
    with pytest.raises(NotAllowedError):
        actions.prepare_event(make.manager(make.party()), DAYS, programme=make.programme())

    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": LocalizedText()}, TitleMissingError),
        ({"ends_on": dt.date(2025, 12, 1)}, DaysOutOfOrderError),
        ({"time_zone": "Tehran"}, UnknownTimeZoneError),
    ],
)
def test_facts_that_make_no_sense_are_refused(
    changes: dict[str, object], refusal: type[Exception]
) -> None:
    facts = {name: getattr(DAYS, name) for name in DAYS.__slots__} | changes

    with pytest.raises(refusal):
        actions.prepare_event(make.administrator(), actions.EventFacts(**facts))


def test_the_same_facts_again_leave_no_trace() -> None:
    event = make.event()
    facts = actions.EventFacts.of(event)

    actions.change_event(make.administrator(), event, facts)

    assert deeds() == []


def test_a_slot_keeps_its_day_inside_the_event() -> None:
    event = make.event(slots=1)
    facts = actions.EventFacts(
        title=event.title, starts_on=dt.date(2025, 12, 3), ends_on=dt.date(2025, 12, 3)
    )

    with pytest.raises(SlotOutsideEventError) as refusal:
        actions.change_event(make.administrator(), event, facts)

    assert refusal.value.facts == {"start": "2025-12-02 09:00"}


def test_an_event_is_led_through_its_life_and_then_closed_for_good() -> None:
    event, staff = make.event(), make.administrator()

    actions.open_wishes(staff, event)
    actions.open_wishes(staff, event)
    actions.close_wishes(staff, event)
    actions.close_event(staff, event)

    with pytest.raises(EventClosedError) as refusal:
        actions.open_wishes(staff, event)
    assert str(refusal.value) == (
        "“Brokerage days” is closed. Nothing in it can be changed any more."
    )
    facts = AuditEntry.objects.order_by("pk").values_list("facts", flat=True)
    assert [fact["state"] for fact in facts] == ["wishing", "draft", "closed"]


def test_a_withdrawn_event_says_why() -> None:
    event = make.event()

    actions.withdraw_event(make.administrator(), event, reason="The hall burnt down.")

    event.refresh_from_db()
    assert event.withdrawn_reason == "The hall burnt down."
    assert ("brokerage.event.withdrawn", event.reference) in deeds()


def test_slots_get_their_half_of_the_day_from_the_clock_of_the_venue() -> None:
    event = actions.prepare_event(make.administrator(), DAYS)
    slots = [
        grid.SlotFacts(at(2, 5, 30), at(2, 5, 50)),
        grid.SlotFacts(at(2, 9, 20), at(2, 9, 40), kind=SlotKind.BREAK),
        grid.SlotFacts(at(2, 9, 40), at(2, 10, 0)),
    ]

    counts = grid.set_grid(make.administrator(), event, slots)

    assert counts == Counts(added=3)
    assert list(Slot.objects.order_by("starts_at").values_list("session", "kind")) == [
        (SlotSession.MORNING, SlotKind.MEETING),
        (SlotSession.MORNING, SlotKind.BREAK),
        (SlotSession.AFTERNOON, SlotKind.MEETING),
    ]


def test_setting_the_grid_again_keeps_what_stays_and_removes_what_goes() -> None:
    event = make.event(slots=3)
    kept = event.slots.order_by("starts_at")[0]
    slots = [
        grid.SlotFacts(at(2, 9), at(2, 9, 20)),
        grid.SlotFacts(at(2, 9, 20), at(2, 9, 35)),
        grid.SlotFacts(at(2, 11), at(2, 11, 20)),
    ]

    counts = grid.set_grid(make.administrator(), event, slots)
    again = grid.set_grid(make.administrator(), event, slots)

    assert counts == Counts(added=1, changed=1, unchanged=1, removed=1)
    assert again == Counts(unchanged=3)
    assert Slot.objects.order_by("starts_at")[0] == kept
    assert len(deeds()) == 1


@pytest.mark.parametrize(
    ("slots", "refusal"),
    [
        ([(at(2, 9), at(2, 9))], SlotEndsBeforeItStartsError),
        ([(at(2, 9), at(2, 10)), (at(2, 9, 59), at(2, 11))], SlotsOverlapError),
        ([(at(4, 9), at(4, 10))], SlotOutsideEventError),
        ([(at(2, 23), at(3, 1))], SlotOutsideEventError),
    ],
)
def test_slots_that_make_no_sense_are_refused(
    slots: list[tuple[dt.datetime, dt.datetime]], refusal: type[Exception]
) -> None:
    event = make.event()

    with pytest.raises(refusal):
        grid.set_grid(make.administrator(), event, [grid.SlotFacts(*slot) for slot in slots])

    assert Slot.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "2 December 2025, 09:00"), ("fa", "۱۱ آذر ۱۴۰۴، ساعت ۰۹:۰۰")],
)
def test_a_slot_in_use_is_named_in_the_readers_calendar(language: str, said: str) -> None:
    event = make.event(slots=1, tables=1)
    meeting_in(event)
    acting = make.administrator()

    with pytest.raises(SlotInUseError) as refusal:
        grid.set_grid(acting, event, [])

    with translation.override(language):
        assert said in str(refusal.value)
    assert refusal.value.facts == {"start": "2025-12-02 09:00"}


def test_a_slot_and_a_table_with_a_meeting_are_not_removed() -> None:
    event = make.event(slots=1, tables=1)
    meeting_in(event)

    with pytest.raises(SlotInUseError):
        grid.set_grid(make.administrator(), event, [])
    with pytest.raises(TableInUseError) as refusal:
        grid.set_places(make.administrator(), event, [])

    assert str(refusal.value) == (
        "Table 1-1 cannot be removed: a schedule has meetings at it. "
        "Please keep it under its name."
    )


def test_a_table_that_changes_the_hall_keeps_its_key() -> None:
    event = make.event()
    staff = make.administrator()
    grid.set_places(
        staff,
        event,
        [
            grid.PlaceFacts(make.text("Hall A"), ("1", "2")),
            grid.PlaceFacts(make.text("Hall B"), ("3",)),
        ],
    )
    before = event.tables.get(label="2")

    counts = grid.set_places(
        staff,
        event,
        [
            grid.PlaceFacts(make.text("Hall A"), ("1",)),
            grid.PlaceFacts(make.text("Foyer"), ("3", "2")),
        ],
    )

    after = event.tables.select_related("place").get(label="2")
    assert (after.pk, str(after.place.name), after.ordinal) == (before.pk, "Foyer", 2)
    assert counts == Counts(changed=2, unchanged=2)


@pytest.mark.parametrize(
    ("labels", "refusal"),
    [
        (("1", "1"), LabelTwiceError),
        ((" ",), LabelUnfitError),
        (("a long table name",), LabelUnfitError),
    ],
)
def test_tables_need_fit_labels(labels: tuple[str, ...], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        grid.set_places(
            make.administrator(), make.event(), [grid.PlaceFacts(make.text("Hall"), labels)]
        )


def test_a_party_sets_its_working_time() -> None:
    ours = make.party()
    event = make.event(make.programme(ours, make.party()))
    hours = [grid.HoursFacts(ours, at(2, 9), at(2, 12))]

    assert grid.set_hours(make.manager(ours), event, hours) == Counts(added=1)
    assert grid.set_hours(make.manager(ours), event, hours) == Counts(unchanged=1)
    assert grid.set_hours(make.manager(ours), event, []) == Counts(removed=1)


def test_working_time_of_strangers_or_without_length_is_refused() -> None:
    ours = make.party()
    event = make.event(make.programme(ours, make.party()))

    with pytest.raises(NotAPartyError):
        grid.set_hours(
            make.manager(ours), event, [grid.HoursFacts(make.party(), at(2, 9), at(2, 12))]
        )
    with pytest.raises(HoursOutOfOrderError):
        grid.set_hours(make.manager(ours), event, [grid.HoursFacts(ours, at(2, 9), at(2, 9))])
