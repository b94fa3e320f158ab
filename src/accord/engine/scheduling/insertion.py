"""Holding a request that waits, in machine code: outright, by an exchange, or by ejections."""

from accord.engine.scheduling.chains import chain_of, has_tables, turn
from accord.engine.scheduling.compiling import compiled
from accord.engine.scheduling.kernel import (
    can_interpret,
    fits,
    has_room,
    held_at,
    interpreted_at,
    is_busy,
    is_open,
    is_rested,
    put,
    random_below,
    random_share,
    seat,
    take,
    undo,
)
from accord.engine.scheduling.memory import (
    ABLE,
    ABLE_FROM,
    AT,
    BEHIND,
    BEHIND_FROM,
    COUNT,
    COUNT_AT,
    DAY,
    HALF,
    IN_SLOT,
    IN_SLOT_SIZE,
    JOURNAL,
    KIND,
    KINDS_FROM,
    KINDS_OF,
    LEFT,
    LOCKED,
    MOST,
    MOST_IN_SLOT,
    NONE,
    OWN,
    OWN_FROM,
    PARALLEL,
    RIGHT,
    ROOM,
    ROW,
    SLOT,
    SLOTS,
    SPEAKS,
    WORTH,
    Memory,
)

MANY = 1 << 40
SAMPLE = 12
PAIRS_TRIED = 6


@compiled
def hold_from(m: Memory, r: int, first: int) -> bool:
    """Hold a request at the first slot, from the given one on and round, that takes it."""
    for n in range(m[SLOTS]):
        s = first + n if first + n < m[SLOTS] else first + n - m[SLOTS]
        if fits(m, r, s):
            found = seat(m, r, s, NONE, NONE)
            if found != NONE:
                put(m, r, s, found)
                return True
    return False


@compiled
def may_go(m: Memory, r: int) -> bool:
    """Tell whether a meeting may be taken out without breaking a lock or an order."""
    if m[m[LOCKED] + r]:
        return False
    for n in range(m[m[BEHIND_FROM] + r], m[m[BEHIND_FROM] + r + 1]):
        if m[m[SLOT] + m[m[BEHIND] + n]] != NONE:
            return False
    return True


@compiled
def hold_by_exchange(m: Memory, r: int) -> bool:
    """Hold a request where one side is free, by turning over what keeps the other busy."""
    a, b = m[m[LEFT] + r], m[m[RIGHT] + r]
    if random_below(m, 2):
        a, b = b, a
    slots = m[SLOTS]
    tried = 0
    first, second = random_below(m, slots), random_below(m, slots)
    for n in range(slots):
        s = (first + n) % slots
        if not is_open(m, r, s) or not has_room(m, a, s) or has_room(m, b, s):
            continue
        for k in range(slots):
            t = (second + k) % slots
            if t == s or not has_room(m, b, t):
                continue
            tried += 1
            if tried > PAIRS_TRIED:
                return False
            if _exchange_for(m, r, b, s, t):
                return True
    return False


@compiled
def _exchange_for(m: Memory, r: int, b: int, s: int, t: int) -> bool:
    """Free participant `b` at slot `s` by an exchange with slot `t`, and hold the request."""
    q = held_at(m, b, s)
    if q == NONE:
        return False
    size = chain_of(m, q, s, t)
    if size == 0 or not has_tables(m, size, s, t):
        return False
    mark = m[JOURNAL]
    if turn(m, size, s, t):
        found = seat(m, r, s, NONE, NONE)
        if found != NONE:
            put(m, r, s, found)
            return True
    undo(m, mark)
    return False


@compiled
def lightest_of(m: Memory, p: int, s: int) -> int:
    """Return the lightest meeting to take out so that a participant gets room at a slot."""
    best, lightest = NONE, MANY
    if m[m[ROOM] + p * m[SLOTS] + s] == 0:
        for row in range(m[m[ROW] + p], m[m[ROW] + p] + m[m[PARALLEL] + p]):
            q = m[m[AT] + row * m[SLOTS] + s]
            if q != NONE and m[m[WORTH] + q] < lightest and may_go(m, q):
                best, lightest = q, m[m[WORTH] + q]
        return best
    for n in range(m[m[OWN_FROM] + p], m[m[OWN_FROM] + p + 1]):
        q = m[m[OWN] + n]
        u = m[m[SLOT] + q]
        if u == NONE or m[m[WORTH] + q] >= lightest or not may_go(m, q):
            continue
        if not is_rested(m, p, s):
            if not _joins_run(m, p, u, s):
                continue
        elif m[m[COUNT] + p] < m[m[MOST] + p] and m[m[DAY] + u] != m[m[DAY] + s]:
            continue
        best, lightest = q, m[m[WORTH] + q]
    return best


@compiled
def _joins_run(m: Memory, p: int, u: int, s: int) -> bool:
    """Tell whether a participant is busy from one slot up to next to another of its half day."""
    if m[m[HALF] + u] != m[m[HALF] + s]:
        return False
    for v in range(min(u, s + 1), max(u + 1, s)):  # noqa: SIM110 -- compiled code has no generators
        if not is_busy(m, p, v):
            return False
    return True


@compiled
def _wants_interpreter(m: Memory, r: int, s: int) -> bool:
    kind = m[m[KINDS_OF] + m[m[KINDS_FROM] + r]]
    for n in range(m[m[ABLE_FROM] + r], m[m[ABLE_FROM] + r + 1]):
        if can_interpret(m, m[m[ABLE] + n], s, kind):
            return False
    return True


@compiled
def _lightest_interpreted(m: Memory, r: int, s: int) -> int:
    best, lightest = NONE, MANY
    for n in range(m[m[ABLE_FROM] + r], m[m[ABLE_FROM] + r + 1]):
        q = interpreted_at(m, m[m[ABLE] + n], s)
        if q >= 0 and m[m[WORTH] + q] < lightest and may_go(m, q):
            best, lightest = q, m[m[WORTH] + q]
    return best


@compiled
def _may_use(m: Memory, r: int, kind: int) -> bool:
    for n in range(m[m[KINDS_FROM] + r], m[m[KINDS_FROM] + r + 1]):
        if m[m[KINDS_OF] + n] == kind:
            return True
    return False


@compiled
def lightest_in_slot(m: Memory, r: int, s: int) -> int:
    """Return a light meeting of a slot whose interpreter, or table, the request could use."""
    if m[m[SPEAKS] + r] == 0 and _wants_interpreter(m, r, s):
        return _lightest_interpreted(m, r, s)
    best, lightest = NONE, MANY
    size = m[m[IN_SLOT_SIZE] + s]
    for _ in range(min(SAMPLE, size)):
        q = m[m[IN_SLOT] + s * m[MOST_IN_SLOT] + random_below(m, size)]
        if m[m[WORTH] + q] < lightest and _may_use(m, r, m[m[KIND] + q]) and may_go(m, q):
            best, lightest = q, m[m[WORTH] + q]
    return best


@compiled
def best_slot(m: Memory, r: int, noise: float) -> int:
    """Return the slot at which a request would push out the least, give or take some noise."""
    best, least = NONE, 1e18
    for s in range(m[SLOTS]):
        if not is_open(m, r, s):
            continue
        cost = noise * random_share(m)
        for p in (m[m[LEFT] + r], m[m[RIGHT] + r]):
            if m[m[COUNT_AT] + p * m[SLOTS] + s] >= m[m[PARALLEL] + p]:
                cost += m[m[WORTH] + held_at(m, p, s)]
        if cost < least:
            best, least = s, cost
    return best


@compiled
def hold_by_ejection(m: Memory, r: int, s: int, most: int) -> bool:
    """Hold a request at a slot; who is in the way goes, as long as they weigh at most `most`.

    ``False`` leaves it half done, for `undo`.
    """
    weight = 0
    for p in (m[m[LEFT] + r], m[m[RIGHT] + r]):
        for _ in range(2):
            if has_room(m, p, s):
                break
            q = lightest_of(m, p, s)
            if q == NONE or weight + m[m[WORTH] + q] > most:
                return False
            weight += m[m[WORTH] + q]
            take(m, q)
    for _ in range(3):
        found = seat(m, r, s, NONE, NONE)
        if found != NONE:
            put(m, r, s, found)
            return True
        q = lightest_in_slot(m, r, s)
        if q == NONE or weight + m[m[WORTH] + q] > most:
            return False
        weight += m[m[WORTH] + q]
        take(m, q)
    return False
