"""The second factor: setting it up, signing in with it, losing it."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from accord.apps.accounts import adapters
from accord.apps.accounts.models import User
from accord.apps.core.models import AuditEntry
from accord.engine.text import native_digits
from tests.apps.accounts import people

pytestmark = pytest.mark.django_db
ACTIVATE = "/accounts/2fa/totp/activate/"
AUTHENTICATE = "/accounts/2fa/authenticate/"


def code_of(secret: str, *, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def confirmed(somebody: User) -> Client:
    """Return a browser whose user has just confirmed that it is them."""
    client = people.signed_in(somebody)
    client.post("/accounts/confirm/", {"password": people.PASSWORD})
    return client


def with_app(somebody: User) -> tuple[Client, str]:
    """Return a browser whose user has set up the app, and the app's key."""
    client = confirmed(somebody)
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": code_of(secret)})
    return client, secret


def test_setting_up_the_app_asks_for_the_password_again() -> None:
    client = people.signed_in(people.user())

    answer = client.get(ACTIVATE)

    assert (answer.status_code, answer["Location"]) == (
        302,
        "/accounts/confirm/?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F",
    )


def test_the_wrong_password_does_not_confirm() -> None:
    client = people.signed_in(people.user())

    answer = client.post("/accounts/confirm/", {"password": "not her password"})

    assert answer.context["form"].errors == {
        "password": ["This is not your password. Please try again."]
    }
    assert client.get(ACTIVATE).status_code == 302


@pytest.mark.django_db(transaction=True)  # the letter goes out on commit
def test_the_app_is_set_up_with_its_first_code() -> None:
    sara = people.user()

    client, _secret = with_app(sara)

    assert adapters.has_factor(sara) is True
    assert client.get("/accounts/2fa/").context["is_mfa_enabled"] is True
    assert [letter.subject for letter in mail.outbox] == ["Accord: Second factor switched on"]
    deeds = AuditEntry.objects.filter(deed="accounts.factor.changed")
    assert sorted(entry.facts["factor"] for entry in deeds) == ["recovery_codes", "totp"]


def test_the_picture_is_allowed_by_our_own_policy() -> None:
    page = confirmed(people.user()).get(ACTIVATE).content.decode()

    assert 'src="data:image/svg+xml;base64,' in page
    assert "<svg xmlns" not in page


def test_a_wrong_first_code_sets_nothing_up() -> None:
    sara = people.user()
    client = confirmed(sara)
    client.get(ACTIVATE)

    answer = client.post(ACTIVATE, {"code": "000000"})

    assert answer.context["form"].errors == {
        "code": ["This code is not right. Please enter the newest code that your app shows."]
    }
    assert adapters.has_factor(sara) is False


def test_the_password_alone_no_longer_lets_in() -> None:
    sara = people.user()
    with_app(sara)

    client = Client()
    answer = client.post("/accounts/login/", {"login": sara.email, "password": people.PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, AUTHENTICATE)
    assert "_auth_user_id" not in client.session
    assert client.get("/account/preferences/").status_code == 302
    assert client.get(AUTHENTICATE).status_code == 200


def test_the_code_lets_in_typed_on_a_persian_keyboard() -> None:
    sara = people.user()
    _browser, secret = with_app(sara)
    client = people.signed_in(sara)

    client.post(AUTHENTICATE, {"code": native_digits(code_of(secret, steps=1), "arabext")})

    assert client.session["_auth_user_id"] == str(sara.pk)


def test_a_wrong_code_does_not_let_in() -> None:
    sara = people.user()
    with_app(sara)
    client = people.signed_in(sara)

    answer = client.post(AUTHENTICATE, {"code": "000000"})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_lets_in_once() -> None:
    sara = people.user()
    browser, _secret = with_app(sara)
    code = browser.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    first, second = people.signed_in(sara), people.signed_in(sara)

    first.post(AUTHENTICATE, {"code": code})
    second.post(AUTHENTICATE, {"code": code})

    assert ("_auth_user_id" in first.session, "_auth_user_id" in second.session) == (True, False)


def test_recovery_codes_are_downloaded_and_made_anew() -> None:
    browser, _secret = with_app(people.user())

    before = browser.get("/accounts/2fa/recovery-codes/download/").content.decode().split()
    page = browser.get("/accounts/2fa/recovery-codes/generate/")
    browser.post("/accounts/2fa/recovery-codes/generate/")
    after = browser.get("/accounts/2fa/recovery-codes/download/").content.decode().split()

    assert page.status_code == 200
    assert (len(before), len(after)) == (10, 10)
    assert set(before).isdisjoint(after)


def test_switching_off_is_confirmed_and_lets_the_password_alone_in_again() -> None:
    sara = people.user()
    browser, _secret = with_app(sara)

    page = browser.get("/accounts/2fa/totp/deactivate/")
    browser.post("/accounts/2fa/totp/deactivate/")

    assert page.status_code == 200
    assert adapters.has_factor(sara) is False
    assert "_auth_user_id" in people.signed_in(sara).session


def test_an_administrator_helps_who_lost_phone_and_codes() -> None:
    sara = people.user()
    with_app(sara)
    admin = people.user("admin@example.org", is_staff=True)

    answer = people.signed_in(admin).post(f"/account/users/{sara.pk}/factor/remove/", follow=True)

    assert "The second factor was removed." in answer.content.decode()
    assert "_auth_user_id" in people.signed_in(sara).session
    assert AuditEntry.objects.filter(deed="accounts.factor.removed").count() == 1


def test_codes_are_not_guessed_for_ever() -> None:
    sara = people.user()
    with_app(sara)
    client = people.signed_in(sara)
    for _attempt in range(20):
        client.post(AUTHENTICATE, {"code": "000000"})

    answer = client.post(AUTHENTICATE, {"code": "000000"})

    assert answer.context["form"].errors == {
        "code": ["Too many failed attempts. Please wait five minutes and try again."]
    }


def test_confirming_with_a_code_is_possible_too() -> None:
    sara = people.user()
    _browser, secret = with_app(sara)
    client = people.signed_in(sara)
    client.post(AUTHENTICATE, {"code": code_of(secret, steps=1)})

    page = client.get("/accounts/2fa/confirm/")

    assert page.status_code == 200
    assert "Confirm with the password instead" in page.content.decode()


def test_nobody_removes_a_factor_without_the_role() -> None:
    sara, omid = people.user(), people.user("omid@example.org")
    with_app(sara)

    answer = people.signed_in(omid).post(f"/account/users/{sara.pk}/factor/remove/")

    assert answer.status_code == 403
    assert adapters.has_factor(sara) is True


def test_what_was_interrupted_by_the_question_goes_on_after_it() -> None:
    sara = people.user()
    first, secret = with_app(sara)
    before = first.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    client = people.signed_in(sara)
    client.post(AUTHENTICATE, {"code": code_of(secret, steps=1)})

    asked = client.post("/accounts/2fa/recovery-codes/generate/")
    client.post(asked["Location"], {"password": people.PASSWORD})
    after = first.get("/accounts/2fa/recovery-codes/").context["unused_codes"]

    assert asked["Location"] == (
        "/accounts/confirm/?next=%2Faccounts%2F2fa%2Frecovery-codes%2Fgenerate%2F"
    )
    assert set(after).isdisjoint(before)
