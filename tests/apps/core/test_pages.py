"""Pages about any record: jobs, notes, history."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from accord.apps.core import audit, queries
from accord.apps.core.enums import Deed, Role
from accord.apps.core.models import Job, Note
from tests import make

pytestmark = pytest.mark.django_db


def job(who: str, **facts: object) -> Job:
    row: dict[str, Any] = {
        "kind": "x",
        "subject": "EV-2025-0001",
        "who": who,
        "created_at": make.NOON,
    }
    return Job.objects.create(**row | facts)


def seal_on(page: Any) -> str:
    found = re.search(r'name="record" value="([^"]+)"', page.content.decode())
    assert found is not None
    return html.unescape(found[1])


@pytest.mark.parametrize(("language", "words"), [("en", "Stop and keep"), ("fa", "توقف")])
def test_a_job_shows_how_far_it_is(client: Client, language: str, words: str) -> None:
    user = make.user(language=language)
    work = job(str(user.pk), state="running", done=1, total=4)
    client.force_login(user)

    page = client.get(f"/work/{work.pk}/")

    assert page.status_code == 200
    assert 'max="100" value="25"' in page.content.decode()
    assert words in page.content.decode()


def test_the_work_of_others_is_not_there(client: Client) -> None:
    client.force_login(make.user())
    work = job("somebody else")

    assert client.get(f"/work/{work.pk}/").status_code == 404
    assert client.post(f"/work/{work.pk}/stop/").status_code == 404


def test_work_can_be_asked_to_stop(client: Client) -> None:
    user = make.user()
    work = job(str(user.pk), state="running")
    client.force_login(user)

    answer = client.post(f"/work/{work.pk}/stop/")

    work.refresh_from_db()
    assert answer.headers["Location"] == f"/work/{work.pk}/"
    assert work.stop_requested


def test_finished_work_leads_to_the_page_it_came_from(client: Client) -> None:
    user = make.user()
    work = job(str(user.pk), state="done", ended_at=make.NOON, payload={"page": "/programmes/"})
    elsewhere = job(
        str(user.pk), state="done", ended_at=make.NOON, payload={"page": "https://example.org/"}
    )
    client.force_login(user)

    assert 'href="/programmes/"' in client.get(f"/work/{work.pk}/").content.decode()
    assert "example.org/" not in client.get(f"/work/{elsewhere.pk}/").content.decode()


def test_stopping_finished_work_says_that_it_has_ended(client: Client) -> None:
    user = make.user()
    work = job(str(user.pk), state="done", ended_at=make.NOON)
    client.force_login(user)

    page = client.post(f"/work/{work.pk}/stop/", follow=True)

    assert "This work has already ended." in page.content.decode()


def test_a_note_is_kept_and_the_other_side_never_sees_it(client: Client) -> None:
    north, south = make.party(), make.party()
    programme = make.programme(north, south)
    address = f"/programmes/{programme.reference}/"
    client.force_login(make.role_holder(Role.MANAGER, north))
    note = {
        "record": seal_on(client.get(address)),
        "side": north.code,
        "text": "They are slow.",
        "next": address,
    }

    answer = client.post("/work/notes/", note)

    assert answer.headers["Location"] == address
    assert "They are slow." in client.get(address).content.decode()
    client.force_login(make.role_holder(Role.MANAGER, south))
    assert "They are slow." not in client.get(address).content.decode()


def test_a_seal_is_good_for_one_person_alone(client: Client) -> None:
    north, south = make.party(), make.party()
    programme = make.programme(north, south)
    client.force_login(make.role_holder(Role.MANAGER, north))
    seal = seal_on(client.get(f"/programmes/{programme.reference}/"))
    client.force_login(make.role_holder(Role.MANAGER, south))

    noted = client.post("/work/notes/", {"record": seal, "side": south.code, "text": "Mine now."})
    read = client.get("/work/history/", {"record": seal})

    assert (noted.status_code, read.status_code) == (404, 404)
    assert list(Note.objects.all()) == []


def test_a_made_up_seal_opens_nothing(client: Client) -> None:
    client.force_login(make.role_holder(Role.MANAGER, make.party()))

    assert client.get("/work/history/", {"record": "PR-2025-0001"}).status_code == 404
    assert client.get("/work/history/").status_code == 404


def test_an_empty_note_is_refused_with_a_sentence(client: Client) -> None:
    north = make.party()
    programme = make.programme(north, make.party())
    address = f"/programmes/{programme.reference}/"
    client.force_login(make.role_holder(Role.MANAGER, north))
    note = {
        "record": seal_on(client.get(address)),
        "side": north.code,
        "text": " ",
        "next": "https://example.org/",
    }

    answer = client.post("/work/notes/", note)

    assert answer.headers["Location"] == "/"
    page = client.get(address).content.decode()
    assert "The note is empty or too long. Nothing was kept." in page


def test_a_long_history_is_read_page_by_page(client: Client) -> None:
    north = make.party()
    programme = make.programme(north, make.party())
    for _ in range(60):
        audit.record(make.acting(), Deed.RECORD_WITHDRAWN, programme.reference, reason="Why not.")
    user = make.role_holder(Role.MANAGER, north)
    client.force_login(user)
    start = client.get(f"/programmes/{programme.reference}/").content.decode()
    address = re.search(r'href="(/work/history/[^"]+)"', start)
    assert address is not None

    first = client.get(html.unescape(address[1])).content.decode()
    second = client.get(html.unescape(address[1]) + "&page=2").content.decode()

    assert start.count("withdrew the record") == 10
    assert first.count("withdrew the record: <bdi>Why not.</bdi>") == 50
    assert second.count("withdrew the record") == 10


def test_a_person_without_a_side_reads_no_notes() -> None:
    assert list(queries.own_sides_of(make.spokesperson())) == []
