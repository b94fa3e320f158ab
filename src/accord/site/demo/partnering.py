"""The profiles of the golden scenario, each written, reviewed and answered by its own people."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from accord.apps.accounts import queries as accounts
from accord.apps.accounts.models import User
from accord.apps.brokerage.models import Delegate, Event
from accord.apps.brokerage.queries import attendance
from accord.apps.core import outbox
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.localised import LocalizedText
from accord.apps.partnering.actions import interests, life
from accord.apps.partnering.actions import profiles as actions
from accord.apps.partnering.adapters.facts import TEXTS, ProfileFacts
from accord.apps.partnering.enums import ClosingReason, ProfileKind, ProfileState
from accord.apps.partnering.models import Profile
from accord.apps.partnering.queries import profiles as queries
from accord.apps.programmes.models import Party
from accord.site.demo.world import World
from accord.site.people import acting_of

Watch = Callable[[str, int, int], None]
Told = Mapping[str, Any]

PLAIN = ("stage", "trl", "ipr", "project_months", "budget", "currency")
LISTS = ("partner_kinds", "partnerships", "countries", "technologies", "markets", "goals")
DAYS_TO_WRITE, DAYS_IN_REVIEW = 2, 1
BETWEEN_TURNS, WORKING_DAY = timedelta(minutes=101), timedelta(hours=7)


@dataclass(frozen=True, slots=True)
class Writers:
    """Who acts for whom.

    Parameters
    ----------
    of_organisations
        Those who speak for an organisation, by its code in the event.
    advisers, reviewers
        A coordinator and a manager of each side, by its code.
    """

    of_organisations: Mapping[str, User]
    advisers: Mapping[str, User]
    reviewers: Mapping[str, User]

    def writes_for(self, delegate: Delegate) -> User:
        """Return the organisation's own voice, or else the adviser of its side."""
        own = self.of_organisations.get(delegate.attendance.code)
        return own or self.advisers[_party(delegate).code]

    def reviews_for(self, delegate: Delegate) -> User:
        """Return whose eyes are the other two."""
        return self.reviewers[_party(delegate).code]


class Telling:
    """What the loading of one demonstration shares."""

    def __init__(self, acting: Acting, world: World, event: Event) -> None:
        self.acting = acting
        self.programme = world.programme
        self.writers = writers_of(world)
        self.leads = leads_of(event)
        self._known: dict[User, Acting] = {}

    def as_of(self, user: User, days_ago: int, *, turn: int) -> Acting:
        """Return the user as acting some days before the demonstration is made.

        The people of the scenario have held their roles ever since; no day has to be asked for.
        Whose turn is later acts earlier in the day, so that not all happens in one minute.
        """
        if user not in self._known:
            at, door = self.acting.at, self.acting.door
            self._known[user] = acting_of(user, at=at, door=door, language=user.language)
        earlier = timedelta(days=days_ago) + turn * BETWEEN_TURNS % WORKING_DAY
        return replace(self._known[user], at=self.acting.at - earlier)


def told_profiles(folder: Path) -> list[Told]:
    """Return the profiles of a folder as they were written down, the oldest first."""
    books = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    found = [told for book in books for told in book["profiles"]]
    return sorted(found, key=lambda told: (-told["days_ago"], told["key"]))


def load_profiles(
    acting: Acting, world: World, event: Event, source: Path, watch: Watch
) -> dict[str, int]:
    """Write, review and answer the profiles of the scenario; return the counts of the summary.

    Parameters
    ----------
    source
        Folder of the scenario, with ``profiles/`` and ``interests.toml`` in it.
    watch
        Told the chapter, what is done of it, and how much it is.
    """
    telling = Telling(acting, world, event)
    told = told_profiles(source / "profiles")
    answers = tomllib.loads((source / "interests.toml").read_text("utf-8"))["interests"]
    made: dict[str, Profile] = {}
    # One transaction: each action's own is only a savepoint in it, and nothing waits for the disk.
    with transaction.atomic(), outbox.unheard():
        for done, one in enumerate(told):
            watch("profiles", done, len(told))
            made[one["key"]] = _profile(telling, one, turn=done)
        for turn, one in enumerate(answers):
            _interest(telling, one, made[one["profile"]], turn=turn)
    watch("profiles", len(told), len(told))
    published = queries.published_profiles(acting).count()
    return {"profiles": len(made), "published": published, "interests": len(answers)}


def writers_of(world: World) -> Writers:
    """Return who writes and who reviews, of the people who sign in."""
    found = list(_users(world.people))
    by_role = {
        role: {told["party"]: user for told, user in found if told.get("role") == role}
        for role in (Role.COORDINATOR, Role.MANAGER)
    }
    own = {told["organisation"]: user for told, user in found if "organisation" in told}
    return Writers(own, by_role[Role.COORDINATOR], by_role[Role.MANAGER])


def leads_of(event: Event) -> Mapping[str, Delegate]:
    """Return whoever leads each team, by the code of the organisation."""
    found = attendance.delegates_of(event).filter(is_lead=True)
    return {one.attendance.code: one for one in found}


def facts_of(told: Told, *, language: str, today: date, **known: Any) -> ProfileFacts:
    """Return what a profile of the sources says.

    Parameters
    ----------
    language
        That of the writer's side; the source may name another.
    today
        The day from which the days of a call are counted.
    known
        What only the instance knows: contact, programme.
    """
    source, english = told.get("language", language), told.get("english", {})
    said: dict[str, Any] = {name: told[name] for name in PLAIN if name in told}
    said |= {name: tuple(told[name]) for name in LISTS if name in told}
    said |= {
        name: LocalizedText(source=source, texts={source: told[name], **_also(english, name)})
        for name in TEXTS
        if told.get(name)
    }
    if "call_closes_in" in told:
        said["call_closes_on"] = today + timedelta(days=told["call_closes_in"])
        said["interest_until"] = today + timedelta(days=told["interest_for"])
    return ProfileFacts(**said, **known, is_anonymous=told.get("anonymous", False))


def _also(english: Mapping[str, str], name: str) -> dict[str, str]:
    return {"en": english[name]} if name in english else {}


def _users(people: Iterable[Told]) -> Iterator[tuple[Told, User]]:
    for told in people:
        user = accounts.user_by_email(told["email"])
        if user is None:
            raise LookupError(told["email"])
        yield told, user


def _party(delegate: Delegate) -> Party:
    """Return the side for which somebody comes; in the scenario everybody has one."""
    if delegate.attendance.party is None:
        raise LookupError(delegate.attendance.code)
    return delegate.attendance.party


def _profile(telling: Telling, told: Told, *, turn: int) -> Profile:
    """Write one profile, and lead it as far as the source says."""
    lead = telling.leads[told["key"].partition("/")[0]]
    writer, days = telling.writers.writes_for(lead), told["days_ago"]
    facts = facts_of(
        told,
        language=_party(lead).languages[0],
        today=telling.acting.at.date(),
        contact=lead.person_id,
        programme=telling.programme.pk,
    )
    began = telling.as_of(writer, days + DAYS_TO_WRITE, turn=turn)
    kind, organisation = ProfileKind(told["kind"]), lead.attendance.organisation
    profile = actions.begin_profile(began, kind, facts, organisation=organisation)
    state = told.get("state", ProfileState.PUBLISHED)
    if state != ProfileState.DRAFT:
        sent = telling.as_of(writer, days + DAYS_IN_REVIEW, turn=turn)
        life.submit_profile(sent, profile)
    if state == ProfileState.PUBLISHED:
        reviewer = telling.writers.reviews_for(lead)
        life.publish_profile(telling.as_of(reviewer, days, turn=turn), profile)
    return profile


def _interest(telling: Telling, told: Told, profile: Profile, *, turn: int) -> None:
    """Express one interest, and take the steps that the source tells of."""
    lead = telling.leads[told["of"]]
    asked = telling.leads[told["profile"].partition("/")[0]]
    sent, *later = told["days_ago"]
    interest = interests.express_interest(
        telling.as_of(telling.writers.writes_for(lead), sent, turn=turn),
        profile,
        organisation=lead.attendance.organisation,
        message=told["message"],
        contact=lead.person_id,
    )
    for step, days in zip(told["steps"], later, strict=True):
        acting = telling.as_of(telling.writers.writes_for(asked), days, turn=turn)
        if step == "close":
            reason = ClosingReason(told["reason"])
            interests.close_interest(acting, interest, reason=reason, note=told["note"])
        else:
            interests.move_interest(acting, interest, step)
