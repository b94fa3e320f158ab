"""Personal pages: one's own day on the phone, by a signed link, and the page that prints."""

import datetime as dt
import io

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from accord.apps.brokerage.actions import printing as actions
from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.models import Delegate, Interpreter
from accord.apps.brokerage.papers import links
from accord.apps.brokerage.papers.pieces import PIECES, Order
from accord.apps.core import jobs
from accord.apps.core.enums import JobState, Role
from accord.apps.core.errors import NotAllowedError
from accord.apps.core.models import AuditEntry, Job
from accord.apps.documents.models import StoredFile
from tests import make
from tests.apps.brokerage import printing
from tests.apps.brokerage.printing import Scene

pytestmark = pytest.mark.django_db

DURING = dt.datetime(2025, 12, 2, 9, 5, tzinfo=printing.CLOCK)
BEFORE = dt.datetime(2025, 12, 2, 8, 0, tzinfo=printing.CLOCK)


@pytest.fixture
def scene() -> Scene:
    return printing.scene()


def address(holder: Delegate | Interpreter, name: str = "personal") -> str:
    return reverse(f"brokerage:{name}", args=[links.key_of(holder)])


def page_of(client: Client, holder: Delegate | Interpreter, query: str = "") -> str:
    response = client.get(address(holder) + query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_delegate_reads_their_day_in_their_own_language(client: Client, scene: Scene) -> None:
    page = page_of(client, scene.sara)

    assert '<html lang="fa"' in page
    assert 'dir="rtl"' in page
    assert "سارا احمدی" in page
    assert "نوا اپتیک" in page
    assert "سه‌شنبه ۱۱ آذر ۱۴۰۴" in page
    assert "۲ دسامبر ۲۰۲۵" in page
    assert "۰۹:۰۰–۰۹:۲۰" in page


def test_the_other_side_reads_the_same_meeting_in_its_language(
    client: Client, scene: Scene
) -> None:
    page = page_of(client, scene.ivan)

    assert '<html lang="ru"' in page
    assert "Вега Системс" in page
    assert "вторник, 2 декабря 2025" in page
    assert "Зал «Каспий»" in page
    assert "تالار خزر" in page


def test_the_page_can_be_read_in_another_language(client: Client, scene: Scene) -> None:
    page = page_of(client, scene.sara, "?language=en")

    assert '<html lang="en"' in page
    assert "Neva Optics LLC" in page
    assert "ООО «Невская оптика» (СПб)" in page
    assert "Tuesday, 2 December 2025" in page
    assert "11 Azar 1404" in page


def test_an_unknown_language_is_as_none(client: Client, scene: Scene) -> None:
    assert '<html lang="fa"' in page_of(client, scene.sara, "?language=tlh")


def test_an_interpreter_reads_both_sides_of_a_meeting(client: Client, scene: Scene) -> None:
    page = page_of(client, scene.interpreter, "?language=en")

    assert "Vega Systems" in page
    assert "Neva Optics LLC" in page


def test_the_page_says_what_is_going_on(client: Client, scene: Scene) -> None:
    with time_machine.travel(DURING):
        page = page_of(client, scene.sara, "?language=en")

    assert '<h2 id="now">Now</h2>' in page
    assert '<h2 id="next">' not in page


def test_the_page_says_what_comes_next(client: Client, scene: Scene) -> None:
    with time_machine.travel(BEFORE):
        page = page_of(client, scene.sara, "?language=en")

    assert '<h2 id="next">Next</h2>' in page
    assert '<h2 id="now">' not in page


def test_before_publication_the_page_asks_for_patience(client: Client, scene: Scene) -> None:
    scene.run.state, scene.run.version, scene.run.published_at = RunState.DRAFT, None, None
    scene.run.save()

    page = page_of(client, scene.sara, "?language=en")

    assert "The schedule is not published yet." in page
    assert "Neva Optics LLC" not in page


@pytest.mark.parametrize("name", ["personal", "personal-pdf", "personal-ics", "personal-feed"])
def test_a_personal_address_is_kept_from_search_engines_and_caches(
    client: Client, scene: Scene, name: str
) -> None:
    response = client.get(address(scene.sara, name))

    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("name", ["personal", "personal-pdf", "personal-ics", "personal-feed"])
@pytest.mark.parametrize("key", ["nonsense", "d:", "dabc:def", "😀:1", "x" * 2000])
def test_a_wrong_key_leads_nowhere(client: Client, name: str, key: str) -> None:
    assert client.get(reverse(f"brokerage:{name}", args=[key])).status_code == 404


def test_a_token_without_its_signature_leads_nowhere(client: Client, scene: Scene) -> None:
    response = client.get(reverse("brokerage:personal", args=[f"d{scene.sara.token}"]))

    assert response.status_code == 404


def test_a_delegates_key_does_not_open_as_an_interpreters(client: Client, scene: Scene) -> None:
    forged = "i" + links.key_of(scene.sara)[1:]

    assert client.get(reverse("brokerage:personal", args=[forged])).status_code == 404


def test_a_renewed_link_ends_the_old_one(client: Client, scene: Scene) -> None:
    old = address(scene.sara)

    actions.renew_link(make.manager(scene.iran), scene.sara)

    assert client.get(old).status_code == 404
    assert client.get(address(scene.sara)).status_code == 200
    assert AuditEntry.objects.get().deed == "brokerage.link.renewed"


def test_a_company_does_not_renew_links(scene: Scene) -> None:
    with pytest.raises(NotAllowedError):
        actions.renew_link(make.spokesperson(scene.vega.organisation), scene.sara)


def test_who_was_withdrawn_has_no_page(client: Client, scene: Scene) -> None:
    scene.vega.withdrawn_at = make.NOON
    scene.vega.save()

    assert client.get(address(scene.sara)).status_code == 404


def test_a_personal_page_takes_no_post(client: Client, scene: Scene) -> None:
    assert client.post(address(scene.sara)).status_code == 405


def test_the_pdf_is_one_persons_agenda(client: Client, scene: Scene) -> None:
    response = client.get(address(scene.sara, "personal-pdf") + "?language=en")
    pages = PdfReader(io.BytesIO(response.content)).pages

    assert len(pages) == 1
    assert "Neva Optics LLC" in pages[0].extract_text()
    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("meetings", [1, 3])
def test_a_personal_page_costs_the_same_for_any_number_of_meetings(
    client: Client, scene: Scene, meetings: int
) -> None:
    slots = list(scene.event.slots.filter(kind="meeting").order_by("starts_at"))
    for number in range(1, meetings):
        other = printing.participant(
            scene.event, scene.russia, printing.text("en", f"Kama {number}")
        )
        printing.delegate(other, printing.text("en", f"Oleg {number}"), "ru")
        printing.meet(scene.run, scene.vega, other, slots[number], scene.meeting.table)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = page_of(client, scene.sara)

    assert page.count("personal-meeting") >= meetings
    assert len(queries) == 13


# The page that prints.


@pytest.fixture
def staff(client: Client, scene: Scene) -> Client:
    client.force_login(make.role_holder(Role.MANAGER, scene.iran))
    return client


def print_url(scene: Scene, name: str = "print", *rest: str) -> str:
    return reverse(f"brokerage:{name}", args=[scene.event.reference, *rest])


def test_staff_find_every_piece_on_one_page(staff: Client, scene: Scene) -> None:
    page = staff.get(print_url(scene)).content.decode()

    for piece in PIECES:
        assert print_url(scene, "print-file", piece) in page


@pytest.mark.parametrize("piece", sorted(PIECES))
@pytest.mark.parametrize("language", ["en", "fa", "ru"])
def test_staff_print_every_piece_in_every_language(
    staff: Client, scene: Scene, piece: str, language: str
) -> None:
    response = staff.get(print_url(scene, "print-file", piece), {"language": language})

    kind = {"pdf": b"%PDF", "xlsx": b"PK", "zip": b"PK"}[PIECES[piece].ending]
    assert response.status_code == 200
    assert response.content.startswith(kind)
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="{scene.event.reference}-{piece.removesuffix("-xlsx")}'
        f'-{language}-v2.{PIECES[piece].ending}"'
    )


def test_one_side_alone_can_be_printed(staff: Client, scene: Scene) -> None:
    url = print_url(scene, "print-file", "agendas")
    response = staff.get(url, {"side": "RU", "language": "en"})
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]

    assert len(texts) == 1
    assert "Ivan Petrov" in texts[0]


def test_a_draft_can_be_printed_and_says_so(staff: Client, scene: Scene) -> None:
    scene.run.state, scene.run.version, scene.run.published_at = RunState.DRAFT, None, None
    scene.run.save()

    published = staff.get(print_url(scene, "print-file", "agendas"))
    draft = staff.get(print_url(scene, "print-file", "agendas"), {"run": "4", "language": "en"})

    assert published.status_code == 404
    assert "DRAFT 4" in PdfReader(io.BytesIO(draft.content)).pages[0].extract_text()


@pytest.mark.parametrize(
    "query", [{"run": "99"}, {"run": "x" * 50}, {"side": "ZZ"}, {"language": "xx"}]
)
def test_a_bent_address_breaks_nothing(staff: Client, scene: Scene, query: dict[str, str]) -> None:
    response = staff.get(print_url(scene, "print-file", "agendas"), query)

    assert response.status_code in {200, 404}


def test_an_unknown_piece_is_not_found(staff: Client, scene: Scene) -> None:
    assert staff.get(print_url(scene, "print-file", "posters")).status_code == 404


def test_a_company_does_not_reach_the_print_page(client: Client, scene: Scene) -> None:
    user = make.user()
    make.membership(make.person(user=user), scene.vega.organisation, speaks_for=True)
    client.force_login(user)

    assert client.get(print_url(scene)).status_code == 403
    assert client.get(print_url(scene, "print-file", "agendas")).status_code == 403


def test_a_visitor_does_not_reach_the_print_page(client: Client, scene: Scene) -> None:
    assert client.get(print_url(scene)).status_code == 302


def test_a_long_print_is_done_in_the_background_and_kept(staff: Client, scene: Scene) -> None:
    url = print_url(scene, "print-start", "agendas")
    response = staff.post(url + "?language=en&side=IR")
    job = Job.objects.get()
    jobs.run_job.call(job_id=str(job.pk))
    job.refresh_from_db()
    stored = StoredFile.objects.get()

    assert response.headers["Location"] == reverse("core:job", args=[job.pk])
    assert job.state == JobState.DONE
    assert stored.name == f"{scene.event.reference}-agendas-IR-en-v2.pdf"
    assert stored.purge_on == scene.event.ends_on + dt.timedelta(days=30)
    assert (stored.owner_id, stored.stored_by) == (None, job.who)

    page = staff.get(print_url(scene)).content.decode()
    download = staff.get(print_url(scene, "print-stored", str(stored.pk)))

    assert print_url(scene, "print-stored", str(stored.pk)) in page
    assert b"".join(download).startswith(b"%PDF")


def test_somebody_elses_print_is_not_found(staff: Client, scene: Scene) -> None:
    other = make.manager(scene.russia)
    job = actions.start_printing(other, scene.run, Order("agendas"), page="/")
    jobs.run_job.call(job_id=str(job.pk))
    stored = StoredFile.objects.get()

    assert staff.get(print_url(scene, "print-stored", str(stored.pk))).status_code == 404


def test_a_company_starts_no_print(scene: Scene) -> None:
    company = make.spokesperson(scene.vega.organisation)

    with pytest.raises(NotAllowedError):
        actions.start_printing(company, scene.run, Order("agendas"), page="/")


# The list of links.


def test_staff_find_everybodys_link(staff: Client, scene: Scene) -> None:
    page = staff.get(print_url(scene, "links")).content.decode()

    for holder in (scene.sara, scene.ivan, scene.interpreter):
        assert links.personal_address(holder) in page


@pytest.mark.parametrize("delegates", [1, 3])
def test_the_list_of_links_costs_the_same_for_any_number_of_people(
    staff: Client, scene: Scene, delegates: int
) -> None:
    for number in range(1, delegates):
        printing.delegate(scene.neva, printing.text("en", f"Oleg {number}"), "ru")

    with CaptureQueriesContext(connection) as queries:
        staff.get(print_url(scene, "links"))

    assert len(queries) == 12


def test_staff_replace_a_link_after_being_asked(staff: Client, scene: Scene) -> None:
    url, old = print_url(scene, "link-renew", str(scene.sara.pk)), scene.sara.token

    asked = staff.get(url)
    scene.sara.refresh_from_db()
    token_when_asked = scene.sara.token
    answered = staff.post(url)
    scene.sara.refresh_from_db()

    assert asked.status_code == 200
    assert token_when_asked == old
    assert answered.headers["Location"] == print_url(scene, "links")
    assert scene.sara.token != old


def test_an_interpreters_link_can_be_replaced_too(staff: Client, scene: Scene) -> None:
    old = scene.interpreter.token

    staff.post(print_url(scene, "link-renew", str(scene.interpreter.pk)))
    scene.interpreter.refresh_from_db()

    assert scene.interpreter.token != old


def test_links_of_another_event_are_not_replaced(staff: Client, scene: Scene) -> None:
    other = make.delegate(make.attendance(make.event()))

    assert staff.post(print_url(scene, "link-renew", str(other.pk))).status_code == 404
