"""Buttons that lead a profile through its life."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.forms import ReasonForm
from accord.apps.core.trying import tried
from accord.apps.partnering.actions import life
from accord.apps.partnering.actions import profiles as actions
from accord.apps.partnering.forms.profiles import RemarksForm
from accord.apps.partnering.models import Profile
from accord.apps.partnering.views.frame import profile_of


@require_POST
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a profile to review."""
    return _done(request, reference, life.submit_profile, _("The profile is sent to review."))


@require_POST
def recall(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a profile back from review."""
    return _done(request, reference, life.recall_profile, _("You can go on writing."))


@require_POST
def publish(request: HttpRequest, reference: str) -> HttpResponse:
    """Publish a profile."""
    return _done(request, reference, life.publish_profile, _("The profile is published."))


@require_POST
def send_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a profile back to its writers, with remarks."""
    form = RemarksForm(request.POST)
    remarks = form.cleaned_data["remarks"] if form.is_valid() else ""
    acting, profile = acting_in(request), profile_of(request, reference)
    with tried(request, _("The profile is sent back with your remarks.")):
        life.return_profile(acting, profile, remarks=remarks)
    return redirect("partnering:profile", reference)


@require_POST
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a profile out of sight to change it."""
    sentence = _("The profile is a draft again. Others see it after the next review.")
    return _done(request, reference, life.reopen_profile, sentence)


@require_POST
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    """Extend the validity of a profile."""
    return _done(request, reference, life.extend_profile, _("The validity is extended by a year."))


@require_POST
def interest(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a profile for interest, or close it."""
    acting, profile = acting_in(request), profile_of(request, reference)
    is_open = request.POST.get("open") == "yes"
    sentence = (
        _("The profile is open for interest.") if is_open else _("No more interest is taken.")
    )
    with tried(request, sentence):
        life.open_for_interest(acting, profile, is_open=is_open)
    return redirect("partnering:profile", reference)


@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a profile back for good."""
    acting, profile = acting_in(request), profile_of(request, reference)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    with tried(request, _("The profile is withdrawn.")):
        actions.withdraw_profile(acting, profile, reason=reason)
    return redirect("partnering:profile", reference)


def _done(
    request: HttpRequest, reference: str, act: Callable[[Acting, Profile], None], sentence: str
) -> HttpResponse:
    acting, profile = acting_in(request), profile_of(request, reference)
    with tried(request, sentence):
        act(acting, profile)
    return redirect("partnering:profile", reference)
