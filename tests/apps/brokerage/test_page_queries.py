"""The lists of an event ask the database as often for three rows as for one."""

import datetime as dt

import pytest
from django.test import Client

from accord.apps.brokerage.models import PartyHours
from accord.apps.core.enums import Role
from tests import make
from tests.apps.brokerage.boards import Board, draft
from tests.conftest import AsksAsOften

pytestmark = pytest.mark.django_db

PAGES = [
    "",
    "days/",
    "places/",
    "hours/",
    "interpreters/",
    "links/",
    "print/",
    "workbook/",
    "participants/",
    "participants/{code}/",
    "participants/{code}/absences/",
    "participants/{code}/wishes/",
    "requests/",
    "runs/",
    "runs/1/",
    "runs/1/unplaced/",
    "runs/1/load/",
    "runs/1/requests/{waiting}/room/",
    "runs/compare/?first=1&second=2",
]


class Growing:
    """An event with one of everything, and then with three."""

    def __init__(self) -> None:
        self.board = Board()
        self.later = draft(self.board.event)
        make.delegate(self.board.vega)
        make.delegate(self.board.orion)
        make.wish(self.board.vega, self.board.orion)
        make.wish(self.board.orion, self.board.vega)
        self.waiting = self.board.waiting()
        self.grow(1)

    def grow(self, number: int) -> None:
        board = self.board
        hall = make.place(board.event, number + 1)
        table = make.table(hall)
        slot = make.slot(board.event, number + 2)
        start = make.NOON + dt.timedelta(days=1, hours=number)
        PartyHours.objects.create(
            event=board.event,
            party=board.ours,
            starts_at=start,
            ends_at=start + dt.timedelta(minutes=30),
        )
        ours = board.participant(f"Ours {number}", board.ours)
        theirs = board.participant(f"Theirs {number}", board.theirs)
        for one in (ours, theirs, board.vega):
            make.delegate(one).absent.add(slot)
        make.interpreter(board.event, "fa", "ru").absent.add(slot)
        for wisher, wished in ((ours, theirs), (board.vega, theirs), (theirs, board.vega)):
            make.wish(wisher, wished)
        board.meeting(slot, table, ours, theirs)
        board.meeting(slot, board.first, board.vega, theirs)
        board.meeting(slot, board.second, board.vega, theirs, run=self.later)
        board.run.unplaced.create(left=ours, right=board.orion, cause="lifted")

    def grow_to_three(self) -> None:
        self.grow(2)
        self.grow(3)


@pytest.mark.parametrize("page", PAGES)
def test_three_rows_cost_as_many_queries_as_one(
    client: Client, page: str, asks_as_often: AsksAsOften
) -> None:
    growing = Growing()
    board = growing.board
    client.force_login(make.role_holder(Role.MANAGER, board.ours))
    named = {"code": board.vega.code, "waiting": growing.waiting.pk}
    path = f"/events/{board.event.reference}/{page.format(**named)}"

    asks_as_often(client, path, growing.grow_to_three)
