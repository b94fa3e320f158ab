"""Pages of expressions of interest: the list, one of them, sending one, its steps."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.core.acting import acting_in
from accord.apps.core.errors import DomainError, ReasonMissingError
from accord.apps.core.trying import tried
from accord.apps.core.verdicts import Verdict
from accord.apps.partnering import policies
from accord.apps.partnering.actions import interests as actions
from accord.apps.partnering.enums import ClosingReason, InterestState
from accord.apps.partnering.forms.interests import ClosingForm, InterestForm
from accord.apps.partnering.models import Interest
from accord.apps.partnering.queries import interests as queries
from accord.apps.partnering.queries import profiles
from accord.apps.partnering.tables import INTERESTS
from accord.apps.partnering.views.frame import profile_of, tabs_for
from accord.apps.partnering.workflow import INTEREST
from accord.apps.ui.forms.viewing import current_viewer

STEPS = ("accept", "exchange", "negotiate", "agree")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage on the way to an agreement, as the page draws it."""

    label: str
    state: str
    url: str = ""


@require_safe
def interest_list(request: HttpRequest) -> HttpResponseBase:
    """List the expressions of interest of one's organisations and sides, both ways."""
    acting = acting_in(request)
    policies.may_write_somewhere(acting).require()
    table = INTERESTS.page(queries.interests_visible_to(acting), request.GET, current_viewer())
    if table.export:
        return table.download()
    page = {
        "table": table,
        "heading": _("Expressions of interest"),
        "may_write": policies.may_write_somewhere(acting),
        "tabs": tabs_for(request, acting),
    }
    return render(request, "partnering/profile_list.html", page)


@require_safe
def interest_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one expression of interest to its two sides."""
    acting, interest = acting_in(request), _interest(request, reference)
    page: dict[str, Any] = {
        "interest": interest,
        "profile": interest.profile,
        "is_readable": profiles.profile_in_full(acting, interest.profile.reference).exists(),
        "is_named": queries.is_named(acting, interest),
        "stages": _stages(interest),
        "next": _next_steps(request, interest),
        "may_close": policies.may_move(acting, interest, "close"),
        "closing_form": ClosingForm(auto_id="close_%s"),
    }
    return render(request, "partnering/interest.html", page)


def interest_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Express interest in a profile."""
    acting, profile = acting_in(request), profile_of(request, reference)
    policies.may_express_somewhere(acting, profile).require()
    rows = queries.organisations_to_ask_for(acting, profile)
    organisations = {each.reference: each for each in rows}
    form = InterestForm(request.POST or None, organisations=organisations)
    if form.is_valid():
        chosen = organisations[form.cleaned_data["organisation"]]
        try:
            interest = actions.express_interest(
                acting,
                profile,
                organisation=chosen,
                message=form.cleaned_data["message"],
                contact=acting.person if chosen.pk in acting.organisations else None,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your interest is expressed. The other side decides."))
            return redirect("partnering:interest", interest.reference)
    page = {"form": form, "profile": profile}
    return render(request, "partnering/interest_form.html", page)


@require_POST
def interest_step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Take a step."""
    acting, interest = acting_in(request), _interest(request, reference)
    if step not in STEPS:
        raise Http404
    with tried(request, _("Recorded. Both sides see it.")):
        actions.move_interest(acting, interest, step)
    return redirect("partnering:interest", reference)


@require_POST
def interest_close(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that nothing comes of it, and why."""
    acting, interest = acting_in(request), _interest(request, reference)
    form = ClosingForm(request.POST)
    with tried(request, _("Closed. Both sides read the reason.")):
        policies.may_move(acting, interest, "close").require()
        if not form.is_valid():
            raise ReasonMissingError
        given = form.cleaned_data
        reason = ClosingReason(given["reason"])
        actions.close_interest(acting, interest, reason=reason, note=given["note"])
    return redirect("partnering:interest", reference)


def _interest(request: HttpRequest, reference: str) -> Interest:
    return get_object_or_404(queries.interest_in_full(acting_in(request), reference))


def _stages(interest: Interest) -> list[Stage]:
    """Return the way from the first letter to the agreement, and how far it was gone."""
    way: list[InterestState] = list(InterestState)[:-1]
    if interest.state == InterestState.CLOSED:
        reached = 1 + bool(interest.accepted_at) + bool(interest.exchanged_at)
        return [
            Stage(str(state.label), "done" if place < reached else "next")
            for place, state in enumerate(way)
        ]
    here = way.index(InterestState(interest.state))
    states = ["done"] * here + ["current"] + ["next"] * (len(way) - here - 1)
    if interest.state == InterestState.AGREED:
        states[here] = "done"
    return [Stage(str(state.label), word) for state, word in zip(way, states, strict=True)]


def _next_steps(request: HttpRequest, interest: Interest) -> list[tuple[str, str, Verdict]]:
    """Return the step that starts from here, with its button's words and the verdict."""
    labels = {
        "accept": _("Accept the interest"),
        "exchange": _("Exchange contacts"),
        "negotiate": _("We negotiate"),
        "agree": _("We have an agreement"),
    }
    acting = acting_in(request)
    return [
        (step, labels[step], policies.may_move(acting, interest, step))
        for step in STEPS
        if interest.state in INTEREST[step].before
    ]
