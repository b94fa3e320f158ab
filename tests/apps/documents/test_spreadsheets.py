"""Excel and CSV files: what comes out of good ones, and what is said of bad ones."""

import datetime as dt
import io
import json
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.apps.core.errors import DomainError
from accord.apps.core.localised import LocalizedText
from accord.apps.documents.errors import (
    BrokenFileError,
    BrokenObjectsError,
    FarCellError,
    FileEmptyError,
    FileTooLargeError,
    MacrosError,
    NoKnownSheetError,
    NotASpreadsheetError,
    OldOrProtectedError,
    UnpackedTooLargeError,
    UnreadableEncodingError,
)
from accord.apps.documents.spreadsheets.marking import mark_faults
from accord.apps.documents.spreadsheets.reading import Reading, read_workbook
from accord.apps.documents.spreadsheets.shapes import Column, Kind, Row, Sheet
from accord.apps.documents.spreadsheets.writing import (
    write_csv,
    write_csv_files,
    write_workbook,
)
from accord.engine.calendars import Calendar, Digits, Presentation

ENGLISH = Presentation()
PERSIAN = Presentation("fa", Calendar.JALALI, Digits.ARABEXT, "Asia/Tehran")
FIRMS = Sheet("firms", "Firms", (Column("code", "Code", is_key=True, is_required=True),))
PEOPLE = Sheet(
    "people",
    "People",
    (
        Column("name", "Name", Kind.LOCALIZED, languages=("fa", "en"), is_required=True),
        Column("firm", "Firm", Kind.REFERENCE, refers_to="firms"),
        Column("day", "Day", Kind.DATE),
        Column("clock", "Clock", Kind.TIME),
        Column("seats", "Seats", Kind.INTEGER, least=1, most=9),
        Column("share", "Share", Kind.DECIMAL),
        Column("level", "Level", Kind.CHOICE, choices={"low": "Low", "high": "High"}),
        Column("speaks", "Speaks", Kind.LANGUAGES),
        Column("leads", "Leads", Kind.YES_NO),
    ),
)
SHEETS = (FIRMS, PEOPLE)
SARA = {
    "name": LocalizedText.of("سارا", "fa", en="Sara"),
    "firm": "A1",
    "day": dt.date(2025, 12, 4),
    "clock": dt.time(9, 30),
    "seats": 2,
    "share": Decimal("0.5"),
    "level": "high",
    "speaks": ("fa", "en"),
    "leads": True,
}
ROWS: dict[str, list[dict[str, Any]]] = {"firms": [{"code": "A1"}], "people": [SARA]}


def read(content: bytes, name: str = "x.xlsx", **known: Any) -> tuple[list[Row], Reading]:
    reading = read_workbook(content, name=name, sheets=SHEETS, **known)
    return list(reading.rows()), reading


def workbook(*rows: list[Any], title: str = "People") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


@pytest.mark.parametrize("viewer", [ENGLISH, PERSIAN])
def test_what_is_written_is_read_again(viewer: Presentation) -> None:
    written = write_workbook(SHEETS, ROWS, viewer=viewer)
    files = write_csv_files(SHEETS, ROWS, viewer=viewer)

    for content, name in ((written, "x.xlsx"), (files, "x.zip")):
        rows, reading = read(content, name)
        assert reading.problems == []
        assert [row.values for row in rows] == [{"code": "A1"}, SARA]


def test_a_template_has_no_rows() -> None:
    rows, reading = read(write_workbook(SHEETS, viewer=PERSIAN))

    assert (rows, reading.problems) == ([], [])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1404/09/13", dt.date(2025, 12, 4)),
        ("۱۳ آذر ۱۴۰۴", dt.date(2025, 12, 4)),
        ("04.12.2025", dt.date(2025, 12, 4)),
        ("4 декабря 2025", dt.date(2025, 12, 4)),
        (dt.datetime(2025, 12, 4), dt.date(2025, 12, 4)),  # noqa: DTZ001 -- as a cell has it
        (45995, dt.date(2025, 12, 4)),
    ],
)
def test_a_day_is_read_however_it_was_typed(cell: object, value: dt.date) -> None:
    rows, _reading = read(workbook(["Name", "Day"], ["Sara", cell]))

    assert rows[0].values["day"] == value


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("Seats", "۷", 7),
        ("Seats", 7.0, 7),
        ("Clock", "۹:۳۰", dt.time(9, 30)),
        ("Clock", 0.5, dt.time(12, 0)),
        ("Leads", "بله", True),
        ("Leads", "нет", False),
        ("Speaks", "Persian، русский; en", ("fa", "ru", "en")),
        ("Level", " HIGH ", "high"),
        ("Share", "۰٫۵", Decimal("0.5")),
    ],
)
def test_a_cell_is_read_in_any_script(column: str, cell: object, value: object) -> None:
    rows, _reading = read(workbook(["Name", column], ["Sara", cell]))

    assert rows[0].problems == ()
    assert rows[0].values[column.lower()] == value


def test_arabic_letters_and_hidden_marks_are_cleaned() -> None:
    rows, _reading = read(workbook(["Name (fa)", "Seats"], ["\u200fعلي كريمي\u202c", 1]))

    assert rows[0].values["name"].texts == {"fa": "علی کریمی"}


def test_a_cell_merged_over_rows_stands_in_each_of_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "People"
    for row in (["Name", "Level"], ["Sara", "High"], ["Ali", None], ["Reza", "Low"]):
        sheet.append(row)
    sheet.merge_cells("B2:B3")

    rows, _reading = read(saved(book))

    assert [row.values["level"] for row in rows] == ["high", "high", "low"]


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("Day", "31 Azar 1404", "The calendar has no such day."),
        ("Day", "soon", "This is not a day that can be read."),
        ("Clock", "25:00", "This is not a time of day."),
        ("Seats", "many", "This is not a whole number."),
        ("Seats", 10, "This must be 9 at most."),
        ("Seats", 0, "This must be 1 at least."),
        ("Level", "Middle", "“Middle” is not one of the allowed values."),
        ("Leads", "perhaps", "This is neither yes nor no."),
        ("Speaks", "Klingon-ish", "“Klingon-ish” is not a language that Accord knows."),
        ("Firm", "B7", "Nothing has the code “B7”."),
        ("Seats", "=1+1", "The formula in this cell has no result in the file."),
    ],
)
def test_a_bad_cell_is_named_with_its_place_and_its_remedy(
    column: str, cell: object, message: str
) -> None:
    rows, reading = read(workbook(["Name", column], ["Sara", cell]))

    (problem,) = reading.problems
    assert (problem.title, problem.cell, problem.message) == ("People", "B2", message)
    assert rows[0].is_faulty
    assert column.lower() not in rows[0].values


def test_the_sentence_is_in_the_readers_language() -> None:
    with translation.override("fa"):
        _rows, reading = read(workbook(["Name", "Seats"], ["Sara", "many"]), viewer=PERSIAN)

    assert reading.problems[0].message == "این عدد صحیح نیست."


def test_a_missing_value_and_a_repeated_key_are_named() -> None:
    book = workbook(["Code"], ["A1"], ["a1"], title="Firms")

    _rows, reading = read(book)

    assert [(each.cell, each.message) for each in reading.problems] == [
        ("A3", "“a1” stands in row 2 already.")
    ]
    _rows, reading = read(workbook(["Name", "Seats"], [None, 3]))
    assert [each.message for each in reading.problems] == ["“Name” is missing."]


def test_a_reference_is_given_back_as_its_key_is_spelt() -> None:
    rows, reading = read(
        workbook(["Name", "Firm"], ["Sara", "or-2025-0001"]), known={"firms": ["OR-2025-0001"]}
    )

    assert (rows[0].values["firm"], reading.problems) == ("OR-2025-0001", [])


def test_unknown_columns_and_sheets_are_said_to_be_left_out() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(["Name", "Seats", "Mood"], ["Sara", 1, "?"]))
    )
    book.create_sheet("Diary").append(["Dear", "diary"])

    rows, reading = read(saved(book))

    assert len(rows) == 1
    assert not reading.has_errors
    assert {each.message for each in reading.problems} == {
        "The column “Mood” is not known and is left out.",
        "The sheet “Diary” is not known and is left out.",
    }


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Name,Seats\nسارا,2\n"),
        ("utf-8-sig", "Name;Seats\nسارا;2\n"),
        ("utf-16", "Name\tSeats\nСара\t2\n"),
        ("cp1251", "Name;Seats\nСара Иванова, Казань;2\n"),
        ("cp1256", "Name,Seats\nپگاه كريمي,2\n"),
    ],
)
def test_a_csv_file_is_read_in_every_usual_encoding(encoding: str, text: str) -> None:
    rows, reading = read(text.encode(encoding), "people.csv")

    assert reading.problems == []
    assert rows[0].values["seats"] == 2
    assert str(rows[0].values["name"])[0] in "سСپ"


def test_text_that_looks_like_a_formula_stays_text() -> None:
    evil = {"name": LocalizedText.of("=cmd()", "en")}

    book = openpyxl.load_workbook(
        io.BytesIO(write_workbook((PEOPLE,), {"people": [evil]}, viewer=ENGLISH))
    )
    table = write_csv(PEOPLE, [evil], viewer=ENGLISH).decode("utf-8-sig")

    assert book["People"]["B3"].data_type == "s"
    assert "'=cmd()" in table
    rows, _reading = read(table.encode(), "people.csv")
    assert rows[0].values["name"].texts == {"en": "=cmd()"}


def test_a_marked_file_is_red_where_it_was_wrong_and_can_be_sent_again() -> None:
    content = workbook(["Name", "Seats"], ["Sara", 2], ["Ali", "many"])
    _rows, reading = read(content)

    marked = mark_faults(content, name="x.xlsx", problems=reading.problems, viewer=ENGLISH)

    sheet = openpyxl.load_workbook(io.BytesIO(marked))["People"]
    assert sheet["B3"].fill.fgColor.rgb == "00F8C9C4"
    assert sheet["B2"].fill.fgColor.rgb == "00000000"
    assert sheet["C1"].value == "What to put right"
    assert sheet["C3"].value == (
        "This is not a whole number. Please write digits only, such as 12."
    )
    _rows, again = read(marked)
    assert again.problems == reading.problems


def far() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "Name"
    book.worksheets[0]["XFD1048576"] = "far"
    return saved(book)


def with_part(name: str, content: bytes) -> bytes:
    stream = io.BytesIO(workbook(["Name", "Seats"]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmptyError),
        (b"\x00" * 40, FileEmptyError),
        (b"x" * 20_000_001, FileTooLargeError),
        (b"%PDF-1.7 ...", NotASpreadsheetError),
        (b"\x89PNG\r\n\x1a\n....", NotASpreadsheetError),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", OldOrProtectedError),
        (b"PK\x03\x04 not really a zip", BrokenFileError),
        (zipped(**{"a.docx": b"x"}), NotASpreadsheetError),
        (with_part("xl/vbaProject.bin", b"x"), MacrosError),
        (with_part("xl/bomb.bin", b"0" * 30_000_000), UnpackedTooLargeError),
        (with_part("xl/evil.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), BrokenFileError),
        (workbook(["Dear", "diary"], title="Diary"), NoKnownSheetError),
        (b"\xb0\xb1\xb0\xb1\xbb,\n\xb0\xb1\xab", UnreadableEncodingError),
        (far(), FarCellError),
        (b'{"people": [', BrokenObjectsError),
        (b'{"a":' * 100_000, BrokenObjectsError),
        (b'{"people": [{"name": Infinity}]}', BrokenObjectsError),
        (json.dumps({"people": [{str(n): n for n in range(201)}]}).encode(), BrokenObjectsError),
        (b'{"people": "Sara"}', NoKnownSheetError),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_a_file_that_cannot_be_taken_is_refused_with_its_reason(
    content: bytes, refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal) as raised:
        read(content)

    assert "x.xlsx" in str(raised.value)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"Name,Seats\n", b'{"people": [']),
)
def test_no_bytes_end_in_anything_but_rows_or_a_refusal(noise: bytes, start: bytes) -> None:
    try:
        sheets = {row.sheet for row in read(start + noise, "noise.csv")[0]}
    except DomainError as refusal:
        sheets = set()
        sentence = str(refusal)
    else:
        sentence = "It was read."

    assert sheets <= {"firms", "people"}
    assert sentence.endswith(".")
