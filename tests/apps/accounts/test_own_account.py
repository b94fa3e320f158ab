"""Preferences, language, browsers and API tokens of the person who is signed in."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accord.apps.accounts import actions, queries
from accord.apps.accounts.enums import CalendarChoice, DigitsChoice, Theme
from accord.apps.accounts.errors import NotTheirsError, TokenOverError, TooManyTokensError
from accord.apps.accounts.models import ApiToken, SignedInSession
from accord.apps.core.errors import ValueRefusedError
from accord.apps.core.models import AuditEntry
from tests import make
from tests.apps.accounts import people

pytestmark = pytest.mark.django_db
PREFERENCES = "/account/preferences/"
WANTED = {
    "name": "سارا",
    "language": "fa",
    "calendar": "jalali",
    "digits": "arabext",
    "time_zone": "Asia/Tehran",
    "theme": "dark",
}
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


# Preferences.


def test_preferences_change_how_the_next_page_reads() -> None:
    sara = people.user()
    client = people.signed_in(sara)

    answer = client.post(PREFERENCES, WANTED, follow=True)

    page = answer.content.decode()
    assert '<html lang="fa"' in page
    assert 'dir="rtl"' in page
    assert 'data-bs-theme="dark"' in page
    assert "تنظیمات شما ذخیره شد." in page
    sara.refresh_from_db()
    assert {field: getattr(sara, field) for field in WANTED} == WANTED


def test_changed_preferences_are_audited_by_the_names_of_the_fields() -> None:
    sara = people.user()

    actions.change_preferences(
        people.acting_as(sara),
        sara,
        actions.Preferences(
            name="Sara",
            language="en",
            calendar=CalendarChoice.JALALI,
            digits=DigitsChoice.LATN,
            time_zone="UTC",
            theme=Theme.DARK,
        ),
    )

    assert list(AuditEntry.objects.values_list("deed", "facts")) == [
        ("accounts.preferences.changed", {"fields": "calendar, theme"})
    ]


def test_the_same_preferences_again_leave_no_trace() -> None:
    sara = people.user()
    same = actions.Preferences(
        name="Sara",
        language="en",
        calendar=CalendarChoice.GREGORIAN,
        digits=DigitsChoice.LATN,
        time_zone="UTC",
        theme=Theme.AUTO,
    )

    actions.change_preferences(people.acting_as(sara), sara, same)

    assert list(AuditEntry.objects.all()) == []


@pytest.mark.parametrize("field", ["language", "calendar", "digits", "time_zone", "theme"])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Select a valid choice. martian is not one of the available choices."),
        ("fa", "یک گزینهٔ معتبر انتخاب کنید. martian از گزینه‌های موجود نیست."),
    ],
)
def test_a_preference_that_does_not_exist_is_refused(
    language: str, sentence: str, field: str
) -> None:
    sara = people.user(language=language)
    client = people.signed_in(sara)

    answer = client.post(PREFERENCES, WANTED | {field: "martian"})

    assert list(answer.context["form"].errors) == [field]
    assert sentence in answer.content.decode()
    sara.refresh_from_db()
    assert sara.name == "Sara"


def test_nobody_changes_the_preferences_of_another() -> None:
    sara, admin = people.user(), people.user("admin@example.org", is_staff=True)

    with pytest.raises(NotTheirsError):
        actions.change_language(people.acting_as(admin), sara, language="fa")


# The language switch.


def test_a_visitor_switches_the_language_by_a_cookie(client: Client) -> None:
    answer = client.post("/account/language/", {"language": "ru", "next": "/accounts/login/"})

    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("ru", True, "Lax")
    assert '<html lang="ru"' in client.get("/accounts/login/").content.decode()


def test_a_signed_in_person_takes_the_language_to_every_browser() -> None:
    sara = people.user()
    here, elsewhere = people.signed_in(sara), people.signed_in(sara)

    here.post("/account/language/", {"language": "fa", "next": PREFERENCES})

    assert '<html lang="fa"' in elsewhere.get(PREFERENCES).content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_the_language_switch_leads_to_no_other_site(client: Client, target: str) -> None:
    answer = client.post("/account/language/", {"language": "fa", "next": target})

    assert answer["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    answer = client.post("/account/language/", {"language": "xx", "next": "/accounts/login/"})

    assert (answer.status_code, list(answer.cookies)) == (302, [])


# Browsers.


def test_the_list_names_the_browsers_and_marks_this_one() -> None:
    sara = people.user()
    here = people.signed_in(sara)
    people.signed_in(sara, user_agent=CHROME)

    page = here.get("/account/browsers/").content.decode()

    assert page.count("Firefox · Linux") == 1
    assert page.count("Chrome · Windows") == 1
    assert page.count("this browser") == 1


def test_a_browser_is_signed_out_from_another() -> None:
    sara = people.user()
    here, elsewhere = people.signed_in(sara), people.signed_in(sara)
    there = SignedInSession.objects.get(session_key=elsewhere.session.session_key)

    answer = here.post(f"/account/browsers/{there.pk}/end/")

    assert (answer.status_code, answer["Location"]) == (302, "/account/browsers/")
    assert elsewhere.get(PREFERENCES).status_code == 302
    assert here.get(PREFERENCES).status_code == 200


def test_all_other_browsers_are_signed_out_at_once() -> None:
    sara = people.user()
    here, phone, office = (people.signed_in(sara) for _browser in range(3))

    answer = here.post("/account/browsers/others/end/", follow=True)

    assert "2 other browsers were signed out." in answer.content.decode()
    assert [client.get(PREFERENCES).status_code for client in (here, phone, office)] == [
        200,
        302,
        302,
    ]


def test_the_browser_of_another_is_not_there() -> None:
    sara, omid = people.user(), people.user("omid@example.org")
    here, his = people.signed_in(sara), people.signed_in(omid)
    row = SignedInSession.objects.get(user=omid)

    answer = here.post(f"/account/browsers/{row.pk}/end/")

    assert answer.status_code == 404
    assert his.get(PREFERENCES).status_code == 200


def test_a_session_that_ran_out_is_not_listed() -> None:
    sara = people.user()
    here = people.signed_in(sara)
    people.signed_in(sara).session.flush()

    shown = here.get("/account/browsers/").context["sessions"]

    assert [row.session_key for row in shown] == [here.session.session_key]


def test_use_is_noted_every_ten_minutes_at_most() -> None:
    sara = people.user()
    client = people.signed_in(sara)
    row = SignedInSession.objects.get()
    long_ago = row.seen_at - timedelta(hours=1)
    SignedInSession.objects.update(seen_at=long_ago)

    client.get(PREFERENCES)
    row.refresh_from_db()
    assert row.seen_at == long_ago

    session = client.session
    session["accord_session"] |= {"seen_at": long_ago.timestamp()}
    session.save()
    client.get(PREFERENCES)
    row.refresh_from_db()
    assert row.seen_at > long_ago


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_browsers_costs_the_same_for_any_number(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sara = people.user()
    here, *_others = [people.signed_in(sara) for _browser in range(rows)]

    with django_assert_num_queries(5):
        here.get("/account/browsers/")


# API tokens.


def test_a_token_is_shown_once_and_kept_as_a_digest() -> None:
    sara = people.user()
    client = people.signed_in(sara)

    made = client.post("/account/tokens/", {"label": "nightly export", "expires_on": ""})
    secret = re.findall(r"acc_[\w-]{43}", made.content.decode())[0]
    later = client.get("/account/tokens/").content.decode()

    token = ApiToken.objects.get()
    assert (token.user, token.label, token.hint) == (sara, "nightly export", secret[-4:])
    assert token.digest == queries.digest_of(secret)
    assert secret not in later
    assert "nightly export" in later


def test_a_token_speaks_for_its_user_until_it_is_revoked() -> None:
    sara = people.user()
    acting = people.acting_as(sara)
    token, secret = actions.make_token(acting, sara, label="export", expires_at=None)

    before = queries.token_holder(secret, make.NOON)
    actions.revoke_token(acting, token)

    assert before == sara
    assert queries.token_holder(secret, make.NOON) is None
    with pytest.raises(TokenOverError):
        actions.revoke_token(acting, token)


def test_a_token_ends_with_its_last_day() -> None:
    sara = people.user()
    ends = make.NOON + timedelta(days=1)
    _token, secret = actions.make_token(
        people.acting_as(sara), sara, label="export", expires_at=ends
    )

    assert queries.token_holder(secret, ends - timedelta(seconds=1)) == sara
    assert queries.token_holder(secret, ends) is None


def test_the_token_of_a_closed_account_is_useless() -> None:
    sara = people.user()
    _token, secret = actions.make_token(
        people.acting_as(sara), sara, label="export", expires_at=None
    )

    actions.close_user(make.administrator(), sara)

    assert actions.use_token(secret, at=make.NOON) is None


@pytest.mark.parametrize("secret", ["", "acc_", "acc_guess", "🙂", "x" * 5000])
def test_a_guess_speaks_for_nobody(secret: str) -> None:
    assert actions.use_token(secret, at=make.NOON) is None


def test_use_of_a_token_is_noted_once_a_minute() -> None:
    sara = people.user()
    token, secret = actions.make_token(
        people.acting_as(sara), sara, label="export", expires_at=None
    )
    seen = []
    for seconds in (0, 59, 61):
        actions.use_token(secret, at=make.NOON + timedelta(seconds=seconds))
        token.refresh_from_db()
        seen.append(token.used_at)

    assert seen == [make.NOON, make.NOON, make.NOON + timedelta(seconds=61)]


def test_nobody_keeps_more_than_twenty_tokens() -> None:
    sara = people.user()
    acting = people.acting_as(sara)
    for number in range(20):
        actions.make_token(acting, sara, label=f"export {number}", expires_at=None)

    with pytest.raises(TooManyTokensError):
        actions.make_token(acting, sara, label="one more", expires_at=None)

    page = people.signed_in(sara).post("/account/tokens/", {"label": "one more"})
    assert "You have 20 API tokens. Please revoke one" in page.content.decode()


def test_a_last_day_in_the_past_is_refused_at_every_door() -> None:
    sara = people.user()

    with pytest.raises(ValueRefusedError):
        actions.make_token(people.acting_as(sara), sara, label="export", expires_at=make.NOON)


@pytest.mark.parametrize(
    ("language", "day", "sentence"),
    [
        ("en", "1 January 2020", "Expires: choose a day in the future."),
        ("fa", "۱ فروردین ۱۴۰۰", "پایان اعتبار: روزی در آینده را انتخاب کنید."),
    ],
)
def test_a_wrong_last_day_is_told_on_the_form(language: str, day: str, sentence: str) -> None:
    sara = people.user(language=language)

    answer = people.signed_in(sara).post(
        "/account/tokens/", {"label": "export", "expires_on": day}
    )

    assert sentence in answer.content.decode()
    assert list(ApiToken.objects.all()) == []


def test_the_last_day_belongs_to_the_token_where_the_person_is() -> None:
    sara = people.user()
    sara.time_zone = "Asia/Tehran"
    sara.save()

    people.signed_in(sara).post(
        "/account/tokens/", {"label": "export", "expires_on": "2 December 2099"}
    )

    assert ApiToken.objects.get().expires_at == datetime(2099, 12, 2, 20, 30, tzinfo=UTC)


def test_the_token_of_another_is_not_there() -> None:
    sara, omid = people.user(), people.user("omid@example.org")
    token, secret = actions.make_token(people.acting_as(omid), omid, label="his", expires_at=None)

    answer = people.signed_in(sara).post(f"/account/tokens/{token.pk}/revoke/")

    assert answer.status_code == 404
    assert queries.token_holder(secret, make.NOON) == omid


def test_a_token_is_revoked_on_the_page() -> None:
    sara = people.user()
    token, secret = actions.make_token(
        people.acting_as(sara), sara, label="export", expires_at=None
    )

    answer = people.signed_in(sara).post(f"/account/tokens/{token.pk}/revoke/", follow=True)

    assert "The API token was revoked." in answer.content.decode()
    assert queries.token_holder(secret, make.NOON) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_tokens_costs_the_same_for_any_number(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sara = people.user()
    for number in range(rows):
        actions.make_token(people.acting_as(sara), sara, label=f"export {number}", expires_at=None)
    client = people.signed_in(sara)

    with django_assert_num_queries(6):
        client.get("/account/tokens/")
