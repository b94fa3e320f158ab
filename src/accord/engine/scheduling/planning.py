"""The door to the planner; the solvers behind it take seconds to load, so they load on use."""

from collections.abc import Callable

from accord.engine.scheduling.problem import Problem
from accord.engine.scheduling.result import Limits, Plan, Progress


def plan(
    problem: Problem,
    limits: Limits = Limits(),  # noqa: B008 -- frozen, so that it can be shared
    *,
    start: Plan | None = None,
    watch: Callable[[Progress], bool] | None = None,
) -> Plan:
    """Hold as much of what is asked for as possible; see ``solver.plan`` for what it promises.

    Parameters
    ----------
    problem
        The event.
    limits
        Budget, seed and threads.
    start
        An earlier plan to begin with; what no longer fits is left out of it.
    watch
        Called at the first plan, then about four times a second. Returning ``False``
        ends the search and keeps the best.
    """
    from accord.engine.scheduling import solver  # noqa: PLC0415 -- see the module's sentence

    return solver.plan(problem, limits, start=start, watch=watch)
