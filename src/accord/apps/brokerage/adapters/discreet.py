"""A participant's own wishes without a place, with reasons that tell nobody else's business.

A reason speaks of the two of the wish and of tables, interpreters and times. It never says
whom anybody meets instead: that is known to those two and to the organisers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accord.apps.brokerage.adapters.names import isolated
from accord.apps.brokerage.enums import LIFTED, OPEN
from accord.apps.brokerage.models import Attendance, ScheduleRun, Slot, UnplacedRequest
from accord.apps.brokerage.queries import events, guests
from accord.apps.core.localised import listed
from accord.engine.calendars import Presentation
from accord.engine.scheduling import Breach, Cause

MOST_TIMES = 4  # more of them are counted, not listed
SIDE_IS_FULL = {
    Breach.SIDE_IS_BUSY,
    Breach.TOO_MANY_MEETINGS,
    Breach.TOO_MANY_MEETINGS_A_DAY,
    Breach.SIDE_NEEDS_REST,
}

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnWaiting:
    """Whom the participant wished to meet, and why there is no place for it."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads of one wish, and what the words need."""

    own: str
    other: str
    slots: Mapping[str, Slot]
    viewer: Presentation

    def times(self, keys: Sequence[str]) -> str:
        """Return when the slots begin; with the weekday where there are several days."""
        starts = [self.slots[key].starts_at for key in keys]
        days = {self.viewer.local(one.starts_at).date() for one in self.slots.values()}
        clocks = [self.viewer.clock(one) for one in starts]
        if len(days) == 1:
            return listed(clocks)
        return listed(
            pgettext("a time of one of several days", "%(weekday)s %(time)s")
            % {
                "weekday": self.viewer.weekday(self.viewer.local(start).date()),
                "time": clock,
            }
            for start, clock in zip(starts, clocks, strict=True)
        )


def own_waiting(
    run: ScheduleRun, attendance: Attendance, viewer: Presentation
) -> list[OwnWaiting]:
    """Return the participant's own wishes without a place, in its language.

    Parameters
    ----------
    viewer
        Who reads it, with the clock of the venue.
    """
    waiting = list(guests.own_unplaced(run, attendance))
    if not waiting:
        return []
    slots = {str(one.pk): one for one in events.meeting_slots_of(run.event)}
    return [_told(one, attendance.pk, slots, viewer) for one in waiting]


def _told(
    one: UnplacedRequest, own: UUID, slots: Mapping[str, Slot], viewer: Presentation
) -> OwnWaiting:
    other = one.right if one.left_id == own else one.left
    name = other.organisation.name.in_language(viewer.language)
    reader = _Reader(str(own), isolated(name), slots, viewer)
    return OwnWaiting(name, _OF_CAUSE[one.cause](one.facts, reader))


def _no_common_slot(_facts: Facts, reader: _Reader) -> str:
    return _("You and %(other)s are never at the event at the same time.") % {
        "other": reader.other
    }


def _side_is_full(facts: Facts, reader: _Reader) -> str:
    match reader.own in facts["sides"], len(facts["sides"]):
        case True, 1:
            return _("You have no room left at any time at which both of you are there.")
        case True, _both:
            return _("Neither you nor %(other)s has room left at a time for both of you.") % {
                "other": reader.other
            }
        case _:
            return _("%(other)s has no room left at any time at which both of you are there.") % {
                "other": reader.other
            }


def _no_table(facts: Facts, reader: _Reader) -> str:
    free = _free_together(facts, reader)
    if not free:
        return _("No table was free at any time at which both of you are there.")
    if len(free) <= MOST_TIMES:
        return _(
            "You are both free together only at these times, and no table was free then: "
            "%(times)s."
        ) % {"times": reader.times(free)}
    return ngettext(
        "You are both free together %(count)s time, and no table was free then.",
        "You are both free together %(count)s times, and no table was free then.",
        len(free),
    ) % {"count": reader.viewer.number(len(free))}


def _no_interpreter(facts: Facts, reader: _Reader) -> str:
    names = Locale.parse(reader.viewer.language).languages
    words = {"languages": " – ".join(str(names.get(code, code)) for code in facts["languages"])}
    free = _free_together(facts, reader)
    if not free:
        return (
            _(
                "No interpreter for %(languages)s was free at any time at which both of you are "
                "there."
            )
            % words
        )
    if len(free) <= MOST_TIMES:
        return _(
            "You are both free together only at these times, and no interpreter for "
            "%(languages)s was free then: %(times)s."
        ) % {**words, "times": reader.times(free)}
    return ngettext(
        "You are both free together %(count)s time, and no interpreter for %(languages)s was "
        "free then.",
        "You are both free together %(count)s times, and no interpreter for %(languages)s was "
        "free then.",
        len(free),
    ) % {**words, "count": reader.viewer.number(len(free))}


def _free_together(facts: Facts, reader: _Reader) -> list[str]:
    """Return the slots at which both could meet but for what is wanting.

    Empty also when not all of them are known any more: then only what is sure is said.
    """
    obstacles = facts["obstacles"]
    free = [slot for slot in facts["slots"] if not SIDE_IS_FULL & {*obstacles.get(slot, ())}]
    return free if reader.slots.keys() >= set(free) else []


def _precedence(_facts: Facts, _reader: _Reader) -> str:
    return _("The order in which meetings must be held leaves no time for it.")


def _outranked(_facts: Facts, _reader: _Reader) -> str:
    return _("Other meetings, together wished more, took every time and table for it.")


def _lifted(_facts: Facts, _reader: _Reader) -> str:
    return _("The organisers took the meeting off the schedule.")


def _open(_facts: Facts, _reader: _Reader) -> str:
    return _("There is room for it since other meetings moved; the organisers can still place it.")


_OF_CAUSE: Mapping[str, Callable[[Facts, _Reader], str]] = {
    Cause.NO_COMMON_SLOT: _no_common_slot,
    Cause.SIDE_IS_FULL: _side_is_full,
    Cause.NO_TABLE: _no_table,
    Cause.NO_INTERPRETER: _no_interpreter,
    Cause.PRECEDENCE: _precedence,
    Cause.OUTRANKED: _outranked,
    LIFTED: _lifted,
    OPEN: _open,
}
