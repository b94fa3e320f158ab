"""Who sits where and who interprets, given out at the end so that people change seldom.

Times stay as they are. The meetings of one slot get their tables, or their interpreters, all at
once: the cheapest flow from meetings to tables, where a change costs one for each meeting before
or behind of a side that is elsewhere. Slot after slot, until nothing gets better.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from accord.engine.scheduling.grid import Grid, bits
from accord.engine.scheduling.memory import NONE

ROUNDS = 6
Costs = Mapping[int, int]


def cheapest(
    direct: Sequence[Costs], through: Sequence[Costs], members: Mapping[int, Sequence[int]]
) -> list[int]:
    """Return a thing for each taker, no thing twice, at the least cost in all.

    Parameters
    ----------
    direct
        For each taker the cost of single things.
    through
        For each taker the cost of any thing of a group.
    members
        The things of each group, each in one group at most.

    Raises
    ------
    LookupError
        There is no way to give everybody something.
    """
    takers = len(direct)
    named = {thing for costs in direct for thing in costs}
    things = sorted(named.union(*members.values()))
    group_node = {group: takers + n for n, group in enumerate(members)}
    thing_node = {thing: takers + len(members) + n for n, thing in enumerate(things)}
    end = takers + len(members) + len(things)
    arcs = [(n, thing_node[t], c) for n, costs in enumerate(direct) for t, c in costs.items()]
    arcs += [(n, group_node[g], c) for n, costs in enumerate(through) for g, c in costs.items()]
    arcs += [(group_node[g], thing_node[t], 0) for g, own in members.items() for t in own]
    arcs += [(thing_node[thing], end, 0) for thing in things]
    flow = SimpleMinCostFlow()
    tails, heads, costs_of = np.array(arcs, np.int64).T
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones_like(tails), costs_of)
    flow.set_nodes_supplies(np.arange(takers), np.ones(takers, np.int64))
    flow.set_node_supply(end, -takers)
    if flow.solve() != flow.OPTIMAL:
        raise LookupError(takers)
    groups = set(group_node.values())
    used = [arc for arc, much in zip(arcs, flow.flows(np.arange(len(arcs))), strict=True) if much]
    thing_of = {node: thing for thing, node in thing_node.items()}
    free = defaultdict(list)
    for tail, head, _cost in used:
        if tail in groups:
            free[tail].append(thing_of[head])
    given = {tail: head for tail, head, _cost in used if tail < takers}
    return [
        thing_of[given[n]] if given[n] in thing_of else free[given[n]].pop() for n in range(takers)
    ]


class _Seating:
    """Meetings by slot, and for each the meetings just before and behind it of its sides.

    ``linked`` are both; ``followed`` are those that count at the moment.
    """

    def __init__(self, grid: Grid, slots: Sequence[int], chosen: Sequence[int]) -> None:
        self.grid, self.slots = grid, slots
        self.chosen = list(chosen)
        self.in_slot: list[list[int]] = [[] for _ in range(grid.size)]
        self.linked: list[list[int]] = [[] for _ in slots]
        self.followed = self.linked

    def link(self, held: Sequence[int], *, within_day: bool) -> None:
        """Link meetings that follow one another for a participant with one at a time."""
        own: list[list[int]] = [[] for _ in self.grid.attends]
        for r in sorted(held, key=self.slots.__getitem__):
            self.in_slot[self.slots[r]].append(r)
            for p in (self.grid.left[r], self.grid.right[r]):
                if self.grid.problem.participants[p].parallel == 1:
                    own[p].append(r)
        day = self.grid.day_of
        for meetings in own:
            for one, two in pairwise(meetings):
                if not within_day or day[self.slots[one]] == day[self.slots[two]]:
                    self.linked[one].append(two)
                    self.linked[two].append(one)

    def ease(self, give: Callable[[int], list[int]], deadline: float) -> None:
        """Give out each slot anew, until no slot has anything to gain or time is over.

        In the first round what is changed looks back alone, for what lies ahead is not good
        yet; only places look ahead too.
        """
        kept, before = self.chosen.copy(), self.cost_of_all()
        self.followed = [
            [q for q in own if self.slots[q] < self.slots[r]] for r, own in enumerate(self.linked)
        ]
        self.improve(give, deadline)
        self.followed = self.linked
        self.improve(give, deadline)
        if self.cost_of_all() > before:
            self.chosen = kept

    def cost_of_all(self) -> int:
        """Return twice what all changes cost."""
        return sum(self.cost(s) for s in range(self.grid.size))

    def improve(self, give: Callable[[int], list[int]], deadline: float) -> None:
        """Give out each slot anew, until no slot has anything to gain or time is over."""
        waiting = {s for s, own in enumerate(self.in_slot) if own}
        for _round in range(ROUNDS):
            for s in sorted(waiting):
                waiting.discard(s)
                if time.monotonic() > deadline:
                    return
                own, before = self.in_slot[s], self.cost(s)
                if not before:
                    continue
                kept = [self.chosen[r] for r in own]
                for r, one in zip(own, give(s), strict=True):
                    self.chosen[r] = one
                if self.cost(s) >= before:
                    for r, one in zip(own, kept, strict=True):
                        self.chosen[r] = one
                else:
                    waiting.update(self.slots[q] for r in own for q in self.linked[r])

    def cost(self, s: int) -> int:
        """Return what the changes to and from a slot cost."""
        return sum(self.change(r, self.chosen[r]) for r in self.in_slot[s])

    def change(self, r: int, one: int) -> int:
        """Return what it costs a meeting to have something else than those linked to it."""
        return sum(self.chosen[q] != one for q in self.followed[r])


class Interpreting(_Seating):
    """Interpreters of a plan, to be kept by their companies."""

    def __init__(
        self, grid: Grid, slots: Sequence[int], interpreters: Sequence[int], places: Sequence[int]
    ) -> None:
        super().__init__(grid, slots, interpreters)
        self.places = places
        held = [r for r, i in enumerate(interpreters) if i != NONE]
        self.link(held, within_day=False)
        self.busy: list[dict[int, int]] = [{} for _ in grid.interprets]
        for r in held:
            self.busy[interpreters[r]][slots[r]] = r

    def eased(self, deadline: float) -> list[int]:
        """Return an interpreter for each request that has one."""
        self.ease(self.give, deadline)
        return self.chosen

    def give(self, s: int) -> list[int]:
        """Return the interpreters that suit the meetings of a slot best, as others stand."""
        for busy in self.busy:
            busy.pop(s, None)
        own = self.in_slot[s]
        able = sorted({i for r in own for i in self.grid.speakers[r] or ()})
        rested = {i for i in able if self.is_rested(i, s)}
        direct = [
            {
                i: self.change(r, i)
                for i in self.grid.speakers[r] or ()
                if i in rested and self.reaches(i, s, r)
            }
            for r in own
        ]
        found = cheapest(direct, [], {})
        if sum(costs[i] for costs, i in zip(direct, found, strict=True)) >= self.cost(s):
            found = [self.chosen[r] for r in own]
        for r, i in zip(own, found, strict=True):
            self.busy[i][s] = r
        return found

    def is_rested(self, i: int, s: int) -> bool:
        """Tell whether an interpreter is there at a slot, and rested."""
        grid = self.grid
        mask = sum(1 << u for u in self.busy[i]) | 1 << s
        return bool(
            grid.interprets[i] >> s & 1
            and grid.room_with_rests(mask, grid.longest_run[i]) == mask.bit_count()
        )

    def reaches(self, i: int, s: int, r: int) -> bool:
        """Tell whether an interpreter gets to the place of a meeting in time, and away from it."""
        busy, places = self.busy[i], self.places
        return all(places[busy[u]] == places[r] for u in self.grid.near[s] if u in busy)


class Tables(_Seating):
    """Tables of a plan, to be kept by the people who sit there.

    Where a change of place takes time, every meeting stays in its place, so that all reach theirs.
    """

    def __init__(self, grid: Grid, slots: Sequence[int], tables: Sequence[int]) -> None:
        super().__init__(grid, slots, tables)
        self.link([r for r, t in enumerate(tables) if t != NONE], within_day=True)
        self.far = 4 * len(slots) + 1  # one change of place outweighs every change of table

    def eased(self, deadline: float) -> list[int]:
        """Return a table for each request that has one."""
        self.ease(self.give, deadline)
        return self.chosen

    def give(self, s: int) -> list[int]:
        """Return the tables that suit the meetings of a slot best, as others stand."""
        grid, own = self.grid, self.in_slot[s]
        direct, through = list[Costs](), list[Costs]()
        for r in own:
            usable = grid.tables_open[s] & grid.tables[r]
            place = grid.place_of[self.chosen[r]]
            if grid.changes_take_time:
                usable &= grid.place_masks[place]
            is_bound = grid.tables[r] != grid.common_tables
            known = bits(usable) if is_bound else {self.chosen[q] for q in self.followed[r]}
            direct.append({t: self.change(r, t) for t in known if usable >> t & 1})
            places = (place,) if grid.changes_take_time else range(len(grid.place_masks))
            through.append({} if is_bound else {p: self.stranger(r, p) for p in places})
        members = {
            place: list(bits(mask & grid.common_tables & grid.tables_open[s]))
            for place, mask in enumerate(grid.place_masks)
        }
        return cheapest(direct, through, members)

    def change(self, r: int, one: int) -> int:
        """Return what it costs a meeting to be at a table."""
        return super().change(r, one) + self.walks(r, self.grid.place_of[one])

    def stranger(self, r: int, place: int) -> int:
        """Return what it costs a meeting to be at a table of a place that nobody knows."""
        return len(self.followed[r]) + self.walks(r, place)

    def walks(self, r: int, place: int) -> int:
        """Return what it costs to walk to and from a place."""
        place_of = self.grid.place_of
        return self.far * sum(place_of[self.chosen[q]] != place for q in self.linked[r])
