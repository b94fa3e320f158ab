"""The shortlist of a request: seen side by side, kept, taken along."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accord.apps.core.acting import acting_in
from accord.apps.core.trying import tried
from accord.apps.partnering import policies
from accord.apps.partnering.actions import shortlists as actions
from accord.apps.partnering.adapters.shortlisting import candidates
from accord.apps.partnering.enums import REQUESTS
from accord.apps.partnering.forms.shortlists import NoteForm, PlaceForm
from accord.apps.partnering.forms.suggestions import OtherForm
from accord.apps.partnering.models import Profile, Shortlisted
from accord.apps.partnering.queries import shortlists as queries
from accord.apps.partnering.queries import suggestions
from accord.apps.partnering.tables import SHORTLIST
from accord.apps.partnering.views.frame import nobody_under, profile_of
from accord.apps.ui.forms.viewing import current_viewer


@require_http_methods(["GET", "HEAD", "POST"])
def shortlist(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Show who stands on the shortlist side by side, also as a file; add one by its reference."""
    profile = _own_request(request, reference)
    if request.method == "POST":
        return _add(request, profile)
    acting, viewer = acting_in(request), current_viewer()
    named = replace(SHORTLIST, key=f"{profile.reference}-shortlist")
    table = named.page(candidates(acting, profile, viewer), request.GET, viewer)
    if table.export:
        return table.download()
    page = {
        "profile": profile,
        "candidates": table.rows,
        "table": table,
        "other_form": OtherForm(),
        "may_shortlist": policies.may_shortlist(acting, profile),
    }
    return render(request, "partnering/shortlist.html", page)


@require_POST
def note(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Write what the own side thinks of one."""
    row, form = _row(request, reference, other), NoteForm(request.POST)
    acting = acting_in(request)
    policies.may_shortlist(acting, row.profile).require()
    if not form.is_valid():
        messages.warning(request, " ".join(map(str, form.errors["note"])))
        return redirect("partnering:shortlist", reference)
    with tried(request, _("The note is kept. Only your own side reads it.")):
        actions.note_on_shortlist(acting, row, form.cleaned_data["note"])
    return redirect("partnering:shortlist", reference)


@require_POST
def move(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Give one another place."""
    row, form = _row(request, reference, other), PlaceForm(request.POST)
    place = form.cleaned_data["place"] if form.is_valid() else row.place
    with tried(request, ""):
        actions.move_on_shortlist(acting_in(request), row, place)
    return redirect("partnering:shortlist", reference)


@require_POST
def take_off(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Take one off."""
    row = _row(request, reference, other)
    with tried(request, _("It is off the shortlist.")):
        actions.take_off_shortlist(acting_in(request), row)
    return redirect("partnering:shortlist", reference)


def _add(request: HttpRequest, profile: Profile) -> HttpResponse:
    acting, form = acting_in(request), OtherForm(request.POST)
    typed = form.cleaned_data["other"].strip() if form.is_valid() else ""
    found = suggestions.profile_beside(acting, typed).first() if typed else None
    if found is None:
        policies.may_shortlist(acting, profile).require()
        messages.warning(request, nobody_under(typed))
    else:
        with tried(request, _("It is on the shortlist.")):
            actions.shortlist(acting, profile, found)
    return redirect("partnering:shortlist", profile.reference)


def _own_request(request: HttpRequest, reference: str) -> Profile:
    """Return the request if it is the person's own; nobody else reads its shortlist."""
    profile = profile_of(request, reference)
    if not policies.is_own(acting_in(request), profile) or profile.kind not in REQUESTS:
        raise Http404
    return profile


def _row(request: HttpRequest, reference: str, other: str) -> Shortlisted:
    profile = _own_request(request, reference)
    rows = queries.shortlist_visible_to(acting_in(request), profile)
    row = get_object_or_404(rows, other__reference=other.upper())
    row.profile = profile
    return row
