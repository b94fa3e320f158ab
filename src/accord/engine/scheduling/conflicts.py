"""Why not all can be held: minimal sets of requests that no plan holds together."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.engine.scheduling.counting import Clash, counted
from accord.engine.scheduling.grid import Grid, bits
from accord.engine.scheduling.problem import Problem
from accord.engine.scheduling.result import Facts

if TYPE_CHECKING:
    from accord.engine.scheduling.demands import Demands


@dataclass(frozen=True, slots=True)
class Conflict:
    """Requests that cannot all be held.

    Parameters
    ----------
    clash
        What they compete for.
    requests
        Their keys, in the order of the problem.
    is_minimal
        Whether it is proven that without any one of them the others can be held.
    facts
        ``slots`` (keys of the slots where they could be, in time order), ``limit`` (how
        many of them can be held there), ``locked`` (those of them that are); with
        ``SIDE_IS_FULL`` also ``participant`` and ``count`` (its requests in all).
    """

    clash: Clash
    requests: tuple[str, ...]
    is_minimal: bool
    facts: Facts


def conflicts(problem: Problem, *, seconds: float = 10.0) -> tuple[Conflict, ...]:
    """Return why not all requests can be held: sets that no plan holds, none overlapping.

    What can be counted is looked for first: slots of one participant, orders of meetings,
    tables, interpreters. Then the exact solver looks for what only the rules together
    forbid. Each set is made smaller until any one taken away lets the others be held. How
    fairly breaks are shared is left out of account. To see what else clashes, take one
    request of each set away and ask again.

    Parameters
    ----------
    problem
        The event.
    seconds
        Budget. When it runs out, sets that are known to clash are still returned, without
        the proof that they are minimal; others may be missing.

    Returns
    -------
    tuple of Conflict
        Empty where all can be held, or where nobody knows in time.
    """
    return _Finder(problem, time.monotonic() + seconds).conflicts()


class _Finder:
    """The event in numbers, and the time there is."""

    def __init__(self, problem: Problem, ends: float) -> None:
        self.problem, self.ends = problem, ends
        self.grid = Grid(problem)

    def conflicts(self) -> tuple[Conflict, ...]:
        # The solvers take seconds to load.
        from accord.engine.scheduling.demands import Demands  # noqa: PLC0415 -- see above

        demands = Demands(self.problem, self.ends)
        left = set(range(len(self.grid.left)))
        counting = left.copy()
        found: list[Conflict] = []

        def find(requests: Collection[int]) -> None:
            found.append(self._least(demands, requests))
            left.difference_update(map(self.grid.request_number.__getitem__, found[-1].requests))

        for _clash, requests, _facts in counted(self.grid, counting):
            find(requests)
            counting -= set(requests)
        # What a count named and its least part does not need may clash with others.
        while core := demands.core(left):
            find(core)
        return tuple(found)

    def _least(self, demands: "Demands", requests: Collection[int]) -> Conflict:
        """Return a minimal conflict among requests that cannot all be held."""
        least, is_minimal = demands.reduced(requests)
        known = (one for one in counted(self.grid, set(least)) if set(one[1]) == set(least))
        clash, _requests, facts = next(known, (Clash.TOGETHER, least, {"limit": len(least) - 1}))
        grid, problem = self.grid, self.problem
        slots = 0
        for r in least:
            slots |= grid.open[r]
        keys = tuple(problem.requests[r].key for r in sorted(least))
        if "participant" in facts:
            sides = ((one.left, one.right) for one in problem.requests)
            facts = {**facts, "count": sum(facts["participant"] in both for both in sides)}
        return Conflict(
            clash,
            keys,
            is_minimal,
            {
                "slots": tuple(problem.slots[s].key for s in bits(slots)),
                "locked": tuple(
                    problem.requests[r].key for r in sorted(least) if grid.is_locked[r]
                ),
                **facts,
            },
        )
