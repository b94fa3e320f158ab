"""Pages of expressions of interest, as the two sides use them."""

from dataclasses import replace

import pytest
from django.core import mail
from django.test import Client

from accord.apps.core.enums import Role
from accord.apps.directory.models import Organisation
from accord.apps.partnering.actions import interests as actions
from accord.apps.partnering.actions import life
from accord.apps.partnering.enums import ClosingReason, InterestState
from accord.apps.partnering.models import Interest
from tests import make
from tests.apps.partnering.interests import Pair
from tests.apps.partnering.profiles import interest
from tests.conftest import AsksAsOften
from tests.journeys.walking import do_the_work

pytestmark = pytest.mark.django_db

SENT, ACCEPTED, EXCHANGED = list(InterestState)[:3]


def browser(pair: Pair, organisation: Organisation) -> Client:
    client = Client()
    client.force_login(pair.speaker(organisation))
    return client


def test_contacts_are_shown_only_after_the_exchange() -> None:
    pair = Pair(is_anonymous=True)
    pair.vega.phone = "+98 21 5555"
    pair.vega.save()
    asked, asking = browser(pair, pair.vega), browser(pair, pair.mira)
    sent = asking.post(
        f"/profiles/{pair.profile.reference}/express/",
        {"organisation": pair.mira.reference, "message": "We build pumps."},
    )
    path = sent.headers["Location"]
    seen = []

    for step in ("", "accept/", "exchange/"):
        if step:
            asked.post(f"{path}{step}")
        page = asking.get(path).content.decode()
        seen.append(("Vega Works" in page, "+98 21 5555" in page))

    assert seen == [(False, False), (True, False), (True, True)]
    assert "We build pumps." in asked.get(path).content.decode()


def test_a_contact_that_nobody_recorded_is_told_as_missing(client: Client) -> None:
    pair = Pair()
    one = interest(pair.mira, pair.profile, EXCHANGED)
    client.force_login(pair.speaker(pair.vega))

    page = client.get(f"/profiles/interests/{one.reference}/").content.decode()

    assert page.count("No contact is recorded in the directory.") == 2


@pytest.mark.parametrize(("steps", "is_told"), [([], False), (["accept", "exchange"], True)])
def test_who_answered_is_told_with_the_contacts_and_not_before(
    steps: list[str], *, is_told: bool
) -> None:
    pair = Pair(is_anonymous=True)
    speaker = pair.speaker(pair.vega)
    speaker.name = "Sara Navai"
    speaker.save()
    client = Client()
    client.force_login(speaker)
    path = f"/profiles/interests/{pair.express().reference}/"

    for step in steps:
        client.post(f"{path}{step}/")
    client.post(f"{path}close/", {"reason": "early"})
    page = browser(pair, pair.mira).get(path).content.decode()

    assert "too early" in page
    assert ("Sara Navai" in page) == is_told


def test_an_adviser_who_speaks_for_one_company_asks_for_another_too(client: Client) -> None:
    pair = Pair()
    adviser = make.role_holder(Role.MANAGER, pair.south)
    make.person(of=make.organisation(owner=pair.south_side), user=adviser)
    client.force_login(adviser)

    client.post(
        f"/profiles/{pair.profile.reference}/express/",
        {"organisation": pair.mira.reference, "message": "They build pumps."},
    )

    assert [(one.organisation, one.contact) for one in Interest.objects.all()] == [
        (pair.mira, None)
    ]


def test_a_reason_is_read_by_both(client: Client) -> None:
    pair = Pair()
    one = pair.express()
    path = f"/profiles/interests/{one.reference}/"
    client.force_login(pair.speaker(pair.vega))

    client.post(f"{path}close/", {"reason": "certificate", "note": "ISO 22000"})
    page = browser(pair, pair.mira).get(path).content.decode()

    assert "a certificate is missing" in page
    assert "ISO 22000" in page


def test_a_wrong_step_is_no_address_and_a_wrong_reason_changes_nothing(client: Client) -> None:
    pair = Pair()
    path = f"/profiles/interests/{pair.express().reference}/"
    client.force_login(pair.speaker(pair.vega))

    assert client.post(f"{path}marry/").status_code == 404
    client.post(f"{path}close/", {"reason": "weather"})
    assert Interest.objects.get().state == SENT


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Exchange contacts"), ("fa", "مبادلهٔ تماس‌ها"), ("ru", "Обменяться контактами")],
)
def test_the_page_speaks_three_languages(client: Client, language: str, words: str) -> None:
    pair = Pair()
    one = interest(pair.mira, pair.profile, ACCEPTED)
    client.force_login(pair.speaker(pair.vega, language=language))

    assert words in client.get(f"/profiles/interests/{one.reference}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_letters_go_to_who_must_act_and_not_to_who_did() -> None:
    pair = Pair()
    asked, asking = pair.speaker(pair.vega), pair.speaker(pair.mira)
    acts = [replace(pair.asked, who=str(asked.pk)), replace(pair.asking, who=str(asking.pk))]
    one = pair.express(acts[1])
    actions.move_interest(acts[0], one, "accept")
    actions.move_interest(acts[0], one, "exchange")
    actions.move_interest(acts[1], one, "negotiate")
    actions.close_interest(acts[0], one, reason=ClosingReason.TERMS)
    do_the_work()

    assert [letter.to[0] for letter in mail.outbox] == [
        asked.email, asking.email, asking.email, asked.email, asking.email,
    ]  # fmt: skip
    assert all("pumps" not in str(letter.body) for letter in mail.outbox)


@pytest.mark.parametrize("page", ["/profiles/interests/", "/profiles/{profile}/"])
def test_three_expressions_cost_as_many_queries_as_one(
    client: Client, page: str, asks_as_often: AsksAsOften
) -> None:
    pair = Pair()
    client.force_login(make.role_holder(Role.MANAGER, pair.north))

    def grow(times: int = 2) -> None:
        for _ in range(times):
            interest(make.organisation(owner=pair.south_side), pair.profile)

    grow(1)
    asks_as_often(client, page.format(profile=pair.profile.reference), grow)


def test_the_profile_moves_on_and_the_expression_stays_readable(client: Client) -> None:
    pair = Pair()
    one = pair.express()
    life.reopen_profile(pair.asked, pair.profile)
    client.force_login(pair.speaker(pair.mira))

    page = client.get(f"/profiles/interests/{one.reference}/").content.decode()

    assert pair.profile.reference in page
    assert f'href="/profiles/{pair.profile.reference}/"' not in page
