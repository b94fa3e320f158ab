"""Events on the command line."""

from collections.abc import Sequence

import pytest
from click.testing import CliRunner, Result

from accord.apps.brokerage.cli.events import event as command
from accord.apps.brokerage.enums import EventState, RunState, Strength
from accord.apps.brokerage.models import Attendance, Event, ScheduleRun
from accord.apps.core.models import AuditEntry, Job
from tests import make


def run(*words: str) -> Result:
    """Run ``accord event …`` as whoever holds the database in their hands."""
    return CliRunner().invoke(command, words, obj=make.administrator(), catch_exceptions=False)


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


@pytest.fixture
def event() -> Event:
    """Return an event of two pairs and room for both."""
    made = make.event(slots=2, tables=1)
    for _ in range(2):
        make.wish(make.attendance(made), make.attendance(made), strength=Strength.MUST)
    return made


@pytest.mark.django_db
def test_without_events_the_list_says_how_to_get_one() -> None:
    answer = run("list")

    assert (answer.exit_code, answer.stdout) == (
        0,
        "There are no events yet. Bring one in with: accord event import FILE\n",
    )


@pytest.mark.django_db
def test_the_list_has_days_state_and_size_of_every_event(event: Event) -> None:
    answer = run("list")

    assert answer.exit_code == 0
    assert [line.split() for line in lines(answer.stdout)] == [
        ["Event", "Days", "State", "Participants", "Title"],
        [event.reference, "2025-12-02", "draft", "4", "Brokerage", "days"],
    ]


@pytest.mark.django_db(transaction=True)
def test_a_plan_is_searched_kept_and_summed_up(event: Event) -> None:
    answer = run("plan", event.reference, "--seconds", "2", "--seed", "5")

    assert answer.exit_code == 0, answer.output
    assert lines(answer.stdout) == [
        f"Brokerage days ({event.reference}), schedule 1",
        "2 of 2 wished meetings are placed, 2 of 2 musts.",
        "It is worth 12 points; it is proven that no schedule is worth more.",
        "It is a draft: people see it when somebody publishes it.",
    ]
    assert "2 of 2 meetings, 12 points of at most 12" in answer.stderr
    kept = ScheduleRun.objects.get()
    assert (kept.state, kept.seed, kept.seconds_allowed) == (RunState.DRAFT, 5, 2)
    assert kept.meetings.count() == 2
    assert AuditEntry.objects.filter(deed="brokerage.event.planned").count() == 1


@pytest.mark.django_db(transaction=True)
def test_where_all_must_be_held_a_proof_is_one_of_breaks(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(all_must_be_held=True)

    answer = run("plan", event.reference, "--seconds", "2")

    assert "Breaks: 0; it is proven that no schedule has fewer." in lines(answer.stdout)


@pytest.mark.django_db(transaction=True)
def test_a_plan_is_published_where_wanted(event: Event) -> None:
    answer = run("plan", event.reference, "--seconds", "1", "--publish")

    assert answer.exit_code == 0, answer.output
    assert lines(answer.stdout)[-1] == (
        "Published as version 1: 2 meetings are new in people's calendars, 0 changed, 0 cancelled."
    )
    event.refresh_from_db()
    assert (event.state, event.version) == (EventState.PUBLISHED, 1)


@pytest.mark.django_db(transaction=True)
def test_what_found_no_place_is_told_with_its_reason(event: Event) -> None:
    left = event.attendances.order_by("code").first()
    assert left is not None
    for _ in range(2):
        make.wish(left, make.attendance(event))

    answer = run("plan", event.reference, "--seconds", "1")

    assert answer.exit_code == 0, answer.output
    assert "2 of 4 wished meetings are placed, 2 of 2 musts." in answer.stdout
    assert "2 found no place: " in answer.stdout


@pytest.mark.django_db(transaction=True)
def test_a_schedule_without_a_meeting_is_no_success() -> None:
    event = make.event(slots=1, tables=1)
    make.interpreter(event, "de", "en")
    left, right = make.attendance(event), make.attendance(event)
    Attendance.objects.filter(pk=right.pk).update(languages=["fa"])
    make.wish(left, right)

    answer = run("plan", event.reference, "--seconds", "1")

    assert answer.exit_code == 1
    assert "No meeting could be placed: 1 × no interpreter is free." in lines(answer.stderr)


@pytest.mark.django_db
def test_an_event_with_nothing_to_plan_is_refused_with_what_is_missing() -> None:
    event = make.event(slots=1)

    answer = run("plan", event.reference)

    assert (answer.exit_code, answer.stdout) == (1, "")
    assert lines(answer.stderr)[0] == (
        "There is nothing to plan yet: the event has 1 slots for meetings, 0 tables and 0 "
        "wished meetings. Please add what is missing."
    )
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_an_unknown_event_is_bad_input() -> None:
    answer = run("plan", "EV-1999-0001")

    assert (answer.exit_code, lines(answer.stderr)) == (
        2,
        ["There is no event EV-1999-0001. See all of them with: accord event list"],
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", [["--seconds", "0"], ["--seconds", "3601"], ["--seed", "-1"], ["--seconds", "soon"]]
)
def test_a_budget_that_makes_no_sense_is_bad_input(event: Event, words: Sequence[str]) -> None:
    answer = run("plan", event.reference, *words)

    assert answer.exit_code == 2
    assert f"Invalid value for '{words[0]}'" in answer.stderr
    assert ScheduleRun.objects.count() == 0
