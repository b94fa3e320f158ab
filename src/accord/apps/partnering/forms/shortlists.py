"""What people type and press on a shortlist."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.apps.ui.forms.fields import LinesField


class NoteForm(forms.Form):
    """What the own side thinks of a profile."""

    note = LinesField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PlaceForm(forms.Form):
    """Where on the shortlist a profile is to stand."""

    place = forms.IntegerField(min_value=1)
