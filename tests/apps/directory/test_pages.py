"""Pages of the directory, in two languages, for one row and for three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.apps.core.enums import Role, Visibility
from accord.apps.directory.models import Membership, Organisation, Person, StatusClaim
from accord.apps.programmes.models import Party
from tests import make

pytestmark = pytest.mark.django_db

LISTS = ["/directory/organisations/", "/directory/people/"]
TEXT = {"name_source": "en", "summary_source": "en", "city_source": "en", "issuer_source": "en"}


def signed_in(client: Client, language: str = "en") -> Party:
    party = make.party()
    client.force_login(make.role_holder(Role.MANAGER, party, language=language))
    return party


def typed(party: Party, **more: str) -> dict[str, str]:
    owner = str(party.pk)
    return {**TEXT, "kind": "company", "owner": owner, "visibility": "shared", **more}


@pytest.mark.parametrize("language", ["en", "fa", "ru"])
@pytest.mark.parametrize(
    "address",
    [
        *LISTS,
        "/directory/organisations/new/",
        "/directory/people/new/",
        "/directory/import/",
        "/directory/organisations/{organisation}/",
        "/directory/organisations/{organisation}/change/",
        "/directory/organisations/{organisation}/merge/",
        "/directory/organisations/{organisation}/merge/?with={other}",
        "/directory/organisations/{organisation}/statuses/",
        "/directory/people/{person}/",
        "/directory/people/{person}/change/",
        "/directory/people/{person}/merge/",
        "/directory/people/{person}/memberships/",
    ],
)
def test_every_page_is_shown_in_the_readers_language(
    client: Client, address: str, language: str
) -> None:
    party = signed_in(client, language)
    organisation = make.organisation(owner=party)
    other = make.organisation(owner=party)
    person = make.person(of=organisation)
    keys = {
        "organisation": organisation.reference,
        "other": other.reference,
        "person": person.reference,
    }

    page = client.get(address.format(**keys))

    assert (page.status_code, page.headers["Content-Language"]) == (200, language)
    direction = "rtl" if language == "fa" else "ltr"
    assert f'dir="{direction}"' in page.content.decode()[:400]


@pytest.mark.parametrize(
    "address", [*LISTS, "/directory/organisations/{organisation}/", "/directory/people/{person}/"]
)
def test_a_page_costs_the_same_for_one_row_and_for_three(client: Client, address: str) -> None:
    party = signed_in(client)
    organisation = make.organisation(owner=party)
    person = make.person(of=organisation)
    where = address.format(organisation=organisation.reference, person=person.reference)
    costs = []
    for _ in range(3):
        make.person(of=organisation)
        make.membership(person, make.organisation(owner=party))
        client.get(where)
        with CaptureQueriesContext(connection) as queries:
            client.get(where)
        costs.append(len(queries))

    assert costs[0] == costs[2]
    assert costs[2] <= 25


def test_an_organisation_is_found_by_the_sound_of_its_name_in_another_script(
    client: Client,
) -> None:
    party = signed_in(client)
    make.organisation(make.text("نانو پژوه", "fa"), owner=party)
    make.organisation(make.text("Vega"), owner=party)

    page = client.get("/directory/organisations/?q=نانو پژوه").content.decode()

    assert "نانو پژوه" in page
    assert "<bdi>Vega</bdi>" not in page


def test_a_new_organisation_is_registered_for_the_persons_side(client: Client) -> None:
    party = signed_in(client)

    answer = client.post("/directory/organisations/new/", typed(party, name_en="Vega"))

    made = Organisation.objects.get()
    assert answer.headers["Location"] == f"/directory/organisations/{made.reference}/"
    assert (made.name.texts, made.owner_id) == ({"en": "Vega"}, party.pk)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_new_organisation_without_a_name_is_not_registered(
    client: Client, language: str
) -> None:
    party = signed_in(client, language)

    page = client.post("/directory/organisations/new/", typed(party))

    assert 'class="error-summary"' in page.content.decode()
    assert list(Organisation.objects.all()) == []


def test_a_likely_duplicate_is_registered_only_when_said_to_be_another_one(
    client: Client,
) -> None:
    party = signed_in(client)
    make.organisation(make.text("Vega Optics"), owner=party)
    sent = typed(party, name_en="VEGA Optics")

    page = client.post("/directory/organisations/new/", sent).content.decode()
    assert Organisation.objects.count() == 1
    assert "the same name" in page

    client.post("/directory/organisations/new/", {**sent, "different": "yes"})
    assert Organisation.objects.count() == 2


def test_duplicates_are_shown_while_somebody_types(client: Client) -> None:
    party = signed_in(client)
    known = make.organisation(make.text("Vega Optics"), owner=party)

    part = client.get("/directory/organisations/duplicates/?name_en=vega optics")

    assert known.reference in part.content.decode()
    assert "<html" not in part.content.decode()


def test_a_company_changes_its_own_description_and_nothing_else(client: Client) -> None:
    organisation = make.organisation(make.text("Vega"), owner=make.side())
    user = make.user()
    make.person(of=organisation, user=user)
    client.force_login(user)
    address = f"/directory/organisations/{organisation.reference}/change/"

    client.post(address, {**TEXT, "name_en": "Other", "email": "hall@example.org"})

    organisation.refresh_from_db()
    assert organisation.email == "hall@example.org"
    assert organisation.name.texts == {"en": "Vega"}


def test_another_sides_private_organisation_is_not_found(client: Client) -> None:
    signed_in(client)
    other = make.organisation(owner=make.side(), visibility=Visibility.PRIVATE)

    page = client.get(f"/directory/organisations/{other.reference}/")

    assert page.status_code == 404


def test_an_organisation_is_withdrawn_with_a_reason(client: Client) -> None:
    party = signed_in(client)
    organisation = make.organisation(owner=party)
    address = f"/directory/organisations/{organisation.reference}/withdraw/"

    client.post(address, {"reason": ""})
    organisation.refresh_from_db()
    assert organisation.withdrawn_at is None

    client.post(address, {"reason": "It closed."})
    organisation.refresh_from_db()
    assert organisation.withdrawn_reason == "It closed."


def test_two_organisations_are_merged_from_their_page(client: Client) -> None:
    party = signed_in(client)
    kept, absorbed = (make.organisation(owner=party) for _ in range(2))
    address = f"/directory/organisations/{kept.reference}/merge/"

    answer = client.post(address, {"with": absorbed.reference, "kept": kept.reference})

    absorbed.refresh_from_db()
    assert answer.headers["Location"] == f"/directory/organisations/{kept.reference}/"
    assert absorbed.merged_into_id == kept.pk
    page = client.get(f"/directory/organisations/{absorbed.reference}/").content.decode()
    assert f"Everything is now in {kept.reference}." in page


def test_a_status_is_recorded_and_withdrawn(client: Client) -> None:
    party = signed_in(client)
    organisation = make.organisation(owner=party)
    address = f"/directory/organisations/{organisation.reference}/statuses/"

    client.post(address, {**TEXT, "kind": "knowledge-based", "starts_on": "1 Farvardin 1404"})
    claim = StatusClaim.objects.get()
    assert str(claim.starts_on) == "2025-03-21"

    client.post(f"/directory/statuses/{claim.pk}/withdraw/", {"reason": "Expired early."})
    claim.refresh_from_db()
    assert claim.withdrawn_reason == "Expired early."


def test_a_person_is_registered_with_languages_and_joins_an_organisation(client: Client) -> None:
    party = signed_in(client)
    organisation = make.organisation(owner=party)
    languages = {"language_1": "fa", "level_1": "native", "language_2": "en", "level_2": "fluent"}

    client.post("/directory/people/new/", typed(party, name_fa="سارا احمدی", **languages))
    person = Person.objects.get()
    assert {(row.language, row.level) for row in person.spoken.all()} == {
        ("fa", "native"),
        ("en", "fluent"),
    }

    sent = {"other": organisation.reference, "position_source": "en", "speaks_for": "on"}
    client.post(f"/directory/people/{person.reference}/memberships/", sent)
    membership = Membership.objects.get()
    assert (membership.organisation, membership.speaks_for) == (organisation, True)

    client.post(f"/directory/memberships/{membership.pk}/end/", {"on": "۱۴۰۹/۱/۱"})
    membership.refresh_from_db()
    assert str(membership.ends_on) == "2030-03-21"
