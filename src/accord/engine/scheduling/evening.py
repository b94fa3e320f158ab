"""Meetings shared more evenly in machine code, at the same weight and with no more breaks.

A meeting gives way to a request of the same weight only where nobody who loses one is left
with fewer than somebody who gains one had: so the most never rise and the fewest never fall.
"""

from accord.engine.scheduling.compiling import compiled
from accord.engine.scheduling.insertion import may_go
from accord.engine.scheduling.kernel import has_room, is_open, put, seat, take, undo
from accord.engine.scheduling.memory import (
    BREAKS,
    COUNT,
    IN_SLOT,
    IN_SLOT_SIZE,
    JOURNAL,
    LEFT,
    LOCKED,
    MOST_IN_SLOT,
    NONE,
    OWN,
    OWN_FROM,
    REQUESTS,
    RIGHT,
    SLOT,
    SLOTS,
    WORTH,
    Memory,
)

TRIES = 40  # of one request in slots where both are free


@compiled
def even_out(m: Memory, first: int, last: int) -> int:
    """Exchange meetings for some of the requests where that evens the numbers out.

    Returns
    -------
    int
        How many were exchanged.
    """
    found = 0
    for r in range(first, min(last, m[REQUESTS])):
        if m[m[SLOT] + r] == NONE and m[m[LOCKED] + r] == 0:
            found += _even(m, r)
    m[JOURNAL] = 0
    return found


@compiled
def _even(m: Memory, r: int) -> int:
    """Hold a request in place of another meeting; 1 if it is."""
    for p in (m[m[LEFT] + r], m[m[RIGHT] + r]):
        for n in range(m[m[OWN_FROM] + p], m[m[OWN_FROM] + p + 1]):
            q = m[m[OWN] + n]
            if _evens(m, q, r) and _exchange(m, q, r, 0, m[SLOTS]):
                return 1
    tries = 0
    for s in range(m[SLOTS]):
        if (
            not is_open(m, r, s)
            or not has_room(m, m[m[LEFT] + r], s)
            or not has_room(m, m[m[RIGHT] + r], s)
        ):
            continue
        # Both are free, so a table or an interpreter of this slot is what they lack.
        for n in range(m[m[IN_SLOT_SIZE] + s]):
            q = m[m[IN_SLOT] + s * m[MOST_IN_SLOT] + n]
            if tries < TRIES and _evens(m, q, r):
                tries += 1
                if _exchange(m, q, r, s, s + 1):
                    return 1
    return 0


@compiled
def _evens(m: Memory, q: int, r: int) -> bool:
    """Tell whether meetings are shared more evenly when one gives way to a request."""
    if m[m[SLOT] + q] == NONE or m[m[WORTH] + q] != m[m[WORTH] + r] or not may_go(m, q):
        return False
    loses, loses_too = m[m[LEFT] + q], m[m[RIGHT] + q]
    gains, gains_too = m[m[LEFT] + r], m[m[RIGHT] + r]
    if loses == gains_too or loses_too == gains:
        gains, gains_too = gains_too, gains
    if loses == gains:
        return bool(
            loses_too != gains_too and m[m[COUNT] + loses_too] > m[m[COUNT] + gains_too] + 1
        )
    if loses_too == gains_too:
        return bool(m[m[COUNT] + loses] > m[m[COUNT] + gains] + 1)
    one, other = m[m[COUNT] + loses], m[m[COUNT] + loses_too]
    new, new_too = m[m[COUNT] + gains], m[m[COUNT] + gains_too]
    return bool(min(one, other) > max(new, new_too) and one + other > new + new_too + 2)


@compiled
def _exchange(m: Memory, q: int, r: int, first: int, last: int) -> bool:
    """Hold a request at one of some slots instead of a meeting, with no more breaks."""
    m[JOURNAL] = 0
    breaks = m[BREAKS]
    take(m, q)
    for s in range(first, last):
        found = seat(m, r, s, NONE, NONE)
        if found != NONE:
            put(m, r, s, found)
            if m[BREAKS] <= breaks:
                return True
            undo(m, 1)
    undo(m, 0)
    return False
