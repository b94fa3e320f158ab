"""How the API shows long lists: only the rows of the page that is asked for are read."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

Out = TypeVar("Out")


class Rows(Generic[Out]):
    """Rows of the database as clients see them, read when a part of them is taken."""

    def __init__(self, found: QuerySet[Any], show: Callable[[Any], Out]) -> None:
        self.found = found
        self.show = show

    def __len__(self) -> int:
        return self.found.count()

    def __getitem__(self, part: slice) -> list[Out]:
        return [self.show(one) for one in self.found[part]]
