"""Questions about when parties work: the slots in which one is not at the event, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from accord.apps.brokerage.models import Event, PartyHours, Slot
from accord.apps.brokerage.queries import events
from accord.apps.core.localised import LocalizedText
from accord.apps.programmes.models import Party


class Why(StrEnum):
    """Why a party does not work in a slot."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Closure:
    """A slot in which a party does not work."""

    why: Why
    day: date
    holiday: LocalizedText | None = None


Closures = Mapping[UUID, Mapping[UUID, Closure]]


def closures_of(event: Event, slots: Iterable[Slot]) -> Closures:
    """Return for every party the slots in which it does not work.

    Working times that the party set for a day of the event decide that day. On any other
    day its working week and its holidays do: a Friday can be a day off for one side and a
    working day for the other.
    """
    zone = ZoneInfo(event.time_zone)
    timed = [(slot, slot.starts_at.astimezone(zone).date()) for slot in slots]
    hours: dict[tuple[UUID, date], list[PartyHours]] = {}
    for one in events.hours_of(event):
        hours.setdefault((one.party_id, one.starts_at.astimezone(zone).date()), []).append(one)
    return {
        party.pk: {
            slot.pk: closure
            for slot, day in timed
            if (closure := _closure(party, slot, day, hours.get((party.pk, day), [])))
        }
        for party in events.parties_of(event)
    }


def day_off(party: Party, day: date) -> Closure | None:
    """Return why a party does not work on a day; its holidays are loaded."""
    exception = next((one for one in party.holidays.all() if one.day == day), None)
    if exception is not None:
        return None if exception.is_working else Closure(Why.HOLIDAY, day, exception.name)
    return Closure(Why.WEEKEND, day) if day.weekday() in party.weekend else None


def _closure(party: Party, slot: Slot, day: date, hours: list[PartyHours]) -> Closure | None:
    if not hours:
        return day_off(party, day)
    if any(one.starts_at <= slot.starts_at and slot.ends_at <= one.ends_at for one in hours):
        return None
    return Closure(Why.HOURS, day)
