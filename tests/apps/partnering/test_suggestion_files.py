"""Suggestions as a file: what the filters leave, with the evidence, for its own people alone."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.apps.partnering.profiles import Sides
from tests.apps.partnering.test_suggestions import (
    DESALTING,
    MEMBRANE,
    PUMPS,
    need,
    offer,
    renewed,
)

pytestmark = pytest.mark.django_db


def test_suggestions_are_taken_along_with_their_evidence(client: Client) -> None:
    sides = Sides()
    desalting = need(sides.mira, DESALTING, "ru")
    offer(sides.vega, MEMBRANE, "fa", is_anonymous=True)
    offer(sides.vega, PUMPS, "ru")
    renewed()
    client.force_login(sides.speaker(sides.mira))
    path = f"/profiles/{desalting.reference}/suggestions/"
    page = client.get(f"{path}?kind=TO").content.decode()
    assert "?kind=TO&amp;export=xlsx" in page

    answer = client.get(f"{path}?kind=TO&export=xlsx")
    assert f"{desalting.reference}-suggestions.xlsx" in answer["Content-Disposition"]
    rows = [*load_workbook(BytesIO(answer.getvalue())).worksheets[0].values]
    assert rows[0][0] == "Place"
    assert [row[0] for row in rows[1:]] == [1, 2]
    first = dict(zip(map(str, rows[0]), map(str, rows[1]), strict=True))
    assert first["You say"] in DESALTING
    assert first["They say"] in MEMBRANE
    assert first["Organisation"] == "not named yet"
    assert "Technologies in common" in first["What fits"]

    csv = client.get(f"{path}?kind=BO&export=csv").getvalue().decode()
    assert csv.count("\r\n") == 1


def test_strangers_take_no_suggestions_along(client: Client) -> None:
    sides = Sides()
    desalting = need(sides.mira, DESALTING, "ru")
    offer(sides.vega, MEMBRANE, "fa")
    renewed()
    client.force_login(sides.speaker(sides.vega))

    answer = client.get(f"/profiles/{desalting.reference}/suggestions/?export=xlsx")

    assert answer.status_code == 404
