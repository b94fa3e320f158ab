"""Run a benchmark by name.

Usage: ./accord bench [NAME [ARGUMENTS ...]]
"""

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main(arguments: list[str]) -> int:
    """Run the benchmark, or list them all."""
    names = sorted(p.stem for p in (ROOT / "benchmarks").glob("*.py") if p.stem != "__init__")
    if not arguments or arguments[0] not in names:
        print("Benchmarks:", ", ".join(names))
        return 0 if not arguments else 2
    module = importlib.import_module(f"benchmarks.{arguments[0]}")
    return int(module.main(arguments[1:]))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
