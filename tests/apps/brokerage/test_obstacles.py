"""The short way to what is in the way of a meeting says what the long way says."""

import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import pytest

from accord.apps.brokerage.adapters.board import Spot, stand_of
from accord.apps.brokerage.adapters.names import names_of
from accord.apps.brokerage.adapters.problem import Pair, ground_of, key_of, setting_of, start_of
from accord.apps.brokerage.adapters.reasons import why_not_there
from accord.apps.brokerage.adapters.targets import tables_for, times_for
from accord.apps.brokerage.models import Attendance, Interpreter, Meeting, ScheduleRun, Slot
from accord.apps.brokerage.queries import schedule
from accord.engine import scheduling as engine
from accord.engine.calendars import Calendar, Digits, Presentation
from tests import make
from tests.apps.brokerage.boards import draft

pytestmark = pytest.mark.django_db

READER = Presentation("en", Calendar.GREGORIAN, Digits.LATN, "UTC")
LANGUAGES: tuple[list[str], ...] = (["en"], ["fa"], ["ru"], ["en", "fa"], [])


class Crowd:
    """A small event in which much is in the way of everything, and a draft of it."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 -- test data, not a secret
        chance, pick = self.chance, self.chance.choice
        party = make.party()
        self.event = make.event(make.programme(party, make.party()), slots=pick([2, 4, 5]))
        self.event.change_minutes = pick([0, 5])
        self.event.most_a_day = pick([None, None, 2])
        self.event.longest_run = pick([None, None, 1, 2])
        self.event.save()
        self.slots = list(self.event.slots.order_by("starts_at"))
        self.tables = [
            make.table(hall, number)
            for hall in (make.place(self.event, n + 1) for n in range(pick([1, 2, 2])))
            for number in range(1, pick([1, 2, 3]) + 1)
        ]
        self.people = [self.participant() for _ in range(5)]
        self.interpreters = [self.interpreter() for _ in range(pick([0, 1, 2, 2]))]
        self.run = draft(self.event)
        for pair in chance.sample(list(combinations(self.people, 2)), chance.randint(2, 8)):
            self.meeting(*pair)

    def participant(self) -> Attendance:
        pick = self.chance.choice
        one = make.attendance(self.event, parallel=pick([1, 1, 1, 2]))
        one.languages, one.most_meetings = pick(LANGUAGES), pick([None, None, 2])
        one.table = pick([None, None, None, None, *self.tables])
        one.save()
        for _ in range(pick([0, 1, 1, 2])):
            make.delegate(one).absent.set(self.a_few())
        return one

    def interpreter(self) -> Interpreter:
        one = make.interpreter(self.event, *self.chance.choice([("en", "fa"), ("fa", "ru", "en")]))
        one.longest_run = self.chance.choice([None, 1, 2])
        one.save()
        one.absent.set(self.a_few())
        return one

    def a_few(self) -> list[Slot]:
        return self.chance.sample(self.slots, self.chance.choice([0, 0, 1]))

    def meeting(self, left: Attendance, right: Attendance) -> None:
        slot = self.chance.choice(self.slots)
        held = Meeting.objects.filter(run=self.run, slot=slot)
        taken = set(held.values_list("table", flat=True))
        free = [one for one in self.tables if one.pk not in taken]
        busy = set(held.exclude(interpreter=None).values_list("interpreter", flat=True))
        spare = [None, *(one for one in self.interpreters if one.pk not in busy)]
        if free:
            Meeting.objects.create(
                run=self.run,
                left=left,
                right=right,
                slot=slot,
                table=self.chance.choice(free),
                interpreter=self.chance.choice(spare),
            )


def the_long_way(
    run: ScheduleRun, pair: Pair, *, only: str | None = None
) -> dict[str, tuple[engine.Violation, ...]]:
    """Try everything in the whole event; ``only`` is the place to try it in."""
    held, ground = schedule.held_in(run), ground_of(run.event, setting_of(run.event))
    always = frozenset(slot.key for slot in ground.slots)
    ground = replace(
        ground,
        tables=tuple(
            one if only in {None, one.place} else replace(one, closed=always)
            for one in ground.tables
        ),
    )
    requests = {key_of(one): ground.request(one, 1) for one in (*(h.pair for h in held), pair)}
    plan, key = start_of(held), key_of(pair)
    silent = {**requests, key: replace(requests[key], languages=None)}
    found = engine.moves(ground.problem(silent.values()), plan, key)
    spoken = engine.moves(ground.problem(requests.values()), plan, key)
    return {slot: broken or spoken[slot] for slot, broken in found.items()}


def said(run: ScheduleRun, found: Mapping[str, tuple[engine.Violation, ...]]) -> dict[str, str]:
    names = names_of(run.event, READER)
    return {slot: why_not_there(broken, names) if broken else "" for slot, broken in found.items()}


@pytest.mark.parametrize("seed", range(12))
def test_times_are_free_or_not_for_the_reasons_that_the_whole_event_gives(seed: int) -> None:
    crowd = Crowd(seed)

    for left, right in combinations(crowd.people, 2):
        pair = (left.pk, right.pk)
        held = schedule.meeting_of(crowd.run, pair)
        pair = (held.left_id, held.right_id) if held else pair

        found = times_for(crowd.run, pair, READER)

        assert found.slots == said(crowd.run, the_long_way(crowd.run, pair))


@pytest.mark.parametrize("seed", range(12))
def test_places_are_free_or_not_for_the_reasons_that_the_whole_event_gives(seed: int) -> None:
    crowd = Crowd(seed)
    pair = (crowd.people[0].pk, crowd.people[1].pk)
    held = schedule.meeting_of(crowd.run, pair)
    pair = (held.left_id, held.right_id) if held else pair

    found = tables_for(crowd.run, pair, READER)

    for place, slots in found.places.items():
        only = place if crowd.event.change_minutes else None
        assert slots == said(crowd.run, the_long_way(crowd.run, pair, only=only))


@pytest.mark.parametrize("seed", range(12))
def test_a_meeting_is_put_where_the_whole_event_would_put_it(seed: int) -> None:
    crowd = Crowd(seed)

    for held in schedule.held_in(crowd.run):
        for slot in crowd.slots:
            spot = Spot(slot.pk, crowd.chance.choice([None, *(one.pk for one in crowd.tables)]))

            found = stand_of(crowd.run, held.pair, at=spot).placement(spot)

            assert found == placed_the_long_way(crowd.run, held.pair, spot)


def placed_the_long_way(run: ScheduleRun, pair: Pair, spot: Spot) -> engine.Placement | None:
    held, key = schedule.held_in(run), key_of(pair)
    ground = ground_of(run.event, setting_of(run.event))
    lock = engine.Placement(str(spot.slot), str(spot.table)) if spot.table else None
    requests = {key_of(one.pair): ground.request(one.pair, 1) for one in held}
    problem = ground.problem({**requests, key: ground.request(pair, 1, lock)}.values())
    plan = start_of(held)
    if requests[key].languages is None:
        plan = replace(
            plan, meetings=tuple(replace(one, interpreter=None) for one in plan.meetings)
        )
    return engine.placement_at(problem, plan, key, str(spot.slot))
