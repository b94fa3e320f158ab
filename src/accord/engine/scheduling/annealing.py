"""The search in machine code: annealing over insertions, ejections and exchanges."""

import math
from typing import NamedTuple

from accord.engine.scheduling.closing import close_a_gap, exchange, somebody_with_breaks
from accord.engine.scheduling.compiling import compiled
from accord.engine.scheduling.insertion import (
    best_slot,
    hold_by_ejection,
    hold_by_exchange,
    hold_from,
)
from accord.engine.scheduling.kernel import (
    is_open,
    put,
    random_below,
    random_share,
    seat,
    undo,
)
from accord.engine.scheduling.memory import (
    BREAKS,
    DRAW,
    DRAW_TOO,
    FAIR,
    HELD,
    IDLE,
    JOURNAL,
    MOVABLE,
    MOVABLES,
    NONE,
    PEOPLE,
    SLOT,
    SLOTS,
    WAITERS,
    WAITING,
    WEIGHT,
    WORTH,
    Memory,
)

TRIES_FOR_SLOT = 16
MANY = 1 << 40


class Aim(NamedTuple):
    """What the search lowers and how it chooses its steps.

    Parameters
    ----------
    all_held
        Whether every request is to be held; else weight counts.
    value
        Energy of one request held, or of one point of weight.
    break_cost
        Energy of one break.
    share_of_holding
        Share of the steps spent on requests that wait, 0 to 1.
    share_of_breaks
        Share of the other steps spent on somebody who has breaks, 0 to 1.
    """

    all_held: bool
    value: float
    break_cost: float
    share_of_holding: float
    share_of_breaks: float


@compiled
def fill(m: Memory, order: Memory) -> int:
    """Hold what fits, in order, each at its first slot; return how many were placed."""
    placed = 0
    for r in order:
        if m[m[SLOT] + r] == NONE and hold_from(m, r, 0):
            placed += 1
            m[JOURNAL] = 0
    return placed


@compiled
def complete(m: Memory, order: Memory, rounds: int) -> None:
    """Hold what fits, in order, also by exchanges; in rounds until nothing more does."""
    for _ in range(rounds):
        placed = 0
        for r in order:
            m[JOURNAL] = 0
            if m[m[SLOT] + r] == NONE and (hold_from(m, r, 0) or hold_by_exchange(m, r)):
                placed += 1
        if placed == 0:
            break
    m[JOURNAL] = 0


@compiled
def place(m: Memory, wanted: Memory) -> int:
    """Hold requests where they are wanted; return how many were placed.

    Rows of request, slot, kind and interpreter; what does not fit is left out.
    """
    placed = 0
    for n in range(len(wanted)):
        r, s = wanted[n, 0], wanted[n, 1]
        if m[m[SLOT] + r] == NONE:
            found = seat(m, r, s, wanted[n, 2], wanted[n, 3])
            if found != NONE:
                put(m, r, s, found)
                placed += 1
        m[JOURNAL] = 0
    return placed


@compiled
def unfairness(m: Memory) -> int:
    """Return by how much the most and the fewest breaks differ beyond the rule."""
    if m[PEOPLE] == 0 or m[FAIR] > m[SLOTS]:
        return 0
    most = fewest = m[m[IDLE]]
    for p in range(m[PEOPLE]):
        most, fewest = max(most, m[m[IDLE] + p]), min(fewest, m[m[IDLE] + p])
    return max(0, most - fewest - m[FAIR])


@compiled
def is_better(m: Memory, best: Memory, all_held: bool) -> bool:  # noqa: FBT001 -- compiled code knows no keywords
    """Tell whether a plan ranks above another."""
    first = HELD if all_held else WEIGHT
    if m[first] != best[first]:
        return m[first] > best[first]
    if not all_held:
        return m[BREAKS] < best[BREAKS]
    here, there = unfairness(m), unfairness(best)
    return here < there or (here == there and m[BREAKS] < best[BREAKS])


@compiled
def energy_of(m: Memory, aim: Aim) -> float:
    """Return the mixed cost of a plan; lower is better."""
    held = m[HELD] if aim.all_held else m[WEIGHT]
    return aim.break_cost * m[BREAKS] - aim.value * held


@compiled
def other_slot(m: Memory, r: int, s: int) -> int:
    """Return a random slot open to a request besides `s`; `NONE` if chance finds none."""
    for _ in range(TRIES_FOR_SLOT):
        t = random_below(m, m[SLOTS])
        if t != s and is_open(m, r, t):
            return t
    return NONE


@compiled
def hold_more(m: Memory, r: int, aim: Aim, forgiven: float) -> bool:
    """Try to hold a request that waits, whatever it pushes out within what is forgiven."""
    if hold_from(m, r, random_below(m, m[SLOTS])) or hold_by_exchange(m, r):
        return True
    s = best_slot(m, r, forgiven / aim.value)
    if s == NONE:
        return False
    before = m[WAITING]
    worth = MANY if aim.all_held else int(m[m[WORTH] + r] + forgiven / aim.value)
    if not hold_by_ejection(m, r, s, worth):
        undo(m, 0)
        return False
    # Those pushed out stand at the end of the waiting, for they came last.
    for place in range(m[WAITING] - 1, before - 2, -1):
        if place < m[WAITING]:
            q = m[m[WAITERS] + place]
            if not hold_from(m, q, random_below(m, m[SLOTS])):
                hold_by_exchange(m, q)
    return True


@compiled
def step(m: Memory, aim: Aim, warmth: float) -> bool:
    """Try one change; ``True`` if it was made, and the journal tells which."""
    forgiven = -warmth * math.log(1.0 - random_share(m))
    if m[WAITING] == 0 or random_share(m) >= aim.share_of_holding:
        if random_share(m) < aim.share_of_breaks:
            p = somebody_with_breaks(m)
            if p != NONE:
                return close_a_gap(m, p, forgiven / aim.break_cost)
        r = m[m[MOVABLE] + random_below(m, m[MOVABLES])]
        if m[m[SLOT] + r] == NONE:
            return False
        t = other_slot(m, r, m[m[SLOT] + r])
        return t != NONE and exchange(m, r, t, forgiven / aim.break_cost)
    r = m[m[WAITERS] + random_below(m, m[WAITING])]
    before = energy_of(m, aim)
    if not hold_more(m, r, aim, forgiven):
        return False
    if energy_of(m, aim) - before > forgiven:
        undo(m, 0)
        return False
    return True


@compiled
def anneal(m: Memory, best: Memory, aim: Aim, warmth: float, steps: int) -> None:
    """Make so many steps at one warmth, and keep the best plan on the way.

    The best is copied only before it would be left, for a copy costs as much as many steps.
    """
    is_news = False
    for _ in range(steps):
        m[JOURNAL] = 0
        if not step(m, aim, warmth):
            continue
        if is_better(m, best, aim.all_held):
            is_news = True
        elif is_news:
            draws = m[DRAW], m[DRAW_TOO]
            undo(m, 0)
            _copy(m, best)
            m[DRAW], m[DRAW_TOO] = draws
            is_news = False
    m[JOURNAL] = 0
    if is_news:
        _copy(m, best)


@compiled
def _copy(m: Memory, best: Memory) -> None:
    for n in range(len(m)):
        best[n] = m[n]
