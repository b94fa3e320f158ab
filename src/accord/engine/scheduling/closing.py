"""Gaps closed in machine code: somebody's meeting exchanged into a slot next to another."""

from accord.engine.scheduling.chains import chain_of, has_tables, rise_of_breaks, turn
from accord.engine.scheduling.compiling import compiled
from accord.engine.scheduling.kernel import held_at, is_busy, is_open, random_below, undo
from accord.engine.scheduling.memory import (
    DAY,
    DAY_FROM,
    IDLERS,
    IDLING,
    LOCKED,
    NONE,
    OWN,
    OWN_FROM,
    SLOT,
    SLOTS,
    Memory,
)

TRIES_FOR_MEETING = 4  # a side's requests that wait are no meetings
FROM_WITHIN = 10  # in 100: of the meetings moved, those that need not be at the end of a spell


@compiled
def exchange(m: Memory, r: int, t: int, forgiven: float) -> bool:
    """Turn over the chain of a meeting and a slot if the breaks allow; ``True`` if it was."""
    s = m[m[SLOT] + r]
    size = chain_of(m, r, s, t)
    if size == 0 or not has_tables(m, size, s, t):
        return False
    if rise_of_breaks(m, size, s, t) > forgiven:
        return False
    if turn(m, size, s, t):
        return True
    undo(m, 0)
    return False


@compiled
def somebody_with_breaks(m: Memory) -> int:
    """Return a random participant who has breaks; `NONE` if nobody has."""
    return NONE if m[IDLING] == 0 else m[m[IDLERS] + random_below(m, m[IDLING])]


@compiled
def close_a_gap(m: Memory, p: int, forgiven: float) -> bool:
    """Exchange a meeting of a participant into a slot next to another of theirs.

    Mostly it is one at the end of a spell, for to move one from within leaves a new gap.
    """
    r = _some_meeting(m, p) if random_below(m, 100) < FROM_WITHIN else _end_of_spell(m, p)
    if r == NONE or m[m[LOCKED] + r]:
        return False
    t = _beside_a_spell(m, p, r)
    return t != NONE and exchange(m, r, t, forgiven)


@compiled
def _some_meeting(m: Memory, p: int) -> int:
    """Return a random meeting of a participant; `NONE` if chance finds none."""
    first = m[m[OWN_FROM] + p]
    own = m[m[OWN_FROM] + p + 1] - first
    for _ in range(TRIES_FOR_MEETING):
        r = m[m[OWN] + first + random_below(m, own)]
        if m[m[SLOT] + r] != NONE:
            return int(r)
    return NONE


@compiled
def _end_of_spell(m: Memory, p: int) -> int:
    """Return a meeting of a participant who is idle just before or behind it, or `NONE`.

    The first found from a random slot on, so those at the ends of the day are the likeliest.
    """
    s, step = random_below(m, m[SLOTS]), 2 * random_below(m, 2) - 1
    for _ in range(m[SLOTS]):
        if is_busy(m, p, s) and _busy_beside(m, p, s) < 2:  # noqa: PLR2004 -- before and behind
            return held_at(m, p, s)
        s = _next(m, s, step)
    return NONE


@compiled
def _beside_a_spell(m: Memory, p: int, r: int) -> int:
    """Return a slot open to a request, where a participant is idle and meets just beside."""
    t, step = random_below(m, m[SLOTS]), 2 * random_below(m, 2) - 1
    for _ in range(m[SLOTS]):
        if not is_busy(m, p, t) and is_open(m, r, t) and _busy_beside(m, p, t) > 0:
            return t
        t = _next(m, t, step)
    return NONE


@compiled
def _next(m: Memory, s: int, step: int) -> int:
    """Return the slot one step on, round from the last to the first or back."""
    s += step
    if s < 0:
        return int(m[SLOTS]) - 1
    return s if s < m[SLOTS] else 0


@compiled
def _busy_beside(m: Memory, p: int, s: int) -> int:
    """Return at how many of the two slots beside one, on its day, a participant meets."""
    day = m[DAY_FROM] + m[m[DAY] + s]
    busy = 0
    if s > m[day] and is_busy(m, p, s - 1):
        busy += 1
    if s + 1 < m[day + 1] and is_busy(m, p, s + 1):
        busy += 1
    return busy
