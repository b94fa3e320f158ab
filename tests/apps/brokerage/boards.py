"""An event with a board, for the tests of its pages."""

from typing import Any

from accord.apps.brokerage.enums import LIFTED, RunState
from accord.apps.brokerage.models import (
    Attendance,
    Event,
    Meeting,
    ScheduleRun,
    Slot,
    Table,
    UnplacedRequest,
)
from accord.apps.programmes.models import Party
from tests import make

ISOLATES = str.maketrans("", "", "\u2068\u2069")


class Board:
    """An event of two sides with two tables and three times, and a draft of its schedule."""

    def __init__(self) -> None:
        self.ours, self.theirs = make.party("AA", name="Aland"), make.party("BB", name="Borneo")
        self.event = make.event(make.programme(self.ours, self.theirs), slots=3, tables=2)
        self.early, self.middle, self.late = self.event.slots.order_by("starts_at")
        self.first, self.second = self.event.tables.order_by("ordinal")
        self.run = draft(self.event)
        self.vega = self.participant("Vega", self.ours)
        self.orion = self.participant("Orion", self.theirs)

    def participant(self, name: str, party: Party) -> Attendance:
        return make.attendance(self.event, make.organisation(name), party=party)

    def meeting(
        self, slot: Slot, table: Table, *pair: Attendance, run: ScheduleRun | None = None
    ) -> Meeting:
        left, right = pair or (self.vega, self.orion)
        return Meeting.objects.create(
            run=run or self.run, left=left, right=right, slot=slot, table=table
        )

    def waiting(self) -> UnplacedRequest:
        return UnplacedRequest.objects.create(
            run=self.run, left=self.vega, right=self.orion, cause=LIFTED
        )

    def url(self, rest: str = "board/") -> str:
        return f"/events/{self.event.reference}/runs/{self.run.number}/{rest}"


def draft(event: Event, state: RunState = RunState.DRAFT) -> ScheduleRun:
    return ScheduleRun.objects.create(
        event=event,
        number=event.runs.count() + 1,
        made_at=make.NOON,
        status="feasible",
        state=state,
    )


def spot(one: Meeting) -> dict[str, str]:
    return {"seen_slot": str(one.slot_id), "seen_table": str(one.table_id)}


def words(answer: Any) -> str:
    return str(answer.content.decode().translate(ISOLATES))


def cells(answer: Any) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """Return the rows of the board, each with the pairs in its cells."""
    return [
        (row.label, [[(card.first, card.second) for card in cell.cards] for cell in row.cells])
        for row in answer.context["sheet"].rows
    ]


def notices(answer: Any) -> list[str]:
    return [str(one).translate(ISOLATES) for one in answer.context["messages"]]
