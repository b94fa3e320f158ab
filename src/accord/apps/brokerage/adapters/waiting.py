"""Wished meetings that wait for a place, with the reason of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from accord.apps.brokerage.adapters.names import Names
from accord.apps.brokerage.adapters.problem import pair_of
from accord.apps.brokerage.adapters.reasons import why_unplaced
from accord.apps.brokerage.models import UnplacedRequest
from accord.apps.brokerage.queries import board as queries
from accord.engine.calendars import Presentation


@dataclass(frozen=True, slots=True)
class Waiting:
    """A wished meeting without a place."""

    key: str
    left: str
    right: str
    reason: str


def told(rows: Sequence[UnplacedRequest], viewer: Presentation) -> list[Waiting]:
    """Return the requests in the reader's language, with one query for all their names."""
    keys = {key for one in rows for key in (one.left_id, one.right_id, *_rivals(one))}
    language = viewer.language
    someone = queries.someone_by_key(keys)
    names = Names(
        viewer=viewer,
        participants={str(key): one.name.in_language(language) for key, one in someone.items()},
        slots={},
        tables={},
        interpreters={},
        closures={},
        sides={},
    )
    return [
        Waiting(
            key=str(one.pk),
            left=names.participants[str(one.left_id)],
            right=names.participants[str(one.right_id)],
            reason=why_unplaced(one.cause, one.facts, names),
        )
        for one in rows
    ]


def _rivals(one: UnplacedRequest) -> list[UUID]:
    """Return who meets in the meetings that took the place."""
    return [key for rival in one.facts.get("in_the_way", ()) for key in pair_of(rival)]
