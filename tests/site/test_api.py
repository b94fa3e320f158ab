"""The API as programs meet it: tokens, problems, its description."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path as address
from django.urls import reverse
from django.utils import timezone
from openapi_spec_validator import validate

from accord.apps.accounts.models import ApiToken, User
from accord.apps.accounts.queries import digest_of
from accord.apps.core.enums import Role
from accord.apps.core.models import AuditEntry
from accord.site.api import PROBLEMS, api
from tests import make

pytestmark = pytest.mark.django_db

SCHEMA = Path(__file__).parents[2] / "docs" / "openapi.json"
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


def bearer(user: User, *, expires_in: timedelta | None = None) -> dict[str, str]:
    """Return the headers of a program that holds a token of the user."""
    now = timezone.now()
    secret = f"acc_{user.pk}"
    ApiToken.objects.create(
        user=user,
        label="test",
        digest=digest_of(secret),
        hint="test",
        created_at=now,
        expires_at=now + expires_in if expires_in else None,
    )
    return {"Authorization": f"Bearer {secret}"}


def described() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema()))  # type: ignore[no-any-return]  # -- JSON


def test_the_description_is_the_one_in_the_documentation() -> None:
    assert described() == json.loads(SCHEMA.read_text(encoding="utf-8")), (
        "The API changed: run `./accord api schema` and look at the difference."
    )


def test_the_description_is_valid_openapi() -> None:
    validate(described())


def test_every_operation_says_what_it_does_and_how_it_may_refuse() -> None:
    for path, operations in described()["paths"].items():
        for method, operation in operations.items():
            assert operation["description"].endswith("."), f"{method} {path}"
            answers = {int(status) for status in operation["responses"]}
            assert set(PROBLEMS) <= answers, f"{method} {path}"


def test_without_a_token_the_answer_is_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/parties")

    assert (answer.status_code, answer.headers["Content-Type"]) == (401, PROBLEM)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json() == {
        "type": "core.not-signed-in",
        "title": "This needs a valid API token. Make one on your account page.",
        "status": 401,
        "facts": {},
    }


def test_a_session_is_no_token(client: Client) -> None:
    client.force_login(make.user())

    assert client.get("/api/v1/parties").status_code == 401


def test_a_token_that_is_over_is_no_token(client: Client) -> None:
    over = bearer(make.user(), expires_in=timedelta(seconds=-1))

    assert client.get("/api/v1/parties", headers=over).status_code == 401


def test_a_token_acts_with_the_roles_of_its_owner(client: Client) -> None:
    north, south = make.party("N"), make.party("S")
    programme = make.programme(south, north)
    make.programme()
    token = bearer(make.role_holder(Role.MANAGER, north))

    answer = client.get("/api/v1/programmes", headers=token)

    assert answer.json() == {
        "items": [
            {
                "reference": programme.reference,
                "title": {"source": "en", "texts": {"en": "Joint programme"}},
                "summary": None,
                "parties": ["N", "S"],
                "languages": ["en"],
                "starts_on": None,
                "ends_on": None,
                "needs_every_approval": False,
                "withdrawn_at": None,
            }
        ],
        "count": 1,
    }


def test_what_a_program_does_is_written_down_with_its_door(client: Client) -> None:
    north = make.party("N")
    programme = make.programme(north, make.party("S"))
    token = bearer(make.role_holder(Role.MANAGER, north))
    area = {"number": 1, "name": {"source": "fa", "texts": {"fa": "آب", "en": "Water"}}}

    answer = client.post(
        f"/api/v1/programmes/{programme.reference}/areas",
        area,
        content_type="application/json",
        headers=token,
    )

    assert (answer.status_code, answer.json()) == (201, {**area, "codes": []})
    assert list(AuditEntry.objects.values_list("deed", "door")) == [
        ("programmes.area.added", "api")
    ]


def test_what_the_other_side_owns_is_not_there(client: Client) -> None:
    token = bearer(make.role_holder(Role.MANAGER, make.party()))
    programme = make.programme()

    answer = client.get(f"/api/v1/programmes/{programme.reference}", headers=token)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)
    assert answer.json()["type"] == "core.not-found"


def test_a_refusal_speaks_the_language_that_was_asked_for(client: Client) -> None:
    token = bearer(make.user())
    party = {"code": "N", "name": {"source": "en", "texts": {"en": "North"}}}

    answer = client.post(
        "/api/v1/parties",
        party,
        content_type="application/json",
        headers=token | {"Accept-Language": "ru"},
    )

    assert answer.status_code == 403
    assert answer.json()["type"] == "core.not-allowed"
    assert answer.headers["Content-Language"] == "ru"


def test_a_wrong_value_is_named_with_its_place(client: Client) -> None:
    token = bearer(make.user(is_staff=True))
    party = {"code": "N", "name": {"source": "en", "texts": {}}}

    answer = client.post("/api/v1/parties", party, content_type="application/json", headers=token)

    assert answer.status_code == 422
    assert [error["where"] for error in answer.json()["errors"]] == ["body.facts.name.texts"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"code": NaN}',
        b'{"code": "\\u0000"}',
        b'{"code": "\\ud800"}',
        b"\xff\xfe",
    ],
)
def test_a_body_that_is_no_json_is_refused(client: Client, body: bytes) -> None:
    token = bearer(make.user(is_staff=True))

    answer = client.post("/api/v1/parties", body, content_type="application/json", headers=token)

    assert (answer.status_code, answer.json()["type"]) == (400, "core.unreadable")


def test_a_program_that_asks_too_often_is_told_to_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    throttles: Any = api.throttle
    for throttle in throttles:
        monkeypatch.setattr(throttle, "num_requests", 2)
    token = bearer(make.user())

    answers = [client.get("/api/v1/parties", headers=token) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json()["type"] == "core.too-many-requests"
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_days_off_are_told_with_their_reason(client: Client) -> None:
    north = make.party("N", weekend=(4,))
    token = bearer(make.role_holder(Role.ANALYST, north))
    period = {"since": "2025-12-04", "until": "2025-12-07"}

    answer = client.get("/api/v1/parties/N/days-off", period, headers=token)

    assert answer.json() == [{"day": "2025-12-05", "reason": "weekend", "name": ""}]


@pytest.mark.parametrize(
    ("since", "until"),
    [("2025-12-05", "2025-12-05"), ("2025-12-05", "2035-12-05"), ("9999-12-30", "9999-01-01")],
)
def test_a_period_without_end_is_refused(client: Client, since: str, until: str) -> None:
    north = make.party("N")
    token = bearer(make.role_holder(Role.ANALYST, north))

    answer = client.get(
        "/api/v1/parties/N/days-off", {"since": since, "until": until}, headers=token
    )

    assert answer.status_code == 422
    assert answer.json()["title"] == (
        "until: Ask for a period of at least one day and at most three years."
    )


def test_the_description_is_open_to_everybody(client: Client) -> None:
    answer = client.get(reverse("api:openapi-json"))

    assert (answer.status_code, answer.json()["openapi"]) == (200, "3.1.0")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/api/v1/nowhere", 404, "core.no-such-address"),
        ("get", "/api/", 404, "core.no-such-address"),
        ("delete", "/api/v1/organisations", 405, "core.no-such-method"),
    ],
)
def test_what_no_operation_answers_is_a_problem_too(
    client: Client, method: str, path: str, status: int, code: str
) -> None:
    headers = bearer(make.user(is_staff=True)) | {"Accept-Language": "ru"}

    answer = getattr(client, method)(path, headers=headers)

    problem = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    assert (problem["type"], problem["status"]) == (code, status)
    assert problem["title"].startswith({404: "В API нет", 405: "Этот адрес не принимает"}[status])
    allowed = {word.strip() for word in answer.headers.get("Allow", "").split(",")}
    assert allowed == {404: {""}, 405: {"GET", "POST"}}[status]


@login_not_required
def broken(_request: HttpRequest) -> HttpResponse:
    """Fail as a bug does."""
    raise RuntimeError("a secret")


urlpatterns = [address("api/broken", broken)]


@pytest.mark.urls(__name__)
def test_a_fault_of_ours_is_a_problem_without_its_cause() -> None:
    answer = Client(raise_request_exception=False).get("/api/broken")

    assert (answer.status_code, answer.headers["Content-Type"]) == (500, PROBLEM)
    assert answer.json()["type"] == "core.internal"
    assert "secret" not in answer.content.decode()


def test_names_stand_in_their_own_script(client: Client) -> None:
    make.organisation(make.text("وگا", "fa"), owner=make.side())

    answer = client.get("/api/v1/organisations", headers=bearer(make.user(is_staff=True)))

    assert "وگا" in answer.content.decode()


def test_a_request_without_a_host_is_answered_with_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/", HTTP_HOST="")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)
