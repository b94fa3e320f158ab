"""One request's view of a list: its rows, and the links that change it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accord.apps.ui.tables import export
from accord.apps.ui.tables.cells import cell, classes_of
from accord.apps.ui.tables.rows import all_of, count_of
from accord.apps.ui.tables.state import FORMATS, SIZES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponseBase

    from accord.apps.ui.tables.columns import Column, Words
    from accord.apps.ui.tables.rows import Rows
    from accord.apps.ui.tables.state import TableState
    from accord.apps.ui.tables.table import Table
    from accord.engine.calendars import Presentation

NEIGHBOURS = 1


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the table's own: a page, a size, a format."""

    label: str
    url: str
    is_current: bool = False
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """A heading, with the link that sorts by it."""

    key: str
    label: Words
    classes: str
    url: str
    direction: str

    @property
    def icon(self) -> str:
        """The sign that shows the order."""
        signs = {"ascending": "chevron-up", "descending": "chevron-down"}
        return signs.get(self.direction, "arrows-sort")


@dataclass(frozen=True, slots=True)
class BoundFilter:
    """A filter with what the reader chose."""

    name: str
    id: str
    label: Words
    value: str
    choices: list[tuple[str, Words]]


@dataclass(frozen=True)
class TablePage:
    """What a template and a download need; rows are read when they are first wanted."""

    table: Table
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
        return format_html_join(
            "\n", '<tr role="row">{}</tr>', ((self._cells(row),) for row in self.shown)
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
        return [Link(names[each], self.state.url(export=each)) for each in FORMATS]

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

    def _cells(self, row: Any) -> SafeString:
        return SafeString(
            "".join(
                cell(column, row, self.viewer, is_heading=place == 0)
                for place, column in enumerate(self.table.columns)
            )
        )
