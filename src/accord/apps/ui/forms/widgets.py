"""What fields look like and how they read what the browser sends."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info

from accord.apps.ui.forms.viewing import current_viewer
from accord.engine.calendars import UnreadableDayError, parse_day
from accord.engine.text import language_direction


class NumberInput(forms.TextInput):
    """A number in any digits; the keyboard of a phone shows digits."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        ours = {
            "class": "form-control number-input",
            "inputmode": "numeric",
            "autocomplete": "off",
        }
        super().__init__({**ours, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Write the number with the viewer's digits, ungrouped so that it is easily changed."""
        return None if value in (None, "") else current_viewer().native(str(value))


class ClockInput(forms.TextInput):
    """A time of day, typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        ours = {
            "class": "form-control clock-input",
            "inputmode": "text",
            "autocomplete": "off",
            "placeholder": "09:00",
        }
        super().__init__({**ours, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Write the time with the viewer's digits."""
        if isinstance(value, time):
            return current_viewer().clock(value)
        return None if value in (None, "") else str(value)


class DayInput(forms.TextInput):
    """A day, typed in either calendar; beside it, what was understood in both."""

    template_name = "ui/widgets/day.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        ours = {"class": "form-control day-input", "autocomplete": "off"}
        super().__init__({**ours, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Write the day in the viewer's calendar, in figures."""
        if isinstance(value, date):
            return current_viewer().short_day(value)
        return None if value in (None, "") else str(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what the value means in both calendars, and where to ask for it."""
        context = super().get_context(name, value, attrs)
        day = _day_of(value)
        context["read"] = current_viewer().both_days(day) if day else ""
        context["read_url"] = f"{reverse('ui:read-day')}?field={name}"
        return context


class LocalizedTextInput(forms.Widget):
    """One field per language, and a mark at the language that was written first.

    Folded, it shows the reader's language and those that have a text, and asks for no mark:
    the form says elsewhere in which language it was written.
    """

    template_name = "ui/widgets/localized_text.html"
    use_fieldset = True

    def __init__(
        self,
        languages: Sequence[str] = (),
        *,
        rows: int = 1,
        is_folded: bool = False,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.languages = tuple(languages)
        self.rows = rows
        self.is_folded = is_folded

    def id_for_label(self, id_: str, index: str | None = None) -> str:  # noqa: ARG002 -- Django's signature
        """Return the id of the first field, where the error summary leads."""
        languages, spoken = self.shown_languages(), current_viewer().language
        first = spoken if self.is_folded and spoken in languages else languages[0]
        return f"{id_}_{first}" if id_ else id_

    def shown_languages(self) -> tuple[str, ...]:
        """Return the languages asked for; those of the interface when none were said."""
        return self.languages or tuple(code for code, _name in settings.LANGUAGES)

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: Any,  # noqa: ARG002 -- Django's signature
        name: str,
    ) -> dict[str, Any]:
        """Return the source language and every text as typed."""
        languages = self.shown_languages()
        texts = {code: data.get(f"{name}_{code}", "") for code in languages}
        return {"source": data.get(f"{name}_source", ""), "texts": texts}

    def value_omitted_from_data(
        self,
        data: Mapping[str, Any],
        files: Any,  # noqa: ARG002 -- Django's signature
        name: str,
    ) -> bool:
        """Tell whether the browser sent none of the fields."""
        return all(f"{name}_{code}" not in data for code in self.shown_languages())

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add one entry per language."""
        context = super().get_context(name, value, attrs)
        languages = self.shown_languages()
        texts, source = _texts_of(value)
        if source not in languages:
            spoken = current_viewer().language
            source = spoken if spoken in languages else languages[0]
        given = context["widget"]["attrs"]
        unfolded = {current_viewer().language, *(code for code, text in texts.items() if text)}
        context["widget"]["rows"] = self.rows
        context["widget"]["is_folded"] = self.is_folded
        context["widget"]["is_invalid"] = "aria-invalid" in given
        context["widget"]["languages"] = [
            {
                "code": code,
                "id": f"{given.get('id', name)}_{code}",
                "name": f"{name}_{code}",
                "label": own_name(code),
                "is_folded": self.is_folded and code not in unfolded,
                "direction": language_direction(code),
                "text": texts.get(code, ""),
                "is_source": code == source,
            }
            for code in languages
        ]
        rows = context["widget"]["languages"]
        context["widget"]["has_folded"] = any(row["is_folded"] for row in rows)
        return context


def own_name(code: str) -> str:
    """Return a language's name in itself."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return str(Locale.parse(code).get_display_name())


def _day_of(value: Any) -> date | None:
    """Return the day that a field holds; None where it is empty or cannot be read."""
    if isinstance(value, date) or not value:
        return value or None
    try:
        return parse_day(str(value), current_viewer())
    except UnreadableDayError:
        return None


def _texts_of(value: Any) -> tuple[Mapping[str, str], str]:
    """Return texts and source of a dictionary, or of anything that has them."""
    if not value:
        return {}, ""
    if isinstance(value, Mapping):
        return value.get("texts", {}), value.get("source", "")
    return value.texts, value.source
