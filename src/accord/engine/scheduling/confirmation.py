"""What holding a request by force has shown of the reason why it was left out."""

from dataclasses import dataclass
from enum import StrEnum

from accord.engine.scheduling.result import Meeting


class Outcome(StrEnum):
    """What came of holding a request by force.

    ``IMPOSSIBLE``: no plan holds it. ``WORSE``: every plan that holds it is worth less.
    ``AS_GOOD``: one that holds it is worth as much, none more: others are left out for it.
    ``BETTER``: a plan that holds it is worth more, so the plan was not the best.
    ``OPEN``: none better was found, but one may exist.
    """

    IMPOSSIBLE = "impossible"
    WORSE = "worse"
    AS_GOOD = "as-good"
    BETTER = "better"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What planning with a request held by force has shown.

    Parameters
    ----------
    request
        Key of the request.
    outcome
        What came of it.
    fits_nowhere
        Whether the independent checker finds a broken rule at every slot of the plan.
    loss
        What the best plan found with it loses against the plan: points, or with
        ``FEWEST_BREAKS`` meetings. Below zero it gains. ``None`` without such a plan.
    least_loss
        What every plan with it loses at least; ``None`` when it is impossible.
    meetings
        The best plan found with it.
    """

    request: str
    outcome: Outcome
    fits_nowhere: bool
    loss: int | None
    least_loss: int | None
    meetings: tuple[Meeting, ...]

    @property
    def is_confirmed(self) -> bool:
        """Whether the request rightly has no place in the plan."""
        return self.fits_nowhere and self.outcome in {
            Outcome.IMPOSSIBLE, Outcome.WORSE, Outcome.AS_GOOD
        }  # fmt: skip
