"""Which two groups of organisations are compared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.apps.core.models import Side
from accord.apps.directory.enums import CodeScheme, StatusKind
from accord.apps.directory.forms import choices
from accord.apps.partnering.actions.groups import MOST_EACH
from accord.apps.partnering.queries.groups import Group
from accord.apps.ui.forms.fields import NumberField

USUAL = 3


class GroupForm(forms.Form):
    """One group, by what the directory knows of its organisations; what is empty plays no part."""

    side = forms.ChoiceField(label=_("Side"), required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", pgettext_lazy("status", "any or none")), *StatusKind.choices],
        required=False,
    )
    issuer = forms.CharField(
        label=_("Issued by"),
        max_length=100,
        required=False,
        help_text=_("Words of its name in any language, such as that of a park."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    field = forms.ChoiceField(label=_("Field"), required=False)

    def __init__(
        self, *args: Any, sides: list[Side], countries: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        spoken = choices.spoken()
        fields: Any = self.fields
        named = [(side.code, side.name.in_language(spoken)) for side in sides]
        fields["side"].choices = [("", _("every side")), *named]
        fields["country"].choices = [("", _("every country")), *countries]
        codes = choices.codes(CodeScheme.FIELD)
        fields["field"].choices = [("", pgettext_lazy("field", "every field")), *codes]

    def group(self) -> Group:
        """Return the group that was chosen."""
        return Group.of(self.cleaned_data)


class TopForm(forms.Form):
    """How many pairs an organisation may be in."""

    top = NumberField(
        label=_("Pairs of one organisation at most"), min_value=1, max_value=MOST_EACH
    )
