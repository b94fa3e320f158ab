"""The rules in machine code: where a request fits, putting it down, taking it up, undoing.

Only `put` places a meeting, at a seat that `seat` found, so a plan never breaks a rule. A seat
is one number: kind of table × (interpreters + 1) + interpreter + 1; `NONE` is no seat.
"""

from accord.engine.scheduling.compiling import compiled
from accord.engine.scheduling.memory import (
    ABLE,
    ABLE_FROM,
    AT,
    BEFORE,
    BEFORE_FROM,
    BEHIND,
    BEHIND_FROM,
    BREAKS,
    COUNT,
    COUNT_AT,
    DAY,
    DAY_COUNT,
    DAY_FROM,
    DAYS,
    DRAW,
    DRAW_TOO,
    FREE,
    HALF,
    HELD,
    IDLE,
    IDLER_AT,
    IDLERS,
    IDLING,
    IN_SLOT,
    IN_SLOT_AT,
    IN_SLOT_SIZE,
    INTERPRETER,
    INTERPRETER_RUN,
    INTERPRETERS,
    INTERPRETING,
    JOURNAL,
    JOURNAL_LINES,
    KIND,
    KINDS_FROM,
    KINDS_OF,
    LEAST,
    LEFT,
    LIMITED,
    LINE,
    LOCKED,
    MOST,
    MOST_A_DAY,
    MOST_IN_SLOT,
    NEAR,
    NEAR_FROM,
    NONE,
    OPEN,
    PARALLEL,
    PLACE,
    RIGHT,
    ROOM,
    ROW,
    SIDE_RUN,
    SLOT,
    SLOTS,
    SPEAKS,
    WAITERS,
    WAITING,
    WAITING_AT,
    WEIGHT,
    WORDS,
    WORTH,
    Memory,
)


@compiled
def random_below(m: Memory, most: int) -> int:
    """Return a random number from 0 to below `most`, at most 2**31 (multiply with carry)."""
    x, y = m[DRAW] & 0xFFFFFFFF, m[DRAW_TOO] & 0xFFFFFFFF
    x = 36_969 * (x & 0xFFFF) + (x >> 16)
    y = 18_000 * (y & 0xFFFF) + (y >> 16)
    m[DRAW], m[DRAW_TOO] = x, y
    return (((x << 16) + y) & 0x7FFFFFFF) * most >> 31


@compiled
def random_share(m: Memory) -> float:
    """Return a random number from 0 to below 1."""
    return random_below(m, 1 << 30) / (1 << 30)


@compiled
def is_open(m: Memory, r: int, s: int) -> bool:
    """Tell whether a slot is open to both sides of a request."""
    return m[m[OPEN] + r * m[WORDS] + (s >> 5)] >> (s & 31) & 1 != 0


@compiled
def is_busy(m: Memory, p: int, s: int) -> bool:
    """Tell whether a participant meets anybody at a slot."""
    return m[m[COUNT_AT] + p * m[SLOTS] + s] != 0


@compiled
def held_at(m: Memory, p: int, s: int) -> int:
    """Return the first meeting of a participant at a slot, or `NONE`."""
    return m[m[AT] + m[m[ROW] + p] * m[SLOTS] + s]


@compiled
def breaks_of(m: Memory, p: int) -> int:
    """Return the idle spells between a participant's meetings of one day."""
    breaks = 0
    for day in range(m[DAYS]):
        last = NONE
        for u in range(m[m[DAY_FROM] + day], m[m[DAY_FROM] + day + 1]):
            if is_busy(m, p, u):
                breaks += last != NONE and u - last > 1
                last = u
    return breaks


@compiled
def has_room(m: Memory, p: int, s: int) -> bool:
    """Tell whether a participant can take a meeting at a slot."""
    if m[m[ROOM] + p * m[SLOTS] + s] == 0:
        return False
    if m[m[LIMITED] + p] == 0:
        return True
    return bool(
        m[m[COUNT] + p] < m[m[MOST] + p]
        and m[m[DAY_COUNT] + p * m[DAYS] + m[m[DAY] + s]] < m[m[MOST_A_DAY] + p]
        and is_rested(m, p, s)
    )


@compiled
def is_rested(m: Memory, p: int, s: int) -> bool:
    """Tell whether a meeting at a slot leaves a participant's rests in time."""
    longest = m[m[SIDE_RUN] + p]
    if longest >= m[SLOTS] or is_busy(m, p, s):
        return True
    run = 1
    for step in (-1, 1):
        u = s + step
        while 0 <= u < m[SLOTS] and m[m[HALF] + u] == m[m[HALF] + s] and is_busy(m, p, u):
            run += 1
            u += step
    return bool(run <= longest)


@compiled
def in_order(m: Memory, r: int, s: int) -> bool:
    """Tell whether the order of meetings lets a request be held at a slot."""
    for n in range(m[m[BEFORE_FROM] + r], m[m[BEFORE_FROM] + r + 1]):
        earlier = m[m[SLOT] + m[m[BEFORE] + n]]
        if earlier == NONE or earlier >= s:
            return False
    for n in range(m[m[BEHIND_FROM] + r], m[m[BEHIND_FROM] + r + 1]):
        later = m[m[SLOT] + m[m[BEHIND] + n]]
        if later != NONE and later <= s:
            return False
    return True


@compiled
def reaches(m: Memory, p: int, s: int, kind: int) -> bool:
    """Tell whether a participant gets to a kind of table in time, and away from it."""
    if m[m[PARALLEL] + p] > 1:
        return True
    for n in range(m[m[NEAR_FROM] + s], m[m[NEAR_FROM] + s + 1]):
        q = held_at(m, p, m[m[NEAR] + n])
        if q != NONE and m[m[PLACE] + m[m[KIND] + q]] != m[m[PLACE] + kind]:
            return False
    return True


@compiled
def interpreted_at(m: Memory, i: int, s: int) -> int:
    """Return the meeting an interpreter has at a slot, or `NONE`, or `AWAY`."""
    return m[m[INTERPRETING] + i * m[SLOTS] + s]


@compiled
def can_interpret(m: Memory, i: int, s: int, kind: int) -> bool:
    """Tell whether an interpreter is there, free, rested and in time."""
    if interpreted_at(m, i, s) != NONE:
        return False
    longest = m[m[INTERPRETER_RUN] + i]
    if longest < m[SLOTS]:
        run = 1
        for step in (-1, 1):
            u = s + step
            while (
                0 <= u < m[SLOTS]
                and m[m[HALF] + u] == m[m[HALF] + s]
                and interpreted_at(m, i, u) >= 0
            ):
                run += 1
                u += step
        if run > longest:
            return False
    for n in range(m[m[NEAR_FROM] + s], m[m[NEAR_FROM] + s + 1]):
        q = interpreted_at(m, i, m[m[NEAR] + n])
        if q >= 0 and m[m[PLACE] + m[m[KIND] + q]] != m[m[PLACE] + kind]:
            return False
    return True


@compiled
def interpreter_for(m: Memory, r: int, s: int, kind: int, kept: int) -> int:
    """Return an interpreter for a request, the one kept if it can be; `NONE` if nobody can."""
    if kept != NONE and can_interpret(m, kept, s, kind):
        return kept
    for n in range(m[m[ABLE_FROM] + r], m[m[ABLE_FROM] + r + 1]):
        i = m[m[ABLE] + n]
        if can_interpret(m, i, s, kind):
            return i
    return NONE


@compiled
def fits(m: Memory, r: int, s: int) -> bool:
    """Tell whether both sides have room at a slot and the order of meetings is kept."""
    return (
        is_open(m, r, s)
        and has_room(m, m[m[LEFT] + r], s)
        and has_room(m, m[m[RIGHT] + r], s)
        and in_order(m, r, s)
    )


@compiled
def seat(m: Memory, r: int, s: int, kind: int, interpreter: int) -> int:
    """Return a seat at a slot, of the kind and with the interpreter given where they can be."""
    if not fits(m, r, s):
        return NONE
    people = m[INTERPRETERS] + 1
    first = m[m[KINDS_FROM] + r]
    for n in range(first - 1 if kind != NONE else first, m[m[KINDS_FROM] + r + 1]):
        k = kind if n < first else m[m[KINDS_OF] + n]
        if (
            m[m[FREE] + k * m[SLOTS] + s] <= 0
            or not reaches(m, m[m[LEFT] + r], s, k)
            or not reaches(m, m[m[RIGHT] + r], s, k)
        ):
            continue
        if m[m[SPEAKS] + r]:
            return k * people
        i = interpreter_for(m, r, s, k, interpreter)
        if i != NONE:
            return k * people + i + 1
    return NONE


@compiled
def put(m: Memory, r: int, s: int, seat: int) -> None:
    """Hold a request at a seat, and write it down in the journal."""
    people = m[INTERPRETERS] + 1
    kind, i = seat // people, seat % people - 1
    _put(m, r, s, kind, i)
    _write(m, r, 1)


@compiled
def take(m: Memory, r: int) -> None:
    """Take a meeting off, and write it down in the journal."""
    _write(m, r, 0)
    _take(m, r)


@compiled
def undo(m: Memory, mark: int) -> None:
    """Play the journal back to a length it had before."""
    for n in range(m[JOURNAL] - 1, mark - 1, -1):
        line = m[JOURNAL_LINES] + n * LINE
        if m[line + 4]:
            _take(m, m[line])
        else:
            _put(m, m[line], m[line + 1], m[line + 2], m[line + 3])
    m[JOURNAL] = mark


@compiled
def _write(m: Memory, r: int, was_put: int) -> None:
    """Write down where a meeting is, and whether it was just put there or is about to go."""
    line = m[JOURNAL_LINES] + m[JOURNAL] * LINE
    m[line], m[line + 1], m[line + 2] = r, m[m[SLOT] + r], m[m[KIND] + r]
    m[line + 3], m[line + 4] = m[m[INTERPRETER] + r], was_put
    m[JOURNAL] += 1


@compiled
def _put(m: Memory, r: int, s: int, kind: int, i: int) -> None:
    m[m[SLOT] + r], m[m[KIND] + r], m[m[INTERPRETER] + r] = s, kind, i
    for p in (m[m[LEFT] + r], m[m[RIGHT] + r]):
        cell = p * m[SLOTS] + s
        count = m[m[COUNT_AT] + cell]
        m[m[AT] + (m[m[ROW] + p] + count) * m[SLOTS] + s] = r
        m[m[COUNT_AT] + cell] = count + 1
        m[m[COUNT] + p] += 1
        m[m[DAY_COUNT] + p * m[DAYS] + m[m[DAY] + s]] += 1
        if count + 1 == m[m[PARALLEL] + p]:
            m[m[ROOM] + cell] = 0
        if count == 0:
            _count_breaks(m, p)
    m[m[FREE] + kind * m[SLOTS] + s] -= 1
    if i != NONE:
        m[m[INTERPRETING] + i * m[SLOTS] + s] = r
    size = m[m[IN_SLOT_SIZE] + s]
    m[m[IN_SLOT] + s * m[MOST_IN_SLOT] + size], m[m[IN_SLOT_AT] + r] = r, size
    m[m[IN_SLOT_SIZE] + s] = size + 1
    m[WEIGHT] += m[m[WORTH] + r]
    m[HELD] += 1
    _wait_no_more(m, r)


@compiled
def _take(m: Memory, r: int) -> None:
    s, kind, i = m[m[SLOT] + r], m[m[KIND] + r], m[m[INTERPRETER] + r]
    m[m[SLOT] + r], m[m[KIND] + r], m[m[INTERPRETER] + r] = NONE, NONE, NONE
    for p in (m[m[LEFT] + r], m[m[RIGHT] + r]):
        cell = p * m[SLOTS] + s
        count = m[m[COUNT_AT] + cell] - 1
        first = m[AT] + m[m[ROW] + p] * m[SLOTS] + s
        last = first + count * m[SLOTS]
        for place in range(first, last, m[SLOTS]):
            if m[place] == r:
                m[place] = m[last]
                break
        m[last] = NONE
        m[m[COUNT_AT] + cell] = count
        m[m[COUNT] + p] -= 1
        m[m[DAY_COUNT] + p * m[DAYS] + m[m[DAY] + s]] -= 1
        m[m[ROOM] + cell] = 1
        if count == 0:
            _count_breaks(m, p)
    m[m[FREE] + kind * m[SLOTS] + s] += 1
    if i != NONE:
        m[m[INTERPRETING] + i * m[SLOTS] + s] = NONE
    size = m[m[IN_SLOT_SIZE] + s] - 1
    other, place = m[m[IN_SLOT] + s * m[MOST_IN_SLOT] + size], m[m[IN_SLOT_AT] + r]
    m[m[IN_SLOT] + s * m[MOST_IN_SLOT] + place], m[m[IN_SLOT_AT] + other] = other, place
    m[m[IN_SLOT_SIZE] + s], m[m[IN_SLOT_AT] + r] = size, NONE
    m[WEIGHT] -= m[m[WORTH] + r]
    m[HELD] -= 1
    if m[m[LOCKED] + r] == 0:
        m[m[WAITERS] + m[WAITING]] = r
        m[m[WAITING_AT] + r] = m[WAITING]
        m[WAITING] += 1


@compiled
def _wait_no_more(m: Memory, r: int) -> None:
    place = m[m[WAITING_AT] + r]
    if place == NONE:
        return
    last = m[WAITING] - 1
    other = m[m[WAITERS] + last]
    m[m[WAITERS] + place], m[m[WAITING_AT] + other] = other, place
    m[m[WAITING_AT] + r] = NONE
    m[WAITING] = last


@compiled
def _count_breaks(m: Memory, p: int) -> None:
    breaks, before, least = breaks_of(m, p), m[m[IDLE] + p], m[m[LEAST] + p]
    m[BREAKS] += breaks - before
    m[m[IDLE] + p] = breaks
    if before <= least < breaks:
        m[m[IDLERS] + m[IDLING]], m[m[IDLER_AT] + p] = p, m[IDLING]
        m[IDLING] += 1
    elif breaks <= least < before:
        m[IDLING] -= 1
        last, place = m[m[IDLERS] + m[IDLING]], m[m[IDLER_AT] + p]
        m[m[IDLERS] + place], m[m[IDLER_AT] + last] = last, place
