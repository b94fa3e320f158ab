"""Plan a file from the command line: read, search with a watcher, write, sum up in words."""

import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TextIO

from accord.engine.scheduling.dzn import read_dzn
from accord.engine.scheduling.exchange import plan_to_json, problem_from_json
from accord.engine.scheduling.planning import plan
from accord.engine.scheduling.problem import InvalidProblemError, Objective, Problem
from accord.engine.scheduling.result import Cause, Limits, Plan, Progress, Status

KEPT, NOT_KEPT, BAD_INPUT = 0, 1, 2
STANDARD_OUTPUT = "-"
ARCHIVE = b"PK\x03\x04"  # what every .xlsx begins with, whatever its name
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".ods"})
REASONS = {
    Cause.NO_COMMON_SLOT: "the two are never there at the same time",
    Cause.SIDE_IS_FULL: "one of the two has no time left",
    Cause.NO_TABLE: "no table is free when both could meet",
    Cause.NO_INTERPRETER: "no interpreter is free when both could meet",
    Cause.PRECEDENCE: "another meeting must come first",
    Cause.OUTRANKED: "other meetings took the places",
}


@dataclass(frozen=True, slots=True)
class Job:
    """What a command line asks for.

    Parameters
    ----------
    source
        The event: a ``.dzn`` file or the engine's JSON.
    seconds, seed, workers
        As in `Limits`; refused there, in a sentence, when they make no sense.
    target
        Where the plan goes as JSON, ``-`` for the standard output; ``None`` writes none.
    """

    source: Path
    seconds: float
    seed: int
    workers: int
    target: Path | None


def run(job: Job) -> int:
    """Plan a file and say how good the plan is; show progress where somebody is watching.

    Ctrl+C ends the search and keeps the best.

    Returns
    -------
    int
        0 for an optimal or feasible plan, 1 for infeasible or unknown, 2 for input that
        cannot be read or makes no sense, or a plan that cannot be written.
    """
    to_output = job.target is not None and str(job.target) == STANDARD_OUTPUT
    try:
        problem = read_problem(job.source)
    except InvalidProblemError as error:
        return _refused(f"{job.source}: {error}")
    except (OSError, UnicodeDecodeError) as error:
        return _refused(f"{job.source}: {_reason(error)}")
    try:
        limits = Limits(job.seconds, job.seed, job.workers)
        if job.target is not None and not to_output:
            _need_folder(job.target)
        found = _searched(problem, limits)
        if to_output:
            sys.stdout.write(plan_to_json(problem, found) + "\n")
        elif job.target is not None:
            job.target.write_text(plan_to_json(problem, found) + "\n", encoding="utf-8")
    except InvalidProblemError as error:
        return _refused(str(error))
    except OSError as error:
        return _refused(f"{job.target}: {_reason(error)}")
    print(summary(problem, found), file=sys.stderr if to_output else sys.stdout)
    return KEPT if found.status in {Status.OPTIMAL, Status.FEASIBLE} else NOT_KEPT


def read_problem(path: Path) -> Problem:
    """Read a problem; the ending ``.dzn`` tells the benchmark's format from JSON.

    Raises
    ------
    InvalidProblemError
        One sentence that says what is wrong, and where.
    OSError, UnicodeDecodeError
        The file cannot be read, or is no text.
    """
    content = path.read_bytes()
    if path.suffix.lower() in WORKBOOKS or content.startswith(ARCHIVE):
        raise InvalidProblemError(
            "a workbook needs the directory of organisations to be understood; take it over "
            "with “accord event import” and plan it with “accord event plan”."
        )
    text = content.decode("utf-8-sig")
    return read_dzn(text) if path.suffix.lower() == ".dzn" else problem_from_json(text)


def summary(problem: Problem, found: Plan) -> str:
    """Return one paragraph that says what is held, how good that is, and why the rest is not."""
    parts = [_held(problem, found), _quality(problem, found), *_reasons(found)]
    parts.append(f"Found in {found.seconds:.1f} s ({found.found_by}).")
    return " ".join(part for part in parts if part)


def _held(problem: Problem, found: Plan) -> str:
    asked, held = len(problem.requests), len(found.meetings)
    if asked == held:
        return "The one meeting is held." if asked == 1 else f"All {asked:,} meetings are held."
    return f"{held:,} of {asked:,} meetings are held."


def _quality(problem: Problem, found: Plan) -> str:
    if problem.rules.objective is Objective.FEWEST_BREAKS:
        return _quality_of_breaks(problem, found)
    worth = f"They are worth {_points(found.weight)}"
    idle = f"{_breaks(found.breaks)} between the meetings of a participant remain."
    match found.status:
        case Status.OPTIMAL:
            return f"{worth}, and no plan is worth more; {idle}"
        case Status.FEASIBLE:
            return f"{worth} of at most {found.bound:,} ({_share(found)} below); {idle}"
        case Status.INFEASIBLE:
            return f"{worth}. Not all locked meetings can be kept where they are: that is proven."
        case Status.UNKNOWN:
            return f"{worth}. Not all locked meetings are kept, and whether they can be is open."


def _quality_of_breaks(problem: Problem, found: Plan) -> str:
    match found.status:
        case Status.OPTIMAL:
            return f"Participants have {_breaks(found.breaks)} in all; no plan has fewer."
        case Status.FEASIBLE:
            return (
                f"Participants have {_breaks(found.breaks)} in all; no plan has fewer than "
                f"{found.bound:,}."
            )
        case Status.INFEASIBLE:
            return "No plan holds them all and keeps every rule: that is proven."
        case Status.UNKNOWN if len(found.meetings) == len(problem.requests):
            return (
                f"The {_breaks(found.breaks)} are not shared out as evenly as demanded; more "
                "seconds may find how."
            )
        case Status.UNKNOWN:
            return "Whether all can be held is open; more seconds may tell."


def _breaks(count: int) -> str:
    return "1 break" if count == 1 else f"{count:,} breaks"


def _points(count: int) -> str:
    return "1 point" if count == 1 else f"{count:,} points"


def _share(found: Plan) -> str:
    share = 100 * found.gap
    return "less than 0.01 %" if share < 0.01 else f"{share:.2g} %"  # noqa: PLR2004 -- as it says


def _reasons(found: Plan) -> Iterator[str]:
    causes = Counter(one.cause for one in found.unplaced)
    if causes:
        why = "; ".join(f"{count:,} because {REASONS[one]}" for one, count in causes.most_common())
        yield f"Not held: {why}."


def _searched(problem: Problem, limits: Limits) -> Plan:
    """Plan until the budget ends or somebody presses Ctrl+C."""
    with _stopped_by_hand() as is_stopped, Line(sys.stderr, problem) as line:

        def watch(progress: Progress) -> bool:
            line.show(progress)
            return not is_stopped

        return plan(problem, limits, watch=watch)


@contextmanager
def _stopped_by_hand() -> Iterator[list[int]]:
    """Turn the first Ctrl+C into an entry of the list; the second ends the program."""
    pressed: list[int] = []
    before = signal.getsignal(signal.SIGINT)

    def press(number: int, _frame: object) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, press)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


class Line:
    """The line of progress, written over itself; silent unless it goes to a terminal."""

    def __init__(self, stream: TextIO, problem: Problem) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._is_weight = problem.rules.objective is Objective.MOST_WEIGHT
        self._all = sum(request.weight for request in problem.requests)
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._write("")

    def show(self, progress: Progress) -> None:
        """Say the best, the bound and the seconds."""
        if self._is_weight:
            best = f"{progress.weight:,} points of at most {progress.bound:,}"
        elif progress.weight < self._all:
            best = f"{progress.weight:,} of {self._all:,} points held"
        else:
            best = f"{_breaks(progress.breaks)}, at least {progress.bound:,}"
        self._write(f"{progress.seconds:5.1f} s  {best}  ({progress.found_by})")

    def _write(self, text: str) -> None:
        if self._is_terminal:
            self._stream.write("\r" + text.ljust(self._width) + ("" if text else "\r"))
            self._stream.flush()
            self._width = len(text)


def _need_folder(target: Path) -> None:
    """Refuse a target that could not be written, before the search rather than after it."""
    if target.is_dir():
        raise IsADirectoryError(0, "it is a folder, and a file is needed")
    if not target.parent.is_dir():
        raise FileNotFoundError(0, "there is no such folder")


def _refused(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return BAD_INPUT


def _reason(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "the file is not text in UTF-8; save it as UTF-8 and try again."
    return f"{error.strerror or error}; check the name and the rights."
