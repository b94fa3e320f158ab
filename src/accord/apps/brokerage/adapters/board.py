"""One meeting against the others of its run: where it could be, and what stands in the way.

Only what matters to the meeting is handed to the engine, so that the answer comes at once
in an event of a thousand participants.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from accord.apps.brokerage.adapters import problem as problems
from accord.apps.brokerage.adapters.halls import Halls
from accord.apps.brokerage.adapters.names import Known
from accord.apps.brokerage.models import Event, ScheduleRun, Slot
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import board as queries
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.queries.board import Duty
from accord.apps.brokerage.queries.events import TableRow
from accord.apps.brokerage.queries.hours import closures_of
from accord.apps.brokerage.queries.schedule import Held
from accord.engine import scheduling as engine

ANY_NUMBER = 1000  # the other participants' own limits are not the question
STRANGERS = ("a stranger", "another stranger")  # who meets there does not matter

Obstacles = Mapping[str, tuple[engine.Violation, ...]]


@dataclass(frozen=True, slots=True)
class Spot:
    """A slot, and a table there; None: whichever is free."""

    slot: UUID
    table: UUID | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """A meeting that is to be placed, and the part of the schedule that matters to it.

    Parameters
    ----------
    near
        The other meetings of the two, and those at tables that matter by themselves.
    duties
        When interpreters work elsewhere; read only for a meeting that needs one.
    owners
        Who has a table of its own, and which.
    """

    run: ScheduleRun
    request: engine.Request
    ground: problems.Ground
    halls: Halls
    near: Sequence[Held]
    duties: Sequence[Duty]
    owners: Mapping[UUID, UUID]
    known: Known

    @property
    def involved(self) -> frozenset[UUID]:
        """The participants that the reasons may name."""
        pair = problems.pair_of(self.request.key)
        return frozenset((*pair, *(key for one in self.near for key in one.pair)))

    def obstacles(self) -> Obstacles:
        """Return for every slot what keeps the meeting from it; nothing: it is free.

        Whoever is busy is so with any interpreter, and each of them would be tried in vain:
        interpreters are only looked for in the slots that are open otherwise.
        """
        silent = replace(self.request, languages=None)
        found = engine.moves(self._problem(silent), self._plan(), silent.key)
        free = [slot for slot, broken in found.items() if not broken]
        if self.request.languages is None or not free:
            return found
        problem, plan = self._with_interpreters(free)
        return {**found, **engine.moves(problem, plan, self.request.key, at=free)}

    def placement(self, spot: Spot) -> engine.Placement | None:
        """Return table and interpreter at a spot; None when it is not free."""
        problem, plan = self._with_interpreters([str(spot.slot)])
        place = engine.placement_at(problem, plan, self.request.key, str(spot.slot))
        if place is None or place.table is None:
            return place
        taken = queries.tables_taken(self.run, spot.slot)
        return replace(place, table=self.halls.first_free(place.table, taken))

    def only_in(self, place: str) -> "Stand":
        """Return the same with the tables of other places closed."""
        always = frozenset(slot.key for slot in self.ground.slots)
        tables = tuple(
            table if table.place == place else replace(table, closed=always)
            for table in self.ground.tables
        )
        return replace(self, ground=replace(self.ground, tables=tables))

    def _problem(self, request: engine.Request) -> engine.Problem:
        keys = {problems.key_of(one.pair): one for one in self.near}
        others = (
            engine.Request(key, str(one.left), str(one.right))
            for key, one in keys.items()
            if key != request.key
        )
        return self.ground.problem([*others, request])

    def _plan(self) -> engine.Plan:
        # Nobody's interpreter is in the way of a meeting without one.
        is_interpreted = self.request.languages is not None
        return problems.bare_plan(
            engine.Meeting(
                problems.key_of(one.pair),
                str(one.slot),
                self.halls.seat(one.table),
                str(one.interpreter) if one.interpreter and is_interpreted else None,
            )
            for one in self.near
        )

    def _with_interpreters(self, free: Sequence[str]) -> tuple[engine.Problem, engine.Plan]:
        """Return the same with the work of those who can come in one of the free slots."""
        near = {(str(one.slot), str(one.interpreter)) for one in self.near}
        duties = [one for one in self.duties if (one.slot, one.interpreter) not in near]
        working: dict[str, set[str]] = defaultdict(set)
        for one in duties:
            working[one.interpreter].add(one.slot)
        busy = {who for who, slots in working.items() if slots.issuperset(free)}
        kept = {
            f"duty {number}": one
            for number, one in enumerate(duties)
            if one.interpreter not in busy
        }
        problem, plan = self._problem(self.request), self._plan()
        problem = replace(
            problem,
            participants=(*problem.participants, *map(_anybody, STRANGERS)),
            requests=(*problem.requests, *(engine.Request(key, *STRANGERS) for key in kept)),
            interpreters=tuple(
                replace(one, absent=one.absent.union(free)) if one.key in busy else one
                for one in problem.interpreters
            ),
        )
        meetings = (
            engine.Meeting(key, one.slot, self.halls.seat(UUID(one.table)), one.interpreter)
            for key, one in kept.items()
        )
        return problem, replace(plan, meetings=(*plan.meetings, *meetings))


def _anybody(key: object, table: UUID | None = None) -> engine.Participant:
    """Return somebody of whom only the table matters, and no limit of its own."""
    return engine.Participant(str(key), parallel=ANY_NUMBER, table=str(table) if table else None)


def stand_of(
    run: ScheduleRun, pair: problems.Pair, *, at: Spot | None = None, by_hall: bool = False
) -> Stand:
    """Return how a pair's meeting stands in its run.

    Parameters
    ----------
    at
        A spot at which it must be; None: anywhere.
    by_hall
        Whether it will be asked about one hall after the other.
    """
    event, slots = run.event, list(events.meeting_slots_of(run.event))
    tables, owners = events.table_rows_of(event), dict(people.own_tables_at(event))
    ground, known = _ground(event, pair, slots, tables)
    lock = engine.Placement(str(at.slot), str(at.table)) if at and at.table else None
    request = ground.request(pair, 1, lock)
    halls = Halls(event, tables, owners.values())
    halls.watch(halls.lone(in_each=by_hall))
    halls.watch(_own_tables(ground))
    halls.watch([at.table] if at and at.table else [])
    near, present = _near(run, pair, halls)
    strangers = {key: _anybody(key) for one in near for key in one.pair}
    at_home = {key: _anybody(key, table) for key, table in owners.items()}
    ground = replace(
        ground,
        participants={**strangers, **at_home, **ground.participants},
        tables=tuple(halls.tables(_counts(run, halls, present), [slot.pk for slot in slots])),
    )
    return Stand(
        run=run,
        request=request,
        ground=ground,
        halls=halls,
        near=near,
        duties=queries.duties_in(run) if request.languages else [],
        owners=owners,
        known=known,
    )


def _ground(
    event: Event, pair: problems.Pair, slots: Sequence[Slot], tables: Sequence[TableRow]
) -> tuple[problems.Ground, Known]:
    """Return the event with the pair alone, and no tables yet."""
    keys, closures = frozenset(str(slot.pk) for slot in slots), closures_of(event, slots)
    teams = people.absences_of(people.delegates_among(pair))
    both = {one.pk: one for one in people.attendances_among(event, pair)}
    languages = {key: problems.languages_of(one) for key, one in both.items()}
    spoken = [set(of) for of in languages.values()]
    interpreters = None if set.intersection(*spoken) else people.interpreter_rows_of(event)
    ground = problems.Ground(
        event=event,
        slots=problems.engine_slots(event, slots),
        participants={
            key: problems.participant_of(
                event, one, keys, teams.get(key, []), closures.get(one.party_id or key, {})
            )
            for key, one in both.items()
        },
        tables=(),
        interpreters=problems.engine_interpreters(interpreters or (), keys),
        languages=languages,
    )
    return ground, Known(
        slots=slots,
        closures=closures,
        tables=tables,
        interpreters=None
        if interpreters is None
        else {str(one.pk): one.name for one in interpreters},
    )


def _own_tables(ground: problems.Ground) -> list[UUID]:
    return [UUID(one.table) for one in ground.participants.values() if one.table]


def _near(run: ScheduleRun, pair: problems.Pair, halls: Halls) -> tuple[list[Held], Held | None]:
    """Return the meetings that matter one by one, and which of them is to be moved."""
    held = queries.held_near(run, pair, halls.watched)
    both = set(pair)
    near = [one for one in held if one.table in halls.watched or both & {*one.pair}]
    present = next((one for one in near if both == {*one.pair}), None)
    if present and present.table not in halls.seen:
        there = (one for one in held if one.table == present.table and one is not present)
        halls.prefer(present.table, (one.slot for one in there))
    return near, present


def _counts(
    run: ScheduleRun, halls: Halls, present: Held | None
) -> Mapping[tuple[UUID, str], int]:
    """Count the tables that are taken of those that are anybody's, but for the meeting's own."""
    taken = queries.count_taken(run, besides=halls.apart, by_place=halls.is_far)
    if present and present.table not in halls.apart:
        taken[present.slot, halls.hall[present.table]] -= 1
    return taken
