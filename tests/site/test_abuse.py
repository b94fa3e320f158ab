"""Whatever somebody sends, pages answer with a sentence, and nothing of it ever runs."""

import io
import os
import subprocess
import sys
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.core.management.utils import get_random_secret_key
from django.test import Client
from django.urls import reverse

from accord.apps.accounts import actions as accounts
from accord.apps.accounts.models import User
from accord.apps.core.enums import Role
from accord.site import instance
from accord.site.environment import KEY_OF_DEVELOPMENT, secret_key
from accord.site.middleware import LARGEST_REQUEST_BYTES
from tests import make
from tests.site import world as worlds
from tests.site.matrix import MATRIX
from tests.site.test_every_url import METHOD_NOT_ALLOWED

HUGE = "9" * 30
EVIL = "</script><img src=x onerror=alert(1)>"


@pytest.fixture
def manager() -> Client:
    """Return the browser of a programme manager."""
    client = Client()
    client.force_login(make.role_holder(Role.MANAGER, make.programme().parties.all()[0]))
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/events/?q=%00",
        "/events/?%00=x",
        "/events/EV-1/participants/a%00b/",
        "/directory/organisations/duplicates/?name_en=x&identifiers=a%00:b",
        "/directory/people/duplicates/?email=a%00b",
        "/directory/organisations/OR-2025-0001/merge/?with=%00",
        "/account/preferences/?next=%00",
    ],
)
def test_a_character_that_no_database_keeps_is_refused_before_it_gets_there(
    manager: Client, address: str
) -> None:
    answer = manager.get(address)

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "This request could not be read" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/language/", "/work/notes/", "/directory/people/new/"])
def test_the_same_in_a_form_is_refused(manager: Client, address: str) -> None:
    answers = [
        manager.post(address, {"language": "fa", "next": "/\x00"}),
        manager.post(address, {"x\x00": "y"}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400]


@pytest.mark.django_db
def test_a_visitor_is_led_to_sign_in_whatever_the_address_holds(client: Client) -> None:
    assert client.get("/events/?q=%00").status_code == HTTPStatus.FOUND


@pytest.mark.django_db
@pytest.mark.parametrize("length", [str(LARGEST_REQUEST_BYTES + 1), HUGE, "x", "-1", "²"])
def test_a_body_beyond_any_file_is_refused_before_it_is_read(client: Client, length: str) -> None:
    class Unread(io.BytesIO):
        def read(self, *_size: Any) -> bytes:
            raise AssertionError("the body was read")

    extra: dict[str, Any] = {"CONTENT_LENGTH": length, "wsgi.input": Unread()}
    answer = client.generic("POST", "/accounts/login/", **extra)

    assert answer.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.django_db
@pytest.mark.parametrize("value", [HUGE, "-" + HUGE, "0", "x" * 5_000, "\ufffd\u202e'\"><b>"])
def test_absurd_numbers_and_words_in_an_address_break_no_page(value: str) -> None:
    world = worlds.build()
    client = Client(raise_request_exception=False)
    client.force_login(world.people["X"])
    words = (
        "page",
        "q",
        "size",
        "sort",
        "export",
        "number",
        "run",
        "day",
        "first",
        "with",
        "side",
    )
    broken = []

    for name in MATRIX:
        url = reverse(name, kwargs=world.arguments.get(name))
        answer = client.get(url, dict.fromkeys(words, value))
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            broken.append(name)
        if answer.status_code != METHOD_NOT_ALLOWED and answer.streaming:
            answer.close()

    assert broken == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["99999999999999999999", "9223372036854775808", "2147483648"])
def test_a_number_larger_than_any_database_has_is_not_found(number: str) -> None:
    world = worlds.build()
    client = Client()
    client.force_login(world.people["A"])
    event = world.arguments["brokerage:event"]["reference"]

    pages = [
        client.get(f"/events/{event}/runs/{number}/{page}") for page in ("", "board/", "load/")
    ]
    area = client.get(f"/programmes/{world.programme.reference}/areas/{number}/change/")

    assert [page.status_code for page in (*pages, area)] == [404] * 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "javascript:alert(1)"]
)
def test_no_form_leads_away_from_the_site(client: Client, target: str) -> None:
    user = make.user("lena@example.org")
    user.set_password("correct horse battery")
    user.save()

    chosen = client.post("/language/", {"language": "fa", "next": target})
    signed_in = client.post(
        f"/accounts/login/?next={target}",
        {"login": user.email, "password": "correct horse battery", "next": target},
    )

    assert [answer.headers["Location"] for answer in (chosen, signed_in)] == ["/", "/"]


@pytest.mark.django_db
def test_what_people_write_is_shown_and_never_run() -> None:
    north, south = make.party(name=EVIL), make.party()
    programme = make.programme(north, south)
    programme.title = make.text(EVIL)
    programme.save()
    works = make.organisation(EVIL, owner=north)
    person = make.person(EVIL, of=works)
    event = make.event(programme, slots=2, tables=1)
    event.title = make.text(EVIL)
    event.save()
    wisher = make.attendance(event, works, party=north)
    wished = make.attendance(event, make.organisation(EVIL), party=south)
    delegate = make.delegate(wisher, person)
    make.wish(wisher, wished, note=EVIL)
    client = Client()
    client.force_login(make.role_holder(Role.MANAGER, north))
    at = f"/events/{event.reference}"

    for address in (
        "/events/",
        f"{at}/",
        f"{at}/participants/",
        f"{at}/participants/{wisher.code}/",
        f"{at}/participants/{wisher.code}/wishes/",
        f"{at}/participants/{wisher.code}/absences/",
        f"{at}/requests/",
        f"{at}/days/",
        f"{at}/hours/",
        f"{at}/print/",
        "/programmes/",
        f"/programmes/{programme.reference}/",
        f"/programmes/parties/{north.code}/",
        "/directory/organisations/",
        f"/directory/organisations/{works.reference}/",
        f"/directory/organisations/{works.reference}/merge/",
        "/directory/people/",
        f"/directory/people/{person.reference}/",
        "/directory/organisations/duplicates/?name_en=" + EVIL,
        "/directory/organisations/?q=" + EVIL,
    ):
        answer = client.get(address)
        assert answer.status_code == HTTPStatus.OK, address
        assert "<img src=x" not in answer.content.decode(), address
    assert delegate.person_id == person.pk


@pytest.mark.django_db
def test_a_closed_users_browser_and_program_are_refused_at_once() -> None:
    user = make.user()
    user.set_password("correct horse battery")
    user.save()
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})
    _token, secret = accounts.make_token(_themselves(user), user, label="x", expires_at=None)
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    before = [client.get("/events/").status_code, program.get("/api/v1/people").status_code]

    accounts.close_user(make.administrator(), user)

    after = [client.get("/events/").status_code, program.get("/api/v1/people").status_code]
    assert (before, after) == ([200, 200], [302, 401])


@pytest.mark.django_db
def test_signing_in_gives_the_browser_a_new_session(client: Client) -> None:
    user = make.user()
    user.set_password("correct horse battery")
    user.save()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})

    assert client.get("/events/").status_code == HTTPStatus.OK
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert client.get("/events/").status_code == HTTPStatus.FOUND


@pytest.mark.django_db
def test_following_a_link_signs_nobody_out(client: Client) -> None:
    client.force_login(make.user())

    client.get("/accounts/logout/")

    assert client.get("/events/").status_code == HTTPStatus.OK


@pytest.mark.django_db
def test_a_session_opens_no_door_of_the_api(client: Client) -> None:
    client.force_login(make.user(is_staff=True))

    assert client.get("/api/v1/people").status_code == HTTPStatus.UNAUTHORIZED
    assert client.post("/api/v1/people", {}).status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.django_db
def test_every_address_wants_the_forms_token() -> None:
    world = worlds.build()
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["X"])
    taken = []

    for name, page in MATRIX.items():
        if page.post:
            url = reverse(name, kwargs=world.arguments.get(name))
            if client.post(url, {}).status_code != HTTPStatus.FORBIDDEN:
                taken.append(name)

    assert taken == []


def test_nothing_tells_strangers_what_went_wrong_inside() -> None:
    assert settings.DEBUG is False


def test_a_served_instance_signs_with_a_key_of_its_own(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACCORD_SECRET_KEY", raising=False)
    var = tmp_path / "var"
    monkeypatch.setenv("ACCORD_VAR", str(var))

    instance.prepare(["serve"])

    assert secret_key(var) != KEY_OF_DEVELOPMENT
    assert len(secret_key(var)) > len(get_random_secret_key())
    assert (var / "secret_key").stat().st_mode & 0o777 == 0o600
    assert var.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("address", "proxies"), [("https://accord.example.org", 1), ("http://localhost:8000", 0)]
)
def test_behind_the_proxy_everybody_is_counted_by_their_own_address(
    address: str, proxies: int
) -> None:
    ask = (
        "from accord.site import settings as own;"
        "print(own.ALLAUTH_TRUSTED_PROXY_COUNT, own.NINJA_NUM_PROXIES)"
    )

    answer = subprocess.run(  # noqa: S603 -- our own settings, read anew
        [sys.executable, "-c", ask],
        env=os.environ | {"ACCORD_PUBLIC_URL": address},
        capture_output=True,
        check=True,
        text=True,
    )

    assert answer.stdout.split() == [str(proxies)] * 2


def _themselves(user: User) -> Any:
    acting = make.acting()
    return type(acting)(who=str(user.pk), at=acting.at, door=acting.door)


def test_a_folder_that_is_set_to_nothing_is_not_the_one_that_somebody_stands_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ACCORD_VAR", "")

    assert instance.folder_of("demo") == instance.ROOT / "var" / "demo"
