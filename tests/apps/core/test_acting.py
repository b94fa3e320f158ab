"""Who acts, with which roles."""

from uuid import uuid4

import pytest

from accord.apps.core.acting import Acting, Grant
from accord.apps.core.enums import Door, Role
from accord.apps.core.errors import NotAllowedError, NotSignedInError
from accord.apps.core.verdicts import YES, Verdict, no_one_but
from tests import make

NORTH, SOUTH, ONE, OTHER = uuid4(), uuid4(), uuid4(), uuid4()


def acting(*grants: Grant) -> Acting:
    return Acting(who="sara", at=make.NOON, door=Door.WEB, grants=frozenset(grants))


@pytest.mark.parametrize(
    ("grant", "asked", "answer"),
    [
        (Grant(Role.MANAGER, NORTH), {"side": NORTH}, True),
        (Grant(Role.MANAGER, NORTH), {"side": SOUTH}, False),
        (Grant(Role.MANAGER, NORTH), {"side": NORTH, "programme": ONE}, True),
        (Grant(Role.MANAGER, NORTH, ONE), {"side": NORTH, "programme": ONE}, True),
        (Grant(Role.MANAGER, NORTH, ONE), {"side": NORTH, "programme": OTHER}, False),
        (Grant(Role.COORDINATOR, NORTH), {"side": NORTH}, False),
        (Grant(Role.ADMINISTRATOR), {"side": NORTH}, False),
    ],
)
def test_a_role_holds_for_its_side_and_its_programme(
    grant: Grant, asked: dict[str, object], *, answer: bool
) -> None:
    assert acting(grant).has(Role.MANAGER, **asked) is answer  # type: ignore[arg-type]  # -- sides and programmes of the table


def test_an_administrator_holds_no_side() -> None:
    administrator = acting(Grant(Role.ADMINISTRATOR))

    assert administrator.is_administrator
    assert administrator.sides == frozenset()


def test_a_visitor_is_asked_to_sign_in_before_anything_else() -> None:
    verdict = no_one_but(make.visitor(), Role.MANAGER)

    assert not verdict
    assert verdict.reason == "Please sign in first."
    with pytest.raises(NotSignedInError):
        verdict.require()


def test_a_refusal_names_the_roles_that_may() -> None:
    verdict = no_one_but(acting(), Role.MANAGER, Role.COORDINATOR)

    assert verdict.reason == (
        "Your role does not allow this. It is allowed to: programme manager, coordinator."
    )
    with pytest.raises(NotAllowedError):
        verdict.require()


def test_a_yes_gives_no_reason() -> None:
    assert YES.require() == Verdict()
    assert YES.reason == ""
