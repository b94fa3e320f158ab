"""The ways out of a change in the words of whoever chooses among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from accord.apps.brokerage.adapters.repair import Scene
from accord.apps.brokerage.adapters.ways import Change, Way
from accord.apps.brokerage.models import Interpreter, Slot, Table
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.queries import repair as queries
from accord.engine import scheduling as engine
from accord.engine.calendars import Presentation


@dataclass(frozen=True, slots=True)
class Where:
    """When, at which table and with which interpreter a meeting is held."""

    time: str
    table: str
    interpreter: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one meeting."""

    left: str
    right: str
    before: Where | None
    after: Where | None


@dataclass(frozen=True, slots=True)
class Told:
    """One way out: its figures, and its changes by kind, each in the order of time."""

    way: Way
    touched: Sequence[str]
    kept: int
    moved: Sequence[Line]
    reseated: Sequence[Line]
    lost: Sequence[Line]
    gained: Sequence[Line]

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the schedule changes."""
        return not self.way.changes


def told(scene: Scene, ways: Sequence[Way], viewer: Presentation) -> list[Told]:
    """Return the ways in words, times on the clock of the venue."""
    words = _Words(scene, ways, replace(viewer, time_zone=scene.run.event.time_zone))
    return [words.way(way) for way in ways]


class _Words:
    """The names and times that the changes of all ways speak of."""

    def __init__(self, scene: Scene, ways: Sequence[Way], viewer: Presentation) -> None:
        self.scene, self.viewer = scene, viewer
        event = scene.run.event
        days = {viewer.local(slot.starts_at).date() for slot in scene.slots.values()}
        self.is_long = len(days) > 1
        # A meeting may stand in a slot that is no longer for meetings.
        gone = {row.slot for row in scene.held.values()} - {UUID(key) for key in scene.slots}
        others = events.slots_of(event).filter(pk__in=gone) if gone else ()
        self.slots = scene.slots | {str(slot.pk): slot for slot in others}
        self.tables: dict[str, Table] = {str(one.pk): one for one in events.tables_of(event)}
        self.interpreters: dict[str, Interpreter] = {
            str(one.pk): one
            for one in (queries.interpreters_named(event) if scene.problem.interpreters else ())
        }
        keys = {key for way in ways for one in way.changes for key in one.pair}
        keys |= {UUID(key) for way in ways for key in way.touched}
        self.names = {
            str(key): name.in_language(viewer.language)
            for key, (_code, name) in people.names_of(keys).items()
        }

    def way(self, way: Way) -> Told:
        both = way.of_kind(was=True, will_be=True)
        lost = way.of_kind(was=True, will_be=False)
        return Told(
            way=way,
            touched=[self.names[key] for key in way.touched],
            kept=len(self.scene.held) - len(both) - len(lost),
            moved=self._lines(one for one in both if one.is_move),
            reseated=self._lines(one for one in both if not one.is_move),
            lost=self._lines(lost),
            gained=self._lines(way.of_kind(was=False, will_be=True)),
        )

    def _lines(self, changes: Iterable[Change]) -> list[Line]:
        ordered = sorted(changes, key=self._when)
        return [
            Line(
                self.names[str(one.pair[0])],
                self.names[str(one.pair[1])],
                self._where(one.before),
                self._where(one.after),
            )
            for one in ordered
        ]

    def _when(self, one: Change) -> tuple[str, str]:
        place = one.before or one.after
        slot = self.slots.get(place.slot) if place else None
        return (slot.starts_at.isoformat() if slot else "", one.request)

    def _where(self, place: engine.Placement | None) -> Where | None:
        if place is None:
            return None
        by = self.interpreters.get(place.interpreter or "")
        return Where(
            time=self._time(self.slots[place.slot]),
            table=self.viewer.native(self.tables[str(place.table)].label),
            interpreter=by.person.name.in_language(self.viewer.language) if by else "",
        )

    def _time(self, slot: Slot) -> str:
        if self.is_long:
            return self.viewer.moment(slot.starts_at)
        return self.viewer.clock(slot.starts_at)
