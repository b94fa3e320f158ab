"""What a spreadsheet is made of, declared, and what comes out of reading one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


class Kind(StrEnum):
    """What stands in a column, and the Python value that it is read as.

    Every kind gives None for an empty cell, except those that hold several: they give
    an empty tuple or dictionary.
    """

    TEXT = "text"  # str, cleaned
    LOCALIZED = "localized"  # LocalizedText; one column per language
    INTEGER = "integer"  # int; digits of any script
    DECIMAL = "decimal"  # Decimal
    DATE = "date"  # date; a date cell, or Gregorian or Jalali text
    TIME = "time"  # time
    SPELLS = "spells"  # tuple of (date, time, time): "2025-12-02 10:00–11:20; …"
    CHOICE = "choice"  # str, a key of ``choices``
    CHOICES = "choices"  # tuple[str, ...], keys of ``choices``
    LANGUAGES = "languages"  # tuple[str, ...] of ISO 639-1 codes
    SPOKEN = "spoken"  # dict[str, str]: language code to a key of ``choices`` (the level)
    YES_NO = "yes-no"  # bool
    REFERENCE = "reference"  # str, the key of a row of the sheet ``refers_to``
    REFERENCES = "references"  # tuple[str, ...], the same, several in a cell


SEVERAL = frozenset({Kind.CHOICES, Kind.LANGUAGES, Kind.REFERENCES, Kind.SPELLS})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet (of a localised one: one per language).

    Parameters
    ----------
    key
        Under which the value is found in ``Row.values``; also recognised as a heading.
    title
        The heading, lazily translated; recognised in every language of the interface.
    is_key
        Whether the value names the row: it must not stand in the sheet twice, and other
        sheets may refer to it. Compared without regard to case, spaces and digits' script.
    choices
        Key to label. Labels are recognised in every language, keys as well.
    usual
        The choice that a ``SPOKEN`` language without a level means.
    languages
        The languages of a ``LOCALIZED`` column, the side's own first.
    refers_to
        The key of the sheet whose ``is_key`` column a reference means.
    checks
        Validators that raise Django's ``ValidationError`` with a sentence.
    least, most
        Of a number its bounds; ``most`` of a text its longest length.
    """

    key: str
    title: Words
    kind: Kind = Kind.TEXT
    is_required: bool = False
    is_key: bool = False
    choices: Mapping[str, Words] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    refers_to: str = ""
    checks: tuple[Callable[[Any], None], ...] = ()
    least: int | None = None
    most: int | None = None
    help: Words = ""
    aliases: tuple[str, ...] = ()
    usual: str = ""

    def __post_init__(self) -> None:
        """Refuse a declaration that cannot be read."""
        if self.kind in {Kind.CHOICE, Kind.CHOICES, Kind.SPOKEN} and not self.choices:
            raise ValueError(f"column {self.key} has no choices")
        if self.kind in {Kind.REFERENCE, Kind.REFERENCES} and not self.refers_to:
            raise ValueError(f"column {self.key} refers to nothing")
        if (self.kind == Kind.LOCALIZED) != bool(self.languages):
            raise ValueError(f"column {self.key}: languages belong to localised columns")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a table whose rows are of one kind.

    ``is_required`` makes its absence a problem; ``help`` is the line above the headings.
    """

    key: str
    title: Words
    columns: tuple[Column, ...]
    help: Words = ""
    is_required: bool = False
    aliases: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        """Return the column of that key."""
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that a person has to put right, or should know.

    Parameters
    ----------
    sheet
        Key of the sheet; empty for the file itself or a sheet nobody knows.
    title
        The sheet's name as the file has it.
    cell
        As the spreadsheet counts, ``"C7"``; empty where no single cell is meant.
    row
        As the spreadsheet counts; 0 where no row is meant.
    column
        Key of the column; empty where none is meant.
    value
        What stands there, at most 80 characters of it.
    message, remedy
        What is wrong, and what to do; full sentences.
    is_error
        Whether the row (or file) cannot be imported; a notice otherwise.
    """

    message: str
    remedy: str = ""
    sheet: str = ""
    title: str = ""
    cell: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read; values of faulty cells are left out."""

    sheet: str
    title: str
    number: int
    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)  # column key to "C7"

    @property
    def is_faulty(self) -> bool:
        """Whether something in the row must be put right first."""
        return any(problem.is_error for problem in self.problems)

    def has_column(self, column: str) -> bool:
        """Tell whether the file has that column; a missing one changes nothing."""
        return column in self.cells

    def problem(self, column: str, message: str, remedy: str = "") -> Problem:
        """Return what the caller found wrong in a cell of this row."""
        value = self.values.get(column)
        return Problem(
            message=message,
            remedy=remedy,
            sheet=self.sheet,
            title=self.title,
            cell=self.cells.get(column, ""),
            row=self.number,
            column=column,
            value="" if value is None else str(value)[:80],
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused."""

    file_bytes: int = 20_000_000
    unpacked_bytes: int = 200_000_000
    ratio: int = 200
    sheets: int = 100
    rows: int = 50_000
    columns: int = 200
    cell_characters: int = 10_000
