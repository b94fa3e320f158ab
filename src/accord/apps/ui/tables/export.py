"""A table as a file: the rows that the filters leave, for Excel or as CSV."""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from accord.apps.ui.tables.cells import Exported, exported, harmless
from accord.apps.ui.tables.columns import Column
from accord.engine.calendars import Presentation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_SHEET_NAME = 31
BYTES_IN_MEMORY = 4_000_000


def as_csv(
    name: str, columns: Iterable[Column], rows: Iterable[Any], viewer: Presentation
) -> StreamingHttpResponse:
    """Send the rows as they are read; the mark at the start tells Excel that it is UTF-8."""
    shown = [column for column in columns if column.is_exported]
    writer = csv.writer(cast("Any", _Echo()))

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow([harmless(str(column.label)) for column in shown])
        for row in rows:
            yield writer.writerow(
                [harmless(exported(column.value(row), viewer)) for column in shown]
            )

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_workbook(
    name: str, title: str, columns: Iterable[Column], rows: Iterable[Any], viewer: Presentation
) -> HttpResponseBase:
    """Send a workbook with one sheet, in the reader's direction, headings fixed."""
    shown = [column for column in columns if column.is_exported]
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_sheet_name(title))
    sheet.sheet_view.rightToLeft = viewer.direction == "rtl"
    sheet.freeze_panes = "A2"
    for number, column in enumerate(shown, start=1):
        width = max(14, min(44, len(str(column.label)) + 6))
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_heading(sheet, str(column.label)) for column in shown])
    for row in rows:
        sheet.append([_safe(sheet, exported(column.value(row), viewer)) for column in shown])
    file = tempfile.SpooledTemporaryFile(max_size=BYTES_IN_MEMORY)  # noqa: SIM115 -- the response closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _heading(sheet: Any, label: str) -> Any:
    heading = _text(sheet, label)
    heading.font = Font(bold=True)
    heading.alignment = Alignment(vertical="center", wrap_text=True)
    return heading


def _safe(sheet: Any, value: Exported) -> Any:
    return _text(sheet, value) if isinstance(value, str) else value


def _text(sheet: Any, words: str) -> Any:
    """Return a cell that holds words and never a formula."""
    cell = WriteOnlyCell(sheet, value=words)
    cell.data_type = "s"
    return cell


def _sheet_name(title: str) -> str:
    return "".join(" " if letter in r"[]:*?/\'" else letter for letter in title)[
        :LONGEST_SHEET_NAME
    ]
