"""What people fill in about who takes part."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.apps.brokerage.models import Attendance, Event
from accord.apps.brokerage.workbook.checking import FEWEST_LANGUAGES
from accord.apps.brokerage.workbook.sheets import LONGEST_DAY, MOST_PARALLEL
from accord.apps.programmes.models import Party
from accord.apps.ui.forms.editing import EditingForm, as_seen
from accord.apps.ui.forms.fields import LocalizedTextField, NumberField
from accord.engine.calendars import Presentation
from accord.engine.text import ascii_digits, clean

LANGUAGES_HELP = _("Codes with commas between them, the best first: fa, en, ru.")


class LanguagesField(forms.CharField):
    """Language codes, with commas or spaces between them."""

    default_error_messages = {
        "language": _("“%(code)s” is not a language code. Write two letters, such as fa or ru."),
        "fewest": _("An interpreter needs two languages at least."),
    }

    def __init__(self, *, fewest: int = 0, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)
        self.fewest = fewest

    def clean(self, value: Any) -> Any:
        """Return the codes in the order given, each once."""
        text = super().clean(value)
        codes = tuple(dict.fromkeys(re.split(r"[\s,،;؛]+", clean(text).lower().strip(" ,،;؛"))))
        codes = tuple(filter(None, codes))
        if 0 < len(codes) < self.fewest:
            raise forms.ValidationError(self.error_messages["fewest"], code="fewest")
        for code in codes:
            if not (len(code) == 2 and code.isascii() and code.isalpha()):  # noqa: PLR2004 -- ISO 639-1
                raise forms.ValidationError(
                    self.error_messages["language"], code="language", params={"code": code[:20]}
                )
        return codes


class ReferenceField(forms.CharField):
    """The number of a record, however its letters and digits were typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=24, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return it as the directory writes it."""
        return clean(ascii_digits(super().to_python(value) or "")).upper()


class AttendanceForm(EditingForm):
    """How an organisation takes part."""

    organisation = ReferenceField(
        label=_("Number of the organisation"),
        help_text=_("As the directory shows it, such as OR-2026-0001."),
    )
    party = forms.ChoiceField(label=_("Side"), required=False)
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        required=False,
        help_text=_("On lists and cards. Leave it empty to get the next free one."),
    )
    pitch = LocalizedTextField(label=_("In one line"), max_length=300, required=False)
    languages = LanguagesField(
        label=_("Languages for meetings"), required=False, help_text=LANGUAGES_HELP
    )
    parallel = NumberField(
        label=_("Meetings at the same time"), min_value=1, max_value=MOST_PARALLEL, initial=1
    )
    most_meetings = NumberField(
        label=_("Most meetings"), min_value=1, max_value=LONGEST_DAY, required=False
    )
    table = forms.ChoiceField(label=_("Own table"), required=False)

    def __init__(
        self,
        *args: Any,
        event: Event,
        parties: Iterable[Party],
        tables: Iterable[str],
        viewer: Presentation,
        attendance: Attendance | None = None,
        **kwargs: Any,
    ) -> None:
        if attendance is not None:
            kwargs["initial"] = as_seen(self.initial_of(attendance))
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["party"].choices = [  # type: ignore[attr-defined]  # -- a choice field
            ("", "—"),
            *((one.code, one.name.in_language(viewer.language)) for one in parties),
        ]
        self.fields["table"].choices = [("", "—"), *((label, label) for label in tables)]  # type: ignore[attr-defined]  # -- a choice field
        self.fields["organisation"].disabled = attendance is not None
        self.fields["pitch"].languages = tuple(event.languages)  # type: ignore[attr-defined]  # -- ui's own field

    @classmethod
    def initial_of(cls, attendance: Attendance) -> dict[str, Any]:
        """Return what the form shows of a participant."""
        return {
            "organisation": attendance.organisation.reference,
            "party": attendance.party.code if attendance.party else "",
            "code": attendance.code,
            "pitch": attendance.pitch.as_json(),
            "languages": ", ".join(attendance.languages),
            "parallel": attendance.parallel,
            "most_meetings": attendance.most_meetings,
            "table": attendance.table.label if attendance.table else "",
        }

    def clean_code(self) -> str:
        """Return the code without hidden marks."""
        return clean(self.cleaned_data["code"])


class DelegateForm(forms.Form):
    """A person who comes for a participant."""

    person = ReferenceField(
        label=_("Number of the person"),
        help_text=_("As the directory shows it, such as PE-2026-0001."),
    )
    position = LocalizedTextField(label=_("Position"), max_length=120, required=False)
    is_lead = forms.BooleanField(label=_("Leads the team"), required=False)


class InterpreterForm(forms.Form):
    """A person who interprets."""

    person = ReferenceField(
        label=_("Number of the person"),
        help_text=_("As the directory shows it, such as PE-2026-0001."),
    )
    languages = LanguagesField(
        label=_("Languages"), fewest=FEWEST_LANGUAGES, help_text=LANGUAGES_HELP
    )
    longest_run = NumberField(
        label=_("Most meetings in a row"), min_value=1, max_value=LONGEST_DAY, required=False
    )


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
