"""Who may do what: every role on one side, in one programme, on the other side."""

from uuid import uuid4

import pytest

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.errors import WithdrawnError
from accord.apps.programmes import policies
from accord.apps.programmes.errors import AreaWithdrawnError, RoleEndedError, StrangersError
from accord.apps.programmes.models import Party, Programme, RoleHolding
from tests import make

pytestmark = pytest.mark.django_db

EVERYBODY = (
    "visitor",
    "plain user",
    "analyst",
    "coordinator",
    "manager",
    "manager here",
    "manager elsewhere",
    "other side's manager",
    "stranger's manager",
    "administrator",
)
OWNERS = ("manager", "manager here", "other side's manager", "administrator")


@pytest.fixture
def north() -> Party:
    return make.party("N")


@pytest.fixture
def south() -> Party:
    return make.party("S")


@pytest.fixture
def programme(north: Party, south: Party) -> Programme:
    return make.programme(north, south)


@pytest.fixture
def people(north: Party, south: Party, programme: Programme) -> dict[str, Acting]:
    both = [north, south]
    elsewhere = make.programme(north, make.party())
    return {
        "visitor": make.visitor(),
        "plain user": make.acting(),
        "analyst": make.analyst(north, partners=both),
        "coordinator": make.coordinator(north, partners=both),
        "manager": make.manager(north, partners=both),
        "manager here": make.acting(make.grant(Role.MANAGER, north, programme), partners=both),
        "manager elsewhere": make.acting(
            make.grant(Role.MANAGER, north, elsewhere), partners=both
        ),
        "other side's manager": make.manager(south, partners=both),
        "stranger's manager": make.manager(make.party()),
        "administrator": make.administrator(),
    }


def allowed(people: dict[str, Acting], question: object) -> tuple[str, ...]:
    return tuple(who for who in EVERYBODY if question(people[who]))  # type: ignore[operator]  # -- a policy with its record


def test_only_administrators_make_parties(people: dict[str, Acting]) -> None:
    assert allowed(people, policies.may_make_party) == ("administrator",)


def test_a_party_is_changed_by_its_own_managers(people: dict[str, Acting], north: Party) -> None:
    who = allowed(people, lambda acting: policies.may_change_party(acting, north))

    assert who == ("manager", "administrator")


def test_a_programme_is_founded_by_managers_of_a_whole_side(people: dict[str, Acting]) -> None:
    assert allowed(people, policies.may_found_programme) == (
        "manager",
        "other side's manager",
        "stranger's manager",
        "administrator",
    )


def test_a_manager_founds_only_with_known_partners(
    people: dict[str, Acting], north: Party, south: Party
) -> None:
    stranger = make.party()

    known = policies.may_found_programme(people["manager"], [north, south])
    unknown = policies.may_found_programme(people["manager"], [north, stranger])
    without_own = policies.may_found_programme(people["manager"], [south, stranger])

    assert known
    assert isinstance(unknown.refusal, StrangersError)
    assert not without_own
    assert policies.may_found_programme(people["administrator"], [north, stranger])


def test_a_programme_is_changed_by_a_manager_of_any_owner(
    people: dict[str, Acting], programme: Programme
) -> None:
    assert allowed(people, lambda who: policies.may_change_programme(who, programme)) == OWNERS


def test_a_withdrawn_programme_is_changed_by_nobody(
    people: dict[str, Acting], programme: Programme
) -> None:
    programme.withdrawn_at = make.NOON

    for question in (policies.may_change_programme, policies.may_change_parties):
        assert allowed(people, lambda who, ask=question: ask(who, programme)) == ()
        refusal = question(people["administrator"], programme).refusal
        assert isinstance(refusal, WithdrawnError)


def test_only_administrators_say_who_owns_a_programme(
    people: dict[str, Acting], programme: Programme
) -> None:
    who = allowed(people, lambda acting: policies.may_change_parties(acting, programme))

    assert who == ("administrator",)


def test_a_side_approves_for_itself_alone(
    people: dict[str, Acting], programme: Programme, north: Party, south: Party
) -> None:
    def who_approves(side: Party) -> tuple[str, ...]:
        return allowed(
            people, lambda acting: policies.may_approve_programme(acting, programme, side.pk)
        )

    assert who_approves(north) == ("manager", "manager here")
    assert who_approves(south) == ("other side's manager",)
    programme.withdrawn_at = make.NOON
    assert who_approves(north) == ()


def test_an_area_is_changed_like_its_programme(
    people: dict[str, Acting], programme: Programme
) -> None:
    area = make.area(programme)

    assert allowed(people, lambda who: policies.may_change_area(who, area)) == OWNERS
    area.withdrawn_at = make.NOON
    refusal = policies.may_change_area(people["administrator"], area).refusal
    assert isinstance(refusal, AreaWithdrawnError)


def test_a_role_is_never_given_by_the_other_side(
    people: dict[str, Acting], north: Party, programme: Programme
) -> None:
    def who_gives(where: Programme | None) -> tuple[str, ...]:
        key = where.pk if where else None
        return allowed(people, lambda acting: policies.may_give_role(acting, north.pk, key))

    assert who_gives(None) == ("manager", "administrator")
    assert who_gives(programme) == ("manager", "manager here", "administrator")
    assert allowed(people, lambda who: policies.may_give_role(who, north.pk, uuid4())) == (
        "manager",
        "administrator",
    )


def test_a_manager_of_one_programme_gives_some_role(
    people: dict[str, Acting], north: Party
) -> None:
    assert allowed(people, lambda who: policies.may_give_some_role(who, north)) == (
        "manager",
        "manager here",
        "manager elsewhere",
        "administrator",
    )


def test_a_role_is_ended_by_who_may_give_it_and_only_once(
    people: dict[str, Acting], north: Party
) -> None:
    held = RoleHolding(user=make.user(), party=north, role=Role.ANALYST)

    assert allowed(people, lambda who: policies.may_end_role(who, held)) == (
        "manager",
        "administrator",
    )
    held.ends_on = make.TODAY
    assert isinstance(policies.may_end_role(people["manager"], held).refusal, RoleEndedError)
