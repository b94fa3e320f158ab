"""Plan published brokerage events: breaks found against the published optimum and a baseline.

The baseline is first fit: each meeting, in the order of the file, takes the
first slot open to both sides with a free table, as event sites do it.
"""

import argparse
import csv
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from accord.engine.scheduling import (
    InvalidProblemError,
    Limits,
    Meeting,
    Plan,
    Problem,
    Status,
    breaks_of,
    plan,
    read_dzn,
    violations,
)

DATA = Path(__file__).parents[2] / "shared" / "data" / "scheduling" / "instances"


@dataclass(frozen=True, slots=True)
class Row:
    """What was found for one event."""

    name: str
    meetings: int
    first_fit: str
    found: Plan
    published: str


def main(arguments: list[str]) -> int:
    """Plan every event of a folder and print a table; 1 when a plan breaks a rule."""
    parser = argparse.ArgumentParser(prog="accord bench scheduling", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="a folder of .dzn files")
    parser.add_argument("--family", default="original", help="middle part of the file names")
    parser.add_argument("--seconds", type=float, default=20.0, help="budget for each event")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args(arguments)
    files = sorted(given.data.glob(f"*.{given.family}.dzn")) or sorted(given.data.glob("*.dzn"))
    if not files:
        print(f"skipped: data not present ({given.data} holds no .dzn file)")
        return 0
    limits = Limits(given.seconds, given.seed, given.workers)
    optima = published_optima(given.data.parent / "published_results.csv", given.family)
    print(f"{given.seconds:g} s each, seed {given.seed}, {given.workers} workers, "
          f"{os.cpu_count()} cores; breaks, or meetings held where not all are")  # fmt: skip
    print(f"{'event':<22}{'meetings':>9}{'first fit':>12}{'Accord':>12}{'bound':>7}"
          f"{'published':>11}{'seconds':>9}  status")  # fmt: skip
    broken, rows = 0, []
    for file in files:
        try:
            problem = read_dzn(file.read_text(encoding="utf-8"))
        except (InvalidProblemError, UnicodeDecodeError) as error:
            print(f"{file.name}: {error}", file=sys.stderr)
            return 2
        row = measured(file, problem, limits, optima)
        rows.append(row)
        print_row(row)
        is_kept = row.found.status in {Status.OPTIMAL, Status.FEASIBLE}
        broken += is_kept and bool(violations(problem, row.found))
    print_summary(rows)
    return 1 if broken else 0


def measured(file: Path, problem: Problem, limits: Limits, optima: dict[str, str]) -> Row:
    """Plan one event, and by first fit."""
    name = file.name.split(".")[0]
    return Row(
        name=name,
        meetings=len(problem.requests),
        first_fit=in_words(problem, first_fit(problem)),
        found=plan(problem, limits),
        published=optima.get(name, "?"),
    )


def first_fit(problem: Problem) -> Plan:
    """Return the plan of an event site: the first slot and table that are free."""
    absent = {one.key: one.absent for one in problem.participants}
    busy: set[tuple[str, str]] = set()
    used = dict.fromkeys((slot.key for slot in problem.slots), 0)
    meetings = []
    for request in problem.requests:
        for slot in problem.slots:
            sessions = {slot.session.value, request.session.value} - {"either"}
            sides = [(request.left, slot.key), (request.right, slot.key)]
            if (
                len(sessions) < 2  # noqa: PLR2004 -- both halves of the day at once
                and not any(slot.key in absent[side] for side, _slot in sides)
                and busy.isdisjoint(sides)
                and used[slot.key] < len(problem.tables)
                and (request.locked is None or request.locked.slot == slot.key)
            ):
                table = problem.tables[used[slot.key]].key
                meetings.append(Meeting(request.key, slot.key, table))
                busy.update(sides)
                used[slot.key] += 1
                break
    return Plan(tuple(meetings), (), 0, 0, 0, Status.UNKNOWN, "first fit", 0.0)


def in_words(problem: Problem, found: Plan) -> str:
    """Return the breaks, or how many meetings are held where not all are."""
    if len(found.meetings) < len(problem.requests):
        return f"{len(found.meetings)} held"
    return str(sum(breaks_of(problem, found).values()))


def published_optima(file: Path, family: str) -> dict[str, str]:
    """Return event to published optimum; ``-`` is proven infeasible."""
    if not file.exists():
        return {}
    optima: dict[str, str] = {}
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            answer = row["breaks_or_-unsat"]
            if (row["family"], row["fairness_d"]) != (family, "2") or not answer:
                continue
            # Solvers that ran out of time give the best they had; the least is the optimum.
            best = optima.get(row["instance"], answer)
            optima[row["instance"]] = "-" if "-" in {best, answer} else min(best, answer, key=int)
    return optima


def print_row(row: Row) -> None:
    """Print one line of the table."""
    found = row.found
    is_whole = len(found.meetings) == row.meetings
    reached = str(found.breaks) if is_whole else f"{len(found.meetings)} held"
    print(
        f"{row.name:<22}{row.meetings:>9}{row.first_fit:>12}{reached:>12}{found.bound:>7}"
        f"{row.published:>11}{found.seconds:>9.1f}  {found.status}",
        flush=True,
    )


def print_summary(rows: list[Row]) -> None:
    """Print how many events were answered as published."""
    answered = [
        row
        for row in rows
        if row.published
        == ("-" if row.found.status is Status.INFEASIBLE else str(row.found.breaks))
    ]
    proven = [row for row in answered if row.found.status in {Status.OPTIMAL, Status.INFEASIBLE}]
    held = sum(len(row.found.meetings) == row.meetings for row in rows)
    print(
        f"{len(rows)} events: all meetings held in {held}, the published answer reached in "
        f"{len(answered)}, proven in {len(proven)}."
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
