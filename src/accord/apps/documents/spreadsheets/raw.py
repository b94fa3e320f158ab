"""The cells of a file as they stand, before anything is made of them."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from accord.apps.documents.errors import BrokenFileError, FarCellError, NotASpreadsheetError
from accord.apps.documents.spreadsheets import containers, delimited, objects
from accord.apps.documents.spreadsheets.shapes import Limits

# A cell with a formula: where it stands, and what follows up to its end.
_CELL = re.compile(rb"<c\b([^>]*)>\s*<f\b(.*?)</c>", re.DOTALL)
_FILLED = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,9})"[^>]*[^/]>')
_HEAD_ROWS = 50  # help lines and headings above the first row
_PLACE = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_RESULT = re.compile(rb"<v>[^<]", re.DOTALL)
_LINK = re.compile(rb"<Relationship\b[^>]*/worksheet\"[^>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")


RawRow = tuple[int, list[object]]


@dataclass(slots=True)
class RawSheet:
    """One sheet: its name and its rows, as Python values or text.

    ``rows`` yields the number of a row as the spreadsheet counts and its cells from
    column A; rows without a filled cell are left out. ``unsolved`` are cells with a
    formula whose result is not in the file, or is an error. ``members`` are the headings of
    a JSON file, which has no letters to name a place by.
    """

    name: str
    rows: Iterable[RawRow]
    unsolved: frozenset[str] = frozenset()
    members: Sequence[str] = ()

    def place(self, index: int, row: int) -> str:
        """Return how a person finds a cell: ``C7``, or ``6. title en`` for the sixth record."""
        if index < len(self.members):
            return f"{row}. {self.members[index]}" if row else self.members[index]
        return f"{column_letters(index)}{row}"


def column_letters(index: int) -> str:
    """Return the letters of a column, from 0: ``A``, ``B``, … ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def open_file(content: bytes, *, name: str, limits: Limits) -> list[RawSheet]:
    """Return the sheets of a workbook, a CSV file, a zip file of CSV files, or a JSON file."""
    containers.check_size(content, name=name, limits=limits)
    if objects.looks_like_objects(content):
        found = objects.sheets_of(content, name=name, limits=limits)
        return [
            RawSheet(key, objects.rows_of(records), members=objects.headings_of(records))
            for key, records in found
        ]
    if not containers.is_packed(content):
        return [_text_sheet(name, content, limits)]
    packed = containers.open_packed(content, name=name, limits=limits)
    if not containers.is_workbook(packed):
        sheets = [_text_sheet(part, text, limits) for part, text in containers.text_files(packed)]
        if not sheets:
            raise NotASpreadsheetError(name=name)
        return sheets
    containers.check_workbook(packed, name=name, limits=limits)
    return _workbook_sheets(content, packed, name=name, limits=limits)


def _text_sheet(name: str, content: bytes, limits: Limits) -> RawSheet:
    title = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return RawSheet(name=title, rows=delimited.rows_of(content, name=name, limits=limits))


def _workbook_sheets(
    content: bytes, packed: zipfile.ZipFile, *, name: str, limits: Limits
) -> list[RawSheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        metadata = workbook.sheets_metadata
    except (CalamineError, ValueError, OSError) as error:
        raise BrokenFileError(name=name) from error
    unsolved, links = _unsolved_by_sheet(packed, name=name, limits=limits), _links_in_order(packed)
    return [
        RawSheet(
            name=sheet.name,
            rows=_Rows(workbook, sheet.name, file=name, limits=limits),
            unsolved=unsolved.get(link, frozenset()),
        )
        for sheet, link in zip(metadata, links + [""] * len(metadata), strict=False)
        if sheet.visible == SheetVisibleEnum.Visible
    ]


@dataclass(slots=True)
class _Rows:
    """The rows of one sheet of a workbook, loaded when they are gone through."""

    workbook: CalamineWorkbook
    sheet: str
    file: str
    limits: Limits

    def __iter__(self) -> Iterator[RawRow]:
        try:
            sheet = self.workbook.get_sheet_by_name(self.sheet)
        except (CalamineError, ValueError, OSError) as error:
            raise BrokenFileError(name=self.file) from error
        if sheet.start is None:
            return
        first = sheet.start[1]
        down = _Downward(sheet)
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            row: list[object] = [None] * first
            row += [_plain(cell) for cell in cells[: self.limits.columns]]
            down.fill(number, row)
            if any(cell is not None for cell in row):
                yield number, row


class _Downward:
    """Cells merged over several rows: every row has the value that all of them show."""

    def __init__(self, sheet: CalamineSheet) -> None:
        self._ranges: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
            if bottom > top:
                self._ranges.setdefault(top + 1, []).append((left, bottom + 1))
        self._open: list[tuple[int, int, object]] = []

    def fill(self, number: int, row: list[object]) -> None:
        self._open = [held for held in self._open if held[1] >= number]
        for column, _last, value in self._open:
            if column < len(row) and row[column] is None:
                row[column] = value
        for column, last in self._ranges.get(number, ()):
            if column < len(row) and row[column] is not None:
                self._open.append((column, last, row[column]))


def _plain(cell: object) -> object:
    """Return a cell's value; None for nothing, a whole number without its fraction."""
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 -- beyond, floats skip
        return int(cell)
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date()
    return cell


def _unsolved_by_sheet(
    packed: zipfile.ZipFile, *, name: str, limits: Limits
) -> dict[str, frozenset[str]]:
    """Return, by relationship of the sheet, the cells whose formula has no usable result.

    Sheets that reach too far are refused here: the fast reader makes room for every cell
    between the first and the last, and a last one in XFD1048576 costs a few bytes to write.
    """
    found: dict[str, frozenset[str]] = {}
    for link in _LINK.finditer(_part(packed, "xl/_rels/workbook.xml.rels")):
        key, target = _attribute(link[0], b"Id"), _attribute(link[0], b"Target")
        xml = _part(packed, target[1:] if target.startswith("/") else f"xl/{target}")
        _check_reach(xml, name=name, limits=limits)
        if b"<f" in xml:
            found[key] = frozenset(_unsolved(xml))
    return found


def _check_reach(xml: bytes, *, name: str, limits: Limits) -> None:
    rows, widths = limits.rows + _HEAD_ROWS, column_letters(limits.columns - 1)
    for cell in _FILLED.finditer(xml):
        letters, row = cell[1].decode(), int(cell[2])
        if row > rows or (len(letters), letters) > (len(widths), widths):
            raise FarCellError(name=name, cell=f"{letters}{row}", rows=limits.rows, column=widths)


def _links_in_order(packed: zipfile.ZipFile) -> list[str]:
    """Return the relationship of each sheet, in the workbook's order."""
    sheets = _SHEET.finditer(_part(packed, "xl/workbook.xml"))
    return [_attribute(sheet[0], b"[A-Za-z0-9]+:id") for sheet in sheets]


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    return packed.read(name) if name in packed.namelist() else b""


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return match[1].decode("utf-8", "replace") if match else ""


def _unsolved(xml: bytes) -> Iterator[str]:
    for cell in _CELL.finditer(xml):
        attributes, rest = cell[1], cell[2]
        place = _PLACE.search(attributes)
        if place and (b't="e"' in attributes or not _RESULT.search(rest)):
            yield place[1].decode()
