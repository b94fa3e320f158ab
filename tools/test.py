"""Install what the tests need and run all of them: on SQLite, then on PostgreSQL.

Usage: ./accord test [--sqlite | --postgresql] [PYTEST ARGUMENTS ...]
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"
PACKAGES = {"chromium": "chromium", "xgettext": "gettext", "pdftoppm": "poppler-utils"}


def main(arguments: list[str]) -> int:
    """Run the tests on both databases; return the worst exit code."""
    install(missing_packages())
    only = {"--sqlite", "--postgresql"} & set(arguments)
    rest = [argument for argument in arguments if argument not in only]
    worst = 0
    if "--postgresql" not in only:
        print("On SQLite:", flush=True)
        worst = max(worst, run(rest, database=None))
    if "--sqlite" not in only:
        with postgresql() as url:
            print("On PostgreSQL:", flush=True)
            # What no database is asked for was tested above.
            worst = max(worst, run(rest or ["-m", "not browser", "tests/apps", "tests/site"], url))
    return worst


def run(arguments: list[str], database: str | None) -> int:
    """Run pytest on a database; None is SQLite."""
    environment = os.environ | {"ACCORD_DATABASE": database} if database else dict(os.environ)
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def missing_packages() -> list[str]:
    """Return Debian's names of the programs that the tests need and the machine lacks."""
    return [package for program, package in PACKAGES.items() if shutil.which(program) is None]


def install(packages: list[str]) -> None:
    """Install system packages, or say in one sentence which are wanted."""
    if not packages:
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    print("Installing", ", ".join(packages), "…", flush=True)
    try:
        for command in (
            ["update", "-q"],
            ["install", "-y", "-q", "--no-install-recommends", *packages],
        ):
            subprocess.run([*prefix, "apt-get", *command], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        names = " ".join(packages)
        raise SystemExit(
            f"The tests need these system packages: {names}. "
            f"Install them (on Debian: apt-get install {names}), then run this command again."
        ) from None


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of a PostgreSQL: the one named, the local one, or one of our own."""
    named = os.environ.get("ACCORD_TEST_POSTGRESQL", LOCAL)
    if answers(named):
        yield named
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        install(["postgresql"])
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    with tempfile.TemporaryDirectory(prefix="accord-postgresql-") as folder:
        yield from _own_server(programs[-1], Path(folder))


def _own_server(programs: Path, folder: Path) -> Iterator[str]:
    """Start a server that listens on a socket in the folder alone; stop it afterwards."""
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    start = f"-k {folder} -c listen_addresses=127.0.0.1 -p 54329 -c fsync=off"
    control = [*user, str(programs / "pg_ctl"), "-D", data]
    _quietly([*user, str(programs / "initdb"), "-D", data, "-A", "trust", "-U", "postgres"])
    _quietly([*control, "-w", "-o", start, "start"])
    try:
        yield "postgresql://postgres@127.0.0.1:54329/postgres"
    finally:
        _quietly([*control, "-m", "fast", "stop"])


def _quietly(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def answers(url: str) -> bool:
    """Tell whether a server answers at the address."""
    import psycopg  # noqa: PLC0415 -- only this question needs it

    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
