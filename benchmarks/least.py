"""The fewest people that any repair must touch to lose no more than one that was found.

Whoever is touched, only meetings between two touched people (or newcomers) change. So a
limit on the number of people leaves little to decide, and it is raised from nobody until a
plan is possible: below that number it is proven that none is.
"""

from collections import Counter
from dataclasses import replace

from ortools.sat.python import cp_model

from accord.engine.scheduling import Objective, Plan, Problem, Repair, Repairs
from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.memory import Kinds
from accord.engine.scheduling.model import Model, options

SECONDS = 30.0  # for each number of people


class Least:
    """The exact model of one disruption.

    Parameters
    ----------
    problem
        The event after the disruption.
    running
        The plan before it.
    found
        What was found; it says which meetings cannot stay.
    """

    def __init__(self, problem: Problem, running: Plan, found: Repairs) -> None:
        rules = replace(problem.rules, objective=Objective.MOST_WEIGHT)
        self.grid = grid = Grid(replace(problem, rules=rules))
        number = grid.request_number
        held = {number[one.request]: one for one in running.meetings if one.request in number}
        self.home = {r: grid.slot_number.get(one.slot, -1) for r, one in held.items()}
        named = {*held, *(number[o.request] for o in running.unplaced if o.request in number)}
        self.stays = held.keys() - {number[key] for key in found.broken}
        self.known = {p for r in named for p in self._sides(r)}
        lost = {number[key] for key in found.broken if key in found.options[0].lost}
        struck = {p for r in lost for p in self._sides(r)}
        self.wants = [
            r
            for r in range(len(grid.left))
            if r not in self.stays
            and (r in held or r not in named or not struck.isdisjoint(self._sides(r)))
        ]
        may_be_held = {*self.stays, *self.wants}
        kinds = Kinds(grid)
        ways = (way for way in options(grid, kinds) if way.request in may_be_held)
        self.model = Model(grid, kinds, ways)
        self.changes = self._changes()
        self.people = self._count()

    def touched(self, option: Repair, *, least: int = 0, seconds: float = SECONDS) -> int | None:
        """Return the fewest people that must be touched to lose no more; None if not decided.

        Parameters
        ----------
        least
            Fewer than that are known not to be enough.
        seconds
            Budget for each number of people.
        """
        for most in range(least, len(option.touched)):
            status = self._solve(option, most, seconds)
            if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
                return most
            if status != cp_model.INFEASIBLE:
                return None
        return len(option.touched)

    def _solve(self, option: Repair, most: int, seconds: float) -> cp_model.CpSolverStatus:
        model, weight = self.model.model.clone(), self.grid.weight
        kept = sum(weight[r] for r in self.stays)
        held = sum(weight[way.request] * one for way, one in self.model.literals.items())
        model.add(held >= option.plan.weight)
        gained = sum(weight[r] * sum(self.model.of_request[r]) for r in self.wants)
        model.add(gained >= option.plan.weight - kept)  # those who stay can only lose
        model.add(sum(self.people.values()) <= most)
        pairs = Counter(frozenset(self._sides(r)) for r in self.changes)
        often = max(pairs.values(), default=1)  # two may have been asked to meet twice
        for p, changes in self._between_known().items():
            # Nobody changes meetings with more people than the others who are touched.
            model.add(sum(changes) <= (most - 1) * often * self.people[p])
        model.clear_objective()  # type: ignore[no-untyped-call]  # -- OR-Tools
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = 2
        return solver.solve(model)

    def _changes(self) -> dict[int, cp_model.IntVar]:
        """Add a literal for each meeting that says whether it is held at another time, or lost."""
        model, changes = self.model.model, dict[int, cp_model.IntVar]()
        for r in (*sorted(self.stays), *self.wants):
            at_home = sum(self.model.at_slot[r, self.home[r]]) if r in self.home else 0
            anywhere = sum(self.model.of_request[r])
            if not self.model.of_request[r]:
                continue
            changes[r] = model.new_bool_var("")
            model.add(changes[r] == (1 if r in self.stays else anywhere) - at_home)
        return changes

    def _count(self) -> dict[int, cp_model.IntVar]:
        """Add a literal for each participant that says whether it is touched."""
        model = self.model.model
        people = {p: model.new_bool_var("") for p in sorted(self.known)}
        own: dict[int, list[cp_model.IntVar]] = {p: [] for p in people}
        for r, change in self.changes.items():
            for p in people.keys() & set(self._sides(r)):
                model.add_implication(change, people[p])
                own[p].append(change)
        for p, changes in own.items():  # nobody is touched in vain
            model.add_bool_or([*changes, people[p].negated()])
        return people

    def _between_known(self) -> dict[int, list[cp_model.IntVar]]:
        own: dict[int, list[cp_model.IntVar]] = {p: [] for p in self.people}
        for r, change in self.changes.items():
            sides = self._sides(r)
            if self.known.issuperset(sides):
                for p in sides:
                    own[p].append(change)
        return own

    def _sides(self, r: int) -> tuple[int, int]:
        return self.grid.left[r], self.grid.right[r]
