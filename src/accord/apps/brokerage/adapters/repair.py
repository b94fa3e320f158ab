"""A schedule after something changed: the problem that it leaves, and the ways out of it."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from accord.apps.brokerage.adapters import problem as problems
from accord.apps.brokerage.adapters.problem import Ground, Pair
from accord.apps.brokerage.adapters.ways import Change, Happened, Way
from accord.apps.brokerage.enums import LIFTED, Happening
from accord.apps.brokerage.errors import (
    CannotBePlannedError,
    NobodyToMissError,
    PairMeetsError,
    SameSideError,
    WishForOneselfError,
)
from accord.apps.brokerage.models import Event, ScheduleRun
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import repair as queries
from accord.apps.brokerage.queries import schedule
from accord.apps.brokerage.queries.events import meeting_slots_of
from accord.apps.brokerage.queries.schedule import Held
from accord.apps.brokerage.queries.wishes import LIKE_POINTS, Wanted, wanted_pairs
from accord.engine import scheduling as engine
from accord.engine.calendars import Presentation

LEVELS = (0, 1, 3, 5)  # people touched
SECONDS = 1.5  # of search: somebody waits for the page
ANY_NUMBER = 1000
UNKEPT = frozenset(  # demands that a plan of an event in trouble may leave unkept
    {engine.Breach.LOCK_IS_BROKEN, engine.Breach.NOT_HELD, engine.Breach.UNFAIR_BREAKS}
)


def refuse_nonsense(run: ScheduleRun, happened: Happened, viewer: Presentation) -> None:
    """Refuse what cannot have happened, before anybody searches a way out of it.

    Raises
    ------
    NobodyToMissError
        When somebody is away of whom no delegate is recorded.
    WishForOneselfError, SameSideError, PairMeetsError
        When two want to meet who cannot, or who do.
    """
    if happened.kind in {Happening.ABSENT, Happening.LATE}:
        _refuse_nobody(run, happened, viewer)
    elif happened.kind == Happening.WISH:
        _refuse_no_pair(run, happened, viewer)


def _refuse_nobody(run: ScheduleRun, happened: Happened, viewer: Presentation) -> None:
    if not queries.has_delegates(happened.pair):
        (one,) = people.attendances_among(run.event, happened.pair)
        raise NobodyToMissError(participant=one.organisation.name.in_language(viewer.language))


def _refuse_no_pair(run: ScheduleRun, happened: Happened, viewer: Presentation) -> None:
    who = {one.pk: one for one in people.attendances_among(run.event, happened.pair)}
    names = {key: one.organisation.name.in_language(viewer.language) for key, one in who.items()}
    if len(who) == 1:
        raise WishForOneselfError(participant=next(iter(names.values())))
    left, right = (who[key] for key in (happened.participant, happened.other) if key)
    left.event = run.event
    if not people.counterparts_of(left).filter(pk=right.pk).exists():
        raise SameSideError(left=names[left.pk], right=names[right.pk])
    meeting = schedule.meeting_of(run, (left.pk, right.pk))
    if meeting is not None:
        moment = viewer.moment(meeting.slot.starts_at)
        raise PairMeetsError(left=names[left.pk], right=names[right.pk], moment=moment)


class Scene:
    """A run's meetings in the event as it is after what happened.

    Nothing of it is in the database yet.
    """

    def __init__(self, run: ScheduleRun, happened: Happened, *, at: datetime) -> None:
        self.run, self.happened = run, happened
        self.slots = {str(slot.pk): slot for slot in meeting_slots_of(run.event)}
        self.keys = list(self.slots)
        self.past = frozenset(key for key, slot in self.slots.items() if slot.starts_at <= at)
        rows = schedule.held_in(run)
        self.left_out = queries.left_out_of(run)
        try:
            ground = self._after(problems.ground_of(run.event, problems.setting_of(run.event)))
            self.problem = _Requests(self, ground, rows).problem()
        except engine.InvalidProblemError as error:
            raise CannotBePlannedError(problem=str(error)) from error
        keys = {frozenset(problems.pair_of(one.key)): one.key for one in self.problem.requests}
        self.held = {keys.get(frozenset(row.pair), problems.key_of(row.pair)): row for row in rows}

    @cached_property
    def seen(self) -> str:
        """What the run's meetings look like, in few signs."""
        rows = sorted(str(tuple(row)) for row in self.held.values())
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:32]

    @property
    def missing(self) -> frozenset[str]:
        """Slots in which somebody or something is missing from now on."""
        slot = self.happened.slot
        if slot is None:
            return frozenset(self.keys) - self.past
        at = self.keys.index(str(slot)) if str(slot) in self.keys else len(self.keys)
        is_late = self.happened.kind == Happening.LATE
        return frozenset(self.keys[:at] if is_late else self.keys[at:])

    def asked(self) -> list[engine.Request]:
        """Return what is asked for once it is noted what happened: nothing of who cancelled."""
        gone = str(self.happened.participant)
        if self.happened.kind != Happening.CANCELLED:
            return list(self.problem.requests)
        return [one for one in self.problem.requests if gone not in {one.left, one.right}]

    def ways(self, *, seconds: float = SECONDS) -> list[Way]:
        """Return the ways out, from the fewest people touched to the most."""
        bare = problems.bare_plan(_meeting(key, row) for key, row in self.held.items())
        plan = replace(bare, unplaced=self._left_out())
        found = engine.repair(
            self.problem, plan, past=self.past, most_touched=LEVELS, seconds=seconds
        )
        return [self._way(option, found.seconds) for option in found.options]

    def plan_after(self, changes: Collection[Change]) -> engine.Plan:
        """Return what is held once the changes are made."""
        held = {key: _meeting(key, row) for key, row in self.held.items()}
        for one in changes:
            if one.after is None:
                held.pop(one.request, None)
            else:
                held[one.request] = _placed(one.request, one.after)
        return problems.bare_plan(held.values())

    def allows(self, way: Way) -> bool:
        """Tell whether a way that was found earlier can still be taken."""
        if way.seen != self.seen or any(
            one.after and one.after.slot in self.past
            for one in way.changes
            if one.is_move or one.before is None
        ):
            return False
        known = {request.key for request in self.problem.requests}
        plan = self.plan_after(way.changes)
        if not known.issuperset(one.request for one in plan.meetings):
            return False
        return UNKEPT.issuperset(broken.code for broken in engine.violations(self.problem, plan))

    def _way(self, option: engine.Repair, seconds: float) -> Way:
        return Way(
            happened=self.happened,
            seen=self.seen,
            changes=tuple(self._changes(option.plan)),
            touched=option.touched,
            weight=option.plan.weight,
            breaks=option.plan.breaks,
            bound=self._bound(option.plan),
            status=option.plan.status.value,
            seconds=seconds,
        )

    def _changes(self, plan: engine.Plan) -> Iterator[Change]:
        after = {one.request: one for one in plan.meetings}
        for key in dict.fromkeys([*self.held, *after]):
            row, meeting = self.held.get(key), after.get(key)
            before = _placement(row) if row else None
            now = (
                engine.Placement(meeting.slot, meeting.table, meeting.interpreter)
                if meeting
                else None
            )
            # Who interpreted a meeting that is over is history.
            is_over = before and now and before.slot == now.slot and now.slot in self.past
            if before != now and not is_over:
                yield Change(key, before, now)

    def _bound(self, plan: engine.Plan) -> int:
        """Return what no schedule of the changed event is worth more than."""
        if self.run.event.all_must_be_held:
            return 0
        named = self.left_out.keys() | {frozenset(row.pair) for row in self.held.values()}
        added = sum(
            one.weight
            for one in self.problem.requests
            if frozenset(problems.pair_of(one.key)) not in named
            or frozenset(problems.pair_of(one.key)) == self.happened.pair
        )
        return max(plan.weight, min(plan.bound, self.run.bound + added))

    def _left_out(self) -> tuple[engine.Unplaced, ...]:
        """Return what stays without a place unless somebody loses a meeting for it."""
        return tuple(
            engine.Unplaced(one.key, engine.Cause.OUTRANKED, {})
            for one in self.problem.requests
            if one.key not in self.held and not self._is_new(problems.pair_of(one.key))
        )

    def _is_new(self, pair: Pair) -> bool:
        """Tell whether a meeting is asked for by what happened."""
        kind = self.happened.kind
        if kind == Happening.RECORDED:
            return frozenset(pair) not in self.left_out
        if kind == Happening.WALK_IN:
            return self.happened.participant in pair
        return kind == Happening.WISH and frozenset(pair) == self.happened.pair

    def _after(self, ground: Ground) -> Ground:
        """Return the ground without whom or what is missing."""
        happened, missing = self.happened, self.missing
        participants = dict(ground.participants)
        tables, interpreters = ground.tables, ground.interpreters
        who = participants.get(happened.participant) if happened.participant else None
        if who and happened.kind in {Happening.CANCELLED, Happening.ABSENT, Happening.LATE}:
            participants[UUID(who.key)] = replace(who, absent=who.absent | missing)
        if happened.kind == Happening.TABLE:
            lost = str(happened.table)
            participants = {
                key: replace(one, table=None) if one.table == lost else one
                for key, one in participants.items()
            }
            tables = tuple(
                replace(one, closed=one.closed | missing) if one.key == lost else one
                for one in tables
            )
        if happened.kind == Happening.INTERPRETER:
            interpreters = tuple(
                replace(one, absent=one.absent | missing)
                if one.key == str(happened.interpreter)
                else one
                for one in interpreters
            )
        return replace(ground, participants=participants, tables=tables, interpreters=interpreters)


class _Requests:
    """Which meetings are asked for now, given those that are held."""

    def __init__(self, scene: Scene, ground: Ground, held: Sequence[Held]) -> None:
        self.scene, self.ground = scene, ground
        self.held = {frozenset(row.pair): row for row in held}
        self.tables = {one.key: one for one in ground.tables}
        self.interpreters = {one.key: one for one in ground.interpreters}

    def problem(self) -> engine.Problem:
        """Return the problem of the event with all that is asked for."""
        requests = []
        wanted = _wanted(self.scene.run.event, self.scene.happened)
        for pair, one in wanted.items():
            row = self.held.get(pair)
            if self._is_asked(one, row):
                requests.append(self._request(one, row))
        there = self.ground.participants.keys()
        bare = dict(self.ground.participants)
        for pair, row in self.held.items():
            if pair not in wanted and there >= pair:
                requests.append(self.ground.request(row.pair, LIKE_POINTS, self._lock(row)))
            elif pair not in wanted and self._is_over(row):
                # Somebody withdrew who met others before: what was held stays held.
                for key in pair - there:
                    bare[key] = engine.Participant(str(key), parallel=ANY_NUMBER)
                requests.append(
                    engine.Request(problems.key_of(row.pair), str(row.left), str(row.right))
                )
        return replace(self.ground, participants=bare).problem(requests)

    def _is_over(self, row: Held | None) -> bool:
        return row is not None and str(row.slot) in self.scene.past

    def _is_asked(self, one: Wanted, row: Held | None) -> bool:
        if row and (row.is_locked or self._is_over(row)):
            return True
        pair = frozenset((one.left, one.right))
        # What a person took off the schedule comes back when a person asks for it.
        if self.scene.left_out.get(pair) == LIFTED and pair != self.scene.happened.pair:
            return False
        return problems.is_plannable(self.scene.run.event, self.ground, one)

    def _request(self, one: Wanted, row: Held | None) -> engine.Request:
        lock = self._lock(row) if row else None
        request = self.ground.request((one.left, one.right), one.weight or LIKE_POINTS, lock)
        return request if self._is_over(row) else problems.in_session(request, one.sessions)

    def _lock(self, row: Held) -> engine.Placement | None:
        """Return where a locked meeting stays; what is lost is no longer asked of it."""
        slot = str(row.slot)
        both = [self.ground.participants[key] for key in row.pair]
        if (
            not row.is_locked
            or slot not in self.scene.keys
            or any(slot in one.absent for one in both)
        ):
            return None
        table, interpreter = self.tables.get(str(row.table)), str(row.interpreter or "")
        has_table = table is not None and slot not in table.closed
        by = self.interpreters.get(interpreter)
        has_interpreter = by is not None and slot not in by.absent
        return engine.Placement(
            slot, str(row.table) if has_table else None, interpreter if has_interpreter else None
        )


def _wanted(event: Event, happened: Happened) -> Mapping[frozenset[UUID], Wanted]:
    """Return what is wished, and what the two wish who want to meet after all."""
    wanted = {frozenset((one.left, one.right)): one for one in wanted_pairs(event)}
    wisher, wished = happened.participant, happened.other
    if happened.kind != Happening.WISH or wisher is None or wished is None:
        return wanted
    known = wanted.get(happened.pair)
    if known is None:
        wanted[happened.pair] = Wanted(wisher, wished, happened.strength, None)
    else:
        wanted[happened.pair] = (
            replace(known, of_left=happened.strength)
            if known.left == wisher
            else replace(known, of_right=happened.strength)
        )
    return wanted


def _placement(row: Held) -> engine.Placement:
    interpreter = str(row.interpreter) if row.interpreter else None
    return engine.Placement(str(row.slot), str(row.table), interpreter)


def _meeting(key: str, row: Held) -> engine.Meeting:
    return _placed(key, _placement(row))


def _placed(key: str, place: engine.Placement) -> engine.Meeting:
    return engine.Meeting(key, place.slot, place.table, place.interpreter)
