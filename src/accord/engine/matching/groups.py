"""Pairs between two groups, such as the residents of two parks; nobody has more than a share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.engine.matching.exposure import prices
from accord.engine.matching.index import standard

BARELY = 0.01  # below the worst possible pair: where prices take an impossible one to be


@dataclass(frozen=True, slots=True)
class Cell:
    """One pair: a row, a column, and its score."""

    row: int
    column: int
    score: float


def between(score: NDArray[np.float32], top: int) -> tuple[Cell, ...]:
    """Choose pairs so that nobody is in more than ``top`` of them, best first.

    Pairs are taken in the order of their scores less what the column costs: one that many
    rows want costs, so that it does not take the only place of a column that few want.

    Parameters
    ----------
    score
        (rows, columns), higher is better; below 0 where the two cannot meet.
    top
        Pairs of one row or column, at least 1.

    Returns
    -------
    tuple
        No pair below 0; no further one could be added. The order of rows and columns plays no
        part as long as no two scores are equal.

    Raises
    ------
    ValueError
        When no pair is asked for.
    """
    if top < 1:
        raise ValueError(f"{top} pairs make no sense; ask for one or more.")
    if not (score >= 0).any():
        return ()
    fair = _fair(score, min(top, score.shape[1]))
    rows, columns = np.nonzero(score >= 0)
    order = np.lexsort((columns, rows, -score[rows, columns], -fair[rows, columns]))
    left, right = [0] * score.shape[0], [0] * score.shape[1]
    chosen: list[Cell] = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if left[row] < top and right[column] < top:
            left[row] += 1
            right[column] += 1
            chosen.append(Cell(row, column, float(score[row, column])))
    return tuple(sorted(chosen, key=lambda cell: (-cell.score, cell.row, cell.column)))


def _fair(score: NDArray[np.float32], top: int) -> NDArray[np.float64]:
    """Return the scores in spreads of all possible pairs, less what the columns cost.

    Not of each row, as in `exposure`: these scores count both ways already.
    """
    possible = score >= 0
    floor = float(score[possible].min()) - BARELY
    wide = standard(np.where(possible, score, floor).astype(np.float32))
    fair: NDArray[np.float64] = wide - prices(wide, top)
    return fair
