"""Local search: simulated annealing over insertions, ejections and exchanges of two slots."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from accord.engine.scheduling.board import Board, Seat
from accord.engine.scheduling.grid import bits
from accord.engine.scheduling.problem import Objective

LONGEST_CHAIN = 60
STEPS_BETWEEN_LOOKS = 64
STEPS_A_SECOND = 4000  # what a slow machine manages; fixes the work where runs must repeat


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a part may search.

    Parameters
    ----------
    used
        Share of the time that is gone, 0 to 1; 1 ends the search.
    steps
        Most steps; ``None`` lets the clock alone decide.
    """

    used: Callable[[], float]
    steps: int | None


class Score:
    """What the search lowers, and the order in which plans are better.

    The energy mixes all aims so that annealing can trade them; `rank` compares
    them one after another, and the best plan is kept by rank.
    """

    def __init__(self, board: Board) -> None:
        rules = board.grid.problem.rules
        self.all_held = rules.objective is Objective.FEWEST_BREAKS
        self.fair = rules.fair_breaks if self.all_held else None
        heaviest = max(board.grid.weight, default=1)
        self.unit = 6.0 if self.all_held else 0.05 * heaviest

    def energy(self, board: Board) -> float:
        """Return the mixed cost of a board; lower is better."""
        if not self.all_held:
            return board.breaks * self.unit * 0.2 - board.weight
        return board.breaks - self.unit * board.held + 4.0 * self.unfairness(board)

    def rank(self, board: Board) -> tuple[int, int, int]:
        """Return a key that is greater for a better board."""
        if not self.all_held:
            return board.weight, 0, -board.breaks
        return board.held, -self.unfairness(board), -board.breaks

    def unfairness(self, board: Board) -> int:
        """Return by how much the most and the fewest breaks differ beyond the rule."""
        if self.fair is None or not board.breaks_of:
            return 0
        return max(0, max(board.breaks_of) - min(board.breaks_of) - self.fair)


class Annealing:
    """One run of the search on one board, from its present plan."""

    def __init__(self, board: Board, seed: int) -> None:
        self.board = board
        self.grid = board.grid
        self.score = Score(board)
        self.random = random.Random(seed)  # noqa: S311 -- a search, not a secret
        self.best = board.snapshot()
        self.best_rank = self.score.rank(board)
        self.energy = self.score.energy(board)
        self.movable = [
            r for r, locked in enumerate(self.grid.is_locked) if not locked and self.grid.open[r]
        ]

    def run(self, budget: Budget, look: Callable[[], bool], done: Callable[[Board], bool]) -> None:
        """Search until the budget ends, `look` says stop or `done` is content.

        The board is left at the best plan found.
        """
        hot = 0.8 if self.score.all_held else 0.25 * max(self.grid.weight, default=1)
        cold = hot * 0.08
        step = 0
        while self.movable and not done(self.board):
            used = budget.used()
            share = used if budget.steps is None else step / max(1, budget.steps)
            if max(used, share) >= 1.0 or not look():
                break
            warmth = hot * (cold / hot) ** share
            for _ in range(STEPS_BETWEEN_LOOKS):
                self._step(warmth)
            step += STEPS_BETWEEN_LOOKS
        self.board.restore(self.best)

    def _step(self, warmth: float) -> None:
        """Try one change and keep it if it is better, or warm enough to be forgiven."""
        board = self.board
        r = self.movable[self.random.randrange(len(self.movable))]
        seat = board.seats[r]
        slots = self.grid.open[r]
        if seat is not None:
            slots &= ~(1 << seat.slot)
        if not slots:
            return
        s = _any_bit(slots, self.random)
        changed = self._insert(r, s) if seat is None else self._exchange(r, seat.slot, s)
        energy = self.score.energy(board) if changed else math.inf
        rise = energy - self.energy
        if rise > 0 and self.random.random() >= math.exp(-rise / warmth):
            board.undo(0)
            return
        board.journal.clear()
        self.energy = energy
        rank = self.score.rank(board)
        if rank > self.best_rank:
            self.best_rank, self.best = rank, board.snapshot()

    def _insert(self, r: int, s: int) -> bool:
        """Hold a request at a slot; whoever is in the way looks for another place."""
        board, grid = self.board, self.grid
        out: list[int] = []
        for p in (grid.left[r], grid.right[r]):
            if not board.room[p] >> s & 1 and not self._make_room(p, s, out):
                return self._give_up()
        if not board.window(r) >> s & 1:
            return self._give_up()
        seat = board.seat(r, s)
        if seat is None and self._clear_a_table(r, s, out):
            seat = board.seat(r, s)
        if seat is None:
            return self._give_up()
        board.place(r, seat)
        self.random.shuffle(out)
        for q in out:
            board.try_anywhere(q)
        return True

    def _make_room(self, p: int, s: int, out: list[int]) -> bool:
        """Take out the meeting that keeps a participant from meeting at a slot."""
        board = self.board
        here = [q for q in board.at[p][s] if self._may_go(q)]
        if len(board.at[p][s]) < self.grid.parallel[p]:
            here = [q for u in bits(board.busy[p]) for q in board.at[p][u] if self._may_go(q)]
        if not here:
            return False
        q = here[self.random.randrange(len(here))]
        board.remove(q)
        out.append(q)
        return bool(board.room[p] >> s & 1)

    def _clear_a_table(self, r: int, s: int, out: list[int]) -> bool:
        """Take out a meeting whose table, or interpreter, the request could use."""
        board, grid = self.board, self.grid
        able = grid.speakers[r]
        if able is not None:
            held = [board.interpreting[i][s] for i in able if s in board.interpreting[i]]
        else:
            usable = grid.tables[r]
            held = [q for t, q in board.at_table[s].items() if usable >> t & 1]
        held = [q for q in held if self._may_go(q)]
        if not held:
            return False
        q = min(self.random.sample(held, min(6, len(held))), key=lambda q: (grid.weight[q], q))
        board.remove(q)
        out.append(q)
        return True

    def _exchange(self, r: int, s: int, t: int) -> bool:
        """Move a meeting between two slots, with all that must change over with it.

        The meetings of the two slots form paths and even circles when joined
        where they share a participant (a Kempe chain); turning one over keeps
        every participant free of double bookings.
        """
        board, grid = self.board, self.grid
        target = {r: t}
        queue = [r]
        for q in queue:
            to = target[q]
            if not grid.open[q] >> to & 1 or grid.is_locked[q] or len(queue) > LONGEST_CHAIN:
                return False
            for p in (grid.left[q], grid.right[q]):
                if len(board.at[p][to]) < grid.parallel[p]:
                    continue
                for other in board.at[p][to][:1]:
                    if other not in target:
                        target[other] = s if to == t else t
                        queue.append(other)
        tables = {}
        for q in queue:
            tables[q] = board.remove(q).table
        for q in sorted(queue, key=target.__getitem__):
            to = target[q]
            seat = self._seat_again(q, to, tables[q])
            if seat is None:
                return self._give_up()
            board.place(q, seat)
        return True

    def _seat_again(self, q: int, s: int, table: int) -> Seat | None:
        board = self.board
        if not board.choices(q) >> s & 1:
            return None
        kept = board.seat(q, s, 1 << table) if table >= 0 else None
        return kept or board.seat(q, s)

    def _may_go(self, q: int) -> bool:
        """Tell whether a meeting may be taken out without breaking a lock or an order."""
        grid, seats = self.grid, self.board.seats
        return not grid.is_locked[q] and all(seats[b] is None for b in grid.behind[q])

    def _give_up(self) -> bool:
        self.board.undo(0)
        return False


def _any_bit(mask: int, source: random.Random) -> int:
    skip = source.randrange(mask.bit_count())
    for number in bits(mask):
        if skip == 0:
            return number
        skip -= 1
    raise LookupError(mask)
