"""Two people change one record at once: neither loses what was written without knowing."""

from collections.abc import Callable

import pytest
from django.db.models import Model
from django.test import Client

from accord.apps.core.localised import LocalizedText
from tests import make
from tests.apps.partnering import profiles
from tests.site.filled import filled

pytestmark = pytest.mark.django_db

THEIRS, OURS = LocalizedText.of("Theirs"), "Ours"


class Shared:
    """One of each record that has an edit page."""

    def __init__(self) -> None:
        self.party = make.party()
        self.programme = make.programme(self.party)
        self.area = make.area(self.programme)
        self.event = make.event(self.programme, slots=1, tables=1)
        self.place = self.event.places.get()
        self.attendance = make.attendance(self.event)
        self.organisation, self.person = make.organisation(), make.person()
        self.profile = profiles.profile(self.organisation)


Named = Callable[[Shared], tuple[Model, str, str, str]]
RECORDS: dict[str, Named] = {
    "event": lambda s: (s.event, f"/events/{s.event.reference}/edit/", "title", ""),
    "place": lambda s: (s.place, f"/events/{s.event.reference}/places/", "name", "place-1-"),
    "participant": lambda s: (
        s.attendance,
        f"/events/{s.event.reference}/participants/{s.attendance.code}/edit/",
        "pitch",
        "",
    ),
    "organisation": lambda s: (
        s.organisation,
        f"/directory/organisations/{s.organisation.reference}/change/",
        "summary",
        "",
    ),
    "person": lambda s: (s.person, f"/directory/people/{s.person.reference}/change/", "name", ""),
    "profile": lambda s: (s.profile, f"/profiles/{s.profile.reference}/edit/", "title", ""),
    "programme": lambda s: (
        s.programme,
        f"/programmes/{s.programme.reference}/edit/",
        "title",
        "",
    ),
    "area": lambda s: (
        s.area,
        f"/programmes/{s.programme.reference}/areas/{s.area.number}/edit/",
        "name",
        "",
    ),
    "party": lambda s: (s.party, f"/programmes/parties/{s.party.code}/edit/", "name", ""),
}


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_that_changed_meanwhile_is_saved_only_knowingly(
    client: Client, kind: str
) -> None:
    shared = Shared()
    record, path, field, prefix = RECORDS[kind](shared)
    client.force_login(make.user(is_staff=True))
    typed = filled(client.get(path).content.decode())
    typed[f"{prefix}{field}_en"] = [OURS]
    setattr(record, field, THEIRS)
    record.save()

    again = client.post(path, typed)

    record.refresh_from_db()
    assert again.status_code == 200
    assert "Somebody else changed this field" in again.content.decode()
    assert getattr(record, field) == THEIRS
    saved = client.post(path, filled(again.content.decode()))
    record.refresh_from_db()
    assert saved.status_code == 302
    assert getattr(record, field).in_language("en") == OURS
