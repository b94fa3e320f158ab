"""What people fill in to try a change of the event on a schedule."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.apps.ui.forms.fields import NumberField

MOST_AT_ONCE = 10
LONGEST_SECONDS = 600


class WhatIfForm(forms.Form):
    """A change, how much of it, and how long to search."""

    what = forms.ChoiceField(label=_("What there would be more of"))
    count = NumberField(label=_("How many"), min_value=1, max_value=MOST_AT_ONCE, initial=1)
    seconds = NumberField(
        label=_("Seconds to search"), min_value=1, max_value=LONGEST_SECONDS, initial=10
    )

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, Sequence[tuple[str, str]]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices  # type: ignore[attr-defined]  # -- a choice field
