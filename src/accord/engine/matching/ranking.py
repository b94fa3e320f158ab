"""The whole pipeline on one pool: encode, calibrate, hold, search, and where asked allocate."""

from collections.abc import Sequence
from dataclasses import dataclass

from accord.engine.matching.calibration import calibrated
from accord.engine.matching.documents import Document, encoded
from accord.engine.matching.encoder import Encoder
from accord.engine.matching.exposure import Allocation, allocated
from accord.engine.matching.index import ExactIndex, Hit, checked_top


@dataclass(frozen=True, slots=True)
class Ranking:
    """A list for every need.

    Parameters
    ----------
    lists
        In the order of the needs, each best first.
    allocation
        What fairness did, when it was asked for; its rows and columns are in the order of
        the keys.
    """

    lists: tuple[tuple[Hit, ...], ...]
    allocation: Allocation | None = None


def ranked(
    needs: Sequence[Document], offers: Sequence[Document], encoder: Encoder, *, top: int
) -> Ranking:
    """Return the best offers for each need on its own.

    Parameters
    ----------
    needs, offers
        The pool; its order plays no part.
    encoder
        What makes vectors of texts.
    top
        Places of a list, at least 1.

    Raises
    ------
    ValueError
        When two needs or two offers have one key, or no place is asked for.
    """
    checked_top(top)
    asked, held = encoded(needs, encoder), encoded(offers, encoder)
    index = ExactIndex(calibrated(asked, held))
    index.add(held)
    return Ranking(index.search(asked, top))


def fairly_ranked(
    needs: Sequence[Document], offers: Sequence[Document], encoder: Encoder, *, top: int
) -> Ranking:
    """Return lists in which the offers are shown as evenly as the needs allow; see `allocated`.

    Where an allocation could go either way, keys decide and not the order; else as `ranked`.
    """
    checked_top(top)
    asked = encoded(sorted(needs, key=_by_key), encoder)
    held = encoded(sorted(offers, key=_by_key), encoder)
    index = ExactIndex(calibrated(asked, held))
    index.add(held)
    grid = index.grid(asked)
    allocation = allocated(grid.score, top)
    found = {
        need.key: tuple(grid.hit(row, column) for column in columns)
        for row, (need, columns) in enumerate(zip(asked.documents, allocation.lists, strict=True))
    }
    return Ranking(tuple(found[need.key] for need in needs), allocation)


def _by_key(document: Document) -> str:
    return document.key
