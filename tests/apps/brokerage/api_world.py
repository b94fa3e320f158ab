"""An event of two sides as programs meet it: a manager, a company of either side, tokens."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.test import Client

from accord.apps.accounts.models import ApiToken, User
from accord.apps.accounts.queries import digest_of
from accord.apps.brokerage.models import Attendance, Event
from accord.apps.core.enums import Role
from accord.apps.programmes.models import Party
from tests import make


@dataclass(frozen=True)
class Caller:
    """A program that holds a token of somebody."""

    token: str

    def get(self, path: str, **query: str) -> Any:
        """Ask for something."""
        return self.client.get(f"/api/v1{path}", query)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """Have something done."""
        address = f"/api/v1{path}"
        return self.client.generic(
            method, address, json.dumps(body), content_type="application/json"
        )

    @property
    def client(self) -> Client:
        """Return a browser-less client with the token."""
        return Client(headers={"Authorization": f"Bearer {self.token}"})


@dataclass(frozen=True)
class World:
    """Two sides, their event, one company of each, and who calls."""

    event: Event
    north: Party
    south: Party
    vega: Attendance
    rigel: Attendance
    manager: Caller
    company: Caller

    @property
    def address(self) -> str:
        """The path of the event."""
        return f"/events/{self.event.reference}"


def build(*, slots: int = 2, tables: int = 1) -> World:
    """Return the world; Vega's spokesperson is the company that calls."""
    cache.clear()
    north, south = make.party(), make.party()
    event = make.event(make.programme(north, south), slots=slots, tables=tables)
    speaker, works = make.user(), make.organisation("Vega")
    make.person(of=works, user=speaker)
    return World(
        event=event,
        north=north,
        south=south,
        vega=make.attendance(event, works, party=north),
        rigel=make.attendance(event, make.organisation("Rigel"), party=south),
        manager=caller(make.role_holder(Role.MANAGER, north)),
        company=caller(speaker),
    )


def caller(user: User) -> Caller:
    """Return a program of the user."""
    secret = f"acc_{user.pk}"
    ApiToken.objects.create(
        user=user, label="test", digest=digest_of(secret), hint="test", created_at=make.NOON
    )
    return Caller(secret)
