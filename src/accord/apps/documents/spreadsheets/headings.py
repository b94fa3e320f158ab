"""Where the headings of a sheet stand, and which column each of them means."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accord.apps.documents.spreadsheets import words
from accord.apps.documents.spreadsheets.raw import RawRow
from accord.apps.documents.spreadsheets.shapes import Sheet
from accord.engine.text import fold

ADVICE = _("What to put right")  # the column that a marked file has besides its own
_ENOUGH = 2  # headings that make a row of headings


@dataclass(frozen=True, slots=True)
class Found:
    """The row of headings: its position among the rows looked at, and what it names."""

    position: int
    named: int
    wanted: int

    @property
    def is_enough(self) -> bool:
        """Whether it can be taken for the row of headings."""
        return self.named >= self.wanted


@dataclass(frozen=True, slots=True)
class Places:
    """Where each column stands: key to (position, language of a localised one)."""

    positions: dict[str, list[tuple[int, str]]]
    unknown: tuple[tuple[int, str], ...]
    repeated: tuple[tuple[int, str], ...]


def find(head: Sequence[RawRow], sheet: Sheet) -> Found:
    """Return the first row that names the most columns of the sheet."""
    targets = words.targets_of(sheet)
    best, most = 0, 0
    for position, (_number, cells) in enumerate(head):
        named = {targets.get(_key(cell)) for cell in cells} - {None}
        if len(named) > most:
            best, most = position, len(named)
    return Found(best, most, min(_ENOUGH, len(sheet.columns)))


def places(row: RawRow, sheet: Sheet) -> Places:
    """Return what each heading of the row means."""
    targets = words.targets_of(sheet)
    advice = {fold(text) for text in words.in_every_language(ADVICE)}
    positions: dict[str, list[tuple[int, str]]] = {}
    unknown: list[tuple[int, str]] = []
    repeated: list[tuple[int, str]] = []
    taken: set[tuple[str, str]] = set()
    for position, cell in enumerate(row[1]):
        if cell is None or _key(cell) in advice:
            continue
        target = targets.get(_key(cell))
        if target is None:
            unknown.append((position, str(cell)))
        elif target in taken:
            repeated.append((position, str(cell)))
        else:
            taken.add(target)
            positions.setdefault(target[0], []).append((position, target[1]))
    return Places(positions, tuple(unknown), tuple(repeated))


def _key(cell: object) -> str:
    return fold(cell.replace("*", " ")) if isinstance(cell, str) else ""
