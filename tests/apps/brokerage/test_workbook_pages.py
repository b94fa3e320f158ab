"""The pages of the workbook: send a file, see what it would do, confirm it, take it away."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accord.apps.brokerage.models import Event
from accord.apps.brokerage.workbook import previews
from accord.apps.core import jobs
from accord.apps.core.enums import JobState, Role
from accord.apps.core.models import Job
from accord.apps.programmes.models import Party, Programme
from tests import make
from tests.apps.brokerage import workbooks

pytestmark = pytest.mark.django_db


def manager_of(of: Programme, code: str, client: Client, *, language: str = "en") -> Client:
    party = Party.objects.get(code=code)
    client.force_login(make.role_holder(Role.MANAGER, party, language=language))
    assert of.parties.filter(code=code).exists()
    return client


def sent(client: Client, content: bytes, address: str, **others: str) -> Job:
    """Send a file, and let the worker read it."""
    file = SimpleUploadedFile("event.xlsx", content)
    response = client.post(address, {"file": file, **others})
    assert response.status_code == 302, response.content.decode()[:2000]
    job = Job.objects.get(kind=previews.PREVIEW, state=JobState.QUEUED)
    jobs.run_job.call(job_id=str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.problem) == (JobState.DONE, "")
    return job


def new_event(client: Client, of: Programme) -> Job:
    address = reverse("brokerage:workbook-new")
    return sent(client, workbooks.xlsx(workbooks.small()), address, programme=of.reference)


def test_a_new_event_begins_from_a_file_once_it_is_confirmed(client: Client) -> None:
    of = workbooks.programme()
    manager_of(of, "N", client)

    preview = new_event(client, of)
    page = client.get(reverse("brokerage:workbook-preview", args=[preview.pk]))
    assert Event.objects.count() == 0
    client.post(reverse("brokerage:workbook-confirm", args=[preview.pk]))
    taking = Job.objects.get(kind=previews.IMPORT)
    jobs.run_job.call(job_id=str(taking.pk))

    taking.refresh_from_db()
    assert (taking.state, taking.problem) == (JobState.DONE, "")
    event = Event.objects.get()
    assert event.programme == of
    assert "Sepidar" in page.content.decode()
    done = client.get(reverse("brokerage:workbook-preview", args=[preview.pk])).content.decode()
    assert reverse("brokerage:event", args=[event.reference]) in done


def test_an_import_that_was_killed_makes_no_second_event(client: Client) -> None:
    of = workbooks.programme()
    manager_of(of, "N", client)
    preview = new_event(client, of)
    client.post(reverse("brokerage:workbook-confirm", args=[preview.pk]))
    taking = Job.objects.get(kind=previews.IMPORT)
    jobs.run_job.call(job_id=str(taking.pk))

    Job.objects.filter(pk=taking.pk).update(state=JobState.QUEUED, ended_at=None)
    jobs.run_job.call(job_id=str(taking.pk))

    taking.refresh_from_db()
    assert (taking.state, Event.objects.count()) == (JobState.DONE, 1)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_preview_shows_each_row_and_can_be_narrowed(client: Client, language: str) -> None:
    of = workbooks.programme()
    manager_of(of, "N", client, language=language)
    preview = new_event(client, of)
    address = reverse("brokerage:workbook-preview", args=[preview.pk])

    everything = client.get(address).context
    wishes = client.get(f"{address}?sheet=wishes&fate=new").context

    assert everything["page"].paginator.count == 20
    assert [one.line.label for one in wishes["rows"]] == [
        "N-1 → S-1",
        "S-1 → N-1",
        "N-2 → S-1",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_costs_the_same_for_any_number_of_rows(
    client: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    of, told = workbooks.programme(), workbooks.small()
    manager_of(of, "N", client)
    told["wishes"] = told["wishes"][: rows + 1]
    preview = sent(
        client,
        workbooks.xlsx(told),
        reverse("brokerage:workbook-new"),
        programme=of.reference,
    )

    with django_assert_max_num_queries(12):
        client.get(reverse("brokerage:workbook-preview", args=[preview.pk]))


def test_a_faulty_file_cannot_be_confirmed_and_comes_back_marked(client: Client) -> None:
    of, told = workbooks.programme(), workbooks.small()
    manager_of(of, "N", client)
    told["wishes"][1][1] = "X-9"
    preview = sent(
        client,
        workbooks.xlsx(told),
        reverse("brokerage:workbook-new"),
        programme=of.reference,
    )
    address = reverse("brokerage:workbook-preview", args=[preview.pk])

    page = client.get(address).content.decode()
    marked = client.get(reverse("brokerage:workbook-marked", args=[preview.pk]))
    client.post(reverse("brokerage:workbook-confirm", args=[preview.pk]))
    taking = Job.objects.get(kind=previews.IMPORT)
    jobs.run_job.call(job_id=str(taking.pk))

    assert reverse("brokerage:workbook-confirm", args=[preview.pk]) not in page
    book = load_workbook(io.BytesIO(marked.getvalue()))
    assert "X-9" in [cell.value for row in book["wishes"].iter_rows() for cell in row]
    taking.refresh_from_db()
    assert (taking.state, Event.objects.count()) == (JobState.FAILED, 0)


def test_a_file_that_cannot_be_read_is_refused_on_the_page(client: Client) -> None:
    of = workbooks.programme()
    manager_of(of, "N", client)
    file = SimpleUploadedFile("photo.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    client.post(reverse("brokerage:workbook-new"), {"file": file, "programme": of.reference})
    job = Job.objects.get(kind=previews.PREVIEW)
    jobs.run_job.call(job_id=str(job.pk))

    page = client.get(reverse("brokerage:workbook-preview", args=[job.pk])).content.decode()

    assert "is neither an Excel workbook" in page


def test_nobody_sees_the_preview_of_another_person(client: Client) -> None:
    of = workbooks.programme()
    manager_of(of, "N", client)
    preview = new_event(client, of)
    other = manager_of(of, "S", Client())

    for name in ("workbook-preview", "workbook-marked"):
        assert other.get(reverse(f"brokerage:{name}", args=[preview.pk])).status_code == 404
    assert other.post(reverse("brokerage:workbook-confirm", args=[preview.pk])).status_code == 404


def test_the_event_and_an_empty_workbook_can_be_taken_away(client: Client) -> None:
    of = workbooks.programme()
    event = workbooks.imported(make.administrator(), workbooks.xlsx(workbooks.small()), of)
    manager_of(of, "S", client, language="fa")

    full = client.get(reverse("brokerage:workbook-export", args=[event.reference]))
    empty = client.get(reverse("brokerage:workbook-template"))
    plain = client.get(
        reverse("brokerage:workbook-export", args=[event.reference]), {"format": "csv"}
    )

    sheets = load_workbook(io.BytesIO(full.getvalue())).sheetnames
    assert load_workbook(io.BytesIO(empty.getvalue())).sheetnames == sheets
    assert plain.headers["Content-Type"] == "application/zip"
    assert client.get(reverse("brokerage:workbook", args=[event.reference])).status_code == 200


def test_a_company_takes_nothing_away_and_sends_nothing_in(client: Client) -> None:
    of = workbooks.programme()
    event = workbooks.imported(make.administrator(), workbooks.xlsx(workbooks.small()), of)
    user = make.user()
    make.person(of=event.attendances.get(code="N-1").organisation, user=user)
    client.force_login(user)

    answers = {
        name: client.get(reverse(f"brokerage:{name}", args=arguments)).status_code
        for name, arguments in (
            ("workbook", [event.reference]),
            ("workbook-export", [event.reference]),
            ("workbook-new", []),
            ("workbook-template", []),
        )
    }

    assert set(answers.values()) == {403}
