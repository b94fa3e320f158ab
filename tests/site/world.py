"""A small world with one of everything, and one person of each kind."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accord.apps.accounts.models import ApiToken, Invitation, SignedInSession, User
from accord.apps.accounts.queries import digest_of
from accord.apps.core.enums import Role
from accord.apps.core.models import Job
from accord.apps.programmes.models import Holiday, Party, Programme, RoleHolding
from tests import make

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
    company = make.organisation(owner=north.side_ptr)
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
        numbered = {} if name == "add" else {"number": area.number}
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
