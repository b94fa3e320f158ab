"""What a user of MiniZinc would get: a plain model, solved by Gecode."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from accord.engine.scheduling import Limits, Meeting, Objective, Problem
from benchmarks.events.baselines import is_open

PROGRAM = "minizinc"
MODEL = Path(__file__).with_name("brokerage.mzn")
MOST_REQUESTS = 400  # above it the model alone takes minutes to be written out
MORE_SECONDS = 60.0  # for writing out the model, which its limit does not count


def can_plan(problem: Problem) -> bool:
    """Tell whether the program is there, and the event small and plain enough for the model."""
    return (
        shutil.which(PROGRAM) is not None
        and len(problem.requests) <= MOST_REQUESTS
        and not any(one.languages or one.locked for one in problem.requests)
        and all(one.parallel == 1 for one in problem.participants)
    )


def meetings_of(problem: Problem, limits: Limits) -> list[Meeting]:
    """Return the meetings of the best plan found in time, tables given out in turn."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "event.json")
        data.write_text(json.dumps(data_of(problem)), encoding="utf-8")
        lines = _solved(data, limits)
    slots = next((one["slot"] for one in reversed(lines) if "slot" in one), [])
    used = [0] * (len(problem.slots) + 1)
    found = []
    for request, slot in zip(problem.requests, slots, strict=False):
        if slot:
            table = problem.tables[used[slot]].key if problem.tables else None
            used[slot] += 1
            found.append(Meeting(request.key, problem.slots[slot - 1].key, table))
    return found


def _solved(data: Path, limits: Limits) -> list[Mapping[str, list[int]]]:
    """Run the program; return the solutions that it printed, the best last."""
    command = [
        PROGRAM, "--solver", "gecode", "--output-mode", "json", "-i", "-r", str(limits.seed),
        "-p", str(limits.workers), "--time-limit", str(int(limits.seconds * 1000)),
        str(MODEL), str(data),
    ]  # fmt: skip
    try:
        answer = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=limits.seconds + MORE_SECONDS,
        )
    except subprocess.TimeoutExpired as stopped:
        printed = (stopped.stdout or b"").decode()
    else:
        printed = answer.stdout
        if answer.returncode:
            last = answer.stderr.strip().splitlines()[-1:]
            raise ChildProcessError(f"MiniZinc ended with {answer.returncode}: {last}")
    return [json.loads(one) for one in printed.split("----------") if one.strip().startswith("{")]


def data_of(problem: Problem) -> dict[str, object]:
    """Return the event as the model reads it: everything is numbered from 1."""
    absent = {one.key: one.absent for one in problem.participants}
    number = {one.key: n for n, one in enumerate(problem.requests, start=1)}
    own: dict[str, list[int]] = {one.key: [] for one in problem.participants}
    for n, one in enumerate(problem.requests, start=1):
        own[one.left].append(n)
        own[one.right].append(n)
    fair = problem.rules.fair_breaks
    return {
        "people": len(problem.participants),
        "meetings": len(problem.requests),
        "slots": len(problem.slots),
        "tables": len(problem.tables) or len(problem.requests),
        "all_held": problem.rules.objective is Objective.FEWEST_BREAKS,
        "fair": len(problem.slots) if fair is None else fair,
        "day": [slot.day for slot in problem.slots],
        "open": [
            {
                "set": [
                    s
                    for s, slot in enumerate(problem.slots, start=1)
                    if slot.key not in absent[one.left] | absent[one.right]
                    and is_open(one.session, slot.session)
                ]
            }
            for one in problem.requests
        ],
        "weight": [one.weight for one in problem.requests],
        "own": [{"set": meetings} for meetings in own.values()],
        "after": [{"set": [number[key] for key in one.after]} for one in problem.requests],
    }
