"""What one side keeps to itself is seen through no door by anybody else."""

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accord.apps.accounts.models import ApiToken, User
from accord.apps.accounts.queries import digest_of
from accord.apps.core.enums import Role, Visibility
from accord.apps.core.models import AuditEntry, Note, Side
from accord.apps.directory import adapters as directory
from accord.apps.directory.actions import importing, people
from accord.apps.directory.actions.facts import facts_of_person
from accord.apps.directory.models import Organisation, Person
from accord.apps.documents.actions import store_file
from accord.apps.documents.spreadsheets.writing import write_workbook
from accord.apps.programmes.models import Party
from accord.engine.calendars import Presentation
from tests import make

pytestmark = pytest.mark.django_db

SECRET = "Zarrinbal"
ADDRESS = "sara.hidden@example.org"


class Sides:
    """Two sides of one programme; the north keeps a works and a person to itself."""

    def __init__(self) -> None:
        self.north: Party = make.party()
        self.south: Party = make.party()
        self.programme = make.programme(self.north, self.south)
        owner = self.owner = Side.objects.get(pk=self.north.pk)
        private = Visibility.PRIVATE
        self.hidden_works: Organisation = make.organisation(
            f"{SECRET} Works", owner=owner, visibility=private
        )
        self.hidden_person: Person = make.person(f"{SECRET} Sara", owner=owner)
        self.hidden_person.visibility = private
        self.hidden_person.save()
        self.works: Organisation = make.organisation("Vega Works", owner=owner)
        self.person: Person = make.person("Lena Petrova", owner=owner)
        make.membership(self.hidden_person, self.works)
        make.membership(self.person, self.hidden_works)

    def manager(self, side: Party) -> Client:
        """Return the browser of a manager of the side."""
        return browser(make.role_holder(Role.MANAGER, side))

    def with_address(self) -> Person:
        """Return a shared person of the north, saved with an address as people do it."""
        facts = facts_of_person(self.person)
        changed = type(facts)(**{**_values(facts), "email": ADDRESS, "phone": "+98 21 1234"})
        people.change_person(make.administrator(), self.person, changed)
        return Person.objects.get(pk=self.person.pk)


def _values(facts: Any) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def browser(user: User) -> Client:
    """Return a browser in which the user is signed in."""
    client = Client()
    client.force_login(user)
    return client


def program(user: User) -> Client:
    """Return a program that holds a token of the user."""
    secret = f"acc_{user.pk}"
    ApiToken.objects.create(
        user=user, label="test", digest=digest_of(secret), hint="test", created_at=make.NOON
    )
    return Client(headers={"Authorization": f"Bearer {secret}"})


def said(answer: Any) -> str:
    """Return everything that an answer says, a workbook's cells too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        sheet = load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        return "\n".join(str(cell) for row in sheet.values for cell in row)
    return str(content.decode())


DOORS = [
    "/directory/organisations/",
    "/directory/organisations/?q=vega",
    "/directory/organisations/?export=csv",
    "/directory/organisations/?export=xlsx",
    "/directory/organisations/?sort=-people",
    "/directory/people/",
    "/directory/people/?export=csv",
    "/directory/people/?export=xlsx",
    "/directory/organisations/{works}/",
    "/directory/people/{person}/",
    "/directory/organisations/duplicates/?name_en=Zarrinbal+Works",
    "/directory/people/duplicates/?name_en=Zarrinbal+Sara",
    "/events/",
    "/programmes/",
]


@pytest.mark.parametrize("door", DOORS)
def test_a_private_record_leaves_its_side_by_no_page_and_no_file(door: str) -> None:
    sides = Sides()
    address = door.format(works=sides.works.reference, person=sides.person.reference)

    theirs = said(sides.manager(sides.south).get(address))

    assert SECRET not in theirs
    assert sides.hidden_works.reference not in theirs
    assert sides.hidden_person.reference not in theirs


@pytest.mark.parametrize(
    "door", ["/directory/organisations/{works}/", "/directory/people/{person}/"]
)
def test_its_own_side_sees_it_there(door: str) -> None:
    sides = Sides()
    address = door.format(works=sides.works.reference, person=sides.person.reference)

    assert SECRET in said(sides.manager(sides.north).get(address))


@pytest.mark.parametrize(
    "path",
    [
        "/organisations",
        "/organisations?q=zarrinbal",
        "/organisations/{works}",
        "/people",
        "/people?q=zarrinbal",
        "/people/{person}",
    ],
)
def test_a_private_record_leaves_its_side_by_no_program(path: str) -> None:
    sides = Sides()
    address = path.format(works=sides.works.reference, person=sides.person.reference)
    theirs = program(make.role_holder(Role.MANAGER, sides.south))

    answer = said(theirs.get(f"/api/v1{address}"))

    assert SECRET not in answer
    assert sides.hidden_works.reference not in answer
    assert sides.hidden_person.reference not in answer


def test_members_who_may_not_be_seen_are_not_counted_either() -> None:
    sides = Sides()
    address = "/directory/organisations/?q=vega&export=csv"

    counts = [
        said(sides.manager(side).get(address)).splitlines()[1].rsplit(",", 1)[1]
        for side in (sides.north, sides.south)
    ]

    assert counts == ["1", "0"]


def test_addresses_of_the_other_side_are_not_found_by_guessing_them() -> None:
    sides = Sides()
    person = sides.with_address()
    theirs = sides.manager(sides.south)

    by_name = said(theirs.get("/directory/people/", {"q": "Lena"}))
    guessed = said(theirs.get("/directory/people/", {"q": "sara.hidden"}))

    assert person.reference in by_name
    assert ADDRESS not in by_name
    assert person.reference not in guessed


def test_comparing_with_a_record_of_the_other_side_shows_only_its_name() -> None:
    sides = Sides()
    person = sides.with_address()
    own = make.person("Lena Petrowa", owner=Side.objects.get(pk=sides.south.pk))

    page = said(
        sides.manager(sides.south).get(
            f"/directory/people/{own.reference}/merge/", {"with": person.reference}
        )
    )

    assert "Lena Petrova" in page
    assert ADDRESS not in page


def test_comparing_with_a_record_one_may_merge_shows_its_address() -> None:
    sides = Sides()
    person = sides.with_address()
    own = make.person("Lena Petrowa", owner=sides.owner)

    page = said(
        sides.manager(sides.north).get(
            f"/directory/people/{own.reference}/merge/", {"with": person.reference}
        )
    )

    assert ADDRESS in page


def test_a_company_sees_no_contacts_of_other_companies_people() -> None:
    sides = Sides()
    sides.with_address()
    make.membership(sides.person, sides.works)
    speaker = make.user()
    make.person(of=make.organisation("Rigel", owner=sides.owner), user=speaker)

    answers = [
        browser(speaker).get(f"/directory/people/{sides.person.reference}/"),
        program(speaker).get(f"/api/v1/people/{sides.person.reference}"),
        browser(speaker).get("/directory/people/?export=csv"),
    ]

    assert [ADDRESS in said(answer) for answer in answers] == [False, False, False]


def test_notes_stay_with_the_side_that_wrote_them() -> None:
    sides = Sides()
    Note.objects.create(
        side=sides.owner, subject=sides.works.reference, text=SECRET, by="Sara", at=make.NOON
    )
    address = f"/directory/organisations/{sides.works.reference}/"

    seen = [
        SECRET in said(sides.manager(side).get(address)) for side in (sides.north, sides.south)
    ]

    assert seen == [True, False]


def test_a_seal_opens_a_history_for_its_own_reader_alone() -> None:
    sides = Sides()
    AuditEntry.objects.create(
        at=make.NOON, who="x", name="Sara", door="web", deed="x", subject=sides.works.reference
    )
    address = f"/directory/organisations/{sides.works.reference}/"
    ours, theirs = sides.manager(sides.north), sides.manager(sides.south)
    seal = said(ours.get(address)).split('name="record" value="', 1)[1].split('"', 1)[0]

    answers = [
        client.get("/work/history/", {"record": seal}).status_code
        for client in (ours, theirs, browser(make.user()))
    ]

    assert answers == [200, 404, 404]
    assert theirs.post("/work/notes/", {"record": seal, "text": "x"}).status_code == 404
    assert ours.get("/work/history/", {"record": sides.works.reference}).status_code == 404


def test_a_file_is_sent_to_its_side_and_to_nobody_else() -> None:
    sides = Sides()
    stored = store_file(make.manager(sides.owner), "agenda.txt", b"words", owner=sides.owner.pk)
    readers = [sides.manager(sides.north), sides.manager(sides.south), browser(make.user())]

    answers = [client.get(f"/files/{stored.pk}/") for client in readers]

    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert said(answers[0]) == "words"
    assert Client().get(f"/files/{stored.pk}/").status_code == 302


@pytest.mark.parametrize("page", ["organisations", "people"])
def test_filters_offer_only_what_the_reader_can_see(page: str) -> None:
    sides = Sides()
    stranger = make.party(name="Far Side")
    owner = Side.objects.get(pk=stranger.pk)
    make.organisation(owner=owner, country="NO")
    Person.objects.filter(pk=make.person(owner=owner).pk).update(country="NO")
    Organisation.objects.filter(pk=sides.hidden_works.pk).update(country="IR")
    Person.objects.filter(pk=sides.hidden_person.pk).update(country="IR")
    Organisation.objects.filter(pk=sides.works.pk).update(country="RU")
    Person.objects.filter(pk=sides.person.pk).update(country="RU")
    address = f"/directory/{page}/"

    shown = {
        side.code: said(sides.manager(side).get(address)) for side in (sides.north, sides.south)
    }

    offered = {
        code: [name for name in ("Iran", "Norway", "Russia") if f">{name}</option>" in text]
        for code, text in shown.items()
    }
    assert offered == {sides.north.code: ["Iran", "Russia"], sides.south.code: ["Russia"]}
    assert not any("Far Side" in text for text in shown.values())


def test_a_form_confirms_no_guessed_address() -> None:
    sides = Sides()
    person = sides.with_address()
    guess = f"/directory/people/duplicates/?email={ADDRESS}"

    pages = [said(sides.manager(side).get(guess)) for side in (sides.north, sides.south)]

    assert [person.reference in page for page in pages] == [True, False]


def test_a_file_confirms_no_guessed_address_or_telephone() -> None:
    sides = Sides()
    person = sides.with_address()
    side = Side.objects.get(pk=sides.south.pk)
    acting = make.manager(side, partners=[sides.owner])
    guesses = [
        {"name": make.text("Somebody Else"), "email": ADDRESS},
        {"name": make.text("Somebody Other"), "email": "wrong@example.org"},
        {"name": make.text("Lena Petrova"), "email": ADDRESS},
        {"name": make.text("Lena Petrova"), "email": "wrong@example.org"},
        {"name": make.text("Lena Petrova"), "phone": "+98 21 1234"},
        {"name": make.text("Lena Petrova"), "phone": "+98 21 9999"},
    ]

    told = [_outcome(acting, side, guess) for guess in guesses]

    assert told == ["new", "new", "unchanged", "unchanged", "unchanged", "unchanged"]
    assert Person.objects.get(pk=person.pk).email == ADDRESS


def _outcome(acting: Any, side: Side, row: dict[str, Any]) -> str:
    viewer = Presentation()
    content = write_workbook(directory.sheets(), {"people": (row,)}, viewer=viewer)
    stored = importing.keep_import_file(acting, name="d.xlsx", content=content, owner=side.pk)
    [planned] = importing.plan_import(acting, stored, viewer=viewer).rows()
    return str(planned.outcome)
