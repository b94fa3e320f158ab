"""What people do in the directory, and the trace it leaves."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.apps.core.errors import NotAllowedError, ReasonMissingError, WithdrawnError
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import AuditEntry
from accord.apps.directory.actions import code_lists, memberships, organisations, people
from accord.apps.directory.actions.facts import (
    MembershipFacts,
    NameFacts,
    OrganisationFacts,
    PersonFacts,
    StatusFacts,
    facts_of_organisation,
    facts_of_person,
)
from accord.apps.directory.enums import NameKind, StatusKind
from accord.apps.directory.errors import (
    CodeUnknownError,
    MembershipOverError,
    NameMissingError,
    OnlyStaffError,
    PeriodError,
)
from accord.apps.directory.models import Code, Organisation
from tests import make

pytestmark = pytest.mark.django_db


def deeds() -> list[tuple[str, str]]:
    rows = AuditEntry.objects.order_by("pk")
    return list(rows.values_list("deed", "subject"))


def test_registering_gives_a_reference_names_in_every_script_and_a_trace() -> None:
    side = make.side()
    facts = OrganisationFacts(
        name=make.text("وگا اپتیک", "fa", en="Vega Optics"),
        other_names=frozenset({NameFacts("Vega", "en", NameKind.SHORT)}),
        identifiers=frozenset({("Tax", "10320")}),
        languages=("fa", "en"),
        owner=side.pk,
    )

    made = organisations.register_organisation(make.manager(side), facts)

    assert made.reference == "OR-2025-0001"
    assert {(n.text, n.script, n.kind) for n in made.names.all()} == {
        ("وگا اپتیک", "Arab", "official"),
        ("Vega Optics", "Latn", "official"),
        ("Vega", "Latn", "short"),
    }
    fresh = Organisation.objects.prefetch_related("names", "identifiers", "codes").get()
    assert facts_of_organisation(fresh) == facts
    assert deeds() == [("directory.organisation.registered", made.reference)]


def test_an_organisation_without_a_name_is_refused() -> None:
    side = make.side()

    with pytest.raises(NameMissingError):
        organisations.register_organisation(
            make.manager(side), OrganisationFacts(name=make.text(""), owner=side.pk)
        )

    assert deeds() == []


def test_a_code_that_no_list_has_is_refused() -> None:
    side = make.side()
    facts = OrganisationFacts(
        name=make.text("Vega"), codes=frozenset({("ford", "99.9")}), owner=side.pk
    )

    with pytest.raises(CodeUnknownError) as refusal:
        organisations.register_organisation(make.manager(side), facts)

    assert str(refusal.value) == (
        "“99.9” is not in the code list “field of research (OECD FORD)”."
    )


def test_another_sides_staff_registers_nothing_for_this_side() -> None:
    facts = OrganisationFacts(name=make.text("Vega"), owner=make.side().pk)

    with pytest.raises(NotAllowedError):
        organisations.register_organisation(make.manager(make.side()), facts)


@pytest.mark.parametrize(("rows", "most"), [(2, 16), (200, 24)])
def test_registering_many_costs_queries_by_the_batch_and_not_by_the_row(
    rows: int, most: int
) -> None:
    side = make.side()
    entries = [OrganisationFacts(name=make.text(f"Works {n}"), owner=side.pk) for n in range(rows)]

    with CaptureQueriesContext(connection) as queries:
        organisations.register_organisations(make.manager(side), entries)

    assert len(queries) <= most
    assert Organisation.objects.count() == rows


def test_changing_nothing_leaves_no_trace() -> None:
    side = make.side()
    made = make.organisation(owner=side)

    fresh = Organisation.objects.get()
    changed = organisations.change_organisation(
        make.manager(side), made, facts_of_organisation(fresh)
    )

    assert (changed, deeds()) == ((), [])


def test_a_change_renames_and_is_found_under_the_new_name() -> None:
    side = make.side()
    made = make.organisation("Vega", owner=side)
    facts = replace(facts_of_organisation(made), name=make.text("Altair"), country="AM")

    changed = organisations.change_organisation(make.manager(side), made, facts)

    made.refresh_from_db()
    assert changed == ("name", "country")
    assert [name.text for name in made.names.all()] == ["Altair"]
    assert (made.sort_name, made.country) == ("altair", "AM")
    assert deeds() == [("directory.organisation.changed", made.reference)]


def test_a_company_changes_its_own_contacts_but_not_its_name() -> None:
    made = make.organisation("Vega", owner=make.side())
    acting = make.spokesperson(made)
    facts = facts_of_organisation(made)

    organisations.change_organisation(acting, made, replace(facts, phone="+98 21 1"))
    with pytest.raises(OnlyStaffError) as refusal:
        organisations.change_organisation(
            acting, made, replace(facts, phone="+98 21 1", name=make.text("Altair"))
        )

    made.refresh_from_db()
    assert (made.phone, made.name.texts) == ("+98 21 1", {"en": "Vega"})
    assert str(refusal.value).endswith("Please ask the programme's staff to change: name.")


def test_a_withdrawn_organisation_stays_and_is_not_changed() -> None:
    side = make.side()
    made = make.organisation(owner=side)
    acting = make.manager(side)

    with pytest.raises(ReasonMissingError):
        organisations.withdraw_organisation(acting, made, reason=" ")
    organisations.withdraw_organisation(acting, made, reason="It closed.")

    facts = replace(facts_of_organisation(made), phone="1")
    with pytest.raises(WithdrawnError):
        organisations.change_organisation(acting, made, facts)
    assert ("directory.organisation.withdrawn", made.reference) in deeds()


def test_a_person_changes_their_own_telephone() -> None:
    person = make.person(owner=make.side())
    acting = replace(make.acting(), person=person.pk)
    facts = facts_of_person(person)

    people.change_person(
        acting, person, replace(facts, phone="+7 1", spoken=frozenset({("ru", "native")}))
    )
    with pytest.raises(NotAllowedError):
        people.change_person(acting, person, replace(facts, phone="+7 1", name=make.text("Other")))

    person.refresh_from_db()
    assert (person.phone, [row.language for row in person.spoken.all()]) == ("+7 1", ["ru"])
    assert deeds() == [("directory.person.changed", person.reference)]


def test_a_person_is_registered_and_withdrawn() -> None:
    side = make.side()
    acting = make.coordinator(side)

    person = people.register_person(acting, PersonFacts(name=make.text("Sara"), owner=side.pk))
    people.withdraw_person(acting, person, reason="Asked us to.")

    assert [deed for deed, _subject in deeds()] == [
        "directory.person.registered",
        "core.record.withdrawn",
        "directory.person.withdrawn",
    ]


def test_a_membership_runs_once_and_ends_once() -> None:
    side = make.side()
    acting = make.manager(side)
    facts = MembershipFacts(make.person(owner=side), make.organisation(owner=side))

    membership = memberships.begin_membership(acting, facts)
    again = memberships.begin_membership(acting, facts)
    memberships.end_membership(acting, membership, on=make.TODAY)

    assert again == membership
    with pytest.raises(MembershipOverError):
        memberships.end_membership(acting, membership, on=make.TODAY)
    assert [deed for deed, _subject in deeds()] == [
        "directory.membership.begun",
        "directory.membership.ended",
    ]


def test_a_running_membership_recorded_again_is_brought_up_to_date() -> None:
    side = make.side()
    acting = make.manager(side)
    first = MembershipFacts(
        make.person(owner=side), make.organisation(owner=side), position=make.text("Engineer")
    )
    memberships.begin_membership(acting, first)

    said = replace(first, position=make.text("Director"), starts_on=dt.date(2025, 11, 1))
    membership = memberships.begin_membership(acting, said)
    memberships.begin_membership(acting, replace(first, position=LocalizedText()))

    membership.refresh_from_db()
    assert str(membership.position) == "Director"
    assert membership.starts_on == dt.date(2025, 11, 1)
    assert AuditEntry.objects.get(deed="directory.membership.changed").facts == {
        "person": first.person.reference,
        "fields": "position, starts_on",
    }
    with pytest.raises(PeriodError):
        memberships.begin_membership(acting, replace(said, ends_on=dt.date(2025, 10, 1)))


def test_a_period_ends_after_it_begins() -> None:
    side = make.side()
    organisation = make.organisation(owner=side)
    facts = StatusFacts(StatusKind.RESIDENT, starts_on=make.DAY, ends_on=make.DAY)

    with pytest.raises(PeriodError):
        memberships.claim_status(make.manager(side), organisation, facts)


def test_a_status_is_claimed_and_taken_back_once() -> None:
    side = make.side()
    acting = make.manager(side)
    facts = StatusFacts(StatusKind.RESIDENT, starts_on=make.DAY, ends_on=dt.date(2028, 1, 1))

    claim = memberships.claim_status(acting, make.organisation(owner=side), facts)
    memberships.withdraw_status(acting, claim, reason="Left the park.")

    with pytest.raises(WithdrawnError):
        memberships.withdraw_status(acting, claim, reason="Again.")
    assert [deed for deed, _subject in deeds()] == [
        "directory.status.claimed",
        "directory.status.withdrawn",
    ]


def test_the_code_lists_are_loaded_once_and_stay() -> None:
    acting = make.administrator()

    first, second = (code_lists.load_code_lists(acting) for _ in range(2))

    assert (first, second) == (157, 0)
    nano = Code.objects.get(scheme="ford", code="2.10")
    assert nano.label.texts == {
        "en": "Nanotechnology",
        "fa": "فناوری نانو",
        "ru": "Нанотехнологии",
    }
    assert [deed for deed, _subject in deeds()] == ["directory.code-lists.loaded"]
