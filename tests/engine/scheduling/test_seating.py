"""Who changes place, table or interpreter, and how evenly meetings are shared."""

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.engine.scheduling import (
    Changes,
    Interpreter,
    Limits,
    Meeting,
    Objective,
    Participant,
    Placement,
    Plan,
    Problem,
    Request,
    Status,
    Table,
    changes_of,
    plan,
    spread_of,
    violations,
)
from accord.engine.scheduling.forcing import meetings_at
from accord.engine.scheduling.grid import Grid
from accord.engine.scheduling.search import Budget, Search
from accord.engine.scheduling.seating import cheapest
from tests.engine.scheduling import make
from tests.engine.scheduling.test_laws import DEMANDS, OBJECTIVES, SEARCHED, SEEDS

ASKED = make.request("r1"), make.request("r2", "ana", "cyrus")
HALLS = Table("t1", "north"), Table("t2", "north"), Table("t3", "south")
SOON = Limits(seconds=0.2, workers=1)


def test_who_goes_to_another_table_or_hall_changes() -> None:
    problem = make.problem(
        *ASKED, make.request("r3", "ana", "daria"), slots=make.slots(3), tables=HALLS
    )
    found = [Meeting("r3", "s3", "t3"), Meeting("r1", "s1", "t1"), Meeting("r2", "s2", "t2")]

    assert changes_of(problem, found) == Changes(place=1, table=2)


def test_over_night_a_table_is_not_changed_and_an_interpreter_is() -> None:
    pair = ("fa", "ru")
    asked = tuple(replace(one, languages=pair) for one in ASKED)
    people = tuple(Interpreter(key, frozenset({pair})) for key in ("olga", "parisa"))
    problem = make.problem(*asked, slots=make.slots(1, days=2), tables=HALLS, interpreters=people)
    found = [Meeting("r1", "s1", "t1", "olga"), Meeting("r2", "s2", "t3", "parisa")]

    assert changes_of(problem, found) == Changes(interpreter=1)


def test_a_team_changes_nothing_for_it_sends_somebody_else() -> None:
    team = make.people(ASKED, ana=Participant("ana", parallel=2))
    problem = make.problem(*ASKED, tables=HALLS, participants=team)

    assert changes_of(problem, [Meeting("r1", "s1", "t1"), Meeting("r2", "s2", "t3")]) == Changes()


def test_the_spread_is_between_the_most_and_the_fewest_of_those_who_ask() -> None:
    asked = (*ASKED, make.request("r3", "daria", "elena"))
    problem = make.problem(*asked, participants=(*make.people(asked), Participant("guest")))

    assert spread_of(problem, [Meeting("r1", "s1", "t1"), Meeting("r2", "s2", "t1")]) == 2
    assert spread_of(make.problem(), []) == 0


def test_a_company_stays_in_its_hall_and_at_its_table() -> None:
    """Only Bahar and Daria's table is told: at the first slot Ana could sit anywhere."""
    asked = (
        make.request("r1", only=frozenset({"s1"})),
        make.request("r2", "ana", "cyrus", only=frozenset({"s2"})),
        make.request("r3", "daria", "elena", locked=Placement("s2", "t1")),
        make.request("r4", "farhad", "golnar", locked=Placement("s2", "t2")),
    )
    found = plan(make.problem(*asked, tables=HALLS), SOON)

    table = {one.request: one.table for one in found.meetings}
    assert table == {"r1": "t3", "r2": "t3", "r3": "t1", "r4": "t2"}
    assert found.changes == Changes()


def test_an_interpreter_stays_with_a_company() -> None:
    pair = ("fa", "ru")
    asked = tuple(
        Request(f"{who}{n}", who, f"{who}-{n}", languages=pair, only=frozenset({f"s{n}"}))
        for who, n in (("ana", 1), ("ana", 2), ("cyrus", 2), ("cyrus", 3))
    )
    problem = make.problem(
        *asked,
        slots=make.slots(3),
        tables=HALLS,
        interpreters=tuple(Interpreter(key, frozenset({pair})) for key in ("olga", "parisa")),
    )

    assert plan(problem, make.AT_ONCE).changes.interpreter == 1
    assert plan(problem, SOON).changes.interpreter == 0


def test_an_interpreter_who_needs_a_rest_does_not_stay() -> None:
    pair = ("fa", "ru")
    asked = tuple(replace(one, languages=pair) for one in ASKED)
    tired = tuple(Interpreter(key, frozenset({pair}), longest_run=1) for key in "op")

    found = plan(make.problem(*asked, interpreters=tired), SOON)

    assert {one.interpreter for one in found.meetings} == {"o", "p"}
    assert found.changes.interpreter == 1


def test_of_two_plans_of_equal_worth_the_more_even_one_is_taken() -> None:
    """Ana has three who want her; one slot and table less, and Daria would have nobody."""
    asked = (
        make.request("r1", "ana", "bahar", weight=2),
        make.request("r2", "ana", "cyrus"),
        make.request("r3", "daria", "elena"),
    )

    found = plan(make.problem(*asked), SOON)

    assert [one.request for one in found.meetings] == ["r1", "r3"]
    assert (found.weight, found.spread) == (3, 1)


@given(st.integers(1, 4), st.randoms(use_true_random=False))
def test_things_are_given_out_at_the_least_cost(takers: int, source: Random) -> None:
    direct = [
        {thing: source.randint(0, 2) for thing in range(5) if source.random() < 0.4}
        for _ in range(takers)
    ]
    through = [{group: source.randint(2, 5) for group in (0, 1)} for _ in range(takers)]
    members = {0: [0, 1, 2], 1: [3, 4]}

    def cost(given: tuple[int, ...]) -> int:
        return sum(
            min(direct[n].get(thing, 99), through[n][thing > 2]) for n, thing in enumerate(given)
        )

    found = cheapest(direct, through, members)

    assert len(set(found)) == takers
    assert cost(tuple(found)) == min(map(cost, permutations(range(5), takers)))


def test_nobody_is_left_without_what_they_need() -> None:
    with pytest.raises(LookupError):
        cheapest([{0: 0}, {0: 0}], [], {})


@SEARCHED
@given(SEEDS, OBJECTIVES)
def test_what_is_given_out_at_the_end_keeps_every_rule_and_makes_nothing_worse(
    seed: int, objective: Objective
) -> None:
    problem = make.crowded(seed, objective)
    search = Search(Grid(problem), all_held=objective is Objective.FEWEST_BREAKS, seed=seed)
    search.anneal(Budget(lambda: 0.0, steps=20_000), lambda: True)
    search.fill(search.best)
    before, weight, breaks = written(problem, search), search.weight, search.breaks

    meetings = meetings_at(problem, search.ease(float("inf")))

    after = replace(before, meetings=meetings)
    assert {one.code for one in violations(problem, after)} <= DEMANDS
    assert search.weight >= weight
    if search.weight == weight:
        assert search.breaks <= breaks
        assert spread_of(problem, meetings) <= spread_of(problem, before.meetings)
    if times(after) == times(before):
        one, other = (changes_of(problem, of.meetings) for of in (before, after))
        assert (other.place, other.table) <= (one.place, one.table)
        assert other.interpreter <= one.interpreter


def written(problem: Problem, search: Search) -> Plan:
    meetings = meetings_at(problem, search.seats())
    return Plan(meetings, (), 0, 0, 0, Status.UNKNOWN, "search", 0.0)


def times(found: Plan) -> set[tuple[str, str]]:
    return {(one.request, one.slot) for one in found.meetings}
