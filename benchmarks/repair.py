"""Repair running plans after random disruptions: how fast, how few people touched, how exact.

Large: an event of 1,000 people and 7,000 wishes, from the shared data where it is present,
else of our own making. Small: events of 60 people, compared with the least number of
people that CP-SAT proves possible for the same weight.
"""

import argparse
import json
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from accord.engine.scheduling import (
    Breach,
    Interpreter,
    Limits,
    Participant,
    Plan,
    Problem,
    Repair,
    Repairs,
    Request,
    Session,
    Slot,
    Table,
    plan,
    repair,
    violations,
)
from benchmarks.least import Least

DATA = Path(__file__).parents[2] / "shared" / "data" / "scheduling" / "generated" / "ovA1000.json"
DEMANDS = {Breach.LOCK_IS_BROKEN, Breach.NOT_HELD, Breach.UNFAIR_BREAKS}
SESSIONS = {1: Session.MORNING, 2: Session.AFTERNOON, 3: Session.EITHER}
PAIRS = (("en", "fa"), ("en", "ru"), ("fa", "ru"))


@dataclass(frozen=True, slots=True)
class Disruption:
    """What happened, and the event after it."""

    kind: str
    problem: Problem


def main(arguments: list[str]) -> int:
    """Measure both sizes; 1 when a repair breaks a rule."""
    parser = argparse.ArgumentParser(prog="accord bench repair", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="a generated event (.json)")
    parser.add_argument("--disruptions", type=int, default=200)
    parser.add_argument("--small", type=int, default=100, help="disruptions of small events")
    parser.add_argument("--people", type=int, default=60, help="of a small event")
    parser.add_argument("--seconds", type=float, default=2.0, help="budget for each repair")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    print(f"budget {given.seconds:g} s each, seed {given.seed}, {os.cpu_count()} cores")
    broken = large(given.data, given.disruptions, given.seconds, given.seed)
    broken += small(given.small, given.people, given.seconds, given.seed)
    return 1 if broken else 0


def large(data: Path, count: int, seconds: float, seed: int) -> int:
    """Repair one large plan after many disruptions; return how many repairs break a rule."""
    if not count:
        return 0
    problem = read_generated(data) if data.exists() else event(1000, seed)
    running = plan(problem, Limits(10.0, seed, 1))
    people, wishes = len(problem.participants), len(problem.requests)
    print(
        f"large: {people} people, {wishes} wishes, {len(running.meetings)} held, "
        f"{running.weight} of at most {running.bound}"
    )
    chance = random.Random(seed)  # noqa: S311 -- a benchmark, not a secret
    times: dict[str, list[float]] = {}
    broken, curves = 0, Counter[int]()
    for _turn in range(count):
        one = disrupted(problem, running, chance)
        began = time.perf_counter()
        found = repair(one.problem, running, seconds=seconds, seed=seed)
        times.setdefault(one.kind, []).append(time.perf_counter() - began)
        broken += not all(is_valid(one.problem, option) for option in found.options)
        curves[len(found.options)] += 1
    every = sorted(took for own in times.values() for took in own)
    print(f"  {count} disruptions: median {statistics.median(every):.2f} s, "
          f"p95 {every[int(0.95 * (len(every) - 1))]:.2f} s, most {every[-1]:.2f} s; "
          f"{broken} break a rule; options {dict(sorted(curves.items()))}")  # fmt: skip
    for kind, own in sorted(times.items()):
        print(f"    {kind:<28}{len(own):>5}  median {statistics.median(own):.2f} s, "
              f"most {max(own):.2f} s")  # fmt: skip
    return broken


def small(count: int, people: int, seconds: float, seed: int) -> int:
    """Compare repairs of small plans with the least possible; return how many break a rule."""
    chance = random.Random(seed)  # noqa: S311 -- a benchmark, not a secret
    broken, sums, worst = 0, Counter[str](), list[str]()
    for turn in range(count):
        problem = event(people, seed + turn // 5)
        if not turn % 5:
            running = plan(problem, Limits(3.0, seed, 1))
        one = disrupted(problem, running, chance)
        found = repair(one.problem, running, seconds=seconds, seed=seed)
        broken += not all(is_valid(one.problem, option) for option in found.options)
        least = Least(one.problem, running, found)
        decided = list(fewest_of(least, found))
        sums["whole"] += all(fewest is not None for _option, fewest in decided)
        for option, fewest in decided:
            if fewest is None:
                sums["unsure"] += 1
                continue
            sums["options"] += 1
            sums["touched"] += len(option.touched)
            sums["least"] += fewest
            sums["best"] += len(option.touched) == fewest
            if len(option.touched) > fewest:
                worst.append(f"{one.kind} {turn}: {len(option.touched)} for {fewest}")
    ratio = f"{sums['touched'] / sums['least']:.3f}" if sums["least"] else "-"
    print(f"small: {people} people, {count} disruptions, {sums['whole']} decided in full; "
          f"{sums['options']} options beyond the first: {sums['touched']} people touched where "
          f"{sums['least']} is the least, ratio {ratio}; least in {sums['best']}, "
          f"not decided {sums['unsure']}; {broken} break a rule")  # fmt: skip
    for line in worst[:10]:
        print(f"    {line}")
    return broken


def fewest_of(least: Least, found: Repairs) -> Iterator[tuple[Repair, int | None]]:
    """Yield each option beyond the first with the fewest people touched; None: not decided."""
    known = 0
    for option in found.options[1:]:
        fewest = least.touched(option, least=known)
        known = fewest or known  # to lose even less takes as many at least
        yield option, fewest


def is_valid(problem: Problem, option: Repair) -> bool:
    """Tell whether a repair breaks no rule but the demands that it says are unkept."""
    return {one.code for one in violations(problem, option.plan)} <= DEMANDS


def read_generated(file: Path) -> Problem:
    """Read an event of the shared generator."""
    data = json.loads(file.read_text(encoding="utf-8"))
    requests = tuple(
        Request(f"r{m}", f"p{left}", f"p{right}", weight, SESSIONS[session])
        for m, ((left, right, session), weight) in enumerate(
            zip(data["meet"], data["w"], strict=True)
        )
    )
    people = tuple(
        Participant(f"p{p}", absent=frozenset(f"s{s}" for s in own))
        for p, own in enumerate(data["forb"])
    )
    return Problem(
        slots=day_of_slots(data["T"], data["TM"]),
        participants=people,
        tables=tuple(Table(f"t{t}") for t in range(data["L"])),
        requests=requests,
    )


def day_of_slots(count: int, mornings: int) -> tuple[Slot, ...]:
    """Return slots of 20 minutes with an hour of lunch."""
    return tuple(
        Slot(
            f"s{n}", 0, starts, starts + 20, Session.MORNING if n < mornings else Session.AFTERNOON
        )
        for n in range(count)
        for starts in (480 + 20 * n + (0 if n < mornings else 60),)
    )


def event(people: int, seed: int) -> Problem:
    """Return an event with more wishes than room; a quarter of them need an interpreter."""
    chance = random.Random(seed)  # noqa: S311 -- a benchmark, not a secret
    slots = day_of_slots(20, 10)
    keys = [slot.key for slot in slots]

    def a_few(share: float) -> frozenset[str]:
        return frozenset(chance.sample(keys, 5) if chance.random() < share else ())

    pairs = {
        tuple(sorted(chance.sample(range(people), 2))): chance.choice((1, 1, 2, 2, 3, 5, 8))
        for _wish in range(7 * people)
    }
    return Problem(
        slots=slots,
        participants=tuple(Participant(f"p{p}", absent=a_few(0.3)) for p in range(people)),
        tables=tuple(Table(f"t{t}") for t in range(max(1, people * 35 // 100))),
        requests=tuple(
            Request(
                f"r{r}", f"p{left}", f"p{right}", weight,
                languages=chance.choice(PAIRS) if chance.random() < 0.25 else None,  # noqa: PLR2004 -- a quarter
            )
            for r, ((left, right), weight) in enumerate(pairs.items())
        ),
        interpreters=tuple(
            Interpreter(f"i{i}", frozenset({chance.choice(PAIRS)}), a_few(0.3), 5)
            for i in range(max(3, people // 12))
        ),
    )  # fmt: skip


def disrupted(problem: Problem, running: Plan, chance: random.Random) -> Disruption:
    """Return the event after something happened to it."""
    kinds: list[Callable[[Problem, Plan, random.Random], Problem]] = [
        no_show, late_arrival, table_lost, table_out, walk_in, late_wish, cancellation,
    ]  # fmt: skip
    if problem.interpreters:
        kinds.append(interpreter_lost)
    what = chance.choice(kinds)
    return Disruption(what.__name__.replace("_", " "), what(problem, running, chance))


def no_show(problem: Problem, _running: Plan, chance: random.Random) -> Problem:
    """Somebody does not come at all."""
    return without(problem, chance, [slot.key for slot in problem.slots])


def late_arrival(problem: Problem, _running: Plan, chance: random.Random) -> Problem:
    """Somebody is away in a few slots in a row."""
    first = chance.randrange(len(problem.slots) - 3)
    keys = [slot.key for slot in problem.slots[first : first + chance.randint(1, 4)]]
    return without(problem, chance, keys)


def without(problem: Problem, chance: random.Random, slots: Sequence[str]) -> Problem:
    """Return the event with somebody away."""
    who = chance.choice(problem.participants).key
    return replace(
        problem,
        participants=tuple(
            replace(one, absent=one.absent | set(slots)) if one.key == who else one
            for one in problem.participants
        ),
    )


def table_lost(problem: Problem, _running: Plan, chance: random.Random) -> Problem:
    """Take a table away for the day."""
    gone = chance.randrange(len(problem.tables))
    return replace(
        problem, tables=tuple(table for t, table in enumerate(problem.tables) if t != gone)
    )


def table_out(problem: Problem, _running: Plan, chance: random.Random) -> Problem:
    """Close a few tables in one slot."""
    slot = chance.choice(problem.slots).key
    gone = set(chance.sample(range(len(problem.tables)), min(3, len(problem.tables))))
    return replace(
        problem,
        tables=tuple(
            replace(table, closed=table.closed | {slot}) if t in gone else table
            for t, table in enumerate(problem.tables)
        ),
    )


def walk_in(problem: Problem, _running: Plan, chance: random.Random) -> Problem:
    """Somebody new comes with three wishes."""
    others = chance.sample([one.key for one in problem.participants], 3)
    return replace(
        problem,
        participants=(*problem.participants, Participant("walk-in")),
        requests=(
            *problem.requests,
            *(Request(f"walk-in {key}", "walk-in", key, 5) for key in others),
        ),
    )


def late_wish(problem: Problem, _running: Plan, chance: random.Random) -> Problem:
    """Two who are there already want to meet."""
    left, right = chance.sample([one.key for one in problem.participants], 2)
    return replace(problem, requests=(*problem.requests, Request("late", left, right, 8)))


def cancellation(problem: Problem, running: Plan, chance: random.Random) -> Problem:
    """Call a meeting off."""
    gone = chance.choice(running.meetings).request
    return replace(problem, requests=tuple(one for one in problem.requests if one.key != gone))


def interpreter_lost(problem: Problem, _running: Plan, chance: random.Random) -> Problem:
    """Send an interpreter away for half a day."""
    gone = chance.choice(problem.interpreters).key
    half = chance.choice((Session.MORNING, Session.AFTERNOON))
    slots = {slot.key for slot in problem.slots if slot.session is half}
    return replace(
        problem,
        interpreters=tuple(
            replace(one, absent=one.absent | slots) if one.key == gone else one
            for one in problem.interpreters
        ),
    )
