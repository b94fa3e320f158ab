"""Bad files of every kind: what is wrong is named by sheet, cell, value and remedy."""

import io
import zipfile
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from accord.apps.brokerage.errors import CannotBePlannedError
from accord.apps.brokerage.workbook.comparing import Fate, compare
from accord.apps.brokerage.workbook.importing import take_over
from accord.apps.brokerage.workbook.opening import target_of
from accord.apps.core.errors import DomainError
from accord.apps.documents.spreadsheets.marking import mark_faults
from accord.engine.calendars import Presentation
from tests import make
from tests.apps.brokerage import workbooks

pytestmark = pytest.mark.django_db

# Sheet, row and column (from 0) of the small workbook, what is written there, and the finding.
WRONG: list[tuple[str, int, int, Any, tuple[str, str, str]]] = [
    ("event", 1, 3, "2025-12-01", ("event", "D2", "The last day lies before the first.")),
    ("event", 1, 4, "Mars/Olympus", ("event", "E2", "There is no time zone of that name.")),
    (
        "slots",
        2,
        1,
        "09:10",
        ("slots", "B3", "The slot begins before the one in row 2 has ended."),
    ),
    ("slots", 2, 2, "09:15", ("slots", "C3", "The slot ends before it begins.")),
    ("slots", 2, 0, "2026-01-01", ("slots", "A3", "The day is not one of the event's days.")),
    (
        "organisations",
        1,
        4,
        "Persia",
        ("organisations", "E2", "This text has 6 characters; at most 2 fit here."),
    ),
    (
        "organisations",
        2,
        3,
        "Sepidar",
        ("organisations", "D3", "The same organisation stands in row 2."),
    ),
    (
        "organisations",
        1,
        1,
        "",
        ("organisations", "B2", "At this event sides meet each other, and this row names none."),
    ),
    ("people", 1, 2, "kaveh at sepidar", ("people", "C2", "This is not an e-mail address.")),
    ("people", 2, 1, "Kaveh Abrishami", ("people", "B3", "The same person stands in row 2.")),
    (
        "interpreters",
        1,
        2,
        "fa",
        ("interpreters", "C2", "Somebody who interprets speaks two languages at least."),
    ),
    (
        "availability",
        1,
        1,
        "Somebody Else",
        (
            "availability",
            "B2",
            "Nobody of this organisation has that name or e-mail address.",
        ),
    ),
    (
        "availability",
        1,
        4,
        "08:00",
        ("availability", "E2", "The time away ends before it begins."),
    ),
    ("wishes", 1, 1, "N-1", ("wishes", "B2", "An organisation cannot meet itself.")),
    (
        "wishes",
        1,
        1,
        "N-2",
        ("wishes", "B2", "Both come from the same side, and this event is between sides."),
    ),
    ("wishes", 3, 0, "N-1", ("wishes", "B4", "The same wish stands in row 2.")),
]


@pytest.mark.parametrize(("sheet", "row", "column", "value", "finding"), WRONG)
def test_what_is_wrong_between_rows_is_named_where_it_stands(
    sheet: str, row: int, column: int, value: Any, finding: tuple[str, str, str]
) -> None:
    told = workbooks.small()
    told[sheet][row][column] = value
    if value == "Sepidar":
        told[sheet][1][2] = told[sheet][row][2] = ""

    opened = workbooks.opened(make.administrator(), workbooks.xlsx(told), of=workbooks.programme())

    found = [(where, cell, sentence) for where, cell, _value, sentence in workbooks.faults(opened)]
    assert [(where, cell) for where, cell, _s in found][:1] == [finding[:2]]
    assert found[0][2].startswith(finding[2])


def test_a_fault_is_told_in_the_language_of_the_reader() -> None:
    told = workbooks.small()
    told["wishes"][1][1] = "N-1"
    said = set()

    of = workbooks.programme()
    for language in ("en", "fa", "ru"):
        with translation.override(language):
            opened = workbooks.opened(make.administrator(), workbooks.xlsx(told), of=of)
            said.add(workbooks.faults(opened)[0][3])

    assert len(said) == 3


def test_letters_of_another_keyboard_and_hidden_marks_make_no_difference() -> None:
    acting, told = make.administrator(), workbooks.small()
    event = workbooks.imported(acting, workbooks.xlsx(told), workbooks.programme())
    told["organisations"][1][2] = "\u200fسپيدار\u200e"
    told["organisations"][1][0] = " n-1 "
    told["event"][1][3] = "۱۲ آذر ۱۴۰۴"

    opened = workbooks.opened(acting, workbooks.xlsx(told), event=event)

    assert workbooks.faults(opened) == []
    changed = [one for one in compare(opened.book, opened.state) if one.fate == Fate.CHANGED]
    assert [(one.sheet, [each.column for each in one.changes]) for one in changed] in (
        [],
        [("organisations", ["code"])],
    )


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1251", ";")]
)
def test_one_sheet_comes_as_csv_in_the_encodings_of_offices(encoding: str, delimiter: str) -> None:
    acting = make.administrator()
    event = workbooks.imported(acting, workbooks.xlsx(workbooks.small()), workbooks.programme())
    rows: list[list[Any]] = [["code", "name ru", "most_meetings"], ["S-1", "Берёзка", 3]]
    content = workbooks.as_csv(rows, encoding=encoding, delimiter=delimiter)

    opened = workbooks.opened(acting, content, event=event, name="organisations.csv")
    take_over(acting, opened.book, target_of(acting, event))

    changed = event.attendances.select_related("organisation").get(code="S-1")
    assert (changed.organisation.name.texts["ru"], changed.most_meetings) == ("Берёзка", 3)


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 50_000_000)
        packed.writestr("[Content_Types].xml", b"<Types/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.xlsx", b"", "documents.file-empty"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "documents.not-a-spreadsheet"),
        (
            "old.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "documents.old-or-protected",
        ),
        ("bomb.xlsx", _bomb(), "documents.unpacked-too-large"),
        ("other.csv", b"colour,taste\nred,sweet\n", "documents.no-known-sheet"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    name: str, content: bytes, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        workbooks.opened(make.administrator(), content, of=workbooks.programme(), name=name)

    assert refused.value.code == code


def test_the_faulty_file_comes_back_with_its_cells_marked() -> None:
    acting, told, of = make.administrator(), workbooks.small(), workbooks.programme()
    told["wishes"][1][1] = "X-9"
    content = workbooks.xlsx(told)
    opened = workbooks.opened(acting, content, of=of)
    problems = [one for row in opened.book.faults.values() for one in row]

    marked = mark_faults(content, name="event.xlsx", problems=problems, viewer=Presentation("en"))

    page = load_workbook(io.BytesIO(marked))["wishes"]
    filled = [
        cell.value
        for row in page.iter_rows()
        for cell in row
        if cell.value == "X-9" and cell.fill.fill_type == "solid"
    ]
    assert filled == ["X-9"]


def test_merged_cells_and_formulas_do_not_slip_through() -> None:
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.title = "tables"
    for row in (["label", "place en"], ["1", "Kama"], ["=1+1", "Kama"]):
        page.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    acting = make.administrator()
    event = workbooks.imported(acting, workbooks.xlsx(workbooks.small()), workbooks.programme())

    opened = workbooks.opened(acting, stream.getvalue(), event=event)

    assert [(where, cell) for where, cell, _v, _s in workbooks.faults(opened)] == [
        ("tables", "A3")
    ]


SMALL_DZN = """
nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 4; nMorningSlots = 2;
requested = [|1, 2, 1, |2, 3, 3, |];
forbidden = [{1}, {}, {4}];
"""


def test_a_published_event_takes_the_same_path() -> None:
    acting = make.administrator()
    target = target_of(acting, None)
    opened = workbooks.opened(acting, SMALL_DZN.encode(), name="forum-99.original.dzn")

    event = take_over(acting, opened.book, target)

    assert str(event.title) == "forum-99"
    assert [str(one.organisation.name) for one in event.attendances.order_by("code")] == [
        "forum-99 · 1",
        "forum-99 · 2",
        "forum-99 · 3",
    ]
    assert sorted(event.wishes.values_list("wisher__code", "wished__code", "session")) == [
        ("P-001", "P-002", "morning"),
        ("P-002", "P-003", ""),
    ]
    assert event.slots.filter(kind="meeting").count() == 4


def test_a_broken_published_event_is_refused_with_its_line() -> None:
    with pytest.raises(CannotBePlannedError) as refused:
        workbooks.opened(make.administrator(), b"nBusiness = ;\n", name="forum.dzn")

    assert "Line 1" in str(refused.value)
