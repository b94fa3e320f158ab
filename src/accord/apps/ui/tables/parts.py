"""The small parts of a list that its template draws: links, headings, filters as chosen."""

from dataclasses import dataclass

from accord.apps.ui.tables.columns import Words


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
