"""Every list, board and agenda page of a large event, and the pages one comes through."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accord.apps.accounts.models import User
from accord.apps.brokerage.papers.links import key_of
from accord.apps.core import queries as core_queries
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Door
from benchmarks.drafts import Draft
from benchmarks.world import NOON, World


@dataclass(frozen=True, slots=True)
class Address:
    """A page, what it is called in the report, and who asks for it; None: a visitor."""

    label: str
    path: str
    user: User | None


def addresses(world: World, draft: Draft) -> Iterator[Address]:
    """Yield the pages, the baseline first."""
    for label, path in (
        *_of_the_site(world),
        *_of_the_directory(world),
        *_of_the_event(world),
        *_of_people(world),
        *_of_wishes(world),
        *_of_runs(world, draft),
        *_of_the_board(world, draft),
    ):
        yield Address(label, path, world.manager)
    yield Address("sign-in page", reverse("account_login"), None)
    for label, path in _of_a_guest(world):
        yield Address(label, path, None)
    for label, path in _of_a_company(world):
        yield Address(label, path, world.spokesperson)


def _of_the_site(world: World) -> Iterator[tuple[str, str]]:
    acting = Acting(who=str(world.manager.pk), at=NOON, door=Door.WEB)
    yield "(baseline) a day read", reverse("ui:read-day")
    yield "events (home once signed in)", reverse("brokerage:event-list")
    seal = core_queries.sealed(acting, world.event.reference)
    yield "history of the event", f"{reverse('core:history')}?record={seal}"
    yield "programmes", reverse("programmes:programme-list")
    yield "one programme", reverse("programmes:programme-detail", args=["PR-2025-0001"])
    yield "parties", reverse("programmes:party-list")
    yield "one party", reverse("programmes:party-detail", args=["IR"])
    yield "holidays of a party", reverse("programmes:holiday-list", args=["IR"])


def _of_the_directory(world: World) -> Iterator[tuple[str, str]]:
    someone = world.event.attendances.order_by("code")[0]
    delegate = someone.delegates.get()
    organisations = reverse("directory:organisation-list")
    people = reverse("directory:person-list")
    yield "organisations", organisations
    yield "organisations, searched", f"{organisations}?q=membran"
    yield "organisations, last page", f"{organisations}?page=80&sort=-name"
    yield "organisations, possible doubles", reverse("directory:organisation-duplicates")
    yield (
        "one organisation",
        reverse("directory:organisation-detail", args=[someone.organisation.reference]),
    )
    yield "people", people
    yield "people, searched", f"{people}?q=42"
    yield "people, last page", f"{people}?page=200&sort=-name"
    yield "people, possible doubles", reverse("directory:person-duplicates")
    yield "one person", reverse("directory:person-detail", args=[delegate.person.reference])


def _of_the_event(world: World) -> Iterator[tuple[str, str]]:
    for label, name in (
        ("one event", "event"),
        ("days", "days"),
        ("places", "places"),
        ("working times of parties", "hours"),
        ("interpreters", "interpreters"),
        ("personal pages", "links"),
        ("printed pieces", "print"),
        ("workbook", "workbook"),
    ):
        yield label, reverse(f"brokerage:{name}", args=[world.event.reference])


def _of_people(world: World) -> Iterator[tuple[str, str]]:
    event = world.event.reference
    code = world.event.attendances.order_by("code")[0].code
    participants = reverse("brokerage:participants", args=[event])
    yield "participants", participants
    yield "participants, searched", f"{participants}?q=membran"
    yield "participants of a side", f"{participants}?side=RU"
    yield "participants by wishes", f"{participants}?sort=-received&page=40"
    yield "one participant", reverse("brokerage:participant", args=[event, code])
    yield "absences of its delegates", reverse("brokerage:absences", args=[event, code])


def _of_wishes(world: World) -> Iterator[tuple[str, str]]:
    event = world.event.reference
    code = world.event.attendances.order_by("code")[0].code
    requests = reverse("brokerage:requests", args=[event])
    yield "requests", requests
    yield "requests, mutual", f"{requests}?state=mutual"
    yield "requests, one-sided", f"{requests}?state=one-sided"
    yield "requests, musts", f"{requests}?wish=must"
    yield "requests, searched", f"{requests}?q=membran"
    yield "requests by name", f"{requests}?sort=wisher"
    yield "requests, last page", f"{requests}?page=9999"
    wishes = reverse("brokerage:wishes", args=[event, code])
    yield "a participant's wishes", wishes
    yield "a participant's wishes, searched", f"{wishes}?q=membran"


def _of_runs(world: World, draft: Draft) -> Iterator[tuple[str, str]]:
    event = world.event.reference
    yield "runs", reverse("brokerage:runs", args=[event])
    for label, run in (("published", world.run), ("draft", draft.run)):
        yield f"one run, {label}", reverse("brokerage:run", args=[event, run.number])
    unplaced = reverse("brokerage:unplaced", args=[event, draft.run.number])
    yield "unplaced", unplaced
    yield "unplaced, searched", f"{unplaced}?q=membran"
    yield "load of participants", reverse("brokerage:load", args=[event, draft.run.number])
    compare = reverse("brokerage:compare", args=[event])
    yield "two runs compared", f"{compare}?first=1&second=2"


def _of_the_board(world: World, draft: Draft) -> Iterator[tuple[str, str]]:
    args: list[object] = [world.event.reference, draft.run.number]
    board = reverse("brokerage:board", args=args)
    yield "board, tables", board
    yield "board, participants", f"{board}?by=participants"
    yield "board, tables, searched", f"{board}?q=membran"
    yield "board, participants, searched", f"{board}?by=participants&q=membran"
    yield "board, tables of a side", f"{board}?side=RU"
    yield "board, participants of a side", f"{board}?by=participants&side=RU"
    yield "board, tables of a place", f"{board}?place=2"
    yield "board, participants at a place", f"{board}?by=participants&place=2"
    yield "board, at one meeting", f"{board}?meeting={draft.meeting.pk}"
    yield "board, participants, at one", f"{board}?by=participants&meeting={draft.meeting.pk}"
    for label, name, key in (
        ("a meeting", "meeting", draft.meeting.pk),
        ("an interpreted meeting", "meeting", draft.interpreted.pk),
        ("a request", "request", draft.waiting.pk),
    ):
        page = "meeting-move" if name == "meeting" else "request-place"
        yield f"{label} to move", reverse(f"brokerage:{page}", args=[*args, key])
        targets = reverse(f"brokerage:{name}-targets", args=[*args, key])
        yield f"{label}, where at tables", targets
        yield f"{label}, when", f"{targets}?by=participants"


def _of_a_guest(world: World) -> Iterator[tuple[str, str]]:
    delegate = world.event.attendances.order_by("code")[0].delegates.get()
    yield "personal agenda by signed link", reverse("brokerage:personal", args=[key_of(delegate)])


def _of_a_company(world: World) -> Iterator[tuple[str, str]]:
    event = world.event.reference
    own = world.event.attendances.get(organisation__memberships__person__user=world.spokesperson)
    yield "company: events", reverse("brokerage:event-list")
    yield "company: one event", reverse("brokerage:event", args=[event])
    yield "company: its own page", reverse("brokerage:participant", args=[event, own.code])
    yield "company: its wishes", reverse("brokerage:wishes", args=[event, own.code])
