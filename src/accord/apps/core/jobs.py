"""Long work in the background: one row of progress, one heartbeat, one way to stop.

A context registers a handler per kind of work (``handle`` in its ``apps.py``). The
handler must be repeatable: after a kill -9 the work is queued again and runs once more
from what the first run left in the database.

A worker that was only silent (a suspended machine, a long transaction) may wake up when
another has its work already. So each run holds a claim, the number of its attempt, and
writes only while the claim stands. A handler's last ``report`` is the last thing in the
transaction that saves its result: when the claim is gone, the result goes with it.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks import task

from accord.apps.core import audit, queries
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Deed, Door, JobState
from accord.apps.core.errors import DomainError, JobNotRunningError
from accord.apps.core.models import Job

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 3
SILENCE = timedelta(seconds=15)
MOST_ATTEMPTS = 5
ROWS_COUNTED = 1000  # of each index: enough to tell how far it narrows

Handler = Callable[["Running"], None]

_handlers: dict[str, Handler] = {}


def handle(kind: str, handler: Handler) -> None:
    """Have ``handler`` do the work of that kind."""
    _handlers[kind] = handler


class ClaimLostError(Exception):
    """Another worker has taken the work over; this one writes nothing more."""


@dataclass(slots=True)
class Running:
    """A job while it runs, as its handler sees it."""

    job: Job

    @property
    def payload(self) -> dict[str, Any]:
        """What the job was started with."""
        return dict(self.job.payload)

    @property
    def now(self) -> datetime:
        """The present moment; handlers hand it to their actions as ``acting.at``."""
        return _now()

    def report(self, done: int, total: int, **facts: Any) -> bool:
        """Write the progress down; return whether to go on.

        Facts are added to those reported before.

        Raises
        ------
        ClaimLostError
            When another worker has taken the work over.
        """
        self.job.done, self.job.total = min(done, total), total
        self.job.facts = {**self.job.facts, **facts}
        self.job.heartbeat_at = _now()
        _write(self.job, "done", "total", "facts", "heartbeat_at")
        return self.goes_on()

    def goes_on(self) -> bool:
        """Return whether to go on, and write nothing.

        This is for the middle of a long transaction, whose progress nobody could see.
        """
        self.job.refresh_from_db(fields=["stop_requested"])
        return not self.job.stop_requested


def start_job(acting: Acting, kind: str, subject: str, *, payload: dict[str, Any]) -> Job:
    """Queue a piece of work, or return the same already under way if this person may see it.

    Somebody else's is never handed out: its page, and what it makes, are theirs.
    """
    if kind not in _handlers:
        raise LookupError(kind)
    with transaction.atomic():
        visible = queries.jobs_visible_to(acting)
        under_way = queries.unfinished_jobs(kind, subject).filter(pk__in=visible).first()
        if under_way is not None:
            return under_way
        job = Job.objects.create(
            kind=kind,
            subject=subject,
            payload=payload,
            who=acting.who,
            name=acting.name,
            language=acting.language,
            created_at=acting.at,
        )
        audit.record(acting, Deed.JOB_STARTED, subject, kind=kind)
        run_job.enqueue(job_id=str(job.pk))
    return job


def ask_to_stop(acting: Acting, job: Job | None, subject: str, **facts: audit.Fact) -> None:
    """Ask the worker to stop and keep what it has, for an action whose policy said yes.

    Raises
    ------
    JobNotRunningError
        When the work is over, or there is none.
    """
    if job is None or job.is_over:
        raise JobNotRunningError
    with transaction.atomic():
        job.stop_requested = True
        job.save(update_fields=["stop_requested"])
        audit.record(acting, Deed.JOB_STOP_ASKED, subject, None, **facts)


def requeue_lost_jobs(at: datetime) -> int:
    """Queue again what a killed worker left running; return how many."""
    with transaction.atomic():
        lost = list(queries.lost_jobs(silent_since=at - SILENCE).select_for_update())
        for job in lost:
            job.state = JobState.QUEUED
            job.save(update_fields=["state"])
            run_job.enqueue(job_id=str(job.pk))
    return len(lost)


@task()
def run_job(*, job_id: str) -> None:
    """Do one queued piece of work, from claim to end state."""
    job = _claim(UUID(job_id))
    if job is None:
        return
    try:
        with translation.override(job.language), _heartbeat(job):
            _run(job)
            renew_statistics()
    except ClaimLostError:
        logger.warning(
            "job taken over by another worker kind=%s subject=%s", job.kind, job.subject
        )


def acting_of(job: Job, at: datetime) -> Acting:
    """Return the circumstances of a job's own deeds: its starter, by way of the worker."""
    return Acting(who=job.who, name=job.name, at=at, door=Door.TASK, language=job.language)


def _claim(key: UUID) -> Job | None:
    """Return the job in state running, or None when somebody else has it or it is over."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=key, state=JobState.QUEUED).first()
        if job is None:
            return None
        job.attempts += 1
        job.state, job.heartbeat_at = JobState.RUNNING, _now()
        job.started_at = job.started_at or job.heartbeat_at
        job.save(update_fields=["attempts", "state", "heartbeat_at", "started_at"])
    return job


def _run(job: Job) -> None:
    if job.attempts > MOST_ATTEMPTS:
        _end(
            job,
            JobState.FAILED,
            problem=gettext("The work was interrupted too often. Please start it again."),
        )
        return
    try:
        _handlers[job.kind](Running(job))
    except DomainError as refusal:
        _end(job, JobState.FAILED, problem=str(refusal))
    except ClaimLostError:
        raise
    except Exception:
        logger.exception("job failed kind=%s subject=%s", job.kind, job.subject)
        _end(
            job,
            JobState.FAILED,
            problem=gettext(
                "Something went wrong inside Accord. The people who run it can read why."
            ),
        )
        raise
    else:
        _end(job, JobState.STOPPED if job.stop_requested else JobState.DONE)


def renew_statistics() -> None:
    """Let SQLite count its rows, by which it chooses its indexes; PostgreSQL does so by itself.

    Work in the background is what changes thousands of rows at once.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS_COUNTED}")
            cursor.execute("ANALYZE")


def _end(job: Job, state: JobState, *, problem: str = "") -> None:
    job.state, job.problem, job.ended_at = state, problem, _now()
    _write(job, "state", "problem", "ended_at")


def _write(job: Job, *fields: str) -> None:
    """Write fields of the row, if this run still has the claim."""
    values = {field: getattr(job, field) for field in fields}
    if not _claimed(job).update(**values):
        raise ClaimLostError


def _claimed(job: Job) -> QuerySet[Job]:
    """Return the row as long as the work is this run's."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Let the row say every few seconds that its worker lives."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(HEARTBEAT_SECONDS):
            try:
                _claimed(job).update(heartbeat_at=_now())
            except OperationalError:
                # SQLite has one writer at a time; the next beat comes in a few seconds.
                logger.info("heartbeat missed kind=%s subject=%s", job.kind, job.subject)
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _now() -> datetime:
    return timezone.now()  # noqa: TID251 -- the worker's outermost loop is a door of its own
