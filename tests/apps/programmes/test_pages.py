"""Pages of parties, programmes and roles, as people use them."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.apps.core.enums import Role
from accord.apps.core.models import Approval
from accord.apps.programmes.models import Holiday, Party, PriorityArea, Programme, RoleHolding
from tests import make

pytestmark = pytest.mark.django_db

MOST_QUERIES = 25


def manager_of(client: Client, party: Party, language: str = "en") -> None:
    client.force_login(make.role_holder(Role.MANAGER, party, language=language))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", ["/programmes/", "/programmes/parties/"])
def test_a_list_costs_the_same_for_any_number_of_rows(
    client: Client,
    address: str,
    count: int,
) -> None:
    north = make.party()
    manager_of(client, north)
    costs = []
    for rows in (1, count):
        for _ in range(rows):
            make.programme(north, make.party())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1] <= MOST_QUERIES


@pytest.mark.parametrize("count", [1, 3])
def test_a_programme_costs_the_same_for_any_number_of_areas_and_roles(
    client: Client, count: int
) -> None:
    north = make.party()
    programme = make.programme(north, make.party())
    manager_of(client, north)
    costs = []
    for start, stop in ((0, 1), (1, 1 + count)):
        for number in range(start, stop):
            make.area(programme, number + 1)
            make.role_holder(Role.ANALYST, north)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/programmes/{programme.reference}/")
        costs.append(len(queries))

    assert costs[0] == costs[1] <= MOST_QUERIES


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("en", "21 March 2025 (1 Farvardin 1404)", "Priority areas"),
        ("fa", "۱ فروردین ۱۴۰۴ (۲۱ مارس ۲۰۲۵)", "حوزه‌های اولویت‌دار"),
        ("ru", "21 марта 2025 г. (1 фарвардина 1404 г.)", "Приоритетные направления"),
    ],
)
def test_a_day_stands_in_both_calendars(
    client: Client, language: str, day: str, words: str
) -> None:
    north = make.party()
    programme = make.programme(north, make.party())
    programme.starts_on = dt.date(2025, 3, 21)
    programme.save(update_fields=["starts_on"])
    holder = make.role_holder(Role.MANAGER, north, language=language)
    holder.calendar = "jalali" if language == "fa" else "gregorian"
    holder.digits = "arabext" if language == "fa" else "latn"
    holder.save(update_fields=["calendar", "digits"])
    client.force_login(holder)

    page = client.get(f"/programmes/{programme.reference}/").content.decode().replace("\xa0", " ")

    assert day in page
    assert words in page


def test_an_administrator_founds_a_programme(client: Client) -> None:
    make.party("N"), make.party("S")
    client.force_login(make.user(is_staff=True))
    typed = {
        "title_en": "Technology days",
        "title_fa": "روزهای فناوری",
        "title_source": "fa",
        "parties": ["N", "S"],
        "languages": ["en", "fa"],
        "starts_on": "۱ فروردین ۱۴۰۴",
        "ends_on": "2028-03-20",
    }

    answer = client.post("/programmes/new/", typed)

    programme = Programme.objects.get()
    assert answer.headers["Location"] == f"/programmes/{programme.reference}/"
    assert programme.title.source == "fa"
    assert programme.starts_on == dt.date(2025, 3, 21)
    assert {party.code for party in programme.parties.all()} == {"N", "S"}


def test_one_party_is_too_few_and_the_form_says_so(client: Client) -> None:
    make.party("N")
    client.force_login(make.user(is_staff=True))
    typed = {"title_en": "Alone", "parties": ["N"], "languages": ["en"]}

    page = client.post("/programmes/new/", typed).content.decode()

    assert "A programme is owned by at least two parties. Choose one more." in page
    assert list(Programme.objects.all()) == []


def test_a_manager_approves_for_their_side(client: Client) -> None:
    north = make.party("N")
    programme = make.programme(north, make.party("S"))
    manager_of(client, north)

    client.post(f"/programmes/{programme.reference}/approve/", {"side": "N"})

    assert [approval.side.code for approval in Approval.objects.all()] == ["N"]


def test_an_area_is_added_and_its_number_is_not_given_twice(client: Client) -> None:
    north = make.party()
    programme = make.programme(north, make.party())
    manager_of(client, north)
    address = f"/programmes/{programme.reference}/areas/new/"

    client.post(address, {"number": "۱", "name_en": "Water"})
    page = client.post(address, {"number": "1", "name_en": "Energy"}).content.decode()

    assert [(area.number, str(area.name)) for area in PriorityArea.objects.all()] == [(1, "Water")]
    assert "Priority area 1 exists already. Choose a different number." in page


def test_a_programme_is_not_withdrawn_without_a_reason(client: Client) -> None:
    north = make.party()
    programme = make.programme(north, make.party())
    manager_of(client, north)

    page = client.post(
        f"/programmes/{programme.reference}/withdraw/", {"reason": " "}, follow=True
    )

    programme.refresh_from_db()
    assert not programme.is_withdrawn
    assert "Please say why, in one sentence. Nothing was withdrawn." in page.content.decode()


def test_the_working_week_is_marked_day_by_day(client: Client) -> None:
    north = make.party("N", weekend=(5, 6))
    manager_of(client, north)
    typed = {
        "name_en": "North",
        "code": "N",
        "kind": "country",
        "country": "IR",
        "languages": ["fa"],
        "calendar": "jalali",
        "time_zone": "Asia/Tehran",
        "weekend": ["3", "4"],
    }

    client.post("/programmes/parties/N/edit/", typed)

    north.refresh_from_db()
    assert north.weekend == [3, 4]


def test_public_holidays_are_taken_over_by_a_button(client: Client) -> None:
    north = make.party("N")
    north.country = "IR"
    north.save(update_fields=["country"])
    manager_of(client, north)

    page = client.post(
        "/programmes/parties/N/holidays/public/", {"year": "۲۰۲۵"}, follow=True
    ).content.decode()

    count = Holiday.objects.filter(party=north).count()
    assert count > 0
    assert f"{count} days are added." in page


def test_a_role_is_given_by_e_mail_and_ended(client: Client) -> None:
    north = make.party("N")
    manager_of(client, north)

    client.post(
        "/programmes/parties/N/roles/new/",
        {"email": "lena@example.org", "name": "Lena", "language": "ru", "role": "analyst"},
    )
    held = RoleHolding.objects.get(role=Role.ANALYST)
    client.post(f"/programmes/roles/{held.pk}/end/")

    held.refresh_from_db()
    assert (held.user.email, held.user.language) == ("lena@example.org", "ru")
    assert held.ends_on is not None


def test_a_code_in_small_letters_leads_to_the_party(client: Client) -> None:
    party = make.party("AQ")
    manager_of(client, party)

    answer = client.get("/programmes/parties/aq/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/programmes/parties/AQ/")


@pytest.mark.parametrize(
    ("who", "hint"),
    [
        ("analyst", "Programme managers and administrators found them."),
        (
            "manager",
            "A programme is owned by two or more parties. An administrator makes them first.",
        ),
        ("administrator", "Found one with the parties that will own it."),
    ],
)
def test_an_empty_list_says_what_this_reader_can_do(client: Client, who: str, hint: str) -> None:
    party = make.party()
    if who == "administrator":
        make.party()
        client.force_login(make.user(is_staff=True))
    else:
        client.force_login(make.role_holder(Role(who), party))

    page = client.get("/programmes/").content.decode()

    assert hint in page


def test_who_may_not_begin_an_event_is_not_told_to(client: Client) -> None:
    party = make.party()
    hints = {}
    for role in (Role.ANALYST, Role.MANAGER):
        client.force_login(make.role_holder(role, party))
        hints[role] = client.get("/events/").content.decode()

    assert "Begin one here" not in hints[Role.ANALYST]
    assert "An event belongs to a programme" in hints[Role.ANALYST]
    assert "Begin one here" in hints[Role.MANAGER]


def test_a_party_shows_the_city_of_its_clock_and_keeps_an_older_name(client: Client) -> None:
    party = make.party()
    Party.objects.filter(pk=party.pk).update(time_zone="Asia/Calcutta")
    manager_of(client, party, "ru")

    addresses = (f"/programmes/parties/{party.code}/", "/programmes/parties/")
    pages = [client.get(address).content.decode() for address in addresses]
    form = client.get(f"/programmes/parties/{party.code}/edit/").content.decode()

    assert all("Калькутта" in page and "Asia/Calcutta" not in page for page in pages)
    assert '<option value="Asia/Calcutta" selected>' in form
