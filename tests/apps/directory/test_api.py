"""The directory for programs."""

from typing import Any

import pytest
from ninja.testing import TestClient

from accord.apps.core.errors import NotAllowedError
from accord.apps.directory.api.routes import router
from accord.apps.directory.models import Organisation
from tests import make

pytestmark = pytest.mark.django_db

VEGA: dict[str, Any] = {
    "name": {"source": "fa", "texts": {"fa": "وگا", "en": "Vega"}},
    "country": "IR",
    "languages": ["fa"],
    "identifiers": [{"scheme": "Tax", "value": "103"}],
}


@pytest.fixture(scope="module")
def api() -> TestClient:
    return TestClient(router)


def test_an_organisation_is_registered_changed_and_listed(api: TestClient) -> None:
    side = make.side()
    acting = make.manager(side)
    sent = {**VEGA, "owner": str(side.pk)}

    made = api.post("/organisations", json=sent, acting=acting)
    reference = made.json()["reference"]
    changed = api.put(f"/organisations/{reference}", json={**sent, "country": "AM"}, acting=acting)
    listed = api.get("/organisations?q=وگا&country=AM", acting=acting)

    assert (made.status_code, made.json()["name"]["texts"]) == (201, VEGA["name"]["texts"])
    assert changed.json()["country"] == "AM"
    assert listed.json() == {"items": [changed.json()], "count": 1}


def test_a_person_is_registered_and_contacts_stay_on_their_side(api: TestClient) -> None:
    side, other = make.side(), make.side()
    sent = {
        "name": {"source": "en", "texts": {"en": "Sara"}},
        "email": "sara@example.org",
        "spoken": [{"language": "fa", "level": "native"}],
        "owner": str(side.pk),
    }

    made = api.post("/people", json=sent, acting=make.manager(side))
    seen = api.get(
        f"/people/{made.json()['reference']}", acting=make.manager(other, partners=[side])
    )

    assert (made.status_code, made.json()["email"]) == (201, "sara@example.org")
    assert (seen.status_code, seen.json()["email"]) == (200, "")


def test_another_side_registers_nothing_for_this_one(api: TestClient) -> None:
    sent = {**VEGA, "owner": str(make.side().pk)}

    with pytest.raises(NotAllowedError):
        api.post("/organisations", json=sent, acting=make.manager(make.side()))

    assert list(Organisation.objects.all()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": {"source": "fa", "texts": {}}},
        {"country": "Iran"},
        {"email": "nobody"},
        {"website": "ftp://x"},
        {"latitude": 91},
        {"founded_year": 3},
        {"kind": "spaceship"},
    ],
)
def test_a_wrong_value_is_refused(api: TestClient, wrong: dict[str, object]) -> None:
    answer = api.post("/organisations", json={**VEGA, **wrong}, acting=make.administrator())

    assert answer.status_code == 422
