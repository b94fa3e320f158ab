"""Problems and plans as JSON documents."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.engine.scheduling import (
    InvalidProblemError,
    Problem,
    plan,
    plan_from_json,
    plan_to_json,
    problem_from_json,
    problem_to_json,
    violations,
)
from tests.engine.scheduling import make


@settings(max_examples=60, deadline=None)
@given(make.problems())
def test_a_problem_comes_back_from_json_as_it_was(problem: Problem) -> None:
    assert problem_from_json(problem_to_json(problem)) == problem


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000))
def test_a_plan_comes_back_from_json_with_its_meetings(seed: int) -> None:
    problem = make.crowded(seed)
    found = plan(problem, make.AT_ONCE)

    again = plan_from_json(plan_to_json(problem, found))

    assert again.meetings == found.meetings
    assert [(one.request, one.cause) for one in again.unplaced] == [
        (one.request, one.cause) for one in found.unplaced
    ]
    assert (again.weight, again.bound, again.status) == (found.weight, found.bound, found.status)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", ("Line 1, column 2: this is no JSON "
              "(Expecting property name enclosed in double quotes).")),
        ("[]", "“the document” needs names and values in braces."),
        ("{}", "The problem has no slot; give at least one."),
        ('{"slots": 3}', "“slots” needs a list; 3 is given."),
        ('{"slots": [3]}', "Entry 1 of slots: “it” needs names and values in braces."),
        ('{"slots": [{"key": "s", "day": true, "starts": 0, "ends": 9}]}',
         "Entry 1 of slots: “day” needs a whole number; true is given."),
        ('{"slots": [{"key": "s", "day": 1, "starts": 0}]}',
         "Entry 1 of slots: “ends” is missing."),
        ('{"slots": [{"key": "s", "day": 1, "starts": 0, "ends": 9, "session": "noon"}]}',
         "Entry 1 of slots: “session” needs one of: morning, afternoon, either."),
        ('{"requests": [{"key": "r", "left": "a", "right": "b", "languages": ["fa"]}]}',
         "Entry 1 of requests: A language pair needs two texts."),
        ('{"participants": [{"key": "a", "absent": [1]}]}',
         "Entry 1 of participants: “absent” needs a list of texts."),
        ("[" * 100_000, "The document is nested too deeply."),
    ],
)  # fmt: skip
def test_a_document_with_a_mistake_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidProblemError) as refusal:
        problem_from_json(text)

    assert str(refusal.value) == sentence


def damaged(value: object, chance: Random) -> object:
    """Return a document with one of its values, names or entries gone or replaced."""
    if isinstance(value, dict) and value:
        name = chance.choice(sorted(value))
        rest = {key: one for key, one in value.items() if key != name}
        return chance.choice(
            [rest, {**rest, name + "s": 1}, *3 * [{**rest, name: damaged(value[name], chance)}]]
        )
    if isinstance(value, list) and value:
        at = chance.randrange(len(value))
        changed = [*value[:at], damaged(value[at], chance), *value[at + 1 :]]
        return chance.choice([changed, changed, [*value, value[at]], value[:at]])
    return chance.choice([None, True, -1, 0, 3, 10**30, 0.5, "", "s1", "\u202e", [], [[]], {}])


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 10**9))
def test_a_damaged_document_is_planned_or_refused_in_one_sentence(seed: int, how: int) -> None:
    chance = Random(how)  # noqa: S311 -- test data, not a secret
    document = damaged(json.loads(problem_to_json(make.crowded(seed))), chance)

    try:
        problem = problem_from_json(json.dumps(document))
    except InvalidProblemError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 -- both ways are right, either may come
    else:
        locks = {one.key for one in problem.requests if one.locked}
        broken = violations(problem, plan(problem, make.AT_ONCE))
        assert {one.facts.get("request") for one in broken} <= locks
