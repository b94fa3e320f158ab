"""Row by row, what taking a file over would do."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any

from accord.apps.brokerage.workbook import absences, sheets
from accord.apps.brokerage.workbook.book import DEFAULTS, Book, Values, merged, plain, value_of
from accord.apps.brokerage.workbook.known import INTERPRETERS, People, folded, key_of, people_of
from accord.apps.brokerage.workbook.state import WITHHELD, State, called
from accord.apps.core.localised import LocalizedText
from accord.apps.documents.spreadsheets.shapes import Problem, Row
from accord.apps.ui.forms.viewing import current_viewer

# An export leaves these cells empty where another side keeps them: empty is not “none”.
CONTACTS = frozenset({"email", "phone"})
UNORDERED = {(sheets.ORGANISATIONS, "fields"), (sheets.PEOPLE, "languages")}
WHOLE = (sheets.SLOTS, sheets.TABLES)


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would be different."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one row; ``number`` is 0 for what only the event has."""

    sheet: str
    number: int
    fate: Fate
    label: str
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()


def compare(book: Book, state: State) -> Iterator[Outcome]:
    """Yield what becomes of every row of the file, and of what the event has beyond it."""
    for sheet in book.sheets:
        if sheet.key not in book.rows:
            continue
        if sheet.key == sheets.AVAILABILITY:
            yield from _absences(book, state)
        else:
            yield from _rows(book, state, sheet.key)


@dataclass(slots=True)
class Finder:
    """Finds the row of the event that a row of the file means."""

    sheet: str
    people: People
    _known: dict[Hashable, Values] = field(default_factory=dict)
    _names: dict[str, list[Values]] = field(default_factory=dict)

    def learn(self, rows: Iterable[Values]) -> None:
        """Take in the rows of the event."""
        for row in rows:
            self._known[self.key(row.get)] = row
            if self.sheet == sheets.ORGANISATIONS:
                for name in _names(row["name"]):
                    self._names.setdefault(name, []).append(row)

    def find(self, row: Row) -> Values | None:
        """Return the event's row; of an organisation under a new code, the one of that name."""
        found = self._known.get(self.key(row.values.get))
        if found is None and self.sheet == sheets.ORGANISATIONS:
            by_name = (self._names.get(name, ()) for name in _names(row.values.get("name")))
            found = next((rows[0] for rows in by_name if len(rows) == 1), None)
        return found

    def key(self, get: Callable[[str], Any]) -> Hashable:
        """Return what names a row among those of its sheet."""
        if self.sheet == sheets.EVENT:
            return True
        if self.sheet == sheets.SLOTS:
            return get("day"), get("starts")
        if self.sheet == sheets.TABLES:
            return str(get("label"))
        if self.sheet == sheets.ORGANISATIONS:
            return key_of(get("code") or "")
        if self.sheet == sheets.WISHES:
            return key_of(get("wisher") or ""), key_of(get("wished") or "")
        organisation = get("organisation") or INTERPRETERS
        return self.people.find(organisation, get("name"), get("email") or "")


def finder_of(sheet: str, state: State) -> Finder:
    """Return a finder that knows the event's rows of a sheet."""
    has_people = sheet in {sheets.PEOPLE, sheets.INTERPRETERS}
    finder = Finder(sheet, people_of(state) if has_people else People())
    finder.learn(state.of(sheet))
    return finder


def _names(name: LocalizedText | None) -> list[str]:
    return [folded(text) for text in (name or LocalizedText()).texts.values()]


def _rows(book: Book, state: State, sheet: str) -> Iterator[Outcome]:
    finder = finder_of(sheet, state)
    met, is_clear = set(), True
    for row in book.of(sheet):
        known = finder.find(row)
        if known is not None:
            met.add(id(known))
        elif book.is_faulty(row):
            is_clear = False  # it may mean any of those that seem to be missing
        yield _outcome(book, row, known)
    if sheet in WHOLE and book.of(sheet) and is_clear:
        for known in state.of(sheet):
            if id(known) not in met:
                yield Outcome(sheet, 0, Fate.REMOVED, label_of(sheet, known))


def _outcome(book: Book, row: Row, known: Values | None) -> Outcome:
    problems = tuple(book.problems_of(row))
    label = label_of(row.sheet, row.values)
    if book.is_faulty(row):
        return Outcome(row.sheet, row.number, Fate.FAULTY, label, (), problems)
    if known is None:
        return Outcome(row.sheet, row.number, Fate.NEW, label, (), problems)
    changes = tuple(changes_of(row, known))
    fate = Fate.CHANGED if changes else Fate.UNCHANGED
    return Outcome(row.sheet, row.number, fate, label, changes, problems)


def changes_of(row: Row, known: Values) -> Iterator[Change]:
    """Yield the values that the row would change; a column that the file lacks changes none."""
    for column in row.cells:
        before, after = known.get(column), wanted(row, column, known)
        if _alike(row.sheet, column, before) != _alike(row.sheet, column, after):
            yield Change(column, before, after)


def wanted(row: Row, column: str, known: Values) -> Any:
    """Return what the value will be: as the file says, else as it is, else the default."""
    if not row.has_column(column):
        return known.get(column, DEFAULTS.get((row.sheet, column)))
    value, before = value_of(row, column), known.get(column)
    if isinstance(value, LocalizedText) or isinstance(before, LocalizedText):
        return merged(before, value)
    if (row.sheet, column) == (sheets.SLOTS, "session") and value is None:
        return before
    if column in CONTACTS and (not value or known.get(WITHHELD)):
        return before
    return value


def _alike(sheet: str, column: str, value: Any) -> Any:
    if (sheet, column) in UNORDERED:
        return tuple(sorted(value or ()))
    return plain(value)


def label_of(sheet: str, values: Mapping[str, Any]) -> str:
    """Return the words by which the viewer knows a row."""
    parts: Mapping[str, tuple[str, ...]] = {
        sheets.EVENT: ("title",),
        sheets.SLOTS: ("day", "starts"),
        sheets.TABLES: ("label",),
        sheets.ORGANISATIONS: ("code", "name"),
        sheets.PEOPLE: ("organisation", "name"),
        sheets.INTERPRETERS: ("name",),
        sheets.AVAILABILITY: ("organisation", "person", "day", "starts"),
        sheets.WISHES: ("wisher", "wished"),
    }
    between = " → " if sheet == sheets.WISHES else " · "
    return between.join(_said(values[part]) for part in parts[sheet] if values.get(part))


def _said(value: Any) -> str:
    viewer = current_viewer()
    if isinstance(value, LocalizedText):
        return value.in_language(viewer.language)
    if isinstance(value, date):
        return viewer.day(value)
    return viewer.native(f"{value:%H:%M}") if isinstance(value, time) else str(value)


def _absences(book: Book, state: State) -> Iterator[Outcome]:
    people, times = absences.people_in(book, state), absences.times_in(book, state)
    before = absences.absences_in(state, people)
    for row in book.of(sheets.AVAILABILITY):
        problems = tuple(book.problems_of(row))
        label = label_of(row.sheet, row.values)
        if book.is_faulty(row):
            yield Outcome(row.sheet, row.number, Fate.FAULTY, label, (), problems)
            continue
        by_row = absences.absences_by(row, people, times)
        is_known = all(moments <= before.get(key, set()) for key, moments in by_row.items())
        fate = Fate.UNCHANGED if is_known else Fate.NEW
        yield Outcome(row.sheet, row.number, fate, label, (), problems)
    if book.of(sheets.AVAILABILITY):
        after = absences.absences_of(book, people, times)
        for organisation, one in state.participants():
            key = people.find(organisation, one.person.name, one.person.email)
            gone = before.get(key, set()) - after.get(key, set()) if key else set()
            for day in sorted({day for day, _starts in gone}):
                who = {"organisation": organisation, "person": called(one.person), "day": day}
                label = label_of(sheets.AVAILABILITY, who)
                yield Outcome(sheets.AVAILABILITY, 0, Fate.REMOVED, label)
