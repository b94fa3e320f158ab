"""The problem in numbers: indices for keys, bit sets for slots and tables."""

from collections.abc import Iterable, Sequence

from accord.engine.scheduling.problem import Interpreter, Participant, Problem, Request, Session

UNLIMITED = 1 << 30


def bits(mask: int) -> Iterable[int]:
    """Yield the numbers of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Grid:
    """A problem compiled once for the parts that search.

    Slots, participants, tables, interpreters and requests are numbered in the
    order of the problem. A set of slots or of tables is an integer with one
    bit for each.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.slot_number = {slot.key: s for s, slot in enumerate(problem.slots)}
        self.request_number = {request.key: r for r, request in enumerate(problem.requests)}
        self.table_number = {table.key: t for t, table in enumerate(problem.tables)}
        self._number_of = {one.key: p for p, one in enumerate(problem.participants)}
        self.interpreter_number = {one.key: i for i, one in enumerate(problem.interpreters)}
        fair = problem.rules.fair_breaks
        self.fair = _limit(fair)
        self._compile_slots()
        self._compile_tables()
        self._compile_participants(problem.participants)
        self._compile_interpreters(problem.interpreters)
        self._compile_requests(problem.requests)

    def slots_of(self, keys: Iterable[str]) -> int:
        """Return the bit set of the slots named."""
        mask = 0
        for key in keys:
            mask |= 1 << self.slot_number[key]
        return mask

    def windows(self, size: int) -> Iterable[range]:
        """Yield every spell of so many slots in a row within one half day."""
        for half in self.half_masks:
            # The slots of a half day need not all stand in a row in the list.
            for first in bits(half):
                own = range(first, first + size)
                if own[-1] < self.size and all(half >> s & 1 for s in own):
                    yield own

    def room_with_rests(self, mask: int, longest: int) -> int:
        """Return how many of some slots somebody can use who rests after so many in a row."""
        room = mask.bit_count()
        if longest < self.size:
            for half in self.half_masks:
                run = 0
                for s in range(self.size):
                    run = run + 1 if mask & half & 1 << s else 0
                    if run > longest:
                        room, run = room - 1, 0
        return room

    def _compile_slots(self) -> None:
        slots = self.problem.slots
        self.size = len(slots)
        self.every_slot = (1 << self.size) - 1
        days = sorted({slot.day for slot in slots})
        self.day_of = [days.index(slot.day) for slot in slots]
        self.day_masks = [
            sum(1 << s for s, slot in enumerate(slots) if slot.day == day) for day in days
        ]
        halves = sorted({(slot.day, slot.session) for slot in slots})
        self.half_masks = [
            sum(1 << s for s, slot in enumerate(slots) if (slot.day, slot.session) == half)
            for half in halves
        ]
        self.session_masks = {
            session: sum(
                1 << s
                for s, slot in enumerate(slots)
                if session is Session.EITHER or slot.session in {session, Session.EITHER}
            )
            for session in Session
        }

    def _compile_tables(self) -> None:
        tables, slots = self.problem.tables, self.problem.slots
        self.has_tables = bool(tables)
        places = sorted({table.place for table in tables})
        self.place_of = [places.index(table.place) for table in tables]
        self.place_masks = [
            sum(1 << t for t, table in enumerate(tables) if table.place == place)
            for place in places
        ]
        self.tables_open = [(1 << len(tables)) - 1] * self.size
        for t, table in enumerate(tables):
            for key in table.closed:
                self.tables_open[self.slot_number[key]] &= ~(1 << t)
        change = self.problem.rules.change_minutes
        self.near: list[tuple[int, ...]] = [()] * self.size
        if change and len(places) > 1:
            self.near = [
                tuple(
                    u
                    for u, other in enumerate(slots)
                    if other.day == slot.day
                    and u != s
                    and max(other.starts - slot.ends, slot.starts - other.ends) < change
                )
                for s, slot in enumerate(slots)
            ]
        self.changes_take_time = any(self.near)

    def _compile_participants(self, people: Sequence[Participant]) -> None:
        most = max(1, len(self.problem.requests))  # who holds more at once has nobody to meet
        self.parallel = [min(one.parallel, most) for one in people]
        self.attends = [self.every_slot & ~self.slots_of(one.absent) for one in people]
        self.most = [_limit(one.most) for one in people]
        self.most_a_day = [_limit(one.most_a_day) for one in people]
        self.side_run = [_limit(one.longest_run) for one in people]
        self.own_table = [
            None if one.table is None else self.table_number[one.table] for one in people
        ]
        reserved = {t for t in self.own_table if t is not None}
        self.common_tables = sum(
            1 << t for t in range(len(self.problem.tables)) if t not in reserved
        )

    def _compile_interpreters(self, interpreters: Sequence[Interpreter]) -> None:
        self.interprets = [self.every_slot & ~self.slots_of(one.absent) for one in interpreters]
        self.longest_run = [_limit(one.longest_run) for one in interpreters]
        self._speakers: dict[tuple[str, str, bool], tuple[int, ...]] = {}
        for i, one in enumerate(interpreters):
            both = [way for pair in one.pairs for way in (pair, pair[::-1])]
            spoken = {(*pair, False) for pair in one.pairs}
            for way in sorted(spoken | {(*pair, True) for pair in (*both, *one.one_way)}):
                self._speakers[way] = (*self._speakers.get(way, ()), i)

    def _compile_requests(self, requests: Sequence[Request]) -> None:
        self.left = [self._number_of[request.left] for request in requests]
        self.right = [self._number_of[request.right] for request in requests]
        self.weight = [request.weight for request in requests]
        self.allowed = [self._allowed_slots(request) for request in requests]
        self.open = [
            allowed & self.attends[left] & self.attends[right]
            for allowed, left, right in zip(self.allowed, self.left, self.right, strict=True)
        ]
        self.tables = [self._allowed_tables(r) for r in range(len(requests))]
        self.speakers = [self._allowed_interpreters(request) for request in requests]
        self.is_locked = [request.locked is not None for request in requests]
        self.before = [
            tuple(sorted(self.request_number[key] for key in request.after))
            for request in requests
        ]
        self.behind: list[list[int]] = [[] for _ in requests]
        for r, earlier in enumerate(self.before):
            for e in earlier:
                self.behind[e].append(r)

    def _allowed_slots(self, request: Request) -> int:
        mask = self.session_masks[request.session]
        if request.only is not None:
            mask &= self.slots_of(request.only)
        if request.locked:
            mask &= self.slots_of((request.locked.slot,))
        return mask

    def _allowed_tables(self, r: int) -> int:
        own = {self.own_table[self.left[r]], self.own_table[self.right[r]]} - {None}
        mask = self.common_tables
        for t in own:
            mask = 1 << t if t is not None and len(own) == 1 else 0
        lock = self.problem.requests[r].locked
        if lock and lock.table is not None:
            mask &= 1 << self.table_number[lock.table]
        return mask

    def _allowed_interpreters(self, request: Request) -> tuple[int, ...] | None:
        """Return who could interpret; ``None`` when nobody needs to."""
        if request.languages is None:
            return None
        able = self._speakers.get((*request.languages, request.one_way), ())
        if request.locked and request.locked.interpreter is not None:
            chosen = self.interpreter_number[request.locked.interpreter]
            able = tuple(i for i in able if i == chosen)
        return able


def _limit(number: int | None) -> int:
    """Return a limit that fits the machine's numbers."""
    return UNLIMITED if number is None else min(number, UNLIMITED)
