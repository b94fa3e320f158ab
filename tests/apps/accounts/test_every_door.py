"""Every address of accounts, tried by everybody."""

import pytest
from django.test import Client

from accord.apps.accounts import actions
from accord.apps.accounts.models import SignedInSession, User
from accord.apps.accounts.urls import sign_in, urlpatterns
from tests.apps.accounts import people

pytestmark = pytest.mark.django_db

# Address, then what a visitor, a plain user and an administrator get: by GET, by POST.
# 302 leads a visitor to the sign-in page; {omid…} are another plain user's things.
DOORS = {
    "language/": ((405, 405, 405), (302, 302, 302)),
    "preferences/": ((302, 200, 200), (302, 200, 200)),
    "browsers/": ((302, 200, 200), (302, 200, 200)),
    "browsers/others/end/": ((302, 405, 405), (302, 302, 302)),
    "browsers/{browser}/end/": ((302, 405, 405), (302, 404, 404)),
    "tokens/": ((302, 200, 200), (302, 200, 200)),
    "tokens/{token}/revoke/": ((302, 405, 405), (302, 404, 404)),
    "users/": ((302, 403, 200), (302, 403, 200)),
    "users/invite/": ((302, 403, 200), (302, 403, 200)),
    "users/{omid}/": ((302, 403, 200), (302, 403, 200)),
    "users/{omid}/close/": ((302, 405, 405), (302, 403, 302)),
    "users/{omid}/open/": ((302, 405, 405), (302, 403, 409)),
    "users/{omid}/factor/remove/": ((302, 405, 405), (302, 403, 409)),
    "users/{omid}/invitation/renew/": ((302, 405, 405), (302, 403, 409)),
    "users/{omid}/invitation/withdraw/": ((302, 405, 405), (302, 403, 409)),
    "invitation/{wrong}/": ((410, 410, 410), (410, 410, 410)),
}
SIGN_IN = {
    "login/": ((200, 302, 302), (200, 302, 302)),
    "logout/": ((302, 200, 200), (302, 302, 302)),
    "signup/": ((200, 302, 302), (200, 302, 302)),
    "inactive/": ((200, 200, 200), (405, 405, 405)),
    "confirm/": ((302, 200, 200), (302, 200, 200)),
    "password/change/": ((302, 200, 200), (302, 200, 200)),
    "password/set/": ((302, 302, 302), (302, 302, 302)),
    "password/reset/": ((200, 200, 200), (200, 200, 200)),
    "password/reset/done/": ((200, 200, 200), (405, 405, 405)),
    "password/reset/key/1-wrong/": ((200, 200, 200), (200, 200, 200)),
    "password/reset/key/done/": ((200, 200, 200), (405, 405, 405)),
    "2fa/": ((302, 200, 200), (302, 405, 405)),
    "2fa/authenticate/": ((302, 302, 302), (302, 302, 302)),
    "2fa/confirm/": ((302, 302, 302), (302, 302, 302)),
    "2fa/totp/activate/": ((302, 302, 302), (302, 302, 302)),
    "2fa/totp/deactivate/": ((302, 404, 404), (302, 404, 404)),
    "2fa/recovery-codes/": ((302, 404, 404), (302, 405, 405)),
    "2fa/recovery-codes/generate/": ((302, 302, 302), (302, 302, 302)),
    "2fa/recovery-codes/download/": ((302, 404, 404), (302, 404, 404)),
}
ALL = {f"/account/{path}": codes for path, codes in DOORS.items()} | {
    f"/accounts/{path}": codes for path, codes in SIGN_IN.items()
}


def others_things() -> dict[str, str]:
    omid = people.user("omid@example.org")
    people.signed_in(omid)
    token, _secret = actions.make_token(people.acting_as(omid), omid, label="his", expires_at=None)
    return {
        "omid": str(omid.pk),
        "token": str(token.pk),
        "browser": str(SignedInSession.objects.get().pk),
        "wrong": "not-a-link",
    }


def browser_of(role: str) -> Client:
    if role == "visitor":
        return Client()
    return people.signed_in(people.user(is_staff=role == "administrator"))


@pytest.mark.parametrize(("number", "role"), [(0, "visitor"), (1, "user"), (2, "administrator")])
@pytest.mark.parametrize("path", ALL)
def test_a_door_opens_for_whom_it_should(path: str, number: int, role: str) -> None:
    address = path.format(**others_things())
    client = browser_of(role)
    by_get, by_post = ALL[path]

    assert client.get(address).status_code == by_get[number]
    assert browser_of_again(client, role).post(address).status_code == by_post[number]


def browser_of_again(client: Client, role: str) -> Client:
    """Return a browser that nothing has happened in since it signed in."""
    if role == "visitor":
        return Client()
    client.logout()
    return people.signed_in(User.objects.get(email="sara@example.org"))


def test_every_door_is_in_the_table() -> None:
    assert (len(urlpatterns), len(sign_in)) == (len(DOORS), len(SIGN_IN))


@pytest.mark.parametrize("language", ["en", "fa", "ru"])
@pytest.mark.parametrize(
    "path", [path for path, codes in ALL.items() if codes[0][2] == 200 and "{" not in path]
)
def test_a_page_speaks_the_language_of_its_reader(path: str, language: str) -> None:
    admin = people.user(language=language, is_staff=True)

    page = people.signed_in(admin).get(path).content.decode()

    assert f'<html lang="{language}"' in page
    assert f'dir="{"rtl" if language == "fa" else "ltr"}"' in page
    assert " style=" not in page
    assert " onclick=" not in page
