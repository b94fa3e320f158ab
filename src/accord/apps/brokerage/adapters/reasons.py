"""Why a meeting could not be placed, or cannot be moved somewhere, as sentences."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.apps.brokerage.adapters.names import Names
from accord.apps.brokerage.enums import LIFTED, OPEN
from accord.apps.brokerage.queries.hours import Why
from accord.apps.core.localised import listed
from accord.engine.scheduling import Breach, Cause, Violation

NAMED_RIVALS = 2

Facts = Mapping[str, Any]


def why_unplaced(cause: str, facts: Facts, names: Names) -> str:
    """Return the reason for which a wished meeting found no place, for a person."""
    tell: dict[str, Callable[[Facts, Names], str]] = {
        Cause.NO_COMMON_SLOT: _no_common_slot,
        Cause.SIDE_IS_FULL: _side_is_full,
        Cause.NO_TABLE: _no_table,
        Cause.NO_INTERPRETER: _no_interpreter,
        Cause.PRECEDENCE: _precedence,
        Cause.OUTRANKED: _outranked,
        LIFTED: _lifted,
        OPEN: _open,
    }
    return tell[cause](facts, names)


def why_not_there(violations: Sequence[Violation], names: Names) -> str:
    """Return what keeps a meeting from a place, for a person; empty when nothing does."""
    # A chosen spot is a lock to the engine; that it cannot be kept is not the reason.
    causes = [one for one in violations if one.code != Breach.LOCK_IS_BROKEN] or violations
    return " ".join(dict.fromkeys(_breach(one, names) for one in causes))


def _no_common_slot(facts: Facts, names: Names) -> str:
    left, right = facts["left"], facts["right"]
    away = _away_all_day(facts, names)
    sentence = _("%(left)s and %(right)s are never at the event at the same time.") % {
        "left": names.participant(left),
        "right": names.participant(right),
    }
    return " ".join((sentence, *away))


def _away_all_day(facts: Facts, names: Names) -> list[str]:
    """Say of a side that is there in no slot at all, so that the reader knows whom to ask."""
    return [
        _("%(side)s is away all the time.") % {"side": names.participant(facts[side])}
        for side in ("left", "right")
        if not facts.get(f"open_to_{side}", True)
    ]


def _side_is_full(facts: Facts, names: Names) -> str:
    sides = facts["sides"]
    count = len(facts["open"])
    if len(sides) > 1:
        return ngettext(
            "Both sides have no room left in the only slot that is open to both.",
            "Both sides have no room left in any of the %(count)s slots that are open to both.",
            count,
        ) % {"count": names.viewer.number(count)}
    return ngettext(
        "%(side)s has no room left in the only slot that is open to both.",
        "%(side)s has no room left in any of the %(count)s slots that are open to both.",
        count,
    ) % {"side": names.participant(sides[0]), "count": names.viewer.number(count)}


def _no_table(facts: Facts, names: Names) -> str:
    count = len(facts["slots"])
    return ngettext(
        "No table is free in the slot in which both could meet.",
        "No table is free in any of the %(count)s slots in which both could meet.",
        count,
    ) % {"count": names.viewer.number(count)}


def _no_interpreter(facts: Facts, names: Names) -> str:
    count = len(facts["slots"])
    return ngettext(
        "No interpreter for %(languages)s is free in the slot in which both could meet.",
        "No interpreter for %(languages)s is free in any of the %(count)s slots in which both "
        "could meet.",
        count,
    ) % {"languages": names.languages(facts["languages"]), "count": names.viewer.number(count)}


def _precedence(_facts: Facts, _names: Names) -> str:
    return _("Meetings that must come before or after it leave no slot.")


def _outranked(facts: Facts, names: Names) -> str:
    rivals = list(facts["in_the_way"])
    named = [
        _("%(left)s with %(right)s") % dict(zip(("left", "right"), names.pair(key), strict=True))
        for key in rivals[:NAMED_RIVALS]
    ]
    more = len(rivals) - len(named)
    if not named:
        return _("Meetings that were wished more took its place.")
    meetings = "; ".join(named)
    if not more:
        return _("Meetings that were wished more took its place: %(meetings)s.") % {
            "meetings": meetings
        }
    return ngettext(
        "Meetings that were wished more took its place: %(meetings)s and %(count)s other.",
        "Meetings that were wished more took its place: %(meetings)s and %(count)s others.",
        more,
    ) % {"meetings": meetings, "count": names.viewer.number(more)}


def _lifted(_facts: Facts, _names: Names) -> str:
    return _("Somebody took the meeting off the schedule by hand.")


def _open(facts: Facts, names: Names) -> str:
    count = len(facts["slots"])
    return ngettext(
        "There is room for it by now, at %(count)s time. Place it by hand, or plan anew.",
        "There is room for it by now, at %(count)s times. Place it by hand, or plan anew.",
        count,
    ) % {"count": names.viewer.number(count)}


def _breach(one: Violation, names: Names) -> str:
    tell = _OF_BREACH.get(one.code)
    return tell(one.facts, names) if tell else _("A rule of the event forbids it.")


def _absent(facts: Facts, names: Names) -> str:
    who, slot = facts["participant"], facts["slot"]
    words = {"participant": names.participant(who), "time": names.time(slot)}
    match names.day_off(who, slot):
        case Why.WEEKEND:
            return _("%(participant)s does not work on this day: %(day)s is its day off.") % {
                **words,
                "day": names.weekday(slot),
            }
        case Why.HOLIDAY:
            return _("%(participant)s does not work on this day: it is a holiday there.") % words
        case Why.HOURS:
            return _("%(time)s lies outside the working time of %(participant)s.") % words
        case None:
            pass
    return _("%(participant)s is away at %(time)s.") % words


def _busy(facts: Facts, names: Names) -> str:
    who = facts["participant"]
    others = [
        name
        for request in facts["requests"]
        if who in request.split("|")
        for key, name in zip(request.split("|"), names.pair(request), strict=True)
        if key != who
    ]
    # The meeting that is to be moved there stands last.
    return _("%(participant)s meets %(others)s at %(time)s.") % {
        "participant": names.participant(who),
        "others": listed(others[:-1]) or others[0],
        "time": names.time(facts["slot"]),
    }


def _too_many(facts: Facts, names: Names) -> str:
    return _("%(participant)s has as many meetings as it may have: %(limit)s.") % {
        "participant": names.participant(facts["participant"]),
        "limit": names.viewer.number(facts["limit"]),
    }


def _too_many_a_day(facts: Facts, names: Names) -> str:
    return _("%(participant)s has as many meetings that day as it may have: %(limit)s.") % {
        "participant": names.participant(facts["participant"]),
        "limit": names.viewer.number(facts["limit"]),
    }


def _table_taken(facts: Facts, names: Names) -> str:
    left, right = names.pair(facts["requests"][0])
    return _("Table %(table)s is taken at %(time)s by %(left)s and %(right)s.") % {
        "table": names.table(facts["table"]),
        "time": names.time(facts["slot"]),
        "left": left,
        "right": right,
    }


def _no_table_then(facts: Facts, names: Names) -> str:
    holders = facts.get("requests", ())
    if len(holders) == 1:
        left, right = names.pair(holders[0])
        return _("The table is taken at %(time)s by %(left)s and %(right)s.") % {
            "time": names.time(facts["slot"]),
            "left": left,
            "right": right,
        }
    return _("No table is free at %(time)s.") % {"time": names.time(facts["slot"])}


def _table_reserved(facts: Facts, names: Names) -> str:
    owners = listed(names.participant(key) for key in facts["participants"])
    return _("Table %(table)s is kept for %(owners)s.") % {
        "table": names.table(facts["table"]),
        "owners": owners,
    }


def _own_table(facts: Facts, names: Names) -> str:
    return _("%(participant)s meets at its own table, %(table)s.") % {
        "participant": names.participant(facts["participant"]),
        "table": names.table(facts["own"]),
    }


def _no_interpreter_then(facts: Facts, names: Names) -> str:
    return _("No interpreter for %(languages)s is free at %(time)s.") % {
        "languages": names.languages(facts["languages"]),
        "time": names.time(facts["slot"]),
    }


def _side_rests(facts: Facts, names: Names) -> str:
    return _("%(participant)s would have more than %(limit)s meetings in a row.") % {
        "participant": names.participant(facts["participant"]),
        "limit": names.viewer.number(facts["limit"]),
    }


def _interpreter_rests(facts: Facts, names: Names) -> str:
    return _("%(interpreter)s would interpret more than %(limit)s meetings without a rest.") % {
        "interpreter": names.interpreter(facts["interpreter"]),
        "limit": names.viewer.number(facts["limit"]),
    }


def _interpreter_unfit(facts: Facts, names: Names) -> str:
    return _("%(interpreter)s cannot interpret there at %(time)s.") % {
        "interpreter": names.interpreter(facts["interpreter"]),
        "time": names.time(facts["slot"]),
    }


def _no_time(facts: Facts, names: Names) -> str:
    who = (
        names.participant(facts["participant"])
        if "participant" in facts
        else names.interpreter(facts["interpreter"])
    )
    return _("%(who)s would need %(minutes)s minutes to change the place.") % {
        "who": who,
        "minutes": names.viewer.number(facts["limit"]),
    }


def _out_of_order(_facts: Facts, _names: Names) -> str:
    return _("Another meeting must come before it.")


def _locked(_facts: Facts, _names: Names) -> str:
    return _("The meeting is locked elsewhere.")


_OF_BREACH: Mapping[Breach, Callable[[Facts, Names], str]] = {
    Breach.SIDE_IS_ABSENT: _absent,
    Breach.SIDE_IS_BUSY: _busy,
    Breach.TOO_MANY_MEETINGS: _too_many,
    Breach.TOO_MANY_MEETINGS_A_DAY: _too_many_a_day,
    Breach.SIDE_NEEDS_REST: _side_rests,
    Breach.NO_TABLE: _no_table_then,
    Breach.TABLE_IS_CLOSED: _no_table_then,
    Breach.TABLE_IS_TAKEN: _table_taken,
    Breach.TABLE_IS_RESERVED: _table_reserved,
    Breach.NOT_AT_OWN_TABLE: _own_table,
    Breach.NO_INTERPRETER: _no_interpreter_then,
    Breach.INTERPRETER_NEEDS_REST: _interpreter_rests,
    Breach.INTERPRETER_LACKS_LANGUAGES: _interpreter_unfit,
    Breach.INTERPRETER_IS_ABSENT: _interpreter_unfit,
    Breach.INTERPRETER_IS_BUSY: _interpreter_unfit,
    Breach.NO_TIME_TO_CHANGE: _no_time,
    Breach.OUT_OF_ORDER: _out_of_order,
    Breach.LOCK_IS_BROKEN: _locked,
}
