"""Pages of profiles, as people use them."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accord.apps.accounts.models import User
from accord.apps.core.enums import Role, Visibility
from accord.apps.partnering.enums import ProfileState
from accord.apps.partnering.models import Profile
from tests import make
from tests.apps.partnering import profiles
from tests.apps.partnering.profiles import Sides, profile
from tests.conftest import AsksAsOften
from tests.journeys.walking import do_the_work
from tests.site.filled import filled

pytestmark = pytest.mark.django_db


def ending(days: int) -> dt.date:
    return timezone.now().date() + dt.timedelta(days=days)


def manager(sides: Sides, language: str = "en") -> User:
    return make.role_holder(Role.MANAGER, sides.north, language=language)


def partner(sides: Sides) -> User:
    return make.role_holder(Role.MANAGER, sides.south)


TYPED: dict[str, Any] = {
    "title_en": "Ceramic membrane",
    "title_fa": "غشای سرامیکی",
    "language": "fa",
    "summary_en": "Short.",
    "stage": "prototype",
    "trl": "۵",
    "partnerships": ["licence"],
    "technologies": ["2.5"],
    "goals": ["6"],
    "visibility": "shared",
}


def test_a_company_writes_a_profile(client: Client) -> None:
    sides = Sides()
    profiles.code()
    client.force_login(sides.speaker(sides.vega))

    started = client.post("/profiles/new/", {"kind": "TO", "organisation": sides.vega.reference})
    answer = client.post(started.headers["Location"], TYPED)

    made = Profile.objects.get()
    assert answer.headers["Location"] == f"/profiles/{made.reference}/"
    assert (made.title.source, made.trl, made.goals) == ("fa", 5, [6])
    assert (made.owner, made.state) == (sides.north_side, ProfileState.DRAFT)


def test_the_form_shows_what_is_kept_and_saves_it_again_unchanged(client: Client) -> None:
    sides = Sides()
    contact = make.person(of=sides.vega)
    made = profile(
        sides.vega,
        contact=contact.pk,
        programme=sides.programme.pk,
        goals=(6, 9),
        countries=("RU",),
        is_anonymous=True,
    )
    client.force_login(manager(sides))
    path = f"/profiles/{made.reference}/edit/"

    answer = client.post(path, filled(client.get(path).content.decode()), follow=True)

    assert "Nothing was changed." in answer.content.decode()


def test_a_budget_is_kept_in_minor_units_with_its_currency(client: Client) -> None:
    sides = Sides()
    client.force_login(manager(sides))
    path = f"/profiles/new/RDR/{sides.vega.reference}/"
    typed = {"title_en": "Consortium", "visibility": "shared", "budget": "250000"}

    refused = client.post(path, typed).content.decode()
    client.post(path, typed | {"currency": "EUR"})

    made = Profile.objects.get()
    assert "Please choose the currency of the budget." in refused
    assert (made.budget, made.currency) == (25_000_000, "EUR")
    assert "250,000 <bdi>EUR</bdi>" in client.get(f"/profiles/{made.reference}/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"trl": "12"}, "Please write 9 or less."),
        ({"technologies": ["9.9"]}, "Select a valid choice"),
        ({"partnerships": ["licence", "supply", "venture", "research"]}, "Choose at most 3."),
        ({"title_en": "", "title_fa": ""}, "Please write this in at least one language."),
        ({"title_en": "x" * 257}, "too long: 257 of at most 256"),
        ({"visibility": "everybody"}, "Select a valid choice"),
        ({"contact": "nobody"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_told_at_its_field(
    client: Client, wrong: dict[str, Any], sentence: str
) -> None:
    sides = Sides()
    profiles.code()
    client.force_login(manager(sides))

    page = client.post(f"/profiles/new/TO/{sides.vega.reference}/", TYPED | wrong)

    assert sentence in page.content.decode()
    assert list(Profile.objects.all()) == []


def test_an_adviser_speaks_while_somebody_types_and_nothing_is_kept(client: Client) -> None:
    sides = Sides()
    profiles.code()
    client.force_login(sides.speaker(sides.vega))
    path = f"/profiles/check/TO/{sides.vega.reference}/"

    page = client.post(path, TYPED | {"advantages_en": "The best.", "trl": "many"})

    codes = [line.split('"')[0] for line in page.content.decode().split('data-finding="')[1:]]
    assert codes == [
        "missing", "missing", "missing", "short", "boast", "no-figure", "no-partner",
        "one-language",
    ]  # fmt: skip
    assert list(Profile.objects.all()) == []


def test_the_other_side_s_organisation_is_not_checked(client: Client) -> None:
    sides = Sides()
    client.force_login(sides.speaker(sides.mira))

    assert client.post(f"/profiles/check/TO/{sides.vega.reference}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_from_the_draft_to_publication_and_letters_on_the_way(client: Client) -> None:
    sides = Sides()
    speaker, reviewer = sides.speaker(sides.vega, language="fa"), manager(sides)
    made = profile(sides.vega)
    path = f"/profiles/{made.reference}/"

    client.force_login(speaker)
    client.post(f"{path}submit/")
    client.force_login(reviewer)
    assert made.reference in client.get("/profiles/review/").content.decode()
    client.post(f"{path}return/", {"remarks": "Say how much."})
    client.force_login(speaker)
    assert "Say how much." in client.get(path).content.decode()
    client.post(f"{path}submit/")
    client.force_login(reviewer)
    page = client.post(f"{path}publish/", follow=True).content.decode()
    do_the_work()

    assert "The profile is published." in page
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([reviewer.email], f"Accord: The profile {made.reference} waits for your review."),
        ([speaker.email], f"Accord: بازبین نمایهٔ {made.reference} را با ملاحظات بازگرداند."),
        ([reviewer.email], f"Accord: The profile {made.reference} waits for your review."),
        ([speaker.email], f"Accord: نمایهٔ {made.reference} منتشر شد."),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_letter_tells_nothing_but_the_address(client: Client) -> None:
    sides = Sides()
    reviewer = manager(sides)
    made = profile(sides.vega)
    client.force_login(sides.speaker(sides.vega))

    client.post(f"/profiles/{made.reference}/submit/")
    do_the_work()

    body = str(mail.outbox[0].body)
    assert mail.outbox[0].to == [reviewer.email]
    assert body.endswith(f"/profiles/{made.reference}/")
    assert "Vega" not in body + mail.outbox[0].subject
    assert "membrane" not in body + mail.outbox[0].subject


def test_four_eyes_are_told_on_the_button(client: Client) -> None:
    sides = Sides()
    made = profile(sides.vega)
    client.force_login(manager(sides))

    client.post(f"/profiles/{made.reference}/submit/")
    page = client.get(f"/profiles/{made.reference}/").content.decode()

    assert "You wrote or sent this profile yourself." in page
    assert client.post(f"/profiles/{made.reference}/publish/", follow=True).status_code == 200
    made.refresh_from_db()
    assert made.state == ProfileState.REVIEW


def test_others_see_neither_name_nor_contact_nor_history(client: Client) -> None:
    sides = Sides()
    contact = make.person("Sara Navai", of=sides.vega)
    made = profile(
        sides.vega,
        ProfileState.PUBLISHED,
        contact=contact.pk,
        is_anonymous=True,
        expires_on=ending(30),
    )
    for reader, told in ((partner(sides), False), (manager(sides), True)):
        client.force_login(reader)
        one = client.get(f"/profiles/{made.reference}/").content.decode()
        listed = client.get("/profiles/").content.decode()
        exported = b"".join(client.get("/profiles/?export=csv").streaming_content)  # type: ignore[attr-defined]  # -- a stream

        assert ("Vega" in one, "Vega" in listed, b"Vega" in exported) == (told, told, told)
        assert sides.vega.reference in one or not told
        assert (sides.vega.reference in one, "Sara Navai" in one) == (told, told)
        assert ('href="/work/history' in one or "id_note" in one) <= told


def test_a_named_profile_names_the_organisation_and_still_no_contact(client: Client) -> None:
    sides = Sides()
    contact = make.person("Sara Navai", of=sides.vega)
    made = profile(sides.vega, ProfileState.PUBLISHED, contact=contact.pk, expires_on=ending(30))
    client.force_login(partner(sides))

    page = client.get(f"/profiles/{made.reference}/").content.decode()

    assert ("Vega Works" in page, "Sara Navai" in page) == (True, False)


def test_the_list_is_searched_filtered_sorted_and_exported(client: Client) -> None:
    sides = Sides()
    offer = profile(
        sides.vega,
        ProfileState.PUBLISHED,
        title=make.text("Salt from water", fa="نمک از آب"),
        expires_on=ending(30),
    )
    other = profile(
        sides.mira,
        ProfileState.PUBLISHED,
        title=make.text("Pumps"),
        expires_on=ending(40),
        countries=("IR",),
    )
    other.is_open = False
    other.save()
    other.codes.set([profiles.code("1.2")])
    client.force_login(manager(sides))

    found = {
        query: [
            one.reference
            for one in (offer, other)
            if one.reference in client.get(f"/profiles/?{query}").content.decode()
        ]
        for query in ("", "q=نمک", "country=IR", "field=1.2", "open=yes", "kind=BO", "side=SOUTH")
    }

    assert found == {
        "": [offer.reference, other.reference],
        "q=نمک": [offer.reference],
        "country=IR": [offer.reference],
        "field=1.2": [other.reference],
        "open=yes": [offer.reference],
        "kind=BO": [],
        "side=SOUTH": [other.reference],
    }
    workbook = client.get("/profiles/?export=xlsx")
    assert b"".join(workbook.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]  # -- a stream


def test_what_ends_soon_stands_above_one_s_own_list(client: Client) -> None:
    sides = Sides()
    soon = profile(sides.vega, ProfileState.PUBLISHED, expires_on=ending(10))
    profile(sides.vega, ProfileState.PUBLISHED, expires_on=ending(20))
    client.force_login(sides.speaker(sides.vega))

    page = client.get("/profiles/own/").content.decode()

    notice = page.split("These profiles end soon")[1].split("</ul>")[0]
    assert notice.count("<li>") == 1
    assert soon.reference in notice


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [
        ("en", "Stage of development", "1 December 2025"),
        ("fa", "مرحلهٔ توسعه", "۱۰ آذر ۱۴۰۴"),
        ("ru", "Стадия разработки", "1 декабря 2025"),
    ],
)
def test_a_profile_reads_in_three_languages_and_both_calendars(
    client: Client, language: str, words: str, day: str
) -> None:
    sides = Sides()
    made = profile(sides.vega, ProfileState.PUBLISHED, visibility=Visibility.PUBLIC)
    reader = manager(sides, language)
    if language == "fa":
        reader.calendar, reader.digits = "jalali", "arabext"
        reader.save()
    client.force_login(reader)

    page = client.get(f"/profiles/{made.reference}/").content.decode().replace("\xa0", " ")

    assert words in page
    assert day in page
    assert f"<bdi>{profiles.facts().title}</bdi>" in page


PAGES = ["/profiles/", "/profiles/own/", "/profiles/review/", "/profiles/new/"]


@pytest.mark.parametrize("path", PAGES)
def test_three_profiles_cost_as_many_queries_as_one(
    client: Client, path: str, asks_as_often: AsksAsOften
) -> None:
    sides = Sides()
    client.force_login(manager(sides))

    def grow(times: int = 2) -> None:
        for _ in range(times):
            own = make.organisation(owner=sides.north_side, country="IR")
            for state in ProfileState:
                profile(own, state, expires_on=ending(10))
                profile(sides.mira, state, expires_on=ending(10))

    grow(1)
    asks_as_often(client, path, grow)


@pytest.mark.parametrize("page", ["", "edit/"])
def test_one_profile_costs_as_many_queries_however_much_it_says(
    client: Client, page: str, asks_as_often: AsksAsOften
) -> None:
    sides = Sides()
    made = profile(sides.vega)
    client.force_login(manager(sides))

    def grow(times: int = 2) -> None:
        for number in range(times):
            made.codes.add(profiles.code(f"3.{number + times}"))
            made.remarks.create(text="Say how much.", by="Lena", at=make.NOON)
            make.person(of=sides.vega)

    grow(1)
    asks_as_often(client, f"/profiles/{made.reference}/{page}", grow)
