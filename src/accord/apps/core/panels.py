"""Panels that contexts above show on the pages of records below them.

A page names its place, ``{% panels "directory.organisation" organisation %}``; a context above
it says in its ``ready`` what stands there. So the page of an organisation lists its profiles
though the directory knows nothing of profiles.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accord.apps.core.acting import Acting


@dataclass(frozen=True, slots=True)
class Panel:
    """What one context shows: a template and its values."""

    template: str
    values: Mapping[str, Any]


Maker = Callable[[Acting, Any], Panel | None]

_MAKERS: dict[str, list[Maker]] = defaultdict(list)


def show(place: str, maker: Maker) -> None:
    """Let the maker's panel stand at a place; None from it shows nothing to this reader."""
    if maker not in _MAKERS[place]:
        _MAKERS[place].append(maker)


def panels_at(place: str, acting: Acting, record: Any) -> Iterator[Panel]:
    """Yield the panels of a record for this reader."""
    for maker in _MAKERS[place]:
        if (panel := maker(acting, record)) is not None:
            yield panel
