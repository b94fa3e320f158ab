"""The lists of brokerage: columns, filters, searches."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.apps.brokerage.enums import EventState, RequestState, Strength
from accord.apps.brokerage.models import Attendance, Delegate, Event, EventSuggestion, Wish
from accord.apps.brokerage.papers import links
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import suggestions, wishes
from accord.apps.ui.tables.addresses import address_of
from accord.apps.ui.tables.columns import Column, Filter
from accord.apps.ui.tables.table import Table


def _event_url(event: Event) -> str:
    return reverse("brokerage:event", args=[event.reference])


def _participant_url(attendance: Attendance) -> str:
    return address_of("brokerage:participant", attendance.event.reference, attendance.code)


EVENTS = Table(
    key="events",
    caption=_("Events"),
    columns=(
        Column("title", _("Event"), url=_event_url),
        Column("reference", _("Number"), sort=("reference",), is_hidden_on_phone=True),
        Column("starts_on", _("First day"), sort=("starts_on",)),
        Column("ends_on", _("Last day"), sort=("ends_on",), is_hidden_on_phone=True),
        Column("city", _("City"), is_hidden_on_phone=True),
        Column(
            "state",
            _("State"),
            cell=lambda row: row.get_state_display(),
            template="brokerage/cells/state.html",
        ),
    ),
    filters=(
        Filter(
            "state",
            _("State"),
            choices=EventState.choices,
            apply=lambda rows, value: rows.filter(state=value),
        ),
    ),
    default_sort="-starts_on",
    empty_sentence=_("No events yet."),
    empty_hint=_("Begin one here, or import a whole event from a workbook."),
    empty_icon="calendar-event",
)

PARTICIPANTS = Table(
    key="participants",
    caption=_("Participants"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column(
            "name",
            _("Organisation"),
            cell="organisation.name",
            sort=("organisation__sort_name",),
            url=_participant_url,
        ),
        Column("party", _("Side"), cell="party.name", sort=("party__code",)),
        Column(
            "delegates",
            _("Delegates"),
            cell="delegate_count",
            sort=("delegate_count",),
            align="end",
        ),
        Column(
            "made",
            _("Wishes made"),
            cell="made_count",
            sort=("made_count",),
            align="end",
            is_hidden_on_phone=True,
        ),
        Column(
            "received",
            _("Wishes received"),
            cell="received_count",
            sort=("received_count",),
            align="end",
            is_hidden_on_phone=True,
        ),
    ),
    search=people.found_by_words,
    default_sort="code",
    empty_sentence=_("Nobody takes part yet."),
    empty_hint=_("Add participants one by one, or import them from a workbook."),
    empty_icon="users-group",
)

INTERPRETERS = Table(
    key="interpreters",
    caption=_("Interpreters"),
    columns=(
        Column(
            "name",
            pgettext_lazy("person", "Name"),
            cell="person.name",
            sort=("person__sort_name",),
        ),
        Column("languages", _("Languages"), template="brokerage/cells/languages.html"),
        Column("longest_run", _("Most meetings in a row"), align="end"),
        Column("absent", _("Slots away"), cell=lambda row: len(row.absent.all()), align="end"),
        Column(
            "meetings",
            _("Meetings"),
            cell="meeting_count",
            align="end",
        ),
    ),
    default_sort="name",
    empty_sentence=_("No interpreters yet."),
    empty_hint=_(
        "Without interpreters, meetings are planned as if everybody found a common language."
    ),
    empty_icon="language",
)


def _wisher_url(wish: Wish) -> str:
    return address_of("brokerage:participant", wish.event.reference, wish.wisher.code)


def _wished_url(wish: Wish) -> str:
    return address_of("brokerage:participant", wish.event.reference, wish.wished.code)


def _with_strength(rows: QuerySet[Wish], value: str) -> QuerySet[Wish]:
    return rows.filter(Q(strength=value) | Q(answer=value))


REQUESTS = Table(
    key="requests",
    caption=_("Wished meetings"),
    columns=(
        Column(
            "wisher",
            _("Participant"),
            cell="wisher.organisation.name",
            sort=("wisher__organisation__sort_name",),
            url=_wisher_url,
        ),
        Column("strength", _("wishes"), cell=lambda row: row.get_strength_display()),
        Column(
            "wished",
            _("Counterpart"),
            cell="wished.organisation.name",
            sort=("wished__organisation__sort_name",),
            url=_wished_url,
        ),
        Column(
            "answer",
            _("answers"),
            cell=lambda row: Strength(row.answer).label if row.answer else "",
        ),
        Column("state", _("State"), cell="pk", template="brokerage/cells/request_state.html"),
    ),
    filters=(
        Filter("state", _("State"), choices=RequestState.choices, apply=wishes.in_state),
        Filter("wish", _("Wish"), choices=Strength.choices, apply=_with_strength),
    ),
    empty_sentence=_("Nobody has wished a meeting yet."),
    empty_hint=_("Open the wishes and let the participants choose, or enter wishes on behalf."),
    empty_icon="heart-handshake",
)


def participants_table(sides: list[tuple[str, str]]) -> Table:
    """Return the list of participants with a filter for the sides of the event."""
    side = Filter(
        "side", _("Side"), choices=sides, apply=lambda rows, value: rows.filter(party__code=value)
    )
    return replace(PARTICIPANTS, filters=(side,))


def _suggestion_url(row: EventSuggestion) -> str:
    return address_of("brokerage:participant", row.attendance.event.reference, row.attendance.code)


SUGGESTIONS = Table(
    key="suggestions",
    caption=_("Suggestions"),
    columns=(
        Column("to", _("Suggested to"), cell="attendance.organisation.name", url=_suggestion_url),
        Column("to_code", _("Code"), cell="attendance.code", sort=("attendance__code", "place")),
        Column("place", pgettext_lazy("in a list", "Place"), sort=("place", "attendance__code")),
        Column("other", _("Suggested"), cell="other.organisation.name"),
        Column("other_code", _("Code"), cell="other.code", sort=("other__code", "place")),
        Column("said", _("One says")),
        Column("answered", _("The other says")),
        Column("mine", _("Profile of the one"), cell="mine.reference", is_hidden_on_phone=True),
        Column(
            "theirs", _("Profile of the other"), cell="theirs.reference", is_hidden_on_phone=True
        ),
    ),
    empty_sentence=_("Nothing is suggested yet."),
    empty_hint=_("Have the participants matched; each gets a list with the evidence."),
    empty_icon="bulb",
)


def suggestions_table(event: Event) -> Table:
    """Return the list of suggestions with a search among the participants of the event."""
    return replace(SUGGESTIONS, search=partial(suggestions.suggestions_about, event))


def requests_table(event: Event) -> Table:
    """Return the list of wished meetings with a search among the participants of the event."""
    return replace(REQUESTS, search=partial(wishes.requests_about, event))


def request_state(row: Any) -> RequestState:
    """Return what the two wishes of a row of ``requests_of`` make of the pair."""
    if Strength.NO in {row.strength, row.answer}:
        return RequestState.REFUSED
    return RequestState.MUTUAL if row.answer else RequestState.ONE_SIDED


def _renew_url(holder: links.Holder) -> str:
    event = holder.attendance.event if isinstance(holder, Delegate) else holder.event
    return address_of("brokerage:link-renew", event.reference, holder.pk)


DELEGATE_LINKS = Table(
    key="links",
    caption=_("Delegates"),
    columns=(
        Column(
            "name",
            pgettext_lazy("person", "Name"),
            cell="person.name",
            sort=("person__sort_name",),
        ),
        Column(
            "organisation",
            _("Organisation"),
            cell="attendance.organisation.name",
            sort=("attendance__organisation__sort_name",),
        ),
        Column("code", _("Code"), cell="attendance.code", sort=("attendance__code",)),
        Column(
            "address", _("Personal page"), cell=links.personal_address, url=links.personal_address
        ),
        Column(
            "renew",
            _("New link"),
            cell=lambda _holder: _("Replace"),
            url=_renew_url,
            is_exported=False,
        ),
    ),
    search=lambda rows, folded: rows.filter(person__search_text__contains=folded),
    default_sort="code",
    empty_sentence=_("Nobody has a personal page yet."),
    empty_hint=_("Record who comes for each participant; each gets a page of their own."),
    empty_icon="link",
)
INTERPRETER_LINKS = replace(
    DELEGATE_LINKS,
    key="interpreter-links",
    prefix="i-",
    caption=_("Interpreters"),
    columns=tuple(
        column for column in DELEGATE_LINKS.columns if column.key not in {"organisation", "code"}
    ),
    default_sort="name",
)
