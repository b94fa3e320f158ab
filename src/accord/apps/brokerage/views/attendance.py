"""Pages of participants, their teams and absences, and of interpreters."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import attendance as actions
from accord.apps.brokerage.adapters.discreet import own_waiting
from accord.apps.brokerage.adapters.waiting import told
from accord.apps.brokerage.forms.attendance import (
    AttendanceForm,
    DelegateForm,
    InterpreterForm,
    ReasonForm,
)
from accord.apps.brokerage.models import Attendance, Event
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import events, schedule, wishes
from accord.apps.brokerage.tables import INTERPRETERS, participants_table
from accord.apps.brokerage.views.frame import (
    event_of,
    event_page,
    event_to_change,
    event_to_read,
    participant_of,
    reason_in,
    venue_of,
)
from accord.apps.brokerage.views.grid import day_of
from accord.apps.core.acting import acting_in
from accord.apps.core.errors import DomainError
from accord.apps.core.localised import LocalizedText
from accord.apps.core.trying import tried
from accord.apps.directory.queries import records as directory
from accord.apps.ui.forms.viewing import current_viewer


@require_safe
def participants(request: HttpRequest, reference: str) -> HttpResponseBase:
    """List who takes part."""
    event = event_to_read(request, reference)
    language = current_viewer().language
    sides = [(one.code, one.name.in_language(language)) for one in events.parties_of(event)]
    rows = people.participants_in_figures(event)
    table = participants_table(sides).page(rows, request.GET, current_viewer())
    if table.export:
        return table.download()
    return event_page(request, event, "brokerage/participants.html", {"table": table})


def participant_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that an organisation takes part."""
    return _participant_form(request, event_to_change(request, reference), None)


def participant_edit(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Change how an organisation takes part."""
    event = event_to_change(request, reference)
    return _participant_form(request, event, participant_of(request, event, code))


@require_safe
def participant(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Show one participant: its team, its wishes, its meetings."""
    acting, event = acting_in(request), event_of(request, reference)
    attendance = participant_of(request, event, code)
    reads = bool(policies.may_read_everything(acting, event))
    run = schedule.latest_run(event) if reads else schedule.published_run(event)
    shown = list(schedule.meetings_with(run, attendance)) if run else []
    waiting: list[Any] = []
    if run is not None:
        run.event = event
        waiting = (
            told(list(schedule.unplaced_with(run, attendance)), venue_of(event))
            if reads
            else own_waiting(run, attendance, venue_of(event))
        )
    page = {
        "waiting": waiting,
        "attendance": attendance,
        "team": people.team_of(attendance),
        "made": wishes.wishes_by(attendance),
        "received": wishes.wishes_for(attendance) if reads else [],
        "run": run,
        "meetings": [
            (one, one.right if one.left_id == attendance.pk else one.left) for one in shown
        ],
        "may_wish": policies.may_wish(acting, attendance),
        "delegate_form": DelegateForm(auto_id="delegate_%s"),
        "reason_form": ReasonForm(auto_id="withdraw_%s"),
    }
    return event_page(request, event, "brokerage/participant.html", page)


@require_POST
def participant_withdraw(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Note that an organisation does not come after all."""
    acting, event = acting_in(request), event_of(request, reference)
    attendance = participant_of(request, event, code)
    with tried(request, _("The participant is withdrawn; the next schedule leaves it out.")):
        actions.withdraw_attendance(acting, attendance, reason=reason_in(request))
    return redirect("brokerage:participant", event.reference, attendance.code)


@require_POST
def delegate_add(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Record a person who comes for the participant."""
    acting, event = acting_in(request), event_to_change(request, reference)
    attendance = participant_of(request, event, code)
    form = DelegateForm(request.POST, auto_id="delegate_%s")
    if form.is_valid():
        given = form.cleaned_data
        visible = directory.people_visible_to(acting)
        person = visible.filter(reference=given["person"]).first()
        if person is None:
            form.add_error("person", _("There is no such person in the directory."))
        else:
            facts = actions.DelegateFacts(
                attendance, person, LocalizedText.from_json(given["position"]), given["is_lead"]
            )
            with tried(request, _("The delegate is recorded.")):
                actions.record_delegates(acting, event, [facts])
            return redirect("brokerage:participant", event.reference, attendance.code)
    page = {"attendance": attendance, "form": form}
    return event_page(request, event, "brokerage/delegate_form.html", page)


def absences(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Show and say in which slots each delegate of a participant is away."""
    acting, event = acting_in(request), event_to_change(request, reference)
    attendance = participant_of(request, event, code)
    team = list(people.team_of(attendance))
    if request.method == "POST":
        ticked = {
            delegate.pk: frozenset(_keys(request.POST.getlist(f"away-{delegate.pk}")))
            for delegate in team
        }
        with tried(request, _("The absences are recorded.")):
            actions.set_absences(acting, attendance, ticked)
        return redirect("brokerage:absences", event.reference, attendance.code)
    away = {delegate.pk: {slot.pk for slot in delegate.absent.all()} for delegate in team}
    slots = groupby(events.meeting_slots_of(event), key=lambda slot: day_of(event, slot))
    page = {
        "attendance": attendance,
        "team": team,
        "days": [
            (day, [(slot, [(one, slot.pk in away[one.pk]) for one in team]) for slot in own])
            for day, own in slots
        ],
    }
    return event_page(request, event, "brokerage/absences.html", page)


def interpreters(request: HttpRequest, reference: str) -> HttpResponseBase:
    """List who interprets; record one more."""
    acting, event = acting_in(request), event_to_read(request, reference)
    form = InterpreterForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        visible = directory.people_visible_to(acting)
        person = visible.filter(reference=given["person"]).first()
        if person is None:
            form.add_error("person", _("There is no such person in the directory."))
        elif people.interprets(event, person):
            sentence = _("This person interprets here already. The workbook changes the entry.")
            form.add_error("person", sentence)
        else:
            facts = actions.InterpreterFacts(person, given["languages"], given["longest_run"])
            with tried(request, _("The interpreter is recorded.")):
                actions.record_interpreters(acting, event, [facts])
            return redirect("brokerage:interpreters", event.reference)
    rows = people.interpreters_in(event, schedule.latest_run(event))
    table = INTERPRETERS.page(rows, request.GET, current_viewer())
    if table.export:
        return table.download()
    return event_page(
        request, event, "brokerage/interpreters.html", {"table": table, "form": form}
    )


def _participant_form(
    request: HttpRequest, event: Event, attendance: Attendance | None
) -> HttpResponse:
    acting = acting_in(request)
    parties = {party.code: party for party in events.parties_of(event)}
    form = AttendanceForm(
        request.POST or None,
        event=event,
        parties=parties.values(),
        tables=events.tables_of(event).values_list("label", flat=True),
        viewer=current_viewer(),
        attendance=attendance,
    )
    if form.is_valid():
        given = form.cleaned_data
        visible = directory.organisations_visible_to(acting)
        found = visible.filter(reference=given["organisation"]).first()
        if found is None:
            form.add_error("organisation", _("There is no such organisation in the directory."))
        elif attendance is None and (known := people.taking_part(event, found)):
            sentence = _("It takes part already, with the code %(code)s.")
            form.add_error("organisation", sentence % {"code": known.code})
        else:
            facts = actions.AttendanceFacts(
                organisation=found,
                party=parties.get(given["party"]),
                code=given["code"],
                pitch=LocalizedText.from_json(given["pitch"]),
                languages=given["languages"],
                parallel=given["parallel"],
                most_meetings=given["most_meetings"],
                table=given["table"],
            )
            try:
                actions.record_attendances(acting, event, [facts])
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("brokerage:participants", event.reference)
    page = {"form": form, "attendance": attendance}
    return event_page(request, event, "brokerage/participant_form.html", page)


def _keys(values: list[str]) -> list[UUID]:
    """Return the keys among what a browser sent; the rest is nobody's."""
    keys = []
    for value in values:
        try:
            keys.append(UUID(value))
        except ValueError:
            continue
    return keys
