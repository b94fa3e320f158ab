"""Every cause for an unplaced request, in events small enough to check by hand."""

from accord.engine.scheduling import (
    Breach,
    Cause,
    Interpreter,
    Objective,
    Participant,
    Placement,
    Problem,
    Rules,
    Session,
    Status,
    Table,
    Unplaced,
    plan,
)
from tests.engine.scheduling import make


def the_unplaced(problem: Problem) -> Unplaced:
    (one,) = plan(problem, make.AT_ONCE).unplaced
    return one


def test_sides_who_are_never_there_together_have_no_common_slot() -> None:
    asked = make.request("r1")
    problem = make.problem(
        asked,
        participants=(
            Participant("ana", absent=frozenset({"s1"})),
            Participant("bahar", absent=frozenset({"s2"})),
        ),
    )

    found = the_unplaced(problem)

    assert found.cause is Cause.NO_COMMON_SLOT
    assert (found.facts["open_to_left"], found.facts["open_to_right"]) == (("s2",), ("s1",))


def test_an_afternoon_wish_has_no_slot_in_a_morning_event() -> None:
    found = the_unplaced(make.problem(make.request("r1", session=Session.AFTERNOON)))

    assert found.cause is Cause.NO_COMMON_SLOT


def test_a_side_with_a_meeting_in_every_slot_is_full() -> None:
    problem = make.problem(
        make.request("r1", "ana", "bahar", weight=3),
        make.request("r2", "ana", "cyrus", weight=2),
        make.request("r3", "ana", "daria"),
        tables=(Table("t1"), Table("t2")),
    )

    found = the_unplaced(problem)

    assert (found.request, found.cause) == ("r3", Cause.SIDE_IS_FULL)
    assert found.facts["sides"] == ("ana",)
    assert found.facts["in_the_way"] == ("r1", "r2")
    assert found.facts["obstacles"] == {
        "s1": (Breach.SIDE_IS_BUSY,),
        "s2": (Breach.SIDE_IS_BUSY,),
    }


def test_a_side_at_its_limit_is_full() -> None:
    asked = make.request("r1", weight=2), make.request("r2", "ana", "cyrus")
    problem = make.problem(*asked, participants=make.people(asked, ana=Participant("ana", most=1)))

    found = the_unplaced(problem)

    assert (found.cause, found.facts["sides"]) == (Cause.SIDE_IS_FULL, ("ana",))
    assert found.facts["obstacles"]["s2"] == (Breach.TOO_MANY_MEETINGS,)


def test_a_side_that_needs_its_rests_is_full() -> None:
    asked = tuple(make.request(f"r{n}", "ana", f"p{n}", weight=9 - n) for n in range(3))
    problem = make.problem(
        *asked,
        slots=make.slots(3),
        participants=make.people(asked, ana=Participant("ana", longest_run=2)),
    )

    found = the_unplaced(problem)

    assert (found.cause, found.facts["sides"]) == (Cause.SIDE_IS_FULL, ("ana",))
    assert found.facts["obstacles"] == {
        "s1": (Breach.SIDE_IS_BUSY, Breach.TABLE_IS_TAKEN),
        "s2": (Breach.SIDE_IS_BUSY, Breach.TABLE_IS_TAKEN),
        "s3": (Breach.SIDE_NEEDS_REST,),
    }
    assert found.facts["in_the_way"] == ("r0", "r1")


def test_a_side_at_its_limit_of_the_day_is_full() -> None:
    asked = make.request("r1", weight=2), make.request("r2", "ana", "cyrus")
    problem = make.problem(
        *asked, participants=make.people(asked, ana=Participant("ana", most_a_day=1))
    )

    found = the_unplaced(problem)

    assert found.cause is Cause.SIDE_IS_FULL
    assert found.facts["obstacles"]["s2"] == (Breach.TOO_MANY_MEETINGS_A_DAY,)


def test_two_free_sides_without_a_table_lack_a_table() -> None:
    problem = make.problem(
        make.request("r1", "ana", "bahar", weight=2),
        make.request("r2", "cyrus", "daria"),
        slots=make.slots(1),
    )

    found = the_unplaced(problem)

    assert (found.request, found.cause) == ("r2", Cause.NO_TABLE)
    assert (found.facts["slots"], found.facts["in_the_way"]) == (("s1",), ("r1",))


def test_two_exhibitors_who_both_stay_at_their_tables_lack_one_in_common() -> None:
    problem = make.problem(
        make.request("r1"),
        tables=(Table("t1"), Table("t2")),
        participants=(Participant("ana", table="t1"), Participant("bahar", table="t2")),
    )

    assert the_unplaced(problem).cause is Cause.NO_TABLE


def test_a_closed_table_is_no_table() -> None:
    problem = make.problem(
        make.request("r1"), tables=(Table("t1", closed=frozenset({"s1", "s2"})),)
    )

    found = the_unplaced(problem)

    assert found.cause is Cause.NO_TABLE
    assert found.facts["obstacles"]["s1"] == (Breach.TABLE_IS_CLOSED,)


def test_sides_without_a_shared_language_lack_an_interpreter() -> None:
    problem = make.problem(make.request("r1", languages=("ru", "fa")))

    found = the_unplaced(problem)

    assert (found.cause, found.facts["languages"]) == (Cause.NO_INTERPRETER, ("fa", "ru"))


def test_a_table_here_and_an_interpreter_there_lack_an_interpreter_where_the_table_is() -> None:
    problem = make.problem(
        make.request("r1", languages=("ru", "fa")),
        slots=make.slots(2),
        tables=(Table("t1", closed=frozenset({"s1"})),),
        interpreters=(Interpreter("parisa", frozenset({("fa", "ru")}), absent=frozenset({"s2"})),),
    )

    found = the_unplaced(problem)

    assert (found.cause, found.facts["slots"]) == (Cause.NO_INTERPRETER, ("s2",))


def test_the_only_interpreter_serves_one_meeting_at_a_time() -> None:
    problem = make.problem(
        make.request("r1", "ana", "bahar", weight=2, languages=("fa", "ru")),
        make.request("r2", "cyrus", "daria", languages=("ru", "fa")),
        slots=make.slots(1),
        tables=(Table("t1"), Table("t2")),
        interpreters=(Interpreter("parisa", frozenset({("ru", "fa")})),),
    )

    found = the_unplaced(problem)

    assert (found.request, found.cause) == ("r2", Cause.NO_INTERPRETER)
    assert found.facts["in_the_way"] == ("r1",)


def test_a_meeting_that_must_follow_one_that_is_not_held_is_out_of_order() -> None:
    asked = (
        make.request("r1", session=Session.AFTERNOON),
        make.request("r2", after=frozenset({"r1"})),
    )

    first, second = plan(make.problem(*asked), make.AT_ONCE).unplaced

    assert (first.cause, second.cause) == (Cause.NO_COMMON_SLOT, Cause.PRECEDENCE)
    assert second.facts["in_the_way"] == ("r1",)


def test_a_request_that_fits_nobody_at_once_is_outranked() -> None:
    """In the first slot ana is taken, in the second daria: neither side alone is full."""
    asked = (
        make.request("r1", "ana", "bahar", weight=9, only=frozenset({"s1"})),
        make.request("r2", "daria", "cyrus", weight=9, only=frozenset({"s2"})),
        make.request("r3", "ana", "daria"),
    )

    found = the_unplaced(make.problem(*asked, tables=(Table("t1"), Table("t2"))))

    assert (found.request, found.cause) == ("r3", Cause.OUTRANKED)
    assert found.facts["in_the_way"] == ("r1", "r2")


def test_the_heavier_of_two_requests_is_held() -> None:
    problem = make.problem(
        make.request("light", "ana", "bahar", weight=1),
        make.request("heavy", "ana", "cyrus", weight=2),
        slots=make.slots(1),
    )

    found = plan(problem, make.AT_ONCE)

    assert [one.request for one in found.meetings] == ["heavy"]
    assert (found.weight, found.bound) == (2, 3)


def test_locks_that_contradict_each_other_make_the_plan_infeasible() -> None:
    problem = make.problem(
        make.request("r1", "ana", "bahar", locked=Placement("s1")),
        make.request("r2", "ana", "cyrus", locked=Placement("s1")),
        tables=(Table("t1"), Table("t2")),
    )

    found = plan(problem, make.UNTIL_PROVEN)

    assert found.status is Status.INFEASIBLE
    assert [one.request for one in found.meetings] == ["r1"]
    assert found.unplaced[0].cause is Cause.SIDE_IS_FULL


def test_an_event_where_not_all_can_be_held_is_proven_infeasible() -> None:
    problem = make.problem(
        make.request("r1", "ana", "bahar"),
        make.request("r2", "ana", "cyrus"),
        make.request("r3", "bahar", "cyrus"),
        rules=Rules(objective=Objective.FEWEST_BREAKS),
    )

    found = plan(problem, make.UNTIL_PROVEN)

    assert found.status is Status.INFEASIBLE
    assert len(found.meetings) == 2


def test_the_worked_example_of_the_algorithm_page() -> None:
    problem = make.problem(
        make.request("ana-bahar", weight=4),
        make.request("ana-cyrus", "ana", "cyrus", weight=3),
        make.request("cyrus-daria", "cyrus", "daria", weight=2),
        make.request("ana-daria", "ana", "daria"),
    )

    found = plan(problem, make.UNTIL_PROVEN)

    assert (found.status, found.weight, found.bound) == (Status.OPTIMAL, 7, 7)
    assert [(one.request, one.cause, one.facts["sides"]) for one in found.unplaced] == [
        ("cyrus-daria", Cause.NO_TABLE, ("cyrus", "daria")),
        ("ana-daria", Cause.SIDE_IS_FULL, ("ana",)),
    ]
