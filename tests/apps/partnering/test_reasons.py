"""Why others set a profile aside: counted for its own people, and nobody is ever named."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.directory.models import Organisation
from accord.apps.partnering import policies
from accord.apps.partnering.actions import matching
from accord.apps.partnering.adapters.reasons import heard
from accord.apps.partnering.enums import ProfileKind, ProfileState, RefusalReason
from accord.apps.partnering.models import Profile, Refusal
from accord.apps.partnering.queries.reasons import FEWEST
from tests import make
from tests.apps.partnering.profiles import Sides, profile
from tests.conftest import AsksAsOften
from tests.site.test_api import bearer

pytestmark = pytest.mark.django_db

HEADING = "Why others set it aside"
NOTE = "Ask Ruslan of Altai Mining again"


class Refused:
    """A draft of Vega's, and organisations of the other side that do not want it."""

    def __init__(self, kind: ProfileKind = ProfileKind.TECHNOLOGY_OFFER) -> None:
        self.sides = Sides()
        self.offer = profile(self.sides.vega, kind=kind)
        self.number = 0

    def by(self, reason: RefusalReason, of: Organisation | None = None) -> Organisation:
        """Have an organisation refuse it with a new request; one of the other side's."""
        self.number += 1
        of = of or make.organisation(
            f"Altai Mining {self.number}", owner=self.sides.south_side, country="KZ"
        )
        request = profile(of, ProfileState.PUBLISHED, kind=ProfileKind.TECHNOLOGY_REQUEST)
        acting = make.spokesperson(of)
        matching.refuse_suggestion(acting, request, self.offer, reason=reason, note=NOTE)
        return of

    def by_three(self) -> None:
        self.by(RefusalReason.CERTIFICATE)
        self.by(RefusalReason.EARLY)
        self.by(RefusalReason.CERTIFICATE)

    def heard(self, acting: Acting | None = None) -> list[tuple[RefusalReason, int]]:
        rows = heard(acting or make.spokesperson(self.sides.vega), self.offer)
        return [(one.reason, one.organisations) for one in rows]


def test_reasons_of_three_organisations_are_counted() -> None:
    refused = Refused()
    refused.by_three()

    assert refused.heard() == [(RefusalReason.CERTIFICATE, 2), (RefusalReason.EARLY, 1)]
    assert refused.heard(make.manager(refused.sides.north_side)) == refused.heard()


def test_two_organisations_are_not_heard_however_often_they_refuse() -> None:
    refused = Refused()
    assert FEWEST == 3
    one, two = refused.by(RefusalReason.EARLY), refused.by(RefusalReason.EARLY)
    refused.by(RefusalReason.MARKET, one)
    refused.by(RefusalReason.MARKET, two)
    assert refused.heard() == []

    refused.by(RefusalReason.FIELD)
    assert dict(refused.heard()) == {
        RefusalReason.EARLY: 2, RefusalReason.MARKET: 2, RefusalReason.FIELD: 1
    }  # fmt: skip


def test_what_is_taken_back_is_heard_no_longer() -> None:
    refused = Refused()
    refused.by_three()
    row = Refusal.objects.get(reason=RefusalReason.EARLY)

    matching.recall_refusal(make.spokesperson(row.profile.organisation), row.profile, row.other)

    assert refused.heard() == []


def test_whoever_is_known_by_name_does_not_make_the_third() -> None:
    refused = Refused()
    neighbour = make.organisation("Neighbour", owner=refused.sides.north_side)
    refused.by(RefusalReason.KNOWN, neighbour)
    refused.by(RefusalReason.EARLY)
    known = refused.by(RefusalReason.EARLY)
    assert refused.heard() == []

    refused.by(RefusalReason.EARLY)
    assert refused.heard() == [(RefusalReason.EARLY, 3)]
    both = make.spokesperson(refused.sides.vega, known)
    assert refused.heard(both) == []


def test_no_page_tells_who_refused_or_what_they_noted(client: Client) -> None:
    refused = Refused()
    refused.by_three()
    address = f"/profiles/{refused.offer.reference}/"
    for user in (
        refused.sides.speaker(refused.sides.vega),
        make.role_holder(Role.MANAGER, refused.sides.north),
    ):
        client.force_login(user)
        for path in (address, f"{address}suggestions/", f"{address}edit/"):
            page = main(client, path)
            assert (HEADING in page) == (path == address)
            for secret in ("Altai", "Ruslan", "KZ", "Kazakhstan", "TR-2025"):
                assert secret not in page.partition("<main")[2]


def test_below_three_the_page_gives_no_hint(client: Client) -> None:
    refused = Refused()
    client.force_login(refused.sides.speaker(refused.sides.vega))
    address = f"/profiles/{refused.offer.reference}/"

    before = main(client, address)
    refused.by(RefusalReason.EARLY)
    refused.by(RefusalReason.EARLY)
    assert main(client, address) == before
    refused.by(RefusalReason.EARLY)
    assert main(client, address) != before


def main(client: Client, path: str) -> str:
    """Return what a page says, without the tokens that differ from one answer to the next."""
    page = client.get(path).content.decode().partition("<main")[2].partition("</main")[0]
    return re.sub(r'value="\w{64}"', "", page)


def test_others_read_nothing_of_it(client: Client) -> None:
    refused = Refused()
    refused.by_three()
    Profile.objects.filter(pk=refused.offer.pk).update(
        state=ProfileState.PUBLISHED, expires_on="2099-01-01"
    )
    address = refused.offer.reference
    others = {
        make.role_holder(Role.MANAGER, refused.sides.south): 404,
        refused.sides.speaker(refused.sides.mira): 404,
        make.role_holder(Role.ANALYST, refused.sides.north): 403,
    }
    for user, status in others.items():
        client.force_login(user)
        page = client.get(f"/profiles/{address}/")
        assert page.status_code == 200
        assert HEADING not in page.content.decode()
        cache.clear()
        answer = client.get(f"/api/v1/profiles/{address}/reasons", headers=bearer(user))
        assert answer.status_code == status


def test_analysts_do_not_hear_reasons() -> None:
    refused = Refused()
    north = refused.sides.north_side

    assert not policies.may_hear_reasons(make.analyst(north), refused.offer)
    assert policies.may_hear_reasons(make.coordinator(north), refused.offer)


def test_the_api_counts_them_too(client: Client) -> None:
    refused = Refused()
    refused.by_three()
    token = bearer(refused.sides.speaker(refused.sides.vega))

    answer = client.get(f"/api/v1/profiles/{refused.offer.reference}/reasons", headers=token)

    assert [(one["reason"], one["organisations"], one["field"]) for one in answer.json()] == [
        ("certificate", 2, "specification"),
        ("early", 1, "stage"),
    ]
    assert "Altai" not in answer.content.decode()


@pytest.mark.parametrize("kind", list(ProfileKind))
def test_every_advice_leads_to_a_field_of_the_form(client: Client, kind: ProfileKind) -> None:
    refused = Refused(kind)
    for reason in RefusalReason:
        refused.by(reason)
    client.force_login(refused.sides.speaker(refused.sides.vega))
    address = f"/profiles/{refused.offer.reference}/"
    page, form = client.get(address), client.get(f"{address}edit/").content.decode()

    told = heard(make.spokesperson(refused.sides.vega), refused.offer)

    assert {one.reason for one in told} == set(RefusalReason)
    for one in told:
        if one.field:
            assert f'href="{address}edit/#{one.anchor}"' in page.content.decode()
            assert f'id="{one.anchor}"' in form


def test_the_page_asks_as_often_however_many_refused(
    client: Client, asks_as_often: AsksAsOften
) -> None:
    refused = Refused()
    refused.by_three()
    client.force_login(refused.sides.speaker(refused.sides.vega))

    asks_as_often(client, f"/profiles/{refused.offer.reference}/", refused.by_three)
