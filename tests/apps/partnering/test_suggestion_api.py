"""Suggestions over HTTP: what answers a profile and why, two compared, what did not suit."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accord.apps.accounts.models import User
from accord.apps.core.enums import Role
from accord.apps.core.models import AuditEntry
from accord.apps.partnering.models import Profile, Refusal
from tests import make
from tests.apps.partnering.profiles import Sides
from tests.apps.partnering.test_suggestions import (
    DESALTING,
    MEMBRANE,
    PUMPS,
    SEEDS,
    need,
    offer,
    renewed,
)
from tests.conftest import AsksAsOften
from tests.site.test_api import bearer

pytestmark = pytest.mark.django_db

PATH = "/api/v1/profiles"


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@dataclass(frozen=True)
class Pool:
    """A request of Mira's, the offer that answers it, and one that does not."""

    sides: Sides
    desalting: Profile
    water: Profile
    pumps: Profile

    @property
    def path(self) -> str:
        return f"{PATH}/{self.desalting.reference}"


@pytest.fixture
def pool() -> Pool:
    sides = Sides()
    desalting = need(sides.mira, DESALTING, "ru")
    water = offer(sides.vega, MEMBRANE, "fa", is_anonymous=True)
    made = Pool(sides, desalting, water, offer(sides.vega, PUMPS, "ru"))
    renewed()
    return made


def program(user: User, **headers: str) -> Client:
    return Client(headers=bearer(user) | headers)


def send(client: Client, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    answer = getattr(client, method)(path, body, content_type="application/json")
    return answer.status_code, answer.json() if answer.content else None


def test_suggestions_come_with_their_evidence_and_no_name_that_is_kept_back(pool: Pool) -> None:
    client = program(pool.sides.speaker(pool.sides.mira))

    status, listed = send(client, "get", f"{pool.path}/suggestions")

    assert status == 200
    assert [(one["place"], one["profile"]["reference"]) for one in listed] == [
        (1, pool.water.reference),
        (2, pool.pumps.reference),
    ]
    first = listed[0]
    assert first["profile"] == {
        "reference": pool.water.reference,
        "kind": "TO",
        "title": {"source": "fa", "texts": {"fa": MEMBRANE}},
        "organisation": "",
        "country": "IR",
        "is_open": True,
    }
    assert listed[1]["profile"]["organisation"] == pool.sides.vega.reference
    (pair,) = first["evidence"]
    assert pair["mine"] in DESALTING
    assert pair["theirs"] in MEMBRANE
    assert (pair["mine_language"], pair["theirs_language"]) == ("ru", "fa")
    assert {"matching.fields": "fits"}.items() <= {
        one["key"]: one["bearing"] for one in first["findings"]
    }.items()
    assert "score" not in str(listed)


def test_findings_are_told_in_the_language_that_was_asked_for(pool: Pool) -> None:
    client = program(pool.sides.speaker(pool.sides.mira), **{"Accept-Language": "ru"})

    _status, listed = send(client, "get", f"{pool.path}/suggestions")

    assert "Общие технологии" in str(listed)


def test_two_profiles_are_compared(pool: Pool) -> None:
    client = program(pool.sides.speaker(pool.sides.mira))
    likewise = need(pool.sides.vega, SEEDS, "ru")

    _, one = send(client, "get", f"{pool.path}/suggestions/{pool.water.reference.lower()}")
    _, other = send(client, "get", f"{pool.path}/suggestions/{likewise.reference}")
    itself, problem = send(client, "get", f"{pool.path}/suggestions/{pool.desalting.reference}")

    assert (one["place"], one["refusal"], one["is_valid"], one["against"]) == (1, None, True, [])
    assert len(one["evidence"]) > 1
    assert other["place"] is None
    assert [each["key"] for each in other["findings"] if each["bearing"] == "bars"] == [
        "matching.kinds-apart"
    ]
    assert (itself, problem["type"]) == (422, "partnering.not-to-oneself")


@pytest.mark.django_db(transaction=True)
def test_a_suggestion_is_refused_and_recalled(pool: Pool) -> None:
    lena = pool.sides.speaker(pool.sides.mira)
    lena.name = "Lena"
    lena.save(update_fields=["name"])
    client = program(lena)
    path = f"{pool.path}/suggestions/{pool.water.reference}/refusal"

    status, made = send(client, "post", path, {"reason": "early", "note": " next year "})
    assert status == 200
    assert {key: made[key] for key in ("profile", "reason", "note", "by")} == {
        "profile": pool.water.reference,
        "reason": "early",
        "note": "next year",
        "by": "Lena",
    }
    assert send(client, "get", f"{pool.path}/refusals") == (200, [made])
    _, listed = send(client, "get", f"{pool.path}/suggestions")
    assert [one["profile"]["reference"] for one in listed] == [pool.pumps.reference]
    _, compared = send(client, "get", f"{pool.path}/suggestions/{pool.water.reference}")
    assert (compared["place"], compared["refusal"]) == (None, made)

    assert send(client, "delete", path) == (204, None)
    assert send(client, "delete", path) == (204, None)
    assert not Refusal.objects.exists()
    deeds = AuditEntry.objects.filter(subject=pool.desalting.reference)
    assert list(deeds.values_list("deed", "door")) == [
        ("partnering.suggestion.refused", "api"),
        ("partnering.suggestion.recalled", "api"),
    ]


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({}, 422, "core.invalid"),
        ({"reason": "whatever"}, 422, "core.invalid"),
        ({"reason": "early", "note": "x" * 501}, 422, "core.invalid"),
        ({"reason": "other", "note": "  "}, 409, "core.reason-missing"),
    ],
)
def test_a_refusal_without_a_reason_is_a_problem(
    pool: Pool, body: dict[str, str], status: int, kind: str
) -> None:
    client = program(pool.sides.speaker(pool.sides.mira))

    answer = send(client, "post", f"{pool.path}/suggestions/{pool.water.reference}/refusal", body)

    assert (answer[0], answer[1]["type"]) == (status, kind)
    assert not Refusal.objects.exists()


def test_only_its_own_people_read_and_refuse_what_is_suggested(pool: Pool) -> None:
    sides, one = pool.sides, f"{pool.path}/suggestions/{pool.water.reference}"
    Refusal.objects.create(
        profile=pool.desalting, other=pool.pumps, reason="early", by="Lena", at=make.NOON
    )
    for user, own in (
        (make.role_holder(Role.MANAGER, sides.south), True),
        (make.role_holder(Role.COORDINATOR, sides.south), True),
        (make.role_holder(Role.MANAGER, sides.north), False),
        (sides.speaker(sides.vega), False),
        (make.user(), False),
    ):
        client = program(user)
        statuses = [
            send(client, "get", f"{pool.path}/suggestions")[0],
            send(client, "get", one)[0],
            send(client, "get", f"{pool.path}/refusals")[0],
            send(client, "post", f"{one}/refusal", {"reason": "early"})[0],
            send(client, "delete", f"{one}/refusal")[0],
        ]
        assert statuses == ([200, 200, 200, 200, 204] if own else [404] * 5), user
    assert Refusal.objects.get().other == pool.pumps


def test_what_nobody_may_read_is_compared_with_nothing(pool: Pool) -> None:
    hidden = offer(pool.sides.vega, MEMBRANE, "fa", visibility="private")
    client = program(pool.sides.speaker(pool.sides.mira))

    for reference in (hidden.reference, "TO-1999-0001"):
        path = f"{pool.path}/suggestions/{reference}"
        assert send(client, "get", path)[0] == 404
        assert send(client, "post", f"{path}/refusal", {"reason": "early"})[0] == 404


def test_lists_cost_as_many_queries_for_three_as_for_one(
    pool: Pool, asks_as_often: AsksAsOften
) -> None:
    client = program(pool.sides.speaker(pool.sides.mira))
    Refusal.objects.create(
        profile=pool.desalting, other=pool.pumps, reason="early", by="Lena", at=make.NOON
    )

    def grow() -> None:
        for number in (2, 3):
            offer(pool.sides.vega, " ".join([MEMBRANE] * number), "fa")
            like = offer(pool.sides.vega, " ".join([PUMPS] * number), "ru")
            Refusal.objects.create(
                profile=pool.desalting, other=like, reason="early", by="Lena", at=make.NOON
            )
        renewed()

    asks_as_often(client, f"{pool.path}/suggestions", grow)
    asks_as_often(client, f"{pool.path}/refusals", grow)
