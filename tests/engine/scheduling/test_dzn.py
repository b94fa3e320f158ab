"""The reader of the benchmark's files: what it reads, and what it says about nonsense."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.engine.scheduling import (
    InvalidProblemError,
    Limits,
    Objective,
    Placement,
    Session,
    Status,
    plan,
    read_dzn,
    violations,
)

SMALL = (Path(__file__).parent / "data" / "small.dzn").read_text(encoding="utf-8")
PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "scheduling" / "instances"


def test_a_small_event_is_read_whole() -> None:
    problem = read_dzn(SMALL)

    assert [slot.session for slot in problem.slots] == [Session.MORNING] * 2 + [
        Session.AFTERNOON
    ] * 2
    assert [one.key for one in problem.participants] == ["1", "2", "3", "4"]
    assert [table.key for table in problem.tables] == ["1", "2"]
    assert [(one.left, one.right, one.session) for one in problem.requests] == [
        ("1", "2", Session.EITHER),
        ("1", "3", Session.MORNING),
        ("2", "4", Session.EITHER),
        ("3", "4", Session.AFTERNOON),
        ("1", "4", Session.EITHER),
    ]
    assert problem.participants[2].absent == frozenset({"4"})
    assert problem.requests[1].locked == Placement("1")
    assert problem.requests[2].after == frozenset({"1"})
    assert (problem.rules.objective, problem.rules.fair_breaks) == (Objective.FEWEST_BREAKS, 2)


def test_a_small_event_is_planned_to_the_proven_optimum() -> None:
    """All five meetings fit; participant 3 may only meet in slots 1 and 3: one break."""
    problem = read_dzn(SMALL)

    found = plan(problem, Limits(seconds=10, workers=1))

    assert (found.status, len(found.meetings), found.breaks) == (Status.OPTIMAL, 5, 1)
    assert violations(problem, found) == ()


def test_a_file_may_leave_out_what_it_does_not_need() -> None:
    kept = SMALL[: SMALL.index("forbidden")]

    assert read_dzn(kept).requests[1].locked is None


def test_a_day_of_a_thousand_slots_still_fits_on_the_clock() -> None:
    text = SMALL.replace("nTotalSlots = 4", "nTotalSlots = 1000")

    assert len(read_dzn(text).slots) == 1000


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("nTables = 2", "nTables = 0", "Line 4: nTables needs a number from 1 to 50000."),
        ("nTables = 2", "nTables = {2}", "Line 4: nTables needs a number from 1 to 50000."),
        ("nTables = 2;", "", "Line 16: the file ends without nTables; add “nTables = …;”."),
        ("nMorningSlots = 2", "nMorningSlots = 5",
         "Line 6: nMorningSlots needs a number from 0 to 4."),
        ("nMeetings = 5", "nMeetings = 6", "Line 8: requested needs 6 entries; there are 5."),
        ("nMeetings = 5", "nMeetings = 5 5", "Line 3: “;” is expected, but “5” stands there."),
        ("nMeetings = 5", "nMeetings = 99999999999",
         "Line 3: the number 99999999999 is too long."),
        ("nMeetings = 5", "nBusiness = 5", "Line 3: nBusiness is given twice."),
        ("|1, 4, 3|", "|1, 4|",
         "Line 12: row 5 of requested needs two participants and a session, three numbers."),
        ("|1, 4, 3|", "|1, 5, 3|",
         "Line 12: row 5 of requested names participant 5; there are 1 to 4."),
        ("|1, 4, 3|", "|4, 4, 3|", "Line 12: row 5 of requested lets participant 4 meet itself."),
        ("|1, 4, 3|", "|1, 4, 0|",
         "Line 12: row 5 of requested has session 0; give 1 (morning), 2 (afternoon) or 3."),
        ("{4}", "{5}", "Line 14: set 3 of forbidden holds 5; give 1 to 4."),
        ("{4}", "4", "Line 14: forbidden needs a set in braces for each."),
        ("[0, 1, 0, 0, 0]", "[0, 9, 0, 0, 0]",
         "Line 15: fixed needs a slot from 1 to 4 for each meeting, or 0."),
        ("[0, 1, 0, 0, 0]", "7", "Line 15: fixed needs 5 entries; it is no list."),
        ("{1}, {}, {}]", "{1}, {}, {}",
         "Line 16: “,” is expected, but “;” stands there."),
        ("% Four", "= Four", "Line 1: a name is expected, but “=” stands there."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(old: str, new: str, sentence: str) -> None:
    assert old in SMALL

    with pytest.raises(InvalidProblemError) as refusal:
        read_dzn(SMALL.replace(old, new))

    assert str(refusal.value) == sentence


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="nTables=;[]{}|,0123 \n%-requsd", max_size=60) | st.text(max_size=40))
def test_noise_is_refused_in_one_sentence(noise: str) -> None:
    with pytest.raises(InvalidProblemError, match=r"^Line \d+: "):
        read_dzn(noise)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SMALL)))
    end = data.draw(st.integers(start, min(len(SMALL), start + 12)))
    damaged = SMALL[:start] + data.draw(st.text(max_size=4)) + SMALL[end:]

    try:
        outcome = f"{len(read_dzn(damaged).slots)} slots."
    except InvalidProblemError as refusal:
        outcome = str(refusal)

    assert outcome.endswith(".")
    assert "\n" not in outcome


@pytest.mark.parametrize("family", ["original", "forb0003", "prec15"])
def test_every_published_event_is_read(family: str) -> None:
    files = sorted(PUBLISHED.glob(f"*.{family}.dzn"))
    if not files:
        pytest.skip("data not present")

    for file in files:
        problem = read_dzn(file.read_text(encoding="utf-8"))
        found = plan(problem, Limits(seconds=0))
        assert len(found.meetings) + len(found.unplaced) == len(problem.requests)
