"""Which account acts as which person: said on the person's page, refused kindly."""

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from accord.apps.core.enums import Role
from accord.apps.core.errors import NotAllowedError, WithdrawnError
from accord.apps.core.models import AuditEntry
from accord.apps.directory.actions import accounts
from accord.apps.directory.errors import (
    AccountTakenError,
    AlreadyConnectedError,
    NoAccountError,
    NotConnectedError,
)
from accord.apps.directory.models import Person
from accord.apps.directory.queries import records as queries
from accord.apps.programmes.models import Party
from tests import make

pytestmark = pytest.mark.django_db

CONNECTED, DISCONNECTED = "directory.account.connected", "directory.account.disconnected"


def deeds() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("deed", "subject"))


def page_of(person: Person) -> str:
    return f"/directory/people/{person.reference}/"


def staff_of(party: Party, role: Role = Role.MANAGER, *, language: str = "en") -> Client:
    client = Client()
    client.force_login(make.role_holder(role, party, language=language))
    return client


def test_a_user_is_connected_with_their_person_once() -> None:
    side = make.side()
    person, user = make.person(owner=side), make.user()

    for _twice in range(2):
        accounts.connect_user(make.manager(side), person, user)

    person.refresh_from_db()
    assert person.user == user
    assert deeds() == [(CONNECTED, person.reference)]


def test_a_user_who_acts_as_somebody_else_is_refused_without_a_word_of_whom() -> None:
    side, user = make.side(), make.user("sara@example.org")
    make.person("Hidden Name", owner=make.side(), user=user)
    person = make.person(owner=side)

    with pytest.raises(AccountTakenError) as refusal:
        accounts.connect_user(make.manager(side), person, user)

    assert str(refusal.value) == (
        "The account sara@example.org is already connected with another person of the directory."
    )
    assert deeds() == []


def test_a_withdrawn_record_does_not_hold_its_user_back() -> None:
    side, user = make.side(), make.user()
    old = make.person(owner=side, user=user)
    Person.objects.filter(pk=old.pk).update(withdrawn_at=make.NOON)
    person = make.person(owner=side)

    accounts.connect_user(make.manager(side), person, user)

    assert list(Person.objects.filter(user=user)) == [person]


def test_a_person_who_is_connected_is_disconnected_first() -> None:
    side, first, second = make.side(), make.user(), make.user()
    person, acting = make.person(owner=side, user=first), make.manager(side)

    with pytest.raises(AlreadyConnectedError):
        accounts.connect_user(acting, person, second)
    accounts.disconnect_user(acting, person)
    accounts.connect_user(acting, person, second)

    assert Person.objects.get(pk=person.pk).user == second
    assert [deed for deed, _subject in deeds()] == [DISCONNECTED, CONNECTED]


def test_nobody_is_disconnected_twice() -> None:
    side = make.side()

    with pytest.raises(NotConnectedError):
        accounts.disconnect_user(make.manager(side), make.person(owner=side))


def test_only_staff_of_the_owner_connect_and_never_a_withdrawn_record() -> None:
    side, other = make.side(), make.side()
    company = make.organisation(owner=side)
    person = make.person(of=company)
    refused = {
        "an analyst": make.analyst(side),
        "the company": make.spokesperson(company),
        "a partner": make.manager(other, partners=[side]),
    }

    for acting in refused.values():
        with pytest.raises(NotAllowedError):
            accounts.connect_account(acting, person, "sara@example.org")
    person.withdrawn_at = make.NOON
    with pytest.raises(WithdrawnError):
        accounts.connect_account(make.manager(side), person, "sara@example.org")


def test_a_disconnected_user_no_longer_speaks_for_the_company() -> None:
    party, user = make.party(), make.user()
    company = make.organisation(owner=party)
    person = make.person(of=company, user=user)

    answer = staff_of(party).post(f"{page_of(person)}account/disconnect/", follow=True)

    assert "The person is no longer connected with an account." in answer.content.decode()
    assert queries.spoken_for_by(user, on=make.TODAY) == (None, frozenset())
    assert user.is_active


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.MANAGER, "sara@example.org now acts as this person. We wrote to sara@example.org."),
        (Role.COORDINATOR, "There is no account with the address sara@example.org."),
    ],
)
def test_who_has_no_account_is_invited_by_those_who_may(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, role: Role, sentence: str
) -> None:
    party = make.party()
    person = make.person(owner=party)
    typed = {"email": "sara@example.org", "language": "en"}

    with django_capture_on_commit_callbacks(execute=True):
        answer = staff_of(party, role).post(f"{page_of(person)}account/", typed, follow=True)

    assert sentence in answer.content.decode()
    invited = [message.to for message in mail.outbox]
    assert invited == ([["sara@example.org"]] if role == Role.MANAGER else [])


def test_a_coordinator_may_not_invite_through_this_door() -> None:
    side = make.side()

    with pytest.raises(NoAccountError):
        accounts.connect_account(make.coordinator(side), make.person(owner=side), "no@example.org")


def test_it_is_not_said_that_mail_was_sent_when_no_server_takes_it(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    party = make.party()
    typed = {"email": "sara@example.org", "language": "en"}

    answer = staff_of(party).post(f"{page_of(make.person(owner=party))}account/", typed)

    assert answer.status_code == 302
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert " ".join(told) == (
        "sara@example.org now acts as this person. No mail server is set up, so nothing was "
        "sent to sara@example.org. Please ask your administrator for the link."
    )


@pytest.mark.parametrize("language", ["en", "fa", "ru"])
def test_the_form_is_in_the_readers_language(language: str) -> None:
    party = make.party()
    person = make.person(owner=party)
    client = staff_of(party, language=language)
    heading = {
        "en": "Connect with an account",
        "fa": "اتصال به حساب کاربری",
        "ru": "Подключить учётную запись",
    }[language]

    shown = [
        client.get(path).content.decode()
        for path in (page_of(person), f"{page_of(person)}account/")
    ]

    assert all(heading in page for page in shown)


@pytest.mark.parametrize(
    ("acting", "is_offered"), [("manager", True), ("partner", False), ("analyst", False)]
)
def test_the_way_is_offered_to_those_who_may(acting: str, *, is_offered: bool) -> None:
    north, south = make.party(), make.party()
    make.programme(north, south)
    person = make.person(owner=north)
    doors = {
        "manager": staff_of(north),
        "partner": staff_of(south),
        "analyst": staff_of(north, Role.ANALYST),
    }

    page = doors[acting].get(page_of(person)).content.decode()

    assert (f'href="{page_of(person)}account/"' in page) is is_offered


def test_a_partner_does_not_read_the_address_of_the_account() -> None:
    north, south = make.party(), make.party()
    make.programme(north, south)
    person = make.person(owner=north, user=make.user("sara@example.org"))

    page = staff_of(south).get(page_of(person)).content.decode()

    assert "sara@example.org" not in page
    assert "Somebody signs in as this person." in page
