"""What people type into a profile."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accord.apps.core.enums import Visibility
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.enums import CodeScheme, OrganisationKind
from accord.apps.directory.forms import choices
from accord.apps.directory.forms.choices import localised
from accord.apps.directory.models import Organisation
from accord.apps.partnering.adapters import tongues
from accord.apps.partnering.adapters.facts import (
    TEXTS,
    ProfileFacts,
    facts_of_profile,
    in_minor_units,
    in_whole_units,
)
from accord.apps.partnering.enums import Goal, Ipr, PartnershipKind, ProfileKind, Stage
from accord.apps.partnering.models import Profile
from accord.apps.partnering.queries import profiles as queries
from accord.apps.partnering.spreadsheets.profiles import LARGEST_BUDGET
from accord.apps.partnering.workflow import LEFT_OUT, LONGEST, MOST_CODES, MOST_PARTNERSHIPS
from accord.apps.ui.forms.editing import EditingForm, as_seen
from accord.apps.ui.forms.fields import DayField, LocalizedTextField, NumberField

CURRENCIES = ("AMD", "AZN", "BYN", "CNY", "EUR", "INR", "IRR", "KZT", "RUB", "TRY", "USD", "UZS")
_KEYS = ("contact", "programme")


class MostOf(forms.MultipleChoiceField):
    """Several choices, up to a number."""

    def __init__(self, *, most: int = 0, **kwargs: Any) -> None:
        """``most`` is the greatest number of choices; 0 for any."""
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(required=False, **kwargs)
        self.most = most

    def validate(self, value: list[str]) -> None:
        """Refuse more than the number."""
        super().validate(value)
        if self.most and len(value) > self.most:
            raise forms.ValidationError(
                _("Choose at most %(most)s."), code="too-many", params={"most": self.most}
            )


def _text(name: str, label: Any, rows: int, help_text: Any = "") -> LocalizedTextField:
    return LocalizedTextField(
        label=label,
        rows=rows,
        max_length=LONGEST[name],
        required=False,
        help_text=help_text,
        is_folded=True,
    )


class ProfileForm(EditingForm):
    """Everything that a profile of a kind says.

    ``further`` are languages of its texts besides those of the interface.
    """

    language = forms.ChoiceField(
        label=_("Written in"),
        required=False,
        help_text=_("The language of the original. Versions in other languages stand beside it."),
    )
    title = LocalizedTextField(
        label=_("Title"),
        is_folded=True,
        max_length=LONGEST["title"],
        help_text=_("What it is and what for, in one line; no name of a company."),
    )
    summary = _text(
        "summary", _("Summary"), 3, _("Who offers or looks for what, why, and with whom.")
    )
    description = _text("description", _("Description"), 8)
    advantages = _text(
        "advantages", _("Advantages and innovation"), 4, _("Measured, and compared with what?")
    )
    specification = _text("specification", _("Technical specification or expertise sought"), 4)
    stage = forms.ChoiceField(label=_("Stage of development"), required=False)
    trl = NumberField(
        label=_("Technology readiness level"),
        min_value=1,
        max_value=9,
        required=False,
        help_text=_("1 for a principle observed, 9 for a system in use."),
    )
    ipr = forms.ChoiceField(label=_("Intellectual property"), required=False)
    ipr_notes = _text("ipr_notes", _("Notes on intellectual property"), 2)
    partner_kinds = MostOf(label=_("Partner sought"))
    partner_role = _text(
        "partner_role", _("Role of the partner"), 3, _("What the partner brings and does.")
    )
    partnerships = MostOf(
        label=_("Kinds of partnership"), most=MOST_PARTNERSHIPS, help_text=_("One to three.")
    )
    countries = MostOf(
        label=_("Countries aimed at"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("None for everywhere."),
    )
    technologies = MostOf(
        label=_("Technologies"),
        most=MOST_CODES,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("At most five."),
    )
    markets = MostOf(
        label=_("Markets"),
        most=MOST_CODES,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("At most five."),
    )
    goals = MostOf(label=_("Sustainable development goals"))
    call_name = _text("call_name", _("Research programme and call"), 1)
    call_closes_on = DayField(
        label=_("The call closes on"), required=False, help_text=choices.DAY_HELP
    )
    interest_until = DayField(
        label=_("Interest is wanted until"),
        required=False,
        help_text=_("The last day on which others may express interest."),
    )
    project_months = NumberField(
        label=_("Length of the project in months"), min_value=1, max_value=240, required=False
    )
    budget = NumberField(label=_("Budget"), min_value=1, max_value=LARGEST_BUDGET, required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    contact = forms.ChoiceField(
        label=_("Contact person"),
        required=False,
        help_text=_("Shown to the other side only when contacts are exchanged."),
    )
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    is_anonymous = forms.BooleanField(
        label=_("Do not name the organisation"),
        required=False,
        help_text=_("Readers of other organisations see its country and field, not its name."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it once published"), choices=Visibility.choices
    )

    def __init__(
        self,
        *args: Any,
        kind: ProfileKind,
        organisation: Organisation,
        today: Any,
        before: ProfileFacts | None = None,
        further: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.further = self._further(further, before)
        self.organisation = organisation
        self._before = before
        for name in LEFT_OUT[kind]:
            del self.fields[name]
        self._offer_languages()
        self._offer_choices(today)

    def _further(self, wanted: Iterable[str], before: ProfileFacts | None) -> tuple[str, ...]:
        """Return the languages besides those of the interface: wanted, or written in already."""
        usual = {code for code, _name in settings.LANGUAGES}
        written = tongues.languages_of(before) if before else ()
        sent = str(self.data.get("further", "")).split() if self.is_bound else ()
        known = (code for code in (*written, *sent, *wanted) if code in choices.LANGUAGES)
        return tuple(dict.fromkeys(code for code in known if code not in usual))

    def _offer_languages(self) -> None:
        usual = [code for code, _name in settings.LANGUAGES]
        fields: Any = self.fields
        for name in TEXTS:
            if name in fields:
                fields[name].languages = (*usual, *self.further)
        fields["language"].choices = [
            ("", _("as recognised from the text")),
            *choices.languages(choices.spoken()),
        ]

    @property
    def addable(self) -> list[tuple[str, str]]:
        """The languages in which no fields are offered yet."""
        offered = {*self.further, *(code for code, _name in settings.LANGUAGES)}
        known = choices.languages(choices.spoken())
        return [(code, name) for code, name in known if code not in offered]

    def _offer_choices(self, today: Any) -> None:
        spoken = choices.spoken()
        people = queries.people_of(self.organisation, on=today)
        programmes = queries.programmes_of(self.organisation)
        offered: dict[str, Any] = {
            "stage": [*choices.NOTHING, *Stage.choices],
            "ipr": [*choices.NOTHING, *Ipr.choices],
            "partner_kinds": OrganisationKind.choices,
            "partnerships": PartnershipKind.choices,
            "countries": choices.countries(spoken),
            "technologies": choices.codes(CodeScheme.FIELD),
            "markets": choices.codes(CodeScheme.ACTIVITY),
            "goals": [(str(goal.value), goal.label) for goal in Goal],
            "currency": [*choices.NOTHING, *((code, code) for code in CURRENCIES)],
            "contact": [
                *choices.NOTHING,
                *((str(one.pk), one.name.in_language(spoken)) for one in people),
            ],
            "programme": [
                *choices.NOTHING,
                *((str(one.pk), one.title.in_language(spoken)) for one in programmes),
            ],
        }
        fields: Any = self.fields
        for name in offered.keys() & fields.keys():
            fields[name].choices = offered[name]

    def clean(self) -> dict[str, Any]:
        """Ask for the currency of a budget."""
        given = super().clean()
        if given.get("budget") and not given.get("currency"):
            self.add_error("currency", _("Please choose the currency of the budget."))
        return given

    def facts(self) -> ProfileFacts:
        """Return what could be read of what was typed, as the actions want it."""
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        values: dict[str, Any] = {
            name: self._localised(name, given[name]) for name in TEXTS if name in given
        }
        for name in ("partner_kinds", "partnerships", "countries", "technologies", "markets"):
            values[name] = tuple(given[name] or ())
        values["goals"] = tuple(sorted(int(goal) for goal in given["goals"] or ()))
        for name in ("stage", "ipr", "currency"):
            values[name] = given.get(name) or ""
        for name in ("trl", "call_closes_on", "interest_until", "project_months"):
            values[name] = given.get(name)
        values |= {name: UUID(given[name]) if given[name] else None for name in _KEYS}
        values["is_anonymous"] = bool(given["is_anonymous"])
        values["visibility"] = given["visibility"] or Visibility.SHARED
        values["budget"] = in_minor_units(given.get("budget"), values["currency"])
        return self._in_its_language(ProfileFacts(**values), given.get("language") or "")

    def _localised(self, name: str, given: dict[str, Any] | None) -> LocalizedText:
        """Return a text; its original stays the original where it is still there."""
        before = getattr(self._before, name) if self._before else None
        text = localised(given or {}, before)
        if before and before.source in text.texts:
            return replace(text, source=before.source)
        return text

    def _in_its_language(self, facts: ProfileFacts, chosen: str) -> ProfileFacts:
        language = chosen or tongues.stands_under(facts)
        is_known = self._before is not None and language == self._before.title.source
        return tongues.written_in(facts, language) if language and not is_known else facts


def initial_of(profile: Profile) -> dict[str, Any]:
    """Return what the form shows of a profile before anybody types."""
    facts = facts_of_profile(profile)
    shown: dict[str, Any] = {
        name: getattr(facts, name) for name in ProfileFacts.__dataclass_fields__
    }
    shown |= {name: getattr(facts, name).as_json() for name in TEXTS}
    shown |= {name: str(shown[name] or "") for name in _KEYS}
    shown["language"] = facts.title.source
    shown["goals"] = [str(goal) for goal in facts.goals]
    shown["budget"] = in_whole_units(facts.budget, facts.currency)
    return as_seen(shown)


def typed_in(data: Mapping[str, Any], fields: Mapping[str, forms.Field]) -> dict[str, Any]:
    """Return what was typed, to be shown again as it is and looked at by nobody."""
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in fields.items()
        if not field.widget.value_omitted_from_data(data, {}, name)
    }


class StartForm(forms.Form):
    """In whose name, and of which kind, a profile is begun."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ProfileKind.choices)
    organisation = forms.ChoiceField(label=_("Organisation"))

    def __init__(self, *args: Any, organisations: dict[str, Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = choices.spoken()
        fields: Any = self.fields
        fields["organisation"].choices = [
            (reference, each.name.in_language(spoken)) for reference, each in organisations.items()
        ]


class RemarksForm(forms.Form):
    """What a reviewer says when sending a profile back."""

    remarks = forms.CharField(
        label=_("Remarks"),
        max_length=4000,
        help_text=_("What to change, so that the next version can be published."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
