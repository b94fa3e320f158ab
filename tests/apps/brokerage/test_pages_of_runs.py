"""Pages of schedule runs, and what every page costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accord.apps.brokerage.actions import planning, publishing
from accord.apps.brokerage.models import ScheduleRun
from accord.apps.core import jobs
from accord.apps.core.enums import JobState, Role
from accord.apps.core.models import Approval, Job
from accord.site import people
from tests import make
from tests.apps.brokerage.test_pages import FRIDAY, MOST_QUERIES, Days, staff

pytestmark = pytest.mark.django_db


def test_planning_is_started_watched_and_stopped(client: Client) -> None:
    days = Days()
    ours = staff(client, days.ours)

    answer = ours.post(days.url("runs/"), {"seconds": "60", "seed": "7"})
    run = ScheduleRun.objects.get()
    assert answer.headers["Location"] == days.url("runs/1/")
    assert (run.seconds_allowed, run.seed) == (60, 7)
    assert 'hx-trigger="every 1s"' in ours.get(days.url("runs/1/")).content.decode()
    staff(Client(), days.theirs).post(days.url("runs/1/stop/"))

    assert Job.objects.get().stop_requested


def test_the_page_says_when_the_worker_has_fallen_silent(client: Client) -> None:
    days = Days()
    run = planning.plan_event(make.administrator(), days.event, seconds=40)
    ours = staff(client, days.ours)
    beats = {"state": JobState.RUNNING, "done": 7, "total": 40}

    Job.objects.update(heartbeat_at=timezone.now(), **beats)
    alive = ours.get(days.url(f"runs/{run.number}/")).content.decode()
    Job.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=12))
    silent = ours.get(days.url(f"runs/{run.number}/")).content.decode()

    assert "7 of 40 seconds" in alive
    assert "The worker has fallen silent." not in alive
    assert "The worker has fallen silent." in silent


def test_planning_again_from_the_board_goes_round_its_locks(client: Client) -> None:
    days = Days()
    run = days.planned()
    ours = staff(client, days.ours)
    board = ours.get(days.url("runs/1/board/")).content.decode()
    again = f"{days.url('runs/')}?around={run.number}"

    assert f'href="{again}#plan"' in board
    form = ours.get(again).content.decode()
    assert '<option value="1" selected>' in form
    assert 'id="plan"' in form


@pytest.mark.parametrize(
    ("language", "maker"),
    [("en", "operator"), ("fa", "گردانندهٔ سامانه"), ("ru", "оператор системы")],
)
def test_who_ran_the_command_line_is_named_in_the_readers_language(
    client: Client, language: str, maker: str
) -> None:
    days = Days()
    acting = people.operator(make.NOON)
    run = planning.plan_event(acting, days.event, seconds=1)
    jobs.run_job.func(job_id=str(run.job_id))
    run.refresh_from_db()
    publishing.publish_schedule(acting, run)
    ours = staff(client, days.ours, language=language)

    for page in ("runs/", "runs/1/"):
        assert maker in ours.get(days.url(page)).content.decode()


def test_a_published_run_is_copied_into_a_draft(client: Client) -> None:
    days = Days()
    days.planned()
    ours = staff(client, days.ours)
    ours.post(days.url("runs/1/publish/"))

    answer = ours.post(days.url("runs/1/copy/"))

    assert answer.headers["Location"] == days.url("runs/2/")
    assert ScheduleRun.objects.get(number=2).meetings.count() == 1


def test_each_side_approves_for_itself(client: Client) -> None:
    days = Days()
    programme = days.event.programme
    assert programme is not None
    programme.needs_every_approval = True
    programme.save()
    days.planned()
    manager = make.role_holder(Role.MANAGER, days.ours)
    client.force_login(manager)

    assert "approved" in client.get(days.url("runs/1/")).content.decode()
    assert client.post(days.url("runs/1/approve/"), {"side": days.theirs.code}).status_code == 403
    client.post(days.url("runs/1/approve/"), {"side": days.ours.code})
    client.post(days.url("runs/1/publish/"))

    assert [approval.side_id for approval in Approval.objects.all()] == [days.ours.pk]
    assert ScheduleRun.objects.get().version is None


def test_reasons_of_unplaced_wishes_are_sentences_with_names(client: Client) -> None:
    days = Days(starts_on=FRIDAY)
    days.event.programme = None
    days.planned()

    page = staff(client, days.theirs, language="en").get(days.url("runs/1/unplaced/"))

    text = page.content.decode().replace("\u2068", "").replace("\u2069", "")
    assert (
        "Vega and Orion are never at the event at the same time. Vega is away all the time."
        in text
    )


@pytest.mark.parametrize(
    "page",
    [
        "",
        "participants/",
        "requests/",
        "interpreters/",
        "runs/",
        "runs/1/",
        "runs/1/load/",
        "runs/1/unplaced/",
    ],
)
def test_a_page_costs_the_same_for_any_number_of_rows(client: Client, page: str) -> None:
    costs = []
    for pairs in (1, 3):
        days = Days(pairs=pairs)
        for _ in range(pairs):
            make.interpreter(days.event)
        days.planned()
        ours = staff(client, days.ours)
        ours.get(days.url(page))
        with CaptureQueriesContext(connection) as queries:
            ours.get(days.url(page))
        costs.append(len(queries))

    assert costs[0] == costs[1]
    assert costs[0] <= MOST_QUERIES
