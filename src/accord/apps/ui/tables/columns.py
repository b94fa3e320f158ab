"""What a table shows and how it may be narrowed: columns and filters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

Words = str | Promise
Choices = Iterable[tuple[str, Words]]
Align = Literal["start", "center", "end"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    key
        Stands in the address (``?sort=key``) and in the page.
    label
        The heading.
    cell
        An attribute path (``"city.name"``) or a function of the row; the key when empty.
    sort
        Model fields that ``sort`` follows, in order; a leading ``-`` turns one around. A table
        of a plain sequence sorts by the cell instead and needs any non-empty tuple.
    url
        A function of the row that gives the address the cell links to.
    template
        A template for the cell; it gets ``row``, ``value`` and ``viewer``.
    """

    key: str
    label: Words
    cell: str | Callable[[Any], object] = ""
    sort: tuple[str, ...] = ()
    url: Callable[[Any], str] | None = None
    template: str = ""
    align: Align = "start"
    is_hidden_on_phone: bool = False
    is_exported: bool = True

    def __post_init__(self) -> None:
        if self.align not in {"start", "center", "end"}:
            raise ValueError(f"column {self.key}: “{self.align}” is no alignment")

    def value(self, row: Any) -> Any:
        """Return what the row holds in this column; None where the path ends early."""
        if callable(self.cell):
            return self.cell(row)
        value = row
        for name in (self.cell or self.key).split("."):
            if value is None:
                return None
            value = getattr(value, name)
        return value


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a table.

    Parameters
    ----------
    choices
        Pairs of value and label, or a function of the rows that returns them: what nobody
        may see among the rows must not stand in the filter either.
    apply
        A function of the rows and the chosen value that returns the rows left.
    """

    key: str
    label: Words
    choices: Choices | Callable[[Any], Choices]
    apply: Callable[[Any, str], Any]

    def known(self, rows: Any) -> list[tuple[str, Words]]:
        """Return the choices for these rows, values as text."""
        choices = self.choices(rows) if callable(self.choices) else self.choices
        return [(str(value), label) for value, label in choices]
