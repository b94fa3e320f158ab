"""What changed at an event, the ways out of it, and how a browser hands one back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accord.apps.brokerage.adapters import problem as problems
from accord.apps.brokerage.adapters.problem import Pair
from accord.apps.brokerage.enums import Happening, Strength
from accord.engine import scheduling as engine

KEYS = ("participant", "other", "table", "interpreter", "slot")


@dataclass(frozen=True, slots=True)
class Happened:
    """What changed at an event.

    Parameters
    ----------
    participant, other
        Whom it is about; ``other`` where two want to meet.
    slot
        From which on somebody or something is missing, or with ``LATE`` until which;
        None: from now on.
    """

    kind: Happening
    participant: UUID | None = None
    other: UUID | None = None
    table: UUID | None = None
    interpreter: UUID | None = None
    slot: UUID | None = None
    strength: Strength = Strength.LIKE
    reason: str = ""

    @property
    def pair(self) -> frozenset[UUID]:
        """The two who want to meet; otherwise the one it is about, or nobody."""
        return frozenset(key for key in (self.participant, self.other) if key)


@dataclass(frozen=True, slots=True)
class Change:
    """One meeting that is not held where it was; None: it is not held."""

    request: str
    before: engine.Placement | None
    after: engine.Placement | None

    @property
    def pair(self) -> Pair:
        """The two whose meeting it is."""
        return problems.pair_of(self.request)

    @property
    def is_move(self) -> bool:
        """Whether the meeting goes on at another time."""
        return bool(self.before and self.after and self.before.slot != self.after.slot)


@dataclass(frozen=True, slots=True)
class Way:
    """One way out, as it was shown: what changes, and what the schedule is worth then.

    Parameters
    ----------
    seen
        What the schedule looked like when the way was found.
    """

    happened: Happened
    seen: str
    changes: tuple[Change, ...]
    touched: tuple[str, ...]
    weight: int
    breaks: int
    bound: int
    status: str
    seconds: float

    def of_kind(self, *, was: bool, will_be: bool) -> list[Change]:
        """Return the changes of meetings that were, and will be, held or not."""
        return [
            one
            for one in self.changes
            if (one.before is not None) == was and (one.after is not None) == will_be
        ]


def packed(way: Way) -> dict[str, Any]:
    """Return a way as JSON, to be handed back by the browser."""

    def place(one: engine.Placement | None) -> list[str | None] | None:
        return [one.slot, one.table, one.interpreter] if one else None

    happened = way.happened
    return {
        "happened": {
            "kind": happened.kind.value,
            "strength": happened.strength.value,
            "reason": happened.reason,
            **{name: str(getattr(happened, name) or "") for name in KEYS},
        },
        "seen": way.seen,
        "changes": [[one.request, place(one.before), place(one.after)] for one in way.changes],
        "touched": list(way.touched),
        "figures": [way.weight, way.breaks, way.bound, way.status, way.seconds],
    }


def unpacked(facts: Mapping[str, Any]) -> Way:
    """Return the way that ``packed`` wrote."""
    told = facts["happened"]
    weight, breaks, bound, status, seconds = facts["figures"]

    def place(row: list[Any] | None) -> engine.Placement | None:
        return engine.Placement(*row) if row else None

    return Way(
        happened=Happened(
            kind=Happening(told["kind"]),
            strength=Strength(told["strength"]),
            reason=told["reason"],
            **{name: UUID(told[name]) if told[name] else None for name in KEYS},
        ),
        seen=facts["seen"],
        changes=tuple(
            Change(request, place(before), place(after))
            for request, before, after in facts["changes"]
        ),
        touched=tuple(facts["touched"]),
        weight=weight,
        breaks=breaks,
        bound=bound,
        status=status,
        seconds=seconds,
    )
