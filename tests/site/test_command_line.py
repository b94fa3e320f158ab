import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SMALL = Path(__file__).parents[1] / "engine" / "scheduling" / "data" / "small.dzn"
ACCORD = [sys.executable, "-c", "from accord.site.cli import main; main()"]


def run(var: Path, *words: str, database: str = "") -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "ACCORD_DATABASE"}
    environment["ACCORD_VAR"] = str(var)
    if database:
        environment["ACCORD_DATABASE"] = database
    return subprocess.run(  # noqa: S603 -- our own command
        [*ACCORD, *words], env=environment, capture_output=True, text=True, check=False
    )


def test_a_command_on_records_prepares_a_new_database_itself(tmp_path: Path) -> None:
    answer = run(tmp_path, "event", "list")

    assert answer.returncode == 0
    assert answer.stderr == "Preparing the database …\n"
    assert (tmp_path / "accord.sqlite3").exists()


@pytest.mark.parametrize("command", ["event", "user"])
def test_a_database_that_does_not_answer_is_named_in_a_sentence(
    tmp_path: Path, command: str
) -> None:
    words = [command, "list"] if command == "event" else [command, "add", "sara@example.org"]

    answer = run(tmp_path, *words, database="postgresql://nobody@127.0.0.1:1/nowhere")

    assert answer.returncode == 2
    assert answer.stderr.startswith("The database cannot be used (connection failed")
    assert "Traceback" not in answer.stderr + answer.stdout


def test_a_file_is_planned_without_any_database_or_settings(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"

    answer = run(
        tmp_path / "var", "plan", str(SMALL), "--seconds", "10", "--json", str(target),
        database="postgresql://nobody@127.0.0.1:1/nowhere",
    )  # fmt: skip

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("All 5 meetings are held. Participants have 1 break in all; ")
    assert json.loads(target.read_text(encoding="utf-8"))["status"] == "optimal"
    assert not (tmp_path / "var").exists()


def test_a_file_that_cannot_be_planned_ends_with_two_and_one_sentence(tmp_path: Path) -> None:
    answer = run(tmp_path, "plan", str(tmp_path / "nothing.dzn"))

    assert answer.returncode == 2
    assert answer.stderr == (
        f"{tmp_path / 'nothing.dzn'}: No such file or directory; check the name and the rights.\n"
    )
