"""The declaration of a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from accord.apps.ui.tables.columns import Column, Filter, Words
from accord.apps.ui.tables.page import TablePage
from accord.apps.ui.tables.rows import Rows, sorted_rows
from accord.apps.ui.tables.state import TableState
from accord.engine import text
from accord.engine.calendars import Presentation


@dataclass(frozen=True)
class Table:
    """A list as every page, export and test knows it.

    Parameters
    ----------
    key
        Letters and hyphens; names the part of the page and the exported file.
    search
        A function of the rows and the folded words of the reader; no search field without it.
    default_sort
        Key of a column, with ``-`` for descending; the order of the rows as given when empty.
    prefix
        Stands before every name in the address; needed when a page has two tables.
    """

    key: str
    caption: Words
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    search: Callable[[Any, str], Any] | None = None
    default_sort: str = ""
    prefix: str = ""
    empty_sentence: Words = ""
    empty_hint: Words = ""
    empty_icon: str = "inbox"

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if len(keys) != len(set(keys)):
            raise ValueError(f"table {self.key}: two columns have the same key")
        if self.default_sort.removeprefix("-") not in {"", *self._sortable()}:
            raise ValueError(f"table {self.key}: “{self.default_sort}” cannot be sorted by")

    def page(self, rows: Rows, query: QueryDict, viewer: Presentation) -> TablePage:
        """Return what one request sees of the rows; two queries, three when it has more pages.

        Nothing in the address is an error: what cannot be understood is left out, and a page
        beyond the last one is the last one.
        """
        choices = {each.key: each.known() for each in self.filters}
        state = TableState.read(
            query,
            prefix=self.prefix,
            sortable=set(self._sortable()),
            known={key: {value for value, _label in known} for key, known in choices.items()},
        )
        chosen = state.sort or self.default_sort
        ordered = sorted_rows(
            self._narrowed(rows, state),
            self._sortable().get(chosen.removeprefix("-")),
            viewer,
            is_down=chosen.startswith("-"),
        )
        return TablePage(self, state, ordered, viewer, choices)

    def _narrowed(self, rows: Rows, state: TableState) -> Rows:
        for each in self.filters:
            if each.key in state.filters:
                rows = each.apply(rows, state.filters[each.key])
        folded = text.fold(state.search)
        return self.search(rows, folded) if self.search is not None and folded else rows

    def _sortable(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns if column.sort}
