"""Local search: simulated annealing over insertions, ejections and exchanges of two slots."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from accord.engine.scheduling.board import Board, Seat
from accord.engine.scheduling.grid import bits
from accord.engine.scheduling.problem import Objective

LONGEST_CHAIN = 60
HOLDING = 6.0  # breaks that one more meeting is worth while not all are held
SHARE_OF_BREAKS = 0.3
STEPS_BETWEEN_LOOKS = 64
STEPS_A_SECOND = 10_000  # what a slow machine manages; fixes the work where runs must repeat


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
        self.break_cost = 1.0 if self.all_held else 0.01 * heaviest

    def energy(self, board: Board) -> float:
        """Return the mixed cost of a board; lower is better."""
        if not self.all_held:
            return board.breaks * self.break_cost - board.weight
        return board.breaks - HOLDING * board.held + 4.0 * self.unfairness(board)

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
        self.forgiven = 0.0
        self.is_plain = max(self.grid.parallel, default=1) == 1
        self.movable = [
            r for r, locked in enumerate(self.grid.is_locked) if not locked and self.grid.open[r]
        ]

    def run(self, budget: Budget, look: Callable[[], bool], done: Callable[[Board], bool]) -> None:
        """Search until the budget ends, `look` says stop or `done` is content.

        The board is left at the best plan found.
        """
        hot = 0.5 if self.score.all_held else 0.08 * max(self.grid.weight, default=1)
        cold = hot * (0.2 if self.score.all_held else 0.08)
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
        r = self._pick()
        seat = board.seats[r]
        slots = self.grid.open[r]
        if seat is not None:
            slots &= ~(1 << seat.slot)
        if not slots:
            return
        s = _any_bit(slots, self.random)
        # The chance of Metropolis, drawn first, so that hopeless exchanges stop early.
        self.forgiven = -warmth * math.log(1.0 - self.random.random())
        changed = self._insert(r, s) if seat is None else self._exchange(r, seat.slot, s)
        energy = self.score.energy(board) if changed else math.inf
        if energy - self.energy > self.forgiven:
            board.undo(0)
            return
        board.journal.clear()
        self.energy = energy
        rank = self.score.rank(board)
        if rank > self.best_rank:
            self.best_rank, self.best = rank, board.snapshot()

    def _pick(self) -> int:
        """Return any request; now and then a meeting of somebody who has breaks."""
        board = self.board
        if self.score.all_held and board.breaks and self.random.random() < SHARE_OF_BREAKS:
            for _ in range(8):
                p = self.random.randrange(len(board.busy))
                if board.breaks_of[p]:
                    own = [q for u in bits(board.busy[p]) for q in board.at[p][u]]
                    return own[self.random.randrange(len(own))]
        return self.movable[self.random.randrange(len(self.movable))]

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
        board = self.board
        target = self._chain(r, s, t)
        queue = list(target)
        if not queue:
            return False
        if self.is_plain and self._least_rise(queue, 1 << s | 1 << t) > self.forgiven:
            return False
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

    def _chain(self, r: int, s: int, t: int) -> dict[int, int]:
        """Return the meetings that change over and their slots; none if one of them may not."""
        board, grid = self.board, self.grid
        target = {r: t}
        queue = [r]
        for q in queue:
            to = target[q]
            if not grid.open[q] >> to & 1 or grid.is_locked[q] or len(queue) > LONGEST_CHAIN:
                return {}
            for p in (grid.left[q], grid.right[q]):
                here = board.at[p][to]
                if len(here) >= grid.parallel[p] and here[0] not in target:
                    target[here[0]] = s if to == t else t
                    queue.append(here[0])
        return target

    def _least_rise(self, chain: list[int], both: int) -> float:
        """Return how much the breaks alone would raise the energy, without moving anybody.

        Whoever has one meeting of the chain changes slot; whoever has two keeps both.
        """
        board, grid = self.board, self.grid
        if self.score.unfairness(board):
            return 0.0
        moved: set[int] = set()
        for q in chain:
            moved ^= {grid.left[q]}
            moved ^= {grid.right[q]}
        rise = sum(board.breaks_with(board.busy[p] ^ both) - board.breaks_of[p] for p in moved)
        return rise * self.score.break_cost

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
