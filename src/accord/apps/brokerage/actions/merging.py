"""Follow what the directory merged, so that events point to the record that was kept."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from accord.apps.brokerage.enums import Deed
from accord.apps.brokerage.models import Attendance, Delegate, Interpreter
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.directory.models import Organisation


def follow_merged_organisations(acting: Acting, *, kept: UUID, absorbed: UUID) -> int:
    """Let the kept organisation take part where the absorbed one did.

    Where both took part, the absorbed one's participation stays to be read, withdrawn:
    its wishes and meetings are the organiser's to transfer.

    Returns
    -------
    int
        How many participations changed; a second time, none.
    """
    reference = Organisation.objects.values_list("reference", flat=True).get(pk=kept)
    theirs = Attendance.objects.filter(organisation=absorbed)
    both = Attendance.objects.filter(organisation=kept, event=OuterRef("event"))
    with transaction.atomic():
        doubled = theirs.filter(Exists(both), withdrawn_at__isnull=True).update(
            withdrawn_at=acting.at, withdrawn_reason=reference
        )
        moved = theirs.exclude(Exists(both)).update(organisation=kept)
        if doubled or moved:
            audit.record(
                acting, Deed.PARTICIPATION_FOLLOWED, reference, moved=moved, doubled=doubled
            )
    return doubled + moved


def follow_merged_people(acting: Acting, *, kept: UUID, absorbed: UUID) -> int:
    """Let the kept person come, or interpret, where the absorbed one did; return how often."""
    comes = Delegate.objects.filter(person=kept, attendance=OuterRef("attendance"))
    works = Interpreter.objects.filter(person=kept, event=OuterRef("event"))
    with transaction.atomic():
        moved = Delegate.objects.filter(person=absorbed).exclude(Exists(comes)).update(person=kept)
        moved += (
            Interpreter.objects.filter(person=absorbed).exclude(Exists(works)).update(person=kept)
        )
        if moved:
            audit.record(acting, Deed.PARTICIPATION_FOLLOWED, str(kept), moved=moved)
    return moved
