"""What the sheets of the event workbook are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.apps.brokerage.enums import SlotKind, SlotSession, Strength
from accord.apps.directory.enums import OrganisationKind, SizeClass
from accord.apps.documents.spreadsheets.shapes import Column, Kind, Sheet, Words

EVENT = "event"
SLOTS = "slots"
TABLES = "tables"
ORGANISATIONS = "organisations"
PEOPLE = "people"
INTERPRETERS = "interpreters"
AVAILABILITY = "availability"
WISHES = "wishes"

LANGUAGES = ("en", "fa", "ru")
MOST_PARALLEL = 50
LONGEST_DAY = 200
MOST_MEETINGS = 500
MOST_A_DAY = 100
LONGEST_CHANGE = 240


@dataclass(frozen=True, slots=True)
class Lists:
    """Values that the sheets allow and that come from the instance.

    Parameters
    ----------
    parties
        Code of a party to its name.
    fields
        Code of a field of research to its label.
    """

    parties: Mapping[str, Words] = field(default_factory=dict)
    fields: Mapping[str, Words] = field(default_factory=dict)


def sheets(lists: Lists) -> tuple[Sheet, ...]:
    """Return the sheets in the order in which they are read; later ones refer to earlier."""
    return (
        _event(),
        _slots(),
        _tables(),
        _organisations(lists),
        _people(),
        _interpreters(),
        _availability(),
        _wishes(),
    )


def _event() -> Sheet:
    return Sheet(
        key=EVENT,
        title=_("Event"),
        help=_("One row: the event itself. Leave the sheet out to keep the event as it is."),
        columns=(
            Column("title", _("Title"), Kind.LOCALIZED, languages=LANGUAGES, is_required=True),
            Column("starts_on", _("First day"), Kind.DATE, is_required=True),
            Column("ends_on", _("Last day"), Kind.DATE, is_required=True),
            Column("summary", _("In one line"), Kind.LOCALIZED, languages=LANGUAGES),
            Column("venue", _("Venue"), Kind.LOCALIZED, languages=LANGUAGES),
            Column("city", _("City"), Kind.LOCALIZED, languages=LANGUAGES),
            Column(
                "time_zone",
                _("Time zone"),
                is_required=True,
                help=_("The name of the zone in the form “Asia/Tehran”."),
            ),
            Column("languages", _("Languages"), Kind.LANGUAGES),
            Column(
                "most_meetings",
                _("Most meetings of one"),
                Kind.INTEGER,
                least=1,
                most=MOST_MEETINGS,
            ),
            Column("most_a_day", _("Most meetings a day"), Kind.INTEGER, least=1, most=MOST_A_DAY),
            Column(
                "longest_run",
                _("Most meetings in a row"),
                Kind.INTEGER,
                least=1,
                most=MOST_A_DAY,
            ),
            Column(
                "change_minutes",
                _("Minutes to change place"),
                Kind.INTEGER,
                least=0,
                most=LONGEST_CHANGE,
            ),
            Column("same_side_may_meet", _("One side among itself"), Kind.YES_NO),
            Column("all_must_be_held", _("All must be held"), Kind.YES_NO),
        ),
    )


def _slots() -> Sheet:
    return Sheet(
        key=SLOTS,
        title=_("Slots"),
        help=_(
            "One row for each piece of a day. The sheet is taken as a whole: "
            "slots that are not in it are removed."
        ),
        columns=(
            Column("day", _("Day"), Kind.DATE, is_required=True),
            Column("starts", _("From"), Kind.TIME, is_required=True),
            Column("ends", _("Until"), Kind.TIME, is_required=True),
            Column("kind", _("Kind"), Kind.CHOICE, choices=dict(SlotKind.choices)),
            Column(
                "session", _("Half of the day"), Kind.CHOICE, choices=dict(SlotSession.choices)
            ),
            Column("title", _("Title"), Kind.LOCALIZED, languages=LANGUAGES),
        ),
    )


def _tables() -> Sheet:
    return Sheet(
        key=TABLES,
        title=_("Tables"),
        help=_(
            "One row for each table, in the order of the hall. The sheet is taken as a whole: "
            "tables that are not in it are removed."
        ),
        columns=(
            Column("label", _("Table"), is_required=True, is_key=True, most=12),
            Column("place", _("Place"), Kind.LOCALIZED, languages=LANGUAGES, is_required=True),
            Column(
                "closed",
                _("Closed"),
                Kind.SPELLS,
                help=_(
                    "When nobody can meet there, such as 2025-12-02 10:00–11:20; several with ;"
                ),
            ),
        ),
    )


def _organisations(lists: Lists) -> Sheet:
    party = (
        Column("party", _("Party"), Kind.CHOICE, choices=lists.parties)
        if lists.parties
        else Column("party", _("Party"), help=_("Leave empty: there are no parties here yet."))
    )
    fields = (
        Column("fields", _("Fields"), Kind.CHOICES, choices=lists.fields)
        if lists.fields
        else Column("fields", _("Fields"), help=_("Leave empty: there are no fields here yet."))
    )
    return Sheet(
        key=ORGANISATIONS,
        title=_("Organisations"),
        help=_("One row for each organisation that takes part."),
        columns=(
            Column(
                "code",
                _("Code"),
                is_required=True,
                is_key=True,
                most=12,
                help=_("Your short name for it, such as IR-07; other sheets refer to it."),
            ),
            party,
            Column("name", _("Name"), Kind.LOCALIZED, languages=LANGUAGES, is_required=True),
            Column("kind", _("Kind"), Kind.CHOICE, choices=dict(OrganisationKind.choices)),
            Column("legal_form", _("Legal form"), most=60),
            Column("size", _("Size"), Kind.CHOICE, choices=dict(SizeClass.choices)),
            Column("country", _("Country"), most=2, help=_("Two letters, such as KZ.")),
            Column("city", _("City"), Kind.LOCALIZED, languages=LANGUAGES),
            fields,
            Column("languages", _("Languages"), Kind.LANGUAGES, help=_("Best first.")),
            Column("website", _("Website"), most=200),
            Column("pitch", _("In one line"), Kind.LOCALIZED, languages=LANGUAGES),
            Column(
                "parallel",
                _("Meetings at the same time"),
                Kind.INTEGER,
                least=1,
                most=MOST_PARALLEL,
            ),
            Column("most_meetings", _("Most meetings"), Kind.INTEGER, least=1, most=LONGEST_DAY),
            Column("table", _("Own table"), Kind.REFERENCE, refers_to=TABLES),
        ),
    )


def _people() -> Sheet:
    return Sheet(
        key=PEOPLE,
        title=_("People"),
        help=_("One row for each person who comes for an organisation."),
        columns=(
            Column(
                "organisation",
                _("Organisation"),
                Kind.REFERENCE,
                refers_to=ORGANISATIONS,
                is_required=True,
                help=_("The code of the organisation."),
            ),
            Column(
                "name",
                pgettext_lazy("person", "Name"),
                Kind.LOCALIZED,
                languages=LANGUAGES,
                is_required=True,
            ),
            Column("title", _("Form of address"), most=60),
            Column("position", _("Position"), Kind.LOCALIZED, languages=LANGUAGES),
            Column("email", _("E-mail address"), most=254),
            Column("phone", _("Telephone"), most=40),
            Column("languages", _("Languages"), Kind.LANGUAGES),
            Column("leads", _("Leads the team"), Kind.YES_NO),
        ),
    )


def _interpreters() -> Sheet:
    return Sheet(
        key=INTERPRETERS,
        title=_("Interpreters"),
        help=_("One row for each interpreter; two languages at least."),
        columns=(
            Column(
                "name",
                pgettext_lazy("person", "Name"),
                Kind.LOCALIZED,
                languages=LANGUAGES,
                is_required=True,
            ),
            Column("email", _("E-mail address"), most=254),
            Column("phone", _("Telephone"), most=40),
            Column("languages", _("Languages"), Kind.LANGUAGES, is_required=True),
            Column(
                "longest_run", _("Most meetings in a row"), Kind.INTEGER, least=1, most=LONGEST_DAY
            ),
        ),
    )


def _availability() -> Sheet:
    return Sheet(
        key=AVAILABILITY,
        title=_("Availability"),
        help=_(
            "One row for each time when somebody is away. The sheet is taken as a whole: "
            "whoever is not in it is there all the time."
        ),
        columns=(
            Column(
                "organisation",
                _("Organisation"),
                Kind.REFERENCE,
                refers_to=ORGANISATIONS,
                help=_("The code of the organisation; leave empty for an interpreter."),
            ),
            Column(
                "person",
                _("Person"),
                help=_("Name or e-mail address; leave empty for everybody of the organisation."),
            ),
            Column("day", _("Day"), Kind.DATE, is_required=True),
            Column("starts", _("Away from"), Kind.TIME, is_required=True),
            Column("ends", _("Away until"), Kind.TIME, is_required=True),
        ),
    )


def _wishes() -> Sheet:
    return Sheet(
        key=WISHES,
        title=_("Wishes"),
        help=_("One row for each wish: who would like to meet whom, and how much."),
        columns=(
            Column(
                "wisher",
                _("Who wishes"),
                Kind.REFERENCE,
                refers_to=ORGANISATIONS,
                is_required=True,
            ),
            Column(
                "wished",
                _("Whom to meet"),
                Kind.REFERENCE,
                refers_to=ORGANISATIONS,
                is_required=True,
            ),
            Column("strength", _("Wish"), Kind.CHOICE, choices=dict(Strength.choices)),
            Column(
                "session", _("Half of the day"), Kind.CHOICE, choices=dict(SlotSession.choices)
            ),
            Column("note", _("Note"), most=500),
        ),
    )
