"""What people type about people and their memberships."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Visibility
from accord.apps.directory import policies
from accord.apps.directory.actions.facts import MembershipFacts, PersonFacts, facts_of_person
from accord.apps.directory.enums import LanguageLevel
from accord.apps.directory.forms import choices
from accord.apps.directory.forms.choices import localised
from accord.apps.directory.models import Organisation, Person
from accord.apps.directory.queries import records as queries
from accord.apps.ui.forms.editing import EditingForm, as_seen
from accord.apps.ui.forms.fields import DayField, LocalizedTextField

_MOST_LANGUAGES = 5


class PersonForm(EditingForm):
    """Everything that staff can say of a person."""

    name = LocalizedTextField(label=pgettext_lazy("person", "Name"), max_length=200)
    title = forms.CharField(
        label=pgettext_lazy("person", "Title"),
        max_length=60,
        required=False,
        help_text=_("Such as Dr or Professor."),
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    owner = forms.ChoiceField(label=_("Side"))
    visibility = forms.ChoiceField(label=_("Who sees them"), choices=Visibility.choices)

    def __init__(
        self, *args: Any, acting: Acting, before: PersonFacts | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._before = before
        fields: Any = self.fields
        spoken = choices.spoken()
        fields["country"].choices = [*choices.NOTHING, *choices.countries(spoken)]
        own = choices.sides(queries.sides_open_to(acting, policies.STAFF))
        fields["owner"].choices = [*choices.NOTHING, *own] if acting.is_administrator else own
        fields["owner"].required = not acting.is_administrator
        for index in range(1, _MOST_LANGUAGES + 1):
            fields[f"language_{index}"] = forms.ChoiceField(
                label=_("Language %(number)s") % {"number": index},
                required=False,
                choices=[*choices.NOTHING, *choices.languages(spoken)],
            )
            fields[f"level_{index}"] = forms.ChoiceField(
                label=_("Level"),
                required=False,
                choices=LanguageLevel.choices,
                initial=LanguageLevel.WORKING,
            )

    def facts(self) -> PersonFacts:
        """Return what was typed as the actions want it."""
        given = self.cleaned_data
        spoken = {
            given[f"language_{index}"]: given[f"level_{index}"] or LanguageLevel.WORKING.value
            for index in range(1, _MOST_LANGUAGES + 1)
            if given[f"language_{index}"]
        }
        return PersonFacts(
            name=localised(given["name"], self._before.name if self._before else None),
            title=given["title"],
            email=given["email"],
            phone=given["phone"],
            country=given["country"],
            spoken=frozenset(spoken.items()),
            owner=UUID(given["owner"]) if given["owner"] else None,
            visibility=given["visibility"],
        )


class MembershipForm(forms.Form):
    """A person's place in an organisation; one of the two is chosen here."""

    other = forms.ChoiceField(label=_("Organisation"))
    position = LocalizedTextField(label=_("Position"), max_length=200, required=False)
    speaks_for = forms.BooleanField(
        label=_("Speaks for the organisation"),
        required=False,
        help_text=_("May change its description and express its wishes."),
    )
    starts_on = DayField(label=_("From"), required=False, help_text=choices.DAY_HELP)
    ends_on = DayField(
        label=_("Until"), required=False, help_text=_("The first day on which it no longer runs.")
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisations = {each.reference: each for each in organisations}
        fields: Any = self.fields
        fields["other"].choices = [
            (reference, f"{each.name.in_language(choices.spoken())} · {reference}")
            for reference, each in self._organisations.items()
        ]

    def facts(self, person: Person) -> MembershipFacts:
        """Return what was typed as the actions want it."""
        given = self.cleaned_data
        return MembershipFacts(
            person=person,
            organisation=self._organisations[given["other"]],
            position=localised(given["position"]),
            speaks_for=given["speaks_for"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )


class MembershipEndForm(forms.Form):
    """When a membership ends."""

    on = DayField(label=_("Last day is the day before"), help_text=choices.DAY_HELP)


class AccountForm(forms.Form):
    """The account that acts as a person."""

    email = forms.EmailField(
        label=_("E-mail address of the account"),
        help_text=_("Whoever has no account yet gets an invitation."),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)


class MergeForm(forms.Form):
    """Which record the other one becomes part of."""

    kept = forms.CharField(widget=forms.HiddenInput)


class ImportForm(forms.Form):
    """A file with organisations and people, and the side that will own what is new."""

    file = forms.FileField(
        label=_("File"), help_text=_("An Excel workbook (.xlsx) or CSV, at most 20 MB.")
    )
    owner = forms.ChoiceField(label=_("Side"), help_text=_("Owns the records that the file adds."))

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["owner"].choices = choices.sides(queries.sides_open_to(acting, policies.STAFF))


def initial_of(person: Person) -> dict[str, Any]:
    """Return what the form shows of a person before anybody types."""
    facts = facts_of_person(person)
    initial = {
        "name": facts.name.as_json(),
        "title": facts.title,
        "email": facts.email,
        "phone": facts.phone,
        "country": facts.country,
        "owner": str(facts.owner or ""),
        "visibility": facts.visibility,
    }
    for index, (language, level) in enumerate(sorted(facts.spoken)[:_MOST_LANGUAGES], start=1):
        initial |= {f"language_{index}": language, f"level_{index}": level}
    return as_seen(initial)
