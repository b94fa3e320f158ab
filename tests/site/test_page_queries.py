"""Pages outside an event, and those of its guests, ask as often for three rows as for one."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accord.apps.brokerage.enums import EventState, RunState
from accord.apps.brokerage.models import CalendarEntry, Seat
from accord.apps.brokerage.papers.links import key_of
from accord.apps.core import audit, queries
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Door, Role
from accord.apps.core.models import Note
from accord.apps.programmes.enums import Deed
from accord.apps.programmes.models import Holiday
from tests import make
from tests.apps.brokerage.boards import Board, draft
from tests.conftest import AsksAsOften

pytestmark = pytest.mark.django_db

RECORDS = [
    "/directory/organisations/duplicates/?name_en=Works",
    "/directory/people/duplicates/?name_en=Person",
    "/directory/organisations/{organisation}/",
    "/directory/organisations/{organisation}/merge/",
    "/directory/people/{person}/",
    "/directory/people/{person}/merge/",
    "/programmes/",
    "/programmes/{programme}/",
    "/programmes/parties/",
    "/programmes/parties/{party}/",
    "/programmes/parties/{party}/holidays/",
    "/work/history/?record={seal}",
]


class Records:
    """A programme and a directory, with one of everything and then with more."""

    def __init__(self) -> None:
        self.party = make.party("AA")
        self.programme = make.programme(self.party, make.party("BB"))
        self.manager = make.role_holder(Role.MANAGER, self.party)
        self.organisation = make.organisation(owner=self.party)
        self.person = make.person(of=self.organisation, owner=self.party)
        self.grow(1)

    def grow(self, number: int) -> None:
        other = make.programme(self.party, make.party())
        make.area(self.programme, number)
        make.area(other)
        make.role_holder(Role.COORDINATOR, self.party)
        Holiday.objects.create(
            party=self.party, day=make.DAY + dt.timedelta(days=number), name=make.text("Feast")
        )
        make.person(of=self.organisation, owner=self.party)
        make.membership(self.person, make.organisation(owner=self.party))
        acting = Acting(who=str(self.manager.pk), at=make.NOON, door=Door.WEB)
        for record in (self.programme, self.organisation, self.person):
            audit.record(acting, Deed.PROGRAMME_CHANGED, record.reference, side=self.party.pk)
            Note.objects.create(
                side=self.party, subject=record.reference, text="Slow.", by="Sara", at=make.NOON
            )

    def grow_to_three(self) -> None:
        self.grow(2)
        self.grow(3)

    def path(self, page: str) -> str:
        acting = Acting(who=str(self.manager.pk), at=make.NOON, door=Door.WEB)
        return page.format(
            organisation=self.organisation.reference,
            person=self.person.reference,
            programme=self.programme.reference,
            party=self.party.code,
            seal=queries.sealed(acting, self.programme.reference),
        )


@pytest.mark.parametrize("page", RECORDS)
def test_three_records_cost_as_many_queries_as_one(
    client: Client, page: str, asks_as_often: AsksAsOften
) -> None:
    records = Records()
    client.force_login(records.manager)

    asks_as_often(client, records.path(page), records.grow_to_three)


class Guests:
    """A published event in which a company's spokesperson has one meeting, and then more."""

    def __init__(self) -> None:
        self.board = Board()
        self.event = self.board.event
        self.event.state, self.event.version = EventState.PUBLISHED, 1
        self.event.save()
        self.run = draft(self.event, RunState.PUBLISHED)
        company = self.board.vega.organisation
        self.user = make.user()
        self.lead = make.delegate(self.board.vega, make.person(of=company, user=self.user))
        self.grow(1)

    def grow(self, number: int) -> None:
        board = self.board
        other = board.participant(f"Other {number}", board.theirs)
        slot = make.slot(self.event, number + 2)
        make.wish(board.vega, other)
        make.wish(other, board.vega)
        make.delegate(board.vega)
        table = make.table(make.place(self.event, number + 1))
        meeting = board.meeting(slot, table, board.vega, other, run=self.run)
        meeting.interpreter = make.interpreter(self.event, "fa", "ru")
        meeting.save()
        people = [self.lead, make.delegate(other)]
        Seat.objects.bulk_create(Seat(meeting=meeting, delegate=one) for one in people)
        CalendarEntry.objects.create(
            event=self.event,
            left=board.vega,
            right=other,
            slot=slot,
            table=table,
            people=[str(one.pk) for one in people],
            changed_at=make.NOON,
        )

    def grow_to_three(self) -> None:
        self.grow(2)
        self.grow(3)

    def path(self, name: str) -> str:
        if name.startswith("personal"):
            return reverse(f"brokerage:{name}", args=[key_of(self.lead)])
        code = [] if name == "event" else [self.board.vega.code]
        return reverse(f"brokerage:{name}", args=[self.event.reference, *code])


@pytest.mark.parametrize(
    "page", ["event", "participant", "wishes", "personal", "personal-ics", "personal-feed"]
)
def test_three_meetings_of_a_guest_cost_as_many_queries_as_one(
    client: Client, page: str, asks_as_often: AsksAsOften
) -> None:
    guests = Guests()
    if not page.startswith("personal"):
        client.force_login(guests.user)

    asks_as_often(client, guests.path(page), guests.grow_to_three)
