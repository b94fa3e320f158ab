"""Who may do what in the directory: every role, every state."""

from dataclasses import replace

import pytest

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Visibility
from accord.apps.core.models import Side
from accord.apps.directory import policies
from accord.apps.directory.models import Organisation
from accord.apps.directory.queries import records as queries
from tests import make

pytestmark = pytest.mark.django_db


def everybody(side: Side, other: Side, organisation: Organisation) -> dict[str, Acting]:
    return {
        "visitor": make.visitor(),
        "user": make.acting(),
        "spokesperson": make.spokesperson(organisation),
        "analyst": make.analyst(side),
        "coordinator": make.coordinator(side),
        "manager": make.manager(side),
        "partner's manager": make.manager(other, partners=[side]),
        "stranger's manager": make.manager(other),
        "administrator": make.administrator(),
    }


def allowed(verdicts: dict[str, bool]) -> set[str]:
    return {name for name, verdict in verdicts.items() if verdict}


@pytest.mark.parametrize(
    ("question", "who"),
    [
        (policies.may_change, {"coordinator", "manager", "administrator"}),
        (policies.may_describe, {"spokesperson", "coordinator", "manager", "administrator"}),
    ],
)
@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_who_may_change_an_organisation(
    question: object, who: set[str], *, is_withdrawn: bool
) -> None:
    side, other = make.side(), make.side()
    organisation = make.organisation(owner=side)
    organisation.withdrawn_at = make.NOON if is_withdrawn else None

    verdicts = {
        name: bool(question(acting, organisation))  # type: ignore[operator] # -- a policy
        for name, acting in everybody(side, other, organisation).items()
    }

    assert allowed(verdicts) == (set() if is_withdrawn else who)


def test_who_may_register_for_a_side() -> None:
    side, other = make.side(), make.side()
    people = everybody(side, other, make.organisation())

    for_side = {name: bool(policies.may_register(each, side.pk)) for name, each in people.items()}
    for_nobody = {name: bool(policies.may_register(each, None)) for name, each in people.items()}

    assert allowed(for_side) == {"coordinator", "manager", "administrator"}
    assert allowed(for_nobody) == {"administrator"}


def test_people_may_change_their_own_contacts() -> None:
    side = make.side()
    person = make.person(owner=side)
    own = replace(make.acting(), person=person.pk)

    assert policies.may_change_contacts(own, person)
    assert not policies.may_change(own, person)
    assert not policies.may_change_contacts(make.acting(), person)


@pytest.mark.parametrize(
    ("visibility", "who"),
    [
        (
            Visibility.PRIVATE,
            {"spokesperson", "analyst", "coordinator", "manager", "administrator"},
        ),
        (
            Visibility.SHARED,
            {
                "spokesperson",
                "analyst",
                "coordinator",
                "manager",
                "partner's manager",
                "administrator",
            },
        ),
        (
            Visibility.PUBLIC,
            {
                "visitor",
                "user",
                "spokesperson",
                "analyst",
                "coordinator",
                "manager",
                "partner's manager",
                "stranger's manager",
                "administrator",
            },
        ),
    ],
)
def test_who_sees_an_organisation(visibility: Visibility, who: set[str]) -> None:
    side, other = make.side(), make.side()
    organisation = make.organisation(owner=side, visibility=visibility)

    seen = {
        name: organisation in queries.organisations_visible_to(acting)
        for name, acting in everybody(side, other, organisation).items()
    }

    assert allowed(seen) == who
