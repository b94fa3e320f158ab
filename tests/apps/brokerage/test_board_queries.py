"""What the pages around one meeting ask of the database, however full the schedule is."""

import pytest
from django.test import Client

from accord.apps.brokerage.models import Attendance, Meeting, UnplacedRequest
from accord.apps.core.enums import Role
from tests import make
from tests.apps.brokerage.boards import Board
from tests.conftest import AsksAsOften

pytestmark = pytest.mark.django_db


class Full:
    """A board on which every page has something to say of everything."""

    def __init__(self) -> None:
        self.board = Board()
        board = self.board
        make.table(make.place(board.event, 2), 1)
        board.event.change_minutes = 5
        board.event.save()
        for attendance, languages in ((board.vega, ["fa"]), (board.orion, ["ru"])):
            attendance.languages, attendance.table = languages, board.second
            attendance.save()
        self.interpreter = make.interpreter(board.event, "fa", "ru")
        self.interpreter.absent.add(board.late)
        self.meeting = board.meeting(board.early, board.first)
        self.waiting = UnplacedRequest.objects.create(
            run=board.run, left=self.other("Nova"), right=board.orion, cause="lifted"
        )

    def other(self, name: str) -> Attendance:
        attendance = self.board.participant(name, self.board.ours)
        attendance.languages = ["fa"]
        attendance.save()
        make.delegate(attendance)
        return attendance

    def more(self) -> None:
        board = self.board
        for slot, name in ((board.middle, "Lyra"), (board.late, "Mira")):
            Meeting.objects.create(
                run=board.run,
                left=self.other(name),
                right=board.orion,
                slot=slot,
                table=board.first,
                interpreter=self.interpreter,
            )

    def url(self, page: str) -> str:
        return self.board.url(page.format(meeting=self.meeting.pk, request=self.waiting.pk))


@pytest.mark.parametrize(
    "page",
    [
        "board/?meeting={meeting}",
        "board/?by=participants&meeting={meeting}",
        "meetings/{meeting}/",
        "meetings/{meeting}/targets/",
        "meetings/{meeting}/targets/?by=participants",
        "requests/{request}/",
        "requests/{request}/targets/",
        "requests/{request}/targets/?by=participants",
    ],
)
def test_pages_around_one_meeting_ask_as_much_of_three_as_of_one(
    client: Client, page: str, asks_as_often: AsksAsOften
) -> None:
    full = Full()
    client.force_login(make.role_holder(Role.MANAGER, full.board.ours))

    asks_as_often(client, full.url(page), full.more)
