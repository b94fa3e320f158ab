"""How organisations and people are found, and what may be the same."""

import datetime as dt

import pytest

from accord.apps.directory.models import Identifier
from accord.apps.directory.queries import likeness
from accord.apps.directory.queries import records as queries
from tests import make

pytestmark = pytest.mark.django_db


def test_a_name_in_another_script_is_proposed_with_its_reason() -> None:
    side = make.side()
    known = make.organisation(make.text("نانو پژوه", "fa"), owner=side)
    make.organisation("Altair", owner=side)

    proposals = likeness.likely_duplicates(make.manager(side), names=["Nano Pajouh"])

    assert [(each.record, each.reason) for each in proposals] == [
        (known, "the same name in another script or spelling")
    ]


def test_the_same_number_outranks_the_same_name() -> None:
    side = make.side()
    named = make.organisation("Vega Optics", owner=side)
    numbered = make.organisation("Altair", owner=side)
    Identifier.objects.create(organisation=numbered, scheme="Tax", value="103")

    proposals = likeness.likely_duplicates(
        make.manager(side), names=["vega optics"], identifiers=[("Tax", "103")]
    )

    assert [(each.record, each.reason) for each in proposals] == [
        (numbered, "the same number in a register"),
        (named, "the same name"),
    ]


def test_what_the_person_may_not_see_is_not_proposed() -> None:
    make.organisation("Vega Optics", owner=make.side())

    assert likeness.likely_duplicates(make.manager(make.side()), names=["Vega Optics"]) == []


def test_a_person_is_proposed_by_the_same_address() -> None:
    side = make.side()
    person = make.person("Sara", owner=side)
    person.email = "sara@example.org"
    person.save()

    proposals = likeness.likely_same_people(
        make.manager(side), names=["Other"], email="Sara@Example.org"
    )

    assert [(each.record, each.reason) for each in proposals] == [
        (person, "the same e-mail address")
    ]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "speaks"),
    [
        (None, None, True),
        (make.TODAY, None, True),
        (make.TODAY + dt.timedelta(days=1), None, False),
        (None, make.TODAY, False),
        (None, make.TODAY + dt.timedelta(days=1), True),
    ],
)
def test_somebody_speaks_for_an_organisation_while_the_membership_runs(
    starts_on: dt.date | None, ends_on: dt.date | None, *, speaks: bool
) -> None:
    user, organisation = make.user(), make.organisation()
    person = make.person(user=user)
    membership = make.membership(person, organisation, speaks_for=True)
    membership.starts_on, membership.ends_on = starts_on, ends_on
    membership.save()

    found = queries.spoken_for_by(user, on=make.TODAY)

    assert found == (person.pk, frozenset({organisation.pk} if speaks else set()))


def test_nobody_speaks_for_what_was_withdrawn() -> None:
    user, organisation = make.user(), make.organisation()
    person = make.person(user=user)
    make.membership(person, organisation, speaks_for=True)
    organisation.withdrawn_at = make.NOON
    organisation.save(update_fields=["withdrawn_at"])

    assert queries.spoken_for_by(user, on=make.TODAY) == (person.pk, frozenset())

    person.withdrawn_at = make.NOON
    person.save(update_fields=["withdrawn_at"])

    assert queries.spoken_for_by(user, on=make.TODAY) == (None, frozenset())
