"""The file that a person gets back to put right: faulty cells red, what to do beside them."""

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import translation
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from accord.apps.documents.spreadsheets import headings, raw
from accord.apps.documents.spreadsheets.raw import RawSheet
from accord.apps.documents.spreadsheets.shapes import Limits, Problem
from accord.apps.documents.spreadsheets.words import in_every_language
from accord.apps.documents.spreadsheets.writing import guarded
from accord.engine.calendars import Presentation

_RED, _DARK = PatternFill("solid", fgColor="F8C9C4"), Font(color="8C1D18", bold=True)
_MOST_COMMENTS = 1_000  # of a sheet; beyond, programs take minutes to open the file


def mark_faults(
    content: bytes, *, name: str, problems: Iterable[Problem], viewer: Presentation
) -> bytes:
    """Return the file as a workbook with its faulty cells marked.

    Every sheet and value stands where it stood. A faulty cell is red and has a comment,
    and a last column says for the whole row what to put right. The reader knows that
    column and passes over it, so that the file can be sent in again as it is.

    Raises
    ------
    DomainError
        One of documents.errors, when the file cannot be read at all.
    """
    faults: dict[str, dict[int, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        if problem.is_error:
            faults[problem.title][problem.row].append(problem)
    workbook = Workbook(write_only=True)
    with translation.override(viewer.language):
        for sheet in raw.open_file(content, name=name, limits=Limits()):
            page = workbook.create_sheet(sheet.name[:31])
            page.sheet_view.rightToLeft = viewer.direction == "rtl"
            _Marker(page, sheet, faults[sheet.name]).write()
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


class _Marker:
    """Writes one sheet again, marked."""

    def __init__(self, page: Any, sheet: RawSheet, faults: dict[int, list[Problem]]) -> None:
        self._page, self._sheet, self._faults = page, sheet, faults
        self._comments = 0
        self._written = 0
        self._width = 0

    def write(self) -> None:
        """Write every row at its own number; the sheet's own faults stand above the first."""
        has_advice = False
        for number, cells in self._sheet.rows:
            while self._written < number - 1:
                self._append([])
            # The first full row is that of the headings; the advice gets its own there.
            is_head = not has_advice and len([cell for cell in cells if cell is not None]) > 1
            if is_head:
                self._width, has_advice = self._width_of(cells), True
                cells = cells[: self._width]  # noqa: PLW2901 -- less the advice of last time
                self._append([*self._plain(cells), *self._advice_heading()])
            else:
                self._append(self._marked(number, cells))

    def _width_of(self, cells: list[object]) -> int:
        """Return how many columns are the person's own."""
        known = {str(text) for text in in_every_language(headings.ADVICE)}
        own = (index for index, cell in enumerate(cells) if cell in known)
        return next(own, len(cells))

    def _advice_heading(self) -> list[Any]:
        own = " ".join(_sentence(problem) for problem in self._faults.get(0, ()))
        cell = WriteOnlyCell(self._page, str(headings.ADVICE))
        cell.font = _DARK
        if own:
            cell.comment = Comment(own, "Accord", width=320, height=160)
        return [cell]

    def _marked(self, number: int, cells: list[object]) -> list[Any]:
        problems = self._faults.get(number, [])
        row = self._plain(cells[: self._width] if self._width else cells)
        if not problems:
            return row
        row += [None] * (self._width - len(row))
        by_cell = {problem.cell: problem for problem in reversed(problems)}
        for index in range(len(row)):
            problem = by_cell.get(self._sheet.place(index, number))
            if problem is not None:
                row[index] = self._red(row[index], problem)
        advice = WriteOnlyCell(self._page, " ".join(_sentence(problem) for problem in problems))
        advice.font, advice.data_type = _DARK, "s"
        return [*row, advice]

    def _red(self, cell: Any, problem: Problem) -> Any:
        marked = cell if cell is not None else WriteOnlyCell(self._page, "")
        marked.fill = _RED
        if self._comments < _MOST_COMMENTS:
            self._comments += 1
            marked.comment = Comment(_sentence(problem), "Accord", width=320, height=120)
        return marked

    def _plain(self, cells: Iterable[object]) -> list[Any]:
        return [guarded(self._page, cell) for cell in cells]

    def _append(self, row: Sequence[Any]) -> None:
        self._page.append(list(row))
        self._written += 1


def _sentence(problem: Problem) -> str:
    return f"{problem.message} {problem.remedy}".strip()
