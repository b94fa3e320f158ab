"""Pages of profiles: the lists, one of them, its form, its quality while somebody types."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.errors import DomainError
from accord.apps.core.localised import listed
from accord.apps.directory.enums import OrganisationKind
from accord.apps.directory.models import Organisation
from accord.apps.partnering import policies
from accord.apps.partnering.actions import profiles as actions
from accord.apps.partnering.actions.life import written
from accord.apps.partnering.adapters import quality
from accord.apps.partnering.adapters.facts import (
    ProfileFacts,
    Written,
    facts_of_profile,
    in_whole_units,
)
from accord.apps.partnering.adapters.reasons import heard
from accord.apps.partnering.enums import Goal, PartnershipKind, ProfileKind, Weight
from accord.apps.partnering.forms.profiles import (
    ProfileForm,
    RemarksForm,
    StartForm,
    initial_of,
    typed_in,
)
from accord.apps.partnering.queries import interests
from accord.apps.partnering.queries import profiles as queries
from accord.apps.partnering.tables import OWN, PUBLISHED, REVIEW, standing_of
from accord.apps.partnering.views import exchange
from accord.apps.partnering.views.frame import profile_of, tabs_for
from accord.apps.partnering.workflow import OBLIGATORY
from accord.apps.ui.forms.viewing import current_viewer


@require_safe
def profile_list(request: HttpRequest) -> HttpResponseBase:
    """List the valid profiles that the person may read."""
    acting = acting_in(request)
    table = PUBLISHED.page(queries.published_profiles(acting), request.GET, current_viewer())
    if table.export:
        return exchange.downloaded(acting, table)
    return _list(request, acting, {"table": table, "heading": _("Profiles")})


@require_safe
def own_list(request: HttpRequest) -> HttpResponseBase:
    """List the profiles of one's own organisations and sides, in every state."""
    acting = acting_in(request)
    policies.may_write_somewhere(acting).require()
    table = OWN.page(queries.own_profiles(acting), request.GET, current_viewer())
    if table.export:
        return exchange.downloaded(acting, table)
    page = {"table": table, "heading": _("Our profiles"), "ending": queries.expiring_soon(acting)}
    return _list(request, acting, page)


@require_safe
def review_list(request: HttpRequest) -> HttpResponseBase:
    """List what waits for a reviewer."""
    acting = acting_in(request)
    policies.may_review_somewhere(acting).require()
    table = REVIEW.page(queries.profiles_in_review(acting), request.GET, current_viewer())
    if table.export:
        return table.download()
    return _list(request, acting, {"table": table, "heading": _("Profiles in review")})


@require_safe
def profile_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one profile: what it says, how it stands, and what comes next."""
    acting, profile = acting_in(request), profile_of(request, reference)
    is_own = policies.is_own(acting, profile)
    page: dict[str, Any] = {
        "profile": profile,
        "standing": standing_of(profile),
        "is_own": is_own,
        "may_open_organisation": queries.may_open_organisation(acting, profile),
        "interests": interests.interests_in(acting, profile),
        "may_express": policies.may_express_somewhere(acting, profile),
        "budget": in_whole_units(profile.budget, profile.currency),
        "goals": [Goal(number) for number in profile.goals],
        "partnerships": _labels(PartnershipKind, profile.partnerships),
        "partner_kinds": _labels(OrganisationKind, profile.partner_kinds),
    }
    if policies.may_hear_reasons(acting, profile):
        page["heard"] = heard(acting, profile)
    if is_own:
        verdicts = ("change", "submit", "recall", "reopen", "review", "withdraw", "extend", "open")
        page |= {
            f"may_{name}": getattr(policies, f"may_{name}")(acting, profile) for name in verdicts
        }
        page |= {"findings": quality.findings(written(profile)), "remarks_form": RemarksForm()}
    return render(request, "partnering/profile.html", page)


def profile_start(request: HttpRequest) -> HttpResponse:
    """Choose in whose name, and of which kind, a profile is begun."""
    acting = acting_in(request)
    policies.may_write_somewhere(acting).require()
    organisations = {each.reference: each for each in queries.organisations_to_write_for(acting)}
    form = StartForm(request.POST or None, organisations=organisations)
    if form.is_valid():
        chosen = form.cleaned_data
        return redirect("partnering:profile-new", chosen["kind"], chosen["organisation"])
    return render(request, "partnering/profile_start.html", {"form": form})


def profile_new(request: HttpRequest, kind: ProfileKind, organisation: str) -> HttpResponse:
    """Begin a profile."""
    acting = acting_in(request)
    own = _organisation(acting, organisation)
    start = {"visibility": "shared"}
    form = _form(acting, request, kind, own, initial=start)
    if form.is_valid():
        try:
            profile = actions.begin_profile(acting, kind, form.facts(), organisation=own)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The profile is kept. Nobody else sees it yet."))
            return redirect("partnering:profile", profile.reference)
    return _form_page(request, form, {})


def profile_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what a profile says."""
    acting, profile = acting_in(request), profile_of(request, reference)
    policies.may_change(acting, profile).require()
    form = _form(
        acting,
        request,
        ProfileKind(profile.kind),
        profile.organisation,
        initial=initial_of(profile),
        before=facts_of_profile(profile),
    )
    if form.is_valid():
        try:
            changed = actions.change_profile(acting, profile, form.facts())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The profile is changed.") if changed else _("Nothing was changed.")
            )
            return redirect("partnering:profile", reference)
    return _form_page(request, form, {"profile": profile})


@require_POST
def profile_check(request: HttpRequest, kind: ProfileKind, organisation: str) -> HttpResponse:
    """Say, while somebody types, what an adviser would say; nothing is kept."""
    acting = acting_in(request)
    own = _organisation(acting, organisation)
    form = ProfileForm(request.POST, kind=kind, organisation=own, today=acting.at.date())
    form.is_valid()  # what cannot be read counts as not said
    return render(request, "partnering/findings_live.html", _said_of(form))


def _form(
    acting: Acting,
    request: HttpRequest,
    kind: ProfileKind,
    organisation: Organisation,
    **more: Any,
) -> ProfileForm:
    data, today = request.POST or None, acting.at.date()
    form = ProfileForm(data, kind=kind, organisation=organisation, today=today, **more)
    if data is None or "add" not in data:
        return form
    # Only fields for one more language are wanted: what was typed is shown again, not checked.
    more["initial"] = more.get("initial", {}) | typed_in(data, form.fields)
    further = (*form.further, data.get("add_language", ""))
    return ProfileForm(kind=kind, organisation=organisation, today=today, further=further, **more)


def _form_page(request: HttpRequest, form: ProfileForm, page: dict[str, Any]) -> HttpResponse:
    labels = [quality.label_of(name) for name in form.fields if name in OBLIGATORY[form.kind]]
    page |= {
        "form": form,
        "kind": form.kind,
        "organisation": form.organisation,
        "obligatory": labels,
    }
    if form.is_bound:
        page |= _said_of(form)
    elif "profile" in page:
        page |= _told(form, facts_of_profile(page["profile"]))
    return render(request, "partnering/profile_form.html", page)


def _said_of(form: ProfileForm) -> dict[str, Any]:
    """Return what an adviser would say of what was typed."""
    told = _told(form, form.facts())
    return told | {"is_recognised": not form.cleaned_data.get("language")}


def _told(form: ProfileForm, facts: ProfileFacts) -> dict[str, Any]:
    """Return what an adviser would say of a profile, each with the way to its field."""
    names = queries.names_of(form.organisation) if facts.is_anonymous else ()
    found = quality.findings(Written(form.kind, facts, names))
    counts = Counter(finding.weight for finding in found)
    return {
        "findings": found,
        "anchors": {name: _anchor(form, name) for name in form.fields},
        "counts": [(weight, counts[weight]) for weight in Weight if counts[weight]],
        "language": facts.title.source if facts.title else "",
    }


def _anchor(form: ProfileForm, name: str) -> str:
    field = form[name]
    return f"{field.auto_id}_fieldset" if field.use_fieldset else str(field.id_for_label)


def _labels(kind: type[TextChoices], values: Iterable[str]) -> str:
    """Return the names of the values as one list."""
    return listed(kind(value).label for value in values)


def _organisation(acting: Acting, reference: str) -> Organisation:
    rows = queries.organisations_to_write_for(acting)
    return get_object_or_404(rows, reference=reference)


def _list(request: HttpRequest, acting: Acting, page: dict[str, Any]) -> HttpResponse:
    page |= {
        "may_write": policies.may_write_somewhere(acting),
        "tabs": tabs_for(request, acting),
    }
    return render(request, "partnering/profile_list.html", page)
