"""Who works and who waits how much in a schedule."""

from decimal import Decimal

import pytest
from django.test import Client

from accord.apps.brokerage.actions import board as moves
from accord.apps.brokerage.adapters.board import Spot
from accord.apps.brokerage.adapters.changes import agendas_in, changes_in
from accord.apps.brokerage.adapters.load import breaks_in, interpreting_in
from accord.apps.brokerage.models import Attendance, Interpreter, Meeting
from accord.engine.scheduling import Changes, changes_along
from tests import make
from tests.apps.brokerage.boards import Board, draft, words
from tests.apps.brokerage.test_pages import staff

pytestmark = pytest.mark.django_db


def board_with_work() -> tuple[Board, Interpreter, Interpreter]:
    """Return a board on which one interprets early and late, another in the middle and late."""
    board = Board()
    first = make.interpreter(board.event, "fa", "ru")
    second = make.interpreter(board.event, "en", "ru")
    Interpreter.objects.filter(pk=second.pk).update(longest_run=2)
    lyra = board.participant("Lyra", board.ours)
    nova = board.participant("Nova", board.theirs)
    for one, slot, table, pair in (
        (first, board.early, board.first, (board.vega, board.orion)),
        (first, board.late, board.first, (board.vega, nova)),
        (second, board.middle, board.first, (lyra, nova)),
        (second, board.late, board.second, (lyra, board.orion)),
    ):
        meeting = board.meeting(slot, table, *pair)
        Meeting.objects.filter(pk=meeting.pk).update(interpreter=one)
    return board, first, second


def test_interpreters_work_is_told_in_meetings_hours_runs_and_shares() -> None:
    board, first, second = board_with_work()
    make.interpreter(board.event, "de", "ru")

    rows = {tuple(one.languages): one for one in interpreting_in(board.run)}

    told = {
        languages: (one.meetings, one.hours, one.longest_run, one.limit, one.share)
        for languages, one in rows.items()
    }
    assert told == {
        tuple(first.languages): (2, Decimal("0.7"), 1, None, Decimal("0.5")),
        tuple(second.languages): (2, Decimal("0.7"), 2, 2, Decimal("0.5")),
        ("de", "ru"): (0, Decimal(0), 0, None, Decimal(0)),
    }


def test_a_run_ends_with_the_half_day() -> None:
    board, _first, second = board_with_work()
    board.late.session = "afternoon"
    board.late.save()

    runs = {tuple(one.languages): one.longest_run for one in interpreting_in(board.run)}

    assert runs[tuple(second.languages)] == 1


def test_breaks_are_counted_between_meetings_of_one_day() -> None:
    board, _first, _second = board_with_work()

    breaks = breaks_in(board.run, [board.vega.pk, board.orion.pk])

    assert breaks == {board.vega.pk: 1, board.orion.pk: 1}


def test_changes_are_counted_for_who_holds_one_meeting_at_a_time() -> None:
    board, first, second = board_with_work()
    Attendance.objects.filter(pk=board.vega.pk).update(parallel=2)
    moved = make.table(make.place(board.event, 2), 9)
    Meeting.objects.filter(run=board.run, table=board.second).update(table=moved)

    agendas = agendas_in(board.run)

    # Orion and Lyra go to the other hall, Orion and Nova to another interpreter.
    assert len(agendas) == 3
    assert changes_along(agendas) == Changes(place=2, table=2, interpreter=2)
    assert {stop.interpreter for own in agendas for stop in own} == {first.pk, second.pk}


@pytest.mark.parametrize(
    ("language", "table", "interpreter"),
    [
        ("en", "changes of table", "changes of interpreter"),
        ("fa", "جابه‌جایی میز", "تعویض مترجم"),
        ("ru", "смен стола", "смен переводчика"),
    ],
)
def test_a_run_and_a_comparison_say_how_often_people_change(
    client: Client, language: str, table: str, interpreter: str
) -> None:
    board, _first, _second = board_with_work()
    for run in (board.run, draft(board.event)):
        run.changes = changes_in(run)
        run.save(update_fields=["changes"])
    reader = staff(client, board.ours, language=language)

    page = words(reader.get(board.url("")))

    assert table in page
    assert interpreter in page
    compared = reader.get(f"/events/{board.event.reference}/runs/compare/?first=1&second=2")
    shown = [compared.context[name].changes["table"] for name in ("first", "second")]
    assert shown == [2, 0]
    assert [(one.fewest, one.most) for one in compared.context["loads"]] == [(2, 2), (0, 0)]


@pytest.mark.parametrize(
    ("language", "table", "interpreter"),
    [
        ("en", "changes of table", "changes of interpreter"),
        ("fa", "جابه‌جایی میز", "تعویض مترجم"),
        ("ru", "смен стола", "смен переводчика"),
    ],
)
def test_a_run_that_nobody_interprets_says_nothing_of_interpreters(
    client: Client, language: str, table: str, interpreter: str
) -> None:
    board = Board()
    board.meeting(board.early, board.first, board.vega, board.orion)
    board.run.changes = changes_in(board.run)
    board.run.save(update_fields=["changes"])

    page = words(staff(client, board.ours, language=language).get(board.url("")))

    assert table in page
    assert interpreter not in page


@pytest.mark.parametrize(
    ("language", "title", "run"),
    [
        ("en", "Work of the interpreters", "2 of at most 2"),
        ("fa", "کار مترجمان", "2 از دست بالا 2"),
        ("ru", "Работа переводчиков", "2 из не более чем 2"),
    ],
)
def test_the_page_shows_both(client: Client, language: str, title: str, run: str) -> None:
    board, _first, _second = board_with_work()

    page = words(staff(client, board.ours, language=language).get(board.url("load/")))

    assert title in page
    assert run in page
    assert page.count("<tr>") == 2 + 4 + 2


def test_a_move_by_hand_keeps_the_number_of_changes_true() -> None:
    board, _first, _second = board_with_work()
    run = board.run
    run.changes = changes_in(run)
    run.save(update_fields=["changes"])
    moved = run.meetings.filter(slot=board.early).first()
    assert moved is not None
    other = make.table(make.place(board.event, 2), 9)

    moves.move_meeting(
        make.administrator(),
        moved,
        to=Spot(board.early.pk, other.pk),
        seen=Spot(moved.slot_id, moved.table_id),
    )

    run.refresh_from_db()
    assert run.changes == changes_in(run)
    assert run.changes["place"] > 0
