"""How the demonstration brings profiles in: each by its own people, none by a back door."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from accord.apps.accounts.models import User
from accord.apps.brokerage.models import Event
from accord.apps.core.enums import Door
from accord.apps.core.models import AuditEntry
from accord.apps.directory.enums import CodeScheme
from accord.apps.directory.models import Code
from accord.apps.partnering.errors import NotReadyError
from accord.apps.partnering.models import Interest, Profile
from accord.apps.partnering.queries import profiles as queries
from accord.apps.programmes.models import Party, RoleHolding
from accord.site.demo.partnering import load_profiles
from accord.site.demo.world import World
from accord.site.people import acting_of
from tests import make

LANGUAGES = {"IR": "fa", "RU": "ru"}
VOICE = "voice@example.org"
PEOPLE: tuple[Mapping[str, Any], ...] = (
    {"email": "manager-ir@example.org", "role": "manager", "party": "IR"},
    {"email": "manager-ru@example.org", "role": "manager", "party": "RU"},
    {"email": "adviser-ir@example.org", "role": "coordinator", "party": "IR"},
    {"email": "adviser-ru@example.org", "role": "coordinator", "party": "RU"},
    {"email": VOICE, "organisation": "IR-01"},
)
LONG = "Ищем насосы для перекачки воды в посёлках, где нет ремонтной бригады и дорог. "
PROFILE = """
[[profiles]]
key = "{code}/{title}"
kind = "BR"
{more}
language = "ru"
title = "{title}"
summary = "{long}"
description = "{long}{long}{long}{long}"
specification = "до 60 бар"
partner_kinds = ["company"]
partner_role = "поставщик"
partnerships = ["supply"]
markets = ["28"]
days_ago = 9
"""
PROFILES = (
    ("IR-01", "ours", ""),
    ("IR-01", "draft", 'state = "draft"'),
    ("IR-02", "hidden", "anonymous = true"),
    ("IR-02", "waiting", 'state = "review"'),
    ("RU-01", "open", ""),
)
INTERESTS = """
[[interests]]
profile = "RU-01/open"
of = "IR-01"
message = "سه پمپ آماده داریم."
steps = ["accept", "exchange"]
days_ago = [5, 3, 2]

[[interests]]
profile = "IR-02/hidden"
of = "RU-01"
message = "Можем поставить."
steps = ["close"]
reason = "taken"
note = ""
days_ago = [4, 2]

[[interests]]
profile = "IR-01/ours"
of = "RU-01"
message = "Можем поставить."
steps = []
days_ago = [1]
"""


@pytest.fixture
def event(db: None) -> Event:  # noqa: ARG001 -- rows are made
    """An event to which two companies of one side and one of the other come."""
    parties = {code: _party(code) for code in LANGUAGES}
    made = make.event(make.programme(*parties.values()))
    for code in ("IR-01", "IR-02", "RU-01"):
        company = make.organisation(f"Works {code}", owner=parties[code[:2]])
        attendance = make.attendance(made, company, party=parties[code[:2]])
        attendance.code = code
        attendance.save()
        account = make.user(VOICE, language="fa") if code == "IR-01" else None
        make.delegate(attendance, make.person(of=company, user=account))
    Code.objects.create(scheme=CodeScheme.ACTIVITY, code="28", label=make.text("Machinery"))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scenario of five profiles and three answers."""
    (tmp_path / "profiles").mkdir()
    for code, title, more in PROFILES:
        told = PROFILE.format(code=code, title=title, more=more, long=LONG)
        (tmp_path / "profiles" / f"{title}.toml").write_text(told, encoding="utf-8")
    (tmp_path / "interests.toml").write_text(INTERESTS, encoding="utf-8")
    return tmp_path


def _party(code: str) -> Party:
    made = make.party(code)
    made.languages = [LANGUAGES[code]]
    made.save()
    for told in PEOPLE:
        if told.get("party") == code:
            user = make.user(told["email"], language=LANGUAGES[code])
            RoleHolding.objects.create(user=user, party=made, role=told["role"])
    return made


def load(event: Event, folder: Path) -> dict[str, int]:
    assert event.programme is not None
    world = World({}, event.programme, PEOPLE)
    return load_profiles(make.administrator(), world, event, folder, lambda *_told: None)


def titled(title: str) -> Profile:
    return next(one for one in Profile.objects.all() if str(one.title) == title)


def who(deed: str, subject: str) -> str:
    """Return the address of whoever did it."""
    entry = AuditEntry.objects.get(subject=subject, deed=deed)
    return User.objects.get(pk=entry.who).email


def test_profiles_go_as_far_as_the_scenario_says(event: Event, folder: Path) -> None:
    figures = load(event, folder)

    assert figures == {"profiles": 5, "published": 3, "interests": 3}
    states = {str(one.title): one.state for one in Profile.objects.all()}
    assert states == {
        "ours": "published",
        "draft": "draft",
        "hidden": "published",
        "waiting": "review",
        "open": "published",
    }
    assert sorted(one.state for one in Interest.objects.all()) == ["closed", "exchanged", "sent"]


def test_a_company_with_an_account_writes_itself_and_for_others_their_adviser_does(
    event: Event, folder: Path
) -> None:
    load(event, folder)

    references = [titled(title).reference for title in ("ours", "hidden", "open")]
    sent = Interest.objects.get(profile=titled("open"))

    assert [who("partnering.profile.begun", one) for one in references] == [
        VOICE,
        "adviser-ir@example.org",
        "adviser-ru@example.org",
    ]
    assert [who("partnering.profile.published", one) for one in references] == [
        "manager-ir@example.org",
        "manager-ir@example.org",
        "manager-ru@example.org",
    ]
    assert who("partnering.interest.sent", sent.reference) == VOICE
    assert who("partnering.interest.accepted", sent.reference) == "adviser-ru@example.org"


def test_days_are_counted_back_and_profiles_are_valid_today(event: Event, folder: Path) -> None:
    load(event, folder)

    made = titled("ours")

    assert made.published_at is not None
    assert (make.NOON - made.created_at).days == 11
    assert (make.NOON - made.published_at).days == 9
    assert made.is_valid_on(make.TODAY)
    assert made.contact is not None
    assert made.contact.user == User.objects.get(email=VOICE)


def test_the_other_side_reads_what_is_published_and_learns_no_name_that_is_kept_back(
    event: Event, folder: Path
) -> None:
    load(event, folder)
    user = User.objects.get(email="manager-ru@example.org")

    other = acting_of(user, at=make.NOON, door=Door.WEB, language="ru")
    read = {
        str(one.title): one.is_named  # type: ignore[attr-defined]  # -- annotated by the query
        for one in queries.published_profiles(other)
    }

    assert read == {"ours": True, "hidden": False, "open": True}
    assert {str(one.title) for one in queries.profiles_visible_to(other)} == set(read)


def test_a_profile_that_lacks_something_stops_the_demonstration(
    event: Event, folder: Path
) -> None:
    path = folder / "profiles" / "open.toml"
    told = path.read_text(encoding="utf-8").replace('partner_role = "поставщик"', "")
    path.write_text(told, encoding="utf-8")

    with pytest.raises(NotReadyError):
        load(event, folder)

    assert Profile.objects.count() == 0


def test_somebody_of_the_scenario_without_an_account_is_told_of(
    event: Event, folder: Path
) -> None:
    assert event.programme is not None
    stranger = {"email": "nobody@example.org", "role": "manager", "party": "IR"}
    world = replace(World({}, event.programme, PEOPLE), people=(*PEOPLE, stranger))

    with pytest.raises(LookupError, match=r"nobody@example\.org"):
        load_profiles(make.administrator(), world, event, folder, lambda *_told: None)
