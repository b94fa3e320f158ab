"""Work that a command does itself and follows to its end; Ctrl+C stops it as a button would."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import connection

from accord.apps.core import jobs
from accord.apps.core import queries as core
from accord.apps.core.acting import Acting
from accord.apps.core.errors import JobNotRunningError
from accord.apps.core.models import Job

SECONDS_BETWEEN_LOOKS = 0.1


def carried_out(
    acting: Acting, key: Any, *, look: Callable[[Job], None], stop: Callable[[], None]
) -> Job:
    """Do the worker's part here, unless a worker was quicker; return the last state.

    Parameters
    ----------
    key
        Of the job.
    look
        Called with the job's state, over and over.
    stop
        Called on Ctrl+C; what there is by then is kept.
    """
    worker = threading.Thread(target=_work, args=(str(key),))
    worker.start()
    try:
        job = _watched(acting, str(key), look)
    except KeyboardInterrupt:
        with suppress(JobNotRunningError):
            stop()
        job = _watched(acting, str(key), look)
    worker.join()
    return job


def _work(key: str) -> None:
    try:
        with suppress(Exception):  # the outermost loop: the row of the job says what went wrong
            jobs.run_job.call(job_id=key)
    finally:
        connection.close()


def _watched(acting: Acting, key: str, look: Callable[[Job], None]) -> Job:
    while True:
        job = core.jobs_visible_to(acting).get(pk=key)
        look(job)
        if job.is_over:
            return job
        time.sleep(SECONDS_BETWEEN_LOOKS)
