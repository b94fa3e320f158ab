"""Narrowing and ordering the rows of a list, whether they come from the database or not."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import F, OrderBy, QuerySet

from accord.apps.ui.tables.cells import words
from accord.apps.ui.tables.columns import Column
from accord.engine import text
from accord.engine.calendars import Presentation

Rows = QuerySet[Any] | Sequence[Any]
ROWS_AT_A_TIME = 2_000


def sorted_rows(rows: Rows, column: Column | None, viewer: Presentation, *, is_down: bool) -> Rows:
    """Return the rows in the order of a column, empty values last, ties by primary key."""
    if isinstance(rows, QuerySet):
        if column is None:
            return rows.order_by(*(rows.query.order_by or ()), "pk")
        return rows.order_by(*(_order(name, is_down=is_down) for name in column.sort), "pk")
    if column is None:
        return rows
    chosen = column

    def place(row: Any) -> Any:
        value = chosen.value(row)
        return text.fold(words(value, viewer)) if _is_text(value) else value

    filled = [row for row in rows if chosen.value(row) not in (None, "")]
    empty = [row for row in rows if chosen.value(row) in (None, "")]
    return [*sorted(filled, key=place, reverse=is_down), *empty]


def count_of(rows: Rows) -> int:
    """Return how many there are."""
    return rows.count() if isinstance(rows, QuerySet) else len(rows)


def all_of(rows: Rows) -> Iterable[Any]:
    """Yield every row without holding them all in memory."""
    if isinstance(rows, QuerySet):
        return rows.iterator(chunk_size=ROWS_AT_A_TIME)
    return _each(rows)


def _each(rows: Sequence[Any]) -> Iterator[Any]:
    yield from rows


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or hasattr(value, "in_language")


def _order(name: str, *, is_down: bool) -> OrderBy:
    expression = F(name.removeprefix("-"))
    turned = is_down != name.startswith("-")
    return expression.desc(nulls_last=True) if turned else expression.asc(nulls_last=True)
