"""How work and waiting are shared out in a schedule: interpreters' hours, participants' breaks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from accord.apps.brokerage.models import Event, ScheduleRun
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events, schedule
from accord.apps.core.localised import LocalizedText

ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Interpreting:
    """The work of one interpreter: hours to one place, and the share of all that is interpreted.

    ``longest_run`` counts meetings in a row within one half of a day; ``limit`` is how many
    there may be, None without a limit.
    """

    name: LocalizedText
    languages: Sequence[str]
    meetings: int
    hours: Decimal
    longest_run: int
    limit: int | None
    share: Decimal


class _Spell(NamedTuple):
    """A slot: its key, how long it is and the half of the day in which it lies."""

    key: UUID
    length: timedelta
    half: tuple[date, str]


def interpreting_in(run: ScheduleRun) -> list[Interpreting]:
    """Return what each interpreter does in a run, whoever does most first."""
    spells = _spells_of(run.event)
    work = schedule.slots_interpreted(run)
    whole = sum(len(own) for own in work.values())
    rows = []
    for one in people.interpreter_rows_of(run.event):
        own = work.get(one.pk, set())
        spent = sum((spell.length for spell in spells if spell.key in own), timedelta())
        rows.append(
            Interpreting(
                name=one.name,
                languages=one.languages,
                meetings=len(own),
                hours=round(Decimal(spent / ONE_HOUR), 1),
                longest_run=_longest_run(spells, own),
                limit=one.longest_run,
                share=Decimal(len(own)) / whole if whole else Decimal(0),
            )
        )
    return sorted(rows, key=lambda row: -row.meetings)


def breaks_in(run: ScheduleRun, keys: Collection[UUID]) -> dict[UUID, int]:
    """Return the idle spells between two meetings of one day, of each participant."""
    event: Event = run.event
    zone = ZoneInfo(event.time_zone)
    order = {
        slot.pk: (number, slot.starts_at.astimezone(zone).date())
        for number, slot in enumerate(events.meeting_slots_of(event))
    }
    return {
        key: sum(
            later[0] - earlier[0] > 1 and earlier[1] == later[1]
            for earlier, later in pairwise(sorted(order[slot] for slot in own if slot in order))
        )
        for key, own in schedule.slots_attended(run, keys).items()
    }


def _spells_of(event: Event) -> list[_Spell]:
    zone = ZoneInfo(event.time_zone)
    return [
        _Spell(
            slot.pk,
            slot.ends_at - slot.starts_at,
            (slot.starts_at.astimezone(zone).date(), slot.session),
        )
        for slot in events.meeting_slots_of(event)
    ]


def _longest_run(spells: Sequence[_Spell], own: Collection[UUID]) -> int:
    longest = current = 0
    half = None
    for spell in spells:
        if spell.half != half:
            half, current = spell.half, 0
        current = current + 1 if spell.key in own else 0
        longest = max(longest, current)
    return longest
