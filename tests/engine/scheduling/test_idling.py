"""Breaks that nobody can spare a participant, small enough to count by hand."""

from dataclasses import replace

from hypothesis import given

from accord.engine.scheduling import (
    Objective,
    Participant,
    Placement,
    Problem,
    Rules,
    Session,
    Status,
    plan,
)
from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.idling import least_of_each
from tests.engine.scheduling import make
from tests.engine.scheduling.test_laws import SEARCHED, SEEDS

ALL_HELD = Rules(objective=Objective.FEWEST_BREAKS)


def ana(*absent: str, requests: int, slots: int = 5, **more: object) -> Problem:
    """Return an event in which Ana meets so many others, and is away at some slots."""
    asked = tuple(
        make.request(f"r{n}", "ana", f"p{n}", **(more if n == 0 else {})) for n in range(requests)
    )
    return make.problem(
        *asked,
        slots=make.slots(slots, mornings=3),
        participants=make.people(asked, ana=Participant("ana", absent=frozenset(absent))),
        rules=ALL_HELD,
    )


def least(grid: Grid) -> int:
    return sum(least_of_each(grid))


def test_who_is_there_throughout_needs_no_break() -> None:
    assert least(Grid(ana(requests=3))) == 0


def test_who_is_away_in_the_middle_has_a_break_where_one_side_is_too_short() -> None:
    assert least(Grid(ana("s3", requests=2))) == 0
    assert least(Grid(ana("s3", requests=3))) == 1
    assert least(Grid(ana("s2", "s4", requests=3))) == 2


def test_a_lock_is_a_slot_that_must_be_used() -> None:
    locked = Placement("s1")

    assert least(Grid(ana("s2", requests=2, locked=locked))) == 1


def test_half_days_say_how_many_meetings_each_has() -> None:
    problem = ana("s3", requests=2, session=Session.AFTERNOON)
    morning = replace(problem.requests[1], session=Session.MORNING)

    assert least(Grid(problem)) == 0
    assert least(Grid(replace(problem, requests=(problem.requests[0], morning)))) == 1


def test_half_days_count_although_some_requests_keep_to_none() -> None:
    problem = ana("s3", requests=3)
    morning, afternoon, either = problem.requests
    sides = (
        replace(morning, session=Session.MORNING),
        replace(afternoon, session=Session.AFTERNOON),
    )

    assert least(Grid(replace(problem, requests=(*sides, either)))) == 1


def test_requests_that_fit_no_spell_together_cost_a_break() -> None:
    problem = ana(requests=3)
    first, last, either = problem.requests
    apart = replace(first, only=frozenset({"s1"})), replace(last, only=frozenset({"s5"}))

    assert least(Grid(replace(problem, requests=(*apart, either)))) == 1
    assert least(Grid(replace(problem, requests=(apart[0], last, either)))) == 0


def test_who_must_rest_has_a_break_where_one_side_is_too_short() -> None:
    problem = ana(requests=2, slots=3)
    resting = tuple(replace(one, longest_run=1) for one in problem.participants)

    assert least(Grid(problem)) == 0
    assert least(Grid(replace(problem, participants=resting))) == 1


def test_between_two_days_there_is_no_break() -> None:
    problem = replace(ana("s2", requests=2, slots=2), slots=make.slots(2, days=2))
    asked = tuple(replace(one, session=Session.EITHER) for one in problem.requests)

    assert least(Grid(replace(problem, requests=asked))) == 0


@SEARCHED
@given(SEEDS)
def test_no_plan_has_fewer(seed: int) -> None:
    problem = make.crowded(seed, Objective.FEWEST_BREAKS)
    found = plan(problem, make.UNTIL_PROVEN)

    if found.status is Status.OPTIMAL:
        assert least(Grid(problem)) <= found.breaks
