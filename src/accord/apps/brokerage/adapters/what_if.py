"""Changes of an event to be tried on a schedule: as choices, for the engine, and in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, groupby
from typing import Any, NamedTuple

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.apps.brokerage.adapters.problem import engine_slots, pair_of
from accord.apps.brokerage.adapters.standing import Standing
from accord.apps.brokerage.models import ScheduleRun, WhatIf
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import board, events, schedule
from accord.engine import scheduling as engine
from accord.engine.calendars import Presentation

HALF_AN_HOUR = 30
MOST_NAMED = 20

Change = engine.MoreTables | engine.MoreInterpreters | engine.MoreSlots | engine.MoreTime


class Choice(NamedTuple):
    """A change that can be tried: how it is kept, and how it is called."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one change would bring, in the reader's words."""

    change: str
    before: Mapping[str, int]
    after: Mapping[str, int]
    newly: list[tuple[str, str]]
    newly_count: int
    lost: list[tuple[str, str]]
    is_proven: bool
    is_of_breaks: bool
    at_most: int
    is_before_best: bool

    @property
    def brings_something(self) -> bool:
        """Whether anything is different with it."""
        return self.after != self.before


def choices_for(run: ScheduleRun, viewer: Presentation) -> list[tuple[str, list[Choice]]]:
    """Return the changes that make sense at the run's event, in groups."""
    groups = [
        (_("One more table"), _tables(run, viewer)),
        (_("One more interpreter"), _interpreters(run, viewer)),
        (_("A longer day"), _times(run, viewer)),
    ]
    return [(label, found) for label, found in groups if found]


def change_of(what: str, count: int) -> Change:
    """Return a change as the engine knows it."""
    kind, _colon, of = what.partition(":")
    match kind:
        case "table":
            return engine.MoreTables(count, of)
        case "interpreter":
            first, second = of.split("-")
            return engine.MoreInterpreters(frozenset({(first, second)}), count)
        case "slot":
            return engine.MoreSlots(int(of), count)
        case "time":
            return engine.MoreTime(int(of), HALF_AN_HOUR * count)
        case _:
            raise LookupError(what)


def plan_before(run: ScheduleRun, standing: Standing) -> engine.Plan:
    """Return the schedule as a plan with a bound that holds for the event as it is now.

    What the run has proven is true only while the same meetings are asked for as then.
    """
    plan, requests = standing.plan, standing.problem.requests
    is_same = len(requests) == len(plan.meetings) + run.unplaced.count()
    if is_same and run.weight == plan.weight:
        return plan
    is_of_breaks = plan.objective is engine.Objective.FEWEST_BREAKS
    bound = 0 if is_of_breaks else sum(one.weight for one in requests)
    return replace(plan, bound=bound, status=engine.Status.UNKNOWN)


def result_of(answer: engine.WhatIf, *, is_stopped: bool) -> dict[str, Any]:
    """Return what a change brings, as it is kept with the run."""
    before, after = answer.before, answer.after
    is_of_breaks = answer.plan.objective is engine.Objective.FEWEST_BREAKS
    return {
        "before": _figures(before),
        "after": _figures(after),
        "bound": after.bound,
        "is_of_breaks": is_of_breaks,
        "is_proven": answer.plan.is_proven,
        "is_before_best": answer.was_best,
        "is_stopped": is_stopped,
        "newly": list(answer.newly_held),
        "lost": list(answer.no_longer_held),
    }


def told(
    what_ifs: list[WhatIf], run: ScheduleRun, viewer: Presentation
) -> list[tuple[WhatIf, Told]]:
    """Return what the finished ones among them brought, with one query for all names."""
    over = [(one, one.result) for one in what_ifs if one.result is not None]
    labels = {one.value: one.label for _group, of in choices_for(run, viewer) for one in of}
    spoken = {
        key
        for _one, result in over
        for name in ("newly", "lost")
        for request in result[name][:MOST_NAMED]
        for key in pair_of(request)
    }
    names = {
        key: some.name.in_language(viewer.language)
        for key, some in board.someone_by_key(spoken).items()
    }

    def pairs(requests: list[str]) -> list[tuple[str, str]]:
        both = [pair_of(one) for one in requests[:MOST_NAMED]]
        return [(names.get(left, ""), names.get(right, "")) for left, right in both]

    return [
        (
            one,
            Told(
                change=said(one, labels, viewer),
                before=result["before"],
                after=result["after"],
                newly=pairs(result["newly"]),
                newly_count=len(result["newly"]),
                lost=pairs(result["lost"]),
                is_proven=result["is_proven"],
                is_of_breaks=result["is_of_breaks"],
                at_most=max(0, result["bound"] - result["after"]["weight"]),
                is_before_best=result["is_before_best"],
            ),
        )
        for one, result in over
    ]


def said(one: WhatIf, labels: Mapping[str, str], viewer: Presentation) -> str:
    """Return how a change is called; a place or day may be gone since."""
    label = labels.get(one.what, _("a change that no longer fits the event"))
    if one.count == 1:
        return label
    return ngettext("%(change)s, %(count)s time", "%(change)s, %(count)s times", one.count) % {
        "change": label,
        "count": viewer.number(one.count),
    }


def _tables(run: ScheduleRun, viewer: Presentation) -> list[Choice]:
    return [
        Choice(
            f"table:{key}",
            _("one more table in %(place)s") % {"place": name.in_language(viewer.language)},
        )
        for key, _ordinal, name in board.places_at(run.event)
    ]


def _interpreters(run: ScheduleRun, viewer: Presentation) -> list[Choice]:
    """Return the language pairs; where nobody interprets yet, planning asks for nobody."""
    spoken = [one.languages for one in people.interpreters_of(run.event)]
    if not spoken:
        return []
    pairs = {pair for own in spoken for pair in combinations(sorted(set(own)), 2)}
    pairs |= schedule.languages_wanting(run)
    names = Locale.parse(viewer.language).languages
    return [
        Choice(
            f"interpreter:{first}-{second}",
            _("one more interpreter: %(languages)s")
            % {"languages": " – ".join(str(names.get(one, one)) for one in (first, second))},
        )
        for first, second in sorted(pairs)
    ]


def _times(run: ScheduleRun, viewer: Presentation) -> list[Choice]:
    slots = engine_slots(run.event, list(events.meeting_slots_of(run.event)))
    choices = []
    for day, own in groupby(slots, key=lambda slot: slot.day):
        *_earlier, last = own
        words = {"day": viewer.long_day(date.fromordinal(day))}
        choices.append(Choice(f"slot:{day}", _("one more slot at the end of %(day)s") % words))
        if last.ends - last.starts <= HALF_AN_HOUR:
            choices.append(Choice(f"time:{day}", _("half an hour more on %(day)s") % words))
    return choices


def _figures(one: engine.Figures) -> dict[str, int]:
    return {"held": one.held, "weight": one.weight, "breaks": one.breaks}
