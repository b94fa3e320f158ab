"""The drawing of a search: short, mirrored with the direction of reading, and said in words."""

import pytest
from django.test import Client
from django.utils import timezone

from accord.apps.brokerage.actions import planning
from accord.apps.brokerage.adapters.drawing import WIDTH, drawing_of
from accord.apps.brokerage.adapters.history import MOST_POINTS, with_point
from accord.apps.core import jobs
from accord.apps.core.enums import JobState
from accord.apps.core.models import Job
from accord.engine.calendars import Presentation
from tests import make
from tests.apps.brokerage.boards import words
from tests.apps.brokerage.test_pages import Days, staff

HISTORY = [[0.0, 10, 40], [5.0, 30, 40], [10.0, 30, 34]]
ENGLISH, PERSIAN = Presentation("en"), Presentation("fa")


def test_a_history_stays_short_and_ends_where_the_search_is() -> None:
    history: list[list[float]] = []

    for number in range(1000):
        history = with_point(history, (float(number), number, 2000 - number))

    assert len(history) <= MOST_POINTS
    assert history[0] == [0.0, 0, 2000]
    assert history[-1] == [999.0, 999, 1001]


def test_a_search_that_stands_still_adds_no_points() -> None:
    history: list[list[float]] = []

    for number in range(50):
        history = with_point(history, (float(number), 7, 9))

    assert history == [[0.0, 7, 9], [49.0, 7, 9]]


def test_time_runs_the_way_the_reader_reads() -> None:
    english = drawing_of({"history": HISTORY}, 20, ENGLISH)
    persian = drawing_of({"history": HISTORY}, 20, PERSIAN)

    assert english is not None
    assert persian is not None
    first, last = english.best_line.split()[0], english.best_line.split()[-1]
    assert (float(first.split(",")[0]), float(last.split(",")[0])) == (0, WIDTH / 2)
    first, last = persian.best_line.split()[0], persian.best_line.split()[-1]
    assert (float(first.split(",")[0]), float(last.split(",")[0])) == (WIDTH, WIDTH / 2)


def test_the_best_rises_in_steps_towards_the_bound() -> None:
    drawing = drawing_of({"history": HISTORY}, 10, ENGLISH)

    assert drawing is not None
    heights = [float(point.split(",")[1]) for point in drawing.best_line.split()]
    assert heights[0] == heights[1] > heights[2]
    assert (drawing.lowest, drawing.highest, drawing.best, drawing.bound) == (10, 40, 30, 34)


@pytest.mark.parametrize(
    ("end", "facts", "sentence"),
    [
        ([9.0, 30, 42], {}, "At most 12 more points are possible."),
        ([9.0, 30, 31], {}, "At most 1 more point is possible."),
        ([9.0, 30, 30], {}, "Proven: nothing better exists."),
        ([9.0, 5, 3], {"is_of_breaks": True}, "At most 2 breaks fewer are possible."),
    ],
)
def test_the_gap_is_said_in_words(
    end: list[float], facts: dict[str, object], sentence: str
) -> None:
    drawing = drawing_of({"history": [HISTORY[0], end], **facts}, 20, ENGLISH)

    assert drawing is not None
    assert drawing.gap == sentence
    assert drawing.told.endswith(sentence)


@pytest.mark.parametrize("history", [[], [[0.0, 1, 2]]])
def test_before_there_is_a_line_nothing_is_drawn(history: list[list[float]]) -> None:
    assert drawing_of({"history": history}, 20, ENGLISH) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "gap"),
    [
        ("en", "At most 4 more points are possible."),
        ("fa", "دست بالا 4 امتیاز دیگر ممکن است."),
        ("ru", "Возможно не более чем на 4 балла больше."),
    ],
)
def test_the_page_draws_the_search_while_it_runs(client: Client, language: str, gap: str) -> None:
    days = Days()
    run = planning.plan_event(make.administrator(), days.event, seconds=40)
    Job.objects.update(
        state=JobState.RUNNING,
        heartbeat_at=timezone.now(),
        done=10,
        total=40,
        facts={"held": 1, "requests": 2, "weight": 30, "breaks": 0, "history": HISTORY},
    )

    page = words(staff(client, days.ours, language=language).get(days.url(f"runs/{run.number}/")))

    fragment = page.split('class="card job"')[1].split("</section>")[0]
    assert '<polyline class="search-best"' in fragment
    assert gap in fragment
    label = fragment.split('role="img" aria-label="')[1].split('"')[0]
    assert label.endswith(gap)


@pytest.mark.django_db
def test_a_search_leaves_its_history_and_goes_on_with_what_was_drawn_before(
    client: Client,
) -> None:
    days = Days()
    run = planning.plan_event(make.administrator(), days.event, seconds=2)
    Job.objects.update(facts={"history": [[0.0, 1, 9], [0.5, 2, 9]]})

    jobs.run_job.func(job_id=str(run.job_id))

    history = Job.objects.get().facts["history"]
    assert history[:2] == [[0.0, 1, 9], [0.5, 2, 9]]
    assert history[-1][1:] == [3, 3]
    page = words(staff(client, days.ours).get(days.url("runs/1/")))
    assert "How it was searched" in page
    assert "Proven: nothing better exists." in page
