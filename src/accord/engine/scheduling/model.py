"""The exact model: one literal for each way to hold a request, for the CP-SAT solver."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from accord.engine.scheduling.board import NOWHERE, Board
from accord.engine.scheduling.grid import UNLIMITED, Grid, bits
from accord.engine.scheduling.memory import Kinds
from accord.engine.scheduling.problem import Objective

MOST_OPTIONS = 60_000  # above this the solver finds nothing in time, and takes a gigabyte


@dataclass(frozen=True, slots=True)
class Option:
    """One way to hold a request: slot, kind of table and interpreter by number."""

    request: int
    slot: int
    kind: int
    interpreter: int


def options(grid: Grid, kinds: Kinds) -> Iterator[Option]:
    """Yield every way to hold every request."""
    for r, slots in enumerate(grid.open):
        of_request = kinds.of(grid.tables[r]) if grid.has_tables else (NOWHERE,)
        able = grid.speakers[r]
        for s in bits(slots):
            for kind in of_request:
                if able is None:
                    yield Option(r, s, kind, NOWHERE)
                    continue
                for i in able:
                    if grid.interprets[i] >> s & 1:
                        yield Option(r, s, kind, i)


class Model:
    """The constraints of a grid, ready to be solved."""

    def __init__(self, grid: Grid, kinds: Kinds, ways: Iterable[Option]) -> None:
        self.grid, self.kinds = grid, kinds
        self.model = cp_model.CpModel()
        self.literals = {way: self.model.new_bool_var("") for way in ways}
        self.all_held = grid.problem.rules.objective is Objective.FEWEST_BREAKS
        self._group()
        self._hold()
        self._fill_tables()
        self._share_interpreters()
        self._keep_order()
        if grid.changes_take_time:
            self._leave_time_to_change()
        self._aim()

    def hint(self, board: Board) -> None:
        """Start the solver from a board."""
        for way, literal in self.literals.items():
            seat = board.seats[way.request]
            chosen = (
                seat is not None
                and (seat.slot, seat.interpreter) == (way.slot, way.interpreter)
                and (seat.table == NOWHERE or bool(self.kinds.masks[way.kind] >> seat.table & 1))
            )
            self.model.add_hint(literal, chosen)
        for p, row in self.busy.items():
            for s, literal in row.items():
                self.model.add_hint(literal, bool(board.busy[p] >> s & 1))

    def _group(self) -> None:
        """Sort the literals by what they take up."""
        self.of_request: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        self.at_slot: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        self.of_person: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        self.of_kind: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        self.of_interpreter: dict[int, dict[int, list[cp_model.IntVar]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for way, literal in self.literals.items():
            self.of_request[way.request].append(literal)
            self.at_slot[way.request, way.slot].append(literal)
            for p in (self.grid.left[way.request], self.grid.right[way.request]):
                self.of_person[p, way.slot].append(literal)
            if way.kind != NOWHERE:
                self.of_kind[way.kind, way.slot].append(literal)
            if way.interpreter != NOWHERE:
                self.of_interpreter[way.interpreter][way.slot].append(literal)

    def _hold(self) -> None:
        grid, model = self.grid, self.model
        for r, locked in enumerate(grid.is_locked):
            if locked or self.all_held:
                model.add_exactly_one(self.of_request[r])
            else:
                model.add_at_most_one(self.of_request[r])
        in_all, on_day = defaultdict(list), defaultdict(list)
        for (p, s), literals in self.of_person.items():
            _at_most(model, literals, grid.parallel[p])
            in_all[p].extend(literals)
            on_day[p, grid.day_of[s]].extend(literals)
        for p, literals in in_all.items():
            _at_most(model, literals, grid.most[p])
        for (p, _day), literals in on_day.items():
            _at_most(model, literals, grid.most_a_day[p])
        for p, longest in enumerate(grid.side_run):
            if longest < grid.size:
                self._rest({s: self._use(p, s) for s in range(grid.size)}, longest)

    def _use(self, p: int, s: int) -> list[cp_model.IntVar]:
        """Return literals of which one at most holds, when the participant meets at the slot."""
        literals = self.of_person.get((p, s), [])
        if self.grid.parallel[p] == 1 or len(literals) <= 1:
            return literals
        used = self.model.new_bool_var("")
        for one in literals:
            self.model.add_implication(one, used)
        return [used]

    def _rest(self, by_slot: Mapping[int, list[cp_model.IntVar]], longest: int) -> None:
        """Leave a slot free in every spell of more than so many in a row."""
        for window in self.grid.windows(longest + 1):
            flat = [one for s in window for one in by_slot.get(s, ())]
            _at_most(self.model, flat, longest)

    def _fill_tables(self) -> None:
        for (kind, s), literals in self.of_kind.items():
            capacity = (self.kinds.masks[kind] & self.grid.tables_open[s]).bit_count()
            _at_most(self.model, literals, capacity)

    def _share_interpreters(self) -> None:
        grid = self.grid
        for i, by_slot in self.of_interpreter.items():
            for literals in by_slot.values():
                _at_most(self.model, literals, 1)
            if grid.longest_run[i] < grid.size:
                self._rest(by_slot, grid.longest_run[i])

    def _keep_order(self) -> None:
        grid = self.grid
        for r, earlier in enumerate(grid.before):
            for e in earlier:
                self.model.add(sum(self.of_request[r]) <= sum(self.of_request[e]))
                for s in bits(grid.open[r]):
                    late = [
                        one for u in bits(grid.open[e]) if u >= s for one in self.at_slot[e, u]
                    ]
                    soon = [
                        one for u in bits(grid.open[r]) if u <= s for one in self.at_slot[r, u]
                    ]
                    self.model.add_at_most_one([*late, *soon])

    def _leave_time_to_change(self) -> None:
        """Forbid meetings close in time at different places."""
        grid = self.grid
        place = {
            k: grid.place_of[(mask & -mask).bit_length() - 1]
            for k, mask in enumerate(self.kinds.masks)
        }
        used: dict[tuple[str, int], dict[tuple[int, int], list[cp_model.IntVar]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for way, literal in self.literals.items():
            where = (way.slot, place[way.kind])
            for p in (grid.left[way.request], grid.right[way.request]):
                if grid.parallel[p] == 1:
                    used["participant", p][where].append(literal)
            if way.interpreter != NOWHERE:
                used["interpreter", way.interpreter][where].append(literal)
        for own in used.values():
            for (s, here), literals in own.items():
                for u in grid.near[s]:
                    if u > s:
                        elsewhere = [
                            one
                            for (v, there), some in own.items()
                            if v == u and there != here
                            for one in some
                        ]
                        if elsewhere:
                            self.model.add_at_most_one([*literals, *elsewhere])

    def _aim(self) -> None:
        """Say what is better: more weight, or fewer breaks."""
        self.busy: dict[int, dict[int, cp_model.IntVar]] = {}
        if not self.all_held:
            weight = self.grid.weight
            self.model.maximize(
                sum(weight[way.request] * literal for way, literal in self.literals.items())
            )
            return
        breaks = [self._breaks(p) for p in range(len(self.grid.attends))]
        fair = self.grid.problem.rules.fair_breaks
        if fair is not None and breaks:
            fewest = self.model.new_int_var(0, self.grid.size, "")
            for one in breaks:
                self.model.add(one >= fewest)
                self.model.add(one <= fewest + fair)
        self.model.minimize(sum(breaks))

    def _breaks(self, p: int) -> cp_model.IntVar:
        """Return a count of the participant's spells of meetings beyond the first of a day."""
        model, grid = self.model, self.grid
        row = self.busy[p] = {}
        for s in range(grid.size):
            literals = self.of_person.get((p, s))
            if literals:
                row[s] = model.new_bool_var("")
                if grid.parallel[p] == 1:
                    model.add(sum(literals) == row[s])
                else:
                    model.add_max_equality(row[s], literals)
        spells = []
        for day in grid.day_masks:
            own = [s for s in bits(day) if s in row]
            starts = [self._start(row, s, day) for s in own]
            if starts:
                is_there = model.new_bool_var("")
                model.add_max_equality(is_there, [row[s] for s in own])
                spells.append(sum(starts) - is_there)
        breaks = model.new_int_var(0, grid.size, "")
        model.add(breaks == sum(spells))
        return breaks

    def _start(self, row: dict[int, cp_model.IntVar], s: int, day: int) -> cp_model.IntVar:
        """Return a literal that says: a spell of meetings begins at this slot."""
        before = row.get(s - 1) if s and day >> (s - 1) & 1 else None
        if before is None:
            return row[s]
        start = self.model.new_bool_var("")
        self.model.add_bool_and([row[s], before.negated()]).only_enforce_if(start)
        self.model.add_bool_or([row[s].negated(), before, start])
        return start


def _at_most(model: cp_model.CpModel, literals: list[cp_model.IntVar], capacity: int) -> None:
    if len(literals) <= capacity or capacity >= UNLIMITED:
        return
    if capacity == 1:
        model.add_at_most_one(literals)
    else:
        model.add(sum(literals) <= capacity)
