"""What the directory announces to the contexts above it."""

from dataclasses import dataclass

from accord.apps.core.events import Announcement


@dataclass(frozen=True, slots=True)
class OrganisationsMerged(Announcement):
    """All that pointed to ``absorbed`` shall point to ``kept``; keys as text."""

    kept: str
    absorbed: str


@dataclass(frozen=True, slots=True)
class PeopleMerged(Announcement):
    """All that pointed to ``absorbed`` shall point to ``kept``; keys as text."""

    kept: str
    absorbed: str
