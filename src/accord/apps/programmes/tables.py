"""Lists of parties and programmes."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accord.apps.ui.tables.columns import Column, Filter
from accord.apps.ui.tables.table import Table
from accord.engine.calendars import city_of_zone

PARTIES = Table(
    key="parties",
    caption=_("Parties"),
    columns=(
        Column(
            "name",
            _("Name"),
            sort=("name",),
            url=lambda party: reverse("programmes:party-detail", args=[party.code]),
        ),
        Column("code", _("Code"), sort=("code",)),
        Column("kind", _("Kind"), cell=lambda party: party.get_kind_display()),
        Column(
            "calendar",
            _("Calendar"),
            cell=lambda party: party.get_calendar_display(),
            is_hidden_on_phone=True,
        ),
        Column(
            "time_zone",
            _("Time zone"),
            cell=lambda party: city_of_zone(party.time_zone, get_language() or "en"),
            is_hidden_on_phone=True,
        ),
        Column("programmes", _("Programmes"), cell="programme_count", align="end"),
    ),
    empty_sentence=_("No parties yet."),
    empty_hint=_("A programme is owned by two or more parties. An administrator makes them."),
    empty_icon="flag",
)

PROGRAMMES = Table(
    key="programmes",
    caption=_("Programmes"),
    columns=(
        Column(
            "title",
            _("Title"),
            url=lambda row: reverse("programmes:programme-detail", args=[row.reference]),
        ),
        Column("reference", _("Reference"), sort=("reference",)),
        Column("parties", _("Parties"), template="programmes/cells/parties.html"),
        Column("starts_on", _("First day"), sort=("starts_on",), is_hidden_on_phone=True),
        Column("ends_on", _("Over on"), sort=("ends_on",), is_hidden_on_phone=True),
    ),
    filters=(
        Filter(
            "state",
            _("State"),
            choices=(("standing", _("standing")), ("withdrawn", _("withdrawn"))),
            apply=lambda rows, value: rows.filter(withdrawn_at__isnull=value == "standing"),
        ),
    ),
    default_sort="-reference",
    empty_sentence=_("No programmes yet."),
    empty_hint=_("Found one with the parties that will own it."),
    empty_icon="affiliate",
)
