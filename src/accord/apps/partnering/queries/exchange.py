"""Questions that the rows of a file ask: whose, which profile, which contact; in bulk."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from accord.apps.core.acting import Acting
from accord.apps.directory.models import Membership, Organisation, OrganisationName
from accord.apps.documents.models import StoredFile
from accord.apps.documents.queries import files_visible_to
from accord.apps.partnering.models import Profile
from accord.apps.partnering.queries import profiles
from accord.apps.programmes.models import Ownership


def import_files(acting: Acting) -> QuerySet[StoredFile]:
    """Return the files that the person sent for an import: nobody else opens them."""
    return files_visible_to(acting).filter(owner__isnull=True, stored_by=acting.who)


def organisations_called(
    acting: Acting, references: Collection[str], names: Collection[str]
) -> tuple[list[Organisation], list[tuple[str, UUID]]]:
    """Return the organisations for which the person writes that are called so.

    The second are pairs of a folded name and the key of an organisation that has it.
    """
    own = profiles.organisations_to_write_for(acting)
    named = OrganisationName.objects.filter(folded__in=names, organisation__in=own.order_by())
    pairs = list(named.values_list("folded", "organisation"))
    wanted = Q(reference__in=references) | Q(pk__in=[key for _name, key in pairs])
    return list(own.filter(wanted)), pairs


def profiles_meant(
    acting: Acting,
    references: Collection[str],
    *,
    organisations: Iterable[UUID],
    titles: Collection[str],
) -> list[Profile]:
    """Return the visible profiles with one of the references, and own ones with a title."""
    rows = profiles.profiles_visible_to(acting)
    titled = Q(
        profiles.own_to(acting),
        organisation__in=list(organisations),
        sort_title__in=titles,
        withdrawn_at__isnull=True,
    )
    found = rows.filter(Q(reference__in=references) | titled)
    return list(profiles.with_everything(found).order_by("-created_at", "pk"))


def people_by_organisation(
    organisations: Iterable[UUID], *, on: date
) -> dict[tuple[UUID, str], UUID]:
    """Return the keys of who belongs to the organisations that day, by theirs and reference."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    rows = Membership.objects.filter(
        begun, not_over, organisation__in=list(organisations), person__withdrawn_at__isnull=True
    )
    found = rows.values_list("organisation", "person__reference", "person")
    return {(organisation, reference): key for organisation, reference, key in found}


def programmes_by_side(sides: Iterable[UUID | None]) -> dict[tuple[UUID, str], UUID]:
    """Return the keys of the programmes that the sides own, by side and reference."""
    rows = Ownership.objects.filter(
        party__in=[side for side in sides if side], programme__withdrawn_at__isnull=True
    )
    found = rows.values_list("party", "programme__reference", "programme")
    return {(side, reference): key for side, reference, key in found}
