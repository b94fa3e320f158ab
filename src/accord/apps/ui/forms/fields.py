"""Form fields for numbers, days, times and text in several languages."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accord.apps.ui.forms.reasons import refusal
from accord.apps.ui.forms.viewing import current_viewer
from accord.apps.ui.forms.widgets import (
    ClockInput,
    DayInput,
    LocalizedTextInput,
    NumberInput,
    own_name,
)
from accord.engine.calendars import (
    UnreadableClockError,
    UnreadableDayError,
    parse_clock,
    parse_day,
)
from accord.engine.text import UnreadableNumberError, clean, parse_integer

LONGEST_TEXT = 20_000
# A sentence of Django's own whose Persian we do not care to show; our catalogue is heard first.
OWN_WORDS = (_("Enter a valid email address."),)


class _Least(MinValueValidator):
    """The least number; the refusal says it in the reader's digits."""

    def __call__(self, value: Any) -> None:
        with _in_digits():
            super().__call__(value)


class _Most(MaxValueValidator):
    """The greatest number; the refusal says it in the reader's digits."""

    def __call__(self, value: Any) -> None:
        with _in_digits():
            super().__call__(value)


class NumberField(forms.Field):
    """A whole number in the digits of any language.

    Parameters
    ----------
    min_value, max_value
        The least and the greatest number, both allowed.
    """

    widget = NumberInput

    def __init__(
        self, *, min_value: int | None = None, max_value: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if min_value is not None:
            self.validators.append(_Least(min_value, _("Please write %(limit_value)s or more.")))
        if max_value is not None:
            self.validators.append(_Most(max_value, _("Please write %(limit_value)s or less.")))

    def to_python(self, value: Any) -> int | None:
        """Return the number, or None for an empty field."""
        if value in self.empty_values:
            return None
        try:
            return parse_integer(str(value))
        except UnreadableNumberError as error:
            raise refusal(error) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the number differs, in whatever digits."""
        return _differs(self, initial, data)


class LinesField(forms.CharField):
    """Text of several lines; the end of a line is one character, as the browser counts it.

    A browser sends two for it, so that a text as long as the page allows would be too long here.
    """

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class DayField(forms.Field):
    """A day typed in either calendar and in any digits."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """Return the day, or None for an empty field."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return parse_day(str(value), current_viewer())
        except UnreadableDayError as error:
            raise refusal(error) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the day differs, in whatever calendar."""
        return _differs(self, initial, data)


class ClockField(forms.Field):
    """A time of day."""

    widget = ClockInput

    def to_python(self, value: Any) -> time | None:
        """Return the time, or None for an empty field."""
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        try:
            return parse_clock(str(value))
        except UnreadableClockError as error:
            raise refusal(error) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the time differs."""
        return _differs(self, initial, data)


class LocalizedTextField(forms.Field):
    """A text in several languages, as ``{"source": "fa", "texts": {"fa": …, "en": …}}``.

    Parameters
    ----------
    languages
        Codes of the languages asked for; those of the interface when empty.
    max_length
        The longest text in any of them.
    rows
        Height of each field; more than one makes it a text area.
    is_folded
        Whether languages without a text are folded away and the source is asked for elsewhere.
    """

    def __init__(
        self,
        *,
        languages: Sequence[str] = (),
        max_length: int = LONGEST_TEXT,
        rows: int = 1,
        is_folded: bool = False,
        **kwargs: Any,
    ) -> None:
        widget = LocalizedTextInput(languages, rows=rows, is_folded=is_folded)
        super().__init__(widget=widget, **kwargs)
        self.max_length = max_length

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages asked for."""
        shown: tuple[str, ...] = self.widget.shown_languages()
        return shown

    @languages.setter
    def languages(self, codes: Sequence[str]) -> None:
        self.widget.languages = tuple(codes)

    def clean(self, value: Any) -> dict[str, Any]:
        """Return the texts that are not empty, and the language of the original."""
        said = value or {}
        texts = {
            code: tidy
            for code, typed in said.get("texts", {}).items()
            if (tidy := clean(str(typed), language=code))
        }
        if not texts:
            if self.required:
                raise ValidationError(
                    _("Please write this in at least one language."), code="required"
                )
            return {}
        for code, written in texts.items():
            self._refuse_too_long(code, written)
        source = said.get("source", "")
        if source not in texts:
            source = next(iter(texts))
        return {"source": source, "texts": texts}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether any text or the source differs."""
        before = initial or {}
        if not isinstance(before, dict):
            before = {"source": before.source, "texts": dict(before.texts)}
        try:
            after = self.clean(data) if any((data or {}).get("texts", {}).values()) else {}
        except ValidationError:
            return True
        return before.get("texts", {}) != after.get("texts", {}) or (
            bool(after) and before.get("source") != after["source"]
        )

    def _refuse_too_long(self, code: str, written: str) -> None:
        if len(written) > self.max_length:
            raise ValidationError(
                _(
                    "The text in %(language)s is too long: "
                    "%(length)s of at most %(limit)s characters."
                ),
                code="too-long",
                params={
                    "language": own_name(code),
                    "length": current_viewer().number(len(written)),
                    "limit": current_viewer().number(self.max_length),
                },
            )


@contextmanager
def _in_digits() -> Iterator[None]:
    """Write the limit in a refusal as its reader does."""
    try:
        yield
    except ValidationError as refused:
        params = dict(refused.params or {})
        params["limit_value"] = current_viewer().number(params["limit_value"])
        raise ValidationError(refused.message, code=refused.code, params=params) from None


def _differs(field: forms.Field, initial: Any, data: Any) -> bool:
    """Tell whether what was sent means something else than what was shown."""
    try:
        return bool(field.to_python(initial) != field.to_python(data))
    except ValidationError:
        return True
