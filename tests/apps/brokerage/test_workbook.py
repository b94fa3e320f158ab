"""An event comes in as a workbook, goes out as one, and neither changes it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accord.apps.brokerage.enums import Strength
from accord.apps.brokerage.errors import WorkbookFaultyError
from accord.apps.brokerage.models import Event, Interpreter, Slot
from accord.apps.brokerage.workbook import sheets
from accord.apps.brokerage.workbook.comparing import Fate, Outcome, compare
from accord.apps.brokerage.workbook.importing import take_over
from accord.apps.brokerage.workbook.opening import lists_of, target_of
from accord.apps.brokerage.workbook.state import state_of
from accord.apps.core.models import AuditEntry, Side
from accord.apps.directory.models import Organisation, Person
from accord.apps.documents.spreadsheets.writing import write_csv_files, write_workbook
from accord.engine.calendars import Calendar, Digits, Presentation
from tests import make
from tests.apps.brokerage import workbooks

pytestmark = pytest.mark.django_db

FATES = (Fate.NEW, Fate.CHANGED, Fate.REMOVED, Fate.FAULTY)


def tally(outcomes: Iterable[Outcome]) -> dict[str, int]:
    return dict(Counter(f"{one.sheet} {one.fate}" for one in outcomes if one.fate in FATES))


def test_a_workbook_makes_a_whole_event() -> None:
    event = workbooks.imported(
        make.administrator(), workbooks.xlsx(workbooks.small()), workbooks.programme()
    )

    assert (event.starts_on, event.ends_on) == (dt.date(2025, 12, 2), dt.date(2025, 12, 3))
    assert [one.kind for one in event.slots.order_by("starts_at")] == [
        "meeting",
        "meeting",
        "break",
        "meeting",
    ]
    assert sorted(event.tables.values_list("label", "place__ordinal")) == [("1", 1), ("2", 2)]
    assert sorted(event.attendances.values_list("code", "party__code", "most_meetings")) == [
        ("N-1", "N", 5),
        ("N-2", "N", None),
        ("S-1", "S", None),
    ]
    assert sorted(event.wishes.values_list("wisher__code", "wished__code", "strength")) == [
        ("N-1", "S-1", Strength.MUST),
        ("N-2", "S-1", Strength.NO),
        ("S-1", "N-1", Strength.LIKE),
    ]
    assert event.wishes.get(wisher__code="S-1").session == "morning"


def test_clocks_of_the_workbook_are_the_venues() -> None:
    event = workbooks.imported(
        make.administrator(), workbooks.xlsx(workbooks.small()), workbooks.programme()
    )

    first = Slot.objects.filter(event=event).order_by("starts_at").first()
    assert first is not None
    assert first.starts_at == dt.datetime(2025, 12, 2, 5, 30, tzinfo=dt.UTC)


def test_absences_fall_on_the_slots_they_touch() -> None:
    event = workbooks.imported(
        make.administrator(), workbooks.xlsx(workbooks.small()), workbooks.programme()
    )

    slots = {slot.pk: number for number, slot in enumerate(event.slots.order_by("starts_at"))}
    away = {
        str(one.person.name): sorted(slots[slot.pk] for slot in one.absent.all())
        for one in state_of(event).delegates
    }
    assert away == {"Kaveh Abrishami": [], "Roya Ranjbaran": [0, 1], "Vera Lukina": [3]}
    zarina = Interpreter.objects.get(event=event)
    assert [slots[slot.pk] for slot in zarina.absent.all()] == [1]


def test_names_are_written_in_the_language_of_their_side() -> None:
    of = workbooks.programme()
    side = of.parties.get(code="N")
    side.languages = ["fa"]
    side.save(update_fields=["languages"])

    workbooks.imported(make.administrator(), workbooks.xlsx(workbooks.small()), of)

    names = {str(one.name) for one in Organisation.objects.all()}
    assert names == {"سپیدار", "نیلوفر", "Berezka"}


def test_importing_twice_changes_nothing_and_leaves_no_trace() -> None:
    acting, content = make.administrator(), workbooks.xlsx(workbooks.small())
    event = workbooks.imported(acting, content, workbooks.programme())
    trail = AuditEntry.objects.count()

    again = workbooks.opened(acting, content, event=event)
    take_over(acting, again.book, target_of(acting, event))

    assert tally(compare(again.book, again.state)) == {}
    assert (AuditEntry.objects.count(), Event.objects.count()) == (trail, 1)
    assert (Organisation.objects.count(), Person.objects.count()) == (3, 4)


@pytest.mark.parametrize("language", ["en", "fa", "ru"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_exported_changes_nothing_when_it_comes_back(language: str, kind: str) -> None:
    acting = make.administrator()
    event = workbooks.imported(acting, workbooks.xlsx(workbooks.small()), workbooks.programme())
    viewer = Presentation(
        language,
        Calendar.JALALI if language == "fa" else Calendar.GREGORIAN,
        Digits.ARABEXT if language == "fa" else Digits.LATN,
    )
    write = write_workbook if kind == "xlsx" else write_csv_files

    with translation.override(language):
        declared = sheets.sheets(lists_of(target_of(acting, event)))
        content = write(declared, state_of(event).rows, viewer=viewer)
    name = "event.xlsx" if kind == "xlsx" else "event.zip"
    back = workbooks.opened(acting, content, event=event, name=name)

    assert workbooks.faults(back) == []
    assert tally(compare(back.book, back.state)) == {}
    assert {key: len(rows) for key, rows in back.book.rows.items()} == {
        "event": 1,
        "slots": 4,
        "tables": 2,
        "organisations": 3,
        "people": 3,
        "interpreters": 1,
        "availability": 3,
        "wishes": 3,
    }


def test_a_preview_says_what_each_row_would_do() -> None:
    acting, told = make.administrator(), workbooks.small()
    event = workbooks.imported(acting, workbooks.xlsx(told), workbooks.programme())
    told["tables"] = told["tables"][:-1]
    told["organisations"][1][6] = 7
    told["people"].append(["N-2", "Navid Golestaneh", "", "fa", "yes"])
    told["availability"].pop()
    told["wishes"][3][2] = "would like to meet"

    changed = workbooks.opened(acting, workbooks.xlsx(told), event=event)
    outcomes = list(compare(changed.book, changed.state))

    assert tally(outcomes) == {
        "tables removed": 1,
        "organisations changed": 1,
        "people new": 1,
        "availability removed": 1,
        "wishes changed": 1,
    }
    sepidar = next(one for one in outcomes if one.changes)
    assert [(one.column, one.before, one.after) for one in sepidar.changes] == [
        ("most_meetings", 5, 7)
    ]


def test_a_sheet_or_column_that_is_left_out_changes_nothing() -> None:
    acting, told = make.administrator(), workbooks.small()
    event = workbooks.imported(acting, workbooks.xlsx(told), workbooks.programme())
    part: workbooks.Sheets = {
        "organisations": [["code", "name en", "most_meetings"], ["S-1", "Berezka", 9]]
    }

    opened = workbooks.opened(acting, workbooks.xlsx(part), event=event)
    take_over(acting, opened.book, target_of(acting, event))

    changed = event.attendances.get(code="S-1")
    assert (changed.most_meetings, changed.party.code if changed.party else "") == (9, "S")
    assert changed.languages == ["ru"]
    assert event.wishes.count() == 3


def test_nothing_is_taken_over_while_a_row_is_faulty() -> None:
    acting, told = make.administrator(), workbooks.small()
    told["wishes"].append(["N-1", "X-9", "", "", ""])
    of = workbooks.programme()
    opened = workbooks.opened(acting, workbooks.xlsx(told), of=of)

    with pytest.raises(WorkbookFaultyError):
        take_over(acting, opened.book, target_of(acting, None, of))

    assert (Event.objects.count(), Organisation.objects.count()) == (0, 0)


def test_organisations_and_people_of_the_directory_are_found_again() -> None:
    acting, of = make.administrator(), workbooks.programme()
    known = make.organisation(make.text("سپیدار", "fa"), country="IR")
    who = make.person(make.text("Roya Ranjbaran"), of=known)

    event = workbooks.imported(acting, workbooks.xlsx(workbooks.small()), of)

    assert event.attendances.get(code="N-1").organisation == known
    assert who.delegations.get().attendance.code == "N-1"
    assert (Organisation.objects.count(), Person.objects.count()) == (3, 4)


def test_a_manager_does_not_change_what_another_side_keeps() -> None:
    of = workbooks.programme()
    ours, theirs = (Side.objects.get(code=code) for code in ("N", "S"))
    both = make.administrator()
    event = workbooks.imported(both, workbooks.xlsx(workbooks.small()), of)
    told = workbooks.small()
    told["organisations"][1][3] = "Sepidar Works"
    told["organisations"][3][3] = "Berezka Works"

    opened = workbooks.opened(
        make.manager(ours, partners=[theirs]), workbooks.xlsx(told), event=event
    )

    assert workbooks.faults(opened) == [
        (
            "organisations",
            "D4",
            "Berezka Works",
            (
                "This is kept by another side, and you may not change it. "
                "Please put the old value back, or ask that side."
            ),
        )
    ]


def test_an_event_is_read_with_the_same_queries_for_any_number_of_rows() -> None:
    acting, told = make.administrator(), workbooks.small()
    event = workbooks.imported(acting, workbooks.xlsx(told), workbooks.programme())
    few = _queries_of(event)
    told["organisations"] += [
        [f"N-{n}", "N", "", f"Works {n}", "IR", "fa", ""] for n in range(10, 30)
    ]
    told["people"] += [[f"N-{n}", f"Somebody {n}", "", "fa", "yes"] for n in range(10, 30)]
    more = workbooks.opened(acting, workbooks.xlsx(told), event=event)
    take_over(acting, more.book, target_of(acting, event))

    assert _queries_of(event) == few


def _queries_of(event: Event) -> int:
    with CaptureQueriesContext(connection) as queries:
        state_of(event)
    return len(queries)


def test_closed_times_of_tables_come_and_go_as_the_slots_they_touch() -> None:
    acting, told = make.administrator(), workbooks.small()
    told["event"] = [[*told["event"][0], "longest_run"], [*told["event"][1], 2]]
    told["tables"] = [
        ["label", "place en", "closed"],
        ["1", "Kama", "2025-12-02 09:10–18:00; ۱۴۰۴/۰۹/۱۲ ۰۹:۰۰-۰۹:۱۰"],
        ["2", "Volga", ""],
    ]
    event = workbooks.imported(acting, workbooks.xlsx(told), workbooks.programme())

    assert event.longest_run == 2
    assert closed_in(event) == {
        "1": ["2025-12-02 09:00", "2025-12-02 09:20", "2025-12-03 09:00"],
        "2": [],
    }
    again = workbooks.opened(acting, workbooks.xlsx(told), event=event)
    assert {one.fate for one in compare(again.book, again.state)} == {Fate.UNCHANGED}
    exported = next(row for row in again.state.of("tables") if row["label"] == "1")
    assert exported["closed"] == (
        (dt.date(2025, 12, 2), dt.time(9), dt.time(9, 40)),
        (dt.date(2025, 12, 3), dt.time(9), dt.time(9, 30)),
    )


def test_closed_times_stay_without_their_column_and_go_with_an_empty_cell() -> None:
    acting, told = make.administrator(), workbooks.small()
    told["tables"] = [["label", "place en", "closed"], ["1", "Kama", "2025-12-02 09:00-09:20"]]
    event = workbooks.imported(acting, workbooks.xlsx(told), workbooks.programme())

    for rows, left in (
        ([["label", "place en"], ["1", "Kama"]], ["2025-12-02 09:00"]),
        ([["label", "place en", "closed"], ["1", "Kama", ""]], []),
    ):
        opened = workbooks.opened(acting, workbooks.xlsx({"tables": rows}), event=event)
        take_over(acting, opened.book, target_of(acting, event))
        assert closed_in(event) == {"1": left}


@pytest.mark.parametrize(
    ("closed", "sentence"),
    [
        ("2025-12-02", "“2025-12-02” is not a spell of time."),
        ("soon 10:00–11:00", "This is not a day that can be read."),
        ("2025-12-02 10:00–nine", "This is not a time of day."),
        ("2025-12-02 10:00–09:00", "A closed time ends before it begins."),
        ("2025-12-20 10:00–11:00", "The day is not one of the event's days."),
        ("2025-12-02 22:00–23:00", "At a closed time there is no slot of meetings."),
        (
            "2025-12-02 09:00–09:20; 2025-12-02 22:00–23:00",
            "At a closed time there is no slot of meetings.",
        ),
    ],
)
def test_closed_times_that_cannot_be_are_marked(closed: str, sentence: str) -> None:
    told = workbooks.small()
    told["tables"] = [["label", "place en", "closed"], ["1", "Kama", closed]]

    opened = workbooks.opened(make.administrator(), workbooks.xlsx(told), of=workbooks.programme())

    problems = [one for row in opened.book.faults.values() for one in row]
    assert [(one.cell, one.message) for one in problems] == [("C2", sentence)]


def closed_in(event: Event) -> dict[str, list[str]]:
    zone = ZoneInfo(event.time_zone)
    return {
        table.label: [
            f"{slot.starts_at.astimezone(zone):%Y-%m-%d %H:%M}"
            for slot in table.closed.order_by("starts_at")
        ]
        for table in event.tables.order_by("label")
    }
