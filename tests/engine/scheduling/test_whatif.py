"""What more tables, interpreters or time would bring."""

from dataclasses import replace

import pytest
from hypothesis import given

from accord.engine.scheduling import (
    Figures,
    Interpreter,
    InvalidProblemError,
    Meeting,
    MoreInterpreters,
    MoreSlots,
    MoreTables,
    MoreTime,
    Participant,
    Problem,
    Progress,
    Status,
    Table,
    plan,
    violations,
    what_if,
    with_change,
)
from tests.engine.scheduling import make
from tests.engine.scheduling.test_laws import SEARCHED, SEEDS

CHANGES = (
    MoreTables(),
    MoreInterpreters(frozenset({("en", "fa")})),
    MoreSlots(0),
    MoreTime(0, minutes=30),
)


def crowded_table() -> Problem:
    """Return an event in which one table is too few by one meeting."""
    return make.problem(*(make.request(f"r{n}", f"p{n}", f"q{n}", weight=n) for n in (3, 2, 1)))


def test_one_more_table_holds_what_lacked_one() -> None:
    problem = crowded_table()
    found = plan(problem, make.UNTIL_PROVEN)

    answer = what_if(problem, found, MoreTables(), seconds=60)

    assert answer.before == Figures(held=2, weight=5, breaks=0, bound=5, spread=1)
    assert answer.after == Figures(held=3, weight=6, breaks=0, bound=6)
    assert (answer.newly_held, answer.no_longer_held) == (("r1",), ())
    assert [one.key for one in problem.tables] == ["t1"]


def test_one_more_interpreter_holds_what_lacked_one() -> None:
    problem = make.problem(make.request("r1", languages=("ru", "fa")))
    change = MoreInterpreters(frozenset({("ru", "fa")}))

    answer = what_if(problem, plan(problem, make.AT_ONCE), change, seconds=60)

    assert answer.newly_held == ("r1",)
    assert answer.plan.meetings[0].interpreter == "new-interpreter-1"


def test_half_an_hour_is_one_slot_of_twenty_minutes() -> None:
    problem = crowded_table()

    answer = what_if(problem, plan(problem, make.AT_ONCE), MoreTime(0), seconds=60)

    assert [(one.key, one.starts, one.ends) for one in answer.problem.slots[2:]] == [
        ("new-slot-1", 580, 600)
    ]
    assert answer.after.held == 3


def test_a_slot_is_added_at_the_end_of_its_day() -> None:
    problem = make.problem(make.request("r1"), slots=make.slots(2, days=2))

    changed = with_change(problem, MoreSlots(0, count=2))

    assert [one.key for one in changed.slots] == [
        "s1", "s2", "new-slot-1", "new-slot-2", "s3", "s4",
    ]  # fmt: skip


def test_who_leaves_before_the_last_slot_does_not_come_back_for_more() -> None:
    last = frozenset({"s2"})
    problem = make.problem(
        make.request("r1", only=last),
        participants=(Participant("ana", absent=last), Participant("bahar")),
        tables=(Table("t1", closed=last),),
        interpreters=(Interpreter("parisa", frozenset({("fa", "ru")}), absent=last),),
    )

    changed = with_change(problem, MoreSlots(0))

    longer = last | {"new-slot-1"}
    assert [one.absent for one in changed.participants] == [longer, frozenset()]
    assert changed.tables[0].closed == changed.interpreters[0].absent == longer
    assert changed.requests[0].only == longer


def test_a_new_key_is_one_that_nothing_has() -> None:
    problem = make.problem(make.request("r1"), tables=(Table("t1"), Table("new-table-1")))

    changed = with_change(problem, MoreTables(2, "hall"))

    assert [one.key for one in changed.tables[2:]] == ["new-table-1+", "new-table-2"]
    assert {one.place for one in changed.tables[2:]} == {"hall"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (MoreSlots(7), "no slot on day 7"),
        (MoreTime(0, minutes=10), "adds 0 of slot"),
        (MoreTables(0), "adds 0 of table"),
    ],
)
def test_a_change_that_adds_nothing_is_refused(change: MoreTables, sentence: str) -> None:
    with pytest.raises(InvalidProblemError, match=sentence):
        with_change(crowded_table(), change)


def test_more_tables_are_refused_where_tables_are_not_planned() -> None:
    with pytest.raises(InvalidProblemError, match="plans no tables"):
        with_change(make.problem(make.request("r1"), tables=()), MoreTables())


@SEARCHED
@given(SEEDS)
def test_more_never_brings_less(seed: int) -> None:
    problem = make.crowded(seed)
    found = plan(problem, make.SHORT)

    for change in CHANGES:
        answer = what_if(problem, found, change, seconds=0.1, seed=seed)

        assert answer.after.weight >= answer.before.weight == found.weight
        assert answer.after.bound >= answer.before.bound >= found.weight
        broken = set(map(repr, violations(problem, found)))
        assert set(map(repr, violations(answer.problem, answer.plan))) <= broken
        held = {one.request for one in found.meetings} - set(answer.no_longer_held)
        assert held | set(answer.newly_held) == {one.request for one in answer.plan.meetings}


def test_the_plan_itself_stays_as_it_is() -> None:
    problem = crowded_table()
    found = plan(problem, make.UNTIL_PROVEN)
    same = replace(found)

    what_if(problem, found, MoreSlots(0), seconds=0)

    assert found == same


def test_the_search_is_watched_and_stopped() -> None:
    problem = crowded_table()
    seen: list[Progress] = []

    def watch(progress: Progress) -> bool:
        seen.append(progress)
        return False

    answer = what_if(
        problem, plan(problem, make.UNTIL_PROVEN), MoreTables(), seconds=60, watch=watch
    )

    assert [one.found_by for one in seen] == ["greedy"]
    assert answer.after.held == 3


def test_the_search_goes_on_from_a_plan_of_the_changed_event() -> None:
    problem = crowded_table()
    found, changed = plan(problem, make.UNTIL_PROVEN), with_change(problem, MoreTables())
    late = Meeting("r3", "s2", "t1")
    begun = replace(plan(changed, make.AT_ONCE), meetings=(late,))

    answer = what_if(problem, found, MoreTables(), seconds=0, start=begun)

    assert ("r3", "s1") in [(one.request, one.slot) for one in found.meetings]
    assert ("r3", "s2") in [(one.request, one.slot) for one in answer.plan.meetings]


def test_it_says_whether_the_plan_was_the_best() -> None:
    problem = crowded_table()
    best = plan(problem, make.UNTIL_PROVEN)
    worse = replace(best, meetings=best.meetings[:1], weight=3, status=Status.FEASIBLE)

    assert what_if(problem, best, MoreTables(), seconds=0).was_best
    assert not what_if(problem, worse, MoreTables(), seconds=0).was_best
