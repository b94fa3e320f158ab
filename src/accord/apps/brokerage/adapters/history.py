"""How a search went: its best plan and its bound over time, few enough points to be kept."""

from collections.abc import Sequence

from accord.engine import scheduling as engine

MOST_POINTS = 80

Point = tuple[float, int, int]  # seconds since the start, best, bound


def with_point(history: Sequence[Sequence[float]], point: Point) -> list[list[float]]:
    """Return the history with a further point; where nothing changed the last one moves on.

    When there are too many, every second one goes: the line keeps its shape, and stays short.
    """
    points = [list(one) for one in history]
    new = [round(point[0], 1), *point[1:]]
    still = [one[1:] == new[1:] for one in points[-2:]]
    if still == [True, True]:
        points.pop()
    points.append(new)
    if len(points) <= MOST_POINTS:
        return points
    return [*points[:-1:2], points[-1]]


def reached(objective: engine.Objective, weight: int, breaks: int) -> int:
    """Return the figure that the bound bounds."""
    return weight if objective is engine.Objective.MOST_WEIGHT else breaks
