"""The form that takes a file of profiles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.apps.directory.forms import choices
from accord.apps.directory.models import Organisation

ENDINGS = (".xlsx", ".csv", ".json")


class ImportForm(forms.Form):
    """A file, and in whose name the rows are that name nobody."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx), a CSV or a JSON file, at most 500 profiles."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    organisation = forms.ChoiceField(
        label=_("Organisation"),
        required=False,
        help_text=_("In whose name the profiles are where the file does not say."),
    )

    def __init__(self, *args: Any, organisations: dict[str, Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(organisations) == 1:
            del self.fields["organisation"]
            return
        spoken = choices.spoken()
        fields: Any = self.fields
        fields["organisation"].choices = [
            *choices.NOTHING,
            *((key, each.name.in_language(spoken)) for key, each in organisations.items()),
        ]
