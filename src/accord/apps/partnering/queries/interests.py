"""Questions about expressions of interest: only the two sides ever see one."""

from django.db.models import Q, QuerySet

from accord.apps.core.acting import Acting
from accord.apps.core.policies import STAFF
from accord.apps.directory.models import Organisation
from accord.apps.partnering.models import Interest, Profile


def interests_visible_to(acting: Acting) -> QuerySet[Interest]:
    """Return the expressions of interest of the person's organisations and sides, both ways.

    Nobody else sees them; an administrator of the instance neither.
    """
    asked = Q(profile__organisation__in=acting.organisations) | Q(profile__owner__in=acting.sides)
    asking = Q(organisation__in=acting.organisations) | Q(owner__in=acting.sides)
    rows = Interest.objects.filter(asked | asking)
    return rows.select_related("profile", "organisation").order_by("-moved_at", "pk")


def interest_in_full(acting: Acting, reference: str) -> QuerySet[Interest]:
    """Return one visible expression of interest with everything that its page shows."""
    return with_both_sides(interests_visible_to(acting).filter(reference=reference.upper()))


def with_both_sides(rows: QuerySet[Interest]) -> QuerySet[Interest]:
    """Return the expressions of interest with the organisations and people of both sides."""
    return rows.select_related(
        "profile__organisation", "profile__contact", "organisation", "contact"
    )


def interests_in(acting: Acting, profile: Profile) -> QuerySet[Interest]:
    """Return what of the interest in a profile the person may see."""
    return interests_visible_to(acting).filter(profile=profile)


def interest_to_move(reference: str) -> Interest:
    """Return one expression of interest for a step, locked."""
    rows = Interest.objects.select_for_update(of=("self",))
    return rows.select_related("profile", "organisation").get(reference=reference)


def is_interested(organisation: Organisation, profile: Profile) -> bool:
    """Tell whether the organisation has an open expression of interest in the profile."""
    open_ones = Interest.objects.filter(profile=profile, organisation=organisation)
    return open_ones.exclude(state="closed").exists()


def organisations_to_ask_for(acting: Acting, profile: Profile) -> QuerySet[Organisation]:
    """Return the organisations for which the person may express interest in the profile."""
    staffed = [held.side for held in acting.grants if held.role in STAFF and held.side]
    rows = Organisation.objects.filter(
        Q(owner__in=staffed) | Q(pk__in=acting.organisations), withdrawn_at__isnull=True
    )
    return rows.exclude(pk=profile.organisation_id).order_by("sort_name", "pk")


def is_named(acting: Acting, interest: Interest) -> bool:
    """Tell whether the person may know whose profile it is."""
    profile = interest.profile
    is_own = profile.organisation_id in acting.organisations or profile.owner_id in acting.sides
    return is_own or not profile.is_anonymous or interest.accepted_at is not None


def interest_to_tell_of(key: str) -> Interest | None:
    """Return the expression of interest that an announcement names, if it is still there."""
    return Interest.objects.select_related("profile").filter(pk=key).first()
