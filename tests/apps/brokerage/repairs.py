"""A published schedule in which something changes, for the tests of repairs."""

import datetime as dt
from dataclasses import replace

from django.db.models import F

from accord.apps.brokerage.adapters.repair import Scene
from accord.apps.brokerage.adapters.ways import Happened, Way
from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.models import Attendance, Event, Meeting, ScheduleRun, Slot, Table
from accord.apps.core.acting import Acting
from tests import make
from tests.apps.brokerage.boards import Board, draft

ENOUGH = 60.0  # seconds; so small a search ends long before
Row = tuple[str, str, str, str]


class Running(Board):
    """At nine Vega meets Orion and Lyra meets Mira; at twenty to ten Vega meets Mira.

    There are three times and two tables, and the schedule is published. The day is
    tomorrow for whoever acts.
    """

    def __init__(self) -> None:
        super().__init__()
        self.run.delete()
        self.run = draft(self.event, RunState.PUBLISHED)
        self.lyra = self.participant("Lyra", self.ours)
        self.mira = self.participant("Mira", self.theirs)
        for one in (self.vega, self.orion, self.lyra, self.mira):
            make.delegate(one)
        self.hold(self.vega, self.orion, self.early, self.first)
        self.hold(self.lyra, self.mira, self.early, self.second)
        self.hold(self.vega, self.mira, self.late, self.first)
        self.run.weight, self.run.bound, self.run.breaks = 9, 9, 2
        self.run.save()
        self.manager = make.manager(self.ours)

    def hold(self, left: Attendance, right: Attendance, slot: Slot, table: Table) -> Meeting:
        make.wish(left, right)
        return self.meeting(slot, table, left, right)

    def ways(self, happened: Happened, acting: Acting | None = None) -> list[Way]:
        return Scene(self.run, happened, at=(acting or self.manager).at).ways(seconds=ENOUGH)

    def in_a_week(self) -> None:
        """Put the event off to next week, a day on which all work: a browser's clock is real."""
        today = dt.datetime.now(dt.UTC).date()
        day = today + dt.timedelta(days=9 - today.weekday())
        by = day - self.event.starts_on
        self.event.slots.update(starts_at=F("starts_at") + by, ends_at=F("ends_at") + by)
        Event.objects.filter(pk=self.event.pk).update(starts_on=day, ends_on=day)

    def during(self) -> Acting:
        """Return the manager while the meetings of nine o'clock are under way."""
        return replace(self.manager, at=self.early.starts_at + dt.timedelta(minutes=5))


def held(run: ScheduleRun) -> list[Row]:
    """Return when and where who meets whom, in the order of time."""
    rows = run.meetings.select_related(
        "slot", "table", "left__organisation", "right__organisation"
    ).order_by("slot__starts_at", "table__label")
    return [
        (f"{one.slot.starts_at:%H:%M}", one.table.label, _name(one.left), _name(one.right))
        for one in rows
    ]


def _name(one: Attendance) -> str:
    return str(one.organisation.name.in_language("en"))
