"""Questions about shortlists; nobody but the request's own people ever reads one."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from accord.apps.core.acting import Acting
from accord.apps.core.queries import running_on
from accord.apps.directory.models import StatusClaim
from accord.apps.directory.queries import records as directory
from accord.apps.partnering.models import Interest, Profile, Shortlisted
from accord.apps.partnering.queries.interests import interests_visible_to
from accord.apps.partnering.queries.suggestions import own_through


def shortlist_visible_to(acting: Acting, profile: Profile) -> QuerySet[Shortlisted]:
    """Return what stands on the shortlist of one's own request, in its order."""
    rows = Shortlisted.objects.filter(own_through(acting), profile=profile)
    return rows.select_related("other").order_by("place", "at", "pk")


def shortlist_to_change(profile: Profile) -> list[Shortlisted]:
    """Return the whole shortlist in its order, the request locked until it is changed."""
    Profile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
    rows = Shortlisted.objects.filter(profile=profile).select_related("other")
    return list(rows.order_by("place", "at", "pk"))


def keys_shortlisted(acting: Acting, profile: Profile) -> set[UUID]:
    """Return which profiles stand on the shortlist."""
    return set(shortlist_visible_to(acting, profile).values_list("other", flat=True))


def statuses_of(acting: Acting, organisations: Iterable[UUID]) -> list[StatusClaim]:
    """Return the statuses that these organisations have on this day, the newest first."""
    rows = directory.statuses_visible_to(acting).filter(
        running_on(acting.at.date()),
        organisation__in=list(organisations),
        withdrawn_at__isnull=True,
    )
    return list(rows.order_by("-starts_on", "kind", "pk"))


def interests_from(
    acting: Acting, profile: Profile, others: Iterable[UUID]
) -> dict[UUID, Interest]:
    """Return what the organisation of a profile has expressed in each of the others, the last."""
    rows = interests_visible_to(acting).filter(
        organisation=profile.organisation_id, profile__in=list(others)
    )
    return {row.profile_id: row for row in rows.order_by("moved_at", "pk")}
