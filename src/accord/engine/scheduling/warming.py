"""Compile ahead: make the machine code of this version before the first plan needs it.

``python -m accord.engine.scheduling.warming`` takes some twenty seconds once for each version,
and nothing afterwards.
"""

import subprocess
import sys

from accord.engine.scheduling.problem import (
    Objective,
    Participant,
    Problem,
    Request,
    Rules,
    Session,
    Slot,
    Table,
)


def compile_ahead() -> subprocess.Popen[bytes]:
    """Begin to compile in a process of its own, on another core; wait for it or leave it."""
    return subprocess.Popen(
        [sys.executable, "-m", "accord.engine.scheduling.warming"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def main() -> None:
    """Take every way through the compiled code once."""
    from accord.engine.scheduling.grid import Grid  # noqa: PLC0415 -- compiling is slow to load
    from accord.engine.scheduling.search import Budget, Search  # noqa: PLC0415 -- the same

    for objective in Objective:
        search = Search(
            Grid(_small(objective)), all_held=objective is Objective.FEWEST_BREAKS, seed=0
        )
        search.guide((0, 1))
        search.take_rows([(0, 0, 0, -1)])
        search.anneal(Budget(lambda: 0.0, steps=1), lambda: True)


def _small(objective: Objective) -> Problem:
    """Return two meetings of three people."""
    return Problem(
        slots=tuple(
            Slot(f"s{n}", 1, 540 + 20 * n, 560 + 20 * n, Session.MORNING) for n in range(3)
        ),
        participants=tuple(Participant(name) for name in "abc"),
        tables=(Table("t"),),
        requests=(Request("ab", "a", "b"), Request("bc", "b", "c")),
        rules=Rules(objective=objective),
    )


if __name__ == "__main__":
    main()
