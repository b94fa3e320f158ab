"""What people type about organisations and their statuses."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Visibility
from accord.apps.directory import policies
from accord.apps.directory.actions.facts import (
    NameFacts,
    OrganisationFacts,
    StatusFacts,
    facts_of_organisation,
)
from accord.apps.directory.enums import (
    CodeScheme,
    NameKind,
    OrganisationKind,
    SizeClass,
    StatusKind,
)
from accord.apps.directory.forms import choices
from accord.apps.directory.forms.choices import CoordinateField, LinesField, localised
from accord.apps.directory.models import Organisation
from accord.apps.directory.queries import records as queries
from accord.apps.ui.forms.editing import EditingForm, as_seen
from accord.apps.ui.forms.fields import DayField, LocalizedTextField, NumberField

_LONGEST_IDENTIFIER = (40, 60)
_LONGEST_NAME = 200
_YEARS = (1000, 2100)


class DescriptionForm(EditingForm):
    """What a company's own people may say of it."""

    summary = LocalizedTextField(
        label=_("In one line"),
        max_length=300,
        required=False,
        help_text=_("What it makes or does; stands on agendas under its name."),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In which its people can hold a meeting."),
    )

    def __init__(self, *args: Any, before: OrganisationFacts | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = before
        fields: Any = self.fields
        fields["languages"].choices = choices.languages(choices.spoken())

    def facts(self) -> OrganisationFacts:
        """Return the organisation's facts with what was typed."""
        if self._before is None:
            raise TypeError("a description is of something that exists")
        given = self.cleaned_data
        return replace(
            self._before,
            summary=localised(given["summary"], self._before.summary),
            website=given["website"],
            email=given["email"],
            phone=given["phone"],
            languages=tuple(given["languages"]),
        )


class OrganisationForm(DescriptionForm):
    """Everything that staff can say of an organisation."""

    name = LocalizedTextField(label=_("Name"), max_length=_LONGEST_NAME)
    other_names = LinesField(
        label=_("Other names"), help_text=_("Short or former names, one on a line.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    legal_form = forms.CharField(label=_("Legal form"), max_length=60, required=False)
    size_class = forms.ChoiceField(
        label=_("Size"), required=False, choices=[*choices.NOTHING, *SizeClass.choices]
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    city = LocalizedTextField(label=_("City"), max_length=100, required=False)
    latitude = CoordinateField(label=_("Latitude"), most=90)
    longitude = CoordinateField(label=_("Longitude"), most=180)
    founded_year = NumberField(
        label=_("Founded in"),
        required=False,
        min_value=_YEARS[0],
        max_value=_YEARS[1],
        help_text=_("The year in the Gregorian calendar."),
    )
    identifiers = LinesField(
        label=_("Numbers in registers"),
        help_text=_("One on a line: the register, a colon, the number."),
    )
    fields_of_research = forms.MultipleChoiceField(
        label=_("Fields"), required=False, help_text=_("OECD fields of research.")
    )
    activities = forms.MultipleChoiceField(
        label=_("Activities"), required=False, help_text=_("NACE sections and divisions.")
    )
    owner = forms.ChoiceField(label=_("Side"))
    visibility = forms.ChoiceField(label=_("Who sees it"), choices=Visibility.choices)

    field_order = (
        "name",
        "other_names",
        "kind",
        "legal_form",
        "size_class",
        "summary",
        "country",
        "city",
        "website",
        "email",
        "phone",
        "languages",
        "fields_of_research",
        "activities",
        "identifiers",
        "founded_year",
        "latitude",
        "longitude",
        "owner",
        "visibility",
    )

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["country"].choices = [*choices.NOTHING, *choices.countries(choices.spoken())]
        fields["fields_of_research"].choices = choices.codes(CodeScheme.FIELD)
        fields["activities"].choices = choices.codes(CodeScheme.ACTIVITY)
        own = choices.sides(queries.sides_open_to(acting, policies.STAFF))
        fields["owner"].choices = [*choices.NOTHING, *own] if acting.is_administrator else own
        fields["owner"].required = not acting.is_administrator

    def clean_other_names(self) -> list[str]:
        """Refuse names that are too long to be kept."""
        names: list[str] = self.cleaned_data["other_names"]
        if any(len(name) > _LONGEST_NAME for name in names):
            raise ValidationError(_("A name has at most 200 characters."))
        return names

    def clean_identifiers(self) -> frozenset[tuple[str, str]]:
        """Return pairs of register and number."""
        return choices.pairs(self.cleaned_data["identifiers"], longest=_LONGEST_IDENTIFIER)

    def facts(self) -> OrganisationFacts:
        """Return what was typed as the actions want it."""
        given, before = self.cleaned_data, self._before
        kinds = {name.text: name for name in before.other_names} if before else {}
        return OrganisationFacts(
            name=localised(given["name"], before.name if before else None),
            kind=given["kind"],
            legal_form=given["legal_form"],
            size_class=given["size_class"],
            summary=localised(given["summary"], before.summary if before else None),
            country=given["country"],
            city=localised(given["city"], before.city if before else None),
            latitude=given["latitude"],
            longitude=given["longitude"],
            website=given["website"],
            email=given["email"],
            phone=given["phone"],
            founded_year=given["founded_year"],
            languages=tuple(given["languages"]),
            codes=frozenset(
                [(CodeScheme.FIELD.value, code) for code in given["fields_of_research"]]
                + [(CodeScheme.ACTIVITY.value, code) for code in given["activities"]]
            ),
            identifiers=given["identifiers"],
            other_names=frozenset(
                kinds.get(text, NameFacts(text, "", NameKind.SHORT))
                for text in given["other_names"]
            ),
            owner=UUID(given["owner"]) if given["owner"] else None,
            visibility=given["visibility"],
        )


class StatusForm(forms.Form):
    """A status that an authority gave an organisation."""

    kind = forms.ChoiceField(label=_("Status"), choices=StatusKind.choices)
    issuer = LocalizedTextField(label=_("Issued by"), max_length=200, required=False)
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    starts_on = DayField(label=_("Valid from"), required=False, help_text=choices.DAY_HELP)
    ends_on = DayField(
        label=_("Valid until"),
        required=False,
        help_text=_("The first day on which it no longer holds."),
    )

    def facts(self) -> StatusFacts:
        """Return what was typed as the actions want it."""
        given = self.cleaned_data
        return StatusFacts(
            kind=StatusKind(given["kind"]),
            issuer=localised(given["issuer"]),
            number=given["number"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )


def initial_of(organisation: Organisation) -> dict[str, Any]:
    """Return what the form shows of an organisation before anybody types."""
    facts = facts_of_organisation(organisation)
    by_scheme: dict[str, list[str]] = {CodeScheme.FIELD: [], CodeScheme.ACTIVITY: []}
    for scheme, code in sorted(facts.codes):
        by_scheme[scheme].append(code)
    return as_seen(
        {
            "name": facts.name.as_json(),
            "other_names": "\n".join(sorted(name.text for name in facts.other_names)),
            "kind": facts.kind,
            "legal_form": facts.legal_form,
            "size_class": facts.size_class,
            "summary": facts.summary.as_json(),
            "country": facts.country,
            "city": facts.city.as_json(),
            "latitude": "" if facts.latitude is None else f"{facts.latitude}",
            "longitude": "" if facts.longitude is None else f"{facts.longitude}",
            "website": facts.website,
            "email": facts.email,
            "phone": facts.phone,
            "founded_year": facts.founded_year,
            "languages": facts.languages,
            "identifiers": "\n".join(f"{a}: {b}" for a, b in sorted(facts.identifiers)),
            "fields_of_research": by_scheme[CodeScheme.FIELD],
            "activities": by_scheme[CodeScheme.ACTIVITY],
            "owner": str(facts.owner or ""),
            "visibility": facts.visibility,
        }
    )
