"""The names, clock times and labels that sentences about a schedule need."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID

from babel import Locale
from django.utils.functional import SimpleLazyObject

from accord.apps.brokerage.adapters.problem import pair_of
from accord.apps.brokerage.models import Event, Slot
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.queries.events import TableRow
from accord.apps.brokerage.queries.hours import Closures, Why, closures_of
from accord.apps.core.localised import LocalizedText
from accord.engine.calendars import Calendar, Digits, Presentation

# Isolates keep a name of the other direction from turning the sentence around it.
ISOLATE, END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Names:
    """What keys of the engine are called in the reader's language."""

    viewer: Presentation
    participants: Mapping[str, str]
    slots: Mapping[str, Slot]
    tables: Mapping[str, str]
    interpreters: Mapping[str, str]
    closures: Closures
    sides: Mapping[str, UUID | None]

    def participant(self, key: str) -> str:
        """Return an organisation's name, kept apart from the sentence around it."""
        return isolated(self.participants.get(key, key))

    def pair(self, request: str) -> tuple[str, str]:
        """Return the names of the two who asked to meet."""
        left, right = pair_of(request)
        return self.participant(str(left)), self.participant(str(right))

    def time(self, slot: str) -> str:
        """Return when a slot begins, on the clock of the venue."""
        return self.viewer.clock(self.slots[slot].starts_at)

    def table(self, key: str) -> str:
        """Return the label of a table."""
        return isolated(self.viewer.native(self.tables.get(key, key)))

    def interpreter(self, key: str) -> str:
        """Return the name of an interpreter."""
        return isolated(self.interpreters.get(key, key))

    def languages(self, codes: Collection[str]) -> str:
        """Return languages by their names."""
        names = Locale.parse(self.viewer.language).languages
        return " – ".join(str(names.get(code, code)) for code in codes)

    def day_off(self, participant: str, slot: str) -> Why | None:
        """Return why the participant's side does not work in a slot, if it does not."""
        side = self.sides.get(participant)
        closure = self.closures.get(side, {}).get(UUID(slot)) if side else None
        return closure.why if closure else None

    def weekday(self, slot: str) -> str:
        """Return the day of the week of a slot."""
        return self.viewer.weekday(self.viewer.local(self.slots[slot].starts_at).date())


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of an event already, so that its names need not be asked for again.

    ``interpreters`` is None where nobody read them.
    """

    slots: Sequence[Slot]
    closures: Closures
    tables: Sequence[TableRow]
    interpreters: Mapping[str, LocalizedText] | None


def isolated(name: str) -> str:
    """Return a name that keeps its own direction inside any sentence."""
    return f"{ISOLATE}{name}{END_ISOLATE}"


def names_of(
    event: Event,
    viewer: Presentation,
    *,
    only: Collection[UUID] | None = None,
    known: Known | None = None,
) -> Names:
    """Return what everything of the event is called, times on the clock of the venue.

    Parameters
    ----------
    only
        The participants that will be spoken of; None: all of them.
    known
        What was read already.
    """
    language = viewer.language
    slots = list(events.slots_of(event)) if known is None else known.slots
    attendances = people.everybody_at(event)
    if only is not None:
        attendances = attendances.filter(pk__in=only)
    rows = [
        (str(key), name.in_language(language), side)
        for key, name, side in attendances.values_list("pk", "organisation__name", "party_id")
    ]
    return Names(
        viewer=replace(viewer, time_zone=event.time_zone),
        participants={key: name for key, name, _side in rows},
        slots={str(slot.pk): slot for slot in slots},
        # Few reasons name a table or an interpreter: they are read when one does.
        tables=cast("Mapping[str, str]", SimpleLazyObject(lambda: _tables(event)))
        if known is None
        else {str(one.pk): one.label for one in known.tables},
        interpreters=cast(
            "Mapping[str, str]", SimpleLazyObject(lambda: _interpreters(event, language))
        )
        if known is None or known.interpreters is None
        else {key: name.in_language(language) for key, name in known.interpreters.items()},
        closures=closures_of(event, slots) if known is None else known.closures,
        sides={key: side for key, _name, side in rows},
    )


def _tables(event: Event) -> Mapping[str, str]:
    return {str(key): label for key, label in event.tables.values_list("pk", "label")}


def _interpreters(event: Event, language: str) -> Mapping[str, str]:
    return {
        str(one.pk): one.person.name.in_language(language)
        for one in event.interpreters.select_related("person")
    }


def plain_viewer(event: Event, language: str) -> Presentation:
    """Return how somebody of that language reads of whom nothing more is known."""
    digits = Digits.ARABEXT if language == "fa" else Digits.LATN
    calendar = Calendar.JALALI if language == "fa" else Calendar.GREGORIAN
    return Presentation(language, calendar, digits, event.time_zone)
