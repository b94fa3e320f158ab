"""What templates of brokerage write names with: ``{% load brokerage %}``."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accord.apps.brokerage.adapters.comparing import Pairing
from accord.apps.brokerage.adapters.names import isolated
from accord.engine.calendars import Presentation

OPERATOR = "operator"  # how whoever runs the command line is written down
LINE = (
    '<li class="compare-line"><span><bdi>{}</bdi> – <bdi>{}</bdi></span>'
    ' <span class="text-secondary">{}</span></li>'
)

register = template.Library()


@register.filter
def apart(name: str) -> str:
    """Keep a name's own direction inside a sentence of the other one."""
    return isolated(name)


@register.filter
def maker(name: str) -> str:
    """Say in the reader's language who made a schedule from the command line; others by name."""
    return _("operator") if name == OPERATOR else name


@register.filter
def as_lines(pairings: Iterable[Pairing], venue: Presentation) -> SafeString:
    """Write meetings of two runs as lines of a list; a template is too slow for hundreds."""
    at_table, moments = _("table %(table)s"), dict[datetime, str]()
    arrow = " ← " if venue.direction == "rtl" else " → "

    def spot(starts_at: datetime, label: str) -> str:
        if starts_at not in moments:
            moments[starts_at] = venue.moment(starts_at)
        return f"{moments[starts_at]} · {at_table % {'table': venue.native(label)}}"

    def line(one: Pairing) -> str:
        where = spot(one.slot.starts_at, one.table.label)
        if one.other_slot and one.other_table:
            where += arrow + spot(one.other_slot.starts_at, one.other_table.label)
        names = (name.in_language(venue.language) for _code, name in (one.left, one.right))
        return LINE.format(*map(escape, names), escape(where))

    return SafeString("\n".join(map(line, pairings)))
