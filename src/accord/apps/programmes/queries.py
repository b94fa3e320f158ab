"""Questions about parties, programmes and roles."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from accord.apps.accounts.models import User
from accord.apps.core.acting import Grant
from accord.apps.core.enums import Role
from accord.apps.programmes.models import Ownership, RoleHolding


def grants_of(user: User, *, on: date) -> frozenset[Grant]:
    """Return the roles that the user holds on that day."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    held = RoleHolding.objects.filter(begun, not_over, user=user)
    return frozenset(
        Grant(Role(role), side, programme)
        for role, side, programme in held.values_list("role", "party", "programme")
    )


def partners_of(sides: Iterable[UUID]) -> frozenset[UUID]:
    """Return the sides, and every party that owns a programme with one of them."""
    own = frozenset(sides)
    if not own:
        return own
    shared = Ownership.objects.filter(party__in=own).values("programme")
    partners = Ownership.objects.filter(programme__in=shared).values_list("party", flat=True)
    return own | frozenset(partners)
