"""Events of the benchmarks: made alike from a seed, read from files, measured and told."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from accord.engine.scheduling import (
    InvalidProblemError,
    Limits,
    Objective,
    Status,
    breaks_of,
    problem_to_json,
    violations,
)
from benchmarks import generator, scheduling
from benchmarks.events import baselines, files, measuring, minizinc
from benchmarks.events.measuring import Figures

SMALL = Path(__file__).parents[1] / "engine" / "scheduling" / "data" / "small.dzn"
EVENT = {
    "name": "two", "P": 3, "M": 2, "L": 1, "T": 4, "TM": 2, "meet": [[0, 1, 1], [1, 2, 3]],
    "forb": [[0], [], []], "fixed": [-1, 3], "prec": [[], [0]], "w": [4, 1], "plan": None,
}  # fmt: skip
FOUND = Figures(asked=9, held=9, all_held=True, breaks=3, bound=3, status="optimal")


@pytest.mark.parametrize("name", [name for name in generator.SHAPES if name.endswith("00")][:7])
def test_a_seed_makes_the_same_event_again_and_another_seed_another(name: str) -> None:
    first = generator.made(name, 1).problem

    assert generator.made(name, 1).problem == first
    assert generator.made(name, 2).problem != first


@pytest.mark.parametrize("seed", range(5))
def test_a_plan_is_planted_that_holds_all_and_breaks_no_rule(seed: int) -> None:
    made = generator.made("whole-60", seed)

    assert made.planted is not None
    assert len(made.planted.meetings) > 50
    assert violations(made.problem, made.planted) == ()


def test_two_sides_meet_one_another_only() -> None:
    problem = generator.made("sides-200", 1).problem

    assert all(int(one.left) < 100 <= int(one.right) for one in problem.requests)


@pytest.mark.parametrize("name", ["tight-200", "days-200", "whole-200"])
def test_first_fit_breaks_no_rule(name: str) -> None:
    problem = generator.made(name, 3).problem

    found = baselines.first_fit(problem)

    assert found.meetings
    assert {one.code for one in violations(problem, found)} <= {"not-held"}


def test_the_plain_model_finds_the_optimum_of_a_small_event() -> None:
    problem = files.load(str(SMALL)).problem

    found = baselines.plain_model(problem, Limits(60, 0, 1))

    assert violations(problem, found) == ()
    assert sum(breaks_of(problem, found).values()) == 1


def test_a_generated_file_is_read_with_its_interpreters(tmp_path: Path) -> None:
    (tmp_path / "two.json").write_text(json.dumps(EVENT), encoding="utf-8")
    more = {"lang": [1, -1], "interp": [[2, 0b0111]]}
    (tmp_path / "two.interpreters.json").write_text(json.dumps(more), encoding="utf-8")

    events = files.found_in(tmp_path, None)
    plain, spoken = (files.load(str(tmp_path / f"{one}.json")).problem
                     for one in ("two", "two.interpreters"))  # fmt: skip

    assert [one.name for one in events] == ["two.interpreters", "two"]
    assert [slot.day for slot in plain.slots] == [1, 1, 2, 2]
    assert [(one.weight, one.session) for one in plain.requests] == [(4, "morning"), (1, "either")]
    assert plain.participants[0].absent == {"1"}
    assert plain.requests[1].locked is not None
    assert plain.requests[1].locked.slot == "4"
    assert plain.requests[1].after == {"0"}
    assert plain.rules.objective is Objective.MOST_WEIGHT
    assert [one.languages for one in spoken.requests] == [("1", "en"), None]
    assert spoken.interpreters[0].absent == {"4"}


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"P": 1}', '{"meet": [[0]]}'])
def test_a_file_that_is_no_event_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "event.json").write_text(text, encoding="utf-8")

    with pytest.raises(InvalidProblemError):
        files.load(str(tmp_path / "event.json"))


def test_without_data_the_open_events_are_said_to_be_skipped_and_our_own_are_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scheduling, "DATA", tmp_path / "nowhere")

    code = scheduling.main(["--only", "whole-60", "--seconds", "0.2", "--workers", "1"])

    out = capsys.readouterr().out
    assert code == 0
    assert out.startswith("skipped: data not present")
    assert "\nwhole-60 " in out
    assert "0 broken rules." in out


def test_a_folder_is_planned_its_figures_written_and_its_bad_file_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "events"
    folder.mkdir()
    (folder / "event.json").write_text(
        problem_to_json(files.load(str(SMALL)).problem), encoding="utf-8"
    )
    target = tmp_path / "figures.json"
    arguments = ["--data", str(folder), "--seconds", "5", "--repeat", "1", "--baselines"]

    code = scheduling.main([*arguments, "--json", str(target)])

    (line,) = json.loads(target.read_text(encoding="utf-8"))
    ours = line["ours"]
    assert code == 0
    assert (ours["held"], ours["breaks"], ours["early_breaks"]) == (5, 1, 1)
    assert line["plain"]["breaks"] == 1
    assert ours["megabytes"] > 50
    (folder / "worse.json").write_text("{}", encoding="utf-8")
    assert scheduling.main(arguments) == 2
    assert "worse.json" in capsys.readouterr().err


def test_the_median_is_by_what_was_found() -> None:
    runs = [replace(FOUND, breaks=breaks, held=held) for breaks, held in ((9, 9), (0, 7), (4, 9))]

    assert scheduling.median(runs).breaks == 9


@pytest.mark.parametrize(
    ("answer", "ours", "is_answered"),
    [
        ("3", FOUND, True),
        ("2", FOUND, False),
        ("-", FOUND, False),
        ("3", replace(FOUND, held=8), False),
        ("-", replace(FOUND, held=8, status=Status.INFEASIBLE), True),
    ],
)
def test_an_answer_counts_when_it_is_the_published_one(
    answer: str, ours: Figures, *, is_answered: bool
) -> None:
    event = files.Event("e", "original", "e.dzn", answer)

    assert scheduling.is_answered(scheduling.Line(event, ours, FOUND, None)) is is_answered


@pytest.mark.parametrize(
    ("early", "held", "is_near"), [(1, 9, True), (2, 9, False), (1, 8, False)]
)
def test_a_plan_is_near_within_a_break_or_five_in_a_hundred(
    early: int, held: int, *, is_near: bool
) -> None:
    event = files.Event("e", "original", "e.dzn", "0")
    ours = replace(FOUND, early_breaks=early, early_held=held)

    assert scheduling.is_near(scheduling.Line(event, ours, FOUND, None)) is is_near


def test_a_failing_process_is_not_passed_over() -> None:
    with pytest.raises(ChildProcessError, match=r"nowhere|KeyError"):
        measuring.measured(measuring.Task("own:nowhere:1", "accord", 1, 0, 1))


def test_minizinc_reads_the_event_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "two.json"
    file.write_text(json.dumps(EVENT), encoding="utf-8")
    problem = files.load(str(file)).problem

    data = minizinc.data_of(problem)

    assert (data["people"], data["meetings"], data["slots"], data["tables"]) == (3, 2, 4, 1)
    assert data["open"] == [{"set": [2]}, {"set": [1, 2, 3, 4]}]
    assert data["own"] == [{"set": [1]}, {"set": [1, 2]}, {"set": [2]}]
    assert data["after"] == [{"set": []}, {"set": [1]}]
    assert not minizinc.can_plan(problem)  # the second meeting is locked
