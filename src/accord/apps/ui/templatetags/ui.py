"""The components and formats that templates use: ``{% load ui %}``."""

import itertools
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accord.engine.calendars import Presentation, city_of_zone

register = template.Library()

BUTTON_KINDS = {
    "primary": "btn-primary",
    "secondary": "btn-secondary",
    "quiet": "btn-quiet",
    "danger": "btn-danger",
}
BUTTON_SIZES = {"": "", "small": " btn-sm"}
BUTTON_ATTRIBUTES = frozenset(
    {
        "size",
        "type",
        "name",
        "value",
        "form",
        "formaction",
        "formnovalidate",
        "id",
        "label",
        "download",
        "target_id",
    }
)
TONES = frozenset({"neutral", "info", "success", "warning", "danger"})
NOTICE_ICONS = {
    "neutral": "info-circle",
    "info": "info-circle",
    "success": "circle-check",
    "warning": "alert-triangle",
    "danger": "alert-circle",
}
# Icons that point along the line of reading; a right-to-left page shows their mirror image.
POINTING = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "arrow-back-up",
        "chevron-left",
        "chevron-right",
        "login",
        "logout",
        "send",
        "list",
        "list-check",
        "list-details",
        "external-link",
    }
)

_reasons = itertools.count(1)


@cache
def icon_names() -> frozenset[str]:
    """Return the icons that the sprite holds."""
    manifest = Path(__file__).parent.parent / "static/vendor/MANIFEST.json"
    return frozenset(json.loads(manifest.read_text(encoding="utf-8"))["icons"])


# Formats


@register.filter
def day(value: date | None, viewer: Presentation) -> str:
    """Write a day in the viewer's calendar."""
    return viewer.day(value) if value else ""


@register.filter
def short_day(value: date | None, viewer: Presentation) -> str:
    """Write a day in figures."""
    return viewer.short_day(value) if value else ""


@register.filter
def long_day(value: date | None, viewer: Presentation) -> str:
    """Write a day with its weekday."""
    return viewer.long_day(value) if value else ""


@register.filter
def weekday(value: date | None, viewer: Presentation) -> str:
    """Write the name of the weekday."""
    return viewer.weekday(value) if value else ""


@register.filter
def both_days(value: date | None, viewer: Presentation) -> str:
    """Write a day in the viewer's calendar, with the other one in brackets."""
    return viewer.both_days(value) if value else ""


@register.filter
def clock(value: datetime | None, viewer: Presentation) -> str:
    """Write the time of day in the viewer's time zone."""
    return viewer.clock(value) if value else ""


@register.filter
def moment(value: datetime | None, viewer: Presentation) -> str:
    """Write day and time of day."""
    return viewer.moment(value) if value else ""


@register.filter
def number(value: Decimal | int | None, viewer: Presentation) -> str:
    """Write a number with the viewer's digits."""
    return "" if value is None or value == "" else viewer.number(value)


@register.filter
def percent(value: Decimal | int | None, viewer: Presentation) -> str:
    """Write a share of a hundred."""
    return "" if value is None or value == "" else viewer.percent(value)


@register.filter
def digits(value: object, viewer: Presentation) -> str:
    """Write any text with the viewer's digits."""
    return "" if value is None else viewer.native(str(value))


@register.filter
def zone(value: str, viewer: Presentation) -> str:
    """Write a time zone as the city whose clock it is, in the viewer's language."""
    return city_of_zone(value, viewer.language) if value else ""


@register.filter
def text(value: object, viewer: Presentation) -> str:
    """Write a localised text in the viewer's language, anything else as it is."""
    if value is None:
        return ""
    in_language = getattr(value, "in_language", None)
    return str(in_language(viewer.language)) if callable(in_language) else str(value)


@register.simple_tag
def span(start: datetime, end: datetime, viewer: Presentation) -> str:
    """Write from when to when."""
    return viewer.span(start, end)


@register.simple_tag
def days(first: date, last: date, viewer: Presentation) -> str:
    """Write from which day to which, as short as it can be said."""
    return viewer.days(first, last)


# Components


@register.simple_tag
def accord_version() -> str:
    """Return the installed version."""
    return _version()


@cache
def _version() -> str:
    return version("accord")  # found by a search through files, and the same on every page


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw one icon of the sprite; it says nothing to a screen reader."""
    return _drawn(name, size, static("vendor/tabler-icons/sprite.svg"))


@cache
def _drawn(name: str, size: str, sprite: str) -> SafeString:
    _one_of(name, icon_names(), "icon")
    _one_of(size, {"", "small", "large"}, "size of an icon")
    classes = "icon"
    if size:
        classes += f" icon-{size}"
    if name in POINTING:
        classes += " is-pointing"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        sprite,
        name,
    )


@register.simple_block_tag
def button(
    content: str, kind: str = "secondary", icon: str = "", url: str = "", **attributes: Any
) -> SafeString:
    """Write a button, or a link that looks like one when it has a ``url``."""
    return _button(content, kind=kind, icon=icon, url=url, attributes=attributes)


@register.simple_block_tag
def verdict_button(content: str, verdict: Any, **attributes: Any) -> SafeString:
    """Write a button that is disabled, and says why, when the verdict is no."""
    parts = {key: str(attributes.pop(key, "")) for key in ("icon", "url")}
    kind = str(attributes.pop("kind", "secondary"))
    if verdict:
        return _button(content, kind=kind, **parts, attributes=attributes)
    return _refused(
        content, str(verdict.reason), kind=kind, icon=parts["icon"], attributes=attributes
    )


def _button(
    content: str, *, kind: str, icon: str, url: str, attributes: Mapping[str, Any]
) -> SafeString:
    inside = _button_inside(content, icon)
    given = _button_attributes(kind, attributes)
    if url:
        return format_html('<a href="{}"{}>{}</a>', url, flatatt(given), inside)
    given.setdefault("type", "submit")
    return format_html("<button{}>{}</button>", flatatt(given), inside)


def _refused(
    content: str, reason: str, *, kind: str, icon: str, attributes: Mapping[str, Any]
) -> SafeString:
    """Write the button so that the keyboard still finds it, and with it the reason."""
    key = f"why-{next(_reasons)}"
    given = _button_attributes(kind, attributes)
    for useless in ("name", "value", "form", "formaction", "formnovalidate", "popovertarget"):
        given.pop(useless, None)
    given |= {"type": "button", "aria-disabled": "true", "aria-describedby": key}
    return format_html(
        '<span class="refused"><button{}>{}</button>'
        '<span class="refused-reason" role="tooltip" id="{}">{}</span></span>',
        flatatt(given),
        _button_inside(content, icon),
        key,
        reason,
    )


def _button_inside(content: str, name: str) -> SafeString:
    words = content.strip()
    if not name:
        return SafeString(words)
    label = format_html("<span>{}</span>", SafeString(words)) if words else ""
    return format_html("{}{}", icon(name), label)


def _button_attributes(kind: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the tag's attributes into HTML's, refusing unknown ones."""
    _one_of(kind, BUTTON_KINDS, "kind of a button")
    for key in attributes:
        _one_of(key, BUTTON_ATTRIBUTES, "attribute of a button")
    given = {key: value for key, value in attributes.items() if value not in ("", None, False)}
    size = str(given.pop("size", ""))
    _one_of(size, BUTTON_SIZES, "size of a button")
    if "label" in given:
        given["aria-label"] = given.pop("label")
    if "target_id" in given:
        given["popovertarget"] = given.pop("target_id")
    return {"class": f"btn {BUTTON_KINDS[kind]}{BUTTON_SIZES[size]}", **given}


@register.simple_tag
def badge(label: object, kind: str = "neutral", icon: str = "") -> SafeString:
    """Write a small word about the state of something."""
    _one_of(kind, TONES, "kind of a badge")
    return format_html(
        '<span class="badge tone-{}">{}{}</span>', kind, _icon_or_nothing(icon), label
    )


def _icon_or_nothing(name: str) -> str:
    return icon(name) if name else ""


@register.simple_block_tag
def card(content: str, title: str = "", id: str = "", is_flush: bool = False) -> SafeString:  # noqa: A002, FBT001, FBT002 -- the words of the template
    """Write a card; a flush one holds a table or a list without padding."""
    header = (
        format_html('<div class="card-header"><h2 class="card-title">{}</h2></div>', title)
        if title
        else ""
    )
    inside = (
        SafeString(content)
        if is_flush
        else format_html('<div class="card-body">{}</div>', SafeString(content))
    )
    attributes = flatatt({"class": "card", **({"id": id} if id else {})})
    return format_html("<section{}>{}{}</section>", attributes, header, inside)


@register.simple_block_tag
def empty_state(content: str, sentence: str, icon: str = "inbox", hint: str = "") -> SafeString:
    """Write what stands where nothing is yet: a sentence, and what to do about it."""
    return render_to_string(
        "ui/empty.html",
        {"icon": icon, "sentence": sentence, "hint": hint, "actions": SafeString(content.strip())},
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Write a box that draws attention."""
    _one_of(kind, TONES, "kind of a notice")
    heading = format_html('<p class="notice-title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice tone-{}">{}<div class="notice-text">{}{}</div></div>',
        kind,
        icon(NOTICE_ICONS[kind]),
        heading,
        SafeString(content.strip()),
    )


@register.simple_block_tag
def page_header(
    content: str, heading: str, subtitle: str = "", back_url: str = "", back_label: str = ""
) -> SafeString:
    """Write the head of a page: way back, heading, subtitle, buttons."""
    return render_to_string(
        "ui/page_header.html",
        {
            "heading": heading,
            "subtitle": subtitle,
            "back_url": back_url,
            "back_label": back_label,
            "actions": SafeString(content.strip()),
        },
    )


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """Write a list of labelled facts."""
    return format_html('<dl class="facts">{}</dl>', SafeString(content))


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """Write one labelled fact."""
    return format_html(
        '<div class="fact"><dt>{}</dt><dd>{}</dd></div>', label, SafeString(content.strip())
    )


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Any, label: str = "") -> dict[str, Any]:
    """Write links between the parts of one thing."""
    return {"items": items, "label": label}


def _one_of(value: str, allowed: Any, what: str) -> None:
    if value not in allowed:
        known = ", ".join(sorted(name for name in allowed if name))
        raise TemplateSyntaxError(f"“{value}” is no {what}; there are: {known}.")
