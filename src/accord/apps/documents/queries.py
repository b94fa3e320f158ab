"""Questions about stored files."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from accord.apps.core.acting import Acting
from accord.apps.core.policies import STAFF
from accord.apps.documents.models import StoredFile


def files_due(*, on: date) -> QuerySet[StoredFile]:
    """Return the files that are to be gone on that day."""
    return StoredFile.objects.filter(purge_on__lte=on).order_by("purge_on", "pk")


def files_visible_to(acting: Acting) -> QuerySet[StoredFile]:
    """Return the files that the person may fetch now.

    A side's files are for the people who work for it, not for those who only read its
    figures. What belongs to no side is for whoever stored it. Both end with the role, or
    with speaking for an organisation.
    """
    if acting.is_administrator:
        return StoredFile.objects.all()
    if not acting.is_signed_in or not (acting.grants or acting.organisations):
        return StoredFile.objects.none()
    sides = [held.side for held in acting.grants if held.role in STAFF]
    own = Q(owner__isnull=True, stored_by=acting.who)
    return StoredFile.objects.filter(own | Q(owner__in=sides))


def names_kept(names: Collection[str]) -> set[str]:
    """Return those of the names in the storage that belong to a file."""
    kept = StoredFile.objects.filter(content__in=names).values_list("content", flat=True)
    return set(kept)
