"""Mending a schedule on the command line."""

import json

import pytest
from click.testing import CliRunner, Result

from accord.apps.brokerage.cli.repair import repair as command
from accord.apps.brokerage.models import Attendance, Interpreter, ScheduleRun, Wish
from accord.apps.core.acting import Acting
from tests import make
from tests.apps.brokerage.repairs import Running, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def running() -> Running:
    return Running()


def run(running: Running, *words: str, by: Acting | None = None) -> Result:
    """Run ``accord event repair EVENT …``."""
    given = [running.event.reference, *words]
    acting = by or make.administrator()
    return CliRunner().invoke(command, given, obj=acting, catch_exceptions=False)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_the_ways_out_are_listed_and_nothing_is_kept(running: Running) -> None:
    answer = run(running, "--late", running.vega.code, "--from", "09:15")

    assert answer.exit_code == 0, answer.output
    told = lines(answer.stdout)
    assert [row.split() for row in told[:3]] == [
        ["Touched", "Kept", "Moved", "Lost", "New"],
        ["0", "2", "0", "1", "0"],
        ["2", "2", "1", "0", "0"],
    ]
    assert told[3:] == [
        "Touching 0: nobody else",
        "lost: Vega – Orion, 09:00 table 1-1",
        "Touching 2: Vega, Orion",
        "moved: Vega – Orion, 09:00 table 1-1 to 09:20 table 1-1",
        "Schedule 1 is as it was. Take a way with --take TOUCHED.",
    ]
    assert ScheduleRun.objects.count() == 1


def test_a_way_is_taken_and_told_as_json(running: Running) -> None:
    late = ("--late", running.vega.code, "--from", "2025-12-02T09:20")

    answer = run(running, *late, "--take", "3", "--json")

    told = json.loads(answer.stdout)
    assert (told["schedule"], told["draft"], len(told["ways"])) == (1, 2, 2)
    assert told["ways"][1]["moved"] == [
        {
            "left": "Vega",
            "right": "Orion",
            "from": {"time": "09:00", "table": "1-1", "interpreter": ""},
            "to": {"time": "09:20", "table": "1-1", "interpreter": ""},
        }
    ]
    draft = ScheduleRun.objects.get(number=2)
    assert ("09:20", "1-1", "Vega", "Orion") in held(draft)


def test_everything_that_can_happen_can_be_told(running: Running) -> None:
    vega, lyra, orion = (one.code for one in (running.vega, running.lyra, running.orion))
    make.interpreter(running.event)
    name = str(Interpreter.objects.get().person.name.in_language("en"))

    for words in (
        ["--absent", vega],
        ["--table", "1-1", "--from", "09:20"],
        ["--interpreter", name],
        ["--wish", lyra, orion, "--must"],
        ["--walk-in", lyra],
        ["--recorded"],
        ["--cancelled", vega, "--reason", "No visa"],
    ):
        answer = run(running, *words, "--schedule", "1", "--take", "0")
        assert (answer.exit_code, answer.stderr) == (0, ""), words

    assert Attendance.objects.get(code=vega).withdrawn_reason == "No visa"
    assert Wish.objects.get(wisher=running.lyra, wished=running.orion).strength == "must"
    assert ScheduleRun.objects.count() == 8


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([], "Say one thing that happened"),
        (["--recorded", "--absent", "X"], "Say one thing that happened"),
        (["--absent", "Pallas"], "No participants are called Pallas."),
        (["--walk-in", "r"], "3 participants are called r."),
        (["--cancelled", "Vega"], "Say why with --reason."),
        (["--late", "Vega"], "Say from when on with --from."),
        (["--table", "9-9"], "There is no table 9-9."),
        (["--interpreter", "Nobody"], "No interpreters are called Nobody."),
        (["--interpreter", "?"], "No interpreters are called ?."),
        (["--absent", "Vega", "--from", "soon"], "No meeting begins at soon or later."),
        (["--absent", "Vega", "--from", "23:00"], "No meeting begins at 23:00 or later."),
        (["--recorded", "--schedule", "7"], "There is no such schedule of "),
    ],
)
def test_what_makes_no_sense_is_bad_input(
    running: Running, words: list[str], problem: str
) -> None:
    answer = run(running, *words)

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.startswith(problem)


def test_an_unknown_event_is_bad_input() -> None:
    answer = CliRunner().invoke(command, ["EV-1999-0001", "--recorded"], obj=make.administrator())

    assert answer.exit_code == 2
    assert answer.stderr.startswith("There is no event EV-1999-0001.")


def test_what_is_refused_is_told_with_its_reason(running: Running) -> None:
    running.vega.delegates.all().delete()

    nobody = run(running, "--absent", "Vega")
    reader = run(running, "--recorded", by=make.analyst(running.ours))

    assert (nobody.exit_code, nobody.stdout) == (1, "")
    assert nobody.stderr.startswith("No delegate of “Vega” is recorded")
    assert (reader.exit_code, reader.stdout) == (1, "")
