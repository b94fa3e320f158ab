import datetime as dt
from uuid import UUID

import pytest

from accord.apps.brokerage.actions import grid
from accord.apps.brokerage.enums import LIFTED, RequestState, Strength
from accord.apps.brokerage.models import Event, UnplacedRequest
from accord.apps.brokerage.queries import events, hours, schedule, wishes
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role, Visibility
from tests import make
from tests.apps.brokerage.boards import Board

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2025, 12, 5)


def sees(acting: Acting, event: Event) -> bool:
    return events.events_visible_to(acting).filter(pk=event.pk).exists()


def test_an_event_is_seen_by_the_roles_of_its_programme_and_by_those_who_take_part() -> None:
    ours, theirs, stranger = make.party(), make.party(), make.party()
    programme = make.programme(ours, theirs)
    event = make.event(programme)
    attendance = make.attendance(event)
    delegate = make.delegate(make.attendance(event))
    interpreter = make.interpreter(event)
    other_programme = make.programme(ours, stranger)

    def person(key: object) -> Acting:
        return Acting(who="x", at=make.NOON, door=make.acting().door, person=key)  # type: ignore[arg-type]  # -- a key of the directory

    assert [
        sees(acting, event)
        for acting in (
            make.administrator(),
            make.analyst(theirs),
            make.acting(make.grant(Role.MANAGER, ours, programme)),
            make.spokesperson(attendance.organisation),
            person(delegate.person_id),
            person(interpreter.person_id),
        )
    ] == [True] * 6
    assert [
        sees(acting, event)
        for acting in (
            make.manager(stranger),
            make.acting(make.grant(Role.MANAGER, stranger, other_programme)),
            make.spokesperson(make.organisation()),
            make.visitor(),
        )
    ] == [False] * 4


def test_a_private_event_stays_with_its_owner_and_a_public_one_is_for_all_who_sign_in() -> None:
    ours, theirs = make.party(), make.party()
    programme = make.programme(ours, theirs)
    private = make.event(programme, visibility=Visibility.PRIVATE)
    public = make.event(programme, visibility=Visibility.PUBLIC)

    assert [sees(make.manager(ours), one) for one in (private, public)] == [True, True]
    assert [sees(make.manager(theirs), one) for one in (private, public)] == [False, True]
    assert [sees(make.spokesperson(), one) for one in (private, public)] == [False, True]
    assert [sees(make.visitor(), one) for one in (private, public)] == [False, False]


@pytest.mark.parametrize(
    ("forth", "back", "state", "weight"),
    [
        (Strength.MUST, None, RequestState.ONE_SIDED, 6),
        (Strength.LIKE, None, RequestState.ONE_SIDED, 3),
        (Strength.MUST, Strength.MUST, RequestState.MUTUAL, 14),
        (Strength.LIKE, Strength.MUST, RequestState.MUTUAL, 11),
        (Strength.LIKE, Strength.LIKE, RequestState.MUTUAL, 8),
        (Strength.MUST, Strength.NO, RequestState.REFUSED, 6),
        (Strength.NO, None, RequestState.REFUSED, 0),
    ],
)
def test_what_two_wishes_make_of_a_pair(
    forth: Strength, back: Strength | None, state: RequestState, weight: int
) -> None:
    event = make.event()
    left, right = make.attendance(event), make.attendance(event)
    make.wish(left, right, strength=forth)
    if back:
        make.wish(right, left, strength=back)

    (pair,) = wishes.wanted_pairs(event)
    found = [
        choice
        for choice in RequestState
        if wishes.in_state(wishes.requests_of(event), choice).exists()
    ]

    assert (pair.state, pair.weight) == (state, weight)
    assert wishes.requests_of(event).count() == 1
    assert found == [state]


def test_requests_leave_out_who_withdrew_and_keep_the_order_of_codes() -> None:
    event = make.event()
    first, second, third, gone = (make.attendance(event) for _ in range(4))
    make.wish(third, first)
    make.wish(second, first, strength=Strength.MUST)
    make.wish(first, third)
    make.wish(gone, first)
    make.wish(second, gone)
    make.wish(make.attendance(other := make.event()), make.attendance(other))
    gone.withdrawn_at = make.NOON
    gone.save(update_fields=["withdrawn_at"])

    listed = [frozenset((one.wisher, one.wished)) for one in wishes.requests_of(event)]
    kept = [(one.wisher, one.wished) for one in wishes.wishes_of(event)]

    assert set(listed) == {frozenset((first, third)), frozenset((first, second))}
    assert len(listed) == 2
    assert set(kept) == {(third, first), (second, first), (first, third)}
    assert [one.wisher.code for one in wishes.requests_of(event)] == sorted(
        one.wisher.code for one in wishes.requests_of(event)
    )


@pytest.mark.parametrize("words", ["orion", "vega", "p-9"])
def test_a_request_is_found_by_the_name_or_code_of_either_side(words: str) -> None:
    event = make.event()
    vega, orion, other = (
        make.attendance(event, make.organisation(name)) for name in ("Vega", "Orion", "Nova")
    )
    vega.code = "P-9"
    vega.save(update_fields=["code"])
    make.wish(vega, orion)
    make.wish(other, make.attendance(event))
    elsewhere = make.attendance(make.event(), vega.organisation)
    make.wish(elsewhere, make.attendance(elsewhere.event))

    found = wishes.requests_about(event, wishes.requests_of(event), words)

    assert [(one.wisher, one.wished) for one in found] == [(vega, orion)]


def test_a_must_of_a_pair_counts_once_held_or_not() -> None:
    board = Board()
    nova, rigel = board.participant("Nova", board.ours), board.participant("Rigel", board.theirs)
    make.wish(board.vega, board.orion, strength=Strength.MUST)
    make.wish(board.orion, board.vega, strength=Strength.MUST)
    make.wish(rigel, nova, strength=Strength.MUST)
    make.wish(nova, board.orion)
    make.wish(board.orion, nova, strength=Strength.NO)
    make.wish(board.vega, rigel, strength=Strength.MUST)
    board.meeting(board.early, board.first)
    board.meeting(board.middle, board.first, nova, rigel)
    board.meeting(board.late, board.first, nova, board.orion)
    UnplacedRequest.objects.create(run=board.run, left=rigel, right=board.vega, cause=LIFTED)

    assert schedule.must_figures(board.run) == (2, 3)
    assert {UUID(key): count for key, count in schedule.loads_in(board.run).items()} == {
        board.vega.pk: 1,
        board.orion.pk: 2,
        nova.pk: 2,
        rigel.pk: 1,
    }


def test_friday_is_closed_for_one_side_and_open_for_the_other() -> None:
    rests, works = make.party(weekend=(4,)), make.party(weekend=(5, 6))
    event = make.event(make.programme(rests, works), slots=2, starts_on=FRIDAY)
    slots = list(event.slots.order_by("starts_at"))

    closed = hours.closures_of(event, slots)

    assert {key: list(of) for key, of in closed.items()} == {
        rests.pk: [slot.pk for slot in slots],
        works.pk: [],
    }
    assert {one.why for one in closed[rests.pk].values()} == {hours.Why.WEEKEND}


def test_hours_that_a_side_sets_decide_the_day_even_on_its_day_off() -> None:
    rests = make.party(weekend=(4,))
    event = make.event(make.programme(rests, make.party()), slots=2, starts_on=FRIDAY)
    early, late = event.slots.order_by("starts_at")
    grid.set_hours(
        make.administrator(), event, [grid.HoursFacts(rests, late.starts_at, late.ends_at)]
    )

    closed = hours.closures_of(event, [early, late])[rests.pk]

    assert {key: one.why for key, one in closed.items()} == {early.pk: hours.Why.HOURS}


def test_a_holiday_closes_a_working_day_and_an_exception_opens_a_weekend() -> None:
    side = make.party(weekend=(4,))
    event = make.event(make.programme(side, make.party()), slots=1, starts_on=FRIDAY)
    (slot,) = event.slots.all()
    holiday = side.holidays.create(day=FRIDAY, name=make.text("Feast"))

    assert hours.closures_of(event, [slot])[side.pk][slot.pk].why == hours.Why.HOLIDAY
    holiday.is_working = True
    holiday.save()
    assert hours.closures_of(event, [slot])[side.pk] == {}
