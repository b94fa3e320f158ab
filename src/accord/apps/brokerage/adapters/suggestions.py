"""Suggestions of an event as people read them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accord.apps.brokerage.models import EventSuggestion
from accord.apps.core.acting import Acting
from accord.apps.partnering.adapters.suggesting import Beside, Told
from accord.apps.partnering.queries.suggestions import readable_among
from accord.engine.calendars import Presentation
from accord.engine.matching import Evidence


def told_to(
    acting: Acting, rows: Sequence[EventSuggestion], viewer: Presentation
) -> Iterator[tuple[EventSuggestion, Told]]:
    """Yield each suggestion with what fits and what is missing; the sentences are its own."""
    keys = {key for row in rows for key in (row.mine_id, row.theirs_id)}
    readable = readable_among(acting, keys)
    for row in rows:
        if row.mine_id in readable and row.theirs_id in readable:
            beside = Beside(readable[row.mine_id], {}, viewer, acting.at.date())
            (one,) = beside.told([readable[row.theirs_id]])
            pair = Evidence(row.said, row.answered, 0.0, row.is_less_certain)
            yield row, replace(one, evidence=(pair,))


def figures_of(figures: Mapping[str, Any], viewer: Presentation) -> list[tuple[str, str]]:
    """Return what organisers read of a matching, line by line."""
    before, after = figures["before"], figures["after"]
    was = _("%(now)s (before places were handed out evenly: %(was)s)")

    def changed(name: str) -> str:
        return was % {"now": viewer.number(after[name]), "was": viewer.number(before[name])}

    return [
        (_("Participants"), viewer.number(figures["participants"])),
        (_("of them with a valid profile"), viewer.number(figures["matched"])),
        (_("In nobody’s list"), changed("never")),
        (_("Lists that the most shown participant is in"), changed("most")),
        (
            _("Unevenness (Gini: 0 is even, 100 is one for all)"),
            was
            % {
                "now": viewer.number(round(after["gini"] / 10)),
                "was": viewer.number(round(before["gini"] / 10)),
            },
        ),
        (
            _("What evenness cost in closeness"),
            viewer.percent(Decimal(figures["price"]) / 1000),
        ),
    ]
