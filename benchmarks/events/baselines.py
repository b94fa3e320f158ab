"""What a user would pick instead: first fit, as event sites do it, and a plain CP-SAT model."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ortools.sat.python import cp_model

from accord.engine.scheduling import Limits, Meeting, Objective, Plan, Problem, Status

Literal = cp_model.IntVar


def first_fit(problem: Problem) -> Plan:
    """Return the plan of an event site: the first slot, table and interpreter that are free.

    Each meeting in the order of the file; one that must come after another is held only where
    that one is held already, and earlier.
    """
    began = time.monotonic()
    absent = {one.key: one.absent for one in problem.participants}
    number = {slot.key: n for n, slot in enumerate(problem.slots)}
    busy: set[tuple[str, str]] = set()
    used = dict.fromkeys(number, 0)
    meetings: dict[str, Meeting] = {}
    for request in problem.requests:
        for slot in problem.slots:
            sides = [(request.left, slot.key), (request.right, slot.key)]
            earlier = [meetings.get(one) for one in request.after]
            interpreter = None
            if (
                not is_open(request.session, slot.session)
                or any(slot.key in absent[side] for side, _slot in sides)
                or not busy.isdisjoint(sides)
                or (problem.tables and used[slot.key] >= len(problem.tables))
                or (request.locked is not None and request.locked.slot != slot.key)
                or any(m is None or number[m.slot] >= number[slot.key] for m in earlier)
            ):
                continue
            if request.languages is not None:
                interpreter = _interpreter(problem, request.languages, slot.key, busy)
                if interpreter is None:
                    continue
                busy.add((f"interpreter {interpreter}", slot.key))
            table = problem.tables[used[slot.key]].key if problem.tables else None
            meetings[request.key] = Meeting(request.key, slot.key, table, interpreter)
            busy.update(sides)
            used[slot.key] += 1
            break
    return bare_plan(problem, list(meetings.values()), "first fit", began)


def plain_model(problem: Problem, limits: Limits) -> Plan:
    """Return what CP-SAT finds for the problem as anybody would write it down, unaided.

    One literal for each request and slot (and interpreter, where one is needed). It leaves
    out parallel meetings, own tables, ways between places and locks of tables.
    """
    began = time.monotonic()
    model = _Model(problem)
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = limits.seed
    solver.parameters.num_workers = limits.workers
    solver.parameters.max_time_in_seconds = max(0.1, limits.seconds - time.monotonic() + began)
    status = solver.solve(model.model)
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return bare_plan(problem, model.meetings(solver), "CP-SAT alone", began)
    return bare_plan(problem, [], "CP-SAT alone", began)


class _Model:
    """The plain model."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.all_held = problem.rules.objective is Objective.FEWEST_BREAKS
        self.ways: dict[tuple[int, int, int], Literal] = {}
        self.by_request: dict[int, dict[int, list[Literal]]] = defaultdict(dict)
        self.by_person: dict[str, dict[int, list[Literal]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._hold()
        self._keep_order()
        if self.all_held:
            self._count_breaks()
        else:
            weights = [problem.requests[r].weight for r, _s, _i in self.ways]
            self.model.maximize(
                cp_model.LinearExpr.weighted_sum(list(self.ways.values()), weights)
            )

    def meetings(self, solver: cp_model.CpSolver) -> list[Meeting]:
        """Return the meetings of a solution, tables given out one after the other."""
        problem, used, found = self.problem, defaultdict[int, int](int), list[Meeting]()
        for (r, s, i), literal in self.ways.items():
            if solver.boolean_value(literal):
                table = problem.tables[used[s]].key if problem.tables else None
                used[s] += 1
                interpreter = problem.interpreters[i].key if i >= 0 else None
                found.append(
                    Meeting(problem.requests[r].key, problem.slots[s].key, table, interpreter)
                )
        return found

    def _hold(self) -> None:
        model = self.model
        at_slot: dict[int, list[Literal]] = defaultdict(list)
        at_interpreter: dict[tuple[int, int], list[Literal]] = defaultdict(list)
        for r, s, i in self._ways():
            way = self.ways[r, s, i] = model.new_bool_var("")
            self.by_request[r].setdefault(s, []).append(way)
            at_slot[s].append(way)
            if i >= 0:
                at_interpreter[i, s].append(way)
            for person in (self.problem.requests[r].left, self.problem.requests[r].right):
                self.by_person[person][s].append(way)
        for r in range(len(self.problem.requests)):
            own = [way for ways in self.by_request[r].values() for way in ways]
            (model.add_exactly_one if self.all_held else model.add_at_most_one)(own)
        for here in self.by_person.values():
            for ways in here.values():
                model.add_at_most_one(ways)
        for ways in at_interpreter.values():
            model.add_at_most_one(ways)
        for ways in at_slot.values() if self.problem.tables else ():
            model.add(cp_model.LinearExpr.sum(ways) <= len(self.problem.tables))

    def _ways(self) -> Iterator[tuple[int, int, int]]:
        """Yield requests, slots and interpreters that suit one another; -1 stands for none."""
        absent = {one.key: one.absent for one in self.problem.participants}
        for r, request in enumerate(self.problem.requests):
            away = absent[request.left] | absent[request.right]
            for s, slot in enumerate(self.problem.slots):
                locked = request.locked is not None and request.locked.slot != slot.key
                if slot.key not in away and not locked and is_open(request.session, slot.session):
                    yield from ((r, s, i) for i in self._able(r, slot.key))

    def _able(self, r: int, slot: str) -> list[int]:
        """Return the interpreters who could serve a request at a slot; -1 stands for none."""
        languages = self.problem.requests[r].languages
        if languages is None:
            return [-1]
        return [
            i
            for i, one in enumerate(self.problem.interpreters)
            if languages in one.pairs and slot not in one.absent
        ]

    def _keep_order(self) -> None:
        number = {request.key: r for r, request in enumerate(self.problem.requests)}
        for r, request in enumerate(self.problem.requests):
            for key in request.after:
                earlier = self.by_request[number[key]]
                for s, ways in self.by_request[r].items():
                    before = [way for t, other in earlier.items() if t < s for way in other]
                    for way in ways:
                        self.model.add_bool_or([way.negated(), *before])

    def _count_breaks(self) -> None:
        model, totals, every = self.model, [], list[Literal]()
        day = [slot.day for slot in self.problem.slots]
        for here in self.by_person.values():
            own = []
            seen: int | Literal = 0
            last: int | Literal = 0
            for s in range(len(day)):
                if s == 0 or day[s] != day[s - 1]:
                    seen = last = 0
                now = model.new_bool_var("")
                model.add(cp_model.LinearExpr.sum(here.get(s, [])) == now)
                ends = model.new_bool_var("")
                model.add(ends >= now + seen - last - 1)
                for most in (now, seen, 1 - last):
                    model.add(ends <= most)
                own.append(ends)
                grown = model.new_bool_var("")
                model.add_max_equality(grown, [now, seen])
                seen, last = grown, now
            totals.append(cp_model.LinearExpr.sum(own))
            every += own
        self._be_fair(totals)
        model.minimize(cp_model.LinearExpr.sum(every))

    def _be_fair(self, totals: Sequence[cp_model.LinearExprT]) -> None:
        fair, size = self.problem.rules.fair_breaks, len(self.problem.slots)
        if fair is None:
            return
        # Who meets nobody has no break, and counts.
        fewest = 0 if len(totals) < len(self.problem.participants) else None
        least = self.model.new_int_var(0, size if fewest is None else fewest, "")
        for total in totals:
            self.model.add(total >= least)
            self.model.add(total <= least + fair)


def is_open(asked: str, offered: str) -> bool:
    """Tell whether a slot lies in the half of the day that is asked for."""
    return len({asked, offered} - {"either"}) < 2  # noqa: PLR2004 -- both halves of the day at once


def _interpreter(
    problem: Problem, languages: tuple[str, str], slot: str, busy: set[tuple[str, str]]
) -> str | None:
    return next(
        (
            one.key
            for one in problem.interpreters
            if languages in one.pairs
            and slot not in one.absent
            and (f"interpreter {one.key}", slot) not in busy
        ),
        None,
    )


def bare_plan(problem: Problem, meetings: list[Meeting], found_by: str, began: float) -> Plan:
    """Return a plan without a bound."""
    weight = {request.key: request.weight for request in problem.requests}
    return Plan(
        tuple(meetings), (), sum(weight[one.request] for one in meetings), 0, 0,
        Status.UNKNOWN, found_by, time.monotonic() - began, problem.rules.objective,
    )  # fmt: skip
