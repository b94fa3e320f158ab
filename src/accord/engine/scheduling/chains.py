"""Exchanges of two slots in machine code: Kempe chains over participants and interpreters.

The meetings of two slots form paths and even circles when joined where they share a
participant or an interpreter. Turning one over keeps everybody free of double bookings.
"""

from accord.engine.scheduling.compiling import compiled
from accord.engine.scheduling.kernel import (
    held_at,
    interpreted_at,
    is_open,
    put,
    seat,
    take,
)
from accord.engine.scheduling.memory import (
    AWAY,
    CHAIN,
    COUNT_AT,
    DAY,
    DAY_FROM,
    FAIR,
    FREE,
    IDLE,
    IDLE_PRICE,
    INTERPRETER,
    JOURNAL,
    JOURNAL_LINES,
    KINDS,
    LEFT,
    LINE,
    LOCKED,
    NONE,
    PARALLEL,
    PERSON_SEEN,
    RIGHT,
    SEEN,
    SLOT,
    SLOTS,
    STAMP,
    Memory,
)

LONGEST_CHAIN = 250
BREAK, UNFAIR = 256, 512  # in 256ths of a break, as IDLE_PRICE is


@compiled
def _join(m: Memory, q: int, size: int) -> int:
    """Add a meeting to the chain unless it is there, and return the chain's length."""
    if m[m[SEEN] + q] == m[STAMP]:
        return size
    m[m[SEEN] + q] = m[STAMP]
    m[m[CHAIN] + size] = q
    return size + 1


@compiled
def chain_of(m: Memory, r: int, s: int, t: int) -> int:
    """Gather what changes over with a meeting between two slots.

    Returns
    -------
    int
        The number of meetings; 0 if one of them may not move, or they are too many.
    """
    m[STAMP] += 1
    size, n = _join(m, r, 0), 0
    while n < size:
        q = m[m[CHAIN] + n]
        n += 1
        to = t if m[m[SLOT] + q] == s else s
        if m[m[LOCKED] + q] or size > LONGEST_CHAIN or not is_open(m, q, to):
            return 0
        for p in (m[m[LEFT] + q], m[m[RIGHT] + q]):
            if m[m[COUNT_AT] + p * m[SLOTS] + to] >= m[m[PARALLEL] + p]:
                size = _join(m, held_at(m, p, to), size)
        i = m[m[INTERPRETER] + q]
        if i != NONE:
            other = interpreted_at(m, i, to)
            if other == AWAY:
                return 0
            if other != NONE:
                size = _join(m, other, size)
    return size


@compiled
def rise_of_one(m: Memory, p: int, s: int, t: int) -> int:
    """Return by how much a participant's breaks would cost more with two slots turned over.

    In 256ths of a break: all of them for each, twice as many more where it is unfair, and the
    price of each idle slot, so that the search is drawn towards shorter breaks before there
    are fewer.
    Only the idle spells next to the two slots are looked at, one slot after the other.
    """
    busy = m[COUNT_AT] + p * m[SLOTS]
    breaks = idle = 0
    turned = NONE
    for u in (s, t):
        if u == NONE:
            continue
        day = m[DAY_FROM] + m[m[DAY] + u]
        first, end = m[day], m[day + 1]
        left, right = u - 1, u + 1
        while left >= first and (m[busy + left] != 0) == (left == turned):
            left -= 1
        while right < end and (m[busy + right] != 0) == (right == turned):
            right += 1
        before = u - left - 1 if left >= first else 0
        behind = right - u - 1 if right < end else 0
        within = left >= first and right < end
        sign = -1 if m[busy + u] else 1
        breaks += sign * ((before > 0) + (behind > 0) - within)
        idle += sign * (-1 if within else before + behind)
        turned = u
    unfair = m[m[IDLE] + p] - m[FAIR]
    more = max(0, unfair + breaks) - max(0, unfair)
    return BREAK * breaks + UNFAIR * more + m[IDLE_PRICE] * idle


@compiled
def rise_of_breaks(m: Memory, size: int, s: int, t: int) -> float:
    """Return by how much turning the chain over would raise the cost, in breaks.

    Exact where everybody holds one meeting at a time: who has one meeting in the chain
    changes slot, who has two keeps both.
    """
    for n in range(size):
        q = m[m[CHAIN] + n]
        for p in (m[m[LEFT] + q], m[m[RIGHT] + q]):
            seen = m[m[PERSON_SEEN] + p]
            m[m[PERSON_SEEN] + p] = 0 if seen == m[STAMP] else m[STAMP]
    rise = 0
    for n in range(size):
        q = m[m[CHAIN] + n]
        for p in (m[m[LEFT] + q], m[m[RIGHT] + q]):
            if m[m[PERSON_SEEN] + p] == m[STAMP]:
                rise += rise_of_one(m, p, s, t)
    return rise / BREAK


@compiled
def has_tables(m: Memory, size: int, s: int, t: int) -> bool:
    """Tell whether the tables suffice once the chain is turned over.

    Counted where there is one kind; where there are more, `turn` finds out.
    """
    if m[KINDS] > 1:
        return True
    more = 0
    for n in range(size):
        more += 1 if m[m[SLOT] + m[m[CHAIN] + n]] == s else -1
    return m[m[FREE] + t] >= more and m[m[FREE] + s] >= -more


@compiled
def turn(m: Memory, size: int, s: int, t: int) -> bool:
    """Turn the gathered chain over; ``False`` leaves it half done, for `undo`."""
    first = m[JOURNAL_LINES] + m[JOURNAL] * LINE
    for n in range(size):
        take(m, m[m[CHAIN] + n])
    for line in range(first, first + size * LINE, LINE):
        q, to = m[line], t if m[line + 1] == s else s
        found = seat(m, q, to, m[line + 2], m[line + 3])
        if found == NONE:
            return False
        put(m, q, to, found)
    return True
