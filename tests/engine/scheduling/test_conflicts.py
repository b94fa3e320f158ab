"""Minimal sets of requests that cannot all be held, in events small enough to check by hand."""

from dataclasses import replace

import pytest
from hypothesis import example, given

from accord.engine.scheduling import (
    Clash,
    Interpreter,
    Limits,
    Objective,
    Participant,
    Placement,
    Problem,
    Rules,
    Session,
    Status,
    Table,
    conflicts,
    plan,
)
from accord.engine.scheduling.matching import violator
from tests.engine.scheduling import make
from tests.engine.scheduling.test_laws import SEARCHED, SEEDS

TWO_TABLES = (Table("t1"), Table("t2"))


def with_only(problem: Problem, keys: set[str]) -> Problem:
    """Return the event with some of its requests, all of which must be held."""
    chosen = tuple(one for one in problem.requests if one.key in keys)
    return replace(
        problem,
        requests=tuple(replace(one, after=one.after & keys) for one in chosen),
        rules=replace(problem.rules, objective=Objective.MOST_WEIGHT),
    )


def can_be_held(problem: Problem, keys: set[str]) -> bool:
    found = plan(with_only(problem, keys), Limits(seconds=5, workers=1))
    assert found.is_proven or found.status is Status.INFEASIBLE
    return len(found.meetings) == len(keys)


def test_nothing_clashes_where_all_can_be_held() -> None:
    assert conflicts(make.problem(make.request("r1"), make.request("r2", "ana", "cyrus"))) == ()


def test_a_participant_with_more_meetings_than_slots() -> None:
    problem = make.problem(
        *(make.request(f"r{n}", "ana", f"p{n}") for n in (1, 2, 3, 4)), tables=TWO_TABLES
    )

    (found,) = conflicts(problem)

    assert (found.clash, found.is_minimal) == (Clash.SIDE_IS_FULL, True)
    assert found.requests == ("r1", "r2", "r3")
    assert found.facts == {
        "participant": "ana", "count": 4, "limit": 2, "slots": ("s1", "s2"), "locked": ()
    }  # fmt: skip


def test_a_participant_with_more_meetings_than_its_limit() -> None:
    asked = make.request("r1"), make.request("r2", "ana", "cyrus")
    problem = make.problem(*asked, participants=make.people(asked, ana=Participant("ana", most=1)))

    (found,) = conflicts(problem)

    assert (found.clash, found.requests, found.facts["limit"]) == (
        Clash.SIDE_IS_FULL, ("r1", "r2"), 1,
    )  # fmt: skip


def test_more_meetings_than_tables() -> None:
    problem = make.problem(*(make.request(f"r{n}", f"p{n}", f"q{n}") for n in range(4)))

    (found,) = conflicts(problem)

    assert (found.clash, found.is_minimal) == (Clash.TABLES_ARE_FULL, True)
    assert (len(found.requests), found.facts["limit"]) == (3, 2)


def test_more_meetings_than_one_interpreter_can_serve() -> None:
    problem = make.problem(
        *(make.request(f"r{n}", f"p{n}", f"q{n}", languages=("fa", "ru")) for n in range(3)),
        tables=(*TWO_TABLES, Table("t3")),
        interpreters=(Interpreter("parisa", frozenset({("fa", "ru")})),),
    )

    (found,) = conflicts(problem)

    assert (found.clash, len(found.requests)) == (Clash.INTERPRETERS_ARE_BUSY, 3)


def test_two_locks_of_one_participant_at_the_same_time() -> None:
    problem = make.problem(
        make.request("r1", "ana", "bahar", locked=Placement("s1")),
        make.request("r2", "ana", "cyrus", locked=Placement("s1")),
        tables=TWO_TABLES,
    )

    (found,) = conflicts(problem)

    assert (found.clash, found.facts["locked"]) == (Clash.SIDE_IS_FULL, ("r1", "r2"))


def test_an_order_longer_than_its_slots() -> None:
    problem = make.problem(
        make.request("r1", "ana", "bahar"),
        make.request("r2", "cyrus", "daria", after=frozenset({"r1"})),
        make.request("r3", "emin", "farid", after=frozenset({"r2"})),
        make.request("r4", "gita", "hamid"),
        tables=TWO_TABLES,
    )

    (found,) = conflicts(problem)

    assert (found.clash, found.requests) == (Clash.PRECEDENCE, ("r1", "r2", "r3"))


def test_single_requests_that_nothing_can_hold() -> None:
    problem = make.problem(
        make.request("r1", session=Session.AFTERNOON),
        make.request("r2", "cyrus", "daria"),
        make.request("r3", "emin", "farid", languages=("fa", "ru")),
        participants=(
            *map(Participant, ("ana", "bahar", "emin", "farid")),
            Participant("cyrus", table="t2"),
            Participant("daria", table="t3"),
        ),
        tables=(*TWO_TABLES, Table("t3")),
    )

    assert [(one.clash, one.requests) for one in conflicts(problem)] == [
        (Clash.NO_COMMON_SLOT, ("r1",)),
        (Clash.NO_TABLE, ("r2",)),
        (Clash.NO_INTERPRETER, ("r3",)),
    ]


def test_a_triangle_of_meetings_in_two_slots_clashes_only_together() -> None:
    problem = make.problem(
        make.request("r1", "ana", "bahar"),
        make.request("r2", "ana", "cyrus"),
        make.request("r3", "bahar", "cyrus"),
        make.request("r4", "daria", "emin"),
        tables=(*TWO_TABLES, Table("t3")),
        rules=Rules(objective=Objective.FEWEST_BREAKS),
    )

    (found,) = conflicts(problem)

    assert (found.clash, found.requests) == (Clash.TOGETHER, ("r1", "r2", "r3"))
    assert found.is_minimal


def test_without_time_what_can_be_counted_is_still_told() -> None:
    problem = make.problem(*(make.request(f"r{n}", "ana", f"p{n}") for n in range(3)))

    (found,) = conflicts(problem, seconds=0)

    assert (found.clash, found.is_minimal) == (Clash.SIDE_IS_FULL, False)


def test_requests_make_room_for_one_another() -> None:
    assert violator({0: ["a", "b"], 1: ["a"], 2: ["b", "c"]}, {"a": 1, "b": 1, "c": 1}) == ()


def test_of_those_that_compete_all_and_no_others_are_named() -> None:
    places = {0: ["a", "b"], 1: ["a"], 2: ["b"], 3: ["c"]}

    assert violator(places, {"a": 1, "b": 1, "c": 1}) == (0, 1, 2)


@pytest.mark.parametrize("seed", range(12))
def test_every_conflict_is_one_and_is_minimal(seed: int) -> None:
    problem = make.crowded(seed, Objective.FEWEST_BREAKS)

    found = conflicts(problem, seconds=60)

    for one in found:
        assert one.is_minimal
        assert not can_be_held(problem, set(one.requests))
        for key in one.requests:
            assert can_be_held(problem, set(one.requests) - {key})


@SEARCHED
@given(SEEDS)
@example(522)  # counted with one conflict, needed only for another
def test_without_a_conflict_all_can_be_held(seed: int) -> None:
    problem = make.crowded(seed, Objective.FEWEST_BREAKS)
    gone = {key for one in conflicts(problem, seconds=60) for key in one.requests}

    assert can_be_held(problem, {one.key for one in problem.requests} - gone)
