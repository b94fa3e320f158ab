"""Questions about stored files."""

from datetime import date

from django.db.models import Q, QuerySet

from accord.apps.core.acting import Acting
from accord.apps.documents.models import StoredFile


def files_due(*, on: date) -> QuerySet[StoredFile]:
    """Return the files that are to be gone on that day."""
    return StoredFile.objects.filter(purge_on__lte=on).order_by("purge_on", "pk")


def files_visible_to(acting: Acting) -> QuerySet[StoredFile]:
    """Return the files of the person's sides, and those they stored themselves."""
    if not acting.is_signed_in:
        return StoredFile.objects.none()
    if acting.is_administrator:
        return StoredFile.objects.all()
    return StoredFile.objects.filter(Q(owner__in=acting.sides) | Q(stored_by=acting.who))
