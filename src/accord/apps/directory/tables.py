"""Lists of organisations and people."""

from collections.abc import Callable, Iterable
from typing import Any

from babel import Locale
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accord.apps.core.localised import listed
from accord.apps.directory.enums import CodeScheme, OrganisationKind, SizeClass, StatusKind
from accord.apps.directory.models import Organisation, Person
from accord.apps.directory.queries import records as queries
from accord.apps.ui.tables.columns import Column, Filter
from accord.apps.ui.tables.table import Table
from accord.engine.text import fold


def _countries(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    known = [(code, country_name(code)) for code in queries.countries_among(rows)]
    return sorted(known, key=lambda pair: fold(pair[1]))


def _sides(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(side.code, side.name.in_language(language)) for side in queries.sides_among(rows)]


def country_name(code: str) -> str:
    """Return a country's name in the active language."""
    names = Locale.parse(get_language() or "en").territories
    return str(names.get(code, code)) if code else ""


def _languages(codes: Iterable[str]) -> str:
    names = Locale.parse(get_language() or "en").languages
    return listed(names.get(code, code) for code in codes)


def _organisation_url(row: Organisation) -> str:
    return reverse("directory:organisation-detail", args=[row.reference])


def _person_url(row: Person) -> str:
    return reverse("directory:person-detail", args=[row.reference])


def _organisations_of(row: Person) -> str:
    language = get_language() or "en"
    names = [each.organisation.name.in_language(language) for each in row.memberships.all()]
    return listed(dict.fromkeys(names))


def _owner(row: Organisation | Person) -> str:
    return row.owner.name.in_language(get_language() or "en") if row.owner else ""


def _fields(_rows: QuerySet[Any]) -> list[tuple[str, str]]:
    language = get_language() or "en"
    codes = queries.codes_of(CodeScheme.FIELD)
    return [(code.code, f"{code.code} {code.label.in_language(language)}") for code in codes]


def _by(column: str) -> Callable[[Any, str], Any]:
    return lambda rows, value: rows.filter(**{column: value})


COUNTRY = Filter("country", _("Country"), choices=_countries, apply=_by("country"))
SIDE = Filter("side", _("Side"), choices=_sides, apply=_by("owner__code"))

ORGANISATIONS = Table(
    key="organisations",
    caption=_("Organisations"),
    columns=(
        Column("name", _("Name"), sort=("sort_name",), url=_organisation_url),
        Column("reference", _("Reference"), sort=("reference",), is_hidden_on_phone=True),
        Column("kind", _("Kind"), cell=lambda row: row.get_kind_display(), sort=("kind",)),
        Column(
            "country",
            _("Country"),
            cell=lambda row: country_name(row.country),
            sort=("country", "sort_name"),
        ),
        Column("city", _("City"), is_hidden_on_phone=True),
        Column(
            "size",
            _("Size"),
            cell=lambda row: row.get_size_class_display(),
            is_hidden_on_phone=True,
        ),
        Column("side", _("Side"), cell=_owner, sort=("owner__code", "sort_name")),
        Column("people", _("People"), cell="people_count", sort=("people_count",), align="end"),
    ),
    filters=(
        Filter("kind", _("Kind"), choices=OrganisationKind.choices, apply=_by("kind")),
        COUNTRY,
        Filter("size", _("Size"), choices=SizeClass.choices, apply=_by("size_class")),
        Filter("status", _("Status"), choices=StatusKind.choices, apply=queries.of_status),
        Filter("field", _("Field"), choices=_fields, apply=queries.of_field),
        SIDE,
    ),
    search=queries.organisations_found,
    default_sort="name",
    empty_sentence=_("No organisations yet."),
    empty_hint=_("Import a file, or add the first one."),
    empty_icon="building",
)

PEOPLE = Table(
    key="people",
    caption=_("People"),
    columns=(
        Column("name", pgettext_lazy("person", "Name"), sort=("sort_name",), url=_person_url),
        Column("reference", _("Reference"), sort=("reference",), is_hidden_on_phone=True),
        Column("organisation", _("Organisation"), cell=_organisations_of),
        Column(
            "languages",
            _("Languages"),
            cell=lambda row: _languages(each.language for each in row.spoken.all()),
            is_hidden_on_phone=True,
        ),
        Column(
            "country",
            _("Country"),
            cell=lambda row: country_name(row.country),
            sort=("country", "sort_name"),
            is_hidden_on_phone=True,
        ),
        Column("side", _("Side"), cell=_owner, sort=("owner__code", "sort_name")),
    ),
    filters=(COUNTRY, SIDE),
    search=queries.people_found,
    default_sort="name",
    empty_sentence=_("No people yet."),
    empty_hint=_("Import a file, or add the first person."),
    empty_icon="users",
)
