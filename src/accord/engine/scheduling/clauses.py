"""Clauses over yes-or-no variables, and counts among them, for the proof of fewest breaks."""

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

PAIRWISE = 6


class Formula:
    """A conjunction of clauses; a variable is a positive number, its negation the negative."""

    def __init__(self) -> None:
        self.size = 0
        self.clauses: list[list[int]] = []

    def variable(self) -> int:
        """Return a new variable."""
        self.size += 1
        return self.size

    def add(self, *literals: int) -> None:
        """Demand that one of the literals holds; none at all can never be met."""
        self.clauses.append(list(literals))

    def at_most_one(self, literals: Iterable[int]) -> None:
        """Demand that at most one holds: by pairs in small groups, chained by a new variable."""
        waiting = list(literals)
        while len(waiting) > PAIRWISE:
            group, waiting = waiting[: PAIRWISE - 2], waiting[PAIRWISE - 2 :]
            any_of_group = self.variable()
            self._no_pair(group)
            for one in group:
                self.add(-one, any_of_group)
            waiting.insert(0, any_of_group)
        self._no_pair(waiting)

    def at_most(self, literals: Sequence[int], most: int) -> None:
        """Demand that at most so many hold."""
        if most >= len(literals):
            return
        if most == 1:
            self.at_most_one(literals)
        elif most <= 0:
            for one in literals:
                self.add(-one)
        else:
            self.add(-self.count(literals, most, both=False)[most])

    def exactly(self, literals: Sequence[int], number: int) -> None:
        """Demand that exactly so many hold."""
        if number > len(literals):
            self.add()
        elif number == 0 or number == len(literals):
            for one in literals:
                self.add(one if number else -one)
        else:
            outputs = self.count(literals, number)
            self.add(outputs[number - 1])
            self.add(-outputs[number])

    def count(self, literals: Sequence[int], most: int, *, both: bool = True) -> list[int]:
        """Return outputs of which the n-th (from 0) holds when more than n literals do.

        Counting stops one above `most` (a totalizer, Bailleux and Boufkhad 2003). With
        `both` an output also fails when fewer hold.
        """
        if len(literals) == 1:
            return list(literals)
        half = len(literals) // 2
        left = self.count(literals[:half], most, both=both)
        right = self.count(literals[half:], most, both=both)
        size = min(len(left) + len(right), most + 1)
        outputs = [self.variable() for _ in range(size)]
        for i in range(len(left) + 1):
            for j in range(len(right) + 1):
                if i + j:
                    clause = [outputs[min(i + j, size) - 1]]
                    clause += [-left[i - 1]] if i else []
                    clause += [-right[j - 1]] if j else []
                    self.clauses.append(clause)
                if both and i + j < size:
                    clause = [-outputs[i + j]]
                    clause += [left[i]] if i < len(left) else []
                    clause += [right[j]] if j < len(right) else []
                    self.clauses.append(clause)
        for fewer, more in pairwise(outputs):
            self.add(-more, fewer)
        return outputs

    def _no_pair(self, literals: Iterable[int]) -> None:
        for one, other in combinations(literals, 2):
            self.add(-one, -other)
