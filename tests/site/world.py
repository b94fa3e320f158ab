"""A small world with one of everything, and one person of each kind."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from accord.apps.accounts.models import ApiToken, Invitation, SignedInSession, User
from accord.apps.accounts.queries import digest_of
from accord.apps.brokerage.enums import LIFTED, RunState
from accord.apps.brokerage.models import (
    Attendance,
    EventSuggestion,
    Meeting,
    PartyHours,
    ScheduleRun,
    Table,
    UnplacedRequest,
    WhatIf,
)
from accord.apps.brokerage.urls import urlpatterns as brokerage
from accord.apps.core.enums import Role, Visibility
from accord.apps.core.models import Job, Side
from accord.apps.directory.enums import StatusKind
from accord.apps.directory.models import Organisation, Person, StatusClaim
from accord.apps.partnering.enums import ProfileKind, ProfileState
from accord.apps.partnering.models import GroupMatch, Profile, Shortlisted
from accord.apps.programmes.models import Holiday, Party, Programme, RoleHolding
from tests import make
from tests.apps.partnering import profiles

NOWHERE = UUID(int=0)
SECRET = "tell-nobody"


@dataclass
class World:
    """What is in it, and the arguments that lead to each page."""

    north: Party
    south: Party
    programme: Programme
    people: dict[str, User]
    arguments: dict[str, dict[str, Any]] = field(default_factory=dict)
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def user(self) -> User:
        """Whoever holds no role."""
        return self.people["U"]


def build() -> World:
    """Return the world; every person's letter is that of tests/site/matrix.py."""
    north, south = make.party("NORTH"), make.party("SOUTH")
    programme = make.programme(north, south)
    company = make.organisation(owner=Side.objects.get(pk=north.pk))
    speaker = make.user()
    make.person(of=company, user=speaker)
    people = {
        "U": make.user(),
        "C": speaker,
        "O": make.role_holder(Role.COORDINATOR, north),
        "A": make.role_holder(Role.MANAGER, north),
        "B": make.role_holder(Role.MANAGER, south),
        "X": make.user(is_staff=True),
    }
    world = World(north, south, programme, people)
    _add_directory_pages(world, company)
    _add_event_pages(world, company)
    _add_profile_pages(world, company)
    _add_account_pages(world)
    _add_programme_pages(world)
    work = Job.objects.create(
        kind="x", subject="x", who=str(world.user.pk), state="running", created_at=make.NOON
    )
    for name in ("core:job", "core:job-stop"):
        world.arguments[name] = {"key": work.pk}
    return world


def _add_account_pages(world: World) -> None:
    invited = make.user()
    Invitation.objects.create(
        user=invited,
        digest=digest_of(SECRET),
        created_at=make.NOON,
        expires_at=make.NOON + timedelta(days=36_500),
    )
    token = ApiToken.objects.create(
        user=world.user, label="x", digest="x", hint="x", created_at=make.NOON
    )
    session = SignedInSession.objects.create(
        user=world.user, session_key="x", created_at=make.NOON, seen_at=timezone.now()
    )
    world.arguments |= {
        "accounts:session-end": {"key": session.pk},
        "accounts:token-revoke": {"key": token.pk},
        "accounts:invitation-accept": {"secret": SECRET},
        "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
    }
    pages = "user-detail user-close user-open factor-remove invitation-renew invitation-withdraw"
    for name in pages.split():
        world.arguments[f"accounts:{name}"] = {"key": invited.pk}


def _add_programme_pages(world: World) -> None:
    area = make.area(world.programme)
    holiday = Holiday.objects.create(party=world.north, day=make.TODAY, name=make.text("Fair"))
    held = RoleHolding.objects.create(user=make.user(), party=world.north, role=Role.ANALYST)
    for name in ["detail", "change", "parties", "approve", "withdraw"]:
        key = {"reference": world.programme.reference}
        world.arguments[f"programmes:programme-{name}"] = key
    for name in ["add", "change", "withdraw"]:
        numbered: dict[str, Any] = {} if name == "add" else {"number": area.number}
        key = {"reference": world.programme.reference, **numbered}
        world.arguments[f"programmes:area-{name}"] = key
    code = {"code": world.north.code}
    for name in [
        "party-detail",
        "party-change",
        "holiday-list",
        "holidays-take-over",
        "role-give",
    ]:
        world.arguments[f"programmes:{name}"] = code
    world.arguments["programmes:holiday-remove"] = {**code, "key": holiday.pk}
    world.arguments["programmes:role-end"] = {"key": held.pk}
    world.bodies["programmes:programme-approve"] = {"side": world.north.code}


def _add_directory_pages(world: World, company: Organisation) -> None:
    person = Person.objects.get(user=world.people["C"])
    status = StatusClaim.objects.create(organisation=company, kind=StatusKind.RESIDENT)
    for name in ("detail", "change", "withdraw", "merge"):
        world.arguments[f"directory:organisation-{name}"] = {"reference": company.reference}
        world.arguments[f"directory:person-{name}"] = {"reference": person.reference}
    world.arguments |= {
        "directory:status-new": {"reference": company.reference},
        "directory:status-withdraw": {"key": status.pk},
        "directory:account-connect": {"reference": person.reference},
        "directory:account-disconnect": {"reference": person.reference},
        "directory:membership-new": {"reference": person.reference},
        "directory:membership-end": {"key": person.memberships.get().pk},
    }
    for name in ("preview", "marked", "confirm"):
        world.arguments[f"directory:import-{name}"] = {"key": NOWHERE}
    world.arguments["documents:file-download"] = {"key": NOWHERE}


def _add_profile_pages(world: World, company: Organisation) -> None:
    tomorrow = timezone.now().date() + timedelta(days=1)
    states = {
        ProfileState.DRAFT: "profile profile-change profile-submit profile-withdraw",
        ProfileState.REVIEW: "profile-recall profile-publish profile-return",
        ProfileState.PUBLISHED: "profile-reopen profile-extend profile-interest",
    }
    for state, names in states.items():
        profile = profiles.profile(company, state, expires_on=tomorrow)
        for name in names.split():
            world.arguments[f"partnering:{name}"] = {"reference": profile.reference}
    for name in ("preview", "marked", "confirm"):
        world.arguments[f"partnering:import-{name}"] = {"key": NOWHERE}
    start = {"kind": profile.kind, "organisation": company.reference}
    for name in ("profile-new", "profile-check"):
        world.arguments[f"partnering:{name}"] = start
    guest = make.organisation(owner=Side.objects.get(pk=world.south.pk))
    interest = profiles.interest(guest, profile)
    world.arguments["partnering:interest-new"] = {"reference": profile.reference}
    for name in ("interest", "interest-close"):
        world.arguments[f"partnering:{name}"] = {"reference": interest.reference}
    world.arguments["partnering:interest-step"] = {
        "reference": interest.reference,
        "step": "accept",
    }
    other = profiles.profile(
        guest,
        ProfileState.PUBLISHED,
        kind=ProfileKind.TECHNOLOGY_REQUEST,
        expires_on=tomorrow,
        visibility=Visibility.PUBLIC,
    )
    own = {"reference": profile.reference}
    pair = own | {"other": other.reference}
    world.arguments |= {"partnering:suggestions": own, "partnering:find-other": own}
    for name in ("compare", "refuse", "recall"):
        world.arguments[f"partnering:{name}"] = pair
    _add_shortlist(world, company, profile)
    match = GroupMatch.objects.create(who=str(world.people["A"].pk), made_at=make.NOON, top=3)
    for name in ("group-match", "group-stop"):
        world.arguments[f"partnering:{name}"] = {"key": match.pk}
    world.bodies["partnering:refuse"] = {"reason": "early"}
    world.bodies["partnering:interest-close"] = {"reason": "early"}
    world.bodies["partnering:profile-return"] = {"remarks": "Say how much."}


def _add_shortlist(world: World, company: Organisation, other: Profile) -> None:
    request = profiles.profile(company, kind=ProfileKind.BUSINESS_REQUEST)
    Shortlisted.objects.create(profile=request, other=other, place=1, by="Sara", at=make.NOON)
    own = {"reference": request.reference}
    world.arguments["partnering:shortlist"] = own
    for name in ("note", "move", "off"):
        world.arguments[f"partnering:shortlist-{name}"] = own | {"other": other.reference}
    world.bodies["partnering:shortlist"] = {"other": other.reference}


def _add_event_pages(world: World, company: Organisation) -> None:
    event = make.event(world.programme, slots=3, tables=1)
    host = make.attendance(event, company, party=world.north)
    guest = make.attendance(event, party=world.south)
    run = ScheduleRun.objects.create(event=event, number=1, made_at=make.NOON)
    ScheduleRun.objects.create(
        event=event,
        number=2,
        made_at=make.NOON,
        state=RunState.PUBLISHED,
        version=1,
        published_at=make.NOON,
    )
    slot = event.slots.get(starts_at__hour=9, starts_at__minute=0)
    meeting = Meeting.objects.create(
        run=run, left=host, right=guest, slot=slot, table=Table.objects.get(event=event)
    )
    waiting = UnplacedRequest.objects.create(
        run=run,
        left=host,
        right=make.attendance(event, party=world.south),
        cause=LIFTED,
        facts={},
    )
    what_if = WhatIf.objects.create(run=run, what="slot", made_at=make.NOON)
    suggestion = _suggestion(host, guest)
    hours = PartyHours.objects.create(
        event=event, party=world.north, starts_at=slot.starts_at, ends_at=slot.ends_at
    )
    known = {
        "reference": event.reference,
        "code": host.code,
        "number": run.number,
        "piece": "agendas",
        "step": "open-wishes",
    }
    keys = {"slot-change": slot.pk, "hours-remove": hours.pk, "table-open": meeting.table_id}
    keys |= {"make-room": waiting.pk, "what-if-stop": what_if.pk}
    keys |= {f"suggestion-{name}": suggestion.pk for name in ("wish", "refuse")}
    keys |= {f"meeting-{name}": meeting.pk for name in ("move", "targets", "lock", "lift")}
    for pattern in brokerage:
        name = str(pattern.name)
        wanted = pattern.pattern.converters
        given = known | {"key": keys.get(name, "x" if "personal" in name else NOWHERE)}
        world.arguments[f"brokerage:{name}"] = {word: given[word] for word in wanted}
    world.bodies["brokerage:meeting-lock"] = {"lock": "yes"}
    world.bodies["brokerage:suggestion-refuse"] = {"reason": "early"}
    world.bodies["brokerage:run-approve"] = {"side": world.north.code}


def _suggestion(to: Attendance, other: Attendance) -> EventSuggestion:
    return EventSuggestion.objects.create(
        event=to.event,
        attendance=to,
        other=other,
        mine=_valid(to.organisation),
        theirs=_valid(other.organisation),
        place=1,
    )


def _valid(of: Organisation) -> Profile:
    tomorrow = timezone.now().date() + timedelta(days=1)
    return profiles.profile(
        of, ProfileState.PUBLISHED, expires_on=tomorrow, visibility=Visibility.PUBLIC
    )
