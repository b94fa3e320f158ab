"""What stands in the way of moving one meeting: for the board, before anything happens."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from accord.engine.scheduling.check import Checker, interprets
from accord.engine.scheduling.problem import Placement, Problem, Request
from accord.engine.scheduling.result import Breach, Meeting, Plan, Violation

Options = Iterator[tuple[str | None, str | None]]


def moves(
    problem: Problem, plan: Plan, request_key: str, *, at: Collection[str] | None = None
) -> Mapping[str, tuple[Violation, ...]]:
    """Return for every slot what keeps a request from being held there.

    Parameters
    ----------
    problem
        What was asked for.
    plan
        The plan as it stands; the request may be held in it or not.
    request_key
        The meeting to move.
    at
        The slots that are asked about; ``None`` asks about all of them.

    Returns
    -------
    Mapping
        Slot key to violations, in time order; no violation means that the
        meeting can be put there, at the table and with the interpreter that
        `placement_at` names.

    Raises
    ------
    KeyError
        The problem has no such request.
    """
    mover = _Mover(problem, plan, request_key)
    return {
        slot.key: mover.best(slot.key)[1] for slot in problem.slots if at is None or slot.key in at
    }


def placement_at(
    problem: Problem, plan: Plan, request_key: str, slot_key: str
) -> Placement | None:
    """Return table and interpreter for a move to a slot; ``None`` if the slot is not free.

    The present table and interpreter are kept where they can be.

    Raises
    ------
    KeyError
        The problem has no such request or slot.
    """
    mover = _Mover(problem, plan, request_key)
    meeting, broken = mover.best(slot_key)
    return None if broken else Placement(meeting.slot, meeting.table, meeting.interpreter)


class _Mover:
    """One request against the other meetings of a plan."""

    def __init__(self, problem: Problem, plan: Plan, request_key: str) -> None:
        self.checker = Checker(problem)
        self.request = self.checker.requests[request_key]
        self.is_far = problem.rules.change_minutes > 0
        self.others = [one for one in plan.meetings if one.request != request_key]
        held = (one for one in plan.meetings if one.request == request_key)
        self.present = next(held, None)
        self.at_slot: dict[str, list[Meeting]] = {slot.key: [] for slot in problem.slots}
        self.interpreted: dict[str | None, list[Meeting]] = defaultdict(list)
        for meeting in self.others:
            self.at_slot[meeting.slot].append(meeting)
            self.interpreted[meeting.interpreter].append(meeting)
        behind = {one.key for one in problem.requests if request_key in one.after}
        self.orders = self.request.after | behind
        self.companions = [one for one in self.others if self._is_companion(one)]
        self.surroundings: dict[str | None, tuple[list[Meeting], tuple[Violation, ...]]] = {}

    def best(self, slot: str) -> tuple[Meeting, tuple[Violation, ...]]:
        """Return the placement at a slot that breaks the fewest rules, and those rules."""
        best: tuple[Meeting, tuple[Violation, ...]] | None = None
        tables_taken = {one.table for one in self.at_slot[slot]}
        for table in self._tables(slot, tables_taken):
            for interpreter in self._interpreters(slot):
                meeting = Meeting(self.request.key, slot, table, interpreter)
                broken = self._broken(meeting)
                if best is None or len(broken) < len(best[1]):
                    best = meeting, broken
                if not broken:
                    return best
        return best or (Meeting(self.request.key, slot), ())

    def _broken(self, meeting: Meeting) -> tuple[Violation, ...]:
        around, set_aside = self._around(meeting)
        found = self.checker.of_meetings([*around, meeting], about=meeting)
        return tuple(
            self._explained(one, meeting)
            for one in found
            if one not in set_aside and self._is_ours(one)
        )

    def _around(self, meeting: Meeting) -> tuple[list[Meeting], tuple[Violation, ...]]:
        """Return the meetings that ours could disturb, and what is broken among them already."""
        interpreter = meeting.interpreter
        if interpreter not in self.surroundings:
            near = self.interpreted[interpreter] if interpreter else []
            around = list(dict.fromkeys((*self.companions, *near)))
            broken = tuple(self.checker.of_meetings(around, about=meeting))
            self.surroundings[interpreter] = around, broken
        return self.surroundings[interpreter]

    def _is_ours(self, one: Violation) -> bool:
        """Tell whether an order is about our request; others are only half in sight."""
        key = self.request.key
        return one.code is not Breach.OUT_OF_ORDER or key in {
            one.facts["request"], *one.facts["requests"]
        }  # fmt: skip

    def _explained(self, one: Violation, meeting: Meeting) -> Violation:
        """Add to a missing table or interpreter who has it."""
        here = self.at_slot[meeting.slot]
        if one.code is Breach.NO_TABLE:
            usable = set(self._open_tables(meeting.slot))
            taken = tuple(other.request for other in here if other.table in usable)
            return Violation(one.code, {**one.facts, "requests": taken})
        if one.code is Breach.NO_INTERPRETER:
            able = set(self._able())
            taken = tuple(other.request for other in here if other.interpreter in able)
            return Violation(one.code, {**one.facts, "requests": taken})
        return one

    def _tables(self, slot: str, taken: set[str | None]) -> Iterator[str | None]:
        """Yield the present table, then one free table of each place; ``None`` if none is free.

        Where changing the place takes no time, all places are one.
        """
        tables = self.checker.tables
        free = [key for key in self._open_tables(slot) if key not in taken]
        if self.present and self.present.table in free:
            free.insert(0, str(self.present.table))
        places: dict[str, str] = {}
        for key in free:
            places.setdefault(tables[key].place if self.is_far else "", key)
        yield from places.values() or (None,)

    def _interpreters(self, slot: str) -> Iterator[str | None]:
        """Yield the present interpreter, then the others who are free; ``None`` if none is."""
        if self.request.languages is None:
            yield None
            return
        busy = {one.interpreter for one in self.at_slot[slot]}
        people = self.checker.interpreters
        free = [key for key in self._able() if key not in busy and slot not in people[key].absent]
        if self.present and self.present.interpreter in free:
            free.insert(0, str(self.present.interpreter))
        yield from dict.fromkeys(free) or (None,)

    def _usable_tables(self) -> list[str]:
        """Return the tables both sides can use; a locked table alone where there is one."""
        checker, request = self.checker, self.request
        own = {checker.participants[key].table for key in (request.left, request.right)} - {None}
        if own:
            usable = [str(key) for key in own] if len(own) == 1 else []
        else:
            usable = [key for key in checker.tables if key not in checker.owners]
        lock = request.locked
        return [key for key in usable if not lock or lock.table in {None, key}]

    def _open_tables(self, slot: str) -> list[str]:
        tables = self.checker.tables
        return [key for key in self._usable_tables() if slot not in tables[key].closed]

    def _able(self) -> list[str]:
        lock = self.request.locked
        return [
            key
            for key, person in self.checker.interpreters.items()
            if interprets(person, self.request) and (not lock or lock.interpreter in {None, key})
        ]

    def _is_companion(self, meeting: Meeting) -> bool:
        """Tell whether another meeting shares a side with ours, or an order."""
        other: Request = self.checker.requests[meeting.request]
        mine = {self.request.left, self.request.right}
        return other.left in mine or other.right in mine or other.key in self.orders
