"""Match across languages: how good beside words alone and plain cosine, how fair, how fast.

Every case is ranked in three ways over one pool: BM25 over stems, cosine of the vectors as
they are, and the engine. Differences come with a 95 % interval (paired bootstrap).
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from accord.engine.matching import BundledEncoder, Encoded, Encoder, encoded
from accord.engine.matching.__main__ import models_folder
from benchmarks.machine import machine
from benchmarks.pools import cases, indexes, measures, planted, speed, ways
from benchmarks.pools.cases import Case

DATA = Path(__file__).parents[2] / "shared" / "data" / "matching" / "open"
PARTS = (
    "speed",
    "cordis",
    "packages",
    "mixed",
    "parallel",
    "evidence",
    "event",
    "search",
    "indexes",
)
HEAD = f"{'case':<36}{'':>12}{'BM25':>9}{'cosine':>9}{'Accord':>9}  Accord − BM25 (95 %)"


def main(arguments: list[str]) -> int:
    """Measure each part and print its lines; 0 also where the data is not present."""
    given = _parser().parse_args(arguments)
    print(machine())
    folder: Path = given.data
    if not folder.is_dir():
        print(f"skipped: data not present ({folder})")
        return 0
    threads = len(os.sched_getaffinity(0))
    print(HEAD)
    for part in PARTS:
        if given.only and part not in given.only:
            continue
        for line in _measured(part, folder, threads):
            print(line, flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="accord bench matching", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=DATA, help="a folder laid out like the open one"
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, help="some parts of it")
    return parser


def _measured(part: str, folder: Path, threads: int) -> Iterator[str]:
    match part:
        case "speed":
            yield from speed.encoding(models_folder(), _texts(folder))
        case "event":
            yield from speed.event()
        case "indexes":
            yield from indexes.side_by_side()
        case _:
            yield from _encoded(part, folder, BundledEncoder(models_folder(), threads=threads))


def _encoded(part: str, folder: Path, encoder: Encoder) -> Iterator[str]:
    match part:
        case "cordis":
            yield from _needs_and_offers(cases.cordis(folder), encoder)
        case "packages":
            yield from _compared(cases.packages(folder), encoder)
        case "mixed":
            remembering = ways.Remembering(encoder)
            for case in (*cases.purposes(folder), *cases.subjects(folder)):
                yield from _compared(case, remembering, several_languages=True)
        case "parallel":
            for case in cases.parallel(folder):
                yield _first_places(case, encoder)
        case "evidence":
            yield from _evidence(folder, encoder)
        case _:
            yield from speed.search(encoder, _texts(folder))


def _texts(folder: Path) -> Sequence[str]:
    return [offer.text for offer in cases.cordis(folder).offers]


def _needs_and_offers(case: Case, encoder: Encoder) -> Iterator[str]:
    needs, offers = encoded(case.needs, encoder), encoded(case.offers, encoder)
    yield from _compared(case, encoder, ready=(needs, offers))
    lists, allocation = ways.fairly(needs, offers)
    before, after = allocation.before, allocation.after
    gain, recall = measures.gain(case, lists).mean(), measures.recall(case, lists)
    yield (
        f"{'  fair exposure':<36}nDCG@10 {gain:.4f}, recall@10 {recall:.4f}; "
        f"never shown {before.never / len(case.offers):.1%} → {after.never / len(case.offers):.1%}"
        f", most {before.most} → {after.most}, Gini {before.gini:.2f} → {after.gini:.2f}, "
        f"price {allocation.price:.1%}"
    )


def _compared(
    case: Case,
    encoder: Encoder,
    *,
    ready: tuple[Encoded, Encoded] | None = None,
    several_languages: bool = False,
) -> Iterator[str]:
    needs, offers = ready or (encoded(case.needs, encoder), encoded(case.offers, encoder))
    lists = (ways.words(case), ways.cosine(needs, offers), ways.engine(needs, offers))
    gains = [measures.gain(case, one) for one in lists]
    low, high = measures.margin(gains[2], gains[0])
    shown = "".join(f"{one.mean():>9.4f}" for one in gains)
    yield f"{case.name:<36}{'nDCG@10':>12}{shown}  {low:+.4f} to {high:+.4f}"
    shown = "".join(f"{measures.recall(case, one):>9.4f}" for one in lists)
    yield f"{'':<36}{'recall@10':>12}{shown}"
    if several_languages:
        shown = "".join(f"{measures.own_language(case, one):>9.1%}" for one in lists)
        yield f"{'':<36}{'own tongue':>12}{shown}"


def _first_places(case: Case, encoder: Encoder) -> str:
    needs, offers = encoded(case.needs, encoder), encoded(case.offers, encoder)
    lists = (ways.words(case), ways.cosine(needs, offers), ways.engine(needs, offers))
    shown = "".join(f"{measures.first(case, one):>9.1%}" for one in lists)
    return f"{case.name:<36}{'P@1':>12}{shown}"


def _evidence(folder: Path, encoder: Encoder) -> Iterator[str]:
    rates = planted.found(cases.translated(folder), encoder)
    told = ", ".join(f"{pair} {rate:.1%}" for pair, rate in rates.items())
    worst, mean = min(rates.values()), sum(rates.values()) / len(rates)
    yield f"Planted evidence found: mean {mean:.1%}, least {worst:.1%} ({told})."


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
