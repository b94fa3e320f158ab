"""Files of profiles, as tests write and read them."""

import io
import json
from typing import Any

import openpyxl
from django.utils import translation

from accord.apps.core.acting import Acting
from accord.apps.directory.actions.import_plan import Outcome
from accord.apps.directory.models import Organisation
from accord.apps.partnering.actions.import_plan import ImportPlan
from accord.apps.partnering.enums import ProfileKind
from accord.apps.partnering.models import Profile
from accord.apps.partnering.queries import profiles as queries
from accord.apps.partnering.tables import FULL_JSON, file_of
from accord.engine.calendars import Calendar, Digits, Presentation
from tests import make
from tests.apps.partnering import profiles
from tests.apps.partnering.profiles import profile

ENGLISH = Presentation()
PERSIAN = Presentation("fa", Calendar.JALALI, Digits.ARABEXT, "Asia/Tehran")
ROW: dict[str, Any] = {
    "kind": "TO",
    "title": {"en": "Ceramic membrane"},
    "summary": {"en": "Takes salt out of water."},
}


def records(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"profiles": rows}).encode()


def book(heads: list[str], *rows: list[object]) -> bytes:
    made = openpyxl.Workbook()
    page: Any = made.worksheets[0]
    page.title = "Profiles"
    for row in (heads, *rows):
        page.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def plan(
    acting: Acting,
    content: bytes,
    *,
    usual: Organisation | None = None,
    name: str = "profiles.json",
    viewer: Presentation = ENGLISH,
) -> ImportPlan:
    return ImportPlan(acting, content, name=name, viewer=viewer, usual=usual)


def outcomes(found: ImportPlan) -> list[Outcome]:
    return [each.outcome for each in found.rows]


def exported(
    acting: Acting, kind: str = FULL_JSON, viewer: Presentation = ENGLISH, *, own: bool = False
) -> bytes:
    rows = queries.own_profiles(acting) if own else queries.published_profiles(acting)
    with translation.override(viewer.language):
        return file_of(acting, rows, kind=kind, viewer=viewer)


def members(content: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(content)["profiles"]
    return found


def whole(of: Organisation, **changes: Any) -> Profile:
    """Return a draft in which every field says something."""
    kept = profile(
        of,
        kind=changes.pop("kind", ProfileKind.TECHNOLOGY_OFFER),
        contact=make.person(of=of).pk,
        goals=(6, 9),
        countries=("RU", "AM"),
        ipr_notes=make.text("Granted in two countries."),
        **changes,
    )
    profiles.code("3.1")
    kept.codes.add(profiles.code("3.1"))
    return kept
