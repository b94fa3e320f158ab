"""Formats that pages of the directory need: ``{% load directory %}``."""

from collections.abc import Iterable

from babel import Locale
from django import template
from django.utils.translation import pgettext

from accord.engine.calendars import Presentation

register = template.Library()


@register.filter
def country(code: str, viewer: Presentation) -> str:
    """Write a country's name in the viewer's language."""
    return str(Locale.parse(viewer.language).territories.get(code, code)) if code else ""


@register.filter
def language_name(code: str, viewer: Presentation) -> str:
    """Write a language's name in the viewer's language."""
    return str(Locale.parse(viewer.language).languages.get(code, code))


@register.filter
def language_list(codes: Iterable[str], viewer: Presentation) -> str:
    """Write the names of languages in the viewer's language."""
    return " · ".join(language_name(code, viewer) for code in codes)


@register.filter
def outcome_name(outcome: str) -> str:
    """Write what an import does with a row."""
    names = {
        "new": pgettext("row of an import", "new"),
        "changed": pgettext("row of an import", "changed"),
        "unchanged": pgettext("row of an import", "unchanged"),
        "faulty": pgettext("row of an import", "faulty"),
    }
    return names[outcome]
