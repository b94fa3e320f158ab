"""What recording many rows at once came to, and its one line in the audit trail."""

from dataclasses import dataclass

from accord.apps.brokerage.enums import Deed
from accord.apps.brokerage.models import Event
from accord.apps.core import audit
from accord.apps.core.acting import Acting


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows are new, different, as before, and gone."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def is_change(self) -> bool:
        """Whether anything is different now."""
        return bool(self.added or self.changed or self.removed)


def record_counts(
    acting: Acting, deed: Deed, event: Event, counts: Counts, **facts: str
) -> Counts:
    """Leave a trace where something is different now, and hand the counts on."""
    if counts.is_change:
        audit.record(
            acting,
            deed,
            event.reference,
            side=None,
            added=counts.added,
            changed=counts.changed,
            removed=counts.removed,
            **facts,
        )
    return counts
