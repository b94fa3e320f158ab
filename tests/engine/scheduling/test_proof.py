"""The prover is a process of its own: it may die, and must not outlive who asked."""

import os
import random
import signal
import subprocess
import sys
import time
from itertools import combinations
from pathlib import Path

import pytest

from accord.engine.scheduling import (
    Limits,
    Objective,
    Participant,
    Placement,
    Problem,
    Progress,
    Request,
    Rules,
    Status,
    Table,
    plan,
    problem_to_json,
    violations,
)
from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.proof import Proof
from tests.engine.scheduling import make

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

ASK = """
import sys
from accord.engine.scheduling import problem_from_json
from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.proof import Proof
with Proof(Grid(problem_from_json(sys.stdin.read())), 40) as proof:
    proof.answers(60)
    print(proof._process.pid, flush=True)
    sys.stdin.close()
    while True:
        proof.answers(60)
"""


def tight() -> Problem:
    """Return an event whose proof takes far longer than any test looks at it."""
    chance = random.Random(7)  # noqa: S311 -- repeatable, no secret
    pairs = chance.sample(list(combinations(range(40), 2)), 230)
    return Problem(
        slots=make.slots(20, mornings=12),
        participants=tuple(Participant(f"p{n}") for n in range(40)),
        tables=tuple(Table(f"t{n}") for n in range(12)),
        requests=tuple(Request(f"r{a}-{b}", f"p{a}", f"p{b}") for a, b in pairs),
        rules=Rules(objective=Objective.FEWEST_BREAKS, fair_breaks=2),
    )


def provers(parent: int) -> list[int]:
    """Return the provers that a process has started and that still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            command = (status.parent / "cmdline").read_text()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z" and "scheduling.prover" in command:
            found.append(int(status.parent.name))
    return found


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_plan_survives_its_prover_and_says_so() -> None:
    problem = tight()

    def watch(_progress: Progress) -> bool:
        for pid in provers(os.getpid()):
            os.kill(pid, signal.SIGKILL)
        return True

    found = plan(problem, Limits(seconds=8, workers=2), watch=watch)

    assert "the prover failed" in found.found_by
    assert found.status in {Status.FEASIBLE, Status.UNKNOWN}
    assert {one.code for one in violations(problem, found)} <= {"not-held", "unfair-breaks"}


def test_a_proof_that_is_stopped_has_not_failed() -> None:
    with Proof(Grid(tight()), 40) as proof:
        pass

    assert not proof.has_failed


def test_a_prover_goes_when_its_planner_is_killed() -> None:
    asking = subprocess.Popen(  # noqa: S603 -- our own program
        [sys.executable, "-c", ASK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert asking.stdin is not None
    assert asking.stdout is not None
    with asking.stdin as way_in:
        way_in.write(problem_to_json(tight()))
    prover = int(asking.stdout.readline())
    assert is_running(prover)

    asking.kill()
    asking.wait()
    asking.stdout.close()

    until = time.monotonic() + 10
    while is_running(prover) and time.monotonic() < until:
        time.sleep(0.01)
    assert not is_running(prover)


def test_an_event_that_is_locked_whole_is_left_as_it_is() -> None:
    requests = (
        make.request("first", locked=Placement("s1")),
        make.request("last", right="cyrus", locked=Placement("s3")),
    )
    problem = make.problem(*requests, slots=make.slots(3))

    found = plan(problem, Limits(seconds=1, workers=1))

    assert [(one.request, one.slot) for one in found.meetings] == [("first", "s1"), ("last", "s3")]
    assert (found.status, found.breaks) == (Status.OPTIMAL, 1)
