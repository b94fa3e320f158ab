"""The tables of an event as one meeting sees them that looks for a place.

Where the others sit matters only for how far they walk, and of the tables that are anybody's
how many are free: so a few tables stand for all of them, however large the event is.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from uuid import UUID

from accord.apps.brokerage.models import Event
from accord.apps.brokerage.queries.events import TableRow
from accord.engine import scheduling as engine

# Before the key of a hall: whichever of its tables is free; and where its other meetings are.
ANY, OTHERS = "any:", "others:"


class Halls:
    """Places between which one walks, each with the tables that nobody has for itself.

    Where walking takes no time, all places are one hall without a key.
    """

    def __init__(self, event: Event, rows: Sequence[TableRow], owned: Collection[UUID]) -> None:
        self.is_far = event.change_minutes > 0
        lost = {row.pk: row.closed for row in rows if row.closed}
        # Tables that are not like the others: somebody's own, and those lost for a while.
        self.apart = frozenset(owned) | lost.keys()
        self.hall = {row.pk: str(row.place) if self.is_far else "" for row in rows}
        self.spare: dict[str, list[UUID]] = {hall: [] for hall in self.hall.values()}
        for table, hall in self.hall.items():
            if table not in self.apart:
                self.spare[hall].append(table)
        self.seen = set(self.apart)
        self.watched: set[UUID] = set(lost)
        self.taken: dict[UUID, frozenset[UUID]] = lost

    def lone(self, *, in_each: bool) -> set[UUID]:
        """Return a table that is the only one, of the event or in each hall.

        Who is there can be told; where there are several, nobody asks who has them all.
        """
        spare = list(self.spare.values())
        groups = spare if in_each else [list(chain(*spare))]
        return {tables[0] for tables in groups if len(tables) == 1}

    def watch(self, tables: Collection[UUID]) -> None:
        """Have the engine see these tables themselves, and who meets there."""
        self.watched.update(tables)
        self.seen.update(tables)

    def prefer(self, table: UUID, taken: Iterable[UUID]) -> None:
        """Have the engine see a table that is to be kept, and the slots in which it is taken."""
        self.seen.add(table)
        self.taken[table] = frozenset(taken)

    def seat(self, table: UUID) -> str:
        """Return under which key the engine knows the table of a meeting."""
        return str(table) if table in self.seen else OTHERS + self.hall[table]

    def tables(
        self, counts: Mapping[tuple[UUID, str], int], slots: Collection[UUID]
    ) -> Iterator[engine.Table]:
        """Yield what stands for the tables, in the order of halls.

        Parameters
        ----------
        counts
            How many of the tables that are anybody's have a meeting, by slot and hall.
        slots
            Every slot of the event.
        """
        for hall, spare in self.spare.items():
            for table in self.seen:
                if self.hall[table] == hall:
                    yield _table(str(table), hall, self.taken.get(table, ()))
            full = (slot for slot in slots if counts.get((slot, hall), 0) >= len(spare))
            yield _table(ANY + hall, hall, full)
            yield _table(OTHERS + hall, hall, slots)

    def first_free(self, key: str, taken: Collection[UUID]) -> str:
        """Return the table that a key stands for, given those with a meeting."""
        if not key.startswith(ANY):
            return key
        spare = self.spare[key.removeprefix(ANY)]
        return str(next(table for table in spare if table not in taken))


def _table(key: str, hall: str, closed: Iterable[UUID]) -> engine.Table:
    return engine.Table(key, place=hall, closed=frozenset(str(slot) for slot in closed))
