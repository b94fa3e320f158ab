"""The engine's own command line: a file in, a plan and a paragraph out, an exit code."""

import io
import json
import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from accord.engine.scheduling import Objective, Problem, Status, plan, problem_to_json, program
from accord.engine.scheduling.__main__ import main
from accord.engine.scheduling.result import Progress
from tests.engine.scheduling import make

SMALL = Path(__file__).parent / "data" / "small.dzn"
PROMISED = {"status", "objective", "bound", "breaks", "seconds", "meetings", "unplaced"}


class Terminal(io.StringIO):
    """A stream that somebody is watching."""

    def isatty(self) -> bool:
        return True


def job(source: Path, target: Path | None = None, *, seconds: float = 1.0) -> program.Job:
    return program.Job(source, seconds, 0, 1, target)


def event(folder: Path, problem: Problem) -> Path:
    (folder / "event.json").write_text(problem_to_json(problem), encoding="utf-8")
    return folder / "event.json"


def test_a_benchmark_file_is_planned_and_written_as_promised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([str(SMALL), str(tmp_path / "plan.json"), "--seconds", "10", "--workers", "1"])

    written = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert code == 0
    assert written.keys() >= PROMISED
    assert (written["status"], written["objective"], written["bound"]) == ("optimal", 1, 1)
    assert written["meetings"][0].keys() >= {"index", "participants", "slot"}
    fixed = next(one for one in written["meetings"] if one["index"] == 2)
    assert (fixed["participants"], fixed["slot"]) == ([1, 3], 1)
    assert written["unplaced"] == []
    out, err = capsys.readouterr()
    assert out.startswith(
        "All 5 meetings are held. Participants have 1 break in all; no plan has fewer. Found in "
    )
    assert err == ""


def test_the_exit_code_says_that_not_all_can_be_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cramped = SMALL.read_text(encoding="utf-8").replace("nTables = 2", "nTables = 1")
    (tmp_path / "cramped.dzn").write_text(cramped, encoding="utf-8")

    code = program.run(job(tmp_path / "cramped.dzn", tmp_path / "plan.json"))

    written = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert (code, written["status"]) == (1, "infeasible")
    assert [set(one) >= {"index", "reason"} for one in written["unplaced"]] == [True]
    assert (
        "No plan holds them all and keeps every rule: that is proven." in capsys.readouterr().out
    )


def test_the_engines_own_json_is_planned_without_a_target(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = program.run(job(event(tmp_path, make.problem(make.request("r1")))))

    assert code == 0
    assert capsys.readouterr().out.startswith(
        "The one meeting is held. They are worth 1 point, and no plan is worth more; "
        "0 breaks between the meetings of a participant remain."
    )


def test_a_dash_prints_the_plan_and_leaves_the_words_to_the_other_stream(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = program.run(job(event(tmp_path, make.problem(make.request("r1"))), Path("-")))

    out, err = capsys.readouterr()
    assert (code, json.loads(out)["status"]) == (0, "optimal")
    assert err.startswith("The one meeting is held.")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("event.dzn", b"nBusiness = x;", ("Line 1: a number, a set or a list is expected, "
                                         "but “x” stands there.")),
        ("event.json", b"\xff\xfe\x00", ("the file is not text in UTF-8; save it as UTF-8 and "
                                        "try again.")),
        ("event.json", None, "No such file or directory; check the name and the rights."),
        ("event.xlsx", b"PK\x03\x04", (
            "a workbook needs the directory of organisations to be understood; take it over "
            "with “accord event import” and plan it with “accord event plan”.")),
        ("event.dzn", b"PK\x03\x04", (
            "a workbook needs the directory of organisations to be understood; take it over "
            "with “accord event import” and plan it with “accord event plan”.")),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_one_sentence(
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


def test_a_negative_budget_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code = program.run(job(SMALL, seconds=-1))

    assert code == 2
    assert capsys.readouterr().err == (
        "A budget of -1 seconds makes no sense; give zero or more.\n"
    )


def test_a_target_in_no_folder_is_refused_before_the_search(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "nowhere" / "plan.json"

    code = program.run(job(SMALL, target, seconds=1000))

    assert code == 2
    assert capsys.readouterr().err == (
        f"{target}: there is no such folder; check the name and the rights.\n"
    )


def test_a_terminal_is_shown_the_best_the_bound_and_the_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)

    program.run(job(SMALL))

    first, *_rest = [line for line in terminal.getvalue().split("\r") if line.strip()]
    assert first.strip().startswith("0.")
    assert "at least" in first or "points held" in first
    assert terminal.getvalue().endswith("\r")


def test_ctrl_c_ends_the_search_and_keeps_the_best(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = make.crowded(7)
    pressed = threading.Event()

    class Presser(Terminal):
        def write(self, text: str) -> int:
            if not pressed.is_set():
                pressed.set()
                os.kill(os.getpid(), signal.SIGINT)
            return super().write(text)

    monkeypatch.setattr("sys.stderr", Presser())

    code = program.run(job(event(tmp_path, problem), tmp_path / "plan.json", seconds=1000))

    written = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert (code, bool(written["meetings"])) == (0, True)


def test_every_status_is_told_in_words() -> None:
    problem = make.problem(make.request("r1"))
    found = plan(problem, make.AT_ONCE)
    all_held = replace(problem, rules=replace(problem.rules, objective=Objective.FEWEST_BREAKS))

    for status in Status:
        for one, aim in ((problem, Objective.MOST_WEIGHT), (all_held, Objective.FEWEST_BREAKS)):
            words = program.summary(one, replace(found, status=status, objective=aim))
            assert words.startswith("The one meeting is held. ")
            assert ("proven" in words) == (status is Status.INFEASIBLE)


def test_a_gap_is_said_in_a_share_and_causes_in_words() -> None:
    problem = make.crowded(3)
    found = plan(problem, make.AT_ONCE)
    bounded = replace(found, status=Status.FEASIBLE, bound=found.weight * 2)

    words = program.summary(problem, bounded)

    assert f"of at most {bounded.bound:,} (50 % below)" in words
    assert ("Not held: " in words) == bool(found.unplaced)


def test_progress_of_a_plan_that_is_not_whole_says_what_is_held() -> None:
    terminal = Terminal()
    problem = make.problem(make.request("r1"), make.request("r2"))
    aim = replace(problem, rules=replace(problem.rules, objective=Objective.FEWEST_BREAKS))

    with program.Line(terminal, aim) as line:
        line.show(Progress(0.5, 1, 0, 0, "greedy", None))

    assert "1 of 2 points held" in terminal.getvalue()
