"""What pages of profiles write texts with: ``{% load partnering %}``."""

from collections.abc import Mapping

from django import template

from accord.apps.core.localised import LocalizedText
from accord.apps.partnering.adapters.facts import TEXTS
from accord.apps.partnering.forms.suggestions import RefusalForm
from accord.apps.partnering.models import Profile
from accord.engine.calendars import Presentation

register = template.Library()


@register.filter
def shown_in(value: LocalizedText, viewer: Presentation) -> str:
    """Return the language in which the viewer reads the text."""
    return value.language_shown(viewer.language)


@register.simple_tag
def refusal_form(key: str) -> RefusalForm:
    """Return an empty form for one of several suggestions; the key sets its fields apart."""
    return RefusalForm(auto_id=f"refuse-{key}-%s")


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
