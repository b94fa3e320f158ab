"""What workers do for partnering."""

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from accord.apps.accounts.models import User
from accord.apps.core.acting import the_system
from accord.apps.directory.events import OrganisationsMerged, PeopleMerged
from accord.apps.partnering.actions import matching, merging
from accord.apps.partnering.adapters import letters
from accord.apps.partnering.events import (
    InterestMoved,
    ProfileMoved,
    ProfileWritten,
    SuggestionsJudged,
)
from accord.apps.partnering.models import Profile
from accord.apps.partnering.queries import interests
from accord.apps.partnering.queries import profiles as queries


def tell_of_profile(moved: ProfileMoved) -> None:
    """Write to those who must act: reviewers, or the profile's own people."""
    profile = queries.profile_to_tell_of(moved.profile)
    sentence = letters.ABOUT_PROFILES.get(moved.step)
    if profile is None or sentence is None:
        return
    path = reverse("partnering:profile", args=[profile.reference])
    to_whom = _reviewers if moved.step == "submit" else _writers
    people = to_whom(profile, moved.at)
    letters.write_to(people, sentence, reference=profile.reference, path=path)


def tell_of_interest(moved: InterestMoved) -> None:
    """Write to the side that acts next; to both once either may act. Never to who did it."""
    interest = interests.interest_to_tell_of(moved.interest)
    sentence = letters.ABOUT_INTEREST.get(moved.step)
    if interest is None or sentence is None:
        return
    day, people = moved.at.date(), list[User]()
    if moved.step not in {"accept", "exchange"}:
        people += _writers(interest.profile, moved.at)
    if moved.step != "send":
        people += _people_of(interest.organisation_id, interest.owner_id, on=day)
    path = reverse("partnering:interest", args=[interest.reference])
    others = {user.pk: user for user in people if str(user.pk) != moved.who}
    letters.write_to(others.values(), sentence, reference=interest.reference, path=path)


def match_written(written: ProfileWritten) -> None:
    """Renew the suggestions of a profile that was begun or changed."""
    matching.match_profile(UUID(written.profile), written.at)


def match_judged(judged: SuggestionsJudged) -> None:
    """Renew the suggestions of which somebody said that one does not suit."""
    matching.match_list(UUID(judged.profile), judged.at)


def match_moved(moved: ProfileMoved) -> None:
    """Renew the suggestions of a profile that others read from now on."""
    if moved.step == "publish":
        matching.match_profile(UUID(moved.profile), moved.at)


def follow_organisations(merged: OrganisationsMerged) -> None:
    """Lead profiles to the organisation that was kept."""
    merging.follow_merged_organisations(
        the_system(merged.at), kept=UUID(merged.kept), absorbed=UUID(merged.absorbed)
    )


def follow_people(merged: PeopleMerged) -> None:
    """Lead profiles to the person that was kept."""
    merging.follow_merged_people(
        the_system(merged.at), kept=UUID(merged.kept), absorbed=UUID(merged.absorbed)
    )


def _reviewers(profile: Profile, at: datetime) -> list[User]:
    """Return the staff of its side, less those who wrote it."""
    staff = queries.staff_of(profile.owner_id, on=at.date())
    return [user for user in staff if str(user.pk) not in profile.authors]


def _writers(profile: Profile, at: datetime) -> list[User]:
    """Return who speaks for its organisation; its side's staff where nobody has an account."""
    return _people_of(profile.organisation_id, profile.owner_id, on=at.date())


def _people_of(organisation: UUID, side: UUID | None, *, on: date) -> list[User]:
    return queries.speakers_of(organisation, on=on) or queries.staff_of(side, on=on)
