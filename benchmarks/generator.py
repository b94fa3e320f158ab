"""Make brokerage events from a seed: tables tight or loose, one- and two-sided, several days.

Usage: ./accord bench generator --out FOLDER [--seed N] [NAME ...] writes them as the planner's
JSON, which ``accord plan`` and ``accord bench scheduling --data`` read.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accord.engine.scheduling import (
    Interpreter,
    Meeting,
    Objective,
    Participant,
    Plan,
    Problem,
    Request,
    Rules,
    Session,
    Slot,
    Status,
    Table,
    problem_to_json,
)

LANGUAGES = ("ar", "fa", "ru", "tr", "zh")
MINUTES, LUNCH, OPENING = 20, 60, 9 * 60
HEAVIEST = 10
SHARE_ABSENT = 0.1
SHARE_OF_HALF_DAY = 0.2
SHARE_OF_LANGUAGES = 0.25
WISHES_AN_INTERPRETER = 40


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of event to make.

    Parameters
    ----------
    people, wishes, tables, slots, days
        Counts; slots are those of one day. With `all_held` the wishes are what fits.
    is_two_sided
        Whether one half meets the other, rather than anybody anybody.
    needs_interpreters
        Whether a quarter of the wishes need an interpreter.
    all_held
        Whether all are to be held; a plan that does so is planted.
    """

    people: int
    wishes: int
    tables: int
    slots: int = 20
    days: int = 1
    is_two_sided: bool = False
    needs_interpreters: bool = False
    all_held: bool = False


SHAPES = {
    "loose-200": Shape(200, 1_400, 100),
    "tight-200": Shape(200, 1_400, 42),
    "sides-200": Shape(200, 1_400, 60, is_two_sided=True),
    "days-200": Shape(200, 2_400, 60, slots=12, days=3),
    "whole-60": Shape(60, 0, 14, slots=12, all_held=True),
    "whole-200": Shape(200, 0, 56, slots=18, all_held=True),
    "loose-1000": Shape(1_000, 7_000, 500),
    "tight-1000": Shape(1_000, 7_000, 210),
    "sides-1000": Shape(1_000, 7_000, 300, is_two_sided=True),
    "days-1000": Shape(1_000, 12_000, 300, slots=12, days=3),
    "languages-1000": Shape(1_000, 7_000, 350, needs_interpreters=True),
    "whole-1000": Shape(1_000, 0, 280, slots=22, all_held=True),
    "tight-5000": Shape(5_000, 35_000, 1_050),
}


@dataclass(frozen=True, slots=True)
class Made:
    """An event, and the plan planted in it, which the best is no worse than."""

    problem: Problem
    planted: Plan | None = None


def main(arguments: list[str]) -> int:
    """Write events into a folder."""
    parser = argparse.ArgumentParser(prog="accord bench generator", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SHAPES))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    if unknown := set(given.names) - SHAPES.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}; choose from {', '.join(SHAPES)}")
    given.out.mkdir(parents=True, exist_ok=True)
    for name in given.names or SHAPES:
        file = given.out / f"{name}-{given.seed}.json"
        problem = made(name, given.seed).problem
        file.write_text(problem_to_json(problem) + "\n", encoding="utf-8")
        print(f"{file}: {len(problem.requests)} meetings")
    return 0


def made(name: str, seed: int) -> Made:
    """Return the event of that name and seed, the same on every machine."""
    shape, chance = SHAPES[name], random.Random(f"{name} {seed}")  # noqa: S311 -- no secret
    return _planted(shape, chance) if shape.all_held else _oversubscribed(shape, chance)


def _oversubscribed(shape: Shape, chance: random.Random) -> Made:
    """Return an event with more wishes than room; some people are asked for far more."""
    slots = _slots(shape)
    wishes = []
    for n, (left, right) in enumerate(_pairs(shape, chance), 1):
        of_half_day = chance.random() < SHARE_OF_HALF_DAY
        speaks = shape.needs_interpreters and chance.random() < SHARE_OF_LANGUAGES
        wishes.append(
            Request(
                str(n), str(left), str(right),
                weight=chance.randint(1, HEAVIEST),
                session=chance.choice((Session.MORNING, Session.AFTERNOON))
                if of_half_day else Session.EITHER,
                languages=("en", chance.choice(LANGUAGES)) if speaks else None,
            )
        )  # fmt: skip
    people = [Participant(str(p), absent=_absent(slots, chance)) for p in range(shape.people)]
    return Made(
        Problem(
            slots,
            tuple(people),
            _tables(shape),
            tuple(wishes),
            tuple(_interpreters(wishes, chance)),
        )
    )


def _planted(shape: Shape, chance: random.Random) -> Made:
    """Return an event of which all meetings can be held: it is made from a plan."""
    slots = _slots(shape)
    stays = [_stay(shape, chance) for _ in range(shape.people)]
    held: list[tuple[int, int, int]] = []
    met: set[tuple[int, int]] = set()
    for s in range(len(slots)):
        here = [p for p, (begins, ends) in enumerate(stays) if begins <= s < ends]
        chance.shuffle(here)
        pairs = [(a, b) for a, b in zip(here[::2], here[1::2], strict=False) if (a, b) not in met]
        pairs = pairs[: shape.tables]
        met.update((a, b) for pair in pairs for a, b in (pair, pair[::-1]))
        held.extend((s, a, b) for a, b in pairs)
    chance.shuffle(held)
    requests = tuple(
        Request(
            str(n), str(a), str(b),
            session=slots[s].session if chance.random() < SHARE_OF_HALF_DAY else Session.EITHER,
        )
        for n, (s, a, b) in enumerate(held, 1)
    )  # fmt: skip
    people = tuple(
        Participant(
            str(p),
            absent=frozenset(
                slot.key
                for s, slot in enumerate(slots)
                if not begins <= s < ends and chance.random() < 1 / 2
            ),
        )
        for p, (begins, ends) in enumerate(stays)
    )
    problem = Problem(
        slots, people, _tables(shape), requests, rules=Rules(objective=Objective.FEWEST_BREAKS)
    )
    used = [0] * len(slots)
    meetings = []
    for request, (s, _a, _b) in zip(requests, held, strict=True):
        meetings.append(Meeting(request.key, slots[s].key, problem.tables[used[s]].key))
        used[s] += 1
    count = len(meetings)
    return Made(
        problem,
        Plan(
            tuple(meetings), (), count, 0, 0, Status.UNKNOWN, "planted", 0.0,
            Objective.FEWEST_BREAKS,
        ),
    )  # fmt: skip


def _slots(shape: Shape) -> tuple[Slot, ...]:
    half = (shape.slots + 1) // 2
    return tuple(
        Slot(
            f"{day + 1}-{n + 1}", day, begins, begins + MINUTES,
            Session.MORNING if n < half else Session.AFTERNOON,
        )
        for day in range(shape.days)
        for n in range(shape.slots)
        for begins in [OPENING + n * MINUTES + (0 if n < half else LUNCH)]
    )  # fmt: skip


def _tables(shape: Shape) -> tuple[Table, ...]:
    return tuple(Table(str(t)) for t in range(1, shape.tables + 1))


def _pairs(shape: Shape, chance: random.Random) -> list[tuple[int, int]]:
    """Return who asks for whom, each pair once."""
    fame = [chance.lognormvariate(0, 0.6) for _ in range(shape.people)]
    half = shape.people // 2
    if shape.is_two_sided:
        sides = range(half), range(half, shape.people)
    else:
        sides = range(shape.people), range(shape.people)
    found: dict[tuple[int, int], None] = {}
    while len(found) < shape.wishes:
        left, right = (
            chance.choices(side, [fame[p] for p in side], k=shape.wishes) for side in sides
        )
        for a, b in zip(left, right, strict=True):
            if a != b and len(found) < shape.wishes:
                found[min(a, b), max(a, b)] = None
    return list(found)


def _absent(slots: tuple[Slot, ...], chance: random.Random) -> frozenset[str]:
    """Return the slots that somebody misses: mostly none, else a spell."""
    if chance.random() >= SHARE_ABSENT:
        return frozenset()
    begins = chance.randrange(len(slots))
    ends = begins + chance.randint(1, max(1, len(slots) // 3))
    return frozenset(slot.key for slot in slots[begins:ends])


def _stay(shape: Shape, chance: random.Random) -> tuple[int, int]:
    """Return from when to when somebody of a planted event meets people."""
    length = chance.randint(shape.slots // 4, shape.slots // 2)
    begins = chance.randint(0, shape.slots - length)
    return begins, begins + length


def _interpreters(wishes: list[Request], chance: random.Random) -> Iterator[Interpreter]:
    """Yield people who speak one or two of the languages, somewhat fewer than are needed."""
    count = sum(wish.languages is not None for wish in wishes) // WISHES_AN_INTERPRETER
    for i in range(count):
        others = chance.sample(LANGUAGES, 2)[: chance.randint(1, 2)]
        yield Interpreter(f"interpreter-{i + 1}", frozenset(("en", one) for one in others))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
