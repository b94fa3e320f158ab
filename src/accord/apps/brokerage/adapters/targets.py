"""Where on the board a meeting could be put, and elsewhere what stands in the way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

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
    stand, names = _stand(run, pair, viewer)
    return Targets(_reasons(stand, names), {}, {}, stand.known)


def tables_for(run: ScheduleRun, pair: Pair, viewer: Presentation) -> Targets:
    """Return when and at which tables the pair could meet."""
    stand, names = _stand(run, pair, viewer)
    kept, known = _kept_tables(stand, pair, names), stand.known
    halls = sorted({table.place for table in stand.problem.tables})
    if not run.event.change_minutes or len(halls) == 1:
        slots = _reasons(stand, names)
        return Targets(slots, dict.fromkeys(halls, slots), kept, known)
    places = {hall: _reasons(_only_in(stand, hall), names) for hall in halls}
    slots = {
        slot.key: min((places[hall][slot.key] for hall in halls), default="", key=bool)
        for slot in stand.problem.slots
    }
    return Targets(slots, places, kept, known)


def _stand(run: ScheduleRun, pair: Pair, viewer: Presentation) -> tuple[Stand, Names]:
    stand = stand_of(run, pair)
    return stand, names_of(run.event, viewer, only=stand.involved, known=stand.known)


def _reasons(stand: Stand, names: Names) -> Reasons:
    return {
        slot: why_not_there(broken, names) if broken else ""
        for slot, broken in stand.obstacles().items()
    }


def _only_in(stand: Stand, place: str) -> Stand:
    """Return the same with the tables of other places closed."""
    always = frozenset(slot.key for slot in stand.problem.slots)
    tables = tuple(
        table if table.place == place else replace(table, closed=always)
        for table in stand.problem.tables
    )
    return replace(stand, problem=replace(stand.problem, tables=tables))


def _kept_tables(stand: Stand, pair: Pair, names: Names) -> Reasons:
    """Return the tables that belong to others, and all but their own if one has its own."""
    both = {str(key) for key in pair}
    owners: dict[str, list[str]] = {}
    own: dict[str, str] = {}
    for one in stand.problem.participants:
        if one.table is not None:
            owners.setdefault(one.table, []).append(one.key)
            if one.key in both:
                own[one.key] = one.table
    told = {}
    for table in (one.key for one in stand.problem.tables):
        elsewhere = next((who for who, theirs in own.items() if theirs != table), None)
        holders = tuple(owners.get(table, ()))
        if elsewhere:
            broken = engine.Violation(
                engine.Breach.NOT_AT_OWN_TABLE,
                {"participant": elsewhere, "own": own[elsewhere], "table": table},
            )
        elif holders and both.isdisjoint(holders):
            broken = engine.Violation(
                engine.Breach.TABLE_IS_RESERVED, {"participants": holders, "table": table}
            )
        else:
            continue
        told[table] = why_not_there([broken], names)
    return told
