"""From the bytes of a file to what it says about an event."""

from collections.abc import Collection, Mapping
from itertools import groupby

from accord.apps.brokerage.workbook import benchmark
from accord.apps.brokerage.workbook.book import Book, Watch
from accord.apps.brokerage.workbook.sheets import Lists, sheets
from accord.apps.documents.spreadsheets.reading import read_workbook
from accord.engine.calendars import Presentation

STEP = 500  # rows between two looks at whether to go on


def read_book(
    content: bytes,
    *,
    name: str,
    lists: Lists,
    known: Mapping[str, Collection[str]] | None = None,
    viewer: Presentation | None = None,
) -> Book:
    """Read a workbook, CSV files, or a published event in the benchmark's format.

    Parameters
    ----------
    known
        Keys to which references may point besides those of the file, by sheet.

    Raises
    ------
    DomainError
        When the file cannot be read at all.
    """
    if benchmark.is_benchmark(content, name):
        return benchmark.book_of(content, name=name, declared=sheets(lists))
    declared = sheets(lists)
    reading = read_workbook(content, name=name, sheets=declared, known=known, viewer=viewer)
    book = Book(name, declared)
    for sheet, rows in groupby(reading.rows(), key=lambda row: row.sheet):
        book.rows[sheet] = list(rows)
    for problem in reading.problems:
        book.add(problem)
    return book


def silent(_done: int, _total: int) -> bool:
    """Go on, whatever was done."""
    return True


SILENT: Watch = silent
