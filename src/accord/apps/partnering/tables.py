"""Lists of profiles, on pages and as files."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accord.apps.core.acting import Acting
from accord.apps.core.panels import Panel
from accord.apps.directory.enums import CodeScheme
from accord.apps.directory.forms import choices
from accord.apps.directory.models import Organisation
from accord.apps.directory.tables import country_name
from accord.apps.documents.spreadsheets.writing import write_objects, write_workbook
from accord.apps.partnering import policies
from accord.apps.partnering.adapters.comparing import Placed
from accord.apps.partnering.adapters.exchange import row_of
from accord.apps.partnering.adapters.groups import Between
from accord.apps.partnering.adapters.shortlisting import Candidate
from accord.apps.partnering.enums import InterestState, ProfileKind, ProfileState
from accord.apps.partnering.models import Interest, Profile
from accord.apps.partnering.queries import profiles as queries
from accord.apps.partnering.spreadsheets.profiles import KEY, languages_in, sheet
from accord.apps.ui.tables.columns import Column, Filter
from accord.apps.ui.tables.table import Table
from accord.engine.calendars import Presentation
from accord.engine.text import fold

FULL_EXCEL, FULL_JSON = "full", "json"
IN_FULL = {
    FULL_EXCEL: _("Profiles in full (Excel workbook)"),
    FULL_JSON: _("Profiles in full (JSON file)"),
}
MOST_IN_PANEL = 20
STANDINGS = [*ProfileState.choices, ("withdrawn", _("withdrawn"))]


def _url(row: Profile) -> str:
    return reverse("partnering:profile", args=[row.reference])


def _organisation(row: Profile) -> str:
    """Return the organisation's name, if this reader may know it; ``is_named`` is annotated."""
    is_named: bool = getattr(row, "is_named", False)
    if not is_named:
        return str(_("not named yet"))
    name: str = row.organisation.name.in_language(get_language() or "en")
    return name


def _interest_url(row: Interest) -> str:
    return reverse("partnering:interest", args=[row.reference])


def _interest_state(row: Interest) -> str:
    return str(InterestState(row.state).label)


def standing_of(row: Profile) -> str:
    """Return where a profile stands, in one word."""
    return str(_("withdrawn") if row.is_withdrawn else ProfileState(row.state).label)


def _country(row: Profile) -> str:
    return country_name(row.organisation.country)


def _side(row: Profile) -> str:
    return row.owner.name.in_language(get_language() or "en") if row.owner else ""


def _countries(rows: QuerySet[Profile]) -> list[tuple[str, str]]:
    known = [(code, country_name(code)) for code in queries.countries_among(rows)]
    return sorted(known, key=lambda pair: fold(pair[1]))


def _fields(_rows: QuerySet[Profile]) -> list[tuple[str, str]]:
    return choices.codes(CodeScheme.FIELD)


def _sides(rows: QuerySet[Profile]) -> list[tuple[str, str]]:
    return [
        (side.code, side.name.in_language(get_language() or "en"))
        for side in queries.sides_among(rows)
    ]


def _by(column: str) -> Callable[[Any, str], Any]:
    return lambda rows, value: rows.filter(**{column: value})


def _by_flag(column: str) -> Callable[[Any, str], Any]:
    return lambda rows, value: rows.filter(**{column: value == "yes"})


TITLE = Column("title", _("Title"), sort=("sort_title",), url=_url)
REFERENCE = Column("reference", _("Reference"), sort=("reference",), is_hidden_on_phone=True)
KIND = Column("kind", _("Kind"), cell=lambda row: row.get_kind_display(), sort=("kind",))
ORGANISATION = Column("organisation", _("Organisation"), cell=_organisation)
COUNTRY = Column(
    "country", _("Country"), cell=_country, sort=("organisation__country", "sort_title")
)
SIDE = Column("side", _("Side"), cell=_side, sort=("owner__code",), is_hidden_on_phone=True)


def _said(row: Placed) -> str:
    return row.told.evidence[0].mine if row.told.evidence else ""


def _answered(row: Placed) -> str:
    return row.told.evidence[0].theirs if row.told.evidence else ""


EXPIRES = Column("expires_on", _("Valid until"), sort=("expires_on",))
OPEN = Column("is_open", _("Open for interest"), sort=("is_open",), is_hidden_on_phone=True)
BY_KIND = Filter("kind", _("Kind"), choices=ProfileKind.choices, apply=_by("kind"))
BY_COUNTRY = Filter("country", _("Country"), choices=_countries, apply=queries.of_country)
BY_FIELD = Filter("field", _("Field"), choices=_fields, apply=queries.of_field)
BY_SIDE = Filter("side", _("Side"), choices=_sides, apply=_by("owner__code"))
BY_OPEN = Filter(
    "open",
    _("Open for interest"),
    choices=[("yes", _("Yes")), ("no", _("No"))],
    apply=_by_flag("is_open"),
)
BY_STANDING = Filter("state", _("State"), choices=STANDINGS, apply=queries.in_standing)

SUGGESTIONS = Table(
    key="suggestions",
    caption=_("Suggestions"),
    columns=(
        Column("place", pgettext_lazy("in a list", "Place")),
        Column("title", _("Title"), cell="told.other.title"),
        Column("reference", _("Reference"), cell="told.other.reference"),
        Column("kind", _("Kind"), cell=lambda row: row.told.other.get_kind_display()),
        Column("organisation", _("Organisation"), cell=lambda row: _organisation(row.told.other)),
        Column("country", _("Country"), cell=lambda row: _country(row.told.other)),
        Column("said", _("You say"), cell=_said),
        Column("answered", _("They say"), cell=_answered),
        Column("fits", _("What fits"), cell=lambda row: "\n".join(row.told.fits)),
        Column("missing", _("What is missing"), cell=lambda row: "\n".join(row.told.missing)),
        Column("is_open", _("Open for interest"), cell="told.other.is_open"),
    ),
)


def _among(row: Candidate) -> str:
    return str(row.suggested) if row.suggested else "\n".join(row.against)


def _statuses(row: Candidate) -> str:
    parts = ((each.kind, each.issuer, each.number) for each in row.statuses)
    lines = [" · ".join(filter(None, each)) for each in parts]
    return "\n".join([*lines, *(quote.text for quote in row.certificates)])


def _first(side: str) -> Callable[[Candidate | Between], str]:
    def cell(row: Candidate | Between) -> str:
        found = row.told.evidence if row.told else ()
        return str(getattr(found[0], side)) if found else ""

    return cell


SHORTLIST = Table(
    key="shortlist",
    caption=_("Shortlist"),
    columns=(
        Column("place", pgettext_lazy("in a list", "Place"), cell="row.place"),
        Column("title", _("Title"), cell="told.other.title"),
        Column("reference", _("Reference"), cell="row.other.reference"),
        Column(
            "organisation",
            _("Organisation"),
            cell=lambda row: _organisation(row.told.other) if row.told else "",
        ),
        Column(
            "country", _("Country"), cell=lambda row: _country(row.told.other) if row.told else ""
        ),
        Column("said", _("You say"), cell=_first("mine")),
        Column("answered", _("They say"), cell=_first("theirs")),
        Column(
            "fits", _("What fits"), cell=lambda row: "\n".join(row.told.fits) if row.told else ""
        ),
        Column("missing", _("What is missing"), cell=lambda row: "\n".join(row.missing)),
        Column("stage", _("Stage of development"), cell="stage"),
        Column("trl", _("Technology readiness level"), cell="told.other.trl"),
        Column("ipr", _("Intellectual property"), cell="ipr"),
        Column("certificates", _("Certificates and statuses"), cell=_statuses),
        Column(
            "delivery",
            _("Delivery and warranty"),
            cell=lambda row: "\n".join(quote.text for quote in row.delivery),
        ),
        Column("suggested", _("Place among the suggestions, or why not there"), cell=_among),
        Column("note", _("Note"), cell="row.note"),
        Column(
            "interest",
            _("Expression of interest"),
            cell=lambda row: _interest_state(row.interest) if row.interest else "",
        ),
    ),
)


def _named(row: Profile) -> str:
    return f"{row.reference} · {row.title.in_language(get_language() or 'en')}"


BETWEEN = Table(
    key="pairs-between-groups",
    caption=_("Between groups"),
    columns=(
        Column("place", pgettext_lazy("in a list", "Place")),
        Column("a", _("Group A"), cell=lambda row: _organisation(row.left)),
        Column("a_profile", _("Profile of A"), cell=lambda row: _named(row.left)),
        Column("b", _("Group B"), cell=lambda row: _organisation(row.told.other)),
        Column("b_profile", _("Profile of B"), cell=lambda row: _named(row.told.other)),
        Column("a_says", _("A says"), cell=_first("mine")),
        Column("b_says", _("B says"), cell=_first("theirs")),
        Column("fits", _("What fits"), cell=lambda row: "\n".join(row.told.fits)),
        Column("missing", _("What is missing"), cell=lambda row: "\n".join(row.told.missing)),
    ),
)
PUBLISHED = Table(
    key="profiles",
    caption=_("Profiles"),
    columns=(TITLE, REFERENCE, KIND, ORGANISATION, COUNTRY, SIDE, OPEN, EXPIRES),
    filters=(BY_KIND, BY_COUNTRY, BY_FIELD, BY_OPEN, BY_SIDE),
    search=queries.found,
    empty_sentence=_("No profiles are published yet."),
    empty_hint=_("Write the first one: what you offer, or what you look for."),
    empty_icon="bulb",
    files=IN_FULL,
)
OWN = Table(
    key="own-profiles",
    caption=_("Our profiles"),
    columns=(
        TITLE,
        REFERENCE,
        KIND,
        ORGANISATION,
        Column("state", _("State"), cell=standing_of, sort=("state", "sort_title")),
        EXPIRES,
    ),
    filters=(BY_KIND, BY_STANDING),
    search=queries.found,
    empty_sentence=_("You have no profiles yet."),
    empty_hint=_("Write the first one: what you offer, or what you look for."),
    empty_icon="bulb",
    files=IN_FULL,
)
REVIEW = Table(
    key="profiles-in-review",
    caption=_("Profiles in review"),
    columns=(
        TITLE,
        REFERENCE,
        KIND,
        ORGANISATION,
        Column("submitted_at", _("Sent to review"), sort=("submitted_at",)),
    ),
    search=queries.found,
    empty_sentence=_("Nothing waits for review."),
    empty_hint=_("Profiles that somebody sends to review appear here."),
    empty_icon="clipboard-check",
)
INTERESTS = Table(
    key="expressions-of-interest",
    caption=_("Expressions of interest"),
    columns=(
        Column("reference", _("Reference"), sort=("reference",), url=_interest_url),
        Column("profile", _("Profile"), cell="profile.title", sort=("profile__sort_title",)),
        Column(
            "organisation",
            _("Who is interested"),
            cell="organisation.name",
            sort=("organisation__sort_name",),
        ),
        Column("state", _("State"), cell=_interest_state, sort=("state", "moved_at")),
        Column("moved_at", _("Last step"), sort=("moved_at",)),
    ),
    filters=(Filter("state", _("State"), choices=InterestState.choices, apply=_by("state")),),
    search=queries.interests_found,
    default_sort="-moved_at",
    empty_sentence=_("No expressions of interest yet."),
    empty_hint=_("Open a profile and express interest, or wait for others to do so."),
    empty_icon="heart-handshake",
)


def file_of(acting: Acting, rows: Any, *, kind: str, viewer: Presentation) -> bytes:
    """Return profiles in full, as this reader may know them; an organisation kept back is.

    Parameters
    ----------
    rows
        Visible profiles, each with ``is_named``.
    kind
        ``FULL_EXCEL`` or ``FULL_JSON``.
    """
    said = [
        row_of(
            row,
            is_named=getattr(row, "is_named", False),
            is_own=bool(policies.is_own(acting, row)),
            language=viewer.language,
        )
        for row in queries.with_everything(rows).iterator(chunk_size=500)
    ]
    declared = sheet(languages_in(said))
    if kind == FULL_JSON:
        return write_objects(declared, said)
    return write_workbook((declared,), {KEY: said}, viewer=viewer)


def panel_of(acting: Acting, organisation: Organisation) -> Panel | None:
    """Return the valid profiles of an organisation, for its page in the directory.

    Those that do not name it are not among them, where the reader may not know whose they are.
    """
    rows = queries.published_profiles(acting).filter(organisation=organisation)
    shown = list(queries.named(rows)[: MOST_IN_PANEL + 1])
    if not shown:
        return None
    values = {"profiles": shown[:MOST_IN_PANEL], "has_more": len(shown) > MOST_IN_PANEL}
    return Panel("partnering/organisation_profiles.html", values | {"organisation": organisation})
