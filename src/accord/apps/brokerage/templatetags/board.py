"""Cards and tables of the schedule board as markup: written at once, for there are hundreds."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django import template
from django.utils.safestring import SafeString

from accord.apps.brokerage.adapters.sheet import CLOSED, Card, Cell
from accord.engine.calendars import Presentation

register = template.Library()

CARD = (
    '<a class="board-card {kind}" id="m-{key}" href="{base}meetings/{key}/{query}"'
    ' data-table="{table}"><bdi>{first}</bdi> <bdi>{second}</bdi>{marks}</a>'
)
MARK = '<span class="board-mark {}">{}</span>'


@dataclass(frozen=True, slots=True)
class Frame:
    """What all cards of a page have in common; everything is escaped already."""

    base: str
    query: str
    locked: str
    interpreted: str
    day_off: str


@register.simple_tag
def card_frame(base: str, query: str, locked: str, interpreted: str, day_off: str) -> Frame:
    """Return what all cards of a page have in common, escaped once."""
    return Frame(
        escape(base),
        escape(query),
        MARK.format("is-lock", escape(locked)),
        MARK.format("is-speech", escape(interpreted)),
        f'<span class="board-off">{escape(day_off)}</span>',
    )


@register.filter
def as_cells(cells: Iterable[Cell], frame: Frame) -> SafeString:
    """Write the cells of one row; a template is too slow for hundreds of them."""
    return SafeString("".join([_cell(one, frame) for one in cells]))


@register.filter
def as_options(choices: Iterable[tuple[str, str]], viewer: Presentation) -> SafeString:
    """Write what can be chosen in a list, with the viewer's digits."""
    options = [
        f'<option value="{escape(key)}">{escape(viewer.native(label))}</option>'
        for key, label in choices
    ]
    return SafeString("".join(options))


def _cell(one: Cell, frame: Frame) -> str:
    opening = f'<td class="{one.kind}">' if one.kind else "<td>"
    if one.cards:
        return f"{opening}{''.join([_card(card, frame) for card in one.cards])}</td>"
    return f"{opening}{frame.day_off if one is CLOSED else ''}</td>"


def _card(one: Card, frame: Frame) -> str:
    marks = frame.locked if one.is_locked else ""
    if one.is_interpreted:
        marks += frame.interpreted
    return CARD.format(
        kind=one.kind,
        key=one.key,
        base=frame.base,
        query=frame.query,
        table=one.table,
        first=escape(one.first),
        second=escape(one.second),
        marks=marks,
    )
