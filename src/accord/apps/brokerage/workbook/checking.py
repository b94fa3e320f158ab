"""What only shows when rows are held against one another, and against the event."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import pairwise
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from accord.apps.brokerage.actions.events import MOST_DAYS
from accord.apps.brokerage.enums import SlotKind, Strength
from accord.apps.brokerage.workbook import sheets
from accord.apps.brokerage.workbook.absences import stretches, times_in
from accord.apps.brokerage.workbook.book import Book, value_of
from accord.apps.brokerage.workbook.known import INTERPRETERS, People, PersonKey, key_of
from accord.apps.brokerage.workbook.state import State
from accord.apps.documents.spreadsheets.shapes import Problem, Row
from accord.engine.text import fold

FEWEST_LANGUAGES = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """What the event will be once the file is taken over, as far as rows are held against it."""

    starts_on: date | None
    ends_on: date | None
    same_side_may_meet: bool
    meeting_times: dict[date, list[tuple[time, time]]]


def check(book: Book, state: State, people: People) -> None:
    """Note what is wrong between rows; the people of the file are added to those known."""
    for problem in (*_event(book, state), *_slots(book, frame_of(book, state))):
        book.add(problem)
    frame = frame_of(book, state)
    for problem in _tables(book, state, frame):
        book.add(problem)
    for problem in (*_organisations(book), *_sides(book, frame)):
        book.add(problem)
    for problem in (*_people(book, people), *_interpreters(book, people)):
        book.add(problem)
    for problem in (*_availability(book, people, frame), *_wishes(book, state, frame)):
        book.add(problem)


def frame_of(book: Book, state: State) -> Frame:
    """Return days, rules and meeting times, as the file gives them or as they are."""
    row = next(iter(book.of(sheets.EVENT)), None)
    values = next(iter(state.of(sheets.EVENT)), {})
    if row is not None:
        given = {column: value_of(row, column) for column in row.cells}
        values = {**values, **given}
    slots = [_times(row) for row in book.of(sheets.SLOTS)] or [
        (one["day"], one["starts"], one["ends"], one["kind"]) for one in state.of(sheets.SLOTS)
    ]
    times: dict[date, list[tuple[time, time]]] = {}
    for day, starts, ends, kind in slots:
        if kind == SlotKind.MEETING and day and starts and ends:
            times.setdefault(day, []).append((starts, ends))
    return Frame(
        starts_on=values.get("starts_on"),
        ends_on=values.get("ends_on"),
        same_side_may_meet=bool(values.get("same_side_may_meet")),
        meeting_times=times,
    )


def _times(row: Row) -> tuple[date | None, time | None, time | None, str]:
    values = row.values
    return values.get("day"), values.get("starts"), values.get("ends"), value_of(row, "kind")


def _event(book: Book, state: State) -> Iterator[Problem]:
    rows = book.of(sheets.EVENT)
    for row in rows[1:]:
        message = _("An event is one row, and this is a second one.")
        yield row.problem("title", message, _("Please keep one row."))
    if not rows:
        if state.event is None:
            yield Problem(
                message=_("The file has no row for the event itself."),
                remedy=_("Please fill in the sheet “Event”, or open an event and import there."),
                sheet=sheets.EVENT,
            )
        return
    row = rows[0]
    first, last = row.values.get("starts_on"), row.values.get("ends_on")
    if first and last and first > last:
        message = _("The last day lies before the first.")
        yield row.problem("ends_on", message, _("Please turn them around."))
    elif first and last and (last - first).days >= MOST_DAYS:
        message = _("An event has at most %(most)s days.") % {"most": MOST_DAYS}
        yield row.problem("ends_on", message, _("Please check the year of both days."))
    zone = row.values.get("time_zone")
    if zone and zone not in available_timezones():
        message = _("There is no time zone of that name.")
        yield row.problem("time_zone", message, _("Please write one like “Asia/Tehran”."))


def _slots(book: Book, frame: Frame) -> Iterator[Problem]:
    timed = []
    for row in book.of(sheets.SLOTS):
        day, starts, ends, _kind = _times(row)
        if not (day and starts and ends):
            continue
        if starts >= ends:
            message = _("The slot ends before it begins.")
            yield row.problem("ends", message, _("Please correct its times."))
            continue
        if _is_outside(day, frame):
            message = _("The day is not one of the event's days.")
            yield row.problem("day", message, _("Please change it, or the days of the event."))
            continue
        timed.append((day, starts, ends, row))
    timed.sort(key=lambda one: one[:2])
    for (day, _starts, ends, earlier), (next_day, starts, _ends, later) in pairwise(timed):
        if day == next_day and starts < ends:
            message = _("The slot begins before the one in row %(row)s has ended.")
            yield later.problem(
                "starts", message % {"row": earlier.number}, _("Please move one of them.")
            )


def _is_outside(day: date, frame: Frame) -> bool:
    if frame.starts_on is None or frame.ends_on is None:
        return False
    return not frame.starts_on <= day <= frame.ends_on


def _tables(book: Book, state: State, frame: Frame) -> Iterator[Problem]:
    """Yield closed times that cannot be; the others become the slots that they touch."""
    times = times_in(book, state)
    for number, row in enumerate(book.of(sheets.TABLES)):
        spells = row.values.get("closed") or ()
        if any(starts >= ends for _day, starts, ends in spells):
            message = _("A closed time ends before it begins.")
            yield row.problem("closed", message, _("Please correct its times."))
        elif any(_is_outside(day, frame) for day, _starts, _ends in spells):
            message = _("The day is not one of the event's days.")
            yield row.problem("closed", message, _("Please correct the day."))
        elif any(not stretches([spell], times) for spell in spells):
            message = _("At a closed time there is no slot of meetings.")
            remedy = _("Please correct its times, or take it out.")
            yield row.problem("closed", message, remedy)
        elif spells:
            values = {**row.values, "closed": stretches(list(spells), times)}
            book.rows[sheets.TABLES][number] = replace(row, values=values)


def _organisations(book: Book) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Row] = {}
    for row in book.of(sheets.ORGANISATIONS):
        country = row.values.get("country")
        if country and not (country.isascii() and country.isalpha() and len(country) == 2):  # noqa: PLR2004 -- ISO 3166-1 alpha-2
            message = _("A country is written with its two letters.")
            yield row.problem("country", message, _("Please write for example KZ."))
        website = row.values.get("website")
        code = row.values.get("code") or ""
        if "/" in code or (code and not code.strip(".")):
            message = _("This cannot be a code: it has a slash in it, or nothing but full stops.")
            yield row.problem("code", message, _("Please write letters and digits."))
        if website and not _is_valid(URLValidator(["http", "https"]), website):
            message = _("This is not the address of a website.")
            yield row.problem("website", message, _("Please write it like https://example.org."))
        if not (name := row.values.get("name")):
            continue
        key = (fold(str(name)), fold(country or ""))
        if key in seen:
            message = _("The same organisation stands in row %(row)s.")
            remedy = _("Please keep one of the rows, or tell the names apart.")
            yield row.problem("name", message % {"row": seen[key].number}, remedy)
        seen.setdefault(key, row)


def _sides(book: Book, frame: Frame) -> Iterator[Problem]:
    """Yield organisations of no side, where only sides meet each other."""
    sheet = next(one for one in book.sheets if one.key == sheets.ORGANISATIONS)
    if frame.same_side_may_meet or not sheet.column("party").choices:
        return
    for row in book.of(sheets.ORGANISATIONS):
        is_given = "party" in row.values and row.values["party"]
        if row.has_column("party") and not is_given and not row.is_faulty:
            message = _("At this event sides meet each other, and this row names none.")
            yield row.problem("party", message, _("Please choose a party."))


def _people(book: Book, people: People) -> Iterator[Problem]:
    seen: dict[PersonKey, Row] = {}
    for row in book.of(sheets.PEOPLE):
        yield from _email(row)
        organisation, name = row.values.get("organisation"), row.values.get("name")
        if organisation and name:
            key = people.add(organisation, name, row.values.get("email") or "")
            yield from _twice(row, key, seen)


def _interpreters(book: Book, people: People) -> Iterator[Problem]:
    seen: dict[PersonKey, Row] = {}
    for row in book.of(sheets.INTERPRETERS):
        yield from _email(row)
        languages = row.values.get("languages") or ()
        if languages and len(set(languages)) < FEWEST_LANGUAGES:
            message = _("Somebody who interprets speaks two languages at least.")
            yield row.problem("languages", message, _("Please add a language."))
        if name := row.values.get("name"):
            key = people.add(INTERPRETERS, name, row.values.get("email") or "")
            yield from _twice(row, key, seen)


def _email(row: Row) -> Iterator[Problem]:
    email = row.values.get("email")
    if email and not _is_valid(validate_email, email):
        message = _("This is not an e-mail address.")
        yield row.problem("email", message, _("Please write it like name@example.org."))


def _is_valid(check_it: Callable[[str], None], value: str) -> bool:
    try:
        check_it(value)
    except ValidationError:
        return False
    return True


def _twice(row: Row, key: PersonKey, seen: dict[PersonKey, Row]) -> Iterator[Problem]:
    if key in seen:
        message = _("The same person stands in row %(row)s.")
        remedy = _("Please keep one of the rows, or give both an e-mail address.")
        yield row.problem("name", message % {"row": seen[key].number}, remedy)
    seen.setdefault(key, row)


def _availability(book: Book, people: People, frame: Frame) -> Iterator[Problem]:
    for row in book.of(sheets.AVAILABILITY):
        yield from _who(row, people)
        values = row.values
        day, starts, ends = values.get("day"), values.get("starts"), values.get("ends")
        if not (day and starts and ends):
            continue
        if starts >= ends:
            message = _("The time away ends before it begins.")
            yield row.problem("ends", message, _("Please correct the times."))
        elif _is_outside(day, frame):
            message = _("The day is not one of the event's days.")
            yield row.problem("day", message, _("Please correct the day."))


def _who(row: Row, people: People) -> Iterator[Problem]:
    organisation = row.values.get("organisation") or INTERPRETERS
    person = row.values.get("person")
    if "organisation" not in row.values and row.is_faulty:
        return
    if not person:
        if not organisation:
            message = _("The row says neither which organisation nor which person.")
            yield row.problem("organisation", message, _("Please write one of them."))
        elif not people.team(organisation):
            message = _("Nobody comes for this organisation.")
            yield row.problem("organisation", message, _("Please add its people first."))
        return
    found = people.called(organisation, person)
    if not found:
        message = (
            _("Nobody of this organisation has that name or e-mail address.")
            if organisation
            else _("No interpreter has that name or e-mail address.")
        )
        yield row.problem("person", message, _("Please write it as in the other sheet."))
    elif len(found) > 1:
        message = _("Several people have that name.")
        yield row.problem("person", message, _("Please write the e-mail address instead."))


def _wishes(book: Book, state: State, frame: Frame) -> Iterator[Problem]:
    parties = {key_of(row["code"]): row["party"] for row in state.of(sheets.ORGANISATIONS)}
    for row in book.of(sheets.ORGANISATIONS):
        if (code := row.values.get("code")) and row.has_column("party"):
            parties[key_of(code)] = row.values.get("party")
    seen: dict[tuple[str, str], Row] = {}
    for row in book.of(sheets.WISHES):
        wisher, wished = row.values.get("wisher"), row.values.get("wished")
        if not (wisher and wished):
            continue
        key = (key_of(wisher), key_of(wished))
        if key[0] == key[1]:
            message = _("An organisation cannot meet itself.")
            yield row.problem("wished", message, _("Please write another code."))
        elif key in seen:
            message = _("The same wish stands in row %(row)s.")
            remedy = _("Please keep one of the rows.")
            yield row.problem("wished", message % {"row": seen[key].number}, remedy)
        elif value_of(row, "strength") != Strength.NO and not frame.same_side_may_meet:
            left, right = parties.get(key[0]), parties.get(key[1])
            if left and left == right:
                message = _("Both come from the same side, and this event is between sides.")
                yield row.problem("wished", message, _("Please take the row out."))
        seen.setdefault(key, row)
