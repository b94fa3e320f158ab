"""Problems and plans as JSON documents."""

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
