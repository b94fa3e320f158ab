"""Every rule, seen by the checker, by the planner and by a move on the board."""

from dataclasses import replace

import pytest

from accord.engine.scheduling import (
    Breach,
    Interpreter,
    Limits,
    Meeting,
    Objective,
    Participant,
    Placement,
    Plan,
    Problem,
    Rules,
    Session,
    Status,
    Table,
    Violation,
    breaks_of,
    moves,
    placement_at,
    plan,
    violations,
)
from tests.engine.scheduling import make


def written(*meetings: Meeting) -> Plan:
    """Return a plan somebody wrote by hand."""
    return Plan(meetings, (), 0, 0, 0, Status.UNKNOWN, "hand", 0.0)


def codes(problem: Problem, *meetings: Meeting) -> list[Breach]:
    return [one.code for one in violations(problem, written(*meetings))]


TWO_HALLS = (Table("t1", "north hall"), Table("t2", "south hall"))
ASKED = make.request("r1"), make.request("r2", "ana", "cyrus")
INTERPRETED = (
    make.request("r1", languages=("fa", "ru")),
    make.request("r2", "cyrus", "daria", languages=("fa", "ru")),
    make.request("r3", "elena", "farhad", languages=("fa", "ru")),
)
RESTING = Participant("ana", longest_run=1)
PARISA = Interpreter("parisa", frozenset({("fa", "ru")}), longest_run=2)
CASES = {
    Breach.UNKNOWN_KEY: (make.problem(*ASKED), [Meeting("r9", "s1", "t1")]),
    Breach.HELD_TWICE: (
        make.problem(*ASKED),
        [Meeting("r1", "s1", "t1"), Meeting("r1", "s2", "t1")],
    ),
    Breach.NOT_HELD: (
        make.problem(ASKED[0], rules=Rules(objective=Objective.FEWEST_BREAKS)),
        [],
    ),
    Breach.WRONG_SESSION: (
        make.problem(make.request("r1", session=Session.AFTERNOON)),
        [Meeting("r1", "s1", "t1")],
    ),
    Breach.SLOT_NOT_ALLOWED: (
        make.problem(make.request("r1", only=frozenset({"s2"}))),
        [Meeting("r1", "s1", "t1")],
    ),
    Breach.SIDE_IS_ABSENT: (
        make.problem(
            ASKED[0],
            participants=(Participant("ana", absent=frozenset({"s1"})), Participant("bahar")),
        ),
        [Meeting("r1", "s1", "t1")],
    ),
    Breach.SIDE_IS_BUSY: (
        make.problem(*ASKED, tables=(Table("t1"), Table("t2"))),
        [Meeting("r1", "s1", "t1"), Meeting("r2", "s1", "t2")],
    ),
    Breach.TOO_MANY_MEETINGS: (
        make.problem(*ASKED, participants=make.people(ASKED, ana=Participant("ana", most=1))),
        [Meeting("r1", "s1", "t1"), Meeting("r2", "s2", "t1")],
    ),
    Breach.TOO_MANY_MEETINGS_A_DAY: (
        make.problem(
            *ASKED, participants=make.people(ASKED, ana=Participant("ana", most_a_day=1))
        ),
        [Meeting("r1", "s1", "t1"), Meeting("r2", "s2", "t1")],
    ),
    Breach.SIDE_NEEDS_REST: (
        make.problem(*ASKED, participants=make.people(ASKED, ana=RESTING)),
        [Meeting("r1", "s1", "t1"), Meeting("r2", "s2", "t1")],
    ),
    Breach.NO_TABLE: (make.problem(*ASKED), [Meeting("r1", "s1")]),
    Breach.TABLE_IS_CLOSED: (
        make.problem(*ASKED, tables=(Table("t1", closed=frozenset({"s1"})),)),
        [Meeting("r1", "s1", "t1")],
    ),
    Breach.TABLE_IS_TAKEN: (
        make.problem(ASKED[0], make.request("r2", "cyrus", "daria")),
        [Meeting("r1", "s1", "t1"), Meeting("r2", "s1", "t1")],
    ),
    Breach.TABLE_IS_RESERVED: (
        make.problem(
            ASKED[0],
            tables=TWO_HALLS,
            participants=(*make.people(ASKED), Participant("exhibitor", table="t1")),
        ),
        [Meeting("r1", "s1", "t1")],
    ),
    Breach.NOT_AT_OWN_TABLE: (
        make.problem(
            ASKED[0],
            tables=TWO_HALLS,
            participants=(Participant("ana", table="t1"), Participant("bahar")),
        ),
        [Meeting("r1", "s1", "t2")],
    ),
    Breach.NO_INTERPRETER: (
        make.problem(INTERPRETED[0], interpreters=(PARISA,)),
        [Meeting("r1", "s1", "t1")],
    ),
    Breach.INTERPRETER_LACKS_LANGUAGES: (
        make.problem(
            INTERPRETED[0], interpreters=(Interpreter("olga", frozenset({("en", "ru")})),)
        ),
        [Meeting("r1", "s1", "t1", "olga")],
    ),
    Breach.INTERPRETER_IS_ABSENT: (
        make.problem(
            INTERPRETED[0],
            interpreters=(Interpreter("olga", PARISA.pairs, absent=frozenset({"s1"})),),
        ),
        [Meeting("r1", "s1", "t1", "olga")],
    ),
    Breach.INTERPRETER_IS_BUSY: (
        make.problem(*INTERPRETED[:2], interpreters=(PARISA,), tables=TWO_HALLS),
        [Meeting("r1", "s1", "t1", "parisa"), Meeting("r2", "s1", "t2", "parisa")],
    ),
    Breach.INTERPRETER_NEEDS_REST: (
        make.problem(*INTERPRETED, interpreters=(PARISA,), slots=make.slots(3)),
        [Meeting(f"r{n}", f"s{n}", "t1", "parisa") for n in (1, 2, 3)],
    ),
    Breach.NO_TIME_TO_CHANGE: (
        make.problem(*ASKED, tables=TWO_HALLS, rules=Rules(change_minutes=5)),
        [Meeting("r1", "s1", "t1"), Meeting("r2", "s2", "t2")],
    ),
    Breach.OUT_OF_ORDER: (
        make.problem(ASKED[0], make.request("r2", "cyrus", "daria", after=frozenset({"r1"}))),
        [Meeting("r1", "s2", "t1"), Meeting("r2", "s1", "t1")],
    ),
    Breach.LOCK_IS_BROKEN: (
        make.problem(make.request("r1", locked=Placement("s1"))),
        [Meeting("r1", "s2", "t1")],
    ),
    Breach.UNFAIR_BREAKS: (
        make.problem(
            *ASKED,
            slots=make.slots(3),
            rules=Rules(fair_breaks=0, objective=Objective.FEWEST_BREAKS),
        ),
        [Meeting("r1", "s1", "t1"), Meeting("r2", "s3", "t1")],
    ),
}


@pytest.mark.parametrize("breach", list(Breach))
def test_the_checker_sees_each_broken_rule_and_nothing_else(breach: Breach) -> None:
    problem, meetings = CASES[breach]

    assert codes(problem, *meetings) == [breach]


@pytest.mark.parametrize("breach", list(Breach))
def test_the_planner_breaks_no_rule_where_one_can_be_broken(breach: Breach) -> None:
    problem, _meetings = CASES[breach]

    found = plan(problem, Limits(seconds=0.1, workers=1))

    broken = {one.code for one in violations(problem, found)}
    assert (broken == set()) == (found.status in {Status.OPTIMAL, Status.FEASIBLE})


def test_a_violation_names_the_meetings_that_cannot_both_be() -> None:
    problem, meetings = CASES[Breach.SIDE_IS_BUSY]

    assert violations(problem, written(*meetings)) == (
        Violation(
            Breach.SIDE_IS_BUSY,
            {"participant": "ana", "slot": "s1", "requests": ("r1", "r2"), "limit": 1},
        ),
    )


def test_an_interpreter_who_rests_over_lunch_may_go_on() -> None:
    problem, meetings = CASES[Breach.INTERPRETER_NEEDS_REST]
    with_lunch = make.problem(
        *problem.requests, interpreters=(PARISA,), slots=make.slots(3, mornings=2)
    )

    assert codes(with_lunch, *meetings) == []


@pytest.mark.parametrize(
    ("languages", "one_way", "is_served"),
    [
        (("fa", "ru"), True, True),
        (("ru", "fa"), True, False),
        (("fa", "ru"), False, False),
        (("fa", "en"), True, True),
        (("en", "fa"), True, True),
    ],
)
def test_who_interprets_one_way_serves_a_presentation_and_no_conversation(
    *, languages: tuple[str, str], one_way: bool, is_served: bool
) -> None:
    olga = Interpreter("olga", frozenset({("en", "fa")}), one_way=frozenset({("fa", "ru")}))
    asked = make.request("r1", languages=languages, one_way=one_way)
    problem = make.problem(asked, interpreters=(olga,))

    assert (codes(problem, Meeting("r1", "s1", "t1", "olga")) == []) == is_served
    assert len(plan(problem, make.AT_ONCE).meetings) == is_served
    assert (moves(problem, written(), "r1")["s1"] == ()) == is_served


def test_a_side_that_rests_over_lunch_may_go_on() -> None:
    problem, meetings = CASES[Breach.SIDE_NEEDS_REST]
    with_lunch = replace(problem, slots=make.slots(2, mornings=1))

    assert codes(with_lunch, *meetings) == []
    assert len(plan(problem, make.AT_ONCE).meetings) == 1
    assert len(plan(with_lunch, make.AT_ONCE).meetings) == 2


def test_a_team_rests_when_none_of_it_meets_anybody() -> None:
    asked = (*ASKED, make.request("r3", "ana", "daria"), make.request("r4", "ana", "elena"))
    problem = make.problem(
        *asked,
        slots=make.slots(3),
        tables=TWO_HALLS,
        participants=make.people(asked, ana=replace(RESTING, parallel=2)),
    )

    found = plan(problem, make.AT_ONCE)

    assert [one.slot for one in found.meetings] == ["s1", "s1", "s3", "s3"]


def test_a_move_says_who_needs_a_rest() -> None:
    problem, _meetings = CASES[Breach.SIDE_NEEDS_REST]
    problem = replace(problem, slots=make.slots(3))
    found = written(Meeting("r1", "s2", "t1"))

    (broken,) = moves(problem, found, "r2")["s1"]

    assert (broken.code, broken.facts) == (
        Breach.SIDE_NEEDS_REST,
        {
            "participant": "ana",
            "slots": ("s1", "s2"),
            "count": 2,
            "limit": 1,
            "requests": ("r1", "r2"),
        },
    )


def test_a_team_sends_somebody_else_to_the_other_hall() -> None:
    problem, meetings = CASES[Breach.NO_TIME_TO_CHANGE]
    team = make.problem(
        *problem.requests,
        tables=TWO_HALLS,
        rules=problem.rules,
        participants=make.people(problem.requests, ana=Participant("ana", parallel=2)),
    )

    assert codes(team, *meetings) == []


def test_the_planner_keeps_people_in_one_hall_when_there_is_no_time_to_change() -> None:
    problem, _meetings = CASES[Breach.NO_TIME_TO_CHANGE]

    found = plan(problem, make.AT_ONCE)

    assert [(one.slot, one.table) for one in found.meetings] == [("s1", "t1"), ("s2", "t1")]


def test_a_gap_over_lunch_is_a_break_and_the_night_is_none() -> None:
    asked = tuple(make.request(f"r{n}") for n in (1, 2, 3))
    problem = make.problem(*asked, slots=make.slots(4, mornings=2, days=2))

    found = written(Meeting("r1", "s2"), Meeting("r2", "s4"), Meeting("r3", "s8"))

    assert breaks_of(problem, found) == {"ana": 1, "bahar": 1}


def test_meetings_before_and_after_lunch_without_an_idle_slot_make_no_break() -> None:
    problem = make.problem(*ASKED[:1], make.request("r2"), slots=make.slots(2, mornings=1))

    found = written(Meeting("r1", "s1"), Meeting("r2", "s2"))

    assert breaks_of(problem, found) == {"ana": 0, "bahar": 0}


def test_an_event_without_tables_is_planned_without_them() -> None:
    found = plan(make.problem(*ASKED, tables=()), make.AT_ONCE)

    assert [(one.slot, one.table) for one in found.meetings] == [("s1", None), ("s2", None)]


def test_a_team_of_two_meets_twice_in_one_slot() -> None:
    problem = make.problem(
        *ASKED,
        slots=make.slots(1),
        tables=TWO_HALLS,
        participants=make.people(ASKED, ana=Participant("ana", parallel=2)),
    )

    assert len(plan(problem, make.AT_ONCE).meetings) == 2


def test_a_move_says_who_is_busy_and_where_it_is_free() -> None:
    problem = make.problem(*ASKED, slots=make.slots(3), tables=(Table("t1"), Table("t2")))
    found = written(Meeting("r1", "s1", "t1"), Meeting("r2", "s2", "t2"))

    assert {slot: [one.code for one in broken] for slot, broken in
            moves(problem, found, "r1").items()} == {
        "s1": [], "s2": [Breach.SIDE_IS_BUSY], "s3": [],
    }  # fmt: skip
    assert placement_at(problem, found, "r1", "s3") == Placement("s3", "t1")
    assert placement_at(problem, found, "r1", "s2") is None


def test_a_move_to_a_slot_without_a_free_table_names_who_has_it() -> None:
    problem = make.problem(ASKED[0], make.request("r2", "cyrus", "daria"))
    found = written(Meeting("r1", "s1", "t1"), Meeting("r2", "s2", "t1"))

    (broken,) = moves(problem, found, "r1")["s2"]

    assert (broken.code, broken.facts["requests"]) == (Breach.NO_TABLE, ("r2",))


def test_a_move_takes_the_interpreter_who_is_free() -> None:
    olga = Interpreter("olga", PARISA.pairs)
    problem = make.problem(*INTERPRETED[:2], interpreters=(PARISA, olga), tables=TWO_HALLS)
    found = written(Meeting("r1", "s1", "t1", "parisa"), Meeting("r2", "s2", "t2", "parisa"))

    assert placement_at(problem, found, "r1", "s2") == Placement("s2", "t1", "olga")


def test_a_request_nobody_made_cannot_be_moved() -> None:
    with pytest.raises(KeyError):
        moves(make.problem(*ASKED), written(), "r9")
