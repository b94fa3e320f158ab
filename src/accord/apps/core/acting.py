"""The circumstances of an action, handed to it by the door it came through."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID

from django.http import HttpRequest

from accord.apps.core.enums import Door, Role


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that somebody holds, for a side and a programme.

    ``side`` and ``programme`` are None where the role holds for all of them.
    """

    role: Role
    side: UUID | None = None
    programme: UUID | None = None


@dataclass(frozen=True, slots=True)
class Acting:
    """Who does something, when, and through which door.

    Parameters
    ----------
    who
        A user's key, ``"system"``, or ``""`` for a visitor who did not sign in.
    name
        The name to show in the audit trail.
    at
        The moment, with a time zone. Actions never read the clock.
    door
        How the request reached us.
    language
        The language in which to answer, as ISO 639-1.
    grants
        Roles that the person holds at this moment.
    organisations
        Organisations that the person speaks for at this moment.
    partners
        Sides that share a programme with one of the person's sides, these included.
    person
        The person's record in the directory.
    """

    who: str
    at: datetime
    door: Door
    name: str = ""
    language: str = "en"
    grants: frozenset[Grant] = field(default_factory=frozenset)
    organisations: frozenset[UUID] = field(default_factory=frozenset)
    partners: frozenset[UUID] = field(default_factory=frozenset)
    person: UUID | None = None

    @property
    def is_signed_in(self) -> bool:
        """Whether we know who it is."""
        return bool(self.who)

    @property
    def is_administrator(self) -> bool:
        """Whether the whole instance is theirs to run."""
        return any(grant.role == Role.ADMINISTRATOR for grant in self.grants)

    @property
    def sides(self) -> frozenset[UUID]:
        """The sides on which the person holds a role."""
        return frozenset(grant.side for grant in self.grants if grant.side is not None)

    def has(self, *roles: Role, side: UUID | None = None, programme: UUID | None = None) -> bool:
        """Tell whether one of the roles is held, for that side and programme where named."""
        return any(
            grant.role in roles
            and (side is None or grant.side == side)
            and (programme is None or grant.programme in {None, programme})
            for grant in self.grants
        )


def the_system(at: datetime) -> Acting:
    """Return the worker itself, which does what nobody asks for."""
    return Acting(who="system", at=at, door=Door.TASK)


def acting_in(request: HttpRequest) -> Acting:
    """Return who acts in a request; the site's middleware put it there."""
    return cast("Acting", request.acting)  # type: ignore[attr-defined]  # -- set by the middleware
