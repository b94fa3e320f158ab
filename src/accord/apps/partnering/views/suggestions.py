"""Pages of suggestions: those of a profile, those of all one's own, two profiles compared."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.errors import DomainError, ReasonMissingError
from accord.apps.core.trying import tried
from accord.apps.directory.tables import country_name
from accord.apps.partnering import policies
from accord.apps.partnering.actions import matching as actions
from accord.apps.partnering.adapters.comparing import beside, compared, placed
from accord.apps.partnering.enums import REQUESTS, RefusalReason
from accord.apps.partnering.forms.suggestions import NarrowForm, OtherForm, RefusalForm
from accord.apps.partnering.models import Profile, Suggestion
from accord.apps.partnering.queries import suggestions as queries
from accord.apps.partnering.queries.shortlists import keys_shortlisted
from accord.apps.partnering.tables import SUGGESTIONS
from accord.apps.partnering.views.frame import nobody_under, profile_of, tabs_for
from accord.apps.ui.forms.viewing import current_viewer
from accord.engine.text import fold

A_PAGE = 10
OF_EACH = 3  # suggestions of each profile where all are listed


@require_safe
def suggestion_list(request: HttpRequest, reference: str) -> HttpResponseBase:
    """List what is suggested to one profile, with the evidence; also as a file."""
    acting, profile = acting_in(request), _own(request, reference)
    rows = queries.suggestions_for(acting, profile)
    form = NarrowForm(request.GET, countries=_countries(rows))
    chosen = form.cleaned_data if form.is_valid() else {}
    narrowed = queries.narrowed(rows, **chosen)
    table = SUGGESTIONS.page((), request.GET, current_viewer())
    if table.export:
        return _download(request, profile, set(narrowed.values_list("other", flat=True)))
    page = Paginator(narrowed[: queries.SHOWN], A_PAGE).get_page(request.GET.get("page"))
    found = [row.other_id for row in page.object_list]
    refused = list(queries.refused_for(acting, profile))
    readable = queries.readable_among(acting, [*found, *(one.other_id for one in refused)])
    told = beside(acting, profile, found, current_viewer())
    context = {
        "profile": profile,
        "suggestions": told.told(readable[key] for key in found if key in readable),
        "page": page,
        "table": table,
        "query": urlencode({key: value for key, value in chosen.items() if value}),
        "form": form,
        "is_narrowed": any(chosen.values()),
        "is_read": profile.pk in told.vectors,
        "refused": [one for one in refused if one.other_id in readable],
        "other_form": OtherForm(),
        "may_refuse": policies.may_refuse(acting, profile),
        **_shortlist(acting, profile),
    }
    return render(request, "partnering/suggestions.html", context)


@require_safe
def own_suggestions(request: HttpRequest) -> HttpResponse:
    """List the best suggestions of each of one's own profiles."""
    acting = acting_in(request)
    policies.may_write_somewhere(acting).require()
    rows = queries.own_with_suggestions(acting)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    best = queries.best_of(acting, [profile.pk for profile in page.object_list], OF_EACH)
    keys = [key for found in best.values() for key in found]
    readable = queries.readable_among(acting, keys)
    lists = [
        (profile, [readable[key] for key in best[profile.pk] if key in readable])
        for profile in page.object_list
    ]
    context = {
        "lists": lists,
        "page": page,
        "query": "",
        "tabs": tabs_for(request, acting),
        "may_write": policies.may_write_somewhere(acting),
    }
    return render(request, "partnering/own_suggestions.html", context)


@require_safe
def compare(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Show why one profile is suggested to another, or why it is not."""
    acting, profile = acting_in(request), _own(request, reference)
    theirs = get_object_or_404(queries.profile_beside(acting, other))
    pair = compared(acting, profile, theirs, current_viewer())
    context = {
        "profile": profile,
        "compared": pair,
        "one": pair.one,
        "may_refuse": policies.may_refuse(acting, profile),
        **_shortlist(acting, profile),
    }
    return render(request, "partnering/compare.html", context)


@require_safe
def find_other(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to the comparison with the profile whose reference somebody typed."""
    acting, profile = acting_in(request), _own(request, reference)
    form = OtherForm(request.GET)
    typed = form.cleaned_data["other"].strip() if form.is_valid() else ""
    found = queries.profile_beside(acting, typed).first() if typed else None
    if found is None:
        messages.warning(request, nobody_under(typed))
        return redirect("partnering:suggestions", profile.reference)
    return redirect("partnering:compare", profile.reference, found.reference)


@require_POST
def refuse(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Say that a suggestion does not suit, and why."""
    acting, profile = acting_in(request), _own(request, reference)
    theirs = get_object_or_404(queries.profile_beside(acting, other))
    form = RefusalForm(request.POST)
    with tried(
        request, _("It is no longer suggested. You find it below, should you think again.")
    ):
        if not form.is_valid():
            raise ReasonMissingError
        given = form.cleaned_data
        reason = RefusalReason(given["reason"])
        actions.refuse_suggestion(acting, profile, theirs, reason=reason, note=given["note"])
    return redirect("partnering:suggestions", profile.reference)


@require_POST
def recall(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Take a suggestion back into view."""
    acting, profile = acting_in(request), _own(request, reference)
    theirs = get_object_or_404(queries.profile_beside(acting, other))
    with tried(request, _("It is suggested again.")):
        actions.recall_refusal(acting, profile, theirs)
    return redirect("partnering:suggestions", profile.reference)


@require_POST
def match(request: HttpRequest) -> HttpResponse:
    """Have all profiles matched anew."""
    acting = acting_in(request)
    try:
        job = actions.start_renewal(acting)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("partnering:own-suggestions")
    return redirect("core:job", job.pk)


def _own(request: HttpRequest, reference: str) -> Profile:
    """Return the profile if it is the person's own; nobody else reads what is suggested to it."""
    profile = profile_of(request, reference)
    if not policies.is_own(acting_in(request), profile):
        raise Http404
    return profile


def _shortlist(acting: Acting, profile: Profile) -> dict[str, Any]:
    """Return who stands on the shortlist; nothing for an offer, which has none."""
    if profile.kind not in REQUESTS:
        return {}
    return {
        "has_shortlist": True,
        "shortlisted": keys_shortlisted(acting, profile),
        "may_shortlist": policies.may_shortlist(acting, profile),
    }


def _download(request: HttpRequest, profile: Profile, among: set[UUID]) -> HttpResponseBase:
    """Return the suggestions that the filters leave as a file, named after the profile."""
    viewer = current_viewer()
    rows = placed(acting_in(request), profile, viewer, among=among)
    named = replace(SUGGESTIONS, key=f"{profile.reference}-suggestions")
    return named.page(rows, request.GET, viewer).download()


def _countries(rows: QuerySet[Suggestion]) -> list[tuple[str, str]]:
    """Return the countries from which something is suggested, by name."""
    named = ((code, country_name(code)) for code in queries.countries_of(rows))
    return sorted(named, key=lambda pair: fold(pair[1]))
