"""Where on the board a meeting could be put, and elsewhere what stands in the way."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from accord.apps.brokerage.adapters.board import Stand, stand_of
from accord.apps.brokerage.adapters.names import Known, Names, names_of
from accord.apps.brokerage.adapters.problem import Pair
from accord.apps.brokerage.adapters.reasons import why_not_there
from accord.apps.brokerage.models import ScheduleRun
from accord.engine import scheduling as engine
from accord.engine.calendars import Presentation

Reasons = Mapping[str, str]  # by the key of a slot or a table; empty: nothing is in the way


@dataclass(frozen=True, slots=True)
class Targets:
    """Everything that could be in the way of one meeting.

    Parameters
    ----------
    slots
        For every slot why no table there will do; empty when one will.
    places
        The same within each place, where changing places takes time; empty when
        only times were asked for.
    tables
        Tables that are not for this meeting at any time.
    known
        Times, tables and people of the event, as they were read for it.
    """

    slots: Reasons
    places: Mapping[str, Reasons]
    tables: Reasons
    known: Known


def times_for(run: ScheduleRun, pair: Pair, viewer: Presentation) -> Targets:
    """Return when the pair could meet, at whichever table is free."""
    stand = stand_of(run, pair)
    names = names_of(run.event, viewer, only=stand.involved, known=stand.known)
    return Targets(_reasons(stand, names), {}, {}, stand.known)


def tables_for(run: ScheduleRun, pair: Pair, viewer: Presentation) -> Targets:
    """Return when and at which tables the pair could meet."""
    stand = stand_of(run, pair, by_hall=True)
    involved = stand.involved | stand.owners.keys()
    names = names_of(run.event, viewer, only=involved, known=stand.known)
    kept, known = _kept_tables(stand, pair, names), stand.known
    halls = sorted({str(table.place) for table in known.tables})
    if not run.event.change_minutes or len(halls) == 1:
        slots = _reasons(stand, names)
        return Targets(slots, dict.fromkeys(halls, slots), kept, known)
    places = {hall: _reasons(stand.only_in(hall), names) for hall in halls}
    slots = {
        str(slot.pk): min((places[hall][str(slot.pk)] for hall in halls), default="", key=bool)
        for slot in known.slots
    }
    return Targets(slots, places, kept, known)


def _reasons(stand: Stand, names: Names) -> Reasons:
    return {
        slot: why_not_there(broken, names) if broken else ""
        for slot, broken in stand.obstacles().items()
    }


def _kept_tables(stand: Stand, pair: Pair, names: Names) -> Reasons:
    """Return the tables that belong to others, and all but their own if one has its own."""
    owners = defaultdict(list)
    for who, table in stand.owners.items():
        owners[table].append(str(who))
    both = {str(key) for key in pair}
    own = {str(who): stand.owners[who] for who in pair if who in stand.owners}
    told = {}
    for table in (one.pk for one in stand.known.tables):
        elsewhere = next((who for who, theirs in own.items() if theirs != table), None)
        holders = tuple(owners[table])
        if elsewhere:
            broken = engine.Violation(
                engine.Breach.NOT_AT_OWN_TABLE,
                {"participant": elsewhere, "own": str(own[elsewhere]), "table": str(table)},
            )
        elif holders and both.isdisjoint(holders):
            broken = engine.Violation(
                engine.Breach.TABLE_IS_RESERVED, {"participants": holders, "table": str(table)}
            )
        else:
            continue
        told[str(table)] = why_not_there([broken], names)
    return told
