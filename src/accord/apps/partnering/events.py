"""What partnering announces."""

from dataclasses import dataclass

from accord.apps.core.events import Announcement


@dataclass(frozen=True, slots=True)
class ProfileMoved(Announcement):
    """A profile took a step of its life, or is about to expire.

    Parameters
    ----------
    profile
        Its key.
    step
        The name of the step in ``workflow.LIFE``, or ``"warn"``.
    """

    profile: str
    step: str


@dataclass(frozen=True, slots=True)
class ProfileWritten(Announcement):
    """What a profile says was begun or changed.

    Parameters
    ----------
    profile
        Its key.
    """

    profile: str


@dataclass(frozen=True, slots=True)
class SuggestionsJudged(Announcement):
    """Somebody said of a suggestion that it does not suit, or took that back.

    Parameters
    ----------
    profile
        The key of the profile to which it was made.
    """

    profile: str


@dataclass(frozen=True, slots=True)
class InterestMoved(Announcement):
    """An expression of interest was sent, or took a step.

    Parameters
    ----------
    interest
        Its key.
    step
        ``"send"``, or the name of the step in ``workflow.INTEREST``.
    who
        The key of whoever did it.
    """

    interest: str
    step: str
    who: str
