"""Templates and exports: the same sheets that are read, written for one reader."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, cast

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from accord.apps.core.localised import LocalizedText
from accord.apps.documents.spreadsheets import values, words
from accord.apps.documents.spreadsheets.raw import column_letters
from accord.apps.documents.spreadsheets.shapes import SEVERAL, Column, Kind, Sheet
from accord.engine.calendars import Presentation

Values = Mapping[str, Any]
RowsBySheet = Mapping[str, Iterable[Values]]

HEADINGS_ROW = 2  # below the line of help
_LISTS = "lists"
_LAST_ROW = 5_000  # down to which lists of allowed values are offered
_TITLE_LENGTH = 31  # Excel's own limit
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_HEADING = PatternFill("solid", fgColor="1F3A5F")
_BOLD, _QUIET = Font(bold=True, color="FFFFFF"), Font(italic=True, color="5F6B7A")


def write_workbook(
    sheets: Sequence[Sheet], rows: RowsBySheet | None = None, *, viewer: Presentation
) -> bytes:
    """Return an Excel workbook with the sheets and rows, for one reader; no rows: a template.

    Parameters
    ----------
    rows
        By sheet key: mappings of column key to value, as ``Row.values`` has them.
    viewer
        Whose language, direction and calendar it is written in.
    """
    workbook = Workbook(write_only=True)
    with translation.override(viewer.language):
        lists = AllowedValues(sheets)
        for sheet in sheets:
            page = begin_sheet(workbook, sheet, lists, viewer)
            for row in (rows or {}).get(sheet.key, ()):
                page.append([guarded(page, cell) for cell in cells_of(sheet, row, viewer)])
        lists.write(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def write_csv(sheet: Sheet, rows: Iterable[Values] = (), *, viewer: Presentation) -> bytes:
    """Return one sheet as CSV in UTF-8 with the mark by which Excel knows it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    with translation.override(viewer.language):
        writer.writerow([text for text, _column in headings_of(sheet)])
        for row in rows:
            writer.writerow([_plain(cell) for cell in cells_of(sheet, row, viewer)])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def write_csv_files(
    sheets: Sequence[Sheet], rows: RowsBySheet | None = None, *, viewer: Presentation
) -> bytes:
    """Return a zip file with one CSV file for each sheet, named by its key."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for sheet in sheets:
            content = write_csv(sheet, (rows or {}).get(sheet.key, ()), viewer=viewer)
            packed.writestr(f"{sheet.key}.csv", content)
    return stream.getvalue()


def write_objects(sheet: Sheet, rows: Iterable[Values]) -> bytes:
    """Return one sheet as JSON: a list of records, members by column key, empty ones left out.

    A text stands by language, a day as in ISO 8601, a choice as its key.
    """
    records = [
        {
            column.key: _member(row[column.key])
            for column in sheet.columns
            if row.get(column.key) is False or row.get(column.key)
        }
        for row in rows
    ]
    return json.dumps({sheet.key: records}, ensure_ascii=False, indent=1).encode()


def headings_of(sheet: Sheet) -> Iterator[tuple[str, Column]]:
    """Yield every heading with its column, in the active language; required ones starred."""
    for column in sheet.columns:
        star = " *" if column.is_required else ""
        for index, language in enumerate(column.languages or ("",)):
            yield words.heading(column, language) + (star if index == 0 else ""), column


def cells_of(sheet: Sheet, row: Values, viewer: Presentation) -> list[values.Cell]:
    """Return the cells of a row in the order of the headings."""
    cells: list[values.Cell] = []
    for column in sheet.columns:
        cells += values.cells_of(column, row.get(column.key), viewer)
    return cells


class AllowedValues:
    """The lists of allowed values, on a hidden sheet of their own."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._lists: dict[tuple[str, ...], str] = {}
        for sheet in sheets:
            for column in sheet.columns:
                if labels := self._labels(column):
                    self._lists.setdefault(labels, column_letters(len(self._lists)))

    def range_of(self, column: Column) -> str:
        """Return where the allowed values of the column stand; empty when it has none."""
        labels = self._labels(column)
        letter = self._lists.get(labels, "")
        return f"{_LISTS}!${letter}$1:${letter}${len(labels)}" if letter else ""

    def write(self, workbook: Workbook) -> None:
        """Add the hidden sheet."""
        if not self._lists:
            return
        page = workbook.create_sheet(_LISTS)
        page.sheet_state = "hidden"
        longest = max(len(labels) for labels in self._lists)
        for index in range(longest):
            page.append([labels[index] if index < len(labels) else None for labels in self._lists])

    @staticmethod
    def _labels(column: Column) -> tuple[str, ...]:
        if column.kind == Kind.CHOICE:
            return tuple(str(label) for label in column.choices.values())
        return (_("yes"), _("no")) if column.kind == Kind.YES_NO else ()


def begin_sheet(
    workbook: Workbook, sheet: Sheet, lists: AllowedValues, viewer: Presentation
) -> Any:
    """Add a sheet with its line of help and headings; return it for its rows."""
    title = str(sheet.title).translate(_FORBIDDEN).strip()[:_TITLE_LENGTH]
    page: Any = workbook.create_sheet(title)
    page.sheet_view.rightToLeft = viewer.direction == "rtl"
    page.freeze_panes = f"A{HEADINGS_ROW + 1}"
    heads = list(headings_of(sheet))
    for index, (text, column) in enumerate(heads):
        letter = column_letters(index)
        is_wide = column.kind in {Kind.LOCALIZED, *SEVERAL}
        page.column_dimensions[letter].width = max(14 + 12 * is_wide, len(text) + 4)
        _offer(page, column, letter, lists)
    aid = WriteOnlyCell(page, str(sheet.help) or " ")
    aid.font = _QUIET
    page.append([aid])
    page.append([_heading(page, text, column) for text, column in heads])
    return page


def guarded(page: Any, value: object) -> Any:
    """Return a cell for a value; text that looks like a formula stays text."""
    if value is None:
        return None
    cell: Any = WriteOnlyCell(page, cast("Any", value))
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, time):
        cell.number_format = "hh:mm"
    return cell


def _heading(page: Any, text: str, column: Column) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.fill, cell.font = _HEADING, _BOLD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if column.help:
        cell.comment = Comment(str(column.help), "Accord", width=320, height=120)
    return cell


def _offer(page: Any, column: Column, letter: str, lists: AllowedValues) -> None:
    """Offer the allowed values as a list, and say what is wanted when a cell is entered."""
    cells = f"{letter}{HEADINGS_ROW + 1}:{letter}{_LAST_ROW}"
    source = lists.range_of(column)
    if not source and not column.help:
        return
    rule = DataValidation(
        type="list" if source else None, formula1=source or None, allow_blank=True
    )
    rule.showErrorMessage = bool(source)
    if source:
        rule.error = _("Please choose a value of the list.")
    if column.help:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = str(column.title)[:32], str(column.help)[:255]
    rule.add(cells)
    page.data_validations.append(rule)


def _member(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, LocalizedText):
        return dict(value.texts)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value


def _plain(value: values.Cell) -> str:
    """Return a cell of a CSV file; what a program might take for a formula gets a guard."""
    if value is None:
        return ""
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return str(value)
