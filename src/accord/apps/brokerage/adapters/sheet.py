"""One page of the schedule board: tables or participants by time, for one day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accord.apps.brokerage.enums import SlotKind
from accord.apps.brokerage.models import Event, ScheduleRun, Slot
from accord.apps.brokerage.queries import board as queries
from accord.apps.brokerage.queries import events, schedule
from accord.apps.brokerage.queries.board import Narrowed, Someone
from accord.apps.brokerage.queries.hours import Closure, closures_of
from accord.apps.brokerage.queries.schedule import Held
from accord.apps.core.localised import LocalizedText
from accord.engine.calendars import Presentation
from accord.engine.text import fold

ROWS_A_PAGE = 32  # with a dozen times, a full page is still drawn in a blink
UNKNOWN = Someone("", LocalizedText.of("–"))


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


@dataclass(frozen=True, slots=True)
class Card:
    """A meeting, in words."""

    key: str
    table: str
    first: str
    second: str
    kind: str
    is_locked: bool
    is_interpreted: bool


@dataclass(frozen=True, slots=True)
class Cell:
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
    page: Page[Any]


_Rows = Sequence[tuple[Any, ...]] | QuerySet[Any, tuple[Any, ...]]  # each begins with its key

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
        self.day = self._day()
        self.narrowed = Narrowed(
            slots=tuple(slot.pk for slot in self.days.get(self.day, ())),
            side=next((key for key, code, _name in self.sides if code == choice.side), None),
            place=next((key for key, no, _name in self.places if str(no) == choice.place), None),
            folded=fold(choice.words),
        )
        self.is_found: Callable[[Held], bool] = lambda _held: True

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

    def _of_tables(self, slots: Sequence[Slot]) -> tuple[Page[Any], list[Row]]:
        tables = queries.tables_shown(self.run, self.narrowed)
        at = self.wanted.table if self.wanted else None
        page = self._page(tables, at)
        shown = list(page)
        mine = Q(table__in=[table.pk for table in shown])
        held = schedule.board_rows(self.run, self.narrowed.slots, mine)
        names = self._names(held)
        cards = {(one.table, one.slot): self._pair_card(one, names) for one in held}
        rows = []
        for table in shown:
            cells = [
                PAUSE
                if slot.kind != SlotKind.MEETING
                else Cell((card,))
                if (card := cards.get((table.pk, slot.pk)))
                else FREE
                for slot in slots
            ]
            label = self.viewer.native(table.label)
            place = table.place_name.in_language(self.viewer.language)
            rows.append(Row(str(table.pk), str(table.place), label, place, cells))
        return page, rows

    def _of_participants(self, slots: Sequence[Slot]) -> tuple[Page[Any], list[Row]]:
        shown = queries.participants_shown(self.run, self.narrowed).values_list("pk", "party")
        at = self.wanted.left if self.wanted else None
        # Who is at a place takes longer to find than to read: they are found once.
        page = self._page(list(shown) if at or self.narrowed.place else shown, at)
        sides = dict(page.object_list)
        keys = list(sides)
        mine = Q(left__in=keys) | Q(right__in=keys)
        held = schedule.board_rows(self.run, self.narrowed.slots, mine)
        names = self._names(held, keys)
        tables = queries.table_labels({one.table for one in held})
        closures = closures_of(self.event, slots)
        at_cell: dict[tuple[UUID, UUID], list[Card]] = defaultdict(list)
        for one in held:
            table = _("Table %(table)s") % {"table": self.viewer.native(tables[one.table])}
            for own, other in (one.pair, one.pair[::-1]):
                who = names.get(other, UNKNOWN).name.in_language(self.viewer.language)
                at_cell[own, one.slot].append(self._card(one, who, table))
        rows = [
            Row(
                key=str(key),
                place="",
                label=names[key].name.in_language(self.viewer.language),
                detail=self.viewer.native(names[key].code),
                cells=_own_cells(slots, at_cell, key, closures.get(sides[key] or key, {})),
            )
            for key in keys
        ]
        return page, rows

    def _page(self, rows: _Rows, wanted: UUID | None) -> Page[Any]:
        pages = Paginator(rows, ROWS_A_PAGE)
        if wanted is None:
            return pages.get_page(self.choice.page)
        before = next((n for n, (key, *_more) in enumerate(rows) if key == wanted), 0)
        return pages.get_page(before // ROWS_A_PAGE + 1)

    def _names(self, held: Iterable[Held], others: Iterable[UUID] = ()) -> Mapping[UUID, Someone]:
        """Return who is on the page; where it is narrowed, note whose meetings stand out."""
        keys = {key for one in held for key in one.pair} | set(others)
        if self.choice.by == By.TABLES and (self.narrowed.side or self.narrowed.folded):
            someone = queries.someone_by_key(keys, self.narrowed)
            found = {key for key, one in someone.items() if one.is_found}
            self.is_found = lambda one: not found.isdisjoint(one.pair)
            return someone
        if self.choice.by == By.PARTICIPANTS and self.narrowed.place:
            there = queries.tables_in(self.narrowed.place)
            self.is_found = lambda one: one.table in there
        return queries.someone_by_key(keys)

    def _pair_card(self, one: Held, names: Mapping[UUID, Someone]) -> Card:
        left, right = (
            names.get(key, UNKNOWN).name.in_language(self.viewer.language) for key in one.pair
        )
        return self._card(one, left, right)

    def _card(self, one: Held, first: str, second: str) -> Card:
        kinds = ["is-locked"] if one.is_locked else []
        if not self.is_found(one):
            kinds.append("is-aside")
        if one.pk == self.choice.meeting:
            kinds.append("is-wanted")
        return Card(
            key=str(one.pk),
            table=str(one.table),
            first=first,
            second=second,
            kind=" ".join(kinds),
            is_locked=one.is_locked,
            is_interpreted=one.interpreter is not None,
        )


def _own_cells(
    slots: Sequence[Slot],
    cards: Mapping[tuple[UUID, UUID], Sequence[Card]],
    key: UUID,
    closed: Mapping[UUID, Closure],
) -> list[Cell]:
    """Return the day of one participant; a meeting in a slot that is closed by now is shown."""
    cells = []
    for slot in slots:
        own = cards.get((key, slot.pk))
        if slot.kind != SlotKind.MEETING:
            cells.append(PAUSE)
        elif own:
            cells.append(Cell(own))
        else:
            cells.append(CLOSED if slot.pk in closed else FREE)
    return cells
