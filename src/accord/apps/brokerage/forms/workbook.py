"""The form that takes an event workbook."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.apps.programmes.models import Programme

LARGEST_MB = 20
ENDINGS = (".xlsx", ".csv", ".zip", ".dzn")


class WorkbookForm(forms.Form):
    """A file, and for a new event its programme."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx), a CSV file or a zip file of CSV files; 20 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def __init__(self, *args: Any, programmes: Sequence[Programme] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._programmes = {one.reference: one for one in programmes}
        if not programmes:
            del self.fields["programme"]
            return
        chosen = self.fields["programme"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = list(_choices(programmes))

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_MB * 1_000_000:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Please split it."),
                params={"limit": LARGEST_MB},
            )
        return file

    @property
    def chosen_programme(self) -> Programme | None:
        """The programme that was chosen for a new event."""
        return self._programmes.get(self.cleaned_data.get("programme", ""))


def _choices(programmes: Iterable[Programme]) -> Iterable[tuple[str, str]]:
    for one in programmes:
        yield one.reference, str(one.title)
