"""Stored files: who keeps them, who gets them, and how."""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.errors import NotAllowedError, NotSignedInError
from accord.apps.core.models import AuditEntry, Side
from accord.apps.documents import actions, queries
from accord.apps.documents.errors import FileEmptyError, FileTooLargeError
from accord.apps.documents.models import StoredFile
from accord.apps.programmes.models import RoleHolding
from tests import make

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_with_its_hash_and_leaves_a_trace() -> None:
    side = make.side()

    stored = actions.store_file(make.manager(side), "../a/بار.txt", b"abc", owner=side.pk)

    assert (stored.name, stored.size_bytes, stored.media_type) == (".. a بار.txt", 3, "text/plain")
    assert stored.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with stored.content.open("rb") as stream:
        assert stream.read() == b"abc"
    assert AuditEntry.objects.get().deed == "documents.file.stored"


@pytest.mark.parametrize(
    ("content", "refusal"), [(b"", FileEmptyError), (b"x" * 20_000_001, FileTooLargeError)]
)
def test_nothing_and_too_much_are_not_kept(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        actions.store_file(make.administrator(), "a.txt", content)

    assert list(StoredFile.objects.all()) == []


def test_nobody_stores_for_another_side_or_without_signing_in() -> None:
    side = make.side()

    with pytest.raises(NotAllowedError):
        actions.store_file(make.manager(make.side()), "a.txt", b"a", owner=side.pk)
    with pytest.raises(NotSignedInError):
        actions.store_file(make.visitor(), "a.txt", b"a")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"<script>alert(1)</script>", "text/plain"),
        (b"\x00\x01\xff", "application/octet-stream"),
        (b"PK\x03\x04...", "application/zip"),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, media_type: str) -> None:
    assert actions.media_type_of(content) == media_type


def test_a_file_is_seen_by_who_works_for_its_side() -> None:
    side, other = make.side(), make.side()
    stored = actions.store_file(make.manager(side), "a.txt", b"a", owner=side.pk)

    seen_by = {
        "its side": make.coordinator(side),
        "another side": replace(make.manager(other), who="reza"),
        "a partner": replace(make.manager(other, partners=[side]), who="reza"),
        "an administrator": make.administrator(),
        "a visitor": make.visitor(),
    }

    found = {name: stored in queries.files_visible_to(acting) for name, acting in seen_by.items()}
    assert found == {
        "its side": True,
        "another side": False,
        "a partner": False,
        "an administrator": True,
        "a visitor": False,
    }


def test_a_file_is_sent_to_be_saved_and_never_shown(client: Client) -> None:
    party = make.party()
    stored = actions.store_file(make.manager(party), "page.html", b"<script>", owner=party.pk)
    client.force_login(make.role_holder(Role.MANAGER, party))

    answer = client.get(f"/files/{stored.pk}/")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="page.html"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(answer.streaming_content) == b"<script>"  # type: ignore[attr-defined] # -- a file's answer streams


def test_another_sides_file_is_not_found(client: Client) -> None:
    party = make.party()
    stored = actions.store_file(make.manager(party), "a.txt", b"a", owner=party.pk)
    client.force_login(make.role_holder(Role.MANAGER, make.party()))

    assert client.get(f"/files/{stored.pk}/").status_code == 404


def test_a_file_goes_on_its_day_and_the_others_stay() -> None:
    side = make.side()
    kept_until = [make.TODAY, make.TODAY + dt.timedelta(days=1), None]
    gone, *stay = (
        actions.store_file(make.manager(side), "a.txt", b"abc", owner=side.pk, purge_on=day)
        for day in kept_until
    )
    storage, name = gone.content.storage, str(gone.content.name)

    purged = [actions.purge_files(make.administrator()) for _twice in range(2)]

    assert purged == [1, 0]
    assert set(StoredFile.objects.all()) == set(stay)
    assert not storage.exists(name)
    assert all(storage.exists(str(each.content.name)) for each in stay)
    assert list(AuditEntry.objects.filter(subject=str(gone.pk)).values_list("deed", "side")) == [
        ("documents.file.stored", side.pk),
        ("documents.file.purged", side.pk),
    ]


ROLES: dict[str, Callable[[Side], Acting]] = {
    "administrator": lambda _side: make.administrator(),
    "manager": make.manager,
    "coordinator": make.coordinator,
    "analyst": make.analyst,
    "no role": lambda _side: make.acting(),
    "visitor": lambda _side: make.visitor(),
}


@pytest.mark.parametrize("role", ROLES)
def test_every_role_gets_its_files_and_no_others(role: str) -> None:
    side, other = make.side(), make.side()
    stored = {
        "the side's": actions.store_file(make.manager(side), "a.txt", b"a", owner=side.pk),
        "another side's": actions.store_file(make.manager(other), "b.txt", b"b", owner=other.pk),
        "their own": actions.store_file(make.acting(), "c.txt", b"c"),
        "somebody's": actions.store_file(replace(make.acting(), who="reza"), "d.txt", b"d"),
    }
    # All of them act as the one who stored the first three.
    visible = set(queries.files_visible_to(ROLES[role](side)))

    assert {name for name, file in stored.items() if file in visible} == {
        "administrator": set(stored),
        "manager": {"the side's", "their own"},
        "coordinator": {"the side's", "their own"},
        "analyst": {"their own"},
        "no role": set(),
        "visitor": set(),
    }[role]


def test_an_analyst_stores_nothing_for_the_side() -> None:
    side = make.side()

    with pytest.raises(NotAllowedError):
        actions.store_file(make.analyst(side), "a.txt", b"a", owner=side.pk)


def test_whose_role_is_over_fetches_nothing_more(client: Client) -> None:
    party = make.party()
    holder = make.role_holder(Role.MANAGER, party)
    acting = replace(make.manager(party), who=str(holder.pk))
    files = [actions.store_file(acting, "a.txt", b"a", owner=side) for side in (party.pk, None)]
    client.force_login(holder)

    before = [_answer(client, stored) for stored in files]
    RoleHolding.objects.filter(user=holder).update(ends_on=make.TODAY)
    after = [_answer(client, stored) for stored in files]

    assert (before, after) == ([200, 200], [404, 404])


def _answer(client: Client, stored: StoredFile) -> int:
    """Return with what a file is answered, and let go of it."""
    answer = client.get(f"/files/{stored.pk}/")
    if answer.streaming:
        assert b"".join(answer.streaming_content) == b"a"  # type: ignore[attr-defined] # -- a file's answer streams
    return answer.status_code


def test_bytes_that_lost_their_row_go_after_a_day() -> None:
    stored = actions.store_file(make.administrator(), "a.txt", b"abc")
    storage = stored.content.storage
    lost = storage.save("files/2025/11/lost.bin", ContentFile(b"old"))
    young = storage.save("files/2025/12/young.bin", ContentFile(b"new"))
    elsewhere = storage.save("other/kept.bin", ContentFile(b"not ours"))
    two_days_ago = (make.NOON - dt.timedelta(days=2)).timestamp()
    for name in (lost, str(stored.content.name), elsewhere):
        os.utime(storage.path(name), (two_days_ago, two_days_ago))
    os.utime(storage.path(young), (make.NOON.timestamp(), make.NOON.timestamp()))

    purged = [actions.purge_orphans(make.administrator()) for _twice in range(2)]

    assert purged == [1, 0]
    kept = str(stored.content.name)
    left = {name: storage.exists(name) for name in (lost, young, elsewhere, kept)}
    assert left == {lost: False, young: True, elsewhere: True, kept: True}
    assert AuditEntry.objects.get(deed="documents.orphan.purged").subject == lost
