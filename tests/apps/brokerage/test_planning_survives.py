"""A worker that is killed in the middle of planning loses nothing that it had found."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

PARTICIPANTS = 24  # of each side; with so few tables the search has enough to do
SECONDS = 6
PATIENCE_SECONDS = 60

PREPARE = f"""
import random
from accord.apps.brokerage.actions import planning
from tests import make

ours, theirs = make.party(), make.party()
event = make.event(make.programme(ours, theirs), slots=12, tables=9)
left = [make.attendance(event, party=ours) for _ in range({PARTICIPANTS})]
right = [make.attendance(event, party=theirs) for _ in range({PARTICIPANTS})]
rng = random.Random(1)
for one in left:
    for other in rng.sample(right, 9):
        make.wish(one, other)
run = planning.plan_event(make.administrator(), event, seconds={SECONDS})
"""

REQUEUE = """
from datetime import timedelta
from django.utils import timezone
from accord.apps.core import jobs

print(jobs.requeue_lost_jobs(timezone.now() + timedelta(minutes=1)))
"""

TELL = """
import json
from accord.apps.brokerage.models import ScheduleRun

run = ScheduleRun.objects.select_related("job").get()
print(json.dumps({
    "status": run.status,
    "held": run.meetings.count(),
    "unplaced": run.unplaced.count(),
    "found_by": run.found_by,
    "seconds": run.seconds_used,
    "state": run.job.state,
    "attempts": run.job.attempts,
}))
"""


def test_planning_goes_on_where_a_killed_worker_left_it(tmp_path: Path) -> None:
    database = tmp_path / "accord.sqlite3"
    environment = {
        **os.environ,
        "ACCORD_VAR": str(tmp_path),
        "ACCORD_DATABASE": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "accord.site.settings",
    }
    manage(environment, "migrate", "--verbosity", "0")
    run_code(environment, PREPARE)

    worker = subprocess.Popen(command("db_worker"), env=environment)  # noqa: S603 -- our own program
    try:
        best = wait_for_best(database)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert json.loads(run_code(environment, TELL))["state"] == "running"
    assert run_code(environment, REQUEUE) == "1"
    manage(environment, "db_worker", "--batch")

    told = json.loads(run_code(environment, TELL))
    assert (told["state"], told["attempts"]) == ("done", 2)
    assert told["held"] >= len(best)
    assert told["held"] + told["unplaced"] == PARTICIPANTS * 9
    assert "start" in told["found_by"]
    assert told["seconds"] < SECONDS + 4


def command(*arguments: str) -> list[str]:
    start = "import sys; from django.core.management import execute_from_command_line as run"
    return [sys.executable, "-c", f"{start}; run(sys.argv)", *arguments]


def manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(  # noqa: S603 -- our own program
        command(*arguments), env=environment, check=True, timeout=PATIENCE_SECONDS
    )


def run_code(environment: dict[str, str], code: str) -> str:
    """Run code in a process of its own, and return what it printed."""
    program = f"import django; django.setup()\n{code}"
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", program],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    return done.stdout.strip()


def wait_for_best(database: Path) -> list[object]:
    """Return the meetings of the best plan that the worker has saved."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with closing(sqlite3.connect(database, timeout=10)) as connection:
            (saved,) = connection.execute(
                "SELECT best_so_far FROM brokerage_schedulerun"
            ).fetchone()
        if saved:
            meetings: list[object] = json.loads(saved)["meetings"]
            return meetings
        time.sleep(0.1)
    raise AssertionError("The worker has saved no plan.")
