"""What people fill in to have an event planned."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accord.apps.brokerage.models import ScheduleRun
from accord.apps.ui.forms.fields import NumberField
from accord.engine.calendars import Presentation

LONGEST_SECONDS = 3600


class PlanForm(forms.Form):
    """The budget of a search, and what it goes round."""

    seconds = NumberField(
        label=_("Seconds to search"),
        min_value=1,
        max_value=LONGEST_SECONDS,
        initial=30,
        help_text=_("You can stop it at any time and keep the best that was found."),
    )
    seed = NumberField(
        label=_("Seed"),
        min_value=0,
        max_value=2**31 - 1,
        initial=0,
        required=False,
        help_text=_("Another number gives another schedule that is about as good."),
    )
    around = forms.ChoiceField(
        label=_("Around the locked meetings of"),
        required=False,
        help_text=_("Locked meetings stay where they are; the others are where it begins."),
    )

    def __init__(
        self, *args: Any, runs: Iterable[ScheduleRun], viewer: Presentation, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["around"].choices = [  # type: ignore[attr-defined]  # -- a choice field
            ("", gettext("nothing: plan from the beginning")),
            *(
                (
                    str(run.number),
                    gettext("schedule %(number)s") % {"number": viewer.number(run.number)},
                )
                for run in runs
                if run.status
            ),
        ]
