"""A search can be watched, stopped and repeated, and says what it did."""

from dataclasses import replace

import pytest

from accord.engine.scheduling import (
    Limits,
    Participant,
    Problem,
    Progress,
    Request,
    Status,
    Table,
    plan,
    violations,
)
from tests.engine.scheduling import make


def large(people: int, meetings: int) -> Problem:
    """Return an event in which everybody asks for more than there is room for."""
    return Problem(
        slots=make.slots(20, mornings=10),
        participants=tuple(Participant(f"p{n}") for n in range(people)),
        tables=tuple(Table(f"t{n}") for n in range(people // 3)),
        requests=tuple(
            Request(
                f"r{n}",
                f"p{n % people}",
                f"p{(n * 7 + n // people + 1 + n % people) % people}",
                1 + n % 5,
            )
            for n in range(meetings)
            if n % people != (n * 7 + n // people + 1 + n % people) % people
        ),
    )


def test_a_watcher_sees_the_first_plan_and_then_better_ones() -> None:
    seen: list[Progress] = []

    def watch(progress: Progress) -> bool:
        seen.append(progress)
        return True

    found = plan(large(100, 900), Limits(seconds=4), watch=watch)

    assert seen[0].found_by == "greedy"
    assert seen[0].plan is not None
    weights = [progress.weight for progress in seen]
    assert weights == sorted(weights)
    assert weights[-1] <= found.weight <= found.bound
    assert {progress.found_by for progress in seen} >= {"greedy", "local search"}


def test_a_watcher_stops_the_search_and_the_best_is_kept() -> None:
    problem = large(100, 900)
    answers: list[bool] = []

    def watch(progress: Progress) -> bool:
        answers.append(progress.seconds < 1)
        return answers[-1]

    found = plan(problem, Limits(seconds=600), watch=watch)

    assert answers.count(False) == 1
    assert answers[-1] is False
    assert found.meetings != ()
    assert violations(problem, found) == ()


def test_what_a_watcher_raises_is_passed_on() -> None:
    def watch(progress: Progress) -> bool:
        if progress.found_by != "greedy":
            raise RuntimeError("the power is gone")
        return True

    with pytest.raises(RuntimeError, match="the power is gone"):
        plan(large(60, 500), Limits(seconds=20), watch=watch)


def test_a_watcher_can_stop_the_solver_too() -> None:
    """Three who only want each other: two halves of a meeting each, says the linear program."""
    trio = [("a", "b"), ("b", "c"), ("c", "a")] * 20
    wishes = large(60, 500)
    problem = replace(
        wishes,
        participants=(*wishes.participants, *(Participant(key) for key in "abc")),
        requests=(
            *wishes.requests,
            *(Request(f"trio{n}", left, right, 9) for n, (left, right) in enumerate(trio)),
        ),
    )
    reached: list[str] = []

    def watch(progress: Progress) -> bool:
        reached.append(progress.found_by)
        return progress.found_by != "CP-SAT"

    found = plan(problem, Limits(seconds=4), watch=watch)

    assert reached[-1] == "CP-SAT"
    assert reached.count("CP-SAT") == 1
    assert found.weight <= found.bound


def test_a_large_event_has_a_valid_plan_before_any_search() -> None:
    problem = large(1000, 8000)

    found = plan(problem, Limits(seconds=0))

    assert len(found.meetings) > 6000
    assert violations(problem, found) == ()


def test_a_gap_of_the_linear_program_is_closed_by_the_exact_solver() -> None:
    found = plan(triangles(2, slots=1), Limits(seconds=30, workers=1))

    assert (found.weight, found.bound, found.status) == (2, 2, Status.OPTIMAL)
    assert found.found_by.endswith("; proved by CP-SAT")


def test_a_large_event_says_that_the_solver_was_left_out() -> None:
    found = plan(triangles(600, slots=40), Limits(seconds=1, workers=1))

    assert (found.weight, found.bound) == (600, 900)
    assert found.found_by.endswith("; too large for CP-SAT")


def triangles(count: int, *, slots: int) -> Problem:
    """Return threesomes who all want to meet, and may each meet once: one pair can."""
    return Problem(
        slots=make.slots(slots),
        participants=tuple(
            Participant(f"p{n}{name}", most=1) for n in range(count) for name in "abc"
        ),
        tables=tuple(Table(f"t{n}") for n in range(2 * count)),
        requests=tuple(
            make.request(f"r{n}{a}{b}", f"p{n}{a}", f"p{n}{b}")
            for n in range(count)
            for a, b in ("ab", "bc", "ca")
        ),
    )
