"""Sheets with time down the side: as pages that fit on paper, and as a workbook."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from accord.apps.brokerage.papers.data import FIRST_STRONG_ISOLATE, POP_ISOLATE
from accord.apps.documents.typesetting import typeset
from accord.engine.calendars import Presentation

TEMPLATE = Path(__file__).with_name("grids.typ")
COLUMNS_A_PAGE = 8
HEADING_ROW = 5  # of a workbook: above it stand title, day and version
LONGEST_SHEET_NAME = 31
REFUSED_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
WITHOUT_MARKS = str.maketrans(dict.fromkeys(FIRST_STRONG_ISOLATE + POP_ISOLATE))
THIN = Side(style="thin", color="C9D0D9")


@dataclass(frozen=True, slots=True)
class Column:
    """What stands over a column: a table, an interpreter."""

    name: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a slot, and either what everybody does in it or a cell for each column."""

    time: str
    title: str = ""
    cells: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One day, or one hall on one day."""

    heading: str
    other: str
    sheet: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole piece, ready for paper or workbook."""

    title: str
    event: str
    version: str
    draft: str
    time_word: str
    made_at: datetime
    pages: tuple[Page, ...]


def grid_pdf(grid: Grid, reader: Presentation) -> bytes:
    """Return the grid on A4 landscape, a few columns to a page."""
    filled = {
        "language": reader.language,
        "direction": reader.direction,
        "digits": reader.native("0123456789"),
        **{key: value for key, value in asdict(grid).items() if key not in {"made_at", "pages"}},
        "pages": [asdict(part) for page in grid.pages for part in _narrowed(page)],
    }
    return typeset(TEMPLATE, filled, made_at=grid.made_at)


def _narrowed(page: Page) -> Iterator[Page]:
    """Yield the page in parts of as many columns as paper is wide, evenly filled."""
    parts = -(-len(page.columns) // COLUMNS_A_PAGE) or 1
    width = -(-len(page.columns) // parts)
    for start in range(0, len(page.columns), width or 1):
        lines = [replace(one, cells=one.cells[start : start + width]) for one in page.lines]
        yield replace(page, columns=page.columns[start : start + width], lines=tuple(lines))


def grid_workbook(grid: Grid, reader: Presentation) -> bytes:
    """Return the grid as a workbook, one sheet for each of its pages."""
    book = Workbook()
    book.remove(book["Sheet"])
    for page in grid.pages:
        sheet = book.create_sheet(_free_name(page.sheet, book.sheetnames))
        sheet.sheet_view.rightToLeft = reader.direction == "rtl"
        _fill(sheet, grid, page)
    if not grid.pages:
        book.create_sheet(_free_name(grid.title, []))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: Worksheet, grid: Grid, page: Page) -> None:
    _write(sheet, 1, 1, grid.title, Font(bold=True, size=14))
    _write(sheet, 2, 1, f"{page.heading}  {page.other}".strip(), Font(bold=True))
    _write(sheet, 3, 1, f"{grid.event} · {grid.version}", Font(color="5B6676"))
    for number, name in enumerate([grid.time_word, *_column_names(page)], start=1):
        cell = _write(sheet, HEADING_ROW, number, name, Font(bold=True, color="FFFFFF"))
        cell.fill = PatternFill("solid", start_color="0B5C6B")
    for row, line in enumerate(page.lines, start=HEADING_ROW + 1):
        _write(sheet, row, 1, line.time, Font(bold=not line.title))
        texts = [line.title] if line.title else ["\n".join(cell) for cell in line.cells]
        for number, text in enumerate(texts, start=2):
            cell = _write(sheet, row, number, text)
            cell.border = Border(bottom=THIN)
        most = max((len(cell) for cell in line.cells), default=1)
        sheet.row_dimensions[row].height = 16 * max(1, most)
    sheet.column_dimensions["A"].width = 14
    for number in range(2, len(page.columns) + 2):
        sheet.column_dimensions[get_column_letter(number)].width = 34
    sheet.freeze_panes = f"B{HEADING_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"


def _column_names(page: Page) -> Sequence[str]:
    return [f"{one.name} · {one.below}" if one.below else one.name for one in page.columns]


def _write(sheet: Worksheet, row: int, column: int, text: str, font: Font | None = None) -> Any:
    """Write a cell as text, whatever it begins with."""
    cell = sheet.cell(row=row, column=column, value=text.translate(WITHOUT_MARKS))
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=row >= HEADING_ROW)
    if font is not None:
        cell.font = font
    return cell


def _free_name(wanted: str, taken: Sequence[str]) -> str:
    """Return a name that Excel accepts for a sheet and that no other sheet has."""
    plain = wanted.translate(WITHOUT_MARKS).translate(REFUSED_IN_SHEET_NAMES).strip(" '") or "–"
    name, number = plain[:LONGEST_SHEET_NAME], 1
    while name in taken:
        number += 1
        ending = f" {number}"
        name = plain[: LONGEST_SHEET_NAME - len(ending)] + ending
    return name
