"""What brokerage announces."""

from dataclasses import dataclass

from accord.apps.core.events import Announcement


@dataclass(frozen=True, slots=True)
class SchedulePublished(Announcement):
    """A schedule became the one that people rely on.

    Parameters
    ----------
    event, run
        Keys of the event and of the schedule run.
    version
        The event's version, from 1 on.
    """

    event: str
    run: str
    version: int
