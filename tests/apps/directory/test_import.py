"""Organisations and people from a file: previewed, written once, never half."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accord.apps.core import jobs
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.models import AuditEntry, Job, Side
from accord.apps.directory import adapters
from accord.apps.directory.actions import importing
from accord.apps.directory.actions.import_plan import Outcome
from accord.apps.directory.errors import (
    FaultyImportError,
    ImportInterruptedError,
    NothingToImportError,
)
from accord.apps.directory.models import Membership, Organisation, Person
from accord.apps.documents.models import StoredFile
from accord.apps.documents.spreadsheets.writing import write_workbook
from accord.engine.calendars import Presentation
from tests import make

pytestmark = pytest.mark.django_db

ENGLISH = Presentation()
VEGA = {
    "code": "A1",
    "name": make.text("وگا", "fa", en="Vega"),
    "kind": "company",
    "country": "IR",
    "languages": ("fa", "en"),
}
SARA = {
    "name": make.text("سارا احمدی", "fa"),
    "organisation": "A1",
    "speaks_for": True,
    "languages": {"fa": "native", "en": "fluent"},
}


def workbook(
    *organisations: dict[str, object], people: tuple[dict[str, object], ...] = ()
) -> bytes:
    rows = {"organisations": organisations, "people": people}
    return write_workbook(adapters.sheets(), rows, viewer=ENGLISH)


def kept(acting: Acting, side: Side, content: bytes) -> StoredFile:
    return importing.keep_import_file(acting, name="d.xlsx", content=content, owner=side.pk)


def import_(acting: Acting, stored: StoredFile, *, go_on: bool = True) -> dict[str, int]:
    return importing.import_file(
        acting, stored, viewer=ENGLISH, report=lambda _done, _total, **_counts: go_on
    )


def outcomes(acting: Acting, stored: StoredFile) -> list[Outcome]:
    plan = importing.plan_import(acting, stored, viewer=ENGLISH)
    return [planned.outcome for planned in plan.rows()]


def test_a_file_is_imported_once_and_changes_nothing_the_second_time() -> None:
    side = make.side()
    acting = make.manager(side)
    stored = kept(acting, side, workbook(VEGA, people=(SARA,)))

    counts = import_(acting, stored)

    assert counts == {"new": 2}
    organisation, person = Organisation.objects.get(), Person.objects.get()
    assert (organisation.name.texts, organisation.owner_id) == (
        {"fa": "وگا", "en": "Vega"},
        side.pk,
    )
    membership = Membership.objects.get()
    assert (membership.person, membership.organisation) == (person, organisation)
    assert membership.speaks_for
    assert outcomes(acting, stored) == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    with pytest.raises(NothingToImportError):
        import_(acting, stored)


def test_the_preview_says_which_field_changes_from_what_to_what() -> None:
    side = make.side()
    acting = make.manager(side)
    import_(acting, kept(acting, side, workbook(VEGA)))

    stored = kept(acting, side, workbook({**VEGA, "country": "AM"}))
    plan = importing.plan_import(acting, stored, viewer=ENGLISH)
    (planned,) = plan.rows()

    assert planned.outcome == Outcome.CHANGED
    assert [(each.title, each.before, each.after) for each in planned.changes] == [
        ("country", "IR", "AM")
    ]


def test_a_known_person_who_newly_belongs_somewhere_is_a_change() -> None:
    side = make.side()
    acting = make.manager(side)
    import_(acting, kept(acting, side, workbook(VEGA, people=(SARA,))))
    altair = {"code": "B1", "name": make.text("Altair")}

    stored = kept(acting, side, workbook(altair, people=({**SARA, "organisation": "B1"},)))

    assert outcomes(acting, stored) == [Outcome.NEW, Outcome.CHANGED]
    import_(acting, stored)
    assert outcomes(acting, stored) == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert Membership.objects.count() == 2


def test_a_changed_position_is_a_change_that_the_preview_shows() -> None:
    side = make.side()
    acting = make.manager(side)
    sara = {**SARA, "position": make.text("Engineer")}
    import_(acting, kept(acting, side, workbook(VEGA, people=(sara,))))
    promoted = kept(
        acting, side, workbook(VEGA, people=({**sara, "position": make.text("Director")},))
    )

    [_vega, planned] = importing.plan_import(acting, promoted, viewer=ENGLISH).rows()
    counts = import_(acting, promoted)

    assert [(each.before, each.after) for each in planned.changes] == [("Engineer", "Director")]
    assert counts == {"unchanged": 1, "changed": 1}
    assert str(Membership.objects.get().position) == "Director"


def test_a_faulty_file_writes_nothing() -> None:
    side = make.side()
    acting = make.manager(side)
    stored = kept(
        acting, side, workbook(VEGA, {"code": "A2", "country": "Atlantis", "name": make.text("B")})
    )

    with pytest.raises(FaultyImportError) as refusal:
        import_(acting, stored)

    assert refusal.value.facts == {"count": 1}
    assert list(Organisation.objects.all()) == []


def test_a_stopped_import_writes_nothing() -> None:
    side = make.side()
    acting = make.manager(side)
    stored = kept(acting, side, workbook(VEGA, people=(SARA,)))

    with pytest.raises(ImportInterruptedError):
        import_(acting, stored, go_on=False)

    assert (Organisation.objects.count(), Person.objects.count()) == (0, 0)


def test_another_sides_organisation_is_not_changed_by_a_file() -> None:
    mine, other = make.side(), make.side()
    make.organisation(make.text("Vega", fa="وگا"), owner=other)
    acting = make.manager(mine, partners=[other])

    stored = kept(acting, mine, workbook(VEGA))

    assert outcomes(acting, stored) == [Outcome.FAULTY]


def test_the_import_runs_as_a_job_from_the_page(client: Client) -> None:
    party = make.party()
    client.force_login(make.role_holder(Role.MANAGER, party))
    upload = SimpleUploadedFile("d.xlsx", workbook(VEGA, people=(SARA,)))

    answer = client.post("/directory/import/", {"file": upload, "owner": str(party.pk)})
    preview = client.get(answer.headers["Location"])
    client.post(f"{answer.headers['Location']}confirm/")
    job = Job.objects.get()
    jobs.run_job.func(job_id=str(job.pk))

    job.refresh_from_db()
    assert preview.status_code == 200
    assert (job.state, job.facts) == ("done", {"new": 2})
    assert Organisation.objects.get().name.texts == {"fa": "وگا", "en": "Vega"}
    assert AuditEntry.objects.filter(deed="directory.import.done").count() == 1


def test_the_worker_knows_the_partners_records_that_the_preview_knew(client: Client) -> None:
    north, south = make.party(), make.party()
    make.programme(north, south)
    make.organisation("Vega", owner=Side.objects.get(pk=south.pk))
    client.force_login(make.role_holder(Role.COORDINATOR, north))
    file = SimpleUploadedFile(
        "d.xlsx", workbook({"name": make.text("Vega")}, {"name": make.text("Deneb")})
    )
    preview = client.post("/directory/import/", {"file": file, "owner": str(north.pk)})
    client.post(f"{preview.headers['Location']}confirm/")

    jobs.run_job.call(job_id=str(Job.objects.get().pk))

    assert Job.objects.get().facts == {"new": 1, "unchanged": 1}
    assert sorted(str(each.name) for each in Organisation.objects.all()) == ["Deneb", "Vega"]


def test_a_colleague_does_not_import_the_same_file_at_the_same_time(client: Client) -> None:
    party = make.party()
    side = Side.objects.get(pk=party.pk)
    stored = kept(make.manager(side), side, workbook(VEGA))
    importing.start_import(make.manager(side), stored, page="/")
    client.force_login(make.role_holder(Role.COORDINATOR, party))

    answer = client.post(f"/directory/import/{stored.pk}/confirm/")

    assert answer.status_code == 409
    assert "A colleague is already importing “d.xlsx”." in answer.content.decode()
    assert Job.objects.count() == 1


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_file_that_is_no_spreadsheet_is_refused_with_a_sentence(
    client: Client, language: str
) -> None:
    party = make.party()
    client.force_login(make.role_holder(Role.MANAGER, party, language=language))
    upload = SimpleUploadedFile("d.xlsx", b"%PDF-1.7 not a workbook")

    page = client.post("/directory/import/", {"file": upload, "owner": str(party.pk)})

    sentence = {"en": "is neither an Excel workbook", "fa": "نه کارپوشهٔ اکسل"}[language]
    assert sentence in page.content.decode()


def test_a_faulty_file_comes_back_marked(client: Client) -> None:
    party = make.party()
    client.force_login(make.role_holder(Role.MANAGER, party))
    upload = SimpleUploadedFile("d.xlsx", workbook({**VEGA, "founded_year": 99}))
    answer = client.post("/directory/import/", {"file": upload, "owner": str(party.pk)})

    preview = client.get(answer.headers["Location"]).content.decode()
    marked = client.get(f"{answer.headers['Location']}marked/")

    assert "This must be 1000 at least." in preview
    assert marked.headers["Content-Disposition"].startswith("attachment")
    assert marked.content[:2] == b"PK"


def test_the_template_is_in_the_readers_language(client: Client) -> None:
    client.force_login(make.role_holder(Role.MANAGER, make.party(), language="fa"))

    answer = client.get("/directory/import/template/")

    assert answer.headers["Content-Disposition"].startswith("attachment")
