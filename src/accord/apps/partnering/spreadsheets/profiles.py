"""The sheet of profiles: one row for each, columns in the order of a partnering profile."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from babel.numbers import list_currencies
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accord.apps.core.enums import Visibility
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.adapters import codes, countries
from accord.apps.directory.enums import CodeScheme, OrganisationKind
from accord.apps.documents.spreadsheets.shapes import Column, Kind, Sheet
from accord.apps.partnering.enums import Goal, Ipr, PartnershipKind, ProfileKind, Stage
from accord.apps.partnering.models import Profile
from accord.apps.partnering.workflow import LONGEST, MOST_CODES, MOST_PARTNERSHIPS

KEY = "profiles"
ALWAYS = ("en", "fa", "ru")  # languages that every file has columns for
LARGEST_BUDGET = 10**14
_GIVEN = _("Accord gives it; what stands here is not taken in.")
_SEVERAL = _("Several may stand in one cell, with commas between them.")


def sheet(languages: Iterable[str] = ()) -> Sheet:
    """Return the sheet; ``languages`` are those of texts besides the three of the interface."""
    texts = tuple(dict.fromkeys((*ALWAYS, *languages)))
    return Sheet(
        key=KEY,
        title=_("Profiles"),
        help=_("One row for each profile. What is marked with * must be filled in."),
        columns=(
            Column("reference", _("Reference"), most=40, help=_("Empty for a new profile.")),
            _chosen("kind", ProfileKind.choices, is_required=True),
            _text("title", texts, is_required=True),
            *(_text(name, texts) for name in _AFTER_TITLE),
            _chosen("stage", Stage.choices),
            Column("trl", _label("trl"), Kind.INTEGER, least=1, most=9),
            _chosen("ipr", Ipr.choices),
            _text("ipr_notes", texts),
            _several("partner_kinds", dict(OrganisationKind.choices)),
            _text("partner_role", texts),
            _several("partnerships", dict(PartnershipKind.choices), most=MOST_PARTNERSHIPS),
            _several("countries", countries()),
            *_codes(),
            _several("goals", {str(goal.value): str(goal.value) for goal in Goal}),
            _text("call_name", texts),
            Column("call_closes_on", _label("call_closes_on"), Kind.DATE),
            Column("interest_until", _label("interest_until"), Kind.DATE),
            *_budget(),
            *_standing(),
        ),
    )


def languages_in(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the languages of the texts in the rows of an export, besides the usual ones."""
    found = {
        language
        for row in rows
        for value in row.values()
        if isinstance(value, LocalizedText)
        for language in value.texts
    }
    return sorted(found - set(ALWAYS))


_AFTER_TITLE = ("summary", "description", "advantages", "specification")


def _codes() -> tuple[Column, ...]:
    return (
        Column(
            "markets",
            _("Markets"),
            Kind.CHOICES,
            choices=codes(CodeScheme.ACTIVITY),
            checks=(_at_most(MOST_CODES),),
            help=_("Codes of NACE; at most five."),
        ),
        Column(
            "technologies",
            _("Technologies"),
            Kind.CHOICES,
            choices=codes(CodeScheme.FIELD),
            checks=(_at_most(MOST_CODES),),
            help=_("Codes of the OECD fields; at most five."),
        ),
    )


def _budget() -> tuple[Column, ...]:
    return (
        Column("budget", _label("budget"), Kind.DECIMAL, least=1, most=LARGEST_BUDGET),
        Column("currency", _label("currency"), checks=(_is_currency,), help=_("Such as EUR.")),
        Column("project_months", _label("project_months"), Kind.INTEGER, least=1, most=240),
    )


def _standing() -> tuple[Column, ...]:
    return (
        Column("expires_on", _label("expires_on"), Kind.DATE, help=_GIVEN),
        Column("is_open", _label("is_open"), Kind.YES_NO, help=_GIVEN),
        Column("is_anonymous", _label("is_anonymous"), Kind.YES_NO),
        Column("organisation_code", _("Number of the organisation"), most=40),
        Column(
            "organisation",
            _("Organisation"),
            most=200,
            help=_("Its name, where its number does not stand here."),
        ),
        Column("contact", _("Number of the contact person"), most=40),
        Column(
            "language",
            _("Source language"),
            Kind.LANGUAGES,
            checks=(_at_most(1),),
            help=_("The language of the original; recognised from the text when it is empty."),
        ),
        Column("programme", _label("programme"), most=40),
        _chosen("visibility", Visibility.choices),
    )


def _label(name: str) -> str | Promise:
    column: Any = Profile._meta.get_field(name)  # noqa: SLF001 -- Django's name for it
    label: str | Promise = column.verbose_name
    return label


def _text(name: str, languages: tuple[str, ...], *, is_required: bool = False) -> Column:
    return Column(
        name,
        _label(name),
        Kind.LOCALIZED,
        languages=languages,
        most=LONGEST[name],
        is_required=is_required,
    )


def _chosen(name: str, choices: Iterable[Any], *, is_required: bool = False) -> Column:
    return Column(name, _label(name), Kind.CHOICE, choices=dict(choices), is_required=is_required)


def _several(name: str, choices: Mapping[str, Any], *, most: int = 0) -> Column:
    return Column(
        name,
        _label(name),
        Kind.CHOICES,
        choices=choices,
        checks=(_at_most(most),) if most else (),
        help=_SEVERAL,
    )


def _at_most(most: int) -> Callable[[Collection[Any]], None]:
    """Return the check that a cell holds no more than the number."""

    def check(value: Collection[Any]) -> None:
        if len(value) > most:
            raise ValidationError(_("Choose at most %(most)s."), params={"most": most})

    return check


def _is_currency(value: str) -> None:
    if value.strip().upper() not in list_currencies():
        raise ValidationError(
            _("“%(value)s” is no currency. Write its three letters, such as EUR."),
            params={"value": value},
        )
