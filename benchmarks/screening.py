"""Screen names across scripts: what is found, what is alerted for nothing, how fast.

Two ways over the same list: one key of consonants per name, and the engine at its own thresholds.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from accord.engine.screening import Screener, compared, version
from benchmarks.machine import machine
from benchmarks.names import cases, ways
from benchmarks.names.speed import speed

DATA = Path(__file__).parents[2] / "shared" / "data" / "screening" / "open"
PARTS = ("pairs", "found", "harmless", "speed")
HEAD = f"{'case':<28}{'names':>8}{'one key':>10}{'Accord':>10}{'bar':>8}  others alerted per name"
BARS = {
    "Cyrillic persons": 0.95,
    "Arabic persons": 0.85,
    "Persian persons": 0.85,
    "Cyrillic organizations": 0.72,
    "Arabic organizations": 0.5,
    "Persian organizations": 0.5,
    "UN names with typos": 0.985,
}


def main(arguments: list[str]) -> int:
    """Measure each part and print its lines; 0 also where the data is not present."""
    given = _parser().parse_args(arguments)
    print(machine())
    folder: Path = given.data
    listed: Path = given.list or folder.parent / "lists" / "latin_entities.jsonl"
    if not folder.is_dir() or not listed.is_file():
        print(f"skipped: data not present ({folder})")
        return 0
    print(f"engine {version()}")
    for line in _measured(folder, listed, given.only or PARTS):
        print(line, flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="accord bench screening", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=DATA, help="a folder laid out like the open one"
    )
    parser.add_argument("--list", type=Path, help="the list to screen against, as JSON lines")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="some parts of it")
    return parser


def _measured(folder: Path, path: Path, parts: tuple[str, ...]) -> Iterator[str]:
    listed = cases.entities(path)
    if "pairs" in parts:
        yield _pairs(cases.pairs(folder))
    if "found" in parts or "harmless" in parts:
        screener = Screener()
        screener.add(listed)
        plain, engine = ways.one_key(listed), ways.engine(screener)
        yield HEAD
        if "found" in parts:
            for case in (*cases.cross_script(folder, listed), cases.typos(folder, listed)):
                if case.queries:
                    yield _found(case, plain, engine)
        if "harmless" in parts:
            yield from _harmless(cases.harmless(folder), plain, engine)
    if "speed" in parts:
        yield from speed(listed, cases.harmless(folder))


def _pairs(pairs: tuple[cases.Pair, ...]) -> str:
    verdicts = [compared(pair.one, pair.other).match for pair in pairs]
    precision, recall, balance = ways.balance(verdicts, [pair.same for pair in pairs])
    return (
        f"{len(pairs)} labelled pairs: F1 {balance:.3f} (bar 0.82), "
        f"precision {precision:.3f}, recall {recall:.3f}"
    )


def _found(case: cases.Case, plain: ways.Way, engine: ways.Way) -> str:
    base, _ = ways.found(case, plain)
    share, others = ways.found(case, engine)
    head = f"{case.name:<28}{len(case.queries):>8}"
    return f"{head}{base:>10.3f}{share:>10.3f}{BARS[case.name]:>8.3f}  {others:.2f}"


def _harmless(case: cases.Case, plain: ways.Way, engine: ways.Way) -> Iterator[str]:
    for name, part in {"harmless customers alerted": case, **cases.by_script(case)}.items():
        base, share = ways.alerted(part, plain), ways.alerted(part, engine)
        bar = "0.60%" if part is case else ""
        yield f"{name:<28}{len(part.queries):>8}{base:>10.2%}{share:>10.2%}{bar:>8}"


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
