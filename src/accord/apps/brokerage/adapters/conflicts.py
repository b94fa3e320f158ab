"""Why not every wished meeting can be held, where all must be: what clashes, and what helps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accord.apps.brokerage.adapters.names import isolated
from accord.apps.brokerage.adapters.plan import plain
from accord.apps.brokerage.adapters.problem import pair_of
from accord.apps.brokerage.queries import board
from accord.engine import scheduling as engine
from accord.engine.calendars import Presentation

MOST_TOLD = 10
MOST_NAMED = 15

Names = Mapping[str, str]
Kept = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A set of meetings that no schedule holds together, in the reader's words."""

    sentence: str
    remedy: str
    pairs: list[tuple[str, str]]
    unnamed: int
    locked: int
    is_minimal: bool


def packed(found: Sequence[engine.Conflict]) -> list[Kept]:
    """Return conflicts as JSON, to be kept with the run."""
    return [
        {
            "clash": one.clash.value,
            "requests": list(one.requests),
            "is_minimal": one.is_minimal,
            "facts": plain(one.facts),
        }
        for one in found[:MOST_TOLD]
    ]


def told(kept: Sequence[Kept], viewer: Presentation) -> list[Told]:
    """Return kept conflicts in the reader's words, with one query for all names."""
    spoken = {
        key for one in kept for request in one["requests"][:MOST_NAMED] for key in pair_of(request)
    }
    names = {
        str(key): some.name.in_language(viewer.language)
        for key, some in (board.someone_by_key(spoken) if spoken else {}).items()
    }
    return [_told(one, names, viewer) for one in kept]


def _told(one: Kept, names: Names, viewer: Presentation) -> Told:
    requests = one["requests"]
    keys = [[str(key) for key in pair_of(request)] for request in requests[:MOST_NAMED]]
    sentence, remedy = _OF_CLASH[one["clash"]](one, names, viewer)
    return Told(
        sentence=sentence,
        remedy=remedy,
        pairs=[(names.get(left, ""), names.get(right, "")) for left, right in keys],
        unnamed=max(0, len(requests) - MOST_NAMED),
        locked=len(one["facts"]["locked"]),
        is_minimal=one["is_minimal"],
    )


def _both(one: Kept, names: Names) -> dict[str, str]:
    left, right = (isolated(names.get(str(key), "")) for key in pair_of(one["requests"][0]))
    return {"left": left, "right": right}


def _counts(one: Kept, viewer: Presentation) -> dict[str, str]:
    return {
        "count": viewer.number(len(one["requests"])),
        "limit": viewer.number(one["facts"]["limit"]),
    }


def _no_common_slot(one: Kept, names: Names, _viewer: Presentation) -> tuple[str, str]:
    return (
        _("%(left)s and %(right)s are never at the event at the same time.") % _both(one, names),
        _("Change when one of them is there, or take the wish back."),
    )


def _no_table(one: Kept, names: Names, _viewer: Presentation) -> tuple[str, str]:
    return (
        _("There is no table at which %(left)s and %(right)s could ever meet.")
        % _both(one, names),
        _("Add a table, or free a table that is kept for somebody else."),
    )


def _no_interpreter(one: Kept, names: Names, _viewer: Presentation) -> tuple[str, str]:
    return (
        _("Nobody interprets between %(left)s and %(right)s while both are there.")
        % _both(one, names),
        _("Add an interpreter of their languages, or change when one is there."),
    )


def _precedence(one: Kept, _names: Names, viewer: Presentation) -> tuple[str, str]:
    return (
        _("These %(count)s meetings must come one after another, and the slots do not allow it.")
        % _counts(one, viewer),
        _("Give up one of the orders, or add slots."),
    )


def _side_is_full(one: Kept, names: Names, viewer: Presentation) -> tuple[str, str]:
    own = names.get(one["facts"]["participant"], "")
    return (
        _("%(participant)s must hold %(count)s of its meetings where it has room for %(limit)s.")
        % {**_counts(one, viewer), "participant": isolated(own)},
        _("Add slots or delegates, raise its limit, or take one of these wishes back."),
    )


def _tables_are_full(one: Kept, _names: Names, viewer: Presentation) -> tuple[str, str]:
    return (
        _("For these %(count)s meetings there is room at tables for %(limit)s only.")
        % _counts(one, viewer),
        _("Add a table or a slot, or take one of these wishes back."),
    )


def _interpreters_are_busy(one: Kept, _names: Names, viewer: Presentation) -> tuple[str, str]:
    return (
        _("For these %(count)s meetings the interpreters have time for %(limit)s only.")
        % _counts(one, viewer),
        _("Add an interpreter or a slot, or take one of these wishes back."),
    )


def _together(one: Kept, _names: Names, viewer: Presentation) -> tuple[str, str]:
    return (
        _("These %(count)s meetings get in one another's way: no schedule holds all of them.")
        % _counts(one, viewer),
        _("Add a slot or a table, or take one of these wishes back."),
    )


_OF_CLASH: Mapping[str, Callable[[Kept, Names, Presentation], tuple[str, str]]] = {
    engine.Clash.NO_COMMON_SLOT: _no_common_slot,
    engine.Clash.NO_TABLE: _no_table,
    engine.Clash.NO_INTERPRETER: _no_interpreter,
    engine.Clash.PRECEDENCE: _precedence,
    engine.Clash.SIDE_IS_FULL: _side_is_full,
    engine.Clash.TABLES_ARE_FULL: _tables_are_full,
    engine.Clash.INTERPRETERS_ARE_BUSY: _interpreters_are_busy,
    engine.Clash.TOGETHER: _together,
}
