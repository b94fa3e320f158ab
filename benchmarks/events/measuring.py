"""One event planned in a process of its own, so that its seconds and memory are its own.

The process reads one `Task` as JSON and answers with one `Figures` as JSON.
"""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from accord.engine.scheduling import (
    InvalidProblemError,
    Limits,
    Objective,
    Plan,
    Problem,
    Progress,
    Status,
    breaks_of,
    plan,
    violations,
)
from benchmarks.events import baselines, files, minizinc

ROOT = Path(__file__).resolve().parents[2]
ACCORD, FIRST_FIT, PLAIN, MINIZINC = "accord", "first fit", "CP-SAT", "MiniZinc"
KEPT = {Status.OPTIMAL, Status.FEASIBLE}
EARLY = 10.0


@dataclass(frozen=True, slots=True)
class Task:
    """What to plan, and how: one of `ACCORD`, `FIRST_FIT`, `PLAIN` and `MINIZINC`."""

    source: str
    way: str
    seconds: float
    seed: int
    workers: int


@dataclass(slots=True)
class Figures:
    """What came of it.

    Parameters
    ----------
    asked, people, all_held
        Of the event.
    held, weight, breaks, bound, gap, status, found_by
        Of the plan; the breaks are counted afresh.
    planted
        Breaks of the plan that was planted in the event, if one was.
    broken
        Rules that a plan said to be kept breaks; none in a sound planner.
    seconds, cpu
        Of the clock and of all cores, the prover's process counted.
    loading
        Seconds to load compiled code and solvers, not counted above.
    first
        Seconds to the first plan.
    early_held, early_weight, early_breaks
        Of the best plan after ten seconds (or at the end, if that was sooner).
    megabytes
        Most memory, of this process and the prover's together.
    refusal
        Why the event could not be read.
    """

    asked: int = 0
    people: int = 0
    all_held: bool = False
    held: int = 0
    weight: int = 0
    breaks: int = 0
    bound: int = 0
    gap: float = 0.0
    status: str = Status.UNKNOWN.value
    found_by: str = ""
    planted: int | None = None
    broken: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    loading: float = 0.0
    first: float = 0.0
    early_held: int = 0
    early_weight: int = 0
    early_breaks: int = 0
    megabytes: float = 0.0
    refusal: str = ""


def measured(task: Task) -> Figures:
    """Run a task in a process of its own."""
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.events.measuring"],
        input=json.dumps(asdict(task)),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    )
    if answer.returncode:
        raise ChildProcessError(f"{task.source}, {task.way}: {answer.stderr.strip()}")
    return Figures(**json.loads(answer.stdout))


def figures_of(task: Task) -> Figures:
    """Do a task here."""
    try:
        made = files.load(task.source)
    except InvalidProblemError as error:
        return Figures(refusal=str(error))
    problem, limits = made.problem, Limits(task.seconds, task.seed, task.workers)
    watched = _Watched(problem)
    if task.way == ACCORD:
        watched.figures.loading = _loaded()
    if made.planted is not None:
        watched.figures.planted = sum(breaks_of(problem, made.planted).values())
    began, cpu = time.monotonic(), _cpu()
    if task.way == FIRST_FIT:
        found = baselines.first_fit(problem)
    elif task.way == PLAIN:
        found = baselines.plain_model(problem, limits)
    elif task.way == MINIZINC:
        if not minizinc.can_plan(problem):
            return Figures()
        meetings = minizinc.meetings_of(problem, limits)
        found = baselines.bare_plan(problem, meetings, MINIZINC, began)
    else:
        found = plan(problem, limits, watch=watched.look)
    watched.figures.seconds = time.monotonic() - began
    watched.figures.cpu = _cpu() - cpu
    watched.end(found)
    return watched.figures


@dataclass(slots=True)
class _Watched:
    """The figures of a plan in the making."""

    problem: Problem
    figures: Figures = field(default_factory=Figures)
    early: Plan | None = None
    is_first: bool = True

    def look(self, progress: Progress) -> bool:
        figures = self.figures
        if self.is_first:
            self.is_first, figures.first = False, progress.seconds
        if progress.plan is not None and progress.seconds <= EARLY:
            self.early = progress.plan
        figures.megabytes = max(figures.megabytes, _megabytes())
        return True

    def end(self, found: Plan) -> None:
        figures, problem = self.figures, self.problem
        figures.asked, figures.people = len(problem.requests), len(problem.participants)
        figures.all_held = problem.rules.objective is Objective.FEWEST_BREAKS
        figures.held, figures.weight = len(found.meetings), found.weight
        figures.breaks = sum(breaks_of(problem, found).values())
        figures.bound, figures.gap = found.bound, found.gap
        figures.status, figures.found_by = found.status.value, found.found_by
        if found.status in KEPT:
            figures.broken = len(violations(problem, found))
        early = found if figures.seconds <= EARLY or self.early is None else self.early
        figures.early_held, figures.early_weight = len(early.meetings), early.weight
        figures.early_breaks = sum(breaks_of(problem, early).values())
        figures.megabytes = max(figures.megabytes, _megabytes())


def _loaded() -> float:
    """Load compiled code and solvers by planning something small; return the seconds."""
    began = time.monotonic()
    for name in ("whole-60", "tight-200"):
        plan(files.load(f"{files.OWN}:{name}:0").problem, Limits(0.2, 0, 1))
    return time.monotonic() - began


def _cpu() -> float:
    """Return the seconds of processor used by this process and those it waited for."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (
            resource.getrusage(resource.RUSAGE_SELF),
            resource.getrusage(resource.RUSAGE_CHILDREN),
        )
    )


def _megabytes() -> float:
    """Return the most memory that this process and its living children ever had."""
    children = Path("/proc/self/task").glob("*/children")
    numbers = [number for file in children for number in file.read_text().split()]
    return sum(_high_water(number) for number in ["self", *numbers]) / 1024


def _high_water(process: str) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0  # it has ended meanwhile
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    print(json.dumps(asdict(figures_of(Task(**json.load(sys.stdin))))))
