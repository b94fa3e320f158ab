"""Giving roles, and taking them back."""

import datetime as dt
from dataclasses import replace

import pytest

from accord.apps.accounts.models import Invitation, User
from accord.apps.core.enums import Role
from accord.apps.core.errors import NotAllowedError
from accord.apps.programmes import queries
from accord.apps.programmes.actions import roles
from accord.apps.programmes.actions.roles import RoleFacts
from accord.apps.programmes.errors import (
    NotAnOwnerError,
    RoleHeldError,
)
from accord.apps.programmes.models import RoleHolding
from tests import make
from tests.apps.programmes.test_actions import deeds

pytestmark = pytest.mark.django_db


def test_a_role_given_is_a_grant_until_it_ends() -> None:
    north = make.party()
    acting, user = make.manager(north), make.user()

    holding = roles.give_role(acting, user, RoleFacts(party=north, role=Role.COORDINATOR))

    assert queries.grants_of(user, on=make.TODAY) == {make.grant(Role.COORDINATOR, north)}
    roles.end_role(acting, holding)
    assert queries.grants_of(user, on=make.TODAY) == frozenset()
    assert deeds() == ["programmes.role.given", "programmes.role.ended"]


def test_a_role_holds_from_its_first_day_to_the_day_before_its_last() -> None:
    north = make.party()
    user = make.user()
    begin, end = dt.date(2025, 12, 2), dt.date(2025, 12, 5)
    facts = RoleFacts(party=north, role=Role.ANALYST, starts_on=begin, ends_on=end)
    roles.give_role(make.manager(north), user, facts)

    days = [begin - dt.timedelta(days=1), begin, end - dt.timedelta(days=1), end]

    assert [len(queries.grants_of(user, on=day)) for day in days] == [0, 1, 1, 0]


def test_the_very_role_is_not_given_twice() -> None:
    north = make.party()
    facts = RoleFacts(party=north, role=Role.ANALYST)
    user = make.user("lena@example.org")
    roles.give_role(make.manager(north), user, facts)

    with pytest.raises(RoleHeldError) as refusal:
        roles.give_role(make.manager(north), user, facts)

    assert str(refusal.value) == (
        "lena@example.org holds this role already. There is nothing to give."
    )


def test_a_role_in_a_programme_is_for_its_own_parties() -> None:
    north = make.party()
    facts = RoleFacts(party=north, role=Role.ANALYST, programme=make.programme())

    with pytest.raises(NotAnOwnerError):
        roles.give_role(make.manager(north), make.user(), facts)


def test_whoever_has_no_account_is_invited() -> None:
    north = make.party()
    inviting = make.user()
    acting = replace(make.manager(north), who=str(inviting.pk))
    facts = RoleFacts(party=north, role=Role.COORDINATOR)

    holding = roles.invite_to_role(acting, "lena@example.org", facts, name="Lena", language="ru")

    lena = User.objects.get(email="lena@example.org")
    assert holding.user == lena
    assert (lena.name, lena.language) == ("Lena", "ru")
    assert Invitation.objects.filter(user=lena).count() == 1


def test_whoever_has_an_account_just_gets_the_role() -> None:
    north, lena = make.party(), make.user("lena@example.org")

    roles.invite_to_role(
        make.manager(north), "Lena@Example.org", RoleFacts(party=north, role=Role.ANALYST)
    )

    assert RoleHolding.objects.get().user == lena
    assert Invitation.objects.count() == 0


def test_nobody_is_invited_for_a_role_that_is_refused() -> None:
    north = make.party()

    with pytest.raises(NotAllowedError):
        roles.invite_to_role(
            make.manager(make.party()),
            "lena@example.org",
            RoleFacts(party=north, role=Role.ANALYST),
        )

    assert list(User.objects.all()) == []
