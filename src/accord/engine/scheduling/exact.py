"""The solver at work: improve a board within a budget, watched from outside, and prove bounds."""

import math
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from dataclasses import dataclass

from ortools.sat.python import cp_model

from accord.engine.scheduling.board import Board
from accord.engine.scheduling.memory import Kinds
from accord.engine.scheduling.model import MOST_OPTIONS, Model, Option, options

SECONDS_BETWEEN_LOOKS = 0.2
WORK_A_SECOND = 0.4  # the solver's own, repeatable measure of time; slow machines keep up


@dataclass(slots=True)
class Finding:
    """What the solver has found so far; written by its thread, read by ours."""

    best: tuple[Option, ...] | None = None
    bound: int | None = None
    is_infeasible: bool = False


class _Notes(cp_model.CpSolverSolutionCallback):
    """Writes every better plan and bound down as the solver meets it."""

    def __init__(self, model: Model, finding: Finding) -> None:
        super().__init__()
        self._model, self._finding = model, finding

    def on_solution_callback(self) -> None:
        self._finding.best = tuple(
            way for way, literal in self._model.literals.items() if self.boolean_value(literal)
        )


@dataclass(frozen=True, slots=True)
class Effort:
    """What the solver may use: seconds of clock, threads and a seed.

    With one thread ``work``, in seconds too, fixes how much it does, so that runs repeat.
    """

    seconds: float
    work: float
    workers: int
    seed: int


def exact_search(board: Board, effort: Effort, look: Callable[[Finding], bool]) -> Finding | None:
    """Search from a board; return what was found, or ``None`` if the problem is too large.

    Parameters
    ----------
    board
        The plan to start from.
    effort
        Clock, threads and seed.
    look
        Called several times a second; returning ``False`` stops the solver.
    """
    grid = board.grid
    kinds = Kinds(grid)
    ways = []
    for way in options(grid, kinds):
        ways.append(way)
        if len(ways) > MOST_OPTIONS:
            return None
    finding = Finding()
    with ThreadPoolExecutor(max_workers=1) as pool:
        solver = cp_model.CpSolver()
        job = pool.submit(_solve, solver, (board, kinds, ways), effort, finding)
        return _watched(job, solver, finding, look)


def _watched(
    job: Future[None],
    solver: cp_model.CpSolver,
    finding: Finding,
    look: Callable[[Finding], bool],
) -> Finding:
    """Wait for the solver and look at what it has, several times a second."""
    failure: BaseException | None = None
    goes_on = True
    while True:
        try:
            job.result(timeout=SECONDS_BETWEEN_LOOKS)
        except NotYetError:
            try:
                goes_on = goes_on and look(finding)
            except BaseException as error:  # noqa: BLE001 -- raised below, once the solver is still
                failure, goes_on = error, False
            if not goes_on:
                # Said again and again: while the model is being built nobody listens.
                solver.stop_search()
        else:
            if failure is not None:
                raise failure
            return finding


def _solve(
    solver: cp_model.CpSolver,
    start: tuple[Board, Kinds, list[Option]],
    effort: Effort,
    finding: Finding,
) -> None:
    board, kinds, ways = start
    model = Model(board.grid, kinds, ways)
    model.hint(board)
    solver.parameters.max_time_in_seconds = effort.seconds
    solver.parameters.random_seed = effort.seed
    solver.parameters.num_workers = effort.workers
    if effort.workers == 1:
        solver.parameters.max_deterministic_time = effort.work * WORK_A_SECOND

    def note(bound: float) -> None:
        finding.bound = _whole(bound, rises=model.all_held)

    solver.best_bound_callback = note
    status = solver.solve(model.model, _Notes(model, finding))
    finding.is_infeasible = status == cp_model.INFEASIBLE
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        # Without a plan of its own the solver may never have come to a bound.
        note(solver.best_objective_bound)


def _whole(bound: float, *, rises: bool) -> int | None:
    """Return the bound as a whole number on its safe side."""
    if not math.isfinite(bound):
        return None
    return math.ceil(bound - 1e-6) if rises else math.floor(bound + 1e-6)
