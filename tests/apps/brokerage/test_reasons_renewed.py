"""After moves by hand the reasons of what has no place are true again, or said to be old."""

import pytest
from django.test import Client

from accord.apps.brokerage.actions import board as moves
from accord.apps.brokerage.actions import publishing, reasons
from accord.apps.brokerage.adapters.board import Spot
from accord.apps.brokerage.enums import LIFTED, RunState
from accord.apps.brokerage.errors import RunUnsoundError
from accord.apps.brokerage.models import Meeting, UnplacedRequest
from accord.apps.core.errors import NotAllowedError
from accord.apps.core.models import AuditEntry
from tests import make
from tests.apps.brokerage.boards import Board, notices, words
from tests.apps.brokerage.test_pages import spokesperson, staff

pytestmark = pytest.mark.django_db

STAFF = make.administrator()
OLD = "Meetings were moved by hand since these reasons were found."


class Moved:
    """One table: Lyra and Mira met when Vega and Orion could have met; then they moved away."""

    def __init__(self) -> None:
        self.board = board = Board()
        board.second.delete()
        board.late.delete()
        self.lyra = board.participant("Lyra", board.ours)
        self.mira = board.participant("Mira", board.theirs)
        for pair in ((self.lyra, self.mira), (board.vega, board.orion)):
            make.wish(*pair)
        for one in board.event.attendances.all():
            one.languages = ["en"]
            one.save(update_fields=["languages"])
        vega = make.delegate(board.vega)
        vega.absent.add(board.middle)
        self.meeting = board.meeting(board.early, board.first, self.lyra, self.mira)
        reasons.explain_anew(STAFF, board.run)
        self.waiting = UnplacedRequest.objects.get()

    def move(self) -> None:
        board = self.board
        seen = Spot(self.meeting.slot_id, self.meeting.table_id)
        self.meeting = moves.move_meeting(STAFF, self.meeting, to=Spot(board.middle.pk), seen=seen)
        board.run.refresh_from_db()

    def url(self) -> str:
        return self.board.url("unplaced/")


def test_a_move_by_hand_makes_the_reasons_old_and_the_page_says_so(client: Client) -> None:
    moved = Moved()
    staff(client, moved.board.ours)
    assert OLD not in words(client.get(moved.url()))

    moved.move()

    assert moved.board.run.has_old_reasons
    assert OLD in words(client.get(moved.url()))


def test_reasons_are_worked_out_for_the_schedule_as_it_is(client: Client) -> None:
    moved = Moved()
    staff(client, moved.board.ours)
    moved.move()

    answer = client.post(moved.url() + "explain/", follow=True)

    assert notices(answer) == ["These are the reasons for the schedule as it is now."]
    row = UnplacedRequest.objects.get()
    assert (row.pk, row.cause) == (moved.waiting.pk, "open")
    assert "There is room for it by now, at 1 time." in words(answer)
    moved.board.run.refresh_from_db()
    assert not moved.board.run.has_old_reasons
    assert AuditEntry.objects.filter(deed="brokerage.reasons.renewed").count() == 2


def test_what_a_person_took_off_keeps_that_reason_and_what_is_held_has_none() -> None:
    moved = Moved()
    board = moved.board
    moves.lift_meeting(
        STAFF, moved.meeting, seen=Spot(moved.meeting.slot_id, moved.meeting.table_id)
    )
    Meeting.objects.create(
        run=board.run, left=board.vega, right=board.orion, slot=board.early, table=board.first
    )

    reasons.explain_anew(STAFF, board.run)

    row = UnplacedRequest.objects.get()
    assert ({row.left, row.right}, row.cause) == ({moved.lyra, moved.mira}, LIFTED)


def test_publishing_renews_the_reasons_that_companies_read() -> None:
    moved = Moved()
    moved.move()

    publishing.publish_schedule(STAFF, moved.board.run)

    assert UnplacedRequest.objects.get().cause == "open"
    assert not moved.board.run.has_old_reasons


def test_a_schedule_that_fits_its_event_no_more_is_published_with_old_reasons() -> None:
    moved = Moved()
    moved.move()
    make.delegate(moved.mira).absent.add(moved.board.middle)
    with pytest.raises(RunUnsoundError):
        reasons.explain_anew(STAFF, moved.board.run)

    publishing.publish_schedule(STAFF, moved.board.run)

    assert UnplacedRequest.objects.get().cause == "no-table"
    assert moved.board.run.has_old_reasons
    assert moved.board.run.state == RunState.PUBLISHED


def test_only_staff_of_the_event_works_them_out(client: Client) -> None:
    moved = Moved()
    with pytest.raises(NotAllowedError):
        reasons.explain_anew(make.acting(), moved.board.run)
    spokesperson(client, moved.lyra)

    assert client.post(moved.url() + "explain/").status_code in (403, 404)
