"""Run every check that needs no database: format, lint, house rules, contracts, types, texts.

Usage: ./accord check [--fix]
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

STEPS: tuple[tuple[str, list[str]], ...] = (
    ("format", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("house rules", ["python", "tools/house_rules.py"]),
    ("contracts", ["lint-imports", "--no-logo"]),
    ("templates", ["djlint", "src", "--lint", "--quiet"]),
    ("message catalogues", ["python", "tools/catalogues.py", "check"]),
    ("migrations", ["python", "-m", "django", "makemigrations", "--check", "--dry-run"]),
    ("system checks", ["python", "-m", "django", "check", "--fail-level", "WARNING"]),
    ("types", ["mypy"]),
)


def main(arguments: list[str]) -> int:
    """Run the steps, print what failed; return how many did."""
    if "--fix" in arguments:
        _run(["ruff", "check", "--fix", "--quiet", "."])
        _run(["ruff", "format", "--quiet", "."])
    failed = 0
    for name, command in STEPS:
        started = time.monotonic()
        result = _run(command)
        seconds = time.monotonic() - started
        print(
            f"{'ok  ' if result.returncode == 0 else 'FAIL'} {name} ({seconds:.1f} s)", flush=True
        )
        if result.returncode:
            failed += 1
            print(result.stdout[-6000:], result.stderr[-3000:], sep="\n")
    return failed


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "accord.site.settings",
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    }
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
