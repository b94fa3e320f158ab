"""How often people change place, table and interpreter, and how unevenly meetings are shared."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from accord.engine.scheduling.problem import Problem
from accord.engine.scheduling.result import Changes, Meeting


class Stop(NamedTuple):
    """Where a participant is for one meeting; ``None`` where there is none.

    Values of a kind are only compared with one another.
    """

    day: int
    place: Hashable | None
    table: Hashable | None
    interpreter: Hashable | None


def changes_of(problem: Problem, meetings: Iterable[Meeting]) -> Changes:
    """Return how often participants change from one of their meetings to the next.

    Counted over those who hold one meeting at a time; a team can send somebody else.

    Parameters
    ----------
    problem
        What was asked for.
    meetings
        What is held, in any order; keys are those of the problem.
    """
    order = {slot.key: number for number, slot in enumerate(problem.slots)}
    day = {slot.key: slot.day for slot in problem.slots}
    place = {table.key: table.place for table in problem.tables}
    requests = {one.key: one for one in problem.requests}
    agendas: dict[str, list[Stop]] = {
        one.key: [] for one in problem.participants if one.parallel == 1
    }
    for one in sorted(meetings, key=lambda one: order[one.slot]):
        stop = Stop(day[one.slot], place.get(one.table or ""), one.table, one.interpreter)
        for side in (requests[one.request].left, requests[one.request].right):
            if side in agendas:
                agendas[side].append(stop)
    return changes_along(agendas.values())


def changes_along(agendas: Iterable[Sequence[Stop]]) -> Changes:
    """Return how often participants change, by what each of them does in time order.

    Place and table: from one meeting to the next of the same day. Interpreter: from one
    meeting that is interpreted to the next, over the whole event.
    """
    found: Counter[str] = Counter()
    for agenda in agendas:
        for one, two in pairwise(agenda):
            if one.day == two.day and None not in {one.table, two.table}:
                found["table"] += one.table != two.table
                found["place"] += one.place != two.place
        heard = [stop.interpreter for stop in agenda if stop.interpreter is not None]
        found["interpreter"] += sum(one != two for one, two in pairwise(heard))
    return Changes(found["place"], found["table"], found["interpreter"])


def spread_of(problem: Problem, meetings: Iterable[Meeting]) -> int:
    """Return by how much the most and the fewest meetings of a participant differ.

    Counted over those who are named in a request; 0 where nobody is.
    """
    requests = {one.key: one for one in problem.requests}
    count = dict.fromkeys((key for one in problem.requests for key in (one.left, one.right)), 0)
    for meeting in meetings:
        for side in (requests[meeting.request].left, requests[meeting.request].right):
            count[side] += 1
    return max(count.values(), default=0) - min(count.values(), default=0)
