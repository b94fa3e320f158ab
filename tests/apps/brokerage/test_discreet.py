"""A company reads why its own wishes found no place, and nothing of anybody else's meetings."""

import pytest
from django.test import Client
from django.urls import reverse

from accord.apps.brokerage.actions import planning, publishing
from accord.apps.brokerage.adapters.discreet import own_waiting
from accord.apps.brokerage.adapters.names import plain_viewer
from accord.apps.brokerage.enums import LIFTED, RunState, Strength
from accord.apps.brokerage.models import Attendance, Interpreter, ScheduleRun, UnplacedRequest
from accord.apps.brokerage.papers import links
from accord.apps.core import jobs
from accord.apps.core.enums import Role
from accord.engine.scheduling import Cause
from tests import make
from tests.apps.brokerage.boards import Board, words
from tests.apps.brokerage.test_pages import spokesperson, staff
from tests.conftest import AsksAsOften

pytestmark = pytest.mark.django_db

TITLE = "Your wishes without a place"


class Published:
    """One table, three times, and more wishes than fit: the busy pairs go first."""

    def __init__(self) -> None:
        self.board = board = Board()
        board.run.delete()
        board.second.delete()
        board.late.delete()
        board.middle.delete()
        self.rival = board.participant("Secret Rival", board.ours)
        self.partner = board.participant("Hidden Partner", board.theirs)
        make.wish(self.rival, self.partner, strength=Strength.MUST)
        make.wish(self.partner, self.rival, strength=Strength.MUST)
        make.wish(board.vega, board.orion)
        self.sara = make.delegate(board.vega)
        self.ivan = make.delegate(board.orion)
        run = planning.plan_event(make.administrator(), board.event, seconds=1)
        jobs.run_job.func(job_id=str(run.job_id))
        self.run = ScheduleRun.objects.get(pk=run.pk)
        self.run.event = board.event
        publishing.publish_schedule(make.administrator(), self.run)

    def page(self, of: Attendance) -> str:
        return f"/events/{self.board.event.reference}/participants/{of.code}/"

    def personal(self, holder: object) -> str:
        return reverse("brokerage:personal", args=[links.key_of(holder)])  # type: ignore[arg-type]  # -- either kind


def test_a_company_reads_why_its_own_wish_has_no_place(client: Client) -> None:
    event = Published()

    page = words(spokesperson(client, event.board.vega).get(event.page(event.board.vega)))

    assert TITLE in page
    assert (
        "You are both free together only at these times, and no table was free then: 09:00."
        in (page)
    )


def test_the_personal_page_says_the_same_without_an_account(client: Client) -> None:
    event = Published()

    page = words(client.get(event.personal(event.sara) + "?language=en"))

    assert TITLE in page
    assert "no table was free then: 09:00." in page
    assert "Secret Rival" not in page
    assert "Hidden Partner" not in page


def test_who_was_only_wished_learns_nothing_of_the_wish(client: Client) -> None:
    event = Published()

    signed_in = words(spokesperson(Client(), event.board.orion).get(event.page(event.board.orion)))
    by_link = words(client.get(event.personal(event.ivan) + "?language=en"))

    for page in (signed_in, by_link):
        assert TITLE not in page
        assert "Vega" not in page


def test_the_page_of_the_other_side_is_not_for_a_company(client: Client) -> None:
    event = Published()
    ours = spokesperson(client, event.board.vega)

    for other in (event.board.orion, event.rival, event.partner):
        assert ours.get(event.page(other)).status_code == 404


def test_a_schedule_that_is_not_published_tells_a_company_nothing(client: Client) -> None:
    event = Published()
    ScheduleRun.objects.update(state=RunState.DRAFT, version=None)

    page = words(spokesperson(client, event.board.vega).get(event.page(event.board.vega)))

    assert TITLE not in page


def test_an_interpreter_reads_no_wishes(client: Client) -> None:
    event = Published()
    interpreter: Interpreter = make.interpreter(event.board.event)

    assert TITLE not in words(client.get(event.personal(interpreter) + "?language=en"))


@pytest.mark.parametrize("role", [Role.MANAGER, Role.COORDINATOR, Role.ANALYST])
def test_who_reads_the_event_sees_the_whole_reason_and_both_names(
    client: Client, role: Role
) -> None:
    event = Published()
    client.force_login(make.role_holder(role, event.board.ours))

    page = words(client.get(event.page(event.board.orion)))

    assert "<bdi>Vega</bdi> – <bdi>Orion</bdi>" in page or (
        "<bdi>Orion</bdi> – <bdi>Vega</bdi>" in page
    )
    assert "What would it take?" in page


ALL_FACTS = {
    "open": [],
    "slots": [],
    "obstacles": {},
    "languages": ["fa", "ru"],
    "open_to_left": [],
    "open_to_right": [],
}


@pytest.mark.parametrize("language", ["en", "fa", "ru"])
@pytest.mark.parametrize("cause", [*Cause, LIFTED])
@pytest.mark.parametrize("full", ["own", "other", "both"])
def test_no_reason_names_anybody_but_the_other_side_of_the_wish(
    client: Client, language: str, cause: str, full: str
) -> None:
    event = Published()
    board = event.board
    own, other = str(board.vega.pk), str(board.orion.pk)
    rivals = [f"{event.rival.pk}|{event.partner.pk}", f"{board.vega.pk}|{event.partner.pk}"]
    sides = {"own": [own], "other": [other], "both": [own, other]}[full]
    UnplacedRequest.objects.update(
        cause=cause, facts={**ALL_FACTS, "sides": sides, "in_the_way": rivals}
    )

    page = words(client.get(f"{event.personal(event.sara)}?language={language}"))

    waiting = page.split('class="lined-list"')[1].split("</ul>")[0]
    assert "Orion" in waiting
    assert "Secret" not in waiting
    assert "Hidden" not in waiting
    assert "%(" not in waiting
    (told,) = own_waiting(event.run, board.vega, plain_viewer(board.event, language))
    assert told.reason


def test_times_that_are_no_more_are_not_told(client: Client) -> None:
    event = Published()
    gone = "00000000-0000-0000-0000-000000000000"
    UnplacedRequest.objects.update(
        facts={"slots": [gone], "obstacles": {gone: ["table-is-taken"]}, "sides": []}
    )

    page = words(client.get(event.personal(event.sara) + "?language=en"))

    assert "No table was free at any time at which both of you are there." in page


def test_one_is_not_called_free_when_a_meeting_is_in_the_way(client: Client) -> None:
    event = Published()
    slot = str(event.board.early.pk)
    UnplacedRequest.objects.update(
        facts={"slots": [slot], "obstacles": {slot: ["side-is-busy", "table-is-taken"]}}
    )

    page = words(client.get(event.personal(event.sara) + "?language=en"))

    assert "free together" not in page


def test_many_times_are_counted_and_those_of_several_days_named(client: Client) -> None:
    event = Published()
    board = event.board
    later = [make.slot(board.event, number) for number in (100, 200)]
    keys = [str(one.pk) for one in later]
    UnplacedRequest.objects.update(facts={"slots": keys, "obstacles": {}})
    few = words(client.get(event.personal(event.sara) + "?language=en"))
    assert "then: Wednesday 18:20, Friday 03:40." in few
    keys += [str(make.slot(board.event, number).pk) for number in (3, 4, 5)]
    UnplacedRequest.objects.update(facts={"slots": keys, "obstacles": {}})

    page = words(client.get(event.personal(event.sara) + "?language=en"))

    assert "You are both free together 5 times, and no table was free then." in page


@pytest.mark.parametrize("who", ["company", "staff", "link"])
def test_three_wishes_cost_as_many_queries_as_one(
    client: Client, who: str, asks_as_often: AsksAsOften
) -> None:
    event = Published()
    board = event.board
    address = event.page(board.vega)
    if who == "company":
        spokesperson(client, board.vega)
    elif who == "staff":
        staff(client, board.ours)
    else:
        address = event.personal(event.sara)
    facts = UnplacedRequest.objects.get().facts

    def grow() -> None:
        for name in ("Lyra", "Nova"):
            other = board.participant(name, board.theirs)
            make.wish(board.vega, other)
            event.run.unplaced.create(left=board.vega, right=other, cause="no-table", facts=facts)

    assert "Nova" in asks_as_often(client, address, grow)
