"""How fast names are screened against a long list, on one core."""

import time
from collections.abc import Iterator, Sequence
from random import Random

from accord.engine.screening import Entity, Screener
from benchmarks.names.cases import Case

ENTITIES = 100_000
QUERIES = 3_000
_SEED = 7


def speed(listed: Sequence[Entity], customers: Case) -> Iterator[str]:
    """Yield the lines of the report: building, then names in a second and the slowest."""
    many = lengthened(listed, ENTITIES)
    start = time.perf_counter()
    screener = Screener()
    screener.add(many)
    screener.screen(customers.queries[0])
    took = time.perf_counter() - start
    yield f"{len(many):,} entities held after {took:.1f} s"
    queries = Random(_SEED).sample(customers.queries, min(QUERIES, len(customers.queries)))  # noqa: S311 -- a sample, no secret
    times = []
    for query in queries:
        start = time.process_time()
        screener.screen(query)
        times.append((time.process_time() - start) * 1000)
    times.sort()
    median, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    yield (
        f"{len(times) / sum(times) * 1000:.0f} names a second on one core; "
        f"median {median:.1f} ms, p95 {late:.1f} ms, slowest {times[-1]:.0f} ms"
    )


def lengthened(listed: Sequence[Entity], size: int) -> list[Entity]:
    """Return so many entities: those listed, and others made of words of two of one schema."""
    dice = Random(_SEED)  # noqa: S311 -- a test list, no secret
    rows = [one for one in listed if one.names]
    by_schema = {
        schema: [one for one in rows if one.schema == schema]
        for schema in {one.schema for one in rows}
    }
    made = list(rows[:size])
    while len(made) < size:
        one = dice.choice(rows)
        other = dice.choice(by_schema[one.schema])
        names = tuple(_crossed(name, dice.choice(other.names)) for name in one.names)
        made.append(Entity(f"made-{len(made)}", one.schema, names, one.birth_date, (), "made"))
    return made


def _crossed(one: str, other: str) -> str:
    mine, theirs = one.split(), other.split()
    return " ".join([*mine[: (len(mine) + 1) // 2], *theirs[len(theirs) // 2 :]])
