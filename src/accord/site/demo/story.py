"""Load the golden scenario and its profiles, plan its event, publish it, write its papers."""

import io
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from accord.apps.brokerage.actions import events as event_actions
from accord.apps.brokerage.actions import matching as participants
from accord.apps.brokerage.actions import planning, publishing
from accord.apps.brokerage.models import Event, ScheduleRun
from accord.apps.brokerage.papers.folder import write_all
from accord.apps.brokerage.queries import schedule, wishes
from accord.apps.brokerage.workbook import opening, sheets
from accord.apps.brokerage.workbook.importing import Target, take_over
from accord.apps.core import jobs
from accord.apps.core import queries as core
from accord.apps.core.acting import Acting
from accord.apps.core.models import Job
from accord.apps.documents.spreadsheets.writing import write_workbook
from accord.apps.partnering.actions import matching as profiles
from accord.engine.calendars import Presentation
from accord.engine.scheduling.warming import compile_ahead
from accord.site.demo import partnering
from accord.site.demo import world as worlds

SOURCES = settings.ROOT / "examples" / "golden"
SECONDS_TO_PLAN = 5
SECONDS_BETWEEN_LOOKS = 0.1

Watch = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Story:
    """What the demo made, for its summary."""

    event: Event
    run: ScheduleRun
    sign_ins: list[worlds.SignIn]
    workbook: Path
    papers: list[Path]
    figures: dict[str, int]
    seconds: dict[str, float]


class Stopwatch:
    """Seconds of each chapter."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def chapter(self, name: str) -> Iterator[None]:
        """Measure what happens inside."""
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began


def tell(acting: Acting, watch: Watch, *, seconds: int = SECONDS_TO_PLAN) -> Story:
    """Do everything that a programme manager would do, from an empty instance on.

    Parameters
    ----------
    watch
        Told the chapter, what is done of it, and how much it is.
    seconds
        Budget of the planner.
    """
    clock = Stopwatch()
    compiling = compile_ahead()
    with clock.chapter("world"):
        watch("world", 0, 1)
        world = worlds.make_world(acting, SOURCES / "world.toml")
        watch("world", 1, 1)
    with clock.chapter("workbook"):
        target = opening.target_of(acting, None, world.programme)
        path = write_golden_workbook(acting, target)
        event = import_workbook(acting, path, target, watch)
        event_actions.open_wishes(acting, event)
        sign_ins = worlds.let_people_in(acting, world, event)
    with clock.chapter("profiles"):
        counts = partnering.load_profiles(acting, world, event, SOURCES, watch)
    with clock.chapter("plan"):
        compiling.wait()
        run = plan(acting, event, watch, seconds=seconds)
        publishing.publish_schedule(acting, run)
    with clock.chapter("papers"):
        watch("papers", 0, 1)
        papers = write_all(event, Path(settings.VAR) / "papers")
        watch("papers", 1, 1)
    # The worker of the served site reads and matches: a minute for which nobody need wait.
    profiles.start_renewal(acting)
    participants.start_matching(acting, event)
    figures = counts | figures_of(event, run)
    return Story(event, run, sign_ins, path, papers, figures, clock.seconds)


def write_golden_workbook(acting: Acting, target: Target) -> Path:
    """Write the sources as one Excel workbook, as an export of the event would be."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for source in sorted(SOURCES.glob("*.csv")):
            archive.write(source, source.name)
    opened = opening.open_book(acting, packed.getvalue(), name="golden.zip", target=target)
    rows = {sheet: [row.values for row in rows] for sheet, rows in opened.book.rows.items()}
    declared = sheets.sheets(opening.lists_of(target))
    path = Path(settings.VAR) / "event.xlsx"
    path.write_bytes(write_workbook(declared, rows, viewer=Presentation("en")))
    return path


def import_workbook(acting: Acting, path: Path, target: Target, watch: Watch) -> Event:
    """Take the workbook over, as the page and the command line do."""

    def told(done: int, total: int) -> bool:
        watch("workbook", done, total)
        return True

    opened = opening.open_book(acting, path.read_bytes(), name=path.name, target=target)
    return take_over(acting, opened.book, target, watch=told)


def plan(acting: Acting, event: Event, watch: Watch, *, seconds: int) -> ScheduleRun:
    """Have the event planned."""
    run = planning.plan_event(acting, event, seconds=seconds, seed=1)
    if run.job is None:
        raise LookupError(run)
    _carry_out(acting, run.job, "plan", watch)
    return schedule.runs_visible_to(acting, event).get(pk=run.pk)


def _carry_out(acting: Acting, job: Job, chapter: str, watch: Watch) -> None:
    """Have a piece of work done by a worker of our own, and watch it."""
    worker = threading.Thread(target=_work, args=(str(job.pk),))
    worker.start()
    total = 1
    while worker.is_alive():
        worker.join(SECONDS_BETWEEN_LOOKS)
        seen = core.jobs_visible_to(acting).get(pk=job.pk)
        total = seen.total or total
        watch(chapter, seen.done, total)
    watch(chapter, total, total)
    _require_done(core.jobs_visible_to(acting).get(pk=job.pk))


def _work(key: str) -> None:
    try:
        jobs.run_job.call(job_id=key)
    finally:
        connection.close()


def _require_done(job: Job) -> None:
    if job.problem:
        raise RuntimeError(job.problem)


def figures_of(event: Event, run: ScheduleRun) -> dict[str, int]:
    """Return the counts of the summary."""
    return {
        "organisations": event.attendances.count(),
        "wishes": event.wishes.count(),
        "requests": sum(not pair.is_refused for pair in wishes.wanted_pairs(event)),
        "meetings": run.meetings.count(),
        "unplaced": run.unplaced.count(),
        "weight": run.weight,
        "bound": run.bound,
    }
