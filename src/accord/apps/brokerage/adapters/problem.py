"""An event as the planning engine sees it."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations
from uuid import UUID
from zoneinfo import ZoneInfo

from accord.apps.brokerage.errors import LockOutOfPlaceError
from accord.apps.brokerage.models import Attendance, Event, Slot
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.queries.attendance import InterpreterRow
from accord.apps.brokerage.queries.events import TableRow
from accord.apps.brokerage.queries.hours import Closures, closures_of
from accord.apps.brokerage.queries.schedule import Held
from accord.apps.brokerage.queries.wishes import LIKE_POINTS, Wanted, wanted_pairs
from accord.engine import scheduling as engine

MIDNIGHT = 24 * 60

Pair = tuple[UUID, UUID]
LanguagePair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """The times, tables and interpreters of an event as they were read."""

    slots: Sequence[Slot]
    closures: Closures
    tables: Sequence[TableRow]
    interpreters: Sequence[InterpreterRow]


@dataclass(frozen=True, slots=True)
class Ground:
    """All of an event that does not depend on who wishes to meet whom."""

    event: Event
    slots: tuple[engine.Slot, ...]
    participants: Mapping[UUID, engine.Participant]
    tables: tuple[engine.Table, ...]
    interpreters: tuple[engine.Interpreter, ...]
    languages: Mapping[UUID, Sequence[str]]

    def problem(self, requests: Iterable[engine.Request]) -> engine.Problem:
        """Return the problem of placing the requests on this ground."""
        return engine.Problem(
            slots=self.slots,
            participants=tuple(self.participants.values()),
            tables=self.tables,
            requests=tuple(requests),
            interpreters=self.interpreters,
            rules=engine.Rules(
                change_minutes=self.event.change_minutes,
                objective=engine.Objective.FEWEST_BREAKS
                if self.event.all_must_be_held
                else engine.Objective.MOST_WEIGHT,
            ),
        )

    def request(
        self, pair: Pair, weight: int, locked: engine.Placement | None = None
    ) -> engine.Request:
        """Return the request for a pair's meeting."""
        left, right = pair
        return engine.Request(
            key=key_of(pair),
            left=str(left),
            right=str(right),
            weight=weight,
            languages=self._interpreted(left, right),
            locked=locked,
        )

    def _interpreted(self, left: UUID, right: UUID) -> LanguagePair | None:
        """Return the pair to interpret between; None when they share a language.

        Where nobody interprets at the event, or where a side named no language, people find
        their own way: then the meeting is planned without an interpreter.
        """
        ours, theirs = self.languages[left], self.languages[right]
        if not self.interpreters or not ours or not theirs or set(ours) & set(theirs):
            return None
        spoken = {pair for one in self.interpreters for pair in one.pairs}
        pairs = [sorted((one, other)) for one in ours for other in theirs]
        for first, second in pairs:
            if (first, second) in spoken:
                return first, second
        return pairs[0][0], pairs[0][1]


def key_of(pair: Pair) -> str:
    """Return the engine's key for a pair."""
    return f"{pair[0]}|{pair[1]}"


def pair_of(key: str) -> Pair:
    """Return the pair of a key that ``key_of`` made."""
    left, _bar, right = key.partition("|")
    return UUID(left), UUID(right)


def setting_of(event: Event) -> Setting:
    """Return the event's times, tables and interpreters as they are now."""
    slots = list(events.meeting_slots_of(event))
    return Setting(
        slots=slots,
        closures=closures_of(event, slots),
        tables=events.table_rows_of(event),
        interpreters=people.interpreter_rows_of(event),
    )


def ground_of(event: Event, setting: Setting) -> Ground:
    """Return the event as the engine sees it, less the wishes."""
    slots, closures = setting.slots, setting.closures
    attendances = list(people.planned_attendances_of(event))
    teams = people.absences_of(people.delegates_of(event))
    keys = frozenset(str(slot.pk) for slot in slots)
    return Ground(
        event=event,
        slots=engine_slots(event, slots),
        participants={
            one.pk: participant_of(
                event, one, keys, teams.get(one.pk, []), closures.get(one.party_id or one.pk, {})
            )
            for one in attendances
        },
        tables=engine_tables(setting.tables),
        interpreters=engine_interpreters(setting.interpreters, keys),
        languages={one.pk: languages_of(one) for one in attendances},
    )


def problem_of(
    event: Event,
    *,
    held: Iterable[Held] = (),
    asked: Iterable[Pair] = (),
    setting: Setting | None = None,
) -> engine.Problem:
    """Return the whole planning problem of the event.

    Parameters
    ----------
    held
        Meetings of an earlier run. Those that are locked stay where they are, also when
        nobody wishes them any more; the others are left to the planner.
    asked
        Pairs that are asked for also when nobody wishes them.
    setting
        What was read of the event already.
    """
    ground = ground_of(event, setting or setting_of(event))
    # A participant's code may have changed since, and with it who is left and who is right.
    locked = {frozenset(one.pair): one for one in held if one.is_locked}
    _refuse_lost_locks(ground, locked.values())
    requests, known = [], set()
    for one in wanted_pairs(event):
        lock = locked.pop(frozenset((one.left, one.right)), None)
        if lock or is_plannable(event, ground, one):
            weight = one.weight or LIKE_POINTS
            request = ground.request((one.left, one.right), weight, _placement(lock))
            requests.append(in_session(request, one.sessions))
            known.add(frozenset((one.left, one.right)))
    unwished: dict[Pair, Held | None] = {one: None for one in asked if frozenset(one) not in known}
    unwished |= {one.pair: one for one in locked.values()}
    requests += [
        ground.request(pair, LIKE_POINTS, _placement(lock))
        for pair, lock in unwished.items()
        if ground.participants.keys() >= set(pair)
    ]
    return ground.problem(requests)


def in_session(request: engine.Request, sessions: frozenset[str]) -> engine.Request:
    """Return the request for the half of the day that is asked for; two halves leave none."""
    if not sessions:
        return request
    if len(sessions) > 1:
        return replace(request, only=frozenset())
    return replace(request, session=engine.Session(*sessions))


def _refuse_lost_locks(ground: Ground, locked: Iterable[Held]) -> None:
    slots = {slot.key for slot in ground.slots}
    for one in locked:
        if str(one.slot) not in slots:
            codes = dict(
                ground.event.attendances.filter(pk__in=one.pair).values_list("pk", "code")
            )
            raise LockOutOfPlaceError(left=codes[one.left], right=codes[one.right])


def start_of(held: Iterable[Held]) -> engine.Plan:
    """Return an earlier run's meetings as a plan to begin with."""
    return bare_plan(
        engine.Meeting(
            key_of(one.pair),
            str(one.slot),
            str(one.table),
            str(one.interpreter) if one.interpreter else None,
        )
        for one in held
    )


def bare_plan(meetings: Iterable[engine.Meeting]) -> engine.Plan:
    """Return a plan of which only the meetings are known."""
    return engine.Plan(
        meetings=tuple(meetings),
        unplaced=(),
        weight=0,
        bound=0,
        breaks=0,
        status=engine.Status.UNKNOWN,
        found_by="",
        seconds=0.0,
    )


def is_plannable(event: Event, ground: Ground, pair: Wanted) -> bool:
    """Tell whether the wishes of a pair ask for a meeting that the event allows."""
    if not pair.weight or pair.is_refused:
        return False
    sides = {ground.participants[key].side for key in (pair.left, pair.right)}
    return event.same_side_may_meet or len(sides) > 1 or sides == {""}


def _placement(held: Held | None) -> engine.Placement | None:
    if held is None:
        return None
    interpreter = str(held.interpreter) if held.interpreter else None
    return engine.Placement(str(held.slot), str(held.table), interpreter)


def engine_slots(event: Event, slots: Sequence[Slot]) -> tuple[engine.Slot, ...]:
    """Return slots as the engine sees them, on the clock of the venue."""
    zone = ZoneInfo(event.time_zone)

    def minutes(moment: datetime) -> int:
        local = moment.astimezone(zone)
        return local.hour * 60 + local.minute

    return tuple(
        engine.Slot(
            key=str(slot.pk),
            day=slot.starts_at.astimezone(zone).toordinal(),
            starts=minutes(slot.starts_at),
            ends=minutes(slot.ends_at) or MIDNIGHT,
            session=engine.Session(slot.session),
        )
        for slot in slots
    )


def engine_tables(tables: Iterable[TableRow]) -> tuple[engine.Table, ...]:
    """Return tables as the engine sees them."""
    return tuple(
        engine.Table(
            str(one.pk), place=str(one.place), closed=frozenset(str(slot) for slot in one.closed)
        )
        for one in tables
    )


def engine_interpreters(
    interpreters: Iterable[InterpreterRow], slots: frozenset[str]
) -> tuple[engine.Interpreter, ...]:
    """Return those who interpret between two languages or more."""
    return tuple(_interpreter(one, slots) for one in interpreters if one.languages[1:])


def languages_of(attendance: Attendance) -> tuple[str, ...]:
    """Return the languages of a participant; of its organisation where it named none."""
    return tuple(attendance.languages or attendance.organisation.languages)


def participant_of(
    event: Event,
    attendance: Attendance,
    slots: frozenset[str],
    team: Sequence[AbstractSet[UUID]],
    closed: Iterable[UUID],
) -> engine.Participant:
    """Return an organisation as the engine sees it.

    It is away when its side does not work, or when no delegate is there. It holds as many
    meetings at once as it said, and never more than the fewest delegates who are there in
    any slot: a meeting without a delegate is worse than one less in the plan.

    Parameters
    ----------
    team
        The slots in which each of its delegates is away.
    """
    away = {str(slot) for slot in closed} & slots
    absences = [{str(slot) for slot in gone} for gone in team]
    there = {slot: sum(slot not in gone for gone in absences) for slot in slots - away}
    if team:
        away |= {slot for slot, count in there.items() if not count}
    fewest = min((count for count in there.values() if count), default=attendance.parallel)
    most = attendance.most_meetings
    return engine.Participant(
        key=str(attendance.pk),
        parallel=min(attendance.parallel, fewest) if team else attendance.parallel,
        absent=frozenset(away),
        most=event.most_meetings if most is None else most,
        most_a_day=event.most_a_day,
        table=str(attendance.table_id) if attendance.table_id else None,
        side=str(attendance.party_id or ""),
        longest_run=event.longest_run,
    )


def _interpreter(one: InterpreterRow, slots: frozenset[str]) -> engine.Interpreter:
    pairs = frozenset(
        (first, second) for first, second in combinations(sorted(set(one.languages)), 2)
    )
    return engine.Interpreter(
        key=str(one.pk),
        pairs=pairs,
        absent=frozenset(map(str, one.absent)) & slots,
        longest_run=one.longest_run or None,
    )
