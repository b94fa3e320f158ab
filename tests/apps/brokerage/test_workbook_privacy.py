"""A workbook tells each side the event, and only its own people's addresses."""

import io
from collections import Counter

import pytest
from django.test import Client
from openpyxl import load_workbook

from accord.apps.brokerage.models import Delegate, Event
from accord.apps.brokerage.workbook.comparing import Fate, compare
from accord.apps.brokerage.workbook.importing import take_over
from accord.apps.brokerage.workbook.opening import target_of
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role, Visibility
from accord.apps.core.models import Side
from accord.apps.directory.models import Organisation, Person
from accord.apps.programmes.models import Party
from tests import make
from tests.apps.brokerage import workbooks

pytestmark = pytest.mark.django_db

KAVEH, VERA = "kaveh@sepidar.example", "vera@berezka.example"
PHONE = "+7 843 555 01 02"


def event_of_both() -> Event:
    """Return an event whose delegates and interpreter belong to their own sides."""
    made = workbooks.imported(
        make.administrator(), workbooks.xlsx(workbooks.small()), workbooks.programme()
    )
    Person.objects.filter(email=VERA).update(owner=Side.objects.get(code="S"), phone=PHONE)
    Person.objects.exclude(email=VERA).update(owner=Side.objects.get(code="N"))
    # Of his team only he is away then: a sheet names him, by his address where it may.
    Delegate.objects.get(person__email=KAVEH).absent.set(made.slots.filter(kind="meeting")[2:])
    return made


def exported_for(code: str, event: Event) -> bytes:
    client = Client()
    client.force_login(make.role_holder(Role.MANAGER, Party.objects.get(code=code)))
    return bytes(client.get(f"/events/{event.reference}/workbook/file/").content)


def words_in(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for page in book for row in page.values for cell in row if cell)


def manager(code: str) -> Acting:
    sides = {side.code: side for side in Side.objects.all()}
    return make.manager(sides[code], partners=sides.values())


def test_each_side_takes_away_the_addresses_of_its_own_people() -> None:
    event = event_of_both()

    north, south = (words_in(exported_for(code, event)) for code in ("N", "S"))

    assert [(KAVEH in words, VERA in words, PHONE in words) for words in (north, south)] == [
        (True, False, False),
        (False, True, True),
    ]
    assert ["Vera Lukina" in words for words in (north, south)] == [True, True]


@pytest.mark.parametrize("code", ["N", "S"])
def test_reading_such_a_workbook_in_again_changes_nothing(code: str) -> None:
    event = event_of_both()
    content = exported_for(code, event)

    opened = workbooks.opened(manager(code), content, event=event)

    fates = Counter(outcome.fate for outcome in compare(opened.book, opened.state))
    assert not opened.book.has_errors
    assert set(fates) == {Fate.UNCHANGED}


@pytest.mark.parametrize("code", ["N", "S"])
def test_taking_such_a_workbook_over_keeps_the_addresses(code: str) -> None:
    event = event_of_both()
    content = exported_for(code, event)
    acting = manager(code)
    opened = workbooks.opened(acting, content, event=event)

    take_over(acting, opened.book, target_of(acting, event))

    known = Person.objects.exclude(email="").order_by("email").values_list("email", "phone")
    assert list(known) == [(KAVEH, ""), (VERA, PHONE), ("zarina@interpreters.example", "")]


def test_a_person_kept_private_is_not_found_by_a_name_in_a_file() -> None:
    of = workbooks.programme()
    north, south = (Side.objects.get(code=code) for code in ("N", "S"))
    company = make.organisation("Berezka", owner=south)
    Organisation.objects.update(reference="OR-2025-9001")
    hidden = make.person("Vera Lukina", of=company)
    hidden.visibility, hidden.reference = Visibility.PRIVATE, "PE-2025-9001"
    hidden.save()

    event = workbooks.imported(manager("N"), workbooks.xlsx(workbooks.small()), of)

    delegate = Delegate.objects.get(attendance__event=event, person__names__text="Vera Lukina")
    assert delegate.person_id != hidden.pk
    assert delegate.person.owner_id == north.pk


@pytest.mark.parametrize("code", ["N", "S"])
def test_a_guessed_address_is_not_confirmed_by_taking_a_known_person(code: str) -> None:
    of = workbooks.programme()
    known = make.person("Wiera Loukina")
    known.owner, known.email = Side.objects.get(code="S"), VERA
    known.visibility, known.reference = Visibility.PUBLIC, "PE-2025-9001"
    known.save()

    event = workbooks.imported(manager(code), workbooks.xlsx(workbooks.small()), of)

    taken = Delegate.objects.filter(attendance__event=event, person=known).exists()
    assert taken is (code == "S")


@pytest.mark.parametrize("address", [VERA, "guess@berezka.example"])
@pytest.mark.parametrize("telephone", [PHONE, "+7 000"])
def test_a_right_guess_looks_like_a_wrong_one(address: str, telephone: str) -> None:
    event = event_of_both()
    told = workbooks.small()
    told["people"] = [
        ["organisation", "name en", "email", "phone", "languages", "leads"],
        ["S-1", "Vera Lukina", address, telephone, "ru", "yes"],
    ]

    opened = workbooks.opened(manager("N"), workbooks.xlsx(told), event=event)

    (outcome,) = (one for one in compare(opened.book, opened.state) if one.sheet == "people")
    assert (outcome.fate, outcome.changes) == (Fate.UNCHANGED, ())
    assert [(one.message, one.is_error) for one in outcome.problems] == [
        ("Contacts of people of other sides are left as they are.", False)
    ]


def test_an_address_under_another_name_finds_nobody_whose_address_is_hidden() -> None:
    event = event_of_both()
    told = workbooks.small()
    told["people"] = [
        ["organisation", "name en", "email", "languages", "leads"],
        ["S-1", "Somebody Else", VERA, "ru", "no"],
    ]
    content = workbooks.xlsx(told)

    fates = []
    for code in ("N", "S"):
        opened = workbooks.opened(manager(code), content, event=event)
        compared = compare(opened.book, opened.state)
        fates += [one.fate for one in compared if one.sheet == "people"]

    assert fates == [Fate.NEW, Fate.CHANGED]
