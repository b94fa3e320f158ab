import datetime as dt
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accord.apps.brokerage.enums import LIFTED, RunState
from accord.apps.brokerage.models import (
    Attendance,
    Event,
    Meeting,
    ScheduleRun,
    Slot,
    Table,
    UnplacedRequest,
)
from accord.apps.core.enums import Role
from accord.apps.programmes.models import Party
from tests import make

pytestmark = pytest.mark.django_db

ISOLATES = str.maketrans("", "", "\u2068\u2069")


class Board:
    """An event of two sides with two tables and three times, and a draft of its schedule."""

    def __init__(self) -> None:
        self.ours, self.theirs = make.party("AA", name="Aland"), make.party("BB", name="Borneo")
        self.event = make.event(make.programme(self.ours, self.theirs), slots=3, tables=2)
        self.early, self.middle, self.late = self.event.slots.order_by("starts_at")
        self.first, self.second = self.event.tables.order_by("ordinal")
        self.run = draft(self.event)
        self.vega = self.participant("Vega", self.ours)
        self.orion = self.participant("Orion", self.theirs)

    def participant(self, name: str, party: Party) -> Attendance:
        return make.attendance(self.event, make.organisation(name), party=party)

    def meeting(
        self, slot: Slot, table: Table, *pair: Attendance, run: ScheduleRun | None = None
    ) -> Meeting:
        left, right = pair or (self.vega, self.orion)
        return Meeting.objects.create(
            run=run or self.run, left=left, right=right, slot=slot, table=table
        )

    def waiting(self) -> UnplacedRequest:
        return UnplacedRequest.objects.create(
            run=self.run, left=self.vega, right=self.orion, cause=LIFTED
        )

    def url(self, rest: str = "board/") -> str:
        return f"/events/{self.event.reference}/runs/{self.run.number}/{rest}"


def draft(event: Event, state: RunState = RunState.DRAFT) -> ScheduleRun:
    return ScheduleRun.objects.create(
        event=event,
        number=event.runs.count() + 1,
        made_at=make.NOON,
        status="feasible",
        state=state,
    )


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def manager(client: Client, board: Board) -> Client:
    client.force_login(make.role_holder(Role.MANAGER, board.ours))
    return client


def spot(one: Meeting) -> dict[str, str]:
    return {"seen_slot": str(one.slot_id), "seen_table": str(one.table_id)}


def words(answer: Any) -> str:
    return str(answer.content.decode().translate(ISOLATES))


def cells(answer: Any) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """Return the rows of the board, each with the pairs in its cells."""
    return [
        (row.label, [[(card.first, card.second) for card in cell.cards] for cell in row.cells])
        for row in answer.context["sheet"].rows
    ]


def notices(answer: Any) -> list[str]:
    return [str(one).translate(ISOLATES) for one in answer.context["messages"]]


def test_the_board_shows_tables_by_time(manager: Client, board: Board) -> None:
    board.meeting(board.middle, board.second)

    answer = manager.get(board.url())

    assert cells(answer) == [
        ("1-1", [[], [], []]),
        ("1-2", [[], [("Vega", "Orion")], []]),
    ]
    assert answer.context["summary"] == "1–2 of 2 tables"


def test_the_board_shows_participants_by_time(manager: Client, board: Board) -> None:
    board.meeting(board.late, board.first)

    answer = manager.get(board.url("board/?by=participants"))

    assert cells(answer) == [
        ("Vega", [[], [], [("Orion", "Table 1-1")]]),
        ("Orion", [[], [], [("Vega", "Table 1-1")]]),
    ]


def test_a_withdrawn_participant_is_shown_while_it_has_meetings(
    manager: Client, board: Board
) -> None:
    board.meeting(board.late, board.first)
    gone = board.participant("Lyra", board.ours)
    Attendance.objects.filter(pk__in=[board.vega.pk, gone.pk]).update(withdrawn_at=make.NOON)

    answer = manager.get(board.url("board/?by=participants"))

    assert [label for label, _cells in cells(answer)] == ["Vega", "Orion"]


def test_the_board_is_narrowed_by_side_place_and_words(manager: Client, board: Board) -> None:
    hall = make.place(board.event, 2)
    apart = make.table(hall, 1)
    lyra = board.participant("Lyra", board.ours)
    board.meeting(board.early, board.first)
    board.meeting(board.middle, apart, lyra, board.orion)

    def labels(query: str) -> list[str]:
        return [label for label, _cells in cells(manager.get(board.url(f"board/{query}")))]

    assert labels("?place=2") == ["2-1"]
    assert labels("?q=vega") == ["1-1"]
    assert labels("?side=AA") == ["1-1", "2-1"]
    assert labels("?by=participants&side=AA") == ["Vega", "Lyra"]
    assert labels("?by=participants&place=2") == ["Orion", "Lyra"]
    assert labels("?by=participants&q=orion") == ["Orion"]
    assert labels("?q=nobody") == []
    assert labels("?day=yesterday&page=many&place=9&side=ZZ&meeting=x&by=moon") == [
        "1-1",
        "1-2",
        "2-1",
    ]


def test_one_day_is_shown_at_a_time(manager: Client, board: Board) -> None:
    next_day = dt.timedelta(days=1)
    Event.objects.update(ends_on=make.DAY + next_day)
    tomorrow = Slot.objects.create(
        event=board.event,
        starts_at=board.early.starts_at + next_day,
        ends_at=board.early.ends_at + next_day,
        session="morning",
    )
    held = board.meeting(tomorrow, board.first)

    today = manager.get(board.url())
    then = manager.get(board.url("board/?day=2025-12-03"))
    led = manager.get(board.url(f"board/?meeting={held.pk}"))

    assert [one.label for one in today.context["days"]] == [
        "Tuesday, 2 December 2025",
        "Wednesday, 3 December 2025",
    ]
    assert cells(today) == [("1-1", [[], [], []]), ("1-2", [[], [], []])]
    assert cells(then) == cells(led) == [("1-1", [[("Vega", "Orion")]]), ("1-2", [[]])]


def test_rows_come_in_pages_and_a_meeting_is_found_on_its_own(
    manager: Client, board: Board
) -> None:
    for ordinal in range(3, 43):
        make.table(board.first.place, ordinal)
    last = board.event.tables.get(ordinal=42)
    held = board.meeting(board.early, last)

    assert manager.get(board.url()).context["summary"] == "1–40 of 42 tables"
    led = manager.get(board.url(f"board/?meeting={held.pk}"))
    assert led.context["summary"] == "41–42 of 42 tables"


def test_what_waits_stands_beside_the_board_with_its_reason(manager: Client, board: Board) -> None:
    board.waiting()

    shown = manager.get(board.url()).context["waiting"]

    assert [(one.left, one.right, one.reason) for one in shown] == [
        ("Vega", "Orion", "Somebody took the meeting off the schedule by hand.")
    ]


@pytest.mark.parametrize("rest", ["board/", "board/?by=participants"])
def test_three_meetings_cost_as_many_queries_as_one(
    manager: Client,
    board: Board,
    rest: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    board.meeting(board.early, board.first)
    board.waiting()
    manager.get(board.url(rest))
    with django_assert_max_num_queries(25) as one:
        manager.get(board.url(rest))
    lyra, mira = board.participant("Lyra", board.ours), board.participant("Mira", board.theirs)
    board.meeting(board.middle, board.first, lyra, board.orion)
    board.meeting(board.late, board.second, lyra, mira)

    with django_assert_max_num_queries(25) as three:
        manager.get(board.url(rest))

    assert len(three.captured_queries) == len(one.captured_queries)


def test_a_meeting_is_moved_from_its_page_without_scripts(manager: Client, board: Board) -> None:
    held = board.meeting(board.early, board.first)
    address = board.url(f"meetings/{held.pk}/")
    lyra = board.participant("Lyra", board.ours)
    board.meeting(board.middle, board.second, lyra, board.orion)

    page = manager.get(address)
    moved = manager.post(address, {"slot": str(board.late.pk), **spot(held)}, follow=True)

    assert [slot for _day, slots in page.context["free"] for slot in slots] == [
        board.early,
        board.late,
    ]
    assert [
        (slot, why.translate(ISOLATES))
        for _day, slots in page.context["blocked"]
        for slot, why in slots
    ] == [(board.middle, "Orion meets Lyra at 09:20.")]
    held.refresh_from_db()
    assert (held.slot, held.table) == (board.late, board.first)
    assert notices(moved) == [
        "The meeting of Vega and Orion is on 2 December 2025 at 09:40, table 1-1."
    ]
    assert moved.redirect_chain[-1][0].endswith(f"?meeting={held.pk}#m-{held.pk}")


def test_a_blocked_move_says_why_and_changes_nothing(manager: Client, board: Board) -> None:
    held = board.meeting(board.early, board.first)
    lyra = board.participant("Lyra", board.ours)
    board.meeting(board.middle, board.second, lyra, board.orion)

    answer = manager.post(
        board.url(f"meetings/{held.pk}/"), {"slot": str(board.middle.pk), **spot(held)}
    )

    assert answer.status_code == 409
    assert [one.translate(ISOLATES) for one in answer.context["problems"]] == [
        "The meeting cannot be held there. Orion meets Lyra at 09:20."
    ]
    held.refresh_from_db()
    assert held.slot == board.early


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "Please choose a time."),
        ({"slot": "noon"}, "This is not a time of the event. Please choose one from the list."),
    ],
)
def test_a_move_to_nowhere_is_refused(
    manager: Client, board: Board, given: dict[str, str], problem: str
) -> None:
    held = board.meeting(board.early, board.first)

    answer = manager.post(board.url(f"meetings/{held.pk}/"), {**given, **spot(held)})

    assert (answer.status_code, answer.context["problems"]) == (422, [problem])


def test_a_meeting_that_somebody_else_moved_is_shown_where_it_stands(
    manager: Client, board: Board
) -> None:
    held = board.meeting(board.early, board.first)
    seen = spot(held)
    Meeting.objects.update(slot=board.middle)

    answer = manager.post(board.url(f"meetings/{held.pk}/"), {"slot": str(board.late.pk), **seen})

    assert (answer.status_code, answer.context["problems"]) == (
        409,
        ["Somebody else changed this in the meantime. Please load the page again."],
    )
    assert answer.context["meeting"].slot == board.middle


def test_a_meeting_that_somebody_else_lifted_leads_back_to_the_board(
    manager: Client, board: Board
) -> None:
    held = board.meeting(board.early, board.first)
    address, seen = board.url(f"meetings/{held.pk}/"), spot(held)
    held.delete()

    answer = manager.post(address, {"slot": str(board.late.pk), **seen}, follow=True)

    gone = "Somebody else moved or lifted this meeting in the meantime."
    assert notices(answer) == [f"{gone} The board shows how it stands now."]
    assert manager.get(address).status_code == 404


def test_a_meeting_is_locked_and_unlocked(manager: Client, board: Board) -> None:
    held = board.meeting(board.early, board.first)
    address = board.url(f"meetings/{held.pk}/lock/")

    manager.post(address, {"lock": "yes"})
    locked = Meeting.objects.get().is_locked
    refused = manager.post(
        board.url(f"meetings/{held.pk}/"), {"slot": str(board.late.pk), **spot(held)}
    )
    manager.post(address, {"lock": "no"})

    assert (locked, Meeting.objects.get().is_locked) == (True, False)
    assert refused.context["problems"] == ["The meeting is locked. Please unlock it first."]
    assert manager.post(address, {"lock": "perhaps"}).status_code == 404


def test_a_lifted_meeting_waits_and_is_placed_by_hand(manager: Client, board: Board) -> None:
    held = board.meeting(board.early, board.first)

    lifted = manager.post(board.url(f"meetings/{held.pk}/lift/"), spot(held), follow=True)
    waiting = UnplacedRequest.objects.get()
    address = board.url(f"requests/{waiting.pk}/")
    page = manager.get(address)
    placed = manager.post(
        address, {"slot": str(board.late.pk), "table": str(board.second.pk)}, follow=True
    )

    assert notices(lifted) == ["The meeting was taken off the schedule and waits for a place."]
    assert page.context["waiting"].reason == "Somebody took the meeting off the schedule by hand."
    meeting = Meeting.objects.get()
    assert (meeting.slot, meeting.table) == (board.late, board.second)
    assert notices(placed) == [
        "The meeting of Vega and Orion is on 2 December 2025 at 09:40, table 1-2."
    ]
    assert not UnplacedRequest.objects.exists()


def test_targets_say_for_every_place_what_stands_in_the_way(manager: Client, board: Board) -> None:
    held = board.meeting(board.early, board.first)
    lyra = board.participant("Lyra", board.ours)
    board.meeting(board.middle, board.second, lyra, board.orion)
    Attendance.objects.filter(pk=lyra.pk).update(table=board.second)

    answer = manager.get(board.url(f"meetings/{held.pk}/targets/?day=2025-12-02")).json()

    reasons = {key: why.translate(ISOLATES) for key, why in answer["slots"].items()}
    assert reasons == {
        str(board.early.pk): "",
        str(board.middle.pk): "Orion meets Lyra at 09:20.",
        str(board.late.pk): "",
    }
    assert answer["places"] == {str(board.first.place_id): answer["slots"]}
    assert {key: why.translate(ISOLATES) for key, why in answer["tables"].items()} == {
        str(board.second.pk): "Table 1-2 is kept for Lyra."
    }
    assert answer["participants"] == [str(board.vega.pk), str(board.orion.pk)]
    assert answer["summary"] == "The meeting can be held at 2 of 3 times of this day."


def test_targets_of_a_participant_with_its_own_table_name_that_table(
    manager: Client, board: Board
) -> None:
    waiting = board.waiting()
    Attendance.objects.filter(pk=board.vega.pk).update(table=board.first)

    answer = manager.get(board.url(f"requests/{waiting.pk}/targets/")).json()

    assert {key: why.translate(ISOLATES) for key, why in answer["tables"].items()} == {
        str(board.second.pk): "Vega meets at its own table, 1-1."
    }


def test_targets_of_what_cannot_be_moved_say_so(manager: Client, board: Board) -> None:
    held = board.meeting(board.early, board.first)
    Meeting.objects.update(is_locked=True)
    address = board.url(f"meetings/{held.pk}/targets/")

    locked = manager.get(address)
    Meeting.objects.all().delete()
    gone = manager.get(address)

    assert (locked.status_code, locked.json()) == (
        200,
        {"problem": "The meeting is locked. Please unlock it first."},
    )
    assert (gone.status_code, gone.json()) == (
        409,
        {"problem": "Somebody else changed this in the meantime. Please load the page again."},
    )


def test_a_published_schedule_is_only_read_and_offers_a_new_draft(
    manager: Client, board: Board
) -> None:
    ScheduleRun.objects.update(state=RunState.PUBLISHED)
    held = board.meeting(board.early, board.first)

    shown = manager.get(board.url())
    refused = manager.post(
        board.url(f"meetings/{held.pk}/"), {"slot": str(board.late.pk), **spot(held)}
    )

    assert "data-movable" not in words(shown)
    assert f'action="{board.url("copy/")}"' in words(shown)
    reason = (
        "Schedule 1 was published and stays as it is. "
        "Please begin a new draft from it and change that one."
    )
    assert (refused.status_code, refused.context["problems"]) == (409, [reason])
    targets = manager.get(board.url(f"meetings/{held.pk}/targets/"))
    assert (targets.status_code, targets.json()) == (409, {"problem": reason})


def test_an_event_without_times_says_what_to_do_first(client: Client) -> None:
    side = make.party()
    event = make.event(make.programme(side))
    draft(event)
    client.force_login(make.role_holder(Role.MANAGER, side))

    answer = client.get(f"/events/{event.reference}/runs/1/board/")

    assert "The event has no times yet." in words(answer)


@pytest.mark.parametrize(
    ("role", "side", "moved"),
    [
        (Role.MANAGER, "AA", 302),
        (Role.MANAGER, "BB", 302),
        (Role.COORDINATOR, "AA", 302),
        (Role.ANALYST, "AA", 403),
    ],
)
def test_staff_of_both_sides_move_and_analysts_read(
    client: Client, board: Board, role: Role, side: str, moved: int
) -> None:
    held = board.meeting(board.early, board.first)
    client.force_login(make.role_holder(role, Party.objects.get(code=side)))
    page = board.url(f"meetings/{held.pk}/")

    statuses = [client.get(board.url()).status_code, client.get(page).status_code]
    answer = client.post(page, {"slot": str(board.late.pk), **spot(held)})

    assert (statuses, answer.status_code) == ([200, 200], moved)


def test_a_company_has_no_board(client: Client, board: Board) -> None:
    held = board.meeting(board.early, board.first)
    waiting = board.waiting()
    user = make.user()
    make.person(of=board.vega.organisation, user=user)
    client.force_login(user)

    reads = ["board/", f"meetings/{held.pk}/", f"meetings/{held.pk}/targets/"]
    reads += [f"requests/{waiting.pk}/", f"requests/{waiting.pk}/targets/"]
    writes = [f"meetings/{held.pk}/lock/", f"meetings/{held.pk}/lift/"]
    statuses = {client.get(board.url(rest)).status_code for rest in reads}
    statuses |= {client.post(board.url(rest)).status_code for rest in writes}

    assert statuses == {403}


def test_the_staff_of_another_programme_finds_nothing(client: Client, board: Board) -> None:
    held = board.meeting(board.early, board.first)
    stranger = make.party()
    make.programme(stranger)
    client.force_login(make.role_holder(Role.MANAGER, stranger))

    assert client.get(board.url()).status_code == 404
    assert client.get(board.url(f"meetings/{held.pk}/targets/")).status_code == 404
    assert client.post(board.url(f"meetings/{held.pk}/lift/"), spot(held)).status_code == 404


def test_a_meeting_of_another_run_is_not_found(manager: Client, board: Board) -> None:
    held = board.meeting(board.early, board.first, run=draft(board.event))

    assert manager.get(board.url(f"meetings/{held.pk}/")).status_code == 404
