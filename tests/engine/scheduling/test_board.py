"""What a board works out fast is what its rules say."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.engine.scheduling import Participant, Problem
from accord.engine.scheduling.board import Board
from accord.engine.scheduling.grid import Grid, bits
from accord.engine.scheduling.reasons import obstacles
from tests.engine.scheduling import make

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(
    days=st.integers(1, 2),
    count=st.integers(1, 7),
    mornings=st.integers(0, 7),
    most=st.integers(1, 4),
    wanted=st.lists(st.integers(0, 13), max_size=12),
)
def test_rest_is_wanted_where_the_run_around_a_slot_is_too_long(
    days: int, count: int, mornings: int, most: int, wanted: list[int]
) -> None:
    requests = tuple(make.request(f"r{n}", right=f"p{n}") for n in range(len(wanted) + 1))
    problem = make.problem(
        *requests,
        slots=make.slots(count, mornings=min(mornings, count), days=days),
        participants=make.people(requests, ana=Participant("ana", longest_run=most)),
        tables=(),
    )
    board = Board(Grid(problem))
    for r, s in enumerate(wanted):
        if board.choices(r) >> s & 1:
            board.try_anywhere(r, [s])

    for s in range(board.grid.size):
        before, behind = board.run_around(0, s)
        is_rested = len(before) + 1 + len(behind) <= most
        is_free = is_rested and not board.at[0][s]
        assert bool(board.choices(len(wanted)) >> s & 1) == is_free


@QUICK
@given(make.problems(), st.randoms(use_true_random=False))
def test_a_board_remembers_nobody_who_has_gone(problem: Problem, source: Random) -> None:
    board = Board(Grid(problem))
    requests = range(len(problem.requests))
    for r in requests:
        board.try_anywhere(r)
    for r in source.sample(requests, len(requests)):
        told = [list(obstacles(board, q, s)) for q in requests for s in bits(board.grid.open[q])]
        fresh = Board(board.grid)
        fresh.restore(board.snapshot())

        assert told == [
            list(obstacles(fresh, q, s)) for q in requests for s in bits(board.grid.open[q])
        ]
        if board.seats[r] is not None:
            board.remove(r)
