"""What differs between two schedules of one event."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accord.apps.brokerage.errors import NotBetweenThemError
from accord.apps.brokerage.models import ScheduleRun, Slot, Table
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events, schedule
from accord.apps.brokerage.queries.schedule import Held
from accord.apps.core.localised import LocalizedText

MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Pairing:
    """A meeting with what a page says of it; ``other`` is where the second run has it."""

    left: tuple[str, LocalizedText]
    right: tuple[str, LocalizedText]
    slot: Slot
    table: Table
    other_slot: Slot | None = None
    other_table: Table | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Meetings of the first run alone, of the second alone, moved ones, and the rest."""

    only_first: list[Pairing]
    only_second: list[Pairing]
    moved: list[Pairing]
    only_first_count: int
    only_second_count: int
    moved_count: int
    same_count: int


def compared(first: ScheduleRun, second: ScheduleRun) -> Difference:
    """Return what differs between two runs; of each kind the first few hundred in time order.

    Raises
    ------
    NotBetweenThemError
        When the runs are of two events.
    """
    if first.event_id != second.event_id:
        raise NotBetweenThemError
    # Most meetings stand where they stood, and thousands of them need not be read.
    one = _by_pair(first, second)
    unmoved = first.meetings.count() - len(one)
    two = _by_pair(second, first) if second.meetings.count() > unmoved else {}
    slots = {slot.pk: slot for slot in events.slots_of(first.event)}

    def when(held: Held) -> datetime:
        return slots[held.slot].starts_at

    alone = sorted((held for pair, held in one.items() if pair not in two), key=when)
    added = sorted((held for pair, held in two.items() if pair not in one), key=when)
    both = [(held, two[pair]) for pair, held in one.items() if pair in two]
    moved = [(a, b) for a, b in both if (a.slot, a.table) != (b.slot, b.table)]
    moved.sort(key=lambda pair: when(pair[0]))
    shown = [*alone[:MOST_SHOWN], *added[:MOST_SHOWN], *(a for a, _b in moved[:MOST_SHOWN])]
    there = [*shown, *(b for _a, b in moved[:MOST_SHOWN])]
    names = people.names_of({key for held in shown for key in held.pair})
    tables = first.event.tables.in_bulk({held.table for held in there})

    def told(held: Held, other: Held | None = None) -> Pairing:
        return Pairing(
            names[held.left],
            names[held.right],
            slots[held.slot],
            tables[held.table],
            slots[other.slot] if other else None,
            tables[other.table] if other else None,
        )

    return Difference(
        only_first=[told(held) for held in alone[:MOST_SHOWN]],
        only_second=[told(held) for held in added[:MOST_SHOWN]],
        moved=[told(*pair) for pair in moved[:MOST_SHOWN]],
        only_first_count=len(alone),
        only_second_count=len(added),
        moved_count=len(moved),
        same_count=unmoved + len(both) - len(moved),
    )


def _by_pair(run: ScheduleRun, other: ScheduleRun) -> dict[frozenset[UUID], Held]:
    """Return what the other run has not as it is, under the pairs, whichever way round."""
    return {frozenset(held.pair): held for held in schedule.held_otherwise(run, other)}
