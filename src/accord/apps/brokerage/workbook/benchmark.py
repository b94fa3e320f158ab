"""A published brokerage event (.dzn) as the rows of a workbook.

Such a file knows its participants only by numbers. They are named by the file and that
number (“forum-13 · 7”), so that nobody takes them for somebody.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from accord.apps.brokerage.enums import SlotKind, SlotSession, Strength
from accord.apps.brokerage.errors import CannotBePlannedError
from accord.apps.brokerage.workbook import sheets as names
from accord.apps.brokerage.workbook.book import Book
from accord.apps.core.localised import LocalizedText
from accord.apps.documents.spreadsheets.shapes import Problem, Row, Sheet
from accord.engine import scheduling as engine

DAY = date(2013, 11, 20)  # the format has no dates; the first of these events was held in 2013
HALL = {"en": "Hall", "fa": "تالار", "ru": "Зал"}
MIDDAY = {"en": "Lunch", "fa": "ناهار", "ru": "Обед"}
MARK = b"nBusiness ="
HEAD = 4096
MINUTES = 60
WIDTH = 12  # characters of a code


def is_benchmark(content: bytes, name: str) -> bool:
    """Tell whether the file is in the benchmark's format."""
    return name.lower().endswith(".dzn") or (
        MARK in content[:4096] and b"\0" not in content[:4096]
    )


def book_of(content: bytes, *, name: str, declared: tuple[Sheet, ...]) -> Book:
    """Return what the file says, as a workbook would say it.

    Raises
    ------
    CannotBePlannedError
        With the line and what is wrong there.
    """
    try:
        problem = engine.read_dzn(content.decode("utf-8", errors="replace"))
    except engine.InvalidProblemError as error:
        raise CannotBePlannedError(problem=str(error)) from error
    event = PurePath(name).name.removesuffix(".dzn").removesuffix(".original")
    book = Book(name, declared)
    for sheet, rows in _rows(problem, event).items():
        columns = next(one for one in declared if one.key == sheet).columns
        cells = {column.key: "" for column in columns}
        book.rows[sheet] = [
            Row(sheet, sheet, number, values, cells=cells) for number, values in enumerate(rows, 1)
        ]
    _say_what_is_left_out(book, problem)
    return book


def _say_what_is_left_out(book: Book, problem: engine.Problem) -> None:
    if len(_pairs(problem)) < len(problem.requests):
        book.add(
            Problem(
                message=_("Some pairs are listed twice; Accord plans one meeting for a pair."),
                is_error=False,
            )
        )
    if any(request.after or request.locked for request in problem.requests):
        book.add(
            Problem(
                message=_("Fixed meetings and the order of meetings are not taken over."),
                is_error=False,
            )
        )


def _pairs(problem: engine.Problem) -> dict[tuple[str, str], engine.Request]:
    """Return one request for each ordered pair."""
    return {(one.left, one.right): one for one in problem.requests}


def _rows(problem: engine.Problem, event: str) -> Mapping[str, Iterable[dict[str, Any]]]:
    codes = {one.key: f"P-{int(one.key):03d}" for one in problem.participants}
    return {
        names.EVENT: [
            {
                "title": _alike(event),
                "starts_on": DAY,
                "ends_on": DAY,
                "time_zone": "UTC",
                "languages": ("en",),
                "same_side_may_meet": True,
                "all_must_be_held": True,
            }
        ],
        names.SLOTS: _slots(problem),
        names.TABLES: [
            {"label": table.key[:WIDTH], "place": LocalizedText("en", HALL)}
            for table in problem.tables
        ],
        names.ORGANISATIONS: [
            {"code": codes[one.key], "name": _alike(f"{event} · {one.key}"), "kind": "other"}
            for one in problem.participants
        ],
        names.PEOPLE: [
            {
                "organisation": codes[one.key],
                "name": _alike(f"{event} · {one.key}"),
                "leads": True,
            }
            for one in problem.participants
        ],
        names.AVAILABILITY: _absences(problem, codes),
        names.WISHES: [
            {
                "wisher": codes[one.left],
                "wished": codes[one.right],
                "strength": Strength.MUST.value,
                "session": None
                if one.session == engine.Session.EITHER
                else SlotSession(one.session.value).value,
            }
            for one in _pairs(problem).values()
        ],
    }


def _slots(problem: engine.Problem) -> Iterator[dict[str, Any]]:
    before: engine.Slot | None = None
    for slot in problem.slots:
        if before and before.ends < slot.starts:
            yield {
                "day": DAY,
                "starts": _clock(before.ends),
                "ends": _clock(slot.starts),
                "kind": SlotKind.BREAK.value,
                "session": SlotSession(before.session.value).value,
                "title": LocalizedText("en", MIDDAY),
            }
        yield {
            "day": DAY,
            "starts": _clock(slot.starts),
            "ends": _clock(slot.ends),
            "kind": SlotKind.MEETING.value,
            "session": SlotSession(slot.session.value).value,
        }
        before = slot


def _absences(problem: engine.Problem, codes: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    by_key = {slot.key: slot for slot in problem.slots}
    for one in problem.participants:
        for key in sorted(one.absent, key=int):
            slot = by_key[key]
            yield {
                "organisation": codes[one.key],
                "day": DAY,
                "starts": _clock(slot.starts),
                "ends": _clock(slot.ends),
            }


def _alike(text: str) -> LocalizedText:
    return LocalizedText.of(text, "en")


def _clock(minutes: int) -> time:
    return time(minutes // MINUTES % 24, minutes % MINUTES)
