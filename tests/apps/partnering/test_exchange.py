"""Profiles as files: what goes out, to whom, and comes in again as it was."""

import io
import json
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone, translation

from accord.apps.core.enums import Role
from accord.apps.directory.actions.import_plan import Outcome
from accord.apps.directory.errors import NothingToImportError
from accord.apps.documents.spreadsheets.shapes import Kind
from accord.apps.partnering.actions.importing import import_profiles
from accord.apps.partnering.cli import profiles as commands
from accord.apps.partnering.enums import ProfileKind, ProfileState
from accord.apps.partnering.models import Profile
from accord.apps.partnering.spreadsheets.profiles import sheet
from accord.apps.partnering.tables import FULL_EXCEL, FULL_JSON
from accord.engine.calendars import Presentation
from tests import make
from tests.apps.partnering.files import (
    ENGLISH,
    PERSIAN,
    ROW,
    exported,
    members,
    outcomes,
    plan,
    records,
    whole,
)
from tests.apps.partnering.profiles import Sides, profile

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("viewer", [ENGLISH, PERSIAN, Presentation("ru")], ids=["en", "fa", "ru"])
@pytest.mark.parametrize("kind", [FULL_EXCEL, FULL_JSON])
def test_what_goes_out_comes_in_again_and_changes_nothing(kind: str, viewer: Presentation) -> None:
    sides = Sides()
    whole(sides.vega, programme=sides.programme.pk)
    call = {"call_name": make.text("دعوت", "fa"), "call_closes_on": make.TODAY, "budget": 250_050}
    whole(
        sides.vega, kind=ProfileKind.RESEARCH_REQUEST,
        title=make.text("درخواست", "fa", tr="İstek"),
        is_anonymous=True, currency="EUR", project_months=24, interest_until=make.TODAY, **call,
    )  # fmt: skip
    acting = make.manager(sides.north_side)

    content = exported(acting, kind, viewer, own=True)
    with translation.override(viewer.language):
        again = plan(acting, content, name=f"profiles.{kind}", viewer=viewer)

        assert [each.changes for each in again.rows] == [(), ()]
        assert outcomes(again) == [Outcome.UNCHANGED, Outcome.UNCHANGED]
        with pytest.raises(NothingToImportError):
            import_profiles(acting, again)


def test_columns_stand_in_the_order_of_a_partnering_profile() -> None:
    keys = [column.key for column in sheet().columns]

    assert keys[:10] == [
        "reference", "kind", "title", "summary", "description", "advantages", "specification",
        "stage", "trl", "ipr",
    ]  # fmt: skip
    assert [column.key for column in sheet().columns if column.is_required] == ["kind", "title"]


@pytest.mark.parametrize("language", ["en", "fa", "ru"])
def test_no_allowed_value_falls_apart_in_a_cell(language: str) -> None:
    several = [column for column in sheet().columns if column.kind == Kind.CHOICES]

    with translation.override(language):
        broken = [
            str(label)
            for column in several
            for label in column.choices.values()
            if any(mark in str(label) for mark in ",;،؛/|\n")
        ]

    assert broken == []


def test_others_get_neither_a_name_that_is_kept_back_nor_a_contact() -> None:
    sides = Sides()
    contact = make.person(of=sides.vega)
    shared: dict[str, Any] = {"state": ProfileState.PUBLISHED, "contact": contact.pk}
    named = profile(sides.vega, **shared)
    hidden = profile(sides.vega, **shared, is_anonymous=True)
    profile(sides.vega)
    other = make.manager(sides.south_side, partners=[sides.north_side, sides.south_side])

    seen = {each["reference"]: each for each in members(exported(other))}

    assert set(seen) == {named.reference, hidden.reference}
    assert seen[named.reference]["organisation_code"] == sides.vega.reference
    whose = {"organisation", "organisation_code", "contact"}
    assert whose & seen[hidden.reference].keys() == set()
    assert "contact" not in seen[named.reference]
    assert "Vega" not in json.dumps(seen[hidden.reference])
    own = members(exported(make.manager(sides.north_side)))
    assert {each["contact"] for each in own} == {contact.reference}


def test_a_machine_s_draft_is_nobody_s_words_and_stays_here() -> None:
    sides = Sides()
    made = profile(sides.vega)
    made.title = make.text("Ceramic membrane", fa="غشا")
    made.title = type(made.title)(source="en", texts=made.title.texts, machine=frozenset({"fa"}))
    made.save()

    (seen,) = members(exported(make.manager(sides.north_side), own=True))

    assert seen["title"] == {"en": "Ceramic membrane"}


def test_the_lists_give_their_profiles_in_full_with_their_filters(client: Client) -> None:
    sides = Sides()
    soon = timezone.now().date() + timedelta(days=9)
    shown = profile(sides.vega, ProfileState.PUBLISHED, expires_on=soon)
    profile(sides.vega, ProfileState.PUBLISHED, kind=ProfileKind.BUSINESS_OFFER, expires_on=soon)
    draft = profile(sides.vega)
    client.force_login(make.role_holder(Role.MANAGER, sides.north))

    full = client.get("/profiles/?kind=TO&export=json")
    own = client.get("/profiles/own/?state=draft&export=json")
    excel = client.get("/profiles/?export=full")

    assert [each["reference"] for each in members(full.content)] == [shown.reference]
    assert [each["reference"] for each in members(own.content)] == [draft.reference]
    page = openpyxl.load_workbook(io.BytesIO(excel.content)).worksheets[0]
    assert page.max_row == 4
    assert 'export=full"' in client.get("/profiles/").content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_queries_is_the_same_for_any_length(
    many: int, django_assert_num_queries: Any
) -> None:
    sides = Sides()
    acting = make.manager(sides.north_side)
    rows = []
    for number in range(many):
        made = whole(sides.vega, title=make.text(f"Title {number}"))
        rows.append({**ROW, "reference": made.reference, "title": {"en": f"Other {number}"}})
        rows.append({**ROW, "title": {"en": f"New {number}"}, "organisation": "Vega Works"})
    content = records(*rows)
    found = plan(acting, content)
    _ = found.reading

    with django_assert_num_queries(6):
        assert len(found.rows) == 2 * many
    with django_assert_num_queries(4):
        exported(acting, own=True)


def run(*words: str) -> Any:
    return CliRunner().invoke(commands, words, obj=make.administrator(), catch_exceptions=False)


def test_the_command_line_writes_and_reads_files(tmp_path: Any) -> None:
    sides = Sides()
    profile(sides.vega, is_anonymous=True)
    path = tmp_path / "out.json"

    assert run("export", str(path), "--all").output == "1 profiles were written.\n"
    assert run("import", str(path)).output.splitlines()[0] == (
        "0 new, 0 changed, 1 unchanged, 0 faulty"
    )
    rows = members(path.read_bytes())
    fresh = [{**rows[0], "reference": "", "kind": "TR", "title": {"en": "Another title"}}]
    path.write_bytes(records(*fresh))
    seen = run("import", str(path))
    done = run("import", str(path), "--confirm")
    assert (seen.exit_code, "Nothing was written" in seen.output) == (0, True)
    assert done.output.endswith("1 added, 0 changed.\n")
    assert Profile.objects.count() == 2


def test_the_command_line_ends_with_the_reason(tmp_path: Any) -> None:
    sides = Sides()
    faulty, broken = tmp_path / "faulty.json", tmp_path / "broken.json"
    faulty.write_bytes(records({**ROW, "organisation_code": "OR-1999-0001"}))
    broken.write_bytes(b"{")

    assert run("import", str(faulty)).exit_code == 1
    assert run("import", str(broken)).exit_code == 2
    assert run("import", str(faulty), "--organisation", "OR-1").exit_code == 2
    assert run("export", str(tmp_path / "x.pdf")).exit_code == 2
    usual = run("import", str(faulty), "--organisation", sides.vega.reference)
    assert "profiles 1. organisation_code" in usual.output
