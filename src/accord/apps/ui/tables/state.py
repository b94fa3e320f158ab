"""What the address says about a table: search, sort, page, filters."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict

from accord.engine import text

SIZES = (25, 50, 100)
FORMATS = ("xlsx", "csv")
LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class TableState:
    """A reader's choices, already put right; every bad value has become the default."""

    prefix: str = ""
    search: str = ""
    sort: str = ""
    page: int = 1
    size: int = SIZES[0]
    filters: Mapping[str, str] = field(default_factory=dict)
    export: str = ""
    others: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(
        cls,
        query: QueryDict,
        *,
        prefix: str,
        sortable: set[str],
        known: Mapping[str, set[str]],
        files: Collection[str] = (),
    ) -> Self:
        """Read the address of a page; ``known`` maps a filter's key to its values.

        ``files`` are formats of export besides those of every table.
        """

        def said(key: str) -> str:
            return query.get(prefix + key, "").replace("\x00", "").strip()

        chosen = {key: said(key) for key, values in known.items() if said(key) in values}
        own = {prefix + key for key in ("q", "sort", "page", "size", "export", *known)}
        return cls(
            prefix=prefix,
            search=said("q")[:LONGEST_SEARCH],
            sort=said("sort") if said("sort").removeprefix("-") in sortable else "",
            page=max(1, _whole(said("page"), 1)),
            size=size if (size := _whole(said("size"), SIZES[0])) in SIZES else SIZES[0],
            filters={key: value for key, value in chosen.items() if value},
            export=said("export") if said("export") in {*FORMATS, *files} else "",
            others=tuple(
                (key, value) for key, values in query.lists() if key not in own for value in values
            ),
        )

    def url(self, **changes: Any) -> str:
        """Return the query string of this state with some choices changed."""
        state = replace(self, **changes)
        pairs = [
            ("q", state.search),
            *sorted(state.filters.items()),
            ("sort", state.sort),
            ("size", str(state.size) if state.size != SIZES[0] else ""),
            ("page", str(state.page) if state.page > 1 else ""),
            ("export", state.export),
        ]
        own = [(self.prefix + key, value) for key, value in pairs if value]
        return "?" + urlencode([*self.others, *own])


def _whole(said: str, default: int) -> int:
    """Return the number a reader typed into the address, in whatever digits."""
    try:
        return min(text.parse_integer(said), 1_000_000)
    except ValueError:
        return default
