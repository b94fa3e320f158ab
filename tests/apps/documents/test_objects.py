"""JSON files: read like workbooks, written for every reader alike."""

import io
import json

import openpyxl

from accord.apps.documents.spreadsheets.marking import mark_faults
from accord.apps.documents.spreadsheets.writing import write_objects
from tests.apps.documents.test_spreadsheets import ENGLISH, PEOPLE, ROWS, read


def test_json_is_read_like_a_workbook_and_a_fault_names_its_record() -> None:
    content = json.dumps(
        {
            "made": "2026-04-30",
            "firms": [{"code": "A1"}],
            "people": [
                {"name": {"fa": "علي", "en": "Ali"}, "firm": "a1", "seats": "۷"},
                {"name": "Sara", "seats": 1.5, "shoes": 38},
            ],
        }
    ).encode()

    rows, reading = read(content, "x.json")

    assert (rows[1].values["name"].texts, rows[1].values["seats"]) == (
        {"fa": "علی", "en": "Ali"},
        7,
    )
    assert rows[1].values["firm"] == "A1"
    assert [(each.cell, each.value, each.is_error) for each in reading.problems] == [
        ("shoes", "", False),
        ("2. seats", "1.5", True),
    ]


def test_what_is_written_as_json_is_read_again() -> None:
    content = write_objects(PEOPLE, ROWS["people"])

    rows, reading = read(content, "x.json", known={"firms": ["A1"]})

    assert reading.problems == []
    assert [row.values for row in rows] == ROWS["people"]


def test_a_faulty_json_file_comes_back_as_a_marked_workbook() -> None:
    content = json.dumps({"people": [{"name": "Sara", "seats": "many"}]}).encode()
    _rows, reading = read(content, "x.json")

    marked = mark_faults(content, name="x.json", problems=reading.problems, viewer=ENGLISH)

    page = openpyxl.load_workbook(io.BytesIO(marked)).worksheets[0]
    assert (page["B2"].value, page["B2"].fill.fgColor.rgb) == ("many", "00F8C9C4")
    assert "whole number" in page["C2"].value
