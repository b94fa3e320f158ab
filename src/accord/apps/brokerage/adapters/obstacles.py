"""What keeps one meeting from every slot, asked of the engine in as few steps as it takes."""

from collections.abc import Mapping
from dataclasses import replace

from accord.engine import scheduling as engine

Obstacles = Mapping[str, tuple[engine.Violation, ...]]


def obstacles_of(problem: engine.Problem, plan: engine.Plan, key: str) -> Obstacles:
    """Return for every slot what keeps a request from it; nothing: it is free.

    Whoever is busy is so with any interpreter, and each of them would be tried in vain:
    interpreters are only looked for in the slots that are open otherwise.
    """
    problem = _whichever_place(problem)
    request = next(one for one in problem.requests if one.key == key)
    if request.languages is None:
        return engine.moves(problem, plan, key)
    silent = replace(
        problem,
        requests=tuple(
            replace(one, languages=None) if one is request else one for one in problem.requests
        ),
    )
    found = engine.moves(silent, plan, key)
    closed = frozenset(slot for slot, broken in found.items() if broken)
    if len(closed) == len(found):
        return found
    people = tuple(replace(one, absent=one.absent | closed) for one in problem.interpreters)
    spoken = engine.moves(replace(problem, interpreters=people), plan, key)
    return {slot: broken or spoken[slot] for slot, broken in found.items()}


def _whichever_place(problem: engine.Problem) -> engine.Problem:
    """Return the same with all tables in one place where changing it takes no time."""
    if problem.rules.change_minutes or len({table.place for table in problem.tables}) <= 1:
        return problem
    return replace(problem, tables=tuple(replace(table, place="") for table in problem.tables))
