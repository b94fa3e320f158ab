"""Plan a file: ``python -m accord.engine.scheduling IN.json|IN.dzn OUT.json``."""

import argparse
from pathlib import Path

from accord.engine.scheduling import program


def main(arguments: list[str] | None = None) -> int:
    """Plan as the arguments say; see `program.run` for what it returns."""
    given = _parser().parse_args(arguments)
    return program.run(
        program.Job(given.input, given.seconds, given.seed, given.workers, given.output)
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m accord.engine.scheduling", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("input", type=Path, help="an event: JSON, or the benchmark's .dzn")
    parser.add_argument("output", type=Path, help="where the plan is written as JSON; - prints it")
    parser.add_argument("--seconds", type=float, default=10.0, help="wall-clock budget")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice")
    parser.add_argument("--workers", type=int, default=2, help="threads; 1 makes runs repeat")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
