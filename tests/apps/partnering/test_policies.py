"""Who may do what to profiles: every role, every state, the other side's too."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Visibility
from accord.apps.core.verdicts import Verdict
from accord.apps.partnering import policies
from accord.apps.partnering.enums import ProfileState
from accord.apps.partnering.models import Profile
from accord.apps.partnering.queries import profiles as queries
from tests import make
from tests.apps.partnering.profiles import Sides, profile

pytestmark = pytest.mark.django_db

WRITERS = {"speaker", "coordinator", "manager", "administrator"}
REVIEWERS = {"coordinator", "manager", "administrator"}
DRAFT, REVIEW, PUBLISHED, EXPIRED = ProfileState
Question = Callable[[Acting, Profile], Verdict]


def everybody(sides: Sides) -> dict[str, Acting]:
    north, south = sides.north_side, sides.south_side
    return {
        "visitor": make.visitor(),
        "user": make.acting(),
        "speaker": make.spokesperson(sides.vega),
        "partner's speaker": make.spokesperson(sides.mira),
        "analyst": make.analyst(north),
        "coordinator": make.coordinator(north),
        "manager": make.manager(north),
        "partner's manager": make.manager(south, partners=[north]),
        "stranger's manager": make.manager(make.side()),
        "administrator": make.administrator(),
    }


@pytest.mark.parametrize(
    ("question", "who", "states"),
    [
        (policies.may_change, WRITERS, {DRAFT}),
        (policies.may_submit, WRITERS, {DRAFT}),
        (policies.may_recall, WRITERS, {REVIEW}),
        (policies.may_review, REVIEWERS, {REVIEW}),
        (policies.may_reopen, WRITERS, {PUBLISHED, EXPIRED}),
        (policies.may_extend, WRITERS, {PUBLISHED}),
        (policies.may_open, WRITERS, {PUBLISHED}),
        (policies.may_withdraw, WRITERS, set(ProfileState)),
    ],
)
@pytest.mark.parametrize("state", ProfileState)
@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_who_may_do_what_in_which_state(
    question: Question,
    who: set[str],
    states: set[ProfileState],
    state: ProfileState,
    *,
    is_withdrawn: bool,
) -> None:
    sides = Sides()
    one = profile(sides.vega, state)
    one.withdrawn_at = make.NOON if is_withdrawn else None

    allowed = {name for name, acting in everybody(sides).items() if question(acting, one)}

    assert allowed == (who if state in states and not is_withdrawn else set())


def test_who_may_write_for_an_organisation() -> None:
    sides = Sides()
    people = everybody(sides)

    allowed = {name for name, one in people.items() if policies.may_write_for(one, sides.vega)}
    sides.vega.withdrawn_at = make.NOON
    later = {name for name, one in people.items() if policies.may_write_for(one, sides.vega)}

    assert (allowed, later) == (WRITERS, set())


def test_a_coordinator_who_speaks_for_the_organisation_does_not_review_it() -> None:
    sides = Sides()
    both = replace(make.coordinator(sides.north_side), organisations=frozenset({sides.vega.pk}))

    verdict = policies.may_review(both, profile(sides.vega, REVIEW))

    assert not verdict
    assert verdict.reason.startswith("You wrote or sent this profile yourself.")


READERS = {"speaker", "analyst", "coordinator", "manager", "administrator"}
PARTNERS = {"partner's speaker", "partner's manager"}


@pytest.mark.parametrize(
    ("state", "visibility", "who"),
    [
        (DRAFT, Visibility.PUBLIC, READERS),
        (REVIEW, Visibility.PUBLIC, READERS),
        (EXPIRED, Visibility.PUBLIC, READERS),
        (PUBLISHED, Visibility.PRIVATE, READERS),
        (PUBLISHED, Visibility.SHARED, READERS | PARTNERS),
        (
            PUBLISHED,
            Visibility.PUBLIC,
            READERS | PARTNERS | {"visitor", "user", "stranger's manager"},
        ),
    ],
)
def test_who_reads_a_profile(state: ProfileState, visibility: Visibility, who: set[str]) -> None:
    sides = Sides()
    one = profile(sides.vega, state, visibility=visibility)

    seen = {
        name
        for name, acting in everybody(sides).items()
        if queries.profile_in_full(acting, one.reference).exists()
    }

    assert seen == who


def test_nobody_else_reads_what_is_over_even_before_the_worker_noticed() -> None:
    sides = Sides()
    one = profile(sides.vega, PUBLISHED, expires_on=make.TODAY, visibility=Visibility.PUBLIC)

    seen = {
        name
        for name, acting in everybody(sides).items()
        if queries.profile_in_full(acting, one.reference).exists()
    }

    assert seen == READERS


def test_whoever_is_not_named_is_named_to_their_own_alone() -> None:
    sides = Sides()
    one = profile(sides.vega, PUBLISHED, is_anonymous=True)

    named = {
        name: seen.is_named  # type: ignore[attr-defined]  # -- annotated by the query
        for name, acting in everybody(sides).items()
        if (seen := queries.profile_in_full(acting, one.reference).first()) is not None
    }

    assert named == dict.fromkeys(READERS, True) | dict.fromkeys(PARTNERS, False)


@pytest.mark.parametrize(("is_anonymous", "found"), [(False, 1), (True, 0)])
def test_nobody_is_found_by_a_name_that_is_not_shown(*, is_anonymous: bool, found: int) -> None:
    sides = Sides()
    profile(sides.vega, PUBLISHED, is_anonymous=is_anonymous)
    rows = queries.published_profiles(make.manager(sides.south_side, partners=[sides.north_side]))

    assert queries.found(rows, "vega").count() == found
    assert queries.found(rows, "membrane water").count() == 1
