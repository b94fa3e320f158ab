"""The independent checker: every rule that meetings break, read from the problem alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from accord.engine.scheduling.problem import (
    Interpreter,
    Objective,
    Participant,
    Problem,
    Request,
    Session,
    Slot,
)
from accord.engine.scheduling.result import Breach, Meeting, Plan, Violation

_Thing = tuple[Breach, str, str]  # what would be shared, its key, and the slot


class Checker:
    """The problem by key. It shares no code with the parts that search, on purpose."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.requests = {request.key: request for request in problem.requests}
        self.participants = {one.key: one for one in problem.participants}
        self.tables = {table.key: table for table in problem.tables}
        self.interpreters = {one.key: one for one in problem.interpreters}
        self.slots = {slot.key: slot for slot in problem.slots}
        self.order = {slot.key: number for number, slot in enumerate(problem.slots)}
        self.has_orders = any(request.after for request in problem.requests)
        self.owners: dict[str, set[str]] = defaultdict(set)
        for one in problem.participants:
            if one.table is not None:
                self.owners[one.table].add(one.key)

    def of_meetings(
        self, meetings: Sequence[Meeting], *, about: Meeting | None = None
    ) -> Iterator[Violation]:
        """Yield every rule broken by meetings whose keys are all known.

        Parameters
        ----------
        meetings
            What is held.
        about
            One of them, or one that may join them: what is broken by other meetings on
            their own, or by people who are not at this one, is left out.
        """
        for meeting in meetings:
            if about is None or meeting is about:
                yield from self._alone(meeting)
        yield from self._shared(meetings, about)
        for key, own in self._by_participant(meetings, about).items():
            one = self.participants[key]
            yield from self._participant(one, own)
            if one.parallel == 1:
                yield from self._changes("participant", key, own)
        by_interpreter = defaultdict(list)
        for meeting in meetings:
            if meeting.interpreter is not None:
                by_interpreter[meeting.interpreter].append(meeting)
        for key, own in by_interpreter.items():
            if about is None or key == about.interpreter:
                yield from self._interpreter_runs(key, own)
                yield from self._changes("interpreter", key, own)
        yield from self._orders(meetings)

    def _by_participant(
        self, meetings: Sequence[Meeting], about: Meeting | None
    ) -> Mapping[str, list[Meeting]]:
        sides = None if about is None else self._sides(about)
        own = defaultdict(list)
        for meeting in meetings:
            for key in self._sides(meeting):
                if sides is None or key in sides:
                    own[key].append(meeting)
        return own

    def _alone(self, meeting: Meeting) -> Iterator[Violation]:
        """Yield the rules that a meeting breaks whatever else is held."""
        request = self.requests[meeting.request]
        yield from self._slot(meeting, request)
        yield from self._table(meeting, request)
        yield from self._interpreter(meeting, request)

    def _sides(self, meeting: Meeting) -> tuple[str, str]:
        request = self.requests[meeting.request]
        return request.left, request.right

    def unknown_keys(self, meetings: Iterable[Meeting]) -> Iterator[Violation]:
        """Yield a violation for every key the problem does not have."""
        for meeting in meetings:
            for kind, key, known in (
                ("request", meeting.request, self.requests),
                ("slot", meeting.slot, self.slots),
                ("table", meeting.table, self.tables),
                ("interpreter", meeting.interpreter, self.interpreters),
            ):
                if key is not None and key not in known:
                    yield Violation(
                        Breach.UNKNOWN_KEY, {"request": meeting.request, "kind": kind, "key": key}
                    )

    def _slot(self, meeting: Meeting, request: Request) -> Iterator[Violation]:
        slot = self.slots[meeting.slot]
        facts = {"request": request.key, "slot": slot.key}
        lock = request.locked
        if lock and (
            lock.slot != slot.key
            or lock.table not in {None, meeting.table}
            or (request.languages and lock.interpreter not in {None, meeting.interpreter})
        ):
            yield Violation(Breach.LOCK_IS_BROKEN, {**facts, "locked": lock.slot})
        sessions = {slot.session, request.session}
        if Session.EITHER not in sessions and len(sessions) > 1:
            yield Violation(Breach.WRONG_SESSION, {**facts, "session": request.session})
        if request.only is not None and slot.key not in request.only:
            yield Violation(Breach.SLOT_NOT_ALLOWED, facts)
        for key in (request.left, request.right):
            if slot.key in self.participants[key].absent:
                yield Violation(Breach.SIDE_IS_ABSENT, {**facts, "participant": key})

    def _table(self, meeting: Meeting, request: Request) -> Iterator[Violation]:
        if not self.problem.tables:
            return
        facts = {"request": request.key, "slot": meeting.slot, "table": meeting.table}
        if meeting.table is None:
            yield Violation(Breach.NO_TABLE, {**facts, "requests": ()})
            return
        if meeting.slot in self.tables[meeting.table].closed:
            yield Violation(Breach.TABLE_IS_CLOSED, facts)
        for key in (request.left, request.right):
            own = self.participants[key].table
            if own not in {None, meeting.table}:
                yield Violation(Breach.NOT_AT_OWN_TABLE, {**facts, "participant": key, "own": own})
        owners = self.owners.get(meeting.table)
        if owners and owners.isdisjoint({request.left, request.right}):
            yield Violation(
                Breach.TABLE_IS_RESERVED, {**facts, "participants": tuple(sorted(owners))}
            )

    def _interpreter(self, meeting: Meeting, request: Request) -> Iterator[Violation]:
        if request.languages is None:
            return
        facts = {"request": request.key, "slot": meeting.slot, "languages": request.languages}
        if meeting.interpreter is None:
            yield Violation(Breach.NO_INTERPRETER, {**facts, "requests": ()})
            return
        facts["interpreter"] = meeting.interpreter
        person = self.interpreters[meeting.interpreter]
        if not interprets(person, request):
            yield Violation(Breach.INTERPRETER_LACKS_LANGUAGES, facts)
        if meeting.slot in person.absent:
            yield Violation(Breach.INTERPRETER_IS_ABSENT, facts)

    def _shared(self, meetings: Sequence[Meeting], about: Meeting | None) -> Iterator[Violation]:
        """Yield what two meetings cannot share: a request, a table or an interpreter."""
        held: dict[_Thing, list[str]] = defaultdict(list)
        own = None if about is None else _things(about)
        for meeting in meetings:
            if about and meeting.slot != about.slot and meeting.request != about.request:
                continue
            for thing, sharer in _things(meeting).items():
                if own is None or thing in own:
                    held[thing].append(sharer)
        for (code, key, slot), sharers in held.items():
            if len(sharers) < 2:  # noqa: PLR2004 -- one alone shares with nobody
                continue
            if code is Breach.HELD_TWICE:
                yield Violation(code, {"request": key, "slots": tuple(sharers)})
            else:
                what = "table" if code is Breach.TABLE_IS_TAKEN else "interpreter"
                yield Violation(code, {what: key, "slot": slot, "requests": tuple(sharers)})

    def _participant(self, one: Participant, own: Sequence[Meeting]) -> Iterator[Violation]:
        at: dict[str, list[str]] = defaultdict(list)
        for meeting in own:
            at[meeting.slot].append(meeting.request)
        for slot, requests in at.items():
            if len(requests) > one.parallel:
                yield Violation(
                    Breach.SIDE_IS_BUSY,
                    {
                        "participant": one.key,
                        "slot": slot,
                        "requests": tuple(requests),
                        "limit": one.parallel,
                    },
                )
        if one.most is not None and len(own) > one.most:
            yield Violation(
                Breach.TOO_MANY_MEETINGS,
                {"participant": one.key, "count": len(own), "limit": one.most},
            )
        a_day = Counter(self.slots[meeting.slot].day for meeting in own)
        for day, count in a_day.items():
            if one.most_a_day is not None and count > one.most_a_day:
                yield Violation(
                    Breach.TOO_MANY_MEETINGS_A_DAY,
                    {"participant": one.key, "day": day, "count": count, "limit": one.most_a_day},
                )
        yield from self._runs(
            Breach.SIDE_NEEDS_REST, {"participant": one.key}, one.longest_run, own
        )

    def _changes(self, kind: str, key: str, own: Sequence[Meeting]) -> Iterator[Violation]:
        """Yield pairs of meetings with too little time to walk between them."""
        need = self.problem.rules.change_minutes
        if not need:
            return
        placed = [meeting for meeting in own if meeting.table is not None]
        placed.sort(key=lambda meeting: self.order[meeting.slot])
        for number, first in enumerate(placed):
            for second in placed[number + 1 :]:
                one, two = self.slots[first.slot], self.slots[second.slot]
                if one.day != two.day or two.starts - one.ends >= need:
                    break
                if one.key != two.key and self._place(first) != self._place(second):
                    yield Violation(
                        Breach.NO_TIME_TO_CHANGE,
                        {
                            kind: key,
                            "requests": (first.request, second.request),
                            "slots": (one.key, two.key),
                            "minutes": two.starts - one.ends,
                            "limit": need,
                        },
                    )

    def _place(self, meeting: Meeting) -> str | None:
        return None if meeting.table is None else self.tables[meeting.table].place

    def _interpreter_runs(self, key: str, own: Sequence[Meeting]) -> Iterator[Violation]:
        yield from self._runs(
            Breach.INTERPRETER_NEEDS_REST,
            {"interpreter": key},
            self.interpreters[key].longest_run,
            own,
        )

    def _runs(
        self, code: Breach, who: Mapping[str, str], limit: int | None, own: Sequence[Meeting]
    ) -> Iterator[Violation]:
        """Yield the spells within a half day in which somebody gets no rest in time."""
        if limit is None:
            return
        for run in _runs(sorted({self.order[meeting.slot] for meeting in own}), self.problem):
            if len(run) > limit:
                slots = tuple(slot.key for slot in run)
                yield Violation(
                    code,
                    {
                        **who,
                        "slots": slots,
                        "count": len(run),
                        "limit": limit,
                        "requests": tuple(m.request for m in own if m.slot in slots),
                    },
                )

    def _orders(self, meetings: Sequence[Meeting]) -> Iterator[Violation]:
        if not self.has_orders:
            return
        when = {meeting.request: self.order[meeting.slot] for meeting in meetings}
        for meeting in meetings:
            late = tuple(
                key
                for key in sorted(self.requests[meeting.request].after)
                if when.get(key, len(self.order)) >= when[meeting.request]
            )
            if late:
                yield Violation(
                    Breach.OUT_OF_ORDER,
                    {"request": meeting.request, "slot": meeting.slot, "requests": late},
                )


def interprets(person: Interpreter, request: Request) -> bool:
    """Tell whether a person speaks what a request needs, in the directions it needs."""
    if request.languages is None:
        return True
    first, second = request.languages
    there = (first, second) in person.pairs or (second, first) in person.pairs
    return there or (request.one_way and (first, second) in person.one_way)


def _things(one: Meeting) -> dict[_Thing, str]:
    """Return what a meeting needs for itself, with what is told of it when it is shared."""
    things: dict[_Thing, str] = {(Breach.HELD_TWICE, one.request, ""): one.slot}
    if one.table is not None:
        things[Breach.TABLE_IS_TAKEN, one.table, one.slot] = one.request
    if one.interpreter is not None:
        things[Breach.INTERPRETER_IS_BUSY, one.interpreter, one.slot] = one.request
    return things


def violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Return every rule that a plan breaks.

    Parameters
    ----------
    problem
        What was asked for.
    plan
        Any plan, wherever it comes from; only its meetings are read.

    Returns
    -------
    tuple of Violation
        Empty for a plan that keeps every rule. With ``FEWEST_BREAKS`` requests
        that are not held and unfair breaks are violations too; a locked
        request that is not held always is.
    """
    checker = Checker(problem)
    unknown = tuple(checker.unknown_keys(plan.meetings))
    if unknown:
        return unknown
    found = list(checker.of_meetings(plan.meetings))
    held = {meeting.request for meeting in plan.meetings}
    all_held = problem.rules.objective is Objective.FEWEST_BREAKS
    for request in problem.requests:
        if request.key not in held:
            if request.locked:
                facts = {"request": request.key, "locked": request.locked.slot}
                found.append(Violation(Breach.LOCK_IS_BROKEN, facts))
            elif all_held:
                found.append(Violation(Breach.NOT_HELD, {"request": request.key}))
    if all_held:
        found.extend(_unfair(problem, plan))
    return tuple(found)


def breaks_of(problem: Problem, plan: Plan) -> dict[str, int]:
    """Return for every participant the idle spells between two meetings of one day.

    A spell is one break however long it is, also over lunch, as in the
    published benchmark; the night is none.
    """
    slots_of: dict[str, set[int]] = {one.key: set() for one in problem.participants}
    requests = {request.key: request for request in problem.requests}
    order = {slot.key: number for number, slot in enumerate(problem.slots)}
    for meeting in plan.meetings:
        request = requests[meeting.request]
        slots_of[request.left].add(order[meeting.slot])
        slots_of[request.right].add(order[meeting.slot])
    days = [slot.day for slot in problem.slots]
    return {
        key: sum(
            later - earlier > 1 and days[later] == days[earlier]
            for earlier, later in pairwise(sorted(slots))
        )
        for key, slots in slots_of.items()
    }


def _unfair(problem: Problem, plan: Plan) -> Iterator[Violation]:
    limit = problem.rules.fair_breaks
    breaks = breaks_of(problem, plan)
    if limit is None or not breaks:
        return
    most, fewest = max(breaks.values()), min(breaks.values())
    if most - fewest > limit:
        worst = tuple(key for key, count in breaks.items() if count > fewest + limit)
        yield Violation(
            Breach.UNFAIR_BREAKS,
            {"participants": worst, "count": most, "fewest": fewest, "limit": limit},
        )


def _runs(numbers: Sequence[int], problem: Problem) -> Iterator[list[Slot]]:
    """Yield the spells of slots in a row within one half day."""
    run: list[Slot] = []
    last = -2
    for number in numbers:
        slot = problem.slots[number]
        same_half = run and (run[-1].day, run[-1].session) == (slot.day, slot.session)
        if number == last + 1 and same_half:
            run.append(slot)
        else:
            if run:
                yield run
            run = [slot]
        last = number
    if run:
        yield run
