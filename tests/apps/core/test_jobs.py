"""Long work in the background."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accord.apps.core import actions, jobs, queries
from accord.apps.core.enums import JobState
from accord.apps.core.errors import JobNotRunningError, NotAllowedError, ReasonMissingError
from accord.apps.core.models import AuditEntry, Job, Note
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

KIND = "tests.count"


def count(running: jobs.Running) -> None:
    """Count to the number in the payload; stop when asked to."""
    total = running.payload["total"]
    for done in range(1, total + 1):
        if not running.report(done, total, reached=done):
            return


@pytest.fixture
def handler() -> Iterator[Callable[[jobs.Handler], None]]:
    """Let a test say what the work is."""
    jobs.handle(KIND, count)
    yield lambda chosen: jobs.handle(KIND, chosen)
    jobs._handlers.pop(KIND)  # noqa: SLF001 -- as it was before


def start(total: int = 3) -> Job:
    return jobs.start_job(make.acting(), KIND, "EV-2025-0001", payload={"total": total})


def run(job: Job) -> Job:
    jobs.run_job.func(job_id=str(job.pk))
    job.refresh_from_db()
    return job


@pytest.mark.usefixtures("handler")
def test_work_runs_to_its_end_and_says_how_far_it_came() -> None:
    job = run(start())

    assert (job.state, job.done, job.total, job.percent) == (JobState.DONE, 3, 3, 100)
    assert job.facts == {"reached": 3}
    assert job.ended_at is not None
    assert [entry.deed for entry in AuditEntry.objects.all()] == ["core.job.started"]


@pytest.mark.usefixtures("handler")
def test_starting_twice_gives_the_work_under_way() -> None:
    first, second = start(), start()

    assert first == second
    assert DBTaskResult.objects.count() == 1


@pytest.mark.usefixtures("handler")
def test_somebody_elses_work_is_not_handed_out() -> None:
    theirs = start()
    somebody = replace(make.acting(), who="reza")

    own = jobs.start_job(somebody, KIND, "EV-2025-0001", payload={"total": 3})
    seen = jobs.start_job(
        replace(make.administrator(), who="root"), KIND, "EV-2025-0001", payload={"total": 3}
    )

    assert own != theirs
    assert own in queries.jobs_visible_to(somebody)
    assert seen == theirs


@pytest.mark.usefixtures("handler")
def test_work_that_is_asked_to_stop_keeps_what_it_has() -> None:
    job = start(total=5)
    actions.ask_job_to_stop(make.acting(), job)

    run(job)

    assert (job.state, job.done) == (JobState.STOPPED, 1)


@pytest.mark.usefixtures("handler")
def test_work_that_ended_cannot_be_stopped() -> None:
    job = run(start())

    with pytest.raises(JobNotRunningError):
        actions.ask_job_to_stop(make.acting(), job)


@pytest.mark.usefixtures("handler")
def test_nobody_stops_the_work_of_others() -> None:
    job = start()
    job.who = "somebody else"

    with pytest.raises(NotAllowedError):
        actions.ask_job_to_stop(make.acting(), job)


@pytest.mark.usefixtures("handler")
def test_work_whose_worker_was_killed_is_queued_and_runs_again() -> None:
    job = start()
    silent_since = make.NOON - timedelta(minutes=1)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, heartbeat_at=silent_since)

    assert jobs.requeue_lost_jobs(make.NOON) == 1
    assert DBTaskResult.objects.count() == 2
    assert run(job).state == JobState.DONE


@pytest.mark.usefixtures("handler")
def test_work_whose_worker_lives_is_left_alone() -> None:
    job = start()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, heartbeat_at=make.NOON)

    assert jobs.requeue_lost_jobs(make.NOON + timedelta(seconds=5)) == 0
    assert list(queries.lost_jobs(silent_since=make.NOON)) == []


@pytest.mark.usefixtures("handler")
def test_work_that_runs_elsewhere_is_not_run_twice() -> None:
    job = start()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, heartbeat_at=make.NOON)

    run(job)

    assert (job.state, job.attempts) == (JobState.RUNNING, 0)


@pytest.mark.usefixtures("handler")
def test_work_that_is_killed_again_and_again_is_given_up_with_a_sentence() -> None:
    job = start()
    Job.objects.filter(pk=job.pk).update(attempts=jobs.MOST_ATTEMPTS)

    run(job)

    assert job.state == JobState.FAILED
    assert job.problem == "The work was interrupted too often. Please start it again."


def test_a_worker_that_was_taken_for_dead_saves_nothing_when_it_wakes(
    handler: Callable[[jobs.Handler], None],
) -> None:
    side = make.side()

    def work(running: jobs.Running) -> None:
        if running.job.attempts == 1:
            jobs.requeue_lost_jobs(running.now + timedelta(minutes=1))
            jobs.run_job.func(job_id=str(running.job.pk))
        with transaction.atomic():
            note = f"Saved by run {running.job.attempts}."
            Note.objects.create(side=side, subject="EV", text=note, by="", at=make.NOON)
            running.report(1, 1, by=running.job.attempts)

    handler(work)

    job = run(start())

    assert [note.text for note in Note.objects.all()] == ["Saved by run 2."]
    assert (job.state, job.attempts, job.facts) == (JobState.DONE, 2, {"by": 2})


def test_a_worker_that_was_taken_for_dead_does_not_end_what_another_does(
    handler: Callable[[jobs.Handler], None],
) -> None:
    def refuse(running: jobs.Running) -> None:
        jobs.requeue_lost_jobs(running.now + timedelta(minutes=1))
        raise ReasonMissingError

    handler(refuse)

    job = run(start())

    assert (job.state, job.problem, job.ended_at) == (JobState.QUEUED, "", None)


def test_work_that_is_silent_in_a_long_transaction_is_not_taken_away(
    handler: Callable[[jobs.Handler], None],
) -> None:
    requeued = []

    def watch() -> None:
        requeued.append(jobs.requeue_lost_jobs(timezone.now()))
        connection.close()

    watcher = threading.Thread(target=watch)

    def save_slowly(running: jobs.Running) -> None:
        long_ago = running.now - timedelta(minutes=1)
        Job.objects.filter(pk=running.job.pk).update(heartbeat_at=long_ago)
        with transaction.atomic():
            running.report(0, 1)
            watcher.start()
            watcher.join(timeout=0.5)
            assert watcher.is_alive()  # it waits for this transaction, and then finds a sign
            running.report(1, 1)

    handler(save_slowly)

    job = run(start())
    watcher.join()

    assert requeued == [0]
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_a_refusal_ends_the_work_with_its_sentence(
    handler: Callable[[jobs.Handler], None],
) -> None:
    def refuse(_running: jobs.Running) -> None:
        raise ReasonMissingError

    handler(refuse)

    job = run(start())

    assert job.state == JobState.FAILED
    assert job.problem == "Please say why, in one sentence."


def test_a_bug_ends_the_work_with_a_polite_sentence(
    handler: Callable[[jobs.Handler], None],
) -> None:
    def fall(_running: jobs.Running) -> None:
        raise ZeroDivisionError

    handler(fall)
    job = start()

    with pytest.raises(ZeroDivisionError):
        run(job)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.problem == (
        "Something went wrong inside Accord. The people who run it can read why."
    )


def test_work_of_an_unknown_kind_is_not_started() -> None:
    with pytest.raises(LookupError):
        jobs.start_job(make.acting(), "no.such.kind", "EV-2025-0001", payload={})
