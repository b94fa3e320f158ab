"""Plan brokerage events: what is found, how near the bound and the published answer, how fast.

Each event is planned in a process of its own. With --repeat the seeds follow one another, and
the line is the median run's. First fit takes each meeting's first common slot with a free
table, as event sites do it; --baselines adds, with the same budget, a plain CP-SAT model and,
where `minizinc` is installed and the event is small, a plain MiniZinc model with Gecode. Where
all meetings must be held the figures are breaks (or how many are held), else points.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from accord.engine.scheduling import Status
from benchmarks.events import files, measuring
from benchmarks.events.files import Event
from benchmarks.events.measuring import Figures, Task
from benchmarks.machine import machine

DATA = Path(__file__).parents[2] / "shared" / "data" / "scheduling"
NEAR = 1.05
PROVEN = {Status.OPTIMAL, Status.INFEASIBLE}
HEAD = (
    f"{'event':<24}{'asked':>7}{'first fit':>11}{'CP-SAT':>11}{'MiniZinc':>11}{'Accord':>11}"
    f"{'bound':>9}{'gap':>8}{'breaks':>8}{'published':>10}{'first s':>8}{'at 10 s':>10}"
    f"{'seconds':>9}{'CPU s':>8}{'MB':>6}  status"
)


@dataclass(frozen=True, slots=True)
class Line:
    """What the ways found for one event."""

    event: Event
    ours: Figures
    first_fit: Figures
    plain: Figures | None
    minizinc: Figures | None = None


def main(arguments: list[str]) -> int:
    """Plan every event and print a table; 1 when a plan breaks a rule, 2 for a bad file."""
    given = _parser().parse_args(arguments)
    events = _events(given)
    if not events:
        return 0
    seeds = range(given.seed, given.seed + given.repeat)
    print(machine())
    print(f"{given.seconds:g} s each, {given.workers} workers, seeds {', '.join(map(str, seeds))}")
    print(HEAD)
    lines = []
    for event in events:
        try:
            line = _line(event, given, seeds)
        except ValueError as refusal:
            print(f"{event.source}: {refusal}", file=sys.stderr)
            return 2
        lines.append(line)
        print(in_columns(line), flush=True)
    print("\n".join(totals(lines)))
    if given.json:
        document = [asdict(line) for line in lines]
        given.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return int(any(line.ours.broken for line in lines))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="accord bench scheduling", description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder of .dzn and generated .json files")
    parser.add_argument("--family", help="original, forb0003, prec15, generated, own, …")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="events by name")
    parser.add_argument("--seconds", type=float, default=20.0, help="budget for each event")
    parser.add_argument("--seed", type=int, default=0, help="the first seed of the search")
    parser.add_argument("--event-seed", type=int, default=1, help="seed of generated events")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=1, help="runs of which the median is shown")
    parser.add_argument("--baselines", action="store_true", help="plain CP-SAT and MiniZinc too")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all figures there too")
    return parser


def _events(given: argparse.Namespace) -> list[Event]:
    """Return the events asked for: a folder's, or else the published and the generator's."""
    folder = given.data or DATA
    events = files.found_in(folder, given.family) if folder.is_dir() else []
    if not events and given.family != files.OWN:
        wanted = f"events of family {given.family}" if given.family else "events"
        print(f"skipped: data not present ({folder} holds no {wanted})")
    if given.data is None:
        events += files.own(given.event_seed, given.family)
    return [one for one in events if not given.only or one.name in given.only]


def _line(event: Event, given: argparse.Namespace, seeds: Iterable[int]) -> Line:
    """Plan one event in each way."""

    def run(way: str, seed: int) -> Figures:
        task = Task(event.source, way, given.seconds, seed, given.workers)
        figures = measuring.measured(task)
        if figures.refusal:
            raise ValueError(figures.refusal)
        return figures

    first = run(measuring.FIRST_FIT, 0)
    runs = [run(measuring.ACCORD, seed) for seed in seeds]
    plain = run(measuring.PLAIN, given.seed) if given.baselines else None
    minizinc = run(measuring.MINIZINC, given.seed) if given.baselines else None
    return Line(event, median(runs), first, plain, minizinc)


def median(runs: list[Figures]) -> Figures:
    """Return the run in the middle: by what was found, then by the seconds it took."""
    order = sorted(runs, key=lambda one: (-quality(one)[0], quality(one)[1], one.seconds))
    return order[len(order) // 2]


def quality(one: Figures) -> tuple[int, int]:
    """Return what is to be high, then what is to be low."""
    return one.held if one.all_held else one.weight, one.breaks


def reached(one: Figures) -> str:
    """Return the points; where all must be held the breaks, or how many are held."""
    if not one.all_held:
        return str(one.weight)
    return str(one.breaks) if one.held == one.asked else f"{one.held} held"


def early(one: Figures) -> str:
    """Return the same of the plan after ten seconds."""
    if not one.all_held:
        return str(one.early_weight)
    return str(one.early_breaks) if one.early_held == one.asked else f"{one.early_held} held"


def published(line: Line) -> str:
    """Return the known answer; ``≤n`` where a plan of n breaks was planted."""
    planted = line.ours.planted
    return line.event.published or ("" if planted is None else f"≤{planted}")


def in_columns(line: Line) -> str:
    """Return one line of the table."""
    ours = line.ours
    others = "".join(
        f"{'' if one is None or not one.asked else reached(one):>11}"
        for one in (line.plain, line.minizinc)
    )
    gap = "" if ours.all_held else f"{ours.gap:.2%}"
    return (
        f"{line.event.name:<24}{ours.asked:>7}{reached(line.first_fit):>11}{others}"
        f"{reached(ours):>11}{ours.bound:>9}{gap:>8}{ours.breaks:>8}{published(line):>10}"
        f"{ours.first:>8.2f}{early(ours):>10}{ours.seconds:>9.1f}{ours.cpu:>8.1f}"
        f"{ours.megabytes:>6.0f}  {ours.status}"
    )


def totals(lines: list[Line]) -> list[str]:
    """Return sentences that sum up the events of each aim."""
    whole = [line for line in lines if line.ours.all_held]
    rest = [line.ours for line in lines if not line.ours.all_held]
    said = [*_totals_of_breaks(whole), *_totals_of_weight(rest)]
    ours = [line.ours for line in lines]
    said.append(
        f"All: {sum(one.seconds for one in ours):.0f} s, {sum(one.cpu for one in ours):.0f} s of "
        f"CPU, at most {max((one.megabytes for one in ours), default=0):.0f} MB; first plan after "
        f"{max((one.first for one in ours), default=0):.2f} s at the latest; loading "
        f"{max((one.loading for one in ours), default=0):.1f} s apart; "
        f"{sum(one.broken for one in ours)} broken rules."
    )
    return said


def _totals_of_breaks(lines: list[Line]) -> list[str]:
    if not lines:
        return []
    ours = [line.ours for line in lines]
    told = (
        f"All must be held: {len(lines)} events, all meetings held in "
        f"{sum(one.held == one.asked for one in ours)}; "
        f"{sum(one.status in PROVEN for one in ours)} proven; slowest "
        f"{max(one.seconds for one in ours):.1f} s, {sum(one.cpu for one in ours):.0f} s of CPU."
    )
    said = [told]
    known = [line for line in lines if line.event.published]
    if known:
        answered = [line for line in known if is_answered(line)]
        proven = sum(line.ours.status in PROVEN for line in answered)
        optima = [line for line in known if line.event.published != "-"]
        near = sum(is_near(line) for line in optima)
        said.append(
            f"Of {len(known)} published answers {len(answered)} are reached and {proven} proven; "
            f"within 5 % or one break of the optimum after 10 s: {near} of {len(optima)}."
        )
    return said


def _totals_of_weight(ours: list[Figures]) -> list[str]:
    if not ours:
        return []
    worst = max(ours, key=lambda one: one.gap)
    idle = max(one.breaks / max(1, one.people) for one in ours)
    told = (
        f"More wishes than room: {len(ours)} events, "
        f"{sum(one.weight for one in ours)} of at most {sum(one.bound for one in ours)} points; "
        f"largest gap {worst.gap:.2%}; at most {idle:.2f} breaks for each participant."
    )
    return [told]


def is_answered(line: Line) -> bool:
    """Tell whether the answer is the published one."""
    if line.event.published == "-":
        return line.ours.status == Status.INFEASIBLE
    return reached(line.ours) == line.event.published


def is_near(line: Line) -> bool:
    """Tell whether the plan after ten seconds is within 5 % or one break of the optimum."""
    ours, best = line.ours, int(line.event.published)
    return ours.early_held == ours.asked and ours.early_breaks <= max(best + 1, best * NEAR)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
