"""Formats that pages of programmes need: ``{% load programmes %}``."""

from collections.abc import Iterable

from babel import Locale
from django import template

from accord.engine.calendars import Presentation

register = template.Library()


@register.filter
def language_names(codes: Iterable[str], viewer: Presentation) -> str:
    """Write the names of languages in the viewer's language."""
    names = Locale.parse(viewer.language).languages
    return " · ".join(names.get(code, code) for code in codes)
