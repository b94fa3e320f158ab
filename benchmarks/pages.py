"""Server time and queries of every list, board and agenda page, in a large programme.

Usage: ./accord bench pages [--runs N] [--database URL] [--only WORDS]

The baseline is a bare answer through the same middleware (a day read by a form field),
measured in turn with each page: on a busy machine both are slow, and how many baselines a
page costs stays what it was.
"""

import argparse
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.machine import machine, spread

if TYPE_CHECKING:
    from django.test import Client

    from benchmarks.addresses import Address

MOST_MILLISECONDS, MOST_QUERIES = 60, 25


class Cost(NamedTuple):
    """Milliseconds of one request, by the clock and of the processor."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What one page cost."""

    label: str
    milliseconds: list[float]
    processor: list[float]
    baselines: float
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
        ready(folder, options.database)
        pages = measured(_addresses(options.only), options.runs)
    return told(pages)


def told(pages: "list[Measured]") -> int:
    """Print a line for each page; return how many break a bar."""
    print(
        f"{'page':<42}{'ms: median (least–most)':>26}{'of CPU':>9}"
        f"{'baselines':>11}{'queries':>9}{'kB':>6}"
    )
    for page in pages:
        mark = "" if page.is_within else "  over the bar"
        print(
            f"{page.label:<42}{spread(page.milliseconds):>26}"
            f"{statistics.median(page.processor):>9.1f}{page.baselines:>11.1f}"
            f"{page.queries:>9}{page.kilobytes:>6.0f}{mark}"
        )
    return sum(not page.is_within for page in pages)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="accord bench pages")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--database", default="", help="postgresql://… instead of SQLite")
    parser.add_argument("--only", default="", help="pages whose label holds these words")
    return parser.parse_args(arguments)


def ready(folder: str, database: str) -> None:
    """Prepare an empty database, and the site as it is served."""
    os.environ["ACCORD_VAR"] = folder
    Path(folder, "static").mkdir()  # as it is served: hashed and compressed
    os.environ["ACCORD_DATABASE"] = database or f"sqlite:///{folder}/bench.sqlite3"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.site.settings")
    import django  # noqa: PLC0415 -- the environment first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- the same

    if database:
        call_command("flush", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _addresses(words: str) -> "list[Address]":
    from accord.apps.core.jobs import renew_statistics  # noqa: PLC0415 -- settings first
    from benchmarks.addresses import addresses  # noqa: PLC0415 -- settings first
    from benchmarks.drafts import add_draft  # noqa: PLC0415 -- settings first
    from benchmarks.world import Size, make_world  # noqa: PLC0415 -- settings first

    world = make_world(Size())
    asked = list(addresses(world, add_draft(world)))
    renew_statistics()  # as after every import and plan
    return [one for one in asked if words in one.label or one is asked[0]]


def measured(asked: "list[Address]", runs: int) -> list[Measured]:
    """Measure each page beside the first of them, the baseline."""
    from django.test import Client  # noqa: PLC0415 -- settings first

    gc.collect()
    gc.freeze()  # as the server does once it has loaded everything
    clients: dict[object, Client] = {}
    for one in asked:
        if one.user not in clients:
            clients[one.user] = Client()
            if one.user is not None:
                clients[one.user].force_login(one.user)
    bare, path = clients[asked[0].user], asked[0].path
    return [
        _measure(clients[one.user], one, runs, beside=lambda: _cost(bare, path)) for one in asked
    ]


def _measure(
    client: "Client", asked: "Address", runs: int, *, beside: Callable[[], Cost]
) -> Measured:
    from django.db import connection  # noqa: PLC0415 -- settings first
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- settings first

    for _warm in range(2):
        answer = client.get(asked.path)
    if answer.status_code != 200:  # noqa: PLR2004 -- HTTP's own number
        raise LookupError(f"{asked.label} ({asked.path}) answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(asked.path)
    count = len(queries)  # before the next request clears the log
    pairs = [(beside(), _cost(client, asked.path)) for _run in range(runs)]
    return Measured(
        asked.label,
        [own.wall for _bare, own in pairs],
        [own.processor for _bare, own in pairs],
        statistics.median(own.processor / bare.processor for bare, own in pairs),
        count,
        len(answer.content) / 1000,
    )


def _cost(client: "Client", path: str) -> Cost:
    began, worked = time.perf_counter(), time.thread_time()
    client.get(path)
    return Cost(1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - worked))
