import pytest
from django.test import Client

from accord.apps.brokerage.models import (
    Attendance,
    Meeting,
    UnplacedRequest,
)
from accord.apps.core.enums import Role
from tests import make
from tests.apps.brokerage.boards import ISOLATES, Board, notices, spot

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def manager(client: Client, board: Board) -> Client:
    client.force_login(make.role_holder(Role.MANAGER, board.ours))
    return client


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
