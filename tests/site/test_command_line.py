import os
import subprocess
import sys
from pathlib import Path

import pytest

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
