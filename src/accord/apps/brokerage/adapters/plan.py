"""A plan of the engine as rows of a schedule run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accord.apps.brokerage.adapters.problem import pair_of
from accord.apps.brokerage.enums import OPEN
from accord.apps.brokerage.models import (
    Delegate,
    Meeting,
    ScheduleRun,
    Seat,
    UnplacedRequest,
)
from accord.apps.brokerage.queries import attendance as people
from accord.engine import scheduling as engine

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a plan comes to in the database, not yet saved."""

    meetings: list[Meeting]
    seats: list[Seat]
    unplaced: list[UnplacedRequest]


def rows_of(run: ScheduleRun, plan: engine.Plan, problem: engine.Problem) -> Rows:
    """Return the plan's meetings, who sits at them, and what found no place."""
    locked = {request.key for request in problem.requests if request.locked}
    meetings = []
    for one in plan.meetings:
        left, right = pair_of(one.request)
        meetings.append(
            Meeting(
                run=run,
                left_id=left,
                right_id=right,
                slot_id=UUID(one.slot),
                table_id=UUID(str(one.table)),
                interpreter_id=UUID(one.interpreter) if one.interpreter else None,
                is_locked=one.request in locked,
            )
        )
    unplaced = [unplaced_row(run, one) for one in plan.unplaced]
    return Rows(meetings, seats_for(meetings, people.delegates_of(run.event)), unplaced)


def unplaced_row(run: ScheduleRun, one: engine.Unplaced) -> UnplacedRequest:
    """Return what found no place, with its cause; not yet saved.

    The planner leaves no room unused; where people moved meetings there may be some.
    """
    left, right = pair_of(one.request)
    facts = plain(one.facts)
    free = [slot for slot, obstacles in facts["obstacles"].items() if not obstacles]
    cause = OPEN if free else one.cause.value
    return UnplacedRequest(
        run=run,
        left_id=left,
        right_id=right,
        cause=cause,
        facts=facts | {"slots": free} if free else facts,
    )


def seats_for(meetings: Sequence[Meeting], delegates: Iterable[Delegate]) -> list[Seat]:
    """Seat delegates, their absences loaded and the leads first; not yet saved.

    A team that holds one meeting at a time comes as a whole. A team that holds several
    splits: the lead goes to the first meeting, and the others in turn to each.
    """
    teams: dict[UUID, list[tuple[Delegate, frozenset[UUID]]]] = defaultdict(list)
    for delegate in delegates:
        absent = frozenset(slot.pk for slot in delegate.absent.all())
        teams[delegate.attendance_id].append((delegate, absent))
    at: dict[tuple[UUID, UUID], list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        for participant in (meeting.left_id, meeting.right_id):
            at[participant, meeting.slot_id].append(meeting)
    return [
        Seat(meeting=shared[number % len(shared)], delegate=delegate)
        for (participant, slot), shared in at.items()
        for number, delegate in enumerate(
            one for one, absent in teams.get(participant, ()) if slot not in absent
        )
    ]


def packed(plan: engine.Plan) -> Facts:
    """Return the meetings of a plan as JSON, to go on from after a stop or a crash."""
    return {
        "meetings": [[one.request, one.slot, one.table, one.interpreter] for one in plan.meetings]
    }


def unpacked(facts: Mapping[str, Any] | None) -> list[engine.Meeting]:
    """Return the meetings that ``packed`` wrote; none when nothing was."""
    return [engine.Meeting(*row) for row in (facts or {}).get("meetings", ())]


def plain(value: Any) -> Any:
    """Return facts as JSON has them: lists for tuples and sets, text for keys."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value
