"""How the API gives out long lists: a bounded page from a bounded place."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema
from ninja.pagination import PaginationBase

LARGEST_PAGE = 200
FARTHEST = 1_000_000


class Pages(PaginationBase):
    """Gives ``limit`` items from the one at ``offset``, and says how many there are in all."""

    class Input(Schema):
        """Which items are asked for."""

        limit: int = Field(50, ge=1, le=LARGEST_PAGE, description="How many items at most.")
        offset: int = Field(0, ge=0, le=FARTHEST, description="How many items to pass over.")

    def paginate_queryset(
        self,
        queryset: QuerySet[Any],
        pagination: Any,
        request: HttpRequest,  # noqa: ARG002 -- the library passes it
        **params: Any,  # noqa: ARG002 -- the library passes them
    ) -> dict[str, Any]:
        """Return the page and the count of everything."""
        end = pagination.offset + pagination.limit
        return {"items": queryset[pagination.offset : end], "count": self._items_count(queryset)}
