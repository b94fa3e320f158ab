"""Signing in, forgetting a password, and what strangers may learn."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from accord.apps.accounts.models import SignedInSession
from accord.apps.core.models import AuditEntry
from tests.apps.accounts import people

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
REFUSAL = "The e-mail address and the password do not belong together. Please try again."
REFUSAL_FA = "نشانی رایانامه یا گذرواژه درست نیست. لطفاً دوباره تلاش کنید."


def test_the_right_password_lets_in(client: Client) -> None:
    sara = people.user()

    answer = client.post(LOGIN, {"login": "Sara@Example.org", "password": people.PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(sara.pk)


def test_signing_in_leads_to_the_page_asked_for_and_to_no_other_site(client: Client) -> None:
    people.user()
    facts = {"login": "sara@example.org", "password": people.PASSWORD}

    inside = client.post(f"{LOGIN}?next=/account/preferences/", facts)
    client.logout()
    outside = client.post(f"{LOGIN}?next=https://elsewhere.example/", facts)

    assert inside["Location"] == "/account/preferences/"
    assert outside["Location"] == "/"


def test_signing_in_changes_the_session_key(client: Client) -> None:
    people.user()
    client.get(LOGIN)
    session = client.session
    session["before"] = "a visitor"
    session.save()
    before = session.session_key

    client.post(LOGIN, {"login": "sara@example.org", "password": people.PASSWORD})

    assert client.session.session_key != before


def test_signing_in_is_remembered_and_audited(client: Client) -> None:
    sara = people.user()

    client.post(
        LOGIN,
        {"login": "sara@example.org", "password": people.PASSWORD},
        headers={"user-agent": people.FIREFOX},
    )

    row = SignedInSession.objects.get()
    assert (row.user, row.device, row.address) == (sara, "Firefox · Linux", "127.0.0.1")
    assert row.session_key == client.session.session_key
    assert list(AuditEntry.objects.values_list("deed", "who", "subject")) == [
        ("accounts.session.begun", str(sara.pk), str(sara.pk))
    ]


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("sara@example.org", "not her password"),
        ("nobody@example.org", people.PASSWORD),
        ("invited@example.org", people.PASSWORD),
    ],
)
@pytest.mark.parametrize(("language", "sentence"), [("en", REFUSAL), ("fa", REFUSAL_FA)])
def test_a_stranger_learns_nothing_from_a_refusal(
    client: Client, email: str, password: str, language: str, sentence: str
) -> None:
    people.user()
    waiting = people.user("invited@example.org")
    waiting.set_unusable_password()
    waiting.is_active = False
    waiting.save()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    answer = client.post(LOGIN, {"login": email, "password": password})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "This field is required."), ("fa", "این فیلد لازم است.")]
)
def test_an_empty_sign_in_says_what_is_missing(
    client: Client, language: str, sentence: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    answer = client.post(LOGIN, {"login": "", "password": ""})

    assert list(answer.context["form"].errors) == ["login", "password"]
    assert answer.content.decode().count(sentence) == 4  # in the summary and beside the field


def test_a_closed_account_is_told_so_only_with_the_right_password(client: Client) -> None:
    sara = people.user()
    sara.is_active = False
    sara.save()

    wrong = client.post(LOGIN, {"login": sara.email, "password": "not her password"})
    right = client.post(LOGIN, {"login": sara.email, "password": people.PASSWORD})

    assert wrong.context["form"].non_field_errors() == [REFUSAL]
    assert (right.status_code, right["Location"]) == (302, "/accounts/inactive/")
    assert client.get("/accounts/inactive/").status_code == 200


def test_guessing_is_stopped_after_five_attempts(client: Client) -> None:
    people.user()
    for _attempt in range(5):
        client.post(LOGIN, {"login": "sara@example.org", "password": "a guess or other"})

    answer = client.post(LOGIN, {"login": "sara@example.org", "password": people.PASSWORD})

    assert answer.context["form"].non_field_errors() == [
        "Too many failed attempts. Please wait five minutes and try again."
    ]


def test_hammering_the_page_is_answered_with_a_page(client: Client) -> None:
    for _attempt in range(30):
        client.post(LOGIN, {"login": "", "password": ""})

    answer = client.post(LOGIN, {"login": "", "password": ""})

    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


def test_signing_out_needs_a_post(client: Client) -> None:
    client = people.signed_in(people.user())

    asked = client.get("/accounts/logout/")
    assert asked.status_code == 200
    assert "_auth_user_id" in client.session

    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session
    assert list(SignedInSession.objects.all()) == []


def test_nobody_signs_up(client: Client) -> None:
    page = client.get("/accounts/signup/")
    posted = client.post("/accounts/signup/", {"email": "new@example.org", "password1": "x"})

    assert page.templates[0].name == "account/signup_closed.html"
    assert posted.templates[0].name == "account/signup_closed.html"


@pytest.mark.parametrize("email", ["sara@example.org", "nobody@example.org"])
def test_asking_for_a_new_password_answers_everybody_alike(client: Client, email: str) -> None:
    people.user()

    answer = client.post("/accounts/password/reset/", {"email": email})

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/reset/done/")
    assert [sent.to for sent in mail.outbox] == [[email]]


@pytest.mark.parametrize("email", ["sara@example.org", "nobody@example.org"])
def test_a_mail_server_that_is_down_tells_a_stranger_nothing(
    client: Client, email: str, settings: Settings
) -> None:
    people.user()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    answer = client.post("/accounts/password/reset/", {"email": email})

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/reset/done/")


def test_a_forgotten_password_is_replaced_by_mail(client: Client) -> None:
    sara = people.user(language="fa")
    elsewhere = people.signed_in(sara)

    client.post("/accounts/password/reset/", {"email": "sara@example.org"})
    letter = mail.outbox[0]
    path = re.findall(r"http://localhost:8000(/\S+)", str(letter.body))[0]
    form = client.get(path, follow=True)
    done = client.post(
        form.redirect_chain[-1][0],
        {"password1": people.OTHER_PASSWORD, "password2": people.OTHER_PASSWORD},
    )

    assert letter.subject == "Accord: انتخاب گذرواژهٔ تازه"
    assert (done.status_code, done["Location"]) == (302, "/accounts/password/reset/key/done/")
    sara.refresh_from_db()
    assert sara.check_password(people.OTHER_PASSWORD)
    assert client.get(done["Location"]).status_code == 200
    assert elsewhere.get("/account/preferences/").status_code == 302
    assert client.get(path).context["token_fail"] is True


def test_the_link_in_the_mail_is_ours_whatever_the_request_says(client: Client) -> None:
    people.user()

    client.post(
        "/accounts/password/reset/", {"email": "sara@example.org"}, headers={"host": "testserver"}
    )

    assert "http://localhost:8000/accounts/password/reset/key/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("first", "second", "errors"),
    [
        (
            "short",
            "short",
            {"password1": ["This password is too short. Please write at least 12 characters."]},
        ),
        (
            "password1234",
            "password1234",
            {
                "password1": [
                    "This password is known to everybody who guesses. Please choose another one."
                ]
            },
        ),
        (
            "sara@example.org",
            "sara@example.org",
            {
                "password1": [
                    "The password is like your name or e-mail address. Please choose another one."
                ]
            },
        ),
        (
            people.OTHER_PASSWORD,
            people.PASSWORD,
            {"password2": ["The two passwords differ. Please type the same one twice."]},
        ),
    ],
)
def test_a_weak_new_password_is_refused_with_the_reason(
    first: str, second: str, errors: dict[str, list[str]]
) -> None:
    client = people.signed_in(people.user())

    answer = client.post(
        "/accounts/password/change/",
        {"oldpassword": people.PASSWORD, "password1": first, "password2": second},
    )

    assert answer.context["form"].errors == errors


def test_changing_the_password_keeps_this_browser_and_ends_the_others() -> None:
    sara = people.user()
    here, elsewhere = people.signed_in(sara), people.signed_in(sara)

    answer = here.post(
        "/accounts/password/change/",
        {
            "oldpassword": people.PASSWORD,
            "password1": people.OTHER_PASSWORD,
            "password2": people.OTHER_PASSWORD,
        },
    )

    assert answer.status_code == 302
    assert here.get("/account/preferences/").status_code == 200
    assert elsewhere.get("/account/preferences/").status_code == 302
    assert [row.session_key for row in SignedInSession.objects.all()] == [here.session.session_key]
    assert [sent.subject for sent in mail.outbox] == ["Accord: Your password was changed"]


def test_the_wrong_present_password_changes_nothing() -> None:
    sara = people.user()
    client = people.signed_in(sara)

    answer = client.post(
        "/accounts/password/change/",
        {
            "oldpassword": "not her password",
            "password1": people.OTHER_PASSWORD,
            "password2": people.OTHER_PASSWORD,
        },
    )

    assert answer.context["form"].errors == {
        "oldpassword": ["This is not your present password. Please try again."]
    }
    sara.refresh_from_db()
    assert sara.check_password(people.PASSWORD)


def test_the_cookies_tell_scripts_and_other_sites_nothing(client: Client) -> None:
    people.user()

    answer = client.post(LOGIN, {"login": "sara@example.org", "password": people.PASSWORD})

    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["max-age"] == ""


def test_sign_in_pages_are_never_kept_and_run_nothing_inline(client: Client) -> None:
    answer = client.get(LOGIN)

    assert "no-store" in answer["Cache-Control"]
    assert "script-src 'self';" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "<script>" not in answer.content.decode()
    assert "placeholder=" not in answer.content.decode()


def test_the_demonstration_lets_in_with_one_click(client: Client, rf: RequestFactory) -> None:
    sara = people.user()
    sign_ins = [
        {
            "title": "Programme manager, Iran",
            "name": "Sara",
            "email": sara.email,
            "password": people.PASSWORD,
        }
    ]

    part = render_to_string(
        "accounts/demo_sign_ins.html", {"demo_sign_ins": sign_ins}, rf.get(LOGIN)
    )
    action = re.findall(r'action="([^"]+)"', part)
    fields = dict(re.findall(r'name="(login|password)" value="([^"]+)"', part))
    client.post(action[0], fields)

    assert re.findall(r"<bdi>([^<]+)</bdi>", part) == ["Programme manager, Iran", "Sara"]
    assert client.session["_auth_user_id"] == str(sara.pk)


def test_no_sign_ins_are_shown_outside_the_demonstration(client: Client) -> None:
    assert "Try the demonstration" not in client.get(LOGIN).content.decode()
