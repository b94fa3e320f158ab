"""The sheets by which organisations and people come in and go out."""

import re

from babel import Locale
from django.core.validators import URLValidator, validate_email
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accord.apps.directory.enums import CodeScheme, LanguageLevel, OrganisationKind, SizeClass
from accord.apps.directory.queries import records as queries
from accord.apps.documents.spreadsheets.shapes import Column, Kind, Sheet, Words

_SEPARATORS = re.compile(r"\s*[,;،؛/|]")
_TEXTS = ("fa", "ru", "en")
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "XK", "ZZ"}


def _country(code: str) -> str:
    """Return the country's name; where several stand in a cell, commas are between them."""
    name = str(Locale.parse(get_language() or "en").territories.get(code, code))
    return _SEPARATORS.sub(" –", name)


_country_lazily = lazy(_country, str)


def countries() -> dict[str, Words]:
    """Return every country's code and its name in the active language."""
    codes = [str(code) for code in Locale.parse("en").territories]
    real = (code for code in sorted(codes) if code.isalpha() and len(code) == len("IR"))
    return {code: _country_lazily(code) for code in real if code not in _NO_COUNTRIES}


def codes(scheme: CodeScheme) -> dict[str, Words]:
    """Return the entries of a code list as a column allows them."""
    return {code.code: code.code for code in queries.codes_of(scheme)} or {"-": "-"}


def sheets() -> tuple[Sheet, Sheet]:
    """Return the two sheets of a directory workbook; the code lists are those of now."""
    return organisations(), people()


def organisations() -> Sheet:
    """Return the sheet of organisations."""
    return Sheet(
        key="organisations",
        title=_("Organisations"),
        help=_("One row for each organisation. What is marked with * must be filled in."),
        columns=(
            Column(
                "code",
                _("Code"),
                is_key=True,
                most=24,
                help=_("The reference that Accord gave, or any code of yours, such as A1."),
            ),
            Column(
                "name", _("Name"), Kind.LOCALIZED, languages=_TEXTS, is_required=True, most=200
            ),
            Column("kind", _("Kind"), Kind.CHOICE, choices=dict(OrganisationKind.choices)),
            Column("legal_form", _("Legal form"), most=60),
            Column("size_class", _("Size"), Kind.CHOICE, choices=dict(SizeClass.choices)),
            Column("summary", _("In one line"), Kind.LOCALIZED, languages=_TEXTS, most=300),
            Column("country", _("Country"), Kind.CHOICE, choices=countries()),
            Column("city", _("City"), Kind.LOCALIZED, languages=_TEXTS, most=100),
            Column("register", _("Register"), most=40),
            Column("number", _("Number in the register"), most=60),
            Column("website", _("Website"), most=200, checks=(URLValidator(["http", "https"]),)),
            Column("email", _("E-mail address"), most=254, checks=(validate_email,)),
            Column("phone", _("Telephone"), most=40),
            Column("founded_year", _("Founded in"), Kind.INTEGER, least=1000, most=2100),
            Column(
                "languages",
                _("Languages"),
                Kind.LANGUAGES,
                help=_("Several may stand in one cell, with commas between them."),
            ),
            Column("fields", _("Fields"), Kind.CHOICES, choices=codes(CodeScheme.FIELD)),
            Column(
                "activities", _("Activities"), Kind.CHOICES, choices=codes(CodeScheme.ACTIVITY)
            ),
        ),
    )


def people() -> Sheet:
    """Return the sheet of people."""
    return Sheet(
        key="people",
        title=_("People"),
        help=_("One row for each person. What is marked with * must be filled in."),
        columns=(
            Column("code", _("Code"), is_key=True, most=24),
            Column(
                "name",
                pgettext_lazy("person", "Name"),
                Kind.LOCALIZED,
                languages=_TEXTS,
                is_required=True,
                most=200,
            ),
            Column("title", pgettext_lazy("person", "Title"), most=60),
            Column("organisation", _("Organisation"), Kind.REFERENCE, refers_to="organisations"),
            Column("position", _("Position"), Kind.LOCALIZED, languages=_TEXTS, most=200),
            Column("speaks_for", _("Speaks for the organisation"), Kind.YES_NO),
            Column("email", _("E-mail address"), most=254, checks=(validate_email,)),
            Column("phone", _("Telephone"), most=40),
            Column("country", _("Country"), Kind.CHOICE, choices=countries()),
            Column(
                "languages",
                _("Languages"),
                Kind.SPOKEN,
                choices=dict(LanguageLevel.choices),
                usual=LanguageLevel.WORKING,
                help=_("Each with its level: English: fluent, Persian: native."),
            ),
        ),
    )
