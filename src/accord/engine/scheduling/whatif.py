"""What a table, an interpreter or half an hour more would bring; the plan itself stays."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from accord.engine.scheduling.changing import changes_of, spread_of
from accord.engine.scheduling.planning import plan as plan_event
from accord.engine.scheduling.problem import (
    Interpreter,
    InvalidProblemError,
    Objective,
    Problem,
    Slot,
    Table,
)
from accord.engine.scheduling.result import Changes, Limits, Plan, Progress, Status


@dataclass(frozen=True, slots=True)
class MoreTables:
    """More tables, open in every slot, at a place."""

    count: int = 1
    place: str = ""


@dataclass(frozen=True, slots=True)
class MoreInterpreters:
    """More interpreters of some language pairs, there in every slot."""

    pairs: frozenset[tuple[str, str]]
    count: int = 1
    longest_run: int | None = None


@dataclass(frozen=True, slots=True)
class MoreSlots:
    """More slots at the end of a day, each as long as its last one."""

    day: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class MoreTime:
    """More minutes at the end of a day: as many slots as its last one fits into them."""

    day: int
    minutes: int = 30


Change = MoreTables | MoreInterpreters | MoreSlots | MoreTime


@dataclass(frozen=True, slots=True)
class Figures:
    """Requests held, their weight, breaks, and what else `Plan` explains."""

    held: int
    weight: int
    breaks: int
    bound: int
    changes: Changes = Changes()  # noqa: RUF009 -- frozen, so that it can be shared
    spread: int = 0


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a change would bring.

    Parameters
    ----------
    change
        What was asked.
    before, after
        Figures of the plan as it is, and of one for the changed event. What bounds the
        changed event bounds the present one too, so the better knowledge shows in both.
    was_best
        Whether no plan of the event as it is could be better.
    newly_held, no_longer_held
        Keys of the requests that only the one plan or the other holds, in their order.
    problem, plan
        The changed event, and a plan for it.
    """

    change: Change
    before: Figures
    after: Figures
    was_best: bool
    newly_held: tuple[str, ...]
    no_longer_held: tuple[str, ...]
    problem: Problem
    plan: Plan


def what_if(  # noqa: PLR0913 -- the choices of one question, each by its name
    problem: Problem,
    plan: Plan,
    change: Change,
    *,
    seconds: float = 5.0,
    seed: int = 0,
    start: Plan | None = None,
    watch: Callable[[Progress], bool] | None = None,
) -> WhatIf:
    """Return what a change of the event would bring; plan and problem stay as they are.

    Parameters
    ----------
    problem
        The event.
    plan
        A plan that keeps its rules, with a bound that holds.
    change
        What there would be more of.
    seconds
        Budget.
    seed
        Seed of every random choice.
    start
        A plan of the changed event to begin with, from a search that was broken off;
        ``None`` begins with `plan`.
    watch
        As in `plan`: called with the progress of the search; ``False`` ends it.

    Raises
    ------
    InvalidProblemError
        The event has no such day, or the change adds nothing.
    """
    changed = with_change(problem, change)
    limits = Limits(seconds=seconds, seed=seed, workers=1)
    found = plan_event(changed, limits, start=start or plan, watch=watch)
    if _is_worse(found, plan):
        # A search that cannot keep its start must not make more look like less.
        found = replace(plan, bound=found.bound, seconds=found.seconds)
        if found.is_proven and found.gap:
            found = replace(found, status=Status.FEASIBLE)
    return _compared(change, (problem, plan), (changed, found))


def _compared(change: Change, given: tuple[Problem, Plan], then: tuple[Problem, Plan]) -> WhatIf:
    (problem, plan), (changed, found) = given, then
    is_weighed = plan.objective is Objective.MOST_WEIGHT
    bound = (min if is_weighed else max)(plan.bound, found.bound)
    before = {one.request for one in plan.meetings}
    after = {one.request for one in found.meetings}
    keys = [one.key for one in changed.requests]
    return WhatIf(
        change=change,
        before=_figures(problem, plan, bound),
        after=_figures(changed, found, found.bound),
        was_best=plan.weight >= bound if is_weighed else plan.is_proven,
        newly_held=tuple(key for key in keys if key in after - before),
        no_longer_held=tuple(key for key in keys if key in before - after),
        problem=changed,
        plan=found,
    )


def with_change(problem: Problem, change: Change) -> Problem:
    """Return the event with what a change adds, under new keys.

    Who is away in the last slot of a day, and a table closed then, stays so in slots
    added behind it; a request that may be held then may be held in those too.

    Raises
    ------
    InvalidProblemError
        The event has no such day, or the change adds nothing.
    """
    match change:
        case MoreTables(count, place):
            keys = _new_keys("table", count, (one.key for one in problem.tables))
            added = tuple(Table(key, place) for key in keys)
            if not problem.tables:
                raise InvalidProblemError("The event plans no tables; more would change nothing.")
            return replace(problem, tables=(*problem.tables, *added))
        case MoreInterpreters(pairs, count, longest_run):
            keys = _new_keys("interpreter", count, (one.key for one in problem.interpreters))
            people = tuple(Interpreter(key, pairs, longest_run=longest_run) for key in keys)
            return replace(problem, interpreters=(*problem.interpreters, *people))
        case MoreSlots(day, count):
            return _with_slots(problem, _last_of(problem, day), count)
        case MoreTime(day, minutes):
            last = _last_of(problem, day)
            return _with_slots(problem, last, minutes // (last.ends - last.starts))


def _with_slots(problem: Problem, last: Slot, count: int) -> Problem:
    """Return the event with slots behind the last of a day."""
    length = last.ends - last.starts
    keys = _new_keys("slot", count, (one.key for one in problem.slots))
    added = tuple(
        replace(last, key=key, starts=last.ends + n * length, ends=last.ends + (n + 1) * length)
        for n, key in enumerate(keys)
    )
    at = problem.slots.index(last) + 1

    def grown(slots: frozenset[str]) -> frozenset[str]:
        return slots | frozenset(keys) if last.key in slots else slots

    return replace(
        problem,
        slots=(*problem.slots[:at], *added, *problem.slots[at:]),
        participants=tuple(replace(one, absent=grown(one.absent)) for one in problem.participants),
        tables=tuple(replace(one, closed=grown(one.closed)) for one in problem.tables),
        interpreters=tuple(replace(one, absent=grown(one.absent)) for one in problem.interpreters),
        requests=tuple(
            one if one.only is None else replace(one, only=grown(one.only))
            for one in problem.requests
        ),
    )


def _last_of(problem: Problem, day: int) -> Slot:
    own = [slot for slot in problem.slots if slot.day == day]
    if not own:
        raise InvalidProblemError(f"The event has no slot on day {day}; give one of its days.")
    return own[-1]


def _new_keys(kind: str, count: int, taken: Iterable[str]) -> tuple[str, ...]:
    if count < 1:
        raise InvalidProblemError(f"The change adds {count} of {kind}; give one or more.")
    known = set(taken)
    return tuple(_unused(f"new-{kind}-{n + 1}", known) for n in range(count))


def _unused(key: str, taken: Collection[str]) -> str:
    while key in taken:
        key += "+"
    return key


def _is_worse(found: Plan, plan: Plan) -> bool:
    if plan.objective is Objective.MOST_WEIGHT:
        return found.weight < plan.weight
    held = len(found.meetings) - len(plan.meetings)
    return held < 0 or (held == 0 and found.breaks > plan.breaks)


def _figures(problem: Problem, plan: Plan, bound: int) -> Figures:
    return Figures(
        held=len(plan.meetings),
        weight=plan.weight,
        breaks=plan.breaks,
        bound=bound,
        changes=changes_of(problem, plan.meetings),
        spread=spread_of(problem, plan.meetings),
    )
