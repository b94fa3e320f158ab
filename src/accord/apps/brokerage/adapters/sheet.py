"""One day of a schedule as a grid: tables or participants by time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from accord.apps.brokerage.enums import SlotKind
from accord.apps.brokerage.models import Event, ScheduleRun, Slot
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events, schedule
from accord.apps.brokerage.queries.hours import Closures, closures_of
from accord.apps.brokerage.queries.schedule import Held
from accord.engine.text import fold

ROWS_A_PAGE = 40

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader wants to see of the board."""

    day: date
    is_people: bool = False
    side: str = ""
    place: str = ""
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Card:
    """A meeting as the board shows it."""

    held: Held
    left: str
    right: str
    left_code: str
    right_code: str
    table: str
    interpreter: str
    is_dimmed: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One slot of a row: its meetings, or why there can be none."""

    slot: Slot
    cards: tuple[Card, ...]
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table, or a participant, over one day."""

    key: UUID
    label: str
    detail: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the board for one day."""

    slots: tuple[Slot, ...]
    rows: tuple[Row, ...]
    page: int
    last_page: int
    total: int


def days_with_slots(event: Event) -> list[date]:
    """Return the days on which something happens, on the clock of the venue."""
    zone = ZoneInfo(event.time_zone)
    starts = events.slots_of(event).values_list("starts_at", flat=True)
    return sorted({moment.astimezone(zone).date() for moment in starts})


def sheet_of(run: ScheduleRun, choice: Choice, language: str) -> Sheet:
    """Return one page of the day, by tables or by participants."""
    zone = ZoneInfo(run.event.time_zone)
    slots = [
        slot
        for slot in events.slots_of(run.event)
        if slot.starts_at.astimezone(zone).date() == choice.day
    ]
    return _Drawing(run, choice, language, tuple(slots)).sheet()


class _Drawing:
    """Draws one sheet with a constant number of queries."""

    def __init__(
        self, run: ScheduleRun, choice: Choice, language: str, slots: tuple[Slot, ...]
    ) -> None:
        self.run, self.choice, self.language, self.slots = run, choice, language, slots
        self.event = run.event
        self.folded = fold(choice.words)

    def sheet(self) -> Sheet:
        return self._of_people() if self.choice.is_people else self._of_tables()

    def _of_tables(self) -> Sheet:
        tables = list(events.tables_of(self.event))
        if self.choice.place:
            tables = [one for one in tables if str(one.place.ordinal) == self.choice.place]
        shown, page, last = _paged(tables, self.choice.page)
        held = self._held(Q(table__in=[one.pk for one in shown]))
        self._name(held, {one.pk: one.label for one in tables})
        at: dict[tuple[UUID, UUID], list[Held]] = defaultdict(list)
        for one in held:
            at[one.table, one.slot].append(one)
        rows = tuple(
            Row(
                table.pk,
                table.label,
                table.place.name.in_language(self.language),
                tuple(Cell(slot, self._cards(at[table.pk, slot.pk])) for slot in self.slots),
            )
            for table in shown
        )
        return Sheet(self.slots, rows, page, last, len(tables))

    def _of_people(self) -> Sheet:
        attendances = people.attendances_of(self.event)
        if self.choice.side:
            attendances = attendances.filter(party__code=self.choice.side)
        if self.folded:
            attendances = people.found_by_words(attendances, self.folded)
        everybody = list(attendances.values_list("pk", "code", "organisation__name", "party"))
        shown, page, last = _paged(everybody, self.choice.page)
        keys = [key for key, *_rest in shown]
        held = self._held(Q(left__in=keys) | Q(right__in=keys))
        self._name(held, dict(self.event.tables.values_list("pk", "label")))
        closures = closures_of(self.event, self.slots)
        at: dict[tuple[UUID, UUID], list[Held]] = defaultdict(list)
        for one in held:
            for key in one.pair:
                at[key, one.slot].append(one)
        rows = tuple(
            Row(
                key,
                name.in_language(self.language),
                code,
                self._own_cells(key, party, at, closures),
            )
            for key, code, name, party in shown
        )
        return Sheet(self.slots, rows, page, last, len(everybody))

    def _own_cells(
        self,
        key: UUID,
        party: UUID | None,
        at: Mapping[tuple[UUID, UUID], Sequence[Held]],
        closures: Closures,
    ) -> tuple[Cell, ...]:
        closed = closures.get(party, {}) if party else {}
        return tuple(
            Cell(slot, self._cards(at.get((key, slot.pk), ())), slot.pk in closed)
            for slot in self.slots
        )

    def _held(self, narrowed: Q) -> list[Held]:
        slots = [slot.pk for slot in self.slots if slot.kind == SlotKind.MEETING]
        return schedule.board_rows(self.run, slots, narrowed)

    def _name(self, held: Iterable[Held], tables: Mapping[UUID, str]) -> None:
        involved = {key for one in held for key in one.pair}
        self.names = people.names_and_sides_of(involved)
        self.tables = tables
        self.interpreters = {
            one.pk: one.person.name.in_language(self.language)
            for one in self.event.interpreters.select_related("person")
        }

    def _cards(self, held: Sequence[Held]) -> tuple[Card, ...]:
        return tuple(self._card(one) for one in held)

    def _card(self, one: Held) -> Card:
        left, right = self.names[one.left], self.names[one.right]
        return Card(
            held=one,
            left=left.name.in_language(self.language),
            right=right.name.in_language(self.language),
            left_code=left.code,
            right_code=right.code,
            table=self.tables.get(one.table, ""),
            interpreter=self.interpreters.get(one.interpreter, "") if one.interpreter else "",
            is_dimmed=not (self._is_wanted(left) or self._is_wanted(right)),
        )

    def _is_wanted(self, one: people.Named) -> bool:
        """Tell whether a participant is among those the reader asks for."""
        is_of_side = not self.choice.side or one.side == self.choice.side
        return is_of_side and (not self.folded or self.folded in f"{one.search} {fold(one.code)}")


def _paged(rows: Sequence[Thing], page: int) -> tuple[Sequence[Thing], int, int]:
    last = max(1, -(-len(rows) // ROWS_A_PAGE))
    page = min(max(1, page), last)
    return rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE], page, last
