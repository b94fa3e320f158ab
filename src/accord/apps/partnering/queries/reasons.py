"""Questions about why others set a profile aside: how many for which reason, and never who."""

from django.db.models import Q, QuerySet

from accord.apps.core.acting import Acting
from accord.apps.partnering.enums import RefusalReason
from accord.apps.partnering.models import Profile, Refusal

FEWEST = 3  # organisations whose reasons are counted; of fewer one could guess who they are


def reasons_visible_to(acting: Acting, profile: Profile) -> list[tuple[RefusalReason, int]]:
    """Return how many organisations set a profile aside for each reason, the commonest first.

    Nothing, as if nobody had, unless `FEWEST` organisations did. Those whose refusals the
    profile's side or this person reads by name anyway do not count: among three, of whom two
    are known, the third one is known as well.
    """
    rows = _unknown_to(acting, profile).values_list("reason", "profile__organisation").distinct()
    given = [(RefusalReason(reason), organisation) for reason, organisation in rows]
    if len({organisation for _reason, organisation in given}) < FEWEST:
        return []
    counts = [(each, sum(reason == each for reason, _of in given)) for each in RefusalReason]
    return sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1])


def _unknown_to(acting: Acting, profile: Profile) -> QuerySet[Refusal]:
    """Return the refusals of a profile by those who are not its own side."""
    own = Q(profile__organisation=profile.organisation_id)
    if profile.owner_id is not None:
        own |= Q(profile__owner=profile.owner_id)
    if not acting.is_administrator:
        own |= Q(profile__owner__in=acting.sides)
        own |= Q(profile__organisation__in=acting.organisations)
    return Refusal.objects.filter(other=profile).exclude(own)
