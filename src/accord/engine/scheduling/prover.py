"""Prove that no plan has fewer breaks, or find one: a process of its own, to be stopped by force.

It reads a problem and a number of breaks, one JSON document, and answers in lines of JSON:
``{"bound": n}`` when fewer are refuted, ``{"slots": [...], "breaks": n}`` for a plan, and
``{"infeasible": true}`` when none holds all. It ends with the best plan, or at the number given.
"""

import ctypes
import json
import signal
import sys
from collections.abc import Callable
from typing import Any

from pysat.solvers import Solver

from accord.engine.scheduling.encoding import Encoding
from accord.engine.scheduling.exchange import problem_from_json
from accord.engine.scheduling.grid import Grid

SOLVER = "cadical153"  # finds the last plan sooner, and more evenly, than 1.9.5
SIGNAL_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG of Linux
MANY_BREAKS = 60  # counted where no plan is known
Say = Callable[[dict[str, Any]], None]


def prove(grid: Grid, fewest: int | None, say: Say) -> None:
    """Refute ever more breaks, from none up, until a plan is found or `fewest` is reached.

    ``None``: no plan is known that holds all requests.
    """
    encoding = Encoding(grid)
    formula = encoding.formula
    most_breaks = MANY_BREAKS if fewest is None else fewest
    outputs = formula.count(encoding.breaks, most_breaks, both=False) if encoding.breaks else []
    with Solver(name=SOLVER, bootstrap_with=formula.clauses) as solver:
        if fewest is None:
            if not solver.solve():
                say({"infeasible": True})
                return
            _tell(solver, encoding, say)
        for most in range(min(most_breaks, len(outputs))):
            # Too few breaks are refuted in no time, and the solver learns what it needs later.
            if solver.solve(assumptions=[-outputs[most]]):
                _tell(solver, encoding, say)
                return
            say({"bound": most + 1})


def _tell(solver: Any, encoding: Encoding, say: Say) -> None:
    """Say which plan was found."""
    model = {literal for literal in solver.get_model() if literal > 0}
    say({"slots": encoding.slots(model), "breaks": sum(one in model for one in encoding.breaks)})


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)  # noqa: T201 -- a line of the protocol


def main() -> None:
    """Serve one problem from the standard input, and never outlive who asked."""
    if sys.platform == "linux":
        # The solver listens to nobody for minutes; a planner killed by force leaves it nobody.
        ctypes.CDLL(None).prctl(SIGNAL_WHEN_PARENT_DIES, signal.SIGKILL)
    given = json.load(sys.stdin)
    prove(Grid(problem_from_json(given["problem"])), given["fewest"], _say)


if __name__ == "__main__":
    main()
