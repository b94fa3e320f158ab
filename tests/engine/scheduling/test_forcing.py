"""Forcing a request into a plan, and confirming that its reason is true."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.engine.scheduling import (
    Cause,
    Limits,
    Meeting,
    Objective,
    Outcome,
    Participant,
    Placement,
    Plan,
    Problem,
    Session,
    Status,
    Table,
    Unplaced,
    confirm,
    force,
    plan,
    violations,
)
from tests.engine.scheduling import make
from tests.engine.scheduling.test_laws import QUICK


def broken(problem: Problem, found: Plan, meetings: tuple[Meeting, ...]) -> set[str]:
    """Return the rules that meetings break and the plan did not."""
    before = set(map(repr, violations(problem, found)))
    return set(map(repr, violations(problem, replace(found, meetings=meetings)))) - before


def the_unplaced(found: Plan, key: str) -> Unplaced:
    return next(one for one in found.unplaced if one.request == key)


def test_a_lighter_meeting_goes_where_none_can_move() -> None:
    problem = make.problem(
        make.request("light", "ana", "bahar", weight=2),
        make.request("heavy", "ana", "cyrus", weight=5),
        make.request("left-out", "ana", "daria"),
        tables=(Table("t1"), Table("t2")),
    )
    found = plan(problem, make.UNTIL_PROVEN)

    forced = force(problem, found, "left-out")

    assert forced.meeting is not None
    assert (forced.lost, forced.moved, forced.weight_lost) == (("light",), (), 1)
    assert broken(problem, found, forced.meetings) == set()


def test_a_meeting_that_can_be_elsewhere_moves_and_nothing_is_lost() -> None:
    problem = make.problem(
        make.request("either", "ana", "bahar"),
        make.request("first-only", "ana", "cyrus", only=frozenset({"s1"})),
    )
    stands = replace(plan(problem, make.AT_ONCE), meetings=(Meeting("either", "s1", "t1"),))

    forced = force(problem, stands, "first-only")

    assert forced.meeting == Meeting("first-only", "s1", "t1")
    assert (forced.moved, forced.lost, forced.weight_lost) == (("either",), (), -1)
    assert forced.meetings == (Meeting("first-only", "s1", "t1"), Meeting("either", "s2", "t1"))


def test_what_must_come_before_is_held_first() -> None:
    problem = make.problem(
        make.request("other", "cyrus", "daria", weight=9, only=frozenset({"s1"})),
        make.request("first"),
        make.request("second", after=frozenset({"first"})),
    )
    found = plan(problem, make.UNTIL_PROVEN)

    forced = force(problem, found, "second")

    assert [one.request for one in forced.meetings] == ["first", "second"]
    assert (forced.lost, forced.weight_lost) == (("other",), 8)


def test_sides_without_a_common_slot_cannot_be_forced() -> None:
    problem = make.problem(make.request("r1", session=Session.AFTERNOON))
    found = plan(problem, make.AT_ONCE)

    forced = force(problem, found, "r1")

    assert forced.meeting is None
    assert forced.reason is not None
    assert forced.reason.cause is Cause.NO_COMMON_SLOT


def test_a_locked_meeting_makes_no_room() -> None:
    problem = make.problem(
        make.request("locked", "ana", "bahar", locked=Placement("s1")),
        make.request("r2", "ana", "cyrus", weight=9, only=frozenset({"s1"})),
    )
    found = plan(problem, make.AT_ONCE)

    forced = force(problem, found, "r2")
    confirmed = confirm(problem, found, the_unplaced(found, "r2"))

    assert forced.meeting is None
    assert forced.reason is not None
    assert forced.reason.cause is Cause.SIDE_IS_FULL
    assert forced.reason.facts["in_the_way"] == ("locked",)
    assert confirmed.outcome is Outcome.IMPOSSIBLE


def test_a_request_that_is_held_costs_nothing() -> None:
    problem = make.problem(make.request("r1"))
    found = plan(problem, make.AT_ONCE)

    forced = force(problem, found, "r1")

    assert forced.meeting == found.meetings[0]
    assert (forced.weight_lost, forced.meetings) == (0, found.meetings)


def test_an_unknown_request_is_refused() -> None:
    problem = make.problem(make.request("r1"))

    with pytest.raises(KeyError):
        force(problem, plan(problem, make.AT_ONCE), "nobody")


def test_a_plan_that_was_not_the_best_is_found_out() -> None:
    problem = make.problem(
        make.request("light", "ana", "bahar", weight=1, only=frozenset({"s1"})),
        make.request("heavy", "ana", "cyrus", weight=5, only=frozenset({"s1"})),
    )
    stands = replace(
        plan(problem, make.AT_ONCE), meetings=(Meeting("light", "s1", "t1"),), weight=1
    )

    found = confirm(problem, stands, Unplaced("heavy", Cause.OUTRANKED, {}))

    assert (found.outcome, found.loss, found.is_confirmed) == (Outcome.BETTER, -4, False)


def test_what_is_left_out_for_another_of_equal_worth_is_said_to_be_as_good() -> None:
    problem = make.problem(
        make.request("r1", "ana", "bahar", only=frozenset({"s1"})),
        make.request("r2", "ana", "cyrus", only=frozenset({"s1"})),
    )
    found = plan(problem, make.UNTIL_PROVEN)

    confirmed = confirm(problem, found, found.unplaced[0])

    assert (confirmed.outcome, confirmed.loss, confirmed.least_loss) == (Outcome.AS_GOOD, 0, 0)


def test_where_all_must_be_held_meetings_are_counted() -> None:
    problem = make.problem(
        *(make.request(f"r{n}", "ana", f"p{n}", weight=n) for n in (1, 2, 3)),
        rules=replace(make.problem().rules, objective=Objective.FEWEST_BREAKS),
        participants=tuple(map(Participant, ("ana", "p1", "p2", "p3"))),
        tables=(Table("t1"), Table("t2")),
    )
    found = plan(problem, make.UNTIL_PROVEN)

    (left_out,) = found.unplaced
    confirmed = confirm(problem, found, left_out)

    assert len(force(problem, found, left_out.request).lost) == 1
    assert (confirmed.outcome, confirmed.loss) == (Outcome.AS_GOOD, 0)


@QUICK
@given(make.problems(Objective.MOST_WEIGHT), st.data())
def test_a_forced_request_breaks_no_rule(problem: Problem, data: st.DataObject) -> None:
    found = plan(problem, make.AT_ONCE)
    if not found.unplaced:
        return
    key = data.draw(st.sampled_from(found.unplaced)).request

    forced = force(problem, found, key)

    if forced.meeting is not None:
        assert forced.meeting in forced.meetings
        assert broken(problem, found, forced.meetings) == set()
        before, after = (
            {one.request for one in each} for each in (found.meetings, forced.meetings)
        )
        assert before - after == set(forced.lost)
        assert after - before == {key, *forced.gained}
        weight = {one.key: one.weight for one in problem.requests}
        assert sum(weight[one] for one in before) - forced.weight_lost == sum(
            weight[one] for one in after
        )


def proven(problem: Problem) -> Plan:
    """Return a plan that is the best, or contradictory, however slow the machine."""
    for seconds in (5, 20, 80):
        found = plan(problem, Limits(seconds=seconds, workers=1))
        if found.status in {Status.OPTIMAL, Status.INFEASIBLE}:
            return found
    pytest.fail(f"not proven: {found.weight} of at most {found.bound}")


@pytest.mark.parametrize("seed", range(50))
def test_every_unplaced_wish_of_a_proven_plan_has_a_reason_that_forcing_confirms(
    seed: int,
) -> None:
    problem = make.crowded(seed)
    found = proven(problem)

    held = {one.request for one in found.meetings}
    assert held | {one.request for one in found.unplaced} == {one.key for one in problem.requests}
    for one in found.unplaced:
        forced = force(problem, found, one.request)
        confirmed = confirm(problem, found, one, seconds=60)
        # Where locks contradict each other the planner looks no further for what is best.
        assert confirmed.is_confirmed or found.status is Status.INFEASIBLE
        assert confirmed.outcome is not Outcome.OPEN
        assert (confirmed.outcome is Outcome.IMPOSSIBLE) == (forced.meeting is None)
        assert one.cause is not Cause.NO_COMMON_SLOT or confirmed.outcome is Outcome.IMPOSSIBLE
        if confirmed.loss is not None and confirmed.least_loss is not None:
            assert confirmed.loss == confirmed.least_loss <= forced.weight_lost
            assert broken(problem, found, confirmed.meetings) == set()
