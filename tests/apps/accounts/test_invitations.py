"""Inviting people, and coming in."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp_auth
from django.conf import settings
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from accord.apps.accounts import actions, queries
from accord.apps.accounts.enums import AccountState, CalendarChoice, DigitsChoice
from accord.apps.accounts.errors import (
    AlreadyAcceptedError,
    AlreadyUserError,
    InvitationOverError,
    NoInvitationError,
    TooManyInvitationsError,
)
from accord.apps.core.enums import Role
from accord.apps.core.errors import NotAllowedError, ValueRefusedError
from accord.apps.core.models import AuditEntry
from tests import make
from tests.apps.accounts import people

pytestmark = pytest.mark.django_db


def test_an_invited_person_cannot_sign_in_yet() -> None:
    person, _path = people.invited()

    assert (person.is_active, person.has_usable_password()) == (False, False)
    assert person.state == AccountState.INVITED


def test_only_the_digest_of_the_link_is_kept() -> None:
    person, path = people.invited()

    secret = path.split("/")[-2]
    assert people.invitation_of(person).digest == queries.digest_of(secret)
    assert secret not in str(list(people.invitation_of(person).__dict__.values()))


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [
        ("en", "Your invitation to Accord", "Dear Nasrin,"),
        ("fa", "دعوت‌نامهٔ شما به Accord", "Nasrin گرامی،"),
        ("ru", "Приглашение в Accord", "Здравствуйте, Nasrin!"),
    ],
)
def test_the_invitation_is_written_in_the_language_of_the_invited(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    language: str,
    subject: str,
    greeting: str,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _person, link = actions.invite_user(
            make.administrator(), "nasrin@example.org", name="Nasrin", language=language
        )

    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["nasrin@example.org"], subject)
    assert letter.body.splitlines()[0] == greeting
    assert link in letter.body.splitlines()


def test_who_has_an_account_is_not_invited() -> None:
    people.user("nasrin@example.org")

    with pytest.raises(AlreadyUserError) as refusal:
        actions.invite_user(
            make.administrator(), "Nasrin@example.org", name="Nasrin", language="en"
        )

    assert str(refusal.value) == (
        "nasrin@example.org already has an account here. Please look in the list of users."
    )
    assert list(AuditEntry.objects.all()) == []


@pytest.mark.parametrize(
    ("email", "language", "sentence"),
    [
        ("nasrin", "en", "E-mail address: “nasrin” is not an e-mail address."),
        ("nasrin@example.org", "xx", "Language: “xx” is not one of our languages."),
    ],
)
def test_what_is_no_address_or_language_is_refused_at_every_door(
    email: str, language: str, sentence: str
) -> None:
    with pytest.raises(ValueRefusedError) as refusal:
        actions.invite_user(make.administrator(), email, name="Nasrin", language=language)

    assert str(refusal.value) == sentence


def test_a_manager_may_invite_and_an_analyst_may_not() -> None:
    side = make.party()

    actions.invite_user(make.manager(side), "a@example.org", name="A", language="en")
    with pytest.raises(NotAllowedError):
        actions.invite_user(make.analyst(side), "b@example.org", name="B", language="en")

    assert queries.user_by_email("b@example.org") is None


def test_nobody_sends_invitations_by_the_hundred() -> None:
    admin = people.user("admin@example.org", is_staff=True)
    acting = people.acting_as(admin)
    for number in range(100):
        actions.invite_user(acting, f"p{number}@example.org", name="P", language="en")

    with pytest.raises(TooManyInvitationsError) as refusal:
        actions.invite_user(acting, "one-more@example.org", name="P", language="en")

    assert str(refusal.value) == (
        "You have sent 100 invitations within an hour. Please wait a while before you send more."
    )


def test_the_invited_person_chooses_a_password_and_is_signed_in(client: Client) -> None:
    person, path = people.invited(language="fa")

    page = client.get(path)
    answer = client.post(
        path,
        {"language": "fa", "password1": people.PASSWORD, "password2": people.PASSWORD},
    )

    assert page.status_code == 200
    assert '<html lang="fa"' in page.content.decode()
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)
    person.refresh_from_db()
    assert (person.calendar, person.digits, person.time_zone) == (
        CalendarChoice.JALALI,
        DigitsChoice.ARABEXT,
        "Asia/Tehran",
    )
    assert person.state == AccountState.OPEN


def test_a_browser_of_somebody_else_stays_theirs() -> None:
    _person, path = people.invited()
    other = people.user("mina@example.org")
    client = people.signed_in(other)

    answer = client.post(
        path,
        {"language": "en", "password1": people.PASSWORD, "password2": people.PASSWORD},
    )

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert client.session["_auth_user_id"] == str(other.pk)


def test_a_second_factor_is_still_asked_for_after_accepting(client: Client) -> None:
    person, path = people.invited()
    totp_auth.TOTP.activate(person, totp_auth.generate_totp_secret())

    answer = client.post(
        path,
        {"language": "en", "password1": people.PASSWORD, "password2": people.PASSWORD},
    )

    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


def test_accepting_is_written_down_as_theirs(client: Client) -> None:
    person, path = people.invited()

    client.post(
        path, {"language": "en", "password1": people.PASSWORD, "password2": people.PASSWORD}
    )

    entry = AuditEntry.objects.get(deed="accounts.invitation.accepted")
    assert (entry.who, entry.name, entry.subject) == (str(person.pk), "Nasrin", str(person.pk))


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        (
            {"password1": "short", "password2": "short"},
            "password1",
            {
                "en": "This password is too short. Please write at least 12 characters.",
                "fa": "این گذرواژه کوتاه است. لطفاً دست‌کم ۱۲ نویسه بنویسید.",
            },
        ),
        (
            {"password2": "another password"},
            "password2",
            {
                "en": "The two passwords differ. Please type the same one twice.",
                "fa": "دو گذرواژه یکی نیستند. لطفاً هر دو بار یک گذرواژه بنویسید.",
            },
        ),
        (
            {"language": "xx"},
            "language",
            {
                "en": "Select a valid choice. xx is not one of the available choices.",
                "fa": "یک گزینهٔ معتبر انتخاب کنید. xx از گزینه‌های موجود نیست.",
            },
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_wrong_acceptance_says_what_is_wrong(
    client: Client, language: str, facts: dict[str, str], field: str, sentence: dict[str, str]
) -> None:
    person, path = people.invited()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    right = {"language": "en", "password1": people.PASSWORD, "password2": people.PASSWORD}

    answer = client.post(path, right | facts)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert sentence[language] in answer.content.decode()
    person.refresh_from_db()
    assert person.state == AccountState.INVITED


def test_a_link_works_once(client: Client) -> None:
    _person, path = people.invited()
    right = {"language": "en", "password1": people.PASSWORD, "password2": people.PASSWORD}
    client.post(path, right)

    again = client.post(path, right | {"password1": people.OTHER_PASSWORD})

    assert again.status_code == 410
    assert "This link no longer works" in again.content.decode()


def test_a_link_ends_after_fourteen_days() -> None:
    person, _path = people.invited()
    invitation = people.invitation_of(person)
    invitation.expires_at = invitation.created_at + timedelta(days=14)

    assert invitation.is_open(invitation.expires_at - timedelta(seconds=1)) is True
    assert invitation.is_open(invitation.expires_at) is False


def test_an_invitation_that_is_over_is_not_accepted_through_any_door() -> None:
    person, _path = people.invited()
    person.invitations.update(withdrawn_at=make.NOON)

    with pytest.raises(InvitationOverError):
        actions.accept_invitation(
            make.visitor(), people.invitation_of(person), password=people.PASSWORD, language="en"
        )


def test_a_wrong_link_is_told_in_a_sentence(client: Client) -> None:
    answer = client.get("/account/invitation/not-a-link/")

    assert answer.status_code == 410
    assert "This link no longer works" in answer.content.decode()


def test_a_new_invitation_ends_the_old_link(client: Client) -> None:
    person, path = people.invited()

    link = actions.renew_invitation(make.administrator(), person)

    assert client.get(path).status_code == 410
    assert [each.withdrawn_at for each in queries.invitations_to(person)].count(None) == 1
    assert link.startswith("http://localhost:8000/account/invitation/")


def test_withdrawing_ends_the_link_and_twice_is_refused(client: Client) -> None:
    person, path = people.invited()

    actions.withdraw_invitation(make.administrator(), person)

    assert client.get(path).status_code == 410
    with pytest.raises(NoInvitationError) as refusal:
        actions.withdraw_invitation(make.administrator(), person)
    assert str(refusal.value) == "Nasrin has no open invitation."


def test_who_came_in_is_not_invited_again() -> None:
    sara = people.user()

    with pytest.raises(AlreadyAcceptedError):
        actions.renew_invitation(make.administrator(), sara)


def test_a_mail_server_that_is_down_does_not_undo_the_invitation(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    settings: Settings,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    with django_capture_on_commit_callbacks(execute=True):
        person, _link = actions.invite_user(
            make.administrator(), "nasrin@example.org", name="Nasrin", language="en"
        )

    assert queries.user_by_email("nasrin@example.org") == person


def test_a_manager_is_named_in_the_letter(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    acting = make.acting(make.grant(Role.MANAGER, make.party()))

    with django_capture_on_commit_callbacks(execute=True):
        actions.invite_user(acting, "nasrin@example.org", name="Nasrin", language="en")

    assert "Sara has invited you to Accord" in mail.outbox[0].body
