"""What an announcement is."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something that has happened; contexts above may subscribe to it.

    Subclasses are named in the past tense and carry JSON-able primitives only.
    """

    at: datetime
