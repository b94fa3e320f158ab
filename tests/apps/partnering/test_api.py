"""Profiles over HTTP: what programs read, begin, change and send to review."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accord.apps.accounts.models import User
from accord.apps.core.enums import Role
from accord.apps.core.models import AuditEntry
from accord.apps.partnering.enums import ProfileState
from accord.apps.partnering.models import Profile
from tests import make
from tests.apps.partnering import profiles
from tests.apps.partnering.profiles import Sides, profile
from tests.conftest import AsksAsOften
from tests.site.test_api import bearer

pytestmark = pytest.mark.django_db

PATH = "/api/v1/profiles"
SOON = timezone.now().date() + timedelta(days=30)


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


def said(words: str) -> dict[str, Any]:
    return {"source": "en", "texts": {"en": words}}


def offer(**changes: Any) -> dict[str, Any]:
    """Return all that a technology offer must say."""
    profiles.code()
    return {
        "title": said("Ceramic membrane"),
        "summary": said(profiles.SUMMARY),
        "description": said(profiles.DESCRIPTION),
        "advantages": said("Needs 1.1 kWh for a cubic metre."),
        "stage": "demonstrated",
        "ipr": "granted",
        "partner_role": said("Builds pumps."),
        "partner_kinds": ["company"],
        "partnerships": ["licence"],
        "technologies": ["2.5"],
        "goals": [6],
        **changes,
    }


class Program:
    """A program that holds somebody's token."""

    def __init__(self, user: User) -> None:
        self.client = Client(headers=bearer(user))

    def send(self, method: str, path: str = "", body: Any = None) -> tuple[int, Any]:
        send = getattr(self.client, method)
        answer = send(f"{PATH}{path}", body, content_type="application/json")
        return answer.status_code, answer.json()


def test_a_profile_is_begun_changed_and_sent_to_review() -> None:
    sides = Sides()
    program = Program(sides.speaker(sides.vega))
    beginning = {"kind": "TO", "organisation": sides.vega.reference, "facts": offer()}

    began, made = program.send("post", body=beginning)
    changed, after = program.send("put", f"/{made['reference']}", offer(trl=7))
    found, findings = program.send("get", f"/{made['reference']}/findings")
    sent, end = program.send("post", f"/{made['reference']}/submission")

    assert (began, changed, found, sent) == (201, 200, 200, 200)
    assert (made["state"], made["trl"], after["trl"], end["state"]) == ("draft", None, 7, "review")
    assert [(each["code"], each["weight"]) for each in findings] == [("one-language", "advice")]
    doors = AuditEntry.objects.filter(subject=made["reference"]).values_list("door", flat=True)
    assert list(doors) == ["api", "api", "api"]


def test_an_unready_profile_is_refused_with_the_sentence() -> None:
    sides = Sides()
    program = Program(sides.speaker(sides.vega))
    made = profile(sides.vega, stage="")

    status, problem = program.send("post", f"/{made.reference}/submission")

    assert (status, problem["type"]) == (422, "partnering.not-ready")
    assert "Stage of development" in problem["title"]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"trl": 10}, "core.invalid"),
        ({"stage": "perfect"}, "core.invalid"),
        ({"partnerships": ["licence", "supply", "venture", "research"]}, "core.invalid"),
        ({"title": {"source": "en", "texts": {}}}, "core.invalid"),
        ({"title": said("x" * 257)}, "partnering.too-long"),
        ({"technologies": ["99.9"]}, "partnering.unknown-choice"),
        ({"contact": "PE-1999-0001"}, "partnering.unknown-choice"),
        ({"programme": "PR-1999-0001"}, "partnering.unknown-choice"),
        ({"budget": 500}, "partnering.unknown-choice"),
    ],
)
def test_what_cannot_stand_is_refused(changes: dict[str, Any], kind: str) -> None:
    sides = Sides()
    program = Program(sides.speaker(sides.vega))
    body = {"kind": "RDR", "organisation": sides.vega.reference, "facts": offer(**changes)}

    status, problem = program.send("post", body=body)

    assert (status, problem["type"]) == (422, kind)
    assert list(Profile.objects.all()) == []


def test_the_other_side_reads_what_is_published_and_no_name_that_is_kept_back() -> None:
    sides = Sides()
    contact = make.person(of=sides.vega)
    open_one = profile(sides.vega, ProfileState.PUBLISHED, expires_on=SOON, contact=contact.pk)
    hidden = profile(sides.vega, ProfileState.PUBLISHED, expires_on=SOON, is_anonymous=True)
    draft = profile(sides.vega)
    program = Program(make.role_holder(Role.MANAGER, sides.south))

    _status, page = program.send("get")
    seen = {
        each["reference"]: (each["organisation"], each["country"], each["contact"])
        for each in page["items"]
    }

    assert seen == {
        open_one.reference: (sides.vega.reference, "IR", None),
        hidden.reference: ("", "IR", None),
    }
    assert page["count"] == 2
    statuses = [
        program.send("get", f"/{draft.reference}")[0],
        program.send("put", f"/{open_one.reference}", offer())[0],
        program.send("post", f"/{open_one.reference}/submission")[0],
        program.send("get", f"/{open_one.reference}/findings")[0],
        program.send(
            "post",
            body={"kind": "TO", "organisation": sides.vega.reference, "facts": offer()},
        )[0],
    ]
    assert statuses == [404, 403, 403, 403, 404]


def test_one_s_own_are_listed_in_every_state_with_their_contact() -> None:
    sides = Sides()
    contact = make.person(of=sides.vega)
    draft = profile(sides.vega, contact=contact.pk, programme=sides.programme.pk)
    profile(sides.mira)
    program = Program(sides.speaker(sides.vega))

    _status, page = program.send("get", "?own=true")

    assert [(each["reference"], each["contact"]) for each in page["items"]] == [
        (draft.reference, contact.reference)
    ]
    assert page["items"][0]["programme"] == sides.programme.reference


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?q=membrane", 1),
        ("?q=tractor", 0),
        ("?kind=BO", 0),
        ("?country=IR", 1),
        ("?field=2.5", 1),
    ],
)
def test_profiles_are_looked_for(query: str, count: int) -> None:
    sides = Sides()
    profile(sides.vega, ProfileState.PUBLISHED, expires_on=SOON)
    program = Program(make.role_holder(Role.MANAGER, sides.south))

    assert program.send("get", query)[1]["count"] == count


def test_three_profiles_cost_as_many_queries_as_one(asks_as_often: AsksAsOften) -> None:
    sides = Sides()
    client = Client(headers=bearer(make.role_holder(Role.MANAGER, sides.north)))

    def grow(times: int = 2) -> None:
        for _ in range(times):
            own = make.organisation(owner=sides.north_side)
            contact = make.person(of=own)
            profile(own, ProfileState.PUBLISHED, expires_on=SOON, contact=contact.pk)

    grow(1)
    asks_as_often(client, PATH, grow)
