"""Server time and queries of every list, board and agenda page, in a large programme.

Usage: ./accord bench pages [--runs N] [--database URL]

The baseline of the same run is a bare answer through the same middleware (a day
read by a form field): what a page costs beyond it is its own.
"""

import argparse
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.machine import machine, spread

if TYPE_CHECKING:
    from django.test import Client

    from benchmarks.world import World

MOST_MILLISECONDS, MOST_QUERIES = 60, 25


@dataclass(frozen=True, slots=True)
class Measured:
    """What one page cost."""

    label: str
    milliseconds: list[float]
    processor: list[float]
    queries: int
    kilobytes: float

    @property
    def is_within(self) -> bool:
        """Whether the page keeps the bars."""
        median = statistics.median(self.milliseconds)
        return median <= MOST_MILLISECONDS and self.queries <= MOST_QUERIES


def main(arguments: list[str]) -> int:
    """Print a line a page; return how many pages break a bar."""
    options = _options(arguments)
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        client, world = _world(folder, options.database)
        pages = [_measure(client, label, path, options.runs) for label, path in _paths(world)]
    print(f"{'page':<34}{'ms: median (least–most)':>26}{'of CPU':>9}{'queries':>9}{'kB':>6}")
    for page in pages:
        mark = "" if page.is_within else "  over the bar"
        print(
            f"{page.label:<34}{spread(page.milliseconds):>26}"
            f"{statistics.median(page.processor):>9.1f}{page.queries:>9}"
            f"{page.kilobytes:>6.0f}{mark}"
        )
    return sum(not page.is_within for page in pages)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="accord bench pages")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--database", default="", help="postgresql://… instead of SQLite")
    return parser.parse_args(arguments)


def _world(folder: str, database: str) -> "tuple[Client, World]":
    os.environ["ACCORD_VAR"] = folder
    Path(folder, "static").mkdir()  # as it is served: hashed and compressed
    os.environ["ACCORD_DATABASE"] = database or f"sqlite:///{folder}/bench.sqlite3"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.site.settings")
    import django  # noqa: PLC0415 -- the environment first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- the same
    from django.test import Client  # noqa: PLC0415 -- the same

    from benchmarks.world import Size, make_world  # noqa: PLC0415 -- the same

    if database:
        call_command("flush", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    world = make_world(Size())
    client = Client()
    gc.collect()
    gc.freeze()  # as the server does once it has loaded everything
    client.force_login(world.manager)
    return client, world


def _paths(world: "World") -> Iterator[tuple[str, str]]:
    from django.urls import reverse  # noqa: PLC0415 -- settings first

    from accord.apps.brokerage.papers.links import key_of  # noqa: PLC0415 -- settings first

    event, run = world.event.reference, world.run.number
    someone = world.event.attendances.order_by("code").first()
    delegate = someone.delegates.get() if someone else None
    if someone is None or delegate is None:
        raise LookupError("the world has no participants")
    for label, name, arguments in (
        ("(baseline) a day read", "ui:read-day", []),
        ("organisations", "directory:organisation-list", []),
        ("one organisation", "directory:organisation-detail", [someone.organisation.reference]),
        ("people", "directory:person-list", []),
        ("one person", "directory:person-detail", [delegate.person.reference]),
        ("programmes", "programmes:programme-list", []),
        ("one programme", "programmes:programme-detail", ["PR-2025-0001"]),
        ("parties", "programmes:party-list", []),
        ("events", "brokerage:event-list", []),
        ("one event", "brokerage:event", [event]),
        ("days", "brokerage:days", [event]),
        ("places", "brokerage:places", [event]),
        ("participants", "brokerage:participants", [event]),
        ("one participant", "brokerage:participant", [event, someone.code]),
        ("a participant's wishes", "brokerage:wishes", [event, someone.code]),
        ("requests", "brokerage:requests", [event]),
        ("interpreters", "brokerage:interpreters", [event]),
        ("runs", "brokerage:runs", [event]),
        ("one run", "brokerage:run", [event, run]),
        ("unplaced", "brokerage:unplaced", [event, run]),
        ("load of participants", "brokerage:load", [event, run]),
        ("board, tables", "brokerage:board", [event, run]),
        ("printed pieces", "brokerage:print", [event]),
    ):
        yield label, reverse(name, args=arguments)
    board = reverse("brokerage:board", args=[event, run])
    yield "board, participants", f"{board}?view=participants"
    lists = reverse("directory:organisation-list")
    yield "organisations, searched", f"{lists}?q=membran"
    yield "organisations, last page", f"{lists}?page=40&sort=-name"
    yield "personal agenda by signed link", reverse("brokerage:personal", args=[key_of(delegate)])


def _measure(client: "Client", label: str, path: str, runs: int) -> Measured:
    from django.db import connection  # noqa: PLC0415 -- settings first
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- settings first

    for _warm in range(2):
        answer = client.get(path)
    if answer.status_code != 200:  # noqa: PLR2004 -- HTTP's own number
        raise LookupError(f"{label} ({path}) answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    asked = len(queries)  # before the next request clears the log
    wall, processor = [], []
    for _run in range(runs):
        began, worked = time.perf_counter(), time.process_time()
        client.get(path)
        wall.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (time.process_time() - worked))
    return Measured(label, wall, processor, asked, len(answer.content) / 1000)
