"""Compile ahead: make the machine code of this version before the first plan needs it.

``python -m accord.engine.scheduling.warming`` takes some fifteen seconds once for each version,
and nothing afterwards.
"""

import fcntl
import subprocess
import sys
from functools import cache

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


@cache
def ready() -> None:
    """Return when this process has the machine code of this version; compile it if nobody has.

    Whoever comes while another process compiles waits for that one. To load what was compiled
    takes the first call of a process a second.
    """
    from accord.engine.scheduling.compiling import FOLDER  # noqa: PLC0415 -- slow to load

    done = FOLDER / "complete"
    if not done.exists():
        with (FOLDER / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                _go_through()
                done.touch()
    _go_through()


def _go_through() -> None:
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
        search.ease(float("inf"))


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
    ready()
