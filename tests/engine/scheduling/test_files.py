"""Problems and plans as JSON, and the engine's own command line."""

import json
from pathlib import Path

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
from accord.engine.scheduling.__main__ import main
from tests.engine.scheduling import make

SMALL = Path(__file__).parent / "data" / "small.dzn"


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


def test_the_program_plans_a_benchmark_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([str(SMALL), str(tmp_path / "plan.json"), "--seconds", "10", "--workers", "1"])

    written = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert code == 0
    assert (written["status"], written["objective"], written["bound"]) == ("optimal", 1, 1)
    assert written["meetings"][0].keys() >= {"index", "participants", "slot"}
    fixed = next(one for one in written["meetings"] if one["index"] == 2)
    assert (fixed["participants"], fixed["slot"]) == ([1, 3], 1)
    assert written["unplaced"] == []
    assert capsys.readouterr().out.startswith(
        "5 of 5 meetings are held: 1 breaks of at least 1. Status optimal, found by greedy"
    )


def test_the_program_says_by_its_exit_code_that_not_all_can_be_held(tmp_path: Path) -> None:
    cramped = SMALL.read_text(encoding="utf-8").replace("nTables = 2", "nTables = 1")
    (tmp_path / "cramped.dzn").write_text(cramped, encoding="utf-8")

    code = main([str(tmp_path / "cramped.dzn"), str(tmp_path / "plan.json"), "--seconds", "1"])

    written = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert (code, written["status"]) == (1, "infeasible")
    assert [set(one) >= {"index", "reason"} for one in written["unplaced"]] == [True]


def test_the_program_plans_its_own_json(tmp_path: Path) -> None:
    text = problem_to_json(make.problem(make.request("r1")))
    (tmp_path / "event.json").write_text(text, encoding="utf-8")

    code = main([str(tmp_path / "event.json"), str(tmp_path / "plan.json"), "--seconds", "1"])

    assert code == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("event.dzn", b"nBusiness = x;", ("Line 1: a number, a set or a list is expected, "
                                         "but “x” stands there.")),
        ("event.json", b"\xff\xfe\x00", ("the file is not text in UTF-8; save it as UTF-8 and "
                                        "try again.")),
        ("event.json", None, "No such file or directory; check the name and the rights."),
    ],
)  # fmt: skip
def test_the_program_refuses_bad_input_in_one_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    sentence: str,
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    code = main([str(tmp_path / name), str(tmp_path / "plan.json")])

    assert code == 2
    assert capsys.readouterr().err == f"{tmp_path / name}: {sentence}\n"


def test_the_program_refuses_a_negative_budget(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([str(SMALL), str(tmp_path / "plan.json"), "--seconds", "-1"])

    assert code == 2
    assert "A budget of -1.0 seconds makes no sense" in capsys.readouterr().err
