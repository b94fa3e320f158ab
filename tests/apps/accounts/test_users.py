"""Everybody's accounts, for administrators; and the command line."""

import re

import pytest
from click.testing import CliRunner
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accord.apps.accounts import actions, cli, queries
from accord.apps.accounts.enums import AccountState
from accord.apps.accounts.errors import AlreadyClosedError, NoFactorError, OwnAccountError
from accord.apps.accounts.models import User
from accord.apps.core.models import AuditEntry
from tests import make
from tests.apps.accounts import people

pytestmark = pytest.mark.django_db
USERS = "/account/users/"


@pytest.fixture
def admin() -> User:
    return people.user("admin@example.org", is_staff=True)


@pytest.fixture
def browser(admin: User) -> Client:
    return people.signed_in(admin)


def test_the_list_shows_everybody_and_finds_them(browser: Client) -> None:
    people.user("omid@example.org")

    everybody = browser.get(USERS).content.decode()
    found = browser.get(f"{USERS}?q=OMID").content.decode()

    assert ("admin@example.org" in everybody, "omid@example.org" in everybody) == (True, True)
    assert "omid@example.org" in found
    assert len(re.findall(r"/account/users/[0-9a-f-]{36}/", found)) == 1


@pytest.mark.parametrize(
    ("state", "emails"),
    [
        ("open", ["admin@example.org"]),
        ("invited", ["nasrin@example.org"]),
        ("closed", ["omid@example.org"]),
    ],
)
def test_the_list_is_filtered_by_the_state_of_the_account(state: str, emails: list[str]) -> None:
    people.invited()
    omid = people.user("omid@example.org")
    actions.close_user(make.administrator(), omid)
    browser = people.signed_in(User.objects.get(email="admin@example.org"))

    table = browser.get(f"{USERS}?state={state}").context["table"]

    assert [row.email for row in table.rows] == emails


@pytest.mark.parametrize("others", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    browser: Client, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(others):
        people.user(f"user-{number}@example.org")

    with django_assert_num_queries(7):
        browser.get(USERS)


@pytest.mark.parametrize("invitations", [1, 3])
def test_a_users_page_costs_the_same_for_any_number_of_invitations(
    invitations: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person, _path = people.invited()
    browser = people.signed_in(User.objects.get(email="admin@example.org"))
    acting = people.acting_as(User.objects.get(email="admin@example.org"))
    for _more in range(invitations - 1):
        actions.renew_invitation(acting, person)

    with django_assert_num_queries(8):
        browser.get(f"{USERS}{person.pk}/")


def test_an_administrator_invites_on_the_page_and_sees_the_link_once(browser: Client) -> None:
    answer = browser.post(
        f"{USERS}invite/", {"email": "nasrin@example.org", "name": "Nasrin", "language": "fa"}
    )

    person = queries.user_by_email("nasrin@example.org")
    link = re.findall(
        r"http://localhost:8000(/account/invitation/\S+?/)<", answer.content.decode()
    )
    assert person is not None
    assert person.state == AccountState.INVITED
    assert Client().get(link[0]).status_code == 200


@pytest.mark.parametrize(
    ("language", "facts", "sentence"),
    [
        ("en", {"email": "nasrin"}, "Enter a valid email address."),
        ("fa", {"email": "nasrin"}, "لطفاً نشانی رایانامه را درست بنویسید."),
        ("en", {"name": ""}, "This field is required."),
        ("fa", {"name": ""}, "این فیلد لازم است."),
        (
            "en",
            {"email": "ADMIN@example.org"},
            "admin@example.org already has an account here. Please look in the list of users.",
        ),
        (
            "fa",
            {"email": "ADMIN@example.org"},
            "admin@example.org در اینجا حساب کاربری دارد. لطفاً فهرست کاربران را ببینید.",
        ),
    ],
)
def test_a_wrong_invitation_says_what_is_wrong(
    admin: User, browser: Client, language: str, facts: dict[str, str], sentence: str
) -> None:
    admin.language = language
    admin.save()
    right = {"email": "nasrin@example.org", "name": "Nasrin", "language": "fa"}

    answer = browser.post(f"{USERS}invite/", right | facts)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert User.objects.count() == 1


def test_closing_an_account_ends_everything_and_deletes_nothing(browser: Client) -> None:
    sara = people.user()
    hers = people.signed_in(sara)

    browser.post(f"{USERS}{sara.pk}/close/")

    sara.refresh_from_db()
    assert (sara.state, sara.has_usable_password()) == (AccountState.CLOSED, True)
    assert hers.get("/account/preferences/").status_code == 302
    refused = Client().post("/accounts/login/", {"login": sara.email, "password": people.PASSWORD})
    assert refused["Location"] == "/accounts/inactive/"


def test_a_closed_account_is_opened_again(browser: Client) -> None:
    sara = people.user()
    actions.close_user(make.administrator(), sara)

    answer = browser.post(f"{USERS}{sara.pk}/open/", follow=True)

    assert "The account was opened again." in answer.content.decode()
    assert people.signed_in(sara).get("/account/preferences/").status_code == 200


def test_an_account_that_never_had_a_password_opens_as_invited() -> None:
    person, _path = people.invited()
    actions.close_user(make.administrator(), person)

    actions.open_user(make.administrator(), person)

    assert person.state == AccountState.INVITED


def test_a_closed_invitation_no_longer_lets_in(client: Client) -> None:
    person, path = people.invited()

    actions.close_user(make.administrator(), person)

    assert client.get(path).status_code == 410


def test_nobody_closes_their_own_account(admin: User, browser: Client) -> None:
    answer = browser.post(f"{USERS}{admin.pk}/close/")

    assert answer.status_code == 409
    assert "You cannot close your own account." in answer.content.decode()
    with pytest.raises(OwnAccountError):
        actions.close_user(people.acting_as(admin), admin)


def test_closing_twice_is_refused() -> None:
    sara = people.user()
    actions.close_user(make.administrator(), sara)

    with pytest.raises(AlreadyClosedError):
        actions.close_user(make.administrator(), sara)


def test_an_invitation_is_renewed_and_withdrawn_on_the_page() -> None:
    person, old = people.invited()
    browser = people.signed_in(User.objects.get(email="admin@example.org"))

    renewed = browser.post(f"{USERS}{person.pk}/invitation/renew/")
    withdrawn = browser.post(f"{USERS}{person.pk}/invitation/withdraw/", follow=True)

    assert "http://localhost:8000/account/invitation/" in renewed.content.decode()
    assert "The invitation was withdrawn." in withdrawn.content.decode()
    assert Client().get(old).status_code == 410


def test_a_missing_second_factor_cannot_be_removed(browser: Client) -> None:
    sara = people.user()

    answer = browser.post(f"{USERS}{sara.pk}/factor/remove/")

    assert answer.status_code == 409
    assert "Sara has no second factor." in answer.content.decode()
    with pytest.raises(NoFactorError):
        actions.remove_factor(make.administrator(), sara)


def test_a_user_who_is_not_there_is_not_found(browser: Client) -> None:
    answer = browser.get(f"{USERS}00000000-0000-0000-0000-000000000000/")

    assert answer.status_code == 404


# The command line.


def test_the_first_administrator_is_made_on_the_command_line() -> None:
    result = CliRunner().invoke(
        cli.user,
        ["add", "First@Example.org", "--administrator", "--name", "First", "--language", "ru"],
        obj=make.administrator(),
    )

    first = User.objects.get()
    said = result.output.splitlines()
    assert result.exit_code == 0
    assert said[0] == "first@example.org can come in for 14 days through this link:"
    assert queries.invitation_of(said[1].split("/")[-2]) == people.invitation_of(first)
    assert (first.is_staff, first.language, first.state) == (True, "ru", AccountState.INVITED)
    assert mail.outbox == []
    assert list(AuditEntry.objects.values_list("deed", "facts")) == [
        ("accounts.user.made", {"is_administrator": True})
    ]


def test_people_are_invited_on_the_command_line() -> None:
    result = CliRunner().invoke(
        cli.user, ["invite", "nasrin@example.org"], obj=make.administrator()
    )

    assert result.exit_code == 0
    assert result.output.splitlines()[0] == (
        "An invitation is on its way to nasrin@example.org. The link in it:"
    )


@pytest.mark.parametrize("command", ["add", "invite"])
def test_a_refusal_on_the_command_line_is_a_sentence_and_an_exit_code(command: str) -> None:
    result = CliRunner().invoke(cli.user, [command, "nasrin"], obj=make.administrator())

    assert result.exit_code == 1
    assert result.output == ("Error: E-mail address: “nasrin” is not an e-mail address.\n")
