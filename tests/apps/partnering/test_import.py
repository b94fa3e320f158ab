"""Profiles from files: what becomes a draft, what is refused, at which place and how."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accord.apps.core.enums import Role
from accord.apps.core.models import AuditEntry
from accord.apps.directory.actions.import_plan import Outcome
from accord.apps.directory.errors import FaultyImportError
from accord.apps.documents.errors import TooManyRowsError
from accord.apps.partnering.actions.import_plan import MOST_ROWS, ImportPlan
from accord.apps.partnering.actions.importing import import_profiles
from accord.apps.partnering.enums import ProfileState
from accord.apps.partnering.models import Profile
from tests import make
from tests.apps.partnering import profiles
from tests.apps.partnering.files import (
    PERSIAN,
    ROW,
    book,
    exported,
    outcomes,
    plan,
    records,
)
from tests.apps.partnering.profiles import Sides, profile

pytestmark = pytest.mark.django_db


def test_a_new_row_becomes_a_draft_and_the_second_time_nothing() -> None:
    sides = Sides()
    acting = make.spokesperson(sides.vega)
    row = {**ROW, "stage": "prototype", "organisation_code": sides.vega.reference}

    counts = import_profiles(acting, plan(acting, records(row)))

    made = Profile.objects.get()
    assert counts == {Outcome.NEW: 1}
    assert (made.state, made.stage, made.owner) == ("draft", "prototype", sides.north_side)
    assert made.authors == [acting.who]
    assert list(AuditEntry.objects.values_list("deed", flat=True)) == ["partnering.profile.begun"]
    assert outcomes(plan(acting, records(row))) == [Outcome.UNCHANGED]


def test_a_draft_takes_what_a_row_changes_and_keeps_the_rest() -> None:
    sides = Sides()
    acting = make.manager(sides.north_side)
    made = profile(sides.vega)
    row = {**ROW, "reference": made.reference.lower(), "title": {"en": "Clay membrane"}}

    found = plan(acting, records(row | {"summary": {"ru": "Мембрана"}, "trl": 8}))
    told = [(each.title, each.before, each.after) for each in found.rows[0].changes]
    import_profiles(acting, found)

    made.refresh_from_db()
    assert told[0] == (
        "Title", "Ceramic membrane for brackish water (English)", "Clay membrane (English)",
    )  # fmt: skip
    assert told[2] == ("Technology readiness level", "7", "8")
    assert set(made.summary.texts) == {"en", "fa", "ru"}
    assert (made.trl, str(made.title), made.stage) == (8, "Clay membrane", "demonstrated")


def test_a_published_profile_is_not_changed_by_a_file() -> None:
    sides = Sides()
    acting = make.manager(sides.north_side)
    made = profile(sides.vega, ProfileState.PUBLISHED)
    row = {**ROW, "reference": made.reference}

    (problem,) = _problems(plan(acting, records(row)))

    assert (problem.column, problem.cell) == ("reference", "1. reference")
    assert "is published" in problem.message
    assert "reopen" in problem.remedy


def test_a_profile_of_others_is_left_alone_or_refused() -> None:
    sides = Sides()
    theirs = profile(sides.mira, ProfileState.PUBLISHED)
    acting = make.manager(sides.north_side, partners=[sides.north_side, sides.south_side])
    same = exported(acting)

    assert outcomes(plan(acting, same)) == [Outcome.UNCHANGED]
    (problem,) = _problems(plan(acting, records({**ROW, "reference": theirs.reference})))
    assert "a profile of others" in problem.message
    theirs.refresh_from_db()
    assert str(theirs.title) == "Ceramic membrane for brackish water"


def test_what_one_may_not_see_is_not_told_apart_from_what_is_not_there() -> None:
    sides = Sides()
    hidden = profile(sides.mira)  # a draft of the other side
    acting = make.manager(sides.north_side, partners=[sides.north_side, sides.south_side])

    def answer(reference: str) -> list[Outcome]:
        return outcomes(plan(acting, records({**ROW, "reference": reference}), usual=sides.vega))

    assert answer(hidden.reference) == answer("TO-1999-0001") == [Outcome.NEW]
    (problem,) = _problems(
        plan(acting, records({**ROW, "organisation_code": sides.mira.reference}))
    )
    assert "You do not write for an organisation" in problem.message


def test_an_organisation_is_found_by_its_name_and_asked_for_where_two_have_it() -> None:
    sides = Sides()
    acting = make.manager(sides.north_side)
    row = {**ROW, "organisation": "vega works"}

    assert plan(acting, records(row)).rows[0].organisation == sides.vega
    make.organisation("Vega Works", owner=sides.north_side)
    assert "Several organisations" in _problems(plan(acting, records(row)))[0].message
    assert "in whose name" in _problems(plan(acting, records(ROW)))[0].message


def _problems(found: ImportPlan) -> list[Any]:
    assert [each.outcome for each in found.rows] == [Outcome.FAULTY]
    with pytest.raises(FaultyImportError):
        import_profiles(found.acting, found)
    assert Profile.objects.filter(title__icontains='Ceramic membrane"').count() == 0
    return found.problems


@pytest.mark.parametrize(
    ("changes", "column", "sentence"),
    [
        ({"kind": "XX"}, "kind", "“XX” is not one of the allowed values."),
        ({"kind": None}, "kind", "“kind” is missing."),
        ({"title": None}, "title", "“Title” is missing."),
        ({"title": {"en": "x" * 257}}, "title", "has 257 characters; at most 256 fit here"),
        ({"summary": {"fa": "ب" * 501}}, "summary", "at most 500"),
        ({"trl": 12}, "trl", "This must be 9 at most."),
        ({"trl": "seven"}, "trl", "This is not a whole number."),
        ({"stage": "perfect"}, "stage", "“perfect” is not one of the allowed values."),
        ({"technologies": ["99.9"]}, "technologies", "“99.9” is not one of the allowed values."),
        ({"goals": [18]}, "goals", "“18” is not one of the allowed values."),
        ({"countries": ["Atlantis"]}, "countries", "“Atlantis” is not one"),
        (
            {"partnerships": ["licence", "supply", "venture", "research"]},
            "partnerships",
            "Choose at most 3.",
        ),
        ({"kind": "RDR", "budget": 5000}, "budget", "The budget has no currency."),
        ({"currency": "XYZ"}, "currency", "“XYZ” is no currency."),
        ({"call_closes_on": "1404/13/01"}, "call_closes_on", "no such day"),
        ({"call_closes_on": "soon"}, "call_closes_on", "not a day that can be read"),
        ({"contact": "PE-1999-0001"}, "contact", "nobody and nothing with this number"),
        ({"programme": "PR-1999-0001"}, "programme", "nobody and nothing with this number"),
        ({"language": "Klingonish"}, "language", "not a language that Accord knows"),
        ({"is_anonymous": "perhaps"}, "is_anonymous", "neither yes nor no"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_place(
    changes: dict[str, Any], column: str, sentence: str
) -> None:
    sides = Sides()
    profiles.code()
    acting = make.spokesperson(sides.vega)
    row = {key: value for key, value in (ROW | changes).items() if value is not None}
    content = records(row, {**ROW, "title": {"en": "Another"}})

    found = plan(acting, content, usual=sides.vega)

    assert found.rows[-1].outcome == Outcome.NEW
    said = [(each.column, each.message) for each in _errors(found)]
    assert [name for name, _message in said] == [column]
    assert sentence in said[0][1]


def _errors(found: ImportPlan) -> list[Any]:
    _ = found.rows
    return [problem for problem in found.problems if problem.is_error]


def test_the_same_profile_twice_in_a_file_is_refused() -> None:
    sides = Sides()
    acting = make.spokesperson(sides.vega)

    found = plan(acting, records(ROW, ROW), usual=sides.vega)

    assert outcomes(found) == [Outcome.NEW, Outcome.FAULTY]
    assert "stands in row 1 already" in _errors(found)[0].message


def test_persian_digits_days_and_arabic_letters_are_read() -> None:
    sides = Sides()
    profiles.code()
    acting = make.spokesperson(sides.vega)
    content = book(
        ["Kind", "Title (Persian)", "TRL", "The call closes on", "Technologies", "goals"],
        ["RDR", "همكاري علمي", "", "۱۴۰۵/۰۲/۱۰", "۲٫۵", "۶، ۹"],
    )

    found = plan(acting, content, usual=sides.vega, name="x.xlsx", viewer=PERSIAN)
    import_profiles(acting, found)

    made = Profile.objects.get()
    assert made.title.texts == {"fa": "همکاری علمی"}
    assert str(made.call_closes_on) == "2026-04-30"
    assert (made.goals, [code.code for code in made.codes.all()]) == ([6, 9], ["2.5"])


def test_a_faulty_file_comes_back_with_its_cells_marked_and_is_read_again() -> None:
    sides = Sides()
    user = sides.speaker(sides.vega)
    client = Client()
    client.force_login(user)
    content = book(["Kind", "Title", "trl"], ["TO", "Membrane", 12])

    preview = sent(client, content)
    page = client.get(preview).content.decode()
    answer = client.get(preview.split("?")[0] + "marked/")

    assert "C2" in page
    assert "This must be 9 at most." in page
    marked = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert (marked["C2"].value, marked["C2"].fill.fgColor.rgb) == (12, "00F8C9C4")
    again = plan(make.spokesperson(sides.vega), answer.content, usual=sides.vega, name="x.xlsx")
    assert [each.cell for each in _errors(again)] == ["C2"]


def sent(client: Client, content: bytes, name: str = "x.xlsx", **more: str) -> str:
    upload = SimpleUploadedFile(name, content)
    answer = client.post("/profiles/import/", {"file": upload, **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_a_company_brings_its_profiles_in_on_the_page(client: Client) -> None:
    sides = Sides()
    client.force_login(sides.speaker(sides.vega))

    preview = sent(client, records(ROW), "profiles.json")
    page = client.get(preview).content.decode()
    confirmed = client.post(preview + "confirm/", follow=True).content.decode()

    assert "Before the review it must also say: Description" in page
    assert "Written in: English (recognised)" in page
    assert "1 new draft." in confirmed
    assert Profile.objects.get().organisation == sides.vega
    assert "Nothing needs to be imported" in client.get(preview).content.decode()


def test_staff_say_whose_the_profiles_are_where_the_file_does_not(client: Client) -> None:
    sides = Sides()
    make.organisation("Altair", owner=sides.north_side)
    client.force_login(make.role_holder(Role.MANAGER, sides.north))

    preview = sent(client, records(ROW), organisation=sides.vega.reference)
    client.post(preview.split("?")[0] + "confirm/", {"organisation": sides.vega.reference})

    assert Profile.objects.get().organisation == sides.vega
    other = client.get(preview.split("?")[0] + f"?organisation={sides.mira.reference}")
    assert other.status_code == 404


def test_a_file_is_opened_by_nobody_but_who_sent_it(client: Client) -> None:
    sides = Sides()
    client.force_login(sides.speaker(sides.vega))
    preview = sent(client, records(ROW))

    for stranger in (
        sides.speaker(sides.mira),
        sides.speaker(sides.vega),
        make.role_holder(Role.MANAGER, sides.north),
        make.user(is_staff=True),
    ):
        other = Client()
        other.force_login(stranger)
        statuses = [
            other.get(preview).status_code,
            other.get(preview + "marked/").status_code,
            other.post(preview + "confirm/").status_code,
        ]
        assert statuses == [404, 404, 404]
    assert list(Profile.objects.all()) == []


def bomb() -> bytes:
    stream = io.BytesIO(book(["Kind", "Title"]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/bomb.bin", b"0" * 30_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "neither an Excel workbook"),
        (b'{"profiles": [', "cannot be read as a JSON file"),
        (b'{"a": ' * 50_000, "cannot be read as a JSON file"),
        (b'{"profiles": [NaN]}', "cannot be read as a JSON file"),
        (b'{"a": 1}', "No sheet of"),
        (b'{"people": [{"name": "Sara"}]}', "No sheet of"),
    ],
    ids=["pdf", "cut off", "deep", "nan", "no lists", "people"],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(
    client: Client, content: bytes, sentence: str
) -> None:
    sides = Sides()
    client.force_login(sides.speaker(sides.vega))

    page = client.post(
        "/profiles/import/", {"file": SimpleUploadedFile("x.json", content)}
    ).content.decode()

    assert sentence in page


def test_a_bomb_and_a_flood_are_refused() -> None:
    sides = Sides()
    acting = make.spokesperson(sides.vega)
    flood = [{**ROW, "title": {"en": f"Title {number}"}} for number in range(MOST_ROWS + 1)]

    with pytest.raises(Exception, match="unpacks to more"):
        _ = plan(acting, bomb(), name="x.xlsx").rows
    with pytest.raises(TooManyRowsError):
        _ = plan(acting, records(*flood), usual=sides.vega).rows


TURKISH = (
    "Acı suyu yarı enerjiyle tatlı suya çeviren seramik bir membran sunuyoruz. Modül iki "
    "metrekare yüzeye sahiptir ve saatte kırk litre su verir. Üç köyde üç yıldır "
    "kullanılmaktadır; pompa üreten ve tesis satan bir ortak arıyoruz. "
    "Çizimler ve deney raporları gösterilebilir."
)


@pytest.mark.parametrize(
    ("row", "language"),
    [
        ({"title": "Membran", "description": TURKISH}, "tr"),
        ({"title": {"en": "Membran"}, "description": {"en": TURKISH}}, "tr"),
        ({"title": {"tr": "Membran"}}, "tr"),
        ({"title": "غشای سرامیکی"}, "fa"),
        ({"title": {"en": "Membrane", "fa": "غشا"}, "language": "Persian"}, "fa"),
        ({"title": {"en": "Membrane"}, "language": "tr"}, "tr"),
        ({"title": "Membrane"}, "en"),
    ],
)
def test_the_language_of_the_original_is_stated_or_recognised(
    row: dict[str, Any], language: str
) -> None:
    sides = Sides()
    acting = make.spokesperson(sides.vega)

    (found,) = plan(acting, records({"kind": "TO", **row}), usual=sides.vega).rows

    assert found.facts is not None
    assert found.facts.title.source == language
    assert language in found.facts.title.texts


def test_what_the_kind_has_no_place_for_is_left_out_and_said() -> None:
    sides = Sides()
    acting = make.spokesperson(sides.vega)
    row = {**ROW, "kind": "TR", "trl": 5}

    (found,) = plan(acting, records(row), usual=sides.vega).rows

    assert found.facts is not None
    assert found.facts.trl is None
    assert "has no place for: Technology readiness level." in " ".join(found.notices)
