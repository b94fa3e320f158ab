"""What moving, placing, lifting and locking a meeting needs to know."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.apps.brokerage.adapters.board import Spot


class SpotForm(forms.Form):
    """Where a meeting is to go: a slot, and a table if one was chosen."""

    slot = forms.UUIDField(
        error_messages={
            "required": _("Please choose a time."),
            "invalid": _("This is not a time of the event. Please choose one from the list."),
        }
    )
    table = forms.UUIDField(
        required=False,
        error_messages={
            "invalid": _("This is not a table of the event. Please choose one from the list.")
        },
    )

    def spot(self) -> Spot:
        """Return the place that was chosen."""
        return Spot(self.cleaned_data["slot"], self.cleaned_data["table"])


class SeenForm(forms.Form):
    """Where the meeting stood on the page on which the person decided."""

    seen_slot = forms.UUIDField()
    seen_table = forms.UUIDField()

    def seen(self) -> Spot:
        """Return where it stood; a page that was tampered with saw it nowhere."""
        return Spot(
            self.cleaned_data.get("seen_slot", NOWHERE),
            self.cleaned_data.get("seen_table", NOWHERE),
        )


NOWHERE = UUID(int=0)


class LockForm(forms.Form):
    """Whether the meeting is to stay where it is."""

    lock = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes"
    )
