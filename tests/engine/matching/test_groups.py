"""Pairs between two groups: nobody has more than a share, and none is left out that could be."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from accord.engine.matching import Cell, between


@st.composite
def tables(draw: st.DrawFn) -> NDArray[np.float32]:
    """Return scores, some below 0 where the two cannot meet; no two above are equal."""
    shape = draw(st.tuples(st.integers(0, 7), st.integers(0, 7)))
    size = shape[0] * shape[1]
    order = np.array(draw(st.permutations(range(size))), np.float32).reshape(shape)
    barred = draw(arrays(bool, shape))
    return np.where(barred, -1, (order + 1) / (size + 1)).astype(np.float32)


def cells(found: tuple[Cell, ...]) -> set[tuple[int, int]]:
    return {(cell.row, cell.column) for cell in found}


@given(tables(), st.integers(1, 4))
def test_nobody_has_more_than_a_share_and_no_pair_could_be_added(
    score: NDArray[np.float32], top: int
) -> None:
    found = between(score, top)
    rows, columns = Counter(c.row for c in found), Counter(c.column for c in found)

    assert len(cells(found)) == len(found)
    assert max([*rows.values(), *columns.values()], default=0) <= top
    assert [cell.score for cell in found] == sorted((c.score for c in found), reverse=True)
    for cell in found:
        assert score[cell.row, cell.column] == pytest.approx(cell.score)
        assert cell.score >= 0
    for row, column in zip(*np.nonzero(score >= 0), strict=True):
        is_full = rows[int(row)] == top or columns[int(column)] == top
        assert (int(row), int(column)) in cells(found) or is_full


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_plays_no_part(score: NDArray[np.float32], random: object) -> None:
    order = list(range(len(score)))
    random.shuffle(order)  # type: ignore[attr-defined]  # -- a random.Random
    turned = between(score[order], 2)

    assert {(order[cell.row], cell.column) for cell in turned} == cells(between(score, 2))


def test_one_whom_all_want_does_not_take_the_only_place_of_another() -> None:
    score = np.array([[0.9, 0.85], [0.8, 0.1]], np.float32)

    assert cells(between(score, 1)) == {(0, 1), (1, 0)}


def test_a_group_without_anybody_has_no_pairs() -> None:
    assert between(np.zeros((0, 3), np.float32), 2) == ()
    assert between(np.full((2, 2), -1, np.float32), 2) == ()
    with pytest.raises(ValueError, match="no sense"):
        between(np.zeros((1, 1), np.float32), 0)
