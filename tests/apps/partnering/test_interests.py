"""Expressions of interest: sent, accepted, contacts opened; seen by the two sides alone."""

from dataclasses import replace

import pytest

from accord.apps.core.acting import Acting
from accord.apps.core.errors import NotAllowedError, NotSignedInError, ReasonMissingError
from accord.apps.core.models import AuditEntry
from accord.apps.partnering import policies
from accord.apps.partnering.actions import interests as actions
from accord.apps.partnering.actions import merging
from accord.apps.partnering.enums import ClosingReason, InterestState, ProfileState
from accord.apps.partnering.errors import (
    InterestedAlreadyError,
    InterestNotInThisStateError,
    MessageMissingError,
    NoInterestTakenError,
    NotItsContactError,
    NotYourStepError,
    OwnProfileError,
    TooLongTextError,
)
from accord.apps.partnering.models import Interest
from accord.apps.partnering.queries import interests as queries
from accord.apps.partnering.queries import profiles as profile_queries
from accord.apps.partnering.workflow import INTEREST
from tests import make
from tests.apps.partnering.interests import Pair
from tests.apps.partnering.profiles import interest

pytestmark = pytest.mark.django_db

SENT, ACCEPTED, EXCHANGED, NEGOTIATING, AGREED, CLOSED = InterestState


def test_the_whole_way_to_an_agreement() -> None:
    pair = Pair()
    sent = pair.express()

    for acting, step in (
        (pair.asked, "accept"),
        (pair.asked, "exchange"),
        (pair.asking, "negotiate"),
        (pair.asking, "agree"),
    ):
        actions.move_interest(acting, sent, step)

    sent.refresh_from_db()
    rows = AuditEntry.objects.filter(subject=sent.reference).order_by("pk")
    assert (sent.reference, sent.state, sent.owner) == ("EI-2025-0001", AGREED, pair.south_side)
    assert [deed.rsplit(".", 1)[1] for deed in rows.values_list("deed", flat=True)] == [
        "sent", "accepted", "exchanged", "negotiating", "agreed",
    ]  # fmt: skip


def test_an_adviser_expresses_interest_for_a_company_of_their_side() -> None:
    pair = Pair()

    assert pair.express(make.coordinator(pair.south_side)).organisation == pair.mira


def test_nobody_expresses_interest_for_somebody_else() -> None:
    pair = Pair()
    for acting in (make.acting(), make.visitor(), make.administrator(), pair.asked):
        with pytest.raises((NotAllowedError, NotSignedInError)):
            pair.express(acting)

    assert list(Interest.objects.all()) == []


def test_an_organisation_does_not_answer_itself() -> None:
    pair = Pair()
    with pytest.raises(OwnProfileError):
        pair.express(pair.asked, of=pair.vega)


def test_interest_is_expressed_once_until_it_is_closed() -> None:
    pair = Pair()
    first = pair.express()
    with pytest.raises(InterestedAlreadyError):
        pair.express()

    actions.close_interest(pair.asking, first, reason=ClosingReason.EARLY)

    assert pair.express().pk != first.pk


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("is_open", False),
        ("state", ProfileState.DRAFT),
        ("expires_on", make.TODAY),
        ("withdrawn_at", make.NOON),
        ("interest_until", make.TODAY.replace(month=11, day=30)),
    ],
)
def test_a_profile_that_is_not_open_takes_no_interest(field: str, value: object) -> None:
    pair = Pair()
    setattr(pair.profile, field, value)
    pair.profile.save()

    with pytest.raises(NoInterestTakenError):
        pair.express()


def test_a_letter_says_something_and_not_too_much() -> None:
    pair = Pair()
    for message, refusal in (("  ", MessageMissingError), ("x" * 2001, TooLongTextError)):
        with pytest.raises(refusal):
            actions.express_interest(
                pair.asking, pair.profile, organisation=pair.mira, message=message
            )


def test_the_contact_is_one_s_own() -> None:
    pair = Pair()
    with pytest.raises(NotItsContactError):
        actions.express_interest(
            pair.asking,
            pair.profile,
            organisation=pair.mira,
            message="We build pumps.",
            contact=make.person(of=pair.vega).pk,
        )


@pytest.mark.parametrize("state", InterestState)
def test_each_step_starts_where_it_may_and_by_whom_it_may(state: InterestState) -> None:
    pair = Pair()
    one = interest(pair.mira, pair.profile, state)
    people = {
        "asked": pair.asked,
        "asked adviser": make.coordinator(pair.north_side),
        "asking": pair.asking,
        "asking adviser": make.manager(pair.south_side),
        "analyst": make.analyst(pair.north_side),
        "stranger": make.manager(make.side()),
        "administrator": make.administrator(),
    }
    expected = {
        "accept": ({SENT}, {"asked", "asked adviser"}),
        "exchange": ({ACCEPTED}, {"asked", "asked adviser"}),
        "negotiate": ({EXCHANGED}, set(list(people)[:4])),
        "agree": ({NEGOTIATING}, set(list(people)[:4])),
        "close": ({SENT, ACCEPTED, EXCHANGED, NEGOTIATING}, set(list(people)[:4])),
    }

    for step, (states, who) in expected.items():
        allowed = {name for name, each in people.items() if policies.may_move(each, one, step)}
        assert allowed == (who if state in states else set()), step
    assert expected.keys() == INTEREST.keys()


def test_the_one_who_asks_does_not_accept() -> None:
    pair = Pair()
    with pytest.raises(NotYourStepError):
        actions.move_interest(pair.asking, pair.express(), "accept")


def test_no_step_is_skipped_and_none_follows_the_end() -> None:
    pair = Pair()
    one = pair.express()
    with pytest.raises(InterestNotInThisStateError):
        actions.move_interest(pair.asked, one, "exchange")

    actions.close_interest(pair.asked, one, reason=ClosingReason.MARKET, note="We left it.")

    with pytest.raises(InterestNotInThisStateError):
        actions.move_interest(pair.asked, one, "accept")


def test_another_reason_is_said() -> None:
    pair = Pair()
    with pytest.raises(ReasonMissingError):
        actions.close_interest(pair.asked, pair.express(), reason=ClosingReason.OTHER, note=" ")


def test_only_the_two_sides_see_it() -> None:
    pair = Pair()
    one = pair.express()
    third = make.side()
    people = {
        "asked": pair.asked,
        "asked side": make.analyst(pair.north_side),
        "asking": pair.asking,
        "asking side": make.manager(pair.south_side),
        "third": make.manager(third, partners=[pair.north_side, pair.south_side]),
        "administrator": make.administrator(),
        "user": make.acting(),
        "visitor": make.visitor(),
    }

    seen = {
        name
        for name, acting in people.items()
        if queries.interest_in_full(acting, one.reference).exists()
    }

    assert seen == {"asked", "asked side", "asking", "asking side"}


def test_the_name_is_told_to_whom_it_is_accepted_and_to_nobody_else() -> None:
    pair = Pair(is_anonymous=True)
    other = make.organisation(owner=pair.south_side)
    waiting = replace(make.spokesperson(other), who="waiting")
    one = pair.express()
    pair.express(waiting, of=other)

    def named(acting: Acting) -> bool:
        rows = profile_queries.profile_in_full(acting, pair.profile.reference)
        return bool(rows.get().is_named)  # type: ignore[attr-defined]  # -- annotated by the query

    before = (named(pair.asking), named(waiting))
    actions.move_interest(pair.asked, one, "accept")

    assert (before, named(pair.asking), named(waiting)) == ((False, False), True, False)


def test_interest_follows_merged_records() -> None:
    pair = Pair()
    kept = make.organisation(owner=pair.south_side)
    one = pair.express()

    moved = merging.follow_merged_organisations(
        make.administrator(), kept=kept.pk, absorbed=pair.mira.pk
    )

    one.refresh_from_db()
    assert (moved, one.organisation) == (1, kept)


def test_who_speaks_for_nobody_is_told_why() -> None:
    pair = Pair()
    with pytest.raises(NotAllowedError):
        policies.may_express_somewhere(make.acting(), pair.profile).require()
