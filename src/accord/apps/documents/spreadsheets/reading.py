"""From the bytes of a workbook or CSV file to checked rows, one after another."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accord.apps.core.localised import listed
from accord.apps.documents.errors import NoKnownSheetError, TooManyRowsError
from accord.apps.documents.spreadsheets import headings, raw, words
from accord.apps.documents.spreadsheets.raw import RawSheet
from accord.apps.documents.spreadsheets.rows import SheetReader
from accord.apps.documents.spreadsheets.shapes import Limits, Problem, Row, Sheet
from accord.engine.calendars import Presentation
from accord.engine.text import fold

_HEAD = 15  # rows among which the headings are looked for

Known = Mapping[str, Collection[str]]


def read_workbook(
    content: bytes,
    *,
    name: str,
    sheets: Sequence[Sheet],
    known: Known | None = None,
    viewer: Presentation | None = None,
) -> "Reading":
    """Open a file and find its sheets; its rows are read from the ``Reading``.

    Parameters
    ----------
    content
        An Excel workbook, a CSV file, or a zip file of CSV files.
    name
        What the file was called; of a CSV file it tells which sheet it is.
    sheets
        What is looked for. A sheet comes after those its references mean.
    known
        Keys that references may mean besides those of the file, by sheet.
    viewer
        Who reads the sentences; examples of days are in their calendar.

    Raises
    ------
    DomainError
        One of documents.errors, when the file cannot be read at all.
    """
    viewer = viewer or Presentation(language=get_language() or "en")
    found = _matched(raw.open_file(content, name=name, limits=Limits()), sheets)
    reading = Reading(name=name, sheets=tuple(sheets), known=known or {}, viewer=viewer)
    reading.begin(found)
    return reading


@dataclass(slots=True)
class Reading:
    """A file while it is read.

    Attributes
    ----------
    problems
        What was found so far; all of it once ``rows`` has been gone through.
    counts
        Rows read so far, by sheet; a sheet that the file lacks is not among them.
    """

    name: str
    sheets: tuple[Sheet, ...]
    known: Known
    viewer: Presentation
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    _found: dict[str, RawSheet] = field(default_factory=dict)
    _keys: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether something must be put right before an import."""
        return any(problem.is_error for problem in self.problems)

    def begin(self, found: "Matched") -> None:
        """Take over which sheet is which, and say what is missing or not known."""
        self._found = found.known
        if not found.known:
            wanted = listed(sheet.title for sheet in self.sheets)
            raise NoKnownSheetError(name=self.name, wanted=wanted)
        for title in found.strangers:
            self.problems.append(
                Problem(
                    message=_("The sheet “%(title)s” is not known and is left out.")
                    % {"title": title},
                    title=title,
                    is_error=False,
                )
            )
        for sheet in self.sheets:
            if sheet.is_required and sheet.key not in found.known:
                self.problems.append(
                    Problem(
                        message=_("The sheet “%(title)s” is missing.") % {"title": sheet.title},
                        remedy=_("Please take it from the template."),
                        sheet=sheet.key,
                        title=str(sheet.title),
                    )
                )

    def rows(self) -> Iterator[Row]:
        """Yield every row of every known sheet, in the declared order of the sheets."""
        for key in (*self.known, *(sheet.key for sheet in self.sheets)):
            known = self.known.get(key, ())
            self._keys[key] = {words.key_of(each): each for each in known}
        for sheet in self.sheets:
            if sheet.key in self._found:
                yield from self._rows_of(sheet, self._found[sheet.key])

    def _rows_of(self, sheet: Sheet, source: RawSheet) -> Iterator[Row]:
        self.counts[sheet.key] = 0
        rows = iter(source.rows)
        head = list(islice(rows, _HEAD))
        reader = SheetReader(sheet, source, head, viewer=self.viewer, keys=self._keys)
        self.problems += reader.problems
        if not reader.is_usable:
            return
        for number, cells in chain(head[reader.first :], rows):
            self.counts[sheet.key] += 1
            if sum(self.counts.values()) > Limits().rows:
                raise TooManyRowsError(name=self.name, limit=Limits().rows)
            row = reader.row(number, cells)
            if row is not None:
                self.problems += row.problems
                yield row


@dataclass(frozen=True, slots=True)
class Matched:
    """Which sheet of the file is which, and the names of those that are none."""

    known: dict[str, RawSheet]
    strangers: tuple[str, ...]


def _matched(sources: Iterable[RawSheet], sheets: Sequence[Sheet]) -> Matched:
    """Match by name, then by headings: a CSV file may be called anything."""
    titles = {title: sheet for sheet in reversed(sheets) for title in words.titles_of(sheet)}
    known: dict[str, RawSheet] = {}
    rest: list[RawSheet] = []
    for source in sources:
        sheet = titles.get(fold(source.name))
        if sheet is None or sheet.key in known:
            rest.append(source)
        else:
            known[sheet.key] = source
    strangers = []
    for source in rest:
        rows = iter(source.rows)
        head = list(islice(rows, _HEAD))
        source.rows = chain(head, rows)
        best = max(
            (sheet for sheet in sheets if sheet.key not in known),
            key=lambda sheet: headings.find(head, sheet).named,
            default=None,
        )
        if best is not None and headings.find(head, best).is_enough:
            known[best.key] = source
        elif head:
            strangers.append(source.name)
    return Matched(known, tuple(strangers))
