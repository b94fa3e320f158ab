"""Questions about organisations and people."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from accord.apps.accounts.models import User
from accord.apps.directory.models import Membership, Person


def spoken_for_by(user: User, *, on: date) -> tuple[UUID | None, frozenset[UUID]]:
    """Return the user's person and the organisations they speak for on that day."""
    person = Person.objects.filter(user=user).values_list("pk", flat=True).first()
    if person is None:
        return None, frozenset()
    running = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    organisations = Membership.objects.filter(
        running, not_over, person=person, speaks_for=True
    ).values_list("organisation", flat=True)
    return person, frozenset(organisations)
