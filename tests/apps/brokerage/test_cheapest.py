"""What it would take to hold a wish: the change as it is told, and the draft that holds it."""

import pytest
from django.test import Client

from accord.apps.brokerage.actions import cheapest as actions
from accord.apps.brokerage.adapters.cheapest import cheapest_change
from accord.apps.brokerage.enums import RunState, Strength
from accord.apps.brokerage.models import Meeting, ScheduleRun, UnplacedRequest, Wish
from accord.apps.core.enums import Role
from accord.apps.core.errors import ChangedMeanwhileError, NotAllowedError
from accord.apps.core.models import AuditEntry
from accord.engine import scheduling as engine
from tests import make
from tests.apps.brokerage.boards import Board, draft, notices, words
from tests.apps.brokerage.test_pages import spokesperson, staff
from tests.conftest import AsksAsOften

pytestmark = pytest.mark.django_db


class Tight:
    """Two sides, one table, one time: Vega meets Orion, and Lyra would like to meet Orion."""

    def __init__(self, *, slots: int = 1) -> None:
        self.board = board = Board()
        for extra in list(board.event.slots.order_by("starts_at"))[slots:]:
            extra.delete()
        board.second.delete()
        make.wish(board.vega, board.orion, strength=Strength.MUST)
        self.lyra = board.participant("Lyra", board.ours)
        make.wish(self.lyra, board.orion)
        self.meeting = board.meeting(board.early, board.first)
        self.waiting = UnplacedRequest.objects.create(
            run=board.run,
            left=self.lyra,
            right=board.orion,
            cause="side-is-full",
            facts={"sides": [str(board.orion.pk)], "open": [str(board.early.pk)]},
        )
        ScheduleRun.objects.filter(pk=board.run.pk).update(weight=6, bound=6)

    def url(self) -> str:
        return self.board.url(f"requests/{self.waiting.pk}/room/")

    def seal(self) -> str:
        change = cheapest_change(
            self.board.run, (self.lyra.pk, self.board.orion.pk), language="en"
        )
        assert change is not None
        return change.seal


def test_it_says_who_would_lose_what(client: Client) -> None:
    tight = Tight()

    page = words(staff(client, tight.board.theirs).get(tight.url()))

    assert "1 other meeting would be lost." in page
    assert "The schedule would hold 3 points less of what is wished (now 6)." in page
    assert "<bdi>Vega</bdi> – <bdi>Orion</bdi>" in page
    assert "There may be a cheaper change" in page


def test_it_says_who_would_move_where_when_nothing_is_lost(client: Client) -> None:
    tight = Tight(slots=2)
    tight.lyra.delegates.add(make.delegate(tight.lyra))
    tight.lyra.delegates.get().absent.add(tight.board.middle)

    page = words(staff(client, tight.board.ours).get(tight.url()))

    assert "Nothing is lost: 1 meeting moves to another time." in page
    assert "The schedule would even hold 3 points more of what is wished" in page
    assert "09:00" in page.split("change-arrow")[0].rsplit("<li>", 1)[1]
    assert "09:20" in page.split("change-arrow")[1]


def test_it_says_that_nothing_can_make_room_beside_a_locked_meeting(client: Client) -> None:
    tight = Tight()
    Meeting.objects.update(is_locked=True)

    page = words(staff(client, tight.board.ours).get(tight.url()))

    assert "No change of the schedule makes it possible" in page
    assert "Orion has no room left in the only slot that is open to both." in page
    assert 'name="seal"' not in page


@pytest.mark.parametrize("deed", ["taken back", "refused"])
def test_what_nobody_asks_for_any_more_is_not_forced(client: Client, deed: str) -> None:
    tight = Tight()
    if deed == "taken back":
        Wish.objects.filter(wisher=tight.lyra).delete()
    else:
        make.wish(tight.board.orion, tight.lyra, strength=Strength.NO)

    page = words(staff(client, tight.board.ours).get(tight.url()))

    assert "Nobody asks for this meeting any more" in page


def test_a_schedule_that_breaks_a_rule_of_today_is_not_weighed(client: Client) -> None:
    tight = Tight()
    make.delegate(tight.board.vega).absent.add(tight.board.early)

    page = words(staff(client, tight.board.ours).get(tight.url()))

    assert "breaks rules of the event, 1 times; the first: Vega is away at 09:00." in page


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fa", "1 دیدار دیگر از دست می‌رود."),
        ("ru", "Будет потеряна 1 другая встреча."),
    ],
)
def test_it_is_told_in_the_readers_language(client: Client, language: str, sentence: str) -> None:
    tight = Tight()

    assert sentence in words(staff(client, tight.board.ours, language=language).get(tight.url()))


def test_a_draft_is_begun_in_which_they_meet(client: Client) -> None:
    tight = Tight()
    run = tight.board.run
    ours = staff(client, tight.board.ours)

    answer = ours.post(tight.url(), {"seal": tight.seal()})

    made = ScheduleRun.objects.get(number=2)
    assert answer.headers["Location"] == f"/events/{tight.board.event.reference}/runs/2/"
    assert (made.state, made.based_on, made.weight, made.bound) == (RunState.DRAFT, run, 3, 6)
    (meeting,) = made.meetings.all()
    assert {meeting.left, meeting.right} == {tight.lyra, tight.board.orion}
    assert [one.cause for one in made.unplaced.all()] == ["side-is-full"]
    assert list(run.meetings.all()) == [tight.meeting]
    entry = AuditEntry.objects.get(deed="brokerage.room.made")
    assert (entry.facts["run"], entry.facts["copied_from"], entry.facts["lost"]) == (2, 1, 1)


def test_a_hand_placed_meeting_stays_unlocked_in_the_draft() -> None:
    tight = Tight(slots=3)
    nova = tight.board.participant("Nova", tight.board.theirs)
    tight.board.meeting(tight.board.middle, tight.board.first, tight.lyra, nova)

    made = actions.make_room(
        make.administrator(),
        tight.board.run,
        (tight.lyra.pk, tight.board.orion.pk),
        seal=tight.seal(),
    )

    kept = made.meetings.get(right=nova)
    assert not kept.is_locked


def test_a_change_that_would_be_another_by_now_is_not_made(client: Client) -> None:
    tight = Tight(slots=2)
    seal = tight.seal()
    tight.meeting.slot = tight.board.middle
    tight.meeting.save()

    answer = staff(client, tight.board.ours).post(tight.url(), {"seal": seal}, follow=True)

    assert notices(answer) == [
        "Somebody else changed this in the meantime. Please load the page again."
    ]
    assert ScheduleRun.objects.count() == 1
    with pytest.raises(ChangedMeanwhileError):
        actions.make_room(
            make.administrator(),
            tight.board.run,
            (tight.lyra.pk, tight.board.orion.pk),
            seal=seal,
        )


def test_the_change_keeps_every_rule_of_the_event() -> None:
    tight = Tight(slots=2)
    change = cheapest_change(tight.board.run, (tight.lyra.pk, tight.board.orion.pk), language="en")

    assert change is not None
    assert engine.violations(change.standing.problem, change.plan()) == ()


def test_only_who_reads_the_event_sees_it_and_only_staff_begin_a_draft(client: Client) -> None:
    tight = Tight()
    reader = Client()
    reader.force_login(make.role_holder(Role.ANALYST, tight.board.ours))

    assert spokesperson(client, tight.lyra).get(tight.url()).status_code == 403
    assert spokesperson(Client(), tight.board.orion).get(tight.url()).status_code == 403
    assert staff(Client(), make.party()).get(tight.url()).status_code == 404
    assert Client().get(tight.url()).status_code == 302
    assert "Begin a draft in which they meet" in words(reader.get(tight.url()))
    assert reader.post(tight.url(), {"seal": tight.seal()}).status_code == 403
    with pytest.raises(NotAllowedError):
        actions.make_room(
            make.analyst(tight.board.ours),
            tight.board.run,
            (tight.lyra.pk, tight.board.orion.pk),
            seal=tight.seal(),
        )
    assert ScheduleRun.objects.count() == 1


def test_it_asks_the_database_as_often_for_any_number_of_meetings(
    client: Client, asks_as_often: AsksAsOften
) -> None:
    tight = Tight(slots=3)
    ours, board = staff(client, tight.board.ours), tight.board
    make.interpreter(board.event)
    assert "The cheapest change" in words(ours.get(tight.url()))

    def grow() -> None:
        for slot in (board.middle, board.late):
            left, right = make.attendance(board.event), make.attendance(board.event)
            make.wish(left, right)
            board.meeting(slot, board.first, left, right)

    assert "The cheapest change" in asks_as_often(ours, tight.url(), grow)


def test_a_request_of_another_run_is_not_found(client: Client) -> None:
    tight = Tight()
    other = draft(tight.board.event)
    url = tight.url().replace("/runs/1/", f"/runs/{other.number}/")

    assert staff(client, tight.board.ours).get(url).status_code == 404
