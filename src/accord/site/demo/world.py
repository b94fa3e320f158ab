"""What stands before the event: parties, their programme, and people who sign in."""

import json
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from accord.apps.accounts import actions as accounts
from accord.apps.accounts import queries as account_queries
from accord.apps.accounts.enums import CalendarChoice
from accord.apps.accounts.models import User
from accord.apps.brokerage.models import Event
from accord.apps.brokerage.queries import attendance
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.actions import memberships
from accord.apps.directory.actions.accounts import connect_user
from accord.apps.directory.actions.code_lists import load_code_lists
from accord.apps.directory.actions.facts import MembershipFacts
from accord.apps.directory.enums import CodeScheme
from accord.apps.directory.queries import records as directory
from accord.apps.programmes.actions import parties, programmes, roles
from accord.apps.programmes.models import Party, Programme

SIGN_INS = "sign_ins.json"
LENGTH_OF_PASSWORD = 6  # bytes; the demo shows its passwords on its own sign-in page


@dataclass(frozen=True, slots=True)
class World:
    """What was made, and what the source says of people who sign in."""

    parties: Mapping[str, Party]
    programme: Programme
    people: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody who can sign in to the demo.

    Parameters
    ----------
    role
        Empty for somebody who speaks for a company.
    of
        Name of the party or of the company.
    """

    name: str
    role: str
    of: LocalizedText
    email: str
    password: str

    @property
    def title(self) -> str:
        """Return who this is, in the language of whoever reads."""
        of = self.of.in_language(get_language() or "en")
        if not self.role:
            return gettext("A company: %(organisation)s") % {"organisation": of}
        role = capfirst(str(Role(self.role).label))
        return gettext("%(role)s, %(party)s") % {"role": role, "party": of}


def make_world(acting: Acting, source: Path) -> World:
    """Make parties, holidays, the programme and its priority areas."""
    told = tomllib.loads(source.read_text(encoding="utf-8"))
    load_code_lists(acting)
    made = {one["code"]: _party(acting, one) for one in told["parties"]}
    programme = _programme(acting, told["programme"], made)
    return World(made, programme, tuple(told["people"]))


def let_people_in(acting: Acting, world: World, event: Event) -> list[SignIn]:
    """Make the accounts of the demo; the sign-in page shows them."""
    found = [
        _manager(acting, world, one) if "role" in one else _spokesperson(acting, event, one)
        for one in world.people
    ]
    listed = [{**asdict(one), "of": one.of.as_json()} for one in found]
    path = Path(settings.VAR) / SIGN_INS
    path.write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
    return found


@lru_cache(maxsize=1)
def sign_ins() -> list[SignIn]:
    """Return whoever the demo lets in; nobody elsewhere."""
    path = Path(settings.VAR) / SIGN_INS
    if not (settings.IS_DEMO and path.exists()):
        return []
    listed = json.loads(path.read_text("utf-8"))
    return [SignIn(**{**one, "of": LocalizedText.from_json(one["of"])}) for one in listed]


def _party(acting: Acting, told: Mapping[str, Any]) -> Party:
    language = told["languages"][0]
    party = parties.make_party(
        acting,
        parties.PartyFacts(
            code=told["code"],
            name=_text(told["name"], language),
            country=told["country"],
            languages=tuple(told["languages"]),
            calendar=CalendarChoice(told["calendar"]),
            time_zone=told["time_zone"],
            weekend=frozenset(told["weekend"]),
        ),
    )
    parties.take_over_public_holidays(acting, party, year=2025)
    return party


def _programme(acting: Acting, told: Mapping[str, Any], owners: Mapping[str, Party]) -> Programme:
    facts = programmes.ProgrammeFacts(
        title=_text(told["title"], "en"),
        summary=_text(told["summary"], "en"),
        languages=tuple(told["languages"]),
        starts_on=told["starts_on"],
        ends_on=told["ends_on"],
    )
    programme = programmes.found_programme(acting, facts, parties=list(owners.values()))
    fields = {code.code: code for code in directory.codes_of(CodeScheme.FIELD)}
    for number, area in enumerate(told["areas"], 1):
        codes = [fields[code] for code in area["fields"]]
        name = _text(area["name"], "en")
        programmes.add_area(acting, programme, number=number, name=name, codes=codes)
    return programme


def _text(told: Mapping[str, str], language: str) -> LocalizedText:
    return LocalizedText(source=language, texts=dict(told))


def _manager(acting: Acting, world: World, told: Mapping[str, Any]) -> SignIn:
    party = world.parties[told["party"]]
    user, password = _account(acting, told["email"], told["name"], told["language"])
    roles.give_role(acting, user, roles.RoleFacts(party=party, role=Role(told["role"])))
    return SignIn(told["name"], told["role"], party.name, user.email, password)


def _spokesperson(acting: Acting, event: Event, told: Mapping[str, Any]) -> SignIn:
    """Let somebody of a company speak for it, from today on."""
    delegate = attendance.delegates_of(event).get(
        attendance__code=told["organisation"], person__email=told["email"]
    )
    person, organisation = delegate.person, delegate.attendance.organisation
    today = acting.at.date()
    for membership in directory.memberships_running([person.pk], on=today):
        memberships.end_membership(acting, membership, on=today)
    facts = MembershipFacts(person, organisation, delegate.position, speaks_for=True)
    memberships.begin_membership(acting, facts)
    user, password = _account(acting, told["email"], str(person.name), told["language"])
    connect_user(acting, person, user)
    return SignIn(str(person.name), "", organisation.name, user.email, password)


def _account(acting: Acting, email: str, name: str, language: str) -> tuple[User, str]:
    """Make an account through its invitation, as a person would."""
    _user, link = accounts.add_user(
        acting, email, name=name, language=language, is_administrator=False
    )
    invitation = account_queries.invitation_of(link.rstrip("/").rsplit("/", 1)[-1])
    if invitation is None:
        raise LookupError(link)
    password = f"azar-{secrets.token_hex(LENGTH_OF_PASSWORD)}"
    user = accounts.accept_invitation(acting, invitation, password=password, language=language)
    return user, password
