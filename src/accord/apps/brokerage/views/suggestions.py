"""Who is suggested to whom at an event: a participant's list, and what organisers see of all."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import matching, wishes
from accord.apps.brokerage.actions.wishes import WishFacts
from accord.apps.brokerage.adapters.suggestions import figures_of, told_to
from accord.apps.brokerage.enums import SlotSession, Strength
from accord.apps.brokerage.models import Attendance, Event, EventSuggestion
from accord.apps.brokerage.queries import suggestions as queries
from accord.apps.brokerage.queries.wishes import wishes_by
from accord.apps.brokerage.tables import suggestions_table
from accord.apps.brokerage.views.frame import (
    event_of,
    event_page,
    event_to_read,
    participant_of,
)
from accord.apps.core.acting import acting_in
from accord.apps.core.errors import ReasonMissingError
from accord.apps.core.trying import tried
from accord.apps.partnering.actions.matching import refuse_suggestion
from accord.apps.partnering.enums import RefusalReason
from accord.apps.partnering.forms.suggestions import RefusalForm
from accord.apps.ui.forms.viewing import current_viewer

SHOWN = 50  # participants without a profile, and needs that nobody answers, on the page


@require_safe
def to_one(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """List who is suggested to a participant, with the evidence and what it wished already."""
    acting, event, attendance = acting_in(request), *_participant(request, reference, code)
    rows = list(queries.suggestions_to(acting, attendance))
    made = {one.wished_id: one for one in wishes_by(attendance)}
    page = {
        "attendance": attendance,
        "rows": [
            (row, one, made.get(row.other_id))
            for row, one in told_to(acting, rows, current_viewer())
        ],
        "matched": queries.matched(event),
        "may_wish": policies.may_wish(acting, attendance),
        "strengths": [(value, label) for value, label in Strength.choices if value != Strength.NO],
    }
    return event_page(request, event, "brokerage/suggestions.html", page)


@require_POST
def wish(request: HttpRequest, reference: str, code: str, key: UUID) -> HttpResponse:
    """Make a wish of a suggestion."""
    acting, event, attendance = acting_in(request), *_participant(request, reference, code)
    row = _suggestion(request, attendance, key)
    before = wishes_by(attendance).filter(wished=row.other_id).first()
    strength = request.POST.get("strength", "")
    with tried(request, _("It is among your wishes.")):
        policies.may_wish(acting, attendance).require()
        facts = WishFacts(
            attendance,
            row.other,
            Strength(strength) if strength in {Strength.MUST, Strength.LIKE} else Strength.LIKE,
            before.note if before else "",
            SlotSession(before.session) if before and before.session else None,
        )
        wishes.express_wishes(acting, event, [facts])
    return redirect("brokerage:suggestions", event.reference, attendance.code)


@require_POST
def refuse(request: HttpRequest, reference: str, code: str, key: UUID) -> HttpResponse:
    """Say that a suggestion does not suit, and why."""
    acting, event, attendance = acting_in(request), *_participant(request, reference, code)
    row = _suggestion(request, attendance, key)
    form = RefusalForm(request.POST)
    with tried(request, _("It is no longer suggested.")):
        if not form.is_valid():
            raise ReasonMissingError
        reason, note = RefusalReason(form.cleaned_data["reason"]), form.cleaned_data["note"]
        refuse_suggestion(acting, row.mine, row.theirs, reason=reason, note=note)
    return redirect("brokerage:suggestions", event.reference, attendance.code)


def coverage(request: HttpRequest, reference: str) -> HttpResponse:
    """Show organisers how evenly everybody is suggested, and what nobody answers; match anew."""
    acting, event = acting_in(request), event_to_read(request, reference)
    if request.method == "POST":
        with tried(request, ""):
            matching.start_matching(acting, event)
        return redirect("brokerage:coverage", event.reference)
    matched = queries.matched(event)
    figures = matched.facts if matched is not None else {}
    page = {
        "matched": matched,
        "job": queries.last_matching(event),
        "figures": figures_of(figures, current_viewer()) if figures else [],
        "unanswered": queries.needs_by_key(acting, figures.get("unanswered", ()))[:SHOWN],
        "without": queries.without_profile(event)[:SHOWN] if figures else [],
        "shown": SHOWN,
        "may_match": policies.may_change_event(acting, event),
    }
    return event_page(request, event, "brokerage/coverage.html", page)


@require_POST
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the worker to stop; what was suggested before stays."""
    acting, event = acting_in(request), event_to_read(request, reference)
    with tried(request, _("The work stops. What was suggested before stays.")):
        matching.stop_matching(acting, event)
    return redirect("brokerage:coverage", event.reference)


@require_safe
def everything(request: HttpRequest, reference: str) -> HttpResponseBase:
    """List all suggestions of an event, to look over and to take along."""
    acting, event = acting_in(request), event_to_read(request, reference)
    rows = queries.suggestions_at(acting, event).order_by("attendance__code", "place", "pk")
    table = suggestions_table(event).page(rows, request.GET, current_viewer())
    if table.export:
        return table.download()
    return event_page(request, event, "brokerage/all_suggestions.html", {"table": table})


def _participant(request: HttpRequest, reference: str, code: str) -> tuple[Event, Attendance]:
    event = event_of(request, reference)
    attendance = participant_of(request, event, code)
    policies.may_read_suggestions(acting_in(request), attendance).require()
    return event, attendance


def _suggestion(request: HttpRequest, attendance: Attendance, key: UUID) -> EventSuggestion:
    return get_object_or_404(queries.suggestions_to(acting_in(request), attendance), pk=key)
