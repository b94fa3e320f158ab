"""What people type about an expression of interest."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.apps.directory.forms import choices
from accord.apps.directory.models import Organisation
from accord.apps.partnering.enums import ClosingReason
from accord.apps.partnering.workflow import LONGEST_MESSAGE
from accord.apps.ui.forms.fields import LinesField


class InterestForm(forms.Form):
    """In whose name somebody is interested, and why."""

    organisation = forms.ChoiceField(label=_("In the name of"))
    message = LinesField(
        label=_("Message"),
        max_length=LONGEST_MESSAGE,
        help_text=_("What interests you, what you bring, what you would like to know."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, organisations: dict[str, Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = choices.spoken()
        fields: Any = self.fields
        fields["organisation"].choices = [
            (key, each.name.in_language(spoken)) for key, each in organisations.items()
        ]


class ClosingForm(forms.Form):
    """Why nothing comes of it."""

    reason = forms.ChoiceField(label=_("Reason"), choices=ClosingReason.choices)
    note = LinesField(
        label=_("Note"),
        max_length=500,
        required=False,
        help_text=_("Both sides read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
