"""One page of the schedule board: tables or participants by time, for one day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from accord.apps.brokerage.enums import SlotKind
from accord.apps.brokerage.models import Event, ScheduleRun, Slot
from accord.apps.brokerage.queries import board as queries
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.queries.board import Narrowed, OnBoard, Participant
from accord.apps.brokerage.queries.hours import Closures, closures_of
from accord.apps.core.localised import LocalizedText
from accord.engine.calendars import Presentation
from accord.engine.text import fold

ROWS_A_PAGE = 32  # with a dozen times, a full page is still drawn in a blink


class By(StrEnum):
    """What the rows of the board are."""

    TABLES = "tables"
    PARTICIPANTS = "participants"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader wants to see; what makes no sense is put right silently."""

    by: By = By.TABLES
    day: str = ""
    side: str = ""
    place: str = ""
    words: str = ""
    page: str = "1"
    meeting: UUID | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A slot of the day."""

    key: str
    starts_at: datetime
    ends_at: datetime
    is_meeting: bool
    title: str


class Card(NamedTuple):
    """A meeting, in words."""

    key: str
    table: str
    first: str
    second: str
    kind: str
    is_locked: bool
    is_interpreted: bool


class Cell(NamedTuple):
    """A slot of a row, and what happens there."""

    cards: Sequence[Card] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A table or a participant through one day."""

    key: str
    place: str
    label: str
    detail: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the board."""

    day: date
    columns: Sequence[Column]
    rows: Sequence[Row]
    page: Page[str]


PAUSE = Cell(kind="is-pause")
FREE = Cell()
CLOSED = Cell(kind="is-closed")


def slots_by_day(event: Event) -> dict[date, list[Slot]]:
    """Return the slots of every day of the event, on the clock of the venue."""
    zone = ZoneInfo(event.time_zone)
    days: dict[date, list[Slot]] = defaultdict(list)
    for slot in events.slots_of(event):
        days[slot.starts_at.astimezone(zone).date()].append(slot)
    return days


class Drawing:
    """Draws one page of the board with the same number of queries for any event."""

    def __init__(self, run: ScheduleRun, choice: Choice, viewer: Presentation) -> None:
        self.run, self.choice, self.viewer = run, choice, viewer
        self.event = run.event
        self.days = slots_by_day(self.event)
        self.sides = queries.sides_at(self.event)
        self.places = queries.places_at(self.event)
        self.wanted = queries.one_held(run, choice.meeting) if choice.meeting else None
        self.wanted_key = str(choice.meeting or "")
        self.day = self._day()
        self.narrowed = Narrowed(
            slots=tuple(slot.pk for slot in self.days.get(self.day, ())),
            side=next((key for key, code, _name in self.sides if code == choice.side), None),
            place=next((key for key, no, _name in self.places if str(no) == choice.place), None),
            folded=fold(choice.words),
        )

    def sheet(self) -> Sheet:
        """Return the page that was chosen, or the one on which the chosen meeting stands."""
        slots = self.days.get(self.day, ())
        columns = [
            Column(
                key=str(slot.pk),
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                is_meeting=slot.kind == SlotKind.MEETING,
                title=slot.title.in_language(self.viewer.language) or slot.get_kind_display(),
            )
            for slot in slots
        ]
        if self.choice.by == By.PARTICIPANTS:
            page, rows = self._of_participants(slots)
        else:
            page, rows = self._of_tables(slots)
        return Sheet(self.day, columns, rows, page)

    def _day(self) -> date:
        known = {day.isoformat(): day for day in self.days}
        if self.wanted is not None:
            for day, slots in self.days.items():
                if any(slot.pk == self.wanted.slot for slot in slots):
                    return day
        return known.get(self.choice.day) or next(iter(self.days), self.event.starts_on)

    def _of_tables(self, slots: Sequence[Slot]) -> tuple[Page[str], list[Row]]:
        keys = queries.tables_shown(self.run, self.narrowed)
        page = self._page(keys, self.wanted.table if self.wanted else None)
        shown = events.tables_of(self.event).filter(pk__in=list(page))
        cards = {
            (one.table, one.slot): self._card(
                one, self._said(one.left_name), self._said(one.right_name)
            )
            for one in queries.drawn_at(self.run, self.narrowed, list(page))
        }
        times = [(str(slot.pk), slot.kind == SlotKind.MEETING) for slot in slots]
        rows = []
        for table in events.table_rows_among(shown):
            key = str(table.pk)
            cells = [
                PAUSE
                if not is_meeting
                else Cell((card,))
                if (card := cards.get((key, slot)))
                else FREE
                for slot, is_meeting in times
            ]
            label = self.viewer.native(table.label)
            rows.append(Row(key, str(table.place), label, self._said(table.place_name), cells))
        return page, rows

    def _of_participants(self, slots: Sequence[Slot]) -> tuple[Page[str], list[Row]]:
        keys = queries.participants_shown(self.run, self.narrowed)
        page = self._page(keys, self.wanted.left if self.wanted else None)
        shown = queries.participants_among(list(page))
        closures = closures_of(self.event, slots)
        at_cell = self._by_participant([one.pk for one in shown])
        rows = [
            Row(
                key=str(one.pk),
                place="",
                label=self._said(one.name),
                detail=self.viewer.native(one.code),
                cells=_own_cells(slots, at_cell, one, closures),
            )
            for one in shown
        ]
        return page, rows

    def _by_participant(self, keys: Sequence[UUID]) -> Mapping[tuple[str, str], Sequence[Card]]:
        """Return the cards of both participants of every meeting, by them and the slot."""
        cards: dict[tuple[str, str], list[Card]] = defaultdict(list)
        at_table, labels = _("Table %(table)s"), dict[str, str]()
        for one in queries.drawn_of(self.run, self.narrowed, keys):
            table = labels.get(one.label)
            if table is None:
                labels[one.label] = table = at_table % {"table": self.viewer.native(one.label)}
            cards[one.left, one.slot].append(self._card(one, self._said(one.right_name), table))
            cards[one.right, one.slot].append(self._card(one, self._said(one.left_name), table))
        return cards

    def _page(self, keys: Sequence[str], wanted: UUID | None) -> Page[str]:
        pages = Paginator(keys, ROWS_A_PAGE)
        if wanted is None:
            return pages.get_page(self.choice.page)
        key = str(wanted)
        before = keys.index(key) if key in keys else 0
        return pages.get_page(before // ROWS_A_PAGE + 1)

    def _said(self, name: LocalizedText) -> str:
        return name.in_language(self.viewer.language)

    def _card(self, one: OnBoard, first: str, second: str) -> Card:
        kinds = ["is-locked"] if one.is_locked else []
        if not one.is_found:
            kinds.append("is-aside")
        if one.key == self.wanted_key:
            kinds.append("is-wanted")
        return Card(
            key=one.key,
            table=one.table,
            first=first,
            second=second,
            kind=" ".join(kinds),
            is_locked=one.is_locked,
            is_interpreted=one.is_interpreted,
        )


def _own_cells(
    slots: Sequence[Slot],
    cards: Mapping[tuple[str, str], Sequence[Card]],
    own: Participant,
    closures: Closures,
) -> list[Cell]:
    """Return the day of one participant; a meeting in a slot that is closed by now is shown."""
    key, closed = str(own.pk), closures.get(own.side, {}) if own.side else {}
    cells = []
    for slot in slots:
        held = cards.get((key, str(slot.pk)))
        if slot.kind != SlotKind.MEETING:
            cells.append(PAUSE)
        elif held:
            cells.append(Cell(held))
        else:
            cells.append(CLOSED if slot.pk in closed else FREE)
    return cells
