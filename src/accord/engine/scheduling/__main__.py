"""Plan a file: ``python -m accord.engine.scheduling IN.json|IN.dzn OUT.json``."""

import argparse
import sys
from pathlib import Path

from accord.engine.scheduling.dzn import read_dzn
from accord.engine.scheduling.exchange import plan_to_json, problem_from_json
from accord.engine.scheduling.problem import InvalidProblemError, Objective, Problem
from accord.engine.scheduling.result import Limits, Plan, Status
from accord.engine.scheduling.solver import plan

KEPT, NOT_KEPT, BAD_INPUT = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Read a problem, plan it, write the plan and say in words how good it is.

    Returns
    -------
    int
        0 for an optimal or feasible plan, 1 for infeasible or unknown, 2 for
        input that cannot be read or makes no sense.
    """
    given = _parser().parse_args(arguments)
    try:
        problem = read_problem(given.input)
        limits = Limits(given.seconds, given.seed, given.workers)
        found = plan(problem, limits)
        given.output.write_text(plan_to_json(problem, found) + "\n", encoding="utf-8")
    except InvalidProblemError as error:
        print(f"{given.input}: {error}", file=sys.stderr)  # noqa: T201 -- a program for people
        return BAD_INPUT
    except (OSError, UnicodeDecodeError) as error:
        print(f"{given.input}: {_reason(error)}", file=sys.stderr)  # noqa: T201 -- the same
        return BAD_INPUT
    print(summary(problem, found))  # noqa: T201 -- the same
    return KEPT if found.status in {Status.OPTIMAL, Status.FEASIBLE} else NOT_KEPT


def read_problem(path: Path) -> Problem:
    """Read a problem; the ending ``.dzn`` tells the benchmark's format from JSON."""
    text = path.read_text(encoding="utf-8-sig")
    return read_dzn(text) if path.suffix.lower() == ".dzn" else problem_from_json(text)


def summary(problem: Problem, found: Plan) -> str:
    """Return one paragraph that says what was held and how good that is."""
    held = f"{len(found.meetings)} of {len(problem.requests)} meetings are held"
    if found.objective is Objective.MOST_WEIGHT:
        good = f"weight {found.weight} of at most {found.bound} (gap {found.gap:.2%})"
        good += f", {found.breaks} breaks"
    else:
        good = f"{found.breaks} breaks of at least {found.bound}"
    causes: dict[str, int] = {}
    for one in found.unplaced:
        causes[one.cause] = causes.get(one.cause, 0) + 1
    why = ", ".join(f"{cause} {count}" for cause, count in sorted(causes.items()))
    return (
        f"{held}: {good}. Status {found.status}, found by {found.found_by} in "
        f"{found.seconds:.1f} s." + (f" Not held: {why}." if why else "")
    )


def _reason(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "the file is not text in UTF-8; save it as UTF-8 and try again."
    return f"{error.strerror or error}; check the name and the rights."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m accord.engine.scheduling", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("input", type=Path, help="a problem: JSON, or the benchmark's .dzn")
    parser.add_argument("output", type=Path, help="where the plan is written, as JSON")
    parser.add_argument("--seconds", type=float, default=10.0, help="wall-clock budget")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice")
    parser.add_argument("--workers", type=int, default=2, help="threads; 1 makes runs repeat")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
