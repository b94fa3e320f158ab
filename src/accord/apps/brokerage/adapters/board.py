"""One meeting against the others of its run: where it could be, and what stands in the way.

Only what matters to the meeting is handed to the engine, so that the answer comes at once
in an event of a thousand participants.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from accord.apps.brokerage.adapters import problem as problems
from accord.apps.brokerage.adapters.names import Known
from accord.apps.brokerage.adapters.obstacles import Obstacles, obstacles_of
from accord.apps.brokerage.models import Event, ScheduleRun, Slot
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import board as queries
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.queries.hours import closures_of
from accord.engine import scheduling as engine

ANY_NUMBER = 1000  # the other participants' own limits are not the question


@dataclass(frozen=True, slots=True)
class Spot:
    """A slot, and a table there; None: whichever is free."""

    slot: UUID
    table: UUID | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """A meeting that is to be placed, and the part of the schedule that matters to it."""

    request: str
    problem: engine.Problem
    plan: engine.Plan
    involved: frozenset[UUID]
    known: Known

    def obstacles(self) -> Obstacles:
        """Return for every slot what keeps the meeting from it; nothing: it is free."""
        return obstacles_of(self.problem, self.plan, self.request)

    def placement(self, spot: Spot) -> engine.Placement | None:
        """Return table and interpreter at a spot; None when it is not free."""
        return engine.placement_at(self.problem, self.plan, self.request, str(spot.slot))


def stand_of(run: ScheduleRun, pair: problems.Pair, *, at: Spot | None = None) -> Stand:
    """Return how a pair's meeting stands in its run.

    Parameters
    ----------
    at
        A spot at which it must be; None: anywhere.
    """
    slots = list(events.meeting_slots_of(run.event))
    ground, known = _ground(run.event, pair, slots)
    lock = engine.Placement(str(at.slot), str(at.table)) if at and at.table else None
    request = ground.request(pair, 1, lock)
    spot = (at.slot, at.table) if at and at.table else None
    is_interpreted = request.languages is not None
    near = queries.held_near(run, pair, spot, with_interpreters=is_interpreted)
    if not is_interpreted:  # nobody's interpreter is in the way of a meeting without one
        near = [one._replace(interpreter=None) for one in near]
    taken = queries.spots_taken(run) - {(str(one.slot), str(one.table)) for one in near}
    strangers = {key for one in near for key in one.pair} - ground.participants.keys()
    bare = {
        key: engine.Participant(str(key), parallel=ANY_NUMBER)
        for key in sorted(strangers, key=str)
    }
    ground = replace(
        ground,
        participants={**ground.participants, **bare},
        tables=_open_tables(ground.tables, taken),
    )
    requests = {
        problems.key_of(one.pair): engine.Request(
            problems.key_of(one.pair), str(one.left), str(one.right)
        )
        for one in near
    }
    requests[request.key] = request
    return Stand(
        request=request.key,
        problem=ground.problem(requests.values()),
        plan=problems.start_of(near),
        involved=frozenset(ground.participants),
        known=known,
    )


def _ground(
    event: Event, pair: problems.Pair, slots: Sequence[Slot]
) -> tuple[problems.Ground, Known]:
    """Return the event with the pair in full, and of others only who has a table of its own."""
    keys, closures = frozenset(str(slot.pk) for slot in slots), closures_of(event, slots)
    teams = people.teams_among(pair)
    both = {one.pk: one for one in people.attendances_among(event, pair)}
    participants = {
        key: engine.Participant(str(key), parallel=ANY_NUMBER, table=str(table))
        for key, table in people.own_tables_at(event)
    }
    for key, one in both.items():
        closed = closures.get(one.party_id or key, {})
        participants[key] = problems.participant_of(event, one, keys, teams.get(key, []), closed)
    languages = {key: problems.languages_of(one) for key, one in both.items()}
    spoken = [set(of) for of in languages.values()]
    tables = events.table_rows_of(event)
    interpreters = None if set.intersection(*spoken) else list(people.interpreters_of(event))
    ground = problems.Ground(
        event=event,
        slots=problems.engine_slots(event, slots),
        participants=participants,
        tables=problems.engine_tables(tables),
        interpreters=problems.engine_interpreters(interpreters or (), keys),
        languages=languages,
    )
    return ground, Known(
        slots=slots,
        closures=closures,
        tables=tables,
        interpreters=None
        if interpreters is None
        else {str(one.pk): one.person.name for one in interpreters},
    )


def _open_tables(
    tables: Iterable[engine.Table], taken: Iterable[tuple[str, str]]
) -> tuple[engine.Table, ...]:
    """Return the tables, closed also in the slots in which another meeting is at them."""
    closed: dict[str, set[str]] = {}
    for slot, table in taken:
        closed.setdefault(table, set()).add(slot)
    return tuple(
        replace(table, closed=table.closed | closed.get(table.key, set())) for table in tables
    )
