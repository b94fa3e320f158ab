"""What the API refuses to whom, and what a list costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.apps.brokerage.actions import publishing
from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.models import Attendance, ScheduleRun
from accord.apps.core.enums import Role
from tests import make
from tests.apps.brokerage import api_world
from tests.apps.brokerage.api_world import World, caller
from tests.apps.brokerage.test_api import planned, published, refusal, said, wish_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return api_world.build()


COMPANY_MAY_NOT = ["POST /runs", "GET /runs/1/unplaced", "POST /runs/1/publication"]


@pytest.mark.parametrize("operation", [*COMPANY_MAY_NOT, "POST /runs/1/stop"])
def test_a_company_runs_nothing(world: World, operation: str) -> None:
    make.wish(world.vega, world.rigel)
    run = published(world)
    method, path = operation.split()

    answer = world.company.send(method, f"{world.address}{path}", {})

    assert refusal(answer) == (403, "core.not-allowed")
    run.refresh_from_db()
    assert (run.state, ScheduleRun.objects.count()) == (RunState.PUBLISHED, 1)


def test_an_analyst_reads_everything_and_changes_nothing(world: World) -> None:
    make.wish(world.vega, world.rigel)
    planned(world)
    analyst = caller(make.role_holder(Role.ANALYST, world.south))

    assert said(analyst.get(f"{world.address}/runs"))["count"] == 1
    assert said(analyst.get(f"{world.address}/runs/1/unplaced"))["count"] == 0
    assert refusal(analyst.send("POST", f"{world.address}/runs", {})) == (403, "core.not-allowed")
    assert refusal(analyst.send("PUT", wish_path(world, world.rigel), {})) == (
        403,
        "core.not-allowed",
    )


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "x"])
def test_a_number_that_no_schedule_has_is_refused(world: World, number: str) -> None:
    answer = world.manager.get(f"{world.address}/runs/{number}")

    assert refusal(answer) == (422, "core.invalid")


LISTS = ["/participants", "/participants/{}/wishes", "/runs", "/runs/1/unplaced", "/schedule"]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_three(path: str) -> None:
    counts = []
    for rows in (1, 3):
        world = api_world.build(slots=rows)
        make.interpreter(world.event, "en", "de")
        for _ in range(rows):
            make.wish(world.vega, make.attendance(world.event, party=world.south))
            lone = make.attendance(world.event, party=world.south)
            Attendance.objects.filter(pk=lone.pk).update(languages=["fa"])
            make.wish(world.vega, lone)
        run = published(world)
        for _ in range(rows - 1):
            publishing.copy_run(make.administrator(), run)
        answer, queries = counted(world, f"{world.address}{path}".format(world.vega.code))
        assert answer >= rows
        counts.append(queries)

    assert counts[0] == counts[1]


def test_the_list_of_events_costs_the_same_for_one_row_and_for_three(world: World) -> None:
    first = counted(world, "/events")
    for _ in range(2):
        make.event(world.event.programme)
    third = counted(world, "/events")

    assert (first[0], third[0]) == (1, 3)
    assert first[1] == third[1]


def counted(world: World, path: str) -> tuple[int, int]:
    """Return how many rows a list has, and how many queries it takes."""
    world.manager.get("/events")  # the first use of a token is written down
    with CaptureQueriesContext(connection) as queries:
        rows = said(world.manager.get(path))
    return len(rows["items"] if isinstance(rows, dict) else rows), len(queries)
