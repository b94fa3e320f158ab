"""Expressions of interest over HTTP: the whole way, who may take which step, who sees it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accord.apps.accounts.models import User
from accord.apps.core.enums import Role
from accord.apps.core.models import AuditEntry
from accord.apps.partnering.enums import InterestState, ProfileState
from accord.apps.partnering.models import Interest, Profile
from tests import make
from tests.apps.partnering.profiles import Sides, interest, profile
from tests.conftest import AsksAsOften
from tests.site.test_api import bearer

pytestmark = pytest.mark.django_db

ROOT = "/api/v1"
SOON = timezone.now().date() + timedelta(days=30)
STEPS = ("acceptance", "exchange", "negotiation", "agreement")


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


class Program:
    """A program that holds somebody's token."""

    def __init__(self, user: User) -> None:
        self.client = Client(headers=bearer(user))

    def get(self, path: str) -> tuple[int, Any]:
        answer = self.client.get(f"{ROOT}{path}")
        return answer.status_code, answer.json()

    def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        answer = self.client.post(f"{ROOT}{path}", body, content_type="application/json")
        return answer.status_code, answer.json()


def published(sides: Sides, **changes: Any) -> Profile:
    return profile(sides.vega, ProfileState.PUBLISHED, expires_on=SOON, **changes)


def expression(sides: Sides, **changes: Any) -> dict[str, Any]:
    return {"organisation": sides.mira.reference, "message": "We build pumps.", **changes}


def test_the_whole_way_from_the_first_letter_to_an_agreement() -> None:
    sides = Sides()
    contact = make.person(of=sides.vega)
    offered = published(sides, is_anonymous=True, contact=contact.pk)
    asking, asked = Program(sides.speaker(sides.mira)), Program(sides.speaker(sides.vega))

    status, sent = asking.post(f"/profiles/{offered.reference}/interests", expression(sides))
    path = f"/interests/{sent['reference']}"
    moved = [asked.post(f"{path}/{step}") for step in STEPS]

    assert (status, sent["state"], sent["profile_organisation"]) == (201, "sent", "")
    assert [(code, body["state"]) for code, body in moved] == [
        (200, "accepted"),
        (200, "exchanged"),
        (200, "negotiating"),
        (200, "agreed"),
    ]
    assert (sent["contacts"], moved[0][1]["contacts"]) == ([], [])
    seen = asking.get(path)[1]
    assert seen["profile_organisation"] == sides.vega.reference
    assert [(each["organisation"], each["person"]) for each in seen["contacts"]] == [
        (sides.vega.reference, str(contact.name)),
        (sides.mira.reference, str(Interest.objects.get().contact.name)),  # type: ignore[union-attr]  # -- the speaker
    ]
    doors = AuditEntry.objects.filter(subject=sent["reference"]).values_list("door", flat=True)
    assert list(doors) == ["api"] * 5


def test_it_is_closed_by_either_side_with_a_reason_that_both_read() -> None:
    sides = Sides()
    made = interest(sides.mira, published(sides))
    asking, asked = Program(sides.speaker(sides.mira)), Program(sides.speaker(sides.vega))
    path = f"/interests/{made.reference}"

    refused = asking.post(f"{path}/closing", {"reason": "other"})
    unknown = asking.post(f"{path}/closing", {"reason": "boredom"})
    closed = asking.post(f"{path}/closing", {"reason": "early", "note": "Next year."})

    assert (refused[0], unknown[0], closed[0]) == (409, 422, 200)
    assert refused[1]["type"] == "core.reason-missing"
    assert unknown[1]["type"] == "core.invalid"
    seen = asked.get(path)[1]
    assert (seen["state"], seen["closed_reason"], seen["closed_note"]) == (
        "closed",
        "early",
        "Next year.",
    )
    assert asked.post(f"{path}/acceptance")[1]["type"] == "partnering.interest-not-in-this-state"


def test_whoever_asks_opens_nothing() -> None:
    sides = Sides()
    made = interest(sides.mira, published(sides))
    asking = Program(sides.speaker(sides.mira))

    answers = [asking.post(f"/interests/{made.reference}/{step}") for step in STEPS[:2]]

    assert [(status, body["type"]) for status, body in answers] == [
        (403, "partnering.not-your-step")
    ] * 2


def test_nobody_but_the_two_sides_sees_or_moves_it() -> None:
    sides = Sides()
    third = make.party("THIRD")
    made = interest(sides.mira, published(sides), InterestState.EXCHANGED)
    path = f"/interests/{made.reference}"
    two = [make.role_holder(Role.MANAGER, side) for side in (sides.north, sides.south)]
    others = [
        make.role_holder(Role.MANAGER, third),
        make.user(is_staff=True),
        make.user(),
        sides.speaker(make.organisation(owner=sides.north_side)),
    ]

    for user in two:
        program = Program(user)
        assert (program.get(path)[0], program.get("/interests")[1]["count"]) == (200, 1)
    for user in others:
        program = Program(user)
        assert (program.get(path)[0], program.get("/interests")[1]["count"]) == (404, 0)
        assert program.post(f"{path}/negotiation")[0] == 404
        assert program.post(f"{path}/closing", {"reason": "early"})[0] == 404
    made.refresh_from_db()
    assert made.state == InterestState.EXCHANGED


@pytest.mark.parametrize(
    ("changes", "status", "kind"),
    [
        ({"message": "  "}, 422, "partnering.message-missing"),
        ({"message": "x" * 2001}, 422, "core.invalid"),
        ({"contact": "PE-1999-0001"}, 422, "partnering.unknown-choice"),
        ({"organisation": "OR-1999-0001"}, 404, "core.not-found"),
    ],
)
def test_what_cannot_stand_is_refused(changes: dict[str, Any], status: int, kind: str) -> None:
    sides = Sides()
    offered = published(sides)
    program = Program(sides.speaker(sides.mira))

    answer = program.post(f"/profiles/{offered.reference}/interests", expression(sides, **changes))

    assert (answer[0], answer[1]["type"]) == (status, kind)
    assert list(Interest.objects.all()) == []


def test_nobody_asks_in_the_name_of_others_nor_twice_nor_of_oneself() -> None:
    sides = Sides()
    offered, draft = published(sides), profile(sides.vega)
    path = f"/profiles/{offered.reference}/interests"
    own, other = Program(sides.speaker(sides.vega)), Program(sides.speaker(sides.mira))

    assert own.post(path, expression(sides))[0] == 404
    assert own.post(path, {**expression(sides), "organisation": sides.vega.reference})[0] == 404
    assert other.post(f"/profiles/{draft.reference}/interests", expression(sides))[0] == 404
    assert other.post(path, expression(sides))[0] == 201
    assert other.post(path, expression(sides))[1]["type"] == "partnering.interested-already"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?state=sent", 1),
        ("?state=agreed", 0),
        ("?profile=TO-1999-0001", 0),
        ("?limit=1&offset=1", 1),
    ],
)
def test_they_are_looked_for(query: str, count: int) -> None:
    sides = Sides()
    interest(sides.mira, published(sides))

    assert (
        Program(make.role_holder(Role.MANAGER, sides.north)).get(f"/interests{query}")[1]["count"]
        == count
    )


def test_three_cost_as_many_queries_as_one(asks_as_often: AsksAsOften) -> None:
    sides = Sides()
    client = Client(headers=bearer(make.role_holder(Role.MANAGER, sides.north)))

    def grow(times: int = 2) -> None:
        for _ in range(times):
            contact = make.person(of=sides.vega)
            interest(sides.mira, published(sides, contact=contact.pk), InterestState.EXCHANGED)

    grow(1)
    asks_as_often(client, f"{ROOT}/interests", grow)
