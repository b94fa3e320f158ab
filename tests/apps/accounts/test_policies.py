"""Who may do what with accounts, written out."""

from collections.abc import Callable

import pytest

from accord.apps.accounts import actions, policies
from accord.apps.accounts.models import User
from accord.apps.core.acting import Acting
from accord.apps.core.verdicts import Verdict
from tests import make
from tests.apps.accounts import people

pytestmark = pytest.mark.django_db

Who = Callable[[User], Acting]
WHO: dict[str, Who] = {
    "visitor": lambda _them: make.visitor(),
    "somebody": lambda _them: make.acting(),
    "analyst": lambda _them: make.analyst(make.party()),
    "coordinator": lambda _them: make.coordinator(make.party()),
    "manager": lambda _them: make.manager(make.party()),
    "administrator": lambda _them: make.administrator(),
    "themselves": people.acting_as,
}
ADMINISTRATOR = {"administrator"}
NOBODY: set[str] = set()


def open_user() -> User:
    return people.user()


def invited_user() -> User:
    return people.invited()[0]


def closed_user() -> User:
    them = people.user()
    actions.close_user(make.administrator(), them)
    return them


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(
    ("policy", "state", "allowed"),
    [
        (lambda acting, _them: policies.may_see_users(acting), open_user, ADMINISTRATOR),
        (
            lambda acting, _them: policies.may_invite(acting),
            open_user,
            {"manager", "administrator"},
        ),
        (policies.may_renew_invitation, open_user, NOBODY),
        (policies.may_renew_invitation, invited_user, {"manager", "administrator"}),
        (policies.may_renew_invitation, closed_user, NOBODY),
        (policies.may_withdraw_invitation, open_user, NOBODY),
        (policies.may_withdraw_invitation, invited_user, ADMINISTRATOR),
        (policies.may_close, open_user, ADMINISTRATOR),
        (policies.may_close, invited_user, ADMINISTRATOR),
        (policies.may_close, closed_user, NOBODY),
        (policies.may_open, open_user, NOBODY),
        (policies.may_open, invited_user, NOBODY),
        (policies.may_open, closed_user, ADMINISTRATOR),
        (lambda acting, _them: policies.may_remove_factor(acting), open_user, ADMINISTRATOR),
        (policies.may_keep, open_user, {"themselves"}),
        (policies.may_make_token, open_user, {"themselves"}),
    ],
)
def test_every_role_and_every_state(
    policy: Callable[[Acting, User], Verdict],
    state: Callable[[], User],
    allowed: set[str],
    who: str,
) -> None:
    them = state()

    verdict = policy(WHO[who](them), them)

    assert bool(verdict) == (who in allowed)
    assert (verdict.reason == "") == (who in allowed)
