"""Profiles on the page of their organisation, and the way back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accord.apps.accounts.models import User
from accord.apps.core.enums import Role
from accord.apps.directory.models import Organisation
from accord.apps.partnering.enums import InterestState, ProfileState
from accord.apps.partnering.models import Profile
from accord.apps.partnering.tables import MOST_IN_PANEL
from tests import make
from tests.apps.partnering.profiles import Sides, interest, profile
from tests.conftest import AsksAsOften

pytestmark = pytest.mark.django_db

PUBLISHED = ProfileState.PUBLISHED
SOON = timezone.now().date() + timedelta(days=30)
OVER = timezone.now().date()


def page_of(organisation: Organisation, reader: User) -> str:
    client = Client()
    client.force_login(reader)
    return client.get(f"/directory/organisations/{organisation.reference}/").content.decode()


def listed(organisation: Organisation, reader: User, *among: Profile) -> list[str]:
    page = page_of(organisation, reader)
    return [one.reference for one in among if f"/profiles/{one.reference}/" in page]


def test_the_page_lists_what_is_valid_and_may_be_known() -> None:
    sides = Sides()
    shown = profile(sides.vega, PUBLISHED, expires_on=SOON)
    hidden = profile(sides.vega, PUBLISHED, expires_on=SOON, is_anonymous=True)
    rest = [
        profile(sides.vega),
        profile(sides.vega, PUBLISHED, expires_on=OVER),
        profile(sides.mira, PUBLISHED, expires_on=SOON),
    ]
    own = make.role_holder(Role.MANAGER, sides.north)
    other = make.role_holder(Role.MANAGER, sides.south)

    assert listed(sides.vega, own, shown, hidden, *rest) == [shown.reference, hidden.reference]
    assert listed(sides.vega, other, shown, hidden, *rest) == [shown.reference]


def test_what_was_not_named_is_listed_for_whom_it_accepted() -> None:
    sides = Sides()
    hidden = profile(sides.vega, PUBLISHED, expires_on=SOON, is_anonymous=True)
    other = make.role_holder(Role.MANAGER, sides.south)
    assert listed(sides.vega, other, hidden) == []

    interest(sides.mira, hidden, InterestState.ACCEPTED)

    assert listed(sides.vega, other, hidden) == [hidden.reference]


def test_an_organisation_without_profiles_has_no_panel() -> None:
    sides = Sides()
    own = make.role_holder(Role.MANAGER, sides.north)

    assert 'id="profiles"' not in page_of(sides.vega, own)


def test_many_are_cut_with_the_way_to_the_rest() -> None:
    sides = Sides()
    for _ in range(MOST_IN_PANEL + 1):
        profile(sides.vega, PUBLISHED, expires_on=SOON)

    page = page_of(sides.vega, make.role_holder(Role.MANAGER, sides.north))

    assert "/profiles/?q=Vega%20Works" in page
    assert page.count('href="/profiles/TO-') == MOST_IN_PANEL


def test_three_profiles_cost_the_page_as_many_queries_as_one(asks_as_often: AsksAsOften) -> None:
    sides = Sides()
    profile(sides.vega, PUBLISHED, expires_on=SOON)
    client = Client()
    client.force_login(make.role_holder(Role.MANAGER, sides.north))

    def grow() -> None:
        for _ in range(2):
            profile(sides.vega, PUBLISHED, expires_on=SOON)

    asks_as_often(client, f"/directory/organisations/{sides.vega.reference}/", grow)


def test_a_profile_leads_to_its_organisation_where_that_may_be_known(client: Client) -> None:
    sides = Sides()
    named = profile(sides.vega, PUBLISHED, expires_on=SOON)
    hidden = profile(sides.vega, PUBLISHED, expires_on=SOON, is_anonymous=True)
    client.force_login(make.role_holder(Role.MANAGER, sides.south))
    link = f'href="/directory/organisations/{sides.vega.reference}/"'

    assert link in client.get(f"/profiles/{named.reference}/").content.decode()
    assert link not in client.get(f"/profiles/{hidden.reference}/").content.decode()
