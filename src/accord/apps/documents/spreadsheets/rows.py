"""The rows of one sheet: cells to values by its headings, keys kept for later sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accord.apps.core.localised import LocalizedText
from accord.apps.documents.spreadsheets import headings, words
from accord.apps.documents.spreadsheets.cells import CellError, CellReader, shown
from accord.apps.documents.spreadsheets.raw import RawRow, RawSheet
from accord.apps.documents.spreadsheets.shapes import Column, Kind, Problem, Row, Sheet
from accord.engine.calendars import Presentation
from accord.engine.text import script_of

_EMPTY: Mapping[Kind, Any] = {
    Kind.CHOICES: (),
    Kind.LANGUAGES: (),
    Kind.REFERENCES: (),
    Kind.SPOKEN: {},
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column stands in the file, and how its cells are read."""

    column: Column
    reader: CellReader
    positions: tuple[tuple[int, str], ...]  # position, language


@dataclass(slots=True)
class _Draft:
    """A row while its cells are read."""

    number: int
    values: dict[str, Any]
    problems: list[Problem]
    is_filled: bool = False


class SheetReader:
    """Reads the rows of one sheet.

    ``keys`` are the keys of every sheet, as folded key to key; the reader adds those of
    its own sheet as it goes. ``first`` is where the rows begin among ``head``.
    """

    def __init__(
        self,
        sheet: Sheet,
        source: RawSheet,
        head: Sequence[RawRow],
        *,
        viewer: Presentation,
        keys: dict[str, dict[str, str]],
    ) -> None:
        self._sheet, self._source, self._viewer = sheet, source, viewer
        self._keys = keys
        self._seen: dict[str, int] = {}
        self._places: list[_Place] = []
        self.problems: list[Problem] = []
        self.first = 0
        found = headings.find(head, sheet)
        if found.is_enough:
            self.first = found.position + 1
            self._place(head[found.position])
        elif head:
            self._complain(
                _("The headings of this sheet were not found."),
                _("Please take the row of headings from the template."),
            )

    @property
    def is_usable(self) -> bool:
        """Whether rows can be read at all."""
        return bool(self._places) and not any(problem.is_error for problem in self.problems)

    def row(self, number: int, cells: list[object]) -> Row | None:
        """Return a row with its values and problems; None when nothing we know stands in it."""
        draft = _Draft(number, {}, [])
        for place in self._places:
            self._read(place, cells, draft)
        if not draft.is_filled:
            return None
        self._keep_key(draft)
        return Row(
            sheet=self._sheet.key,
            title=self._source.name,
            number=number,
            values=draft.values,
            problems=tuple(draft.problems),
            cells={place.column.key: self._first_cell(place, number) for place in self._places},
        )

    def _place(self, row: RawRow) -> None:
        """Take over what the headings mean; say which are missing, unknown or there twice."""
        places = headings.places(row, self._sheet)
        number = row[0]
        for column in self._sheet.columns:
            if column.key in places.positions:
                self._add(column, places.positions[column.key])
            elif column.is_required:
                self._complain(
                    _("The column “%(column)s” is missing.") % {"column": column.title},
                    _("Please add it, or take the row of headings from the template."),
                    column=column.key,
                )
        for position, text in places.unknown:
            self._complain(
                _("The column “%(column)s” is not known and is left out.") % {"column": text},
                cell=self._source.place(position, number),
                is_error=False,
            )
        for position, text in places.repeated:
            self._complain(
                _("The column “%(column)s” stands here twice.") % {"column": text},
                _("Please delete one of the two."),
                cell=self._source.place(position, number),
            )

    def _add(self, column: Column, positions: list[tuple[int, str]]) -> None:
        meant = self._keys.get(column.refers_to, {})
        reader = CellReader(column, viewer=self._viewer, keys=meant)
        if column.languages:
            positions.sort(key=lambda place: (*column.languages, "").index(place[1]))
        self._places.append(_Place(column, reader, tuple(positions)))

    def _first_cell(self, place: _Place, number: int) -> str:
        return self._source.place(place.positions[0][0], number)

    def _read(self, place: _Place, cells: list[object], draft: _Draft) -> None:
        """Read the cell of a column, or its cells: one per language."""
        column, texts, is_faulty = place.column, {}, False
        value = _EMPTY.get(column.kind)
        for position, said in place.positions:
            where = self._source.place(position, draft.number)
            cell = cells[position] if position < len(cells) else None
            is_unsolved = where in self._source.unsolved
            if cell is None and not is_unsolved:
                continue
            draft.is_filled = True
            try:
                if is_unsolved:
                    raise _unsolved()
                language = said or _language_of(str(cell), column)
                value = texts[language] = place.reader.value(cell, language=language)
            except CellError as refusal:
                is_faulty = True
                draft.problems.append(self._problem(refusal, column, where, draft, shown(cell)))
        if is_faulty:
            return
        if column.kind == Kind.LOCALIZED:
            value = _localised(texts) if texts else None
        if column.is_required and value in (None, (), {}):
            where = self._first_cell(place, draft.number)
            draft.problems.append(self._problem(_missing(column), column, where, draft))
            return
        draft.values[column.key] = value

    def _keep_key(self, draft: _Draft) -> None:
        """Note the row's key for references, and refuse one that stands here already."""
        for place in self._places:
            value = draft.values.get(place.column.key)
            if not place.column.is_key or value is None:
                continue
            key = words.key_of(str(value))
            if key in self._seen:
                where = self._first_cell(place, draft.number)
                refusal = CellError(
                    _("“%(value)s” stands in row %(row)s already.")
                    % {"value": value, "row": self._seen[key]},
                    _("Please delete one of the two rows, or give this one another value."),
                )
                draft.problems.append(
                    self._problem(refusal, place.column, where, draft, str(value))
                )
                return
            self._seen[key] = draft.number
            self._keys.setdefault(self._sheet.key, {}).setdefault(key, str(value))

    def _problem(
        self, refusal: CellError, column: Column, where: str, draft: _Draft, value: str = ""
    ) -> Problem:
        return Problem(
            message=refusal.message,
            remedy=refusal.remedy,
            sheet=self._sheet.key,
            title=self._source.name,
            cell=where,
            row=draft.number,
            column=column.key,
            value=value,
        )

    def _complain(
        self,
        message: str,
        remedy: str = "",
        *,
        cell: str = "",
        column: str = "",
        is_error: bool = True,
    ) -> None:
        self.problems.append(
            Problem(
                message=message,
                remedy=remedy,
                sheet=self._sheet.key,
                title=self._source.name,
                cell=cell,
                column=column,
                is_error=is_error,
            )
        )


def _localised(texts: Mapping[str, str]) -> LocalizedText:
    """Return the text; what stands in the first column that is filled is its source."""
    source = next(iter(texts))
    others = {language: text for language, text in texts.items() if language != source}
    return LocalizedText.of(texts[source], source, **others)


def _language_of(text: str, column: Column) -> str:
    """Return the language that a text under a heading without one is likely in."""
    if not column.languages:
        return ""
    return words.language_of_script(script_of(text), column.languages)


def _missing(column: Column) -> CellError:
    return CellError(
        _("“%(column)s” is missing.") % {"column": column.title}, _("Please fill this cell in.")
    )


def _unsolved() -> CellError:
    return CellError(
        _("The formula in this cell has no result in the file."),
        _("Please write the value itself, or save the file in your spreadsheet program."),
    )
