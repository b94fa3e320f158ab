"""A small event as the sheets of a workbook, and the files made of it."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from accord.apps.brokerage.models import Event
from accord.apps.brokerage.workbook.importing import take_over
from accord.apps.brokerage.workbook.opening import Opened, open_book, target_of
from accord.apps.core.acting import Acting
from accord.apps.programmes.models import Programme
from tests import make

Sheets = dict[str, list[list[Any]]]


def small() -> Sheets:
    """Return a two-day event of two sides: two organisations on one, one on the other."""
    return {
        "event": [
            ["title en", "title fa", "starts_on", "ends_on", "time_zone", "languages"],
            [
                "Days of cooperation",
                "روزهای همکاری",
                "2025-12-02",
                "1404/09/12",
                "Asia/Tehran",
                "fa",
            ],
        ],
        "slots": [
            ["day", "starts", "ends", "kind"],
            ["2025-12-02", "09:00", "09:20", "meetings"],
            ["2025-12-02", "09:20", "09:40", ""],
            ["2025-12-02", "13:00", "14:00", "break"],
            ["2025-12-03", "09:00", "09:30", "meetings"],
        ],
        "tables": [["label", "place en"], ["1", "Kama"], ["2", "Volga"]],
        "organisations": [
            ["code", "party", "name fa", "name en", "country", "languages", "most_meetings"],
            ["N-1", "N", "سپیدار", "Sepidar", "IR", "fa, en", 5],
            ["N-2", "N", "نیلوفر", "Nilufar", "IR", "fa", ""],
            ["S-1", "S", "", "Berezka", "RU", "ru", ""],
        ],
        "people": [
            ["organisation", "name en", "email", "languages", "leads"],
            ["N-1", "Kaveh Abrishami", "kaveh@sepidar.example", "fa, en", "yes"],
            ["N-1", "Roya Ranjbaran", "", "fa", "no"],
            ["S-1", "Vera Lukina", "vera@berezka.example", "ru", "yes"],
        ],
        "interpreters": [
            ["name en", "email", "languages", "longest_run"],
            ["Zarina Davletova", "zarina@interpreters.example", "fa, ru", 4],
        ],
        **_when_and_whom(),
    }


def _when_and_whom() -> Sheets:
    return {
        "availability": [
            ["organisation", "person", "day", "starts", "ends"],
            ["N-1", "Roya Ranjbaran", "2025-12-02", "09:00", "12:00"],
            ["S-1", "", "2025-12-03", "08:00", "18:00"],
            ["", "zarina@interpreters.example", "2025-12-02", "09:30", "10:00"],
        ],
        "wishes": [
            ["wisher", "wished", "strength", "note", "session"],
            ["N-1", "S-1", "must meet", "as agreed", ""],
            ["S-1", "N-1", "", "", "morning"],
            ["N-2", "S-1", "no", "", ""],
        ],
    }


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """Return the sheets as an Excel workbook."""
    workbook = Workbook(write_only=True)
    for title, rows in sheets.items():
        page = workbook.create_sheet(title)
        for row in rows:
            page.append(list(row))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def as_csv(
    rows: Sequence[Sequence[Any]], *, encoding: str = "utf-8", delimiter: str = ","
) -> bytes:
    """Return rows as the text of a CSV file."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def programme() -> Programme:
    """Return a programme of the sides N and S."""
    return make.programme(make.party("N", weekend=(4,)), make.party("S"))


def opened(
    acting: Acting,
    content: bytes,
    *,
    of: Programme | None = None,
    event: Event | None = None,
    name: str = "event.xlsx",
) -> Opened:
    """Return a file that was read for an event, or for a new one of the programme."""
    return open_book(acting, content, name=name, target=target_of(acting, event, of))


def imported(acting: Acting, content: bytes, of: Programme) -> Event:
    """Return the event that a file makes."""
    target = target_of(acting, None, of)
    return take_over(
        acting, open_book(acting, content, name="event.xlsx", target=target).book, target
    )


def faults(of: Opened) -> list[tuple[str, str, str, str]]:
    """Return what is wrong: sheet, cell, value and sentence."""
    problems = [*of.book.problems, *(one for row in of.book.faults.values() for one in row)]
    return [
        (one.sheet, one.cell, one.value, f"{one.message} {one.remedy}".strip())
        for one in problems
        if one.is_error
    ]
