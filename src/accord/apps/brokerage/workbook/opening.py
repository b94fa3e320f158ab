"""Open a file for an event: read, held against the event, ready to be shown or taken over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accord.apps.brokerage.models import Event
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.workbook import sheets
from accord.apps.brokerage.workbook.book import Book, Values, lists_for
from accord.apps.brokerage.workbook.checking import check
from accord.apps.brokerage.workbook.comparing import CONTACTS, changes_of, finder_of
from accord.apps.brokerage.workbook.importing import Target
from accord.apps.brokerage.workbook.known import people_of
from accord.apps.brokerage.workbook.reading import read_book
from accord.apps.brokerage.workbook.sheets import Lists
from accord.apps.brokerage.workbook.sources import name_sources
from accord.apps.brokerage.workbook.state import RECORD, WITHHELD, State, state_told_to
from accord.apps.core.acting import Acting
from accord.apps.directory import policies
from accord.apps.documents.spreadsheets.shapes import Problem, Row
from accord.apps.programmes import queries as programmes
from accord.apps.programmes.models import Party, Programme
from accord.engine.calendars import Presentation

# What belongs to the directory rather than to the event.
OF_THE_DIRECTORY = {
    sheets.ORGANISATIONS: frozenset(
        {"name", "kind", "legal_form", "size", "country", "city", "fields", "website"}
    ),
    sheets.PEOPLE: frozenset({"name", "title", "email", "phone", "languages"}),
    sheets.INTERPRETERS: frozenset({"name", "email", "phone"}),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read, and the event as it was then."""

    book: Book
    state: State


def target_of(acting: Acting, event: Event | None, programme: Programme | None = None) -> Target:
    """Return where a file goes, with the parties that its rows may name."""
    if event is not None:
        parties: Iterable[Party] = events.parties_of(event)
    elif programme is not None:
        parties = programme.parties.order_by("code")
    else:
        parties = programmes.parties_visible_to(acting).order_by("code")
    found = {party.code: party for party in parties}
    if event is not None and not found:
        visible = programmes.parties_visible_to(acting).order_by("code")
        found = {party.code: party for party in visible}
    return Target(event, programme, found)


def lists_of(target: Target) -> Lists:
    """Return the values that the sheets of the target allow."""
    return lists_for(list(target.parties.values()))


def open_book(
    acting: Acting,
    content: bytes,
    *,
    name: str,
    target: Target,
    viewer: Presentation | None = None,
) -> Opened:
    """Read a file and note everything that is wrong with it.

    Raises
    ------
    DomainError
        When it cannot be read at all.
    """
    state = state_told_to(acting, target.event)
    known = {
        sheets.ORGANISATIONS: list(state.attendances),
        sheets.TABLES: [row["label"] for row in state.of(sheets.TABLES)],
    }
    book = read_book(content, name=name, lists=lists_of(target), known=known, viewer=viewer)
    name_sources(book, target.parties)
    check(book, state, people_of(state))
    for problem in _of_others(acting, book, state):
        book.add(problem)
    return Opened(book, state)


def _of_others(acting: Acting, book: Book, state: State) -> Iterator[Problem]:
    """Yield changes of records that are another side's to change."""
    if acting.is_administrator:
        return
    for sheet, columns in OF_THE_DIRECTORY.items():
        finder = finder_of(sheet, state)
        for row in book.of(sheet):
            known = finder.find(row)
            if known is None or book.is_faulty(row) or policies.may_change(acting, known[RECORD]):
                continue
            yield from _unread(row, known)
            for change in changes_of(row, known):
                if change.column in columns:
                    message = _("This is kept by another side, and you may not change it.")
                    remedy = _("Please put the old value back, or ask that side.")
                    yield row.problem(change.column, message, remedy)


def _unread(row: Row, known: Values) -> Iterator[Problem]:
    """Yield a notice where the row has contacts that the person may not read."""
    said = next((column for column in sorted(CONTACTS) if row.values.get(column)), None)
    if said is not None and known.get(WITHHELD):
        sentence = _("Contacts of people of other sides are left as they are.")
        yield replace(row.problem(said, sentence), is_error=False)
