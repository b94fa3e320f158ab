"""Is a reason true: hold the request by force, plan the rest anew, and compare."""

from accord.engine.scheduling.confirmation import Confirmation
from accord.engine.scheduling.problem import Problem
from accord.engine.scheduling.result import Plan, Unplaced


def confirm(
    problem: Problem, plan: Plan, unplaced: Unplaced, *, seconds: float = 5.0, seed: int = 0
) -> Confirmation:
    """Hold a request at any of its slots by force, plan the rest anew, and compare.

    Parameters
    ----------
    problem
        The event.
    plan
        A plan that keeps its rules; it stays as it is.
    unplaced
        One of the plan's unplaced requests.
    seconds
        Budget. Small events end before; where one is too large for the exact solver
        the answer may stay ``OPEN``.
    seed
        Seed of every random choice.

    Raises
    ------
    KeyError
        The problem has no such request.
    """
    # The solvers take seconds to load.
    from accord.engine.scheduling.trial import Trial  # noqa: PLC0415 -- see above

    return Trial(problem, plan, unplaced.request, seconds, seed).confirmation()
