"""What people choose and type about suggestions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.apps.partnering.enums import ProfileKind, RefusalReason
from accord.apps.ui.forms.fields import LinesField


class RefusalForm(forms.Form):
    """Why a suggestion does not suit."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=RefusalReason.choices,
        help_text=_(
            "Once three organisations or more have refused a profile, its writer reads how many "
            "gave each reason, and never who."
        ),
    )
    note = LinesField(
        label=_("Note"),
        max_length=500,
        required=False,
        help_text=_("Only your own side reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NarrowForm(forms.Form):
    """Which suggestions to show."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", pgettext_lazy("kind of profile", "every kind")), *ProfileKind.choices],
        required=False,
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    is_open = forms.BooleanField(label=_("Open for interest"), required=False)

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["country"].choices = [("", _("every country")), *countries]


class OtherForm(forms.Form):
    """The profile that somebody misses among the suggestions."""

    other = forms.CharField(
        label=_("Reference"), max_length=24, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
