"""How often people change place, table and interpreter in a schedule."""

from collections.abc import Collection
from dataclasses import asdict
from uuid import UUID
from zoneinfo import ZoneInfo

from accord.apps.brokerage.models import ScheduleRun
from accord.apps.brokerage.queries import schedule
from accord.engine import scheduling as engine


def agendas_in(run: ScheduleRun, keys: Collection[UUID] | None = None) -> list[list[engine.Stop]]:
    """Return where participants are in a run, in time order; of those with one at a time.

    Parameters
    ----------
    keys
        The participants that matter; ``None``: all of them.
    """
    zone = ZoneInfo(run.event.time_zone)
    agendas: dict[UUID, list[engine.Stop]] = {}
    for one in schedule.stops_in(run, keys):
        day = one.starts_at.astimezone(zone).date()
        stop = engine.Stop(day.toordinal(), one.place, one.table, one.interpreter)
        for side, parallel in ((one.left, one.left_parallel), (one.right, one.right_parallel)):
            if parallel == 1 and (keys is None or side in keys):
                agendas.setdefault(side, []).append(stop)
    return list(agendas.values())


def changes_in(run: ScheduleRun, keys: Collection[UUID] | None = None) -> dict[str, int]:
    """Return how often the participants change, as a run keeps it."""
    return asdict(engine.changes_along(agendas_in(run, keys)))
