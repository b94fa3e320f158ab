"""What a change of the event would bring to a schedule: ask, watch, stop, read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import what_if as actions
from accord.apps.brokerage.adapters.what_if import choices_for, told
from accord.apps.brokerage.forms.what_if import WhatIfForm
from accord.apps.brokerage.queries import schedule
from accord.apps.brokerage.views.frame import (
    event_page,
    event_to_read,
    run_of,
    venue_of,
    whole_when_over,
)
from accord.apps.brokerage.views.planning import seconds_line
from accord.apps.core.acting import acting_in
from accord.apps.core.errors import DomainError
from accord.apps.core.trying import tried


def what_ifs(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show what changes would bring, and have another one tried."""
    acting, event = acting_in(request), event_to_read(request, reference)
    run, viewer = run_of(request, event, number), venue_of(event)
    form = WhatIfForm(request.POST or None, choices=choices_for(run, viewer))
    if form.is_valid():
        try:
            actions.ask_what_if(acting, run, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(request.path)
    asked = list(schedule.what_ifs_of(run))
    under_way = next((one for one in asked if one.job and not one.job.is_over), None)
    failed = next(iter(asked), None)
    page = {
        "run": run,
        "form": form,
        "may_plan": policies.may_plan(acting, event),
        "under_way": under_way,
        "job_line": seconds_line(under_way.job, viewer) if under_way and under_way.job else "",
        "problem": failed.job.problem if failed and failed.job else "",
        "rows": told(asked, run, viewer),
    }
    response = event_page(request, event, "brokerage/what_if.html", page)
    return whole_when_over(request, response, is_over=under_way is None)


@require_POST
def what_if_stop(request: HttpRequest, reference: str, number: int, key: UUID) -> HttpResponse:
    """Ask the worker to stop and keep the best answer it has."""
    acting, event = acting_in(request), event_to_read(request, reference)
    run = run_of(request, event, number)
    one = get_object_or_404(schedule.what_ifs_of(run), pk=key)
    one.run = run
    with tried(request, _("The search stops and keeps the best it has found.")):
        actions.stop_what_if(acting, one)
    return redirect("brokerage:what-ifs", event.reference, number)
