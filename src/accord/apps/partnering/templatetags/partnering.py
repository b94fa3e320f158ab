"""What pages of profiles write texts with: ``{% load partnering %}``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accord.apps.core.localised import LocalizedText
from accord.apps.partnering.adapters.facts import TEXTS
from accord.apps.partnering.forms.suggestions import RefusalForm
from accord.apps.partnering.models import Profile
from accord.engine.calendars import Presentation

register = template.Library()

KEY = "the-suggestion"  # stands for the key in fields that are drawn once


@register.filter
def shown_in(value: LocalizedText, viewer: Presentation) -> str:
    """Return the language in which the viewer reads the text."""
    return value.language_shown(viewer.language)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An empty field as it is drawn: what ``ui/confirm.html`` asks of one."""

    as_field_group: SafeString


@register.simple_tag
def refusal_form(key: str) -> Mapping[str, Sequence[Drawn]]:
    """Return an empty form for one of several suggestions; the key sets its fields apart."""
    own = escape(key)
    fields = _refusal_fields(get_language() or "en")
    return {"visible_fields": [Drawn(SafeString(field.replace(KEY, own))) for field in fields]}


@lru_cache
def _refusal_fields(_language: str) -> tuple[str, ...]:
    """Return the empty fields in a language; drawn once, for a page asks for ten of each."""
    form = RefusalForm(auto_id=f"refuse-{KEY}-%s")
    return tuple(str(field.as_field_group()) for field in form.visible_fields())


@register.filter
def original(value: LocalizedText, viewer: Presentation) -> str:
    """Return the text as it was written, where the viewer reads a translation."""
    if value.language_shown(viewer.language) == value.source:
        return ""
    return value.texts.get(value.source, "")


@register.filter
def of(values: Mapping[str, str], key: str) -> str:
    """Return the value of a key; empty where there is none."""
    return values.get(key, "") if values else ""


@register.filter
def other_languages(profile: Profile) -> list[str]:
    """Return the languages of a profile's texts besides the one it was written in."""
    found = {code for name in TEXTS for code in getattr(profile, name).texts}
    return sorted(found - {profile.title.source})
