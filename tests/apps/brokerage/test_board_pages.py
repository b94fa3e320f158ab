import datetime as dt

import pytest
from django.test import Client

from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.models import (
    Attendance,
    Event,
    ScheduleRun,
    Slot,
)
from accord.apps.core.enums import Role
from accord.apps.programmes.models import Party
from tests import make
from tests.apps.brokerage.boards import Board, cells, draft, spot, words
from tests.conftest import AsksAsOften

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def manager(client: Client, board: Board) -> Client:
    client.force_login(make.role_holder(Role.MANAGER, board.ours))
    return client


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
    board.orion.code = "BB-30"
    board.orion.save()

    def labels(query: str) -> list[str]:
        return [label for label, _cells in cells(manager.get(board.url(f"board/{query}")))]

    assert labels("?place=2") == ["2-1"]
    assert labels("?q=vega") == ["1-1"]
    assert labels("?side=AA") == ["1-1", "2-1"]
    assert labels("?by=participants&side=AA") == ["Vega", "Lyra"]
    assert labels("?by=participants&place=2") == ["Orion", "Lyra"]
    assert labels("?by=participants&q=orion") == ["Orion"]
    assert labels("?by=participants&q=BB-30") == ["Orion"]
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

    assert manager.get(board.url()).context["summary"] == "1–32 of 42 tables"
    led = manager.get(board.url(f"board/?meeting={held.pk}"))
    assert led.context["summary"] == "33–42 of 42 tables"


def test_what_waits_is_found_by_code(manager: Client, board: Board) -> None:
    board.vega.code = "AA-05"
    board.vega.save()
    board.waiting()

    found = manager.get(board.url("board/?q=aa-05")).content.decode()
    nothing = manager.get(board.url("board/?q=aa-06")).content.decode()

    assert "board-request" in found
    assert "board-request" not in nothing


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
    asks_as_often: AsksAsOften,
) -> None:
    board.meeting(board.early, board.first)
    board.waiting()

    def grow() -> None:
        lyra, mira = board.participant("Lyra", board.ours), board.participant("Mira", board.theirs)
        board.meeting(board.middle, board.first, lyra, board.orion)
        board.meeting(board.late, board.second, lyra, mira)

    asks_as_often(manager, board.url(rest), grow)


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
