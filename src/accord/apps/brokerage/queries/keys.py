"""Keys in bulk: read as the database writes them, and each made only once.

A few keys come again and again in thousands of rows (a meeting's slot, table and people), and
to make a key of what SQLite gives costs more than to read it.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

Made = TypeVar("Made")


class Known(dict[str, Made], Generic[Made]):
    """What was made of each key, by what a database writes: with hyphens or without."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, written: str) -> Made:
        self[written] = self.make(written)
        return self[written]


def known_keys() -> Known[UUID]:
    """Return keys by what a database writes; none is known yet."""
    return Known(UUID)


def hyphened(written: str) -> str:
    """Return a key as Python writes it; SQLite leaves the hyphens out."""
    if "-" in written:
        return written
    return "-".join((written[:8], written[8:12], written[12:16], written[16:20], written[20:]))


def written(*fields: str) -> list[Cast]:
    """Return fields of keys as the database writes them, for ``values_list``."""
    return [Cast(field, CharField()) for field in fields]


def rows_of_keys(
    rows: QuerySet[Any], *fields: str, known: Known[Made]
) -> Iterator[tuple[Made, ...]]:
    """Return what is made of the keys in these fields, row by row; none may be empty."""
    for row in rows.values_list(*written(*fields)):
        yield tuple(map(known.__getitem__, row))
