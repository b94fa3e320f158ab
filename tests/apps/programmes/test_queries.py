"""Who sees which parties, programmes and roles."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from accord.apps.core.enums import Role, Visibility
from accord.apps.programmes import queries
from accord.apps.programmes.models import Holiday, RoleHolding
from tests import make

pytestmark = pytest.mark.django_db


def test_a_side_sees_itself_and_its_partners() -> None:
    north, south, stranger = make.party("N"), make.party("S"), make.party("X")

    def seen(acting: object) -> set[str]:
        return {party.code for party in queries.parties_visible_to(acting)}  # type: ignore[arg-type]  # -- somebody

    assert seen(make.manager(north, partners=[south])) == {"N", "S"}
    assert seen(make.manager(stranger)) == {"X"}
    assert seen(make.acting()) == set()
    assert seen(make.visitor()) == set()
    assert seen(make.administrator()) == {"N", "S", "X"}


def test_ones_own_side_comes_first_then_the_alphabet_of_ones_language() -> None:
    zeta = make.party("A", name="Zeta")
    alpha = make.party("B", name="Alpha")
    beta = make.party("C", name="Beta")
    parties = [beta, zeta, alpha]

    assert queries.in_viewing_order(make.manager(zeta), parties) == [zeta, alpha, beta]
    assert queries.in_viewing_order(make.manager(beta), parties) == [beta, alpha, zeta]
    assert queries.in_viewing_order(make.administrator(), parties) == [alpha, beta, zeta]


def test_a_programme_is_seen_by_its_sides_and_in_public_by_all_who_signed_in() -> None:
    north, south = make.party(), make.party()
    shared, public = make.programme(north, south), make.programme()
    public.visibility = Visibility.PUBLIC
    public.save(update_fields=["visibility"])

    def seen(acting: object) -> set[str]:
        found = queries.programmes_visible_to(acting)  # type: ignore[arg-type]  # -- somebody
        return {programme.reference for programme in found}

    assert seen(make.manager(north)) == {shared.reference, public.reference}
    assert seen(make.analyst(south)) == {shared.reference, public.reference}
    assert seen(make.manager(make.party())) == {public.reference}
    assert seen(make.acting()) == {public.reference}
    assert seen(make.visitor()) == set()
    assert seen(make.administrator()) == {shared.reference, public.reference}


def test_roles_of_strangers_are_not_seen() -> None:
    north, south = make.party(), make.party()
    programme = make.programme(north, south)
    make.role_holder(Role.MANAGER, north)
    holder = make.role_holder(Role.ANALYST, make.party())
    ended = make.role_holder(Role.ANALYST, south)
    RoleHolding.objects.filter(user=ended).update(ends_on=make.TODAY)

    seen = queries.roles_in(make.manager(south, partners=[north]), programme)
    everywhere = queries.roles_visible_to(make.administrator(), on=make.TODAY)

    assert [(held.party, held.role) for held in seen] == [(north, Role.MANAGER)]
    assert holder in {held.user for held in everywhere}
    assert ended not in {held.user for held in everywhere}


@pytest.mark.parametrize("count", [1, 3])
def test_working_weeks_take_one_query(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    parties = [make.party() for _ in range(count)]
    day = dt.date(2025, 12, 3)
    for party in parties:
        Holiday.objects.create(party=party, day=day, name=make.text("Fair", fa="جشنواره"))

    with django_assert_num_queries(1):
        weeks = queries.working_weeks_of(parties, language="fa")

    assert [weeks[party.pk].holiday(day) for party in parties] == ["جشنواره"] * count


def test_standing_programmes_leave_out_withdrawn_ones() -> None:
    north = make.party()
    standing, gone = make.programme(north, make.party()), make.programme(north, make.party())
    gone.withdrawn_at = make.NOON
    gone.save(update_fields=["withdrawn_at"])

    assert list(queries.standing_programmes_of(north)) == [standing]
