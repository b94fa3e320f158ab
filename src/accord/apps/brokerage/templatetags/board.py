"""The cards of the schedule board as markup: hundreds on a page, so they are written at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django import template
from django.utils.safestring import SafeString

from accord.apps.brokerage.adapters.sheet import Card

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


@register.simple_tag
def card_frame(base: str, query: str, locked: str, interpreted: str) -> Frame:
    """Return what all cards of a page have in common, escaped once."""
    return Frame(
        escape(base),
        escape(query),
        MARK.format("is-lock", escape(locked)),
        MARK.format("is-speech", escape(interpreted)),
    )


@register.filter
def as_cards(cards: Iterable[Card], frame: Frame) -> SafeString:
    """Write the cards of one cell."""
    return SafeString("".join([_card(one, frame) for one in cards]))


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
