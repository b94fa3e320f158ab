"""Everybody who may be suggested, in the memory of a worker, brought up to date when asked.

A pool is built once in a process; from then on it reads the rows that changed. No page
needs one: pages read what a worker found.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from accord.apps.core.enums import Visibility
from accord.apps.partnering.adapters.encoding import current_means, current_model
from accord.apps.partnering.adapters.matching import entry_from
from accord.apps.partnering.adapters.vectors import opened
from accord.apps.partnering.models import ProfileVector
from accord.apps.partnering.queries import suggestions as queries
from accord.apps.programmes.queries import partners_of
from accord.engine.matching import Entry, Pair, Pool, Wanted

AT_ONCE = 500  # rows read in one query


@dataclass(frozen=True, slots=True)
class Standing:
    """When a profile was last read by the model, and who may read it."""

    made_at: datetime
    owner: UUID | None
    visibility: str


@dataclass(slots=True)
class Held:
    """A pool, and what is known of each profile in it."""

    pool: Pool
    means: str
    standings: dict[str, Standing] = field(default_factory=dict)

    def bring_up_to_date(self, day: date) -> None:
        """Take in what changed since, and let go of what is no longer valid."""
        rows = queries.held_on(day, self.pool.model, self.means)
        columns = ("profile", "made_at", "profile__owner", "profile__visibility")
        fresh = {str(key): Standing(*rest) for key, *rest in rows.values_list(*columns)}
        changed = [
            UUID(key)
            for key, standing in fresh.items()
            if key not in self.standings or self.standings[key].made_at != standing.made_at
        ]
        entries: list[Entry] = []
        for first in range(0, len(changed), AT_ONCE):
            part = changed[first : first + AT_ONCE]
            entries += map(entry_from, queries.vectors_by_profile(part, self.pool.model))
        gone = self.standings.keys() - fresh.keys()
        if entries or gone:
            self.pool.renew(sorted(entries, key=lambda entry: entry.key), gone)
        self.standings = fresh

    def pairs(
        self, row: ProfileVector, *, top: int, day: date, unlike: Iterable[UUID] = ()
    ) -> tuple[Pair, ...]:
        """Return who fits a profile best, among those that people of its side may read.

        What resembles one of ``unlike`` moves down.
        """
        owner = row.profile.owner_id
        sides = partners_of({owner}) if owner else frozenset[UUID]()

        def is_readable(other: Entry) -> bool:
            standing = self.standings[other.key]
            return standing.visibility == Visibility.PUBLIC or (
                standing.visibility == Visibility.SHARED and standing.owner in sides
            )

        refused = frozenset(map(str, unlike))
        wanted = Wanted(top, day.isoformat(), is_readable, refused)
        return self.pool.pairs(entry_from(row), wanted)


_held: dict[tuple[str, str], Held] = {}
_turn = threading.RLock()


def held_on(day: date) -> Held:
    """Return everybody who may be suggested on that day, up to date; for one at a time."""
    with _turn:
        model, means = current_model(), current_means()
        held = _held.setdefault((model, means), Held(Pool(model, opened), means))
        held.bring_up_to_date(day)
        return held
