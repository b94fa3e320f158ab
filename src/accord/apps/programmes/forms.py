"""What people type about parties, programmes, priority areas and roles."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accord.apps.accounts.enums import CalendarChoice
from accord.apps.accounts.forms import time_zones_and
from accord.apps.core.enums import Role
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.models import Code
from accord.apps.programmes.actions.parties import PartyFacts
from accord.apps.programmes.actions.programmes import ProgrammeFacts
from accord.apps.programmes.actions.roles import RoleFacts
from accord.apps.programmes.enums import PartyKind
from accord.apps.programmes.models import Party, PriorityArea, Programme
from accord.apps.ui.forms.editing import EditingForm, as_seen
from accord.apps.ui.forms.fields import DayField, LocalizedTextField, NumberField
from accord.engine.text import fold

# Languages in which people of a programme may have to be addressed; ISO 639-1.
# fmt: off
LANGUAGES = (
    "ar", "az", "be", "de", "en", "es", "fa", "fr", "hi", "hy", "id", "it", "ja", "ka", "kk", "ko",
    "ky", "ms", "pl", "pt", "ru", "sr", "tg", "th", "tk", "tr", "uk", "ur", "uz", "vi", "zh",
)
# fmt: on
WEEKDAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)
DAYS_OF_A_WEEK = 7
ROLES = tuple((role, label) for role, label in Role.choices if role != Role.ADMINISTRATOR)
DAY_HELP = _("In either calendar: 11 Azar 1404 or 2 December 2025.")


@cache
def countries(language: str) -> list[tuple[str, str]]:
    """Return ISO 3166-1 codes and names, by alphabet in the language."""
    # Babel's list also holds groups of countries and codes for private use.
    others = {"EU", "EZ", "QO", "UN", "XA", "XB", "XK", "ZZ"}
    names = Locale.parse(language).territories.items()
    known = [(code, name) for code, name in names if code.isalpha() and len(code) == len("IR")]
    real = [(code, name) for code, name in known if code not in others]
    return sorted(real, key=lambda pair: fold(pair[1]))


@cache
def languages(language: str) -> list[tuple[str, str]]:
    """Return ISO 639-1 codes and names, by alphabet in the language."""
    names = Locale.parse(language).languages
    return sorted(((code, names[code]) for code in LANGUAGES), key=lambda pair: fold(pair[1]))


def localised(value: dict[str, Any]) -> LocalizedText:
    """Return what a form field gave as the models want it."""
    return LocalizedText.from_json(value)


class PartyForm(EditingForm):
    """What is known of a party."""

    name = LocalizedTextField(label=_("Name"), max_length=200)
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        help_text=_("Short, in capital Latin letters, as on badges: IR, RU-TA."),
        validators=[
            RegexValidator(
                "^[A-Z0-9][A-Z0-9-]*$", _("Write capital Latin letters, digits and hyphens only.")
            )
        ],
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=PartyKind.choices)
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        help_text=_("Its public holidays can be taken over. Leave it open for a network."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), widget=forms.CheckboxSelectMultiple
    )
    calendar = forms.ChoiceField(label=_("Calendar"), choices=CalendarChoice.choices)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    weekend = forms.TypedMultipleChoiceField(
        label=_("Weekend"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Mark the days on which nobody works."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = get_language() or settings.LANGUAGE_CODE
        fields: Any = self.fields
        fields["country"].choices = [("", "—"), *countries(spoken)]
        fields["languages"].choices = languages(spoken)
        fields["time_zone"].choices = time_zones_and(
            str(self.initial.get("time_zone") or ""), spoken
        )

    def clean_code(self) -> str:
        """Return the code."""
        return str(self.cleaned_data["code"]).upper()

    def clean_weekend(self) -> list[int]:
        """Refuse a week that is all weekend."""
        weekend: list[int] = self.cleaned_data["weekend"]
        if len(weekend) == DAYS_OF_A_WEEK:
            raise ValidationError(_("Leave at least one day for work."))
        return weekend

    def facts(self) -> PartyFacts:
        """Return what was typed as the actions want it."""
        given = self.cleaned_data
        return PartyFacts(
            code=given["code"],
            name=localised(given["name"]),
            kind=PartyKind(given["kind"]),
            country=given["country"],
            languages=tuple(given["languages"]),
            calendar=CalendarChoice(given["calendar"]),
            time_zone=given["time_zone"],
            weekend=frozenset(given["weekend"]),
        )

    @staticmethod
    def initial_of(party: Party) -> dict[str, Any]:
        """Return what the form shows of a party."""
        names = [
            "name",
            "code",
            "kind",
            "country",
            "languages",
            "calendar",
            "time_zone",
            "weekend",
        ]
        return as_seen({name: getattr(party, name) for name in names})


class HolidayForm(forms.Form):
    """One day off, or one day worked all the same."""

    day = DayField(label=_("Day"), help_text=DAY_HELP)
    name = LocalizedTextField(label=_("Name"), max_length=200)
    is_working = forms.BooleanField(
        label=_("A working day all the same"),
        required=False,
        help_text=_("For a day of the weekend that is worked in exchange for another."),
    )


class YearForm(forms.Form):
    """The year whose public holidays are taken over."""

    year = NumberField(
        label=_("Year"), min_value=1950, max_value=2100, help_text=_("In the Gregorian calendar.")
    )


class ProgrammeForm(EditingForm):
    """What is known of a programme."""

    title = LocalizedTextField(label=_("Title"), max_length=300)
    summary = LocalizedTextField(
        label=_("In a few words"), rows=3, max_length=2000, required=False
    )
    parties = forms.MultipleChoiceField(
        label=_("Parties"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Two or more; they own the programme alike."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Working languages"), widget=forms.CheckboxSelectMultiple
    )
    starts_on = DayField(label=_("First day"), required=False, help_text=DAY_HELP)
    ends_on = DayField(
        label=_("First day after it"),
        required=False,
        help_text=_("The day on which the programme is over. Leave it open if nobody knows."),
    )
    needs_every_approval = forms.BooleanField(
        label=_("Every party approves before anything is published"), required=False
    )

    def __init__(self, *args: Any, parties: Iterable[Party] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = get_language() or settings.LANGUAGE_CODE
        fields: Any = self.fields
        fields["languages"].choices = languages(spoken)
        if parties is None:
            del self.fields["parties"]
        else:
            fields["parties"].choices = [
                (party.code, party.name.in_language(spoken)) for party in parties
            ]

    def facts(self) -> ProgrammeFacts:
        """Return what was typed as the actions want it."""
        given = self.cleaned_data
        return ProgrammeFacts(
            title=localised(given["title"]),
            summary=localised(given["summary"]),
            languages=tuple(given["languages"]),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            needs_every_approval=given["needs_every_approval"],
        )

    @staticmethod
    def initial_of(programme: Programme) -> dict[str, Any]:
        """Return what the form shows of a programme."""
        names = ["title", "summary", "languages", "starts_on", "ends_on", "needs_every_approval"]
        shown = {name: getattr(programme, name) for name in names}
        return as_seen(
            shown | {"parties": sorted(party.code for party in programme.parties.all())}
        )


class AreaForm(EditingForm):
    """A field of cooperation."""

    number = NumberField(label=_("Number"), min_value=1, max_value=999)
    name = LocalizedTextField(label=_("Name"), max_length=200)
    codes = forms.MultipleChoiceField(
        label=_("Codes"),
        required=False,
        help_text=_("Entries of the code lists that belong to this field."),
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )

    def __init__(self, *args: Any, codes: Iterable[Code], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = get_language() or settings.LANGUAGE_CODE
        self._codes = {str(code.pk): code for code in codes}
        fields: Any = self.fields
        fields["codes"].choices = [
            (key, f"{code.get_scheme_display()} · {code.code} · {code.label.in_language(spoken)}")
            for key, code in self._codes.items()
        ]

    @staticmethod
    def initial_of(area: PriorityArea) -> dict[str, Any]:
        """Return what the form shows of a priority area."""
        codes = sorted(str(code.pk) for code in area.codes.all())
        return as_seen({"number": area.number, "name": area.name, "codes": codes})

    def chosen_codes(self) -> list[Code]:
        """Return the chosen entries of the code lists."""
        return [self._codes[key] for key in self.cleaned_data["codes"]]


class RoleForm(forms.Form):
    """Who gets which role."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Whoever has no account yet gets an invitation."),
    )
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=200,
        required=False,
        help_text=_("For the invitation."),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=settings.LANGUAGES, required=False
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    starts_on = DayField(label=_("First day"), required=False, help_text=DAY_HELP)
    ends_on = DayField(label=_("First day without the role"), required=False)

    def __init__(
        self,
        *args: Any,
        party: Party,
        programmes: Iterable[Programme],
        is_for_all: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        spoken = get_language() or settings.LANGUAGE_CODE
        self._party = party
        self._programmes = {each.reference: each for each in programmes}
        fields: Any = self.fields
        everything = [("", _("all programmes of the party"))] if is_for_all else []
        fields["programme"].required = not is_for_all
        fields["programme"].choices = [
            *everything,
            *((key, each.title.in_language(spoken)) for key, each in self._programmes.items()),
        ]

    def facts(self) -> RoleFacts:
        """Return what was typed as the actions want it."""
        given = self.cleaned_data
        return RoleFacts(
            party=self._party,
            role=Role(given["role"]),
            programme=self._programmes.get(given["programme"]),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )
