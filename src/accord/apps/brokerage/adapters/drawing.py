"""A search as a drawing: two lines that approach each other, and what that means in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.engine.calendars import Presentation

WIDTH, HEIGHT, MARGIN = 600, 160, 6


@dataclass(frozen=True, slots=True)
class Drawing:
    """Two lines in the coordinates of the drawing, the ends of its axes, and the words."""

    best_line: str
    bound_line: str
    best: int
    bound: int
    lowest: int
    highest: int
    seconds: int
    is_of_breaks: bool
    gap: str
    told: str
    width: int = WIDTH
    height: int = HEIGHT


def drawing_of(facts: Mapping[str, Any], seconds: int, viewer: Presentation) -> Drawing | None:
    """Return how a search goes; None before there is a line to draw.

    Parameters
    ----------
    facts
        What its job tells.
    seconds
        How long the search may take: where the drawing ends.
    viewer
        Who looks at it; time runs the way they read.
    """
    points = facts.get("history", ())
    if len(points) <= 1:
        return None
    last = points[-1]
    best, bound = int(last[1]), int(last[2])
    lowest = int(min(min(one[1:]) for one in points))
    highest = int(max(max(one[1:]) for one in points))
    until = max(seconds, last[0])
    frame = _Frame(until, lowest, highest, is_mirrored=viewer.direction == "rtl")
    is_of_breaks = bool(facts.get("is_of_breaks"))
    gap = gap_in_words(best, bound, viewer, is_of_breaks=is_of_breaks)
    return Drawing(
        best_line=frame.line([(one[0], one[1]) for one in points]),
        bound_line=frame.line([(one[0], one[2]) for one in points]),
        best=best,
        bound=bound,
        lowest=lowest,
        highest=highest,
        seconds=round(until),
        is_of_breaks=is_of_breaks,
        gap=gap,
        told=" ".join((_told(last, viewer, is_of_breaks=is_of_breaks), gap)),
    )


def gap_in_words(best: int, bound: int, viewer: Presentation, *, is_of_breaks: bool) -> str:
    """Say how much better a schedule could be at the very most."""
    if best == bound:
        return _("Proven: nothing better exists.")
    count = abs(bound - best)
    words = {"count": viewer.number(count)}
    if is_of_breaks:
        return (
            ngettext(
                "At most %(count)s break fewer is possible.",
                "At most %(count)s breaks fewer are possible.",
                count,
            )
            % words
        )
    return (
        ngettext(
            "At most %(count)s more point is possible.",
            "At most %(count)s more points are possible.",
            count,
        )
        % words
    )


def _told(last: Sequence[float], viewer: Presentation, *, is_of_breaks: bool) -> str:
    """Say the end of both lines for who does not see them."""
    words = {
        "seconds": viewer.number(round(last[0])),
        "best": viewer.number(int(last[1])),
        "bound": viewer.number(int(last[2])),
    }
    if is_of_breaks:
        return _("After %(seconds)s seconds: %(best)s breaks, at least %(bound)s.") % words
    return _("After %(seconds)s seconds: %(best)s points, at most %(bound)s.") % words


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where seconds and figures lie in the drawing."""

    until: float
    lowest: int
    highest: int
    is_mirrored: bool

    def line(self, points: Sequence[tuple[float, float]]) -> str:
        """Return a line in steps: each figure holds until the next one is found."""
        steps: list[tuple[float, float]] = []
        for seconds, figure in points:
            if steps:
                steps.append((seconds, steps[-1][1]))
            steps.append((seconds, figure))
        return " ".join(f"{self._across(x):.1f},{self._up(y):.1f}" for x, y in steps)

    def _across(self, seconds: float) -> float:
        at = WIDTH * seconds / self.until if self.until else 0.0
        return WIDTH - at if self.is_mirrored else at

    def _up(self, figure: float) -> float:
        span = self.highest - self.lowest
        share = (figure - self.lowest) / span if span else 0.5
        return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)
