"""What a busy event has beside its published schedule: a draft, interpreters, answers."""

import itertools
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from accord.apps.accounts.models import User
from accord.apps.brokerage import models as brokerage
from accord.apps.brokerage.adapters.problem import key_of
from accord.apps.brokerage.enums import LIFTED, Deed, Strength
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Door
from accord.engine.scheduling import Cause
from benchmarks.world import NOON, World

ONE_IN = 10  # so many of each side speak their own language alone
INTERPRETERS = 60
WAITING = 600
RIVALS = 3
ANSWERED, REFUSED = 4, 40  # every so many wishes
DEEDS = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """What the pages of a draft are asked for."""

    run: brokerage.ScheduleRun
    meeting: brokerage.Meeting
    interpreted: brokerage.Meeting
    waiting: brokerage.UnplacedRequest


def add_draft(world: World) -> Draft:
    """Copy the published schedule to a draft, and fill what surrounds it."""
    with transaction.atomic():
        _answer_wishes(world.event)
        _narrow_languages(world.event)
        people = _interpreters(world.event)
        run = brokerage.ScheduleRun.objects.create(
            event=world.event,
            number=2,
            based_on=world.run,
            made_at=NOON,
            status="feasible",
            weight=world.run.weight,
            bound=world.run.bound + WAITING,
        )
        meetings = _meetings(world.run, run, people)
        waiting = _waiting(run, meetings)
        _deeds(world.event, world.manager)
    spoken = next(one for one in meetings if one.interpreter_id)
    silent = next(one for one in meetings if not one.interpreter_id)
    return Draft(run, silent, spoken, waiting)


def _answer_wishes(event: brokerage.Event) -> None:
    """Have every fourth wish answered and every fortieth refused."""
    wishes = list(event.wishes.order_by("wisher__code", "wished__code"))
    brokerage.Wish.objects.bulk_create(
        (
            brokerage.Wish(
                event=event,
                wisher_id=one.wished_id,
                wished_id=one.wisher_id,
                strength=Strength.NO if number % REFUSED == 0 else Strength.MUST,
                made_at=NOON,
            )
            for number, one in enumerate(wishes)
            if number % ANSWERED == 0
        ),
        batch_size=500,
    )


def _narrow_languages(event: brokerage.Event) -> None:
    changed = [
        one
        for number, one in enumerate(event.attendances.order_by("code"))
        if number % ONE_IN == 0
    ]
    for one in changed:
        one.languages = one.languages[1:]
    brokerage.Attendance.objects.bulk_update(changed, ["languages"], batch_size=500)


def _interpreters(event: brokerage.Event) -> list[brokerage.Interpreter]:
    delegates = brokerage.Delegate.objects.filter(attendance__event=event)
    people = delegates.order_by("attendance__code").values_list("person", flat=True)
    return brokerage.Interpreter.objects.bulk_create(
        brokerage.Interpreter(
            event=event, person_id=person, languages=["en", "fa", "ru"], longest_run=4
        )
        for person in people[:INTERPRETERS]
    )


def _meetings(
    published: brokerage.ScheduleRun,
    run: brokerage.ScheduleRun,
    people: list[brokerage.Interpreter],
) -> list[brokerage.Meeting]:
    """Copy the meetings; those without a common language get the next interpreter of the slot."""
    free: dict[object, list[brokerage.Interpreter]] = defaultdict(lambda: list(people))
    made = []
    held = published.meetings.select_related("left", "right").order_by("slot__starts_at", "pk")
    for one in held:
        shared = set(one.left.languages) & set(one.right.languages)
        has_one = not shared and free[one.slot_id]
        made.append(
            brokerage.Meeting(
                run=run,
                left_id=one.left_id,
                right_id=one.right_id,
                slot_id=one.slot_id,
                table_id=one.table_id,
                interpreter=free[one.slot_id].pop() if has_one else None,
            )
        )
    return brokerage.Meeting.objects.bulk_create(made, batch_size=500)


def _waiting(
    run: brokerage.ScheduleRun, meetings: list[brokerage.Meeting]
) -> brokerage.UnplacedRequest:
    """Leave pairs of one side and the other that do not meet without a place."""
    met = {(one.left_id, one.right_id) for one in meetings}
    lefts = sorted({left for left, _right in met})
    rights = sorted({right for _left, right in met})
    pairs = (pair for pair in itertools.product(rights, lefts) if pair[::-1] not in met)
    step = max(1, (len(lefts) * len(rights) - len(met)) // WAITING)
    rivals = [key_of((one.left_id, one.right_id)) for one in meetings[:RIVALS]]
    made = [
        brokerage.UnplacedRequest(
            run=run,
            left_id=left,
            right_id=right,
            cause=Cause.OUTRANKED if number % 2 else LIFTED,
            facts={"in_the_way": rivals} if number % 2 else {},
        )
        for number, (right, left) in enumerate(itertools.islice(pairs, 0, None, step))
    ][:WAITING]
    return brokerage.UnplacedRequest.objects.bulk_create(made, batch_size=500)[0]


def _deeds(event: brokerage.Event, manager: User) -> None:
    acting = Acting(at=NOON, who=str(manager.pk), name=str(manager.name), door=Door.WEB)
    audit.record_all(acting, Deed.WISH_EXPRESSED, [event.reference] * DEEDS)
