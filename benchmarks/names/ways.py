"""Two ways to screen: the engine, and one key of sounds per name."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from accord.engine.screening import Entity, Screener
from accord.engine.text import transliterate_key
from benchmarks.names.cases import Case

Way = Callable[[Entity], Sequence[str]]


def engine(screener: Screener) -> Way:
    """Return the engine with its own thresholds."""
    return lambda query: [hit.entity for hit in screener.screen(query).hits]


def one_key(listed: Iterable[Entity]) -> Way:
    """Return the plain way: a hit is whoever has the same consonants in any order."""
    owners: dict[str, set[str]] = defaultdict(set)
    for one in listed:
        for name in one.names:
            owners[transliterate_key(name)].add(one.key)
    return lambda query: sorted(owners.get(transliterate_key(query.names[0]), ()))


def found(case: Case, way: Way) -> tuple[float, float]:
    """Return the share of queries for which an answer is alerted, and other alerts per query."""
    hits = others = 0
    for query in case.queries:
        alerted = set(way(query))
        hits += bool(alerted & case.answers[query.key])
        others += len(alerted - case.answers[query.key])
    return hits / len(case.queries), others / len(case.queries)


def alerted(case: Case, way: Way) -> float:
    """Return the share of queries that raise any alert."""
    return sum(bool(way(query)) for query in case.queries) / len(case.queries)


def balance(verdicts: Sequence[bool], truths: Sequence[bool]) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    right = sum(one and other for one, other in zip(verdicts, truths, strict=True))
    if not right:
        return 0.0, 0.0, 0.0
    precision, recall = right / sum(verdicts), right / sum(truths)
    return precision, recall, 2 * precision * recall / (precision + recall)
