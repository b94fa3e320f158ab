"""What can be done to a profile: written, reviewed by other eyes, published, extended, expired."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Door
from accord.apps.core.errors import DomainError, ReasonMissingError, WithdrawnError
from accord.apps.core.models import AuditEntry
from accord.apps.directory.enums import CodeScheme
from accord.apps.partnering.actions import life, merging
from accord.apps.partnering.actions import profiles as actions
from accord.apps.partnering.enums import ProfileKind, ProfileState
from accord.apps.partnering.errors import (
    ExtendedAlreadyError,
    FourEyesError,
    NotInThisStateError,
    NotItsContactError,
    NotReadyError,
    RefusedTextError,
    TitleMissingError,
    TooLongTextError,
    TooManyError,
    UnknownChoiceError,
)
from accord.apps.partnering.models import Profile
from tests import make
from tests.apps.partnering import profiles
from tests.apps.partnering.profiles import Sides, profile

pytestmark = pytest.mark.django_db

OFFER = ProfileKind.TECHNOLOGY_OFFER


def writer(sides: Sides) -> Acting:
    return replace(make.spokesperson(sides.vega), who="writer")


def reviewer(sides: Sides, who: str = "reviewer") -> Acting:
    return replace(make.coordinator(sides.north_side), who=who)


def in_days(acting: Acting, days: int) -> Acting:
    return replace(acting, at=acting.at + dt.timedelta(days=days))


def deeds(of: Profile) -> list[str]:
    rows = AuditEntry.objects.filter(subject=of.reference).order_by("pk")
    return list(rows.values_list("deed", flat=True))


def published(sides: Sides) -> Profile:
    """Return a profile that went the whole way."""
    begun = actions.begin_profile(writer(sides), OFFER, profiles.facts(), organisation=sides.vega)
    life.submit_profile(writer(sides), begun)
    life.publish_profile(reviewer(sides), begun)
    begun.refresh_from_db()
    return begun


def test_a_profile_goes_from_the_draft_to_the_public() -> None:
    made = published(Sides())

    assert made.reference == "TO-2025-0001"
    assert (made.state, made.expires_on) == (ProfileState.PUBLISHED, dt.date(2026, 12, 1))
    assert deeds(made) == [
        "partnering.profile.begun",
        "partnering.profile.submitted",
        "partnering.profile.published",
    ]


def test_each_kind_counts_its_own_references() -> None:
    sides = Sides()
    references = [
        actions.begin_profile(
            writer(sides), kind, profiles.facts(), organisation=sides.vega
        ).reference
        for kind in [*ProfileKind, OFFER]
    ]

    assert references == [
        "TO-2025-0001", "TR-2025-0001", "BO-2025-0001", "BR-2025-0001", "RDR-2025-0001",
        "TO-2025-0002",
    ]  # fmt: skip


def test_what_a_kind_has_no_place_for_is_not_kept() -> None:
    sides = Sides()
    said = profiles.facts(call_name=make.text("Call 7"))

    request = actions.begin_profile(
        writer(sides), ProfileKind.TECHNOLOGY_REQUEST, said, organisation=sides.vega
    )

    assert (str(request.call_name), request.stage, request.trl) == ("", "", None)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": make.text("")}, TitleMissingError),
        ({"title": make.text("x" * 257)}, TooLongTextError),
        ({"partnerships": ("licence", "supply", "venture", "research")}, TooManyError),
        ({"technologies": ("1.1", "1.2", "1.3", "1.4", "1.5", "1.6")}, TooManyError),
        ({"technologies": ("99.9",)}, UnknownChoiceError),
        ({"stage": "perfect"}, UnknownChoiceError),
    ],
)
def test_what_cannot_stand_is_refused(changes: dict[str, Any], refusal: type[DomainError]) -> None:
    sides = Sides()
    with pytest.raises(refusal):
        actions.begin_profile(
            writer(sides), OFFER, profiles.facts(**changes), organisation=sides.vega
        )

    assert list(Profile.objects.all()) == []


def test_the_contact_belongs_to_the_organisation() -> None:
    sides = Sides()
    stranger = make.person(of=sides.mira)
    with pytest.raises(NotItsContactError):
        actions.begin_profile(
            writer(sides), OFFER, profiles.facts(contact=stranger.pk), organisation=sides.vega
        )


def test_a_change_says_what_changed_and_the_same_again_changes_nothing() -> None:
    sides = Sides()
    made = actions.begin_profile(writer(sides), OFFER, profiles.facts(), organisation=sides.vega)
    profiles.code("28.1", CodeScheme.ACTIVITY)
    said = profiles.facts(trl=8, markets=("28.1",))

    first = actions.change_profile(writer(sides), made, said)
    second = actions.change_profile(writer(sides), made, said)

    assert (first, second) == (("trl", "markets"), ())
    assert deeds(made) == ["partnering.profile.begun", "partnering.profile.changed"]


def test_only_a_draft_is_changed() -> None:
    sides = Sides()
    with pytest.raises(NotInThisStateError):
        actions.change_profile(writer(sides), published(sides), profiles.facts(trl=8))


def test_an_unfinished_profile_does_not_go_to_review() -> None:
    sides = Sides()
    said = profiles.facts(stage="", partnerships=())
    made = actions.begin_profile(writer(sides), OFFER, said, organisation=sides.vega)

    with pytest.raises(NotReadyError) as refused:
        life.submit_profile(writer(sides), made)

    assert str(refused.value) == (
        "Please put this right before the review: "
        "Stage of development: A profile of this kind says it. Please add it. "
        "Kinds of partnership: A profile of this kind says it. Please add it."
    )


def test_weapons_do_not_go_to_review() -> None:
    sides = Sides()
    said = profiles.facts(partner_role=make.text("Puts it into weapons for infantry."))
    made = actions.begin_profile(writer(sides), OFFER, said, organisation=sides.vega)

    with pytest.raises(RefusedTextError, match="weapons"):
        life.submit_profile(writer(sides), made)


def test_who_wrote_or_sent_it_does_not_publish_it() -> None:
    sides = Sides()
    wrote, sent, changed = (reviewer(sides, who) for who in ("wrote", "sent", "changed"))
    made = actions.begin_profile(wrote, OFFER, profiles.facts(), organisation=sides.vega)
    actions.change_profile(changed, made, profiles.facts(trl=8))
    life.submit_profile(sent, made)

    for acting in (wrote, changed, sent):
        with pytest.raises(FourEyesError):
            life.publish_profile(acting, made)
        with pytest.raises(FourEyesError):
            life.return_profile(acting, made, remarks="Why?")
    life.publish_profile(reviewer(sides), made)


def test_an_administrator_needs_other_eyes_too() -> None:
    sides = Sides()
    made = actions.begin_profile(
        make.administrator(), OFFER, profiles.facts(), organisation=sides.vega
    )
    life.submit_profile(make.administrator(), made)

    with pytest.raises(FourEyesError):
        life.publish_profile(make.administrator(), made)


def test_a_reviewer_sends_back_with_remarks_and_not_without() -> None:
    sides = Sides()
    made = profile(sides.vega, ProfileState.REVIEW)

    with pytest.raises(ReasonMissingError):
        life.return_profile(reviewer(sides), made, remarks="  ")
    life.return_profile(reviewer(sides), made, remarks="Say how much.")

    made.refresh_from_db()
    assert made.state == ProfileState.DRAFT
    assert [(one.text, one.by) for one in made.remarks.all()] == [("Say how much.", "Sara")]


def test_a_writer_takes_it_back_from_review() -> None:
    sides = Sides()
    made = profile(sides.vega, ProfileState.REVIEW)

    life.recall_profile(writer(sides), made)

    made.refresh_from_db()
    assert made.state == ProfileState.DRAFT


def test_the_validity_is_extended_once() -> None:
    sides = Sides()
    made = published(sides)

    life.extend_profile(writer(sides), made)
    made.refresh_from_db()

    assert made.expires_on == dt.date(2027, 12, 1)
    with pytest.raises(ExtendedAlreadyError):
        life.extend_profile(writer(sides), made)


def test_a_reopened_profile_needs_a_new_review_and_gets_a_new_year() -> None:
    sides = Sides()
    made = published(sides)
    life.extend_profile(writer(sides), made)
    later = in_days(writer(sides), 100)

    life.reopen_profile(later, made)
    life.submit_profile(later, made)
    life.publish_profile(in_days(reviewer(sides), 100), made)

    made.refresh_from_db()
    assert (made.expires_on, made.is_extended) == (dt.date(2027, 3, 11), False)


def test_interest_is_opened_and_closed_apart_from_the_state() -> None:
    sides = Sides()
    made = published(sides)
    day = make.TODAY

    life.open_for_interest(writer(sides), made, is_open=False)
    life.open_for_interest(writer(sides), made, is_open=False)
    made.refresh_from_db()

    assert (made.is_open, made.is_valid_on(day), made.takes_interest_on(day)) == (
        False,
        True,
        False,
    )
    assert deeds(made)[3:] == ["partnering.profile.closed"]


def test_time_warns_once_and_then_lets_expire() -> None:
    sides = Sides()
    made = published(sides)
    clock = Acting(who="system", at=make.NOON, door=Door.TASK)
    counts = {day: life.keep_time(in_days(clock, day)) for day in (350, 351, 352, 364, 365, 366)}

    made.refresh_from_db()
    assert counts == {
        350: (0, 0), 351: (0, 1), 352: (0, 0), 364: (0, 0), 365: (1, 0), 366: (0, 0),
    }  # fmt: skip
    assert made.state == ProfileState.EXPIRED
    assert deeds(made)[3:] == ["partnering.profile.warned", "partnering.profile.expired"]


def test_only_the_worker_and_administrators_keep_the_time() -> None:
    with pytest.raises(DomainError):
        life.keep_time(reviewer(Sides()))


def test_a_withdrawn_profile_stays_withdrawn() -> None:
    sides = Sides()
    made = published(sides)

    actions.withdraw_profile(writer(sides), made, reason="Sold.")

    made.refresh_from_db()
    assert (made.is_withdrawn, made.withdrawn_reason) == (True, "Sold.")
    for act in (life.reopen_profile, life.extend_profile, life.submit_profile):
        with pytest.raises(WithdrawnError):
            act(writer(sides), made)


def test_profiles_follow_merged_records() -> None:
    sides = Sides()
    contact, other = make.person(of=sides.vega), make.person(of=sides.vega)
    made = profile(sides.vega, contact=contact.pk)
    kept = make.organisation(owner=sides.north_side)
    clock = Acting(who="system", at=make.NOON, door=Door.TASK)

    counts = [
        merging.follow_merged_organisations(clock, kept=kept.pk, absorbed=sides.vega.pk),
        merging.follow_merged_people(clock, kept=other.pk, absorbed=contact.pk),
        merging.follow_merged_people(clock, kept=other.pk, absorbed=contact.pk),
    ]

    made.refresh_from_db()
    assert counts == [1, 1, 0]
    assert (made.organisation, made.contact) == (kept, other)
