"""The declaration of a list, and one request's view of it."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase, QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accord.apps.ui.tables import export
from accord.apps.ui.tables.cells import classes_of, frame_of, inside
from accord.apps.ui.tables.columns import Column, Filter, Words
from accord.apps.ui.tables.parts import BoundFilter, Header, Link
from accord.apps.ui.tables.rows import Rows, all_of, count_of, sorted_rows
from accord.apps.ui.tables.state import FORMATS, SIZES, TableState
from accord.engine import text
from accord.engine.calendars import Presentation

NEIGHBOURS = 1


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
    files
        Formats of export besides those of every table, with their labels; the page's own view
        makes them.
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
    files: Mapping[str, Words] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if len(keys) != len(set(keys)):
            raise ValueError(f"table {self.key}: two columns have the same key")
        if self.default_sort.removeprefix("-") not in {"", *self._sortable()}:
            raise ValueError(f"table {self.key}: “{self.default_sort}” cannot be sorted by")

    def page(self, rows: Rows, query: QueryDict, viewer: Presentation) -> "TablePage":
        """Return what one request sees of the rows; two queries, three when it has more pages.

        Nothing in the address is an error: what cannot be understood is left out, and a page
        beyond the last one is the last one.
        """
        choices = {each.key: each.known(rows) for each in self.filters}
        state = TableState.read(
            query,
            prefix=self.prefix,
            sortable=set(self._sortable()),
            known={key: {value for value, _label in known} for key, known in choices.items()},
            files=self.files,
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


@dataclass(frozen=True)
class TablePage:
    """What a template and a download need; rows are read when they are first wanted."""

    table: "Table"
    state: TableState
    rows: Rows
    viewer: Presentation
    choices: Mapping[str, list[tuple[str, Words]]]

    @property
    def caption(self) -> Words:
        """What the list holds."""
        return self.table.caption

    @property
    def id(self) -> str:
        """The id of the part of the page that changes."""
        return f"table-{self.state.prefix}{self.table.key}"

    @property
    def export(self) -> str:
        """The format the reader asks for; empty for a page."""
        return self.state.export

    @property
    def has_search(self) -> bool:
        """Whether there is a search field."""
        return self.table.search is not None

    @property
    def is_narrowed(self) -> bool:
        """Whether the reader searched or filtered."""
        return bool(self.state.search or self.state.filters)

    @cached_property
    def total(self) -> int:
        """Return how many rows there are on all pages."""
        return count_of(self.rows)

    @cached_property
    def last_page(self) -> int:
        """Return the number of pages, at least one."""
        return max(1, math.ceil(self.total / self.state.size))

    @cached_property
    def number(self) -> int:
        """Return the page shown."""
        return min(self.state.page, self.last_page)

    @cached_property
    def shown(self) -> list[Any]:
        """Return the rows of this page."""
        if not self.total:
            return []
        start = (self.number - 1) * self.state.size
        part = slice(start, start + self.state.size)
        if not isinstance(self.rows, QuerySet) or self.total <= self.state.size:
            return list(self.rows[part])
        # To put thousands of rows in order, a database is much faster with the keys alone.
        keys = list(self.rows.values_list("pk", flat=True)[part])
        return list(self.rows.filter(pk__in=keys))

    @property
    def summary(self) -> str:
        """Which rows of how many the page shows."""
        if not self.total:
            return gettext("Nothing found")
        first = (self.number - 1) * self.state.size + 1
        return gettext("%(first)s–%(last)s of %(total)s") % {
            "first": self.viewer.number(first),
            "last": self.viewer.number(first + len(self.shown) - 1),
            "total": self.viewer.number(self.total),
        }

    @cached_property
    def headers(self) -> list[Header]:
        """Return the headings of the columns."""
        return [self._header(column) for column in self.table.columns]

    @cached_property
    def body(self) -> SafeString:
        """Return the rows as HTML; written here because a template is too slow for every cell."""
        frames = [
            (column, *frame_of(column, is_heading=place == 0))
            for place, column in enumerate(self.table.columns)
        ]
        return SafeString(
            "\n".join(
                '<tr role="row">'
                + "".join(
                    before + inside(column, row, self.viewer) + after
                    for column, before, after in frames
                )
                + "</tr>"
                for row in self.shown
            )
        )

    @property
    def filters(self) -> list[BoundFilter]:
        """The filters with what the reader chose."""
        return [
            BoundFilter(
                name=self.state.prefix + each.key,
                id=f"{self.id}-{each.key}",
                label=each.label,
                value=self.state.filters.get(each.key, ""),
                choices=self.choices[each.key],
            )
            for each in self.table.filters
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the search form must carry along: order, size, and what is not ours."""
        own = [
            ("sort", self.state.sort),
            ("size", str(self.state.size) if self.state.size != SIZES[0] else ""),
        ]
        return [
            *self.state.others,
            *((self.state.prefix + key, value) for key, value in own if value),
        ]

    @property
    def clear_url(self) -> str:
        """The address without search and filters."""
        return self.state.url(search="", filters={}, page=1)

    @property
    def sizes(self) -> list[Link]:
        """How many rows a page may have; none when the smallest holds everything."""
        if self.total <= SIZES[0]:
            return []
        return [
            Link(
                self.viewer.number(size),
                self.state.url(size=size, page=1),
                size == self.state.size,
            )
            for size in SIZES
        ]

    @property
    def formats(self) -> list[Link]:
        """The files that can be had."""
        names = {"xlsx": gettext("Excel workbook"), "csv": gettext("CSV file")}
        offered = [(each, names[each]) for each in FORMATS]
        offered += [(each, str(label)) for each, label in self.table.files.items()]
        return [Link(label, self.state.url(export=each)) for each, label in offered]

    @property
    def previous_url(self) -> str:
        """The address of the page before; empty on the first."""
        return self.state.url(page=self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        """The address of the page after; empty on the last."""
        return self.state.url(page=self.number + 1) if self.number < self.last_page else ""

    @property
    def pages(self) -> list[Link]:
        """The first page, the last, and those around the one shown; gaps between."""
        near = range(self.number - NEIGHBOURS, self.number + NEIGHBOURS + 1)
        wanted = sorted(
            {1, self.last_page, *(page for page in near if 1 <= page <= self.last_page)}
        )
        links: list[Link] = []
        for before, page in zip([0, *wanted], wanted, strict=False):
            if page - before > 1:
                links.append(Link("…", "", is_gap=True))
            links.append(
                Link(self.viewer.number(page), self.state.url(page=page), page == self.number)
            )
        return links

    def download(self) -> HttpResponseBase:
        """Return the file that the reader asked for: all pages of what the filters leave."""
        rows, name = all_of(self.rows), self.table.key
        if self.export == "csv":
            return export.as_csv(name, self.table.columns, rows, self.viewer)
        return export.as_workbook(name, str(self.caption), self.table.columns, rows, self.viewer)

    def _header(self, column: Column) -> Header:
        chosen = self.state.sort or self.table.default_sort
        direction, turned = "", column.key
        if column.sort and chosen.removeprefix("-") == column.key:
            is_down = chosen.startswith("-")
            direction = "descending" if is_down else "ascending"
            turned = column.key if is_down else f"-{column.key}"
        url = self.state.url(sort=turned, page=1) if column.sort else ""
        return Header(column.key, column.label, classes_of(column), url, direction)
