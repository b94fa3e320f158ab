"""Short human references, such as ``OR-2026-0042``."""

from datetime import datetime

from django.db import transaction

from accord.apps.core.models import ReferenceCounter


def next_reference(prefix: str, at: datetime) -> str:
    """Return the next free reference under the prefix, in the year of ``at``."""
    return next_references(prefix, at, count=1)[0]


def next_references(prefix: str, at: datetime, *, count: int) -> list[str]:
    """Return ``count`` consecutive references; one lock however many they are."""
    with transaction.atomic():
        counter, _created = ReferenceCounter.objects.select_for_update().get_or_create(
            prefix=prefix, year=at.year
        )
        first = counter.last + 1
        counter.last += count
        counter.save(update_fields=["last"])
    return [f"{prefix}-{at.year}-{number:04d}" for number in range(first, first + count)]
