"""Pages of organisations: the list, one of them, its form, its statuses."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.errors import DomainError
from accord.apps.core.forms import ReasonForm
from accord.apps.directory import policies
from accord.apps.directory.actions import memberships, organisations
from accord.apps.directory.actions.facts import OrganisationFacts, facts_of_organisation
from accord.apps.directory.forms.organisations import (
    DescriptionForm,
    OrganisationForm,
    StatusForm,
    initial_of,
)
from accord.apps.directory.models import Organisation
from accord.apps.directory.queries import likeness
from accord.apps.directory.queries import records as queries
from accord.apps.directory.tables import ORGANISATIONS
from accord.apps.ui.forms.viewing import current_viewer

_SURE = 70  # points from which on a new record has to be said to be a different one


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponseBase:
    """List the organisations that the person may see."""
    acting = acting_in(request)
    rows = queries.organisations_in_use(acting)
    table = ORGANISATIONS.page(rows, request.GET, current_viewer())
    if table.export:
        return table.download()
    page = {"table": table, "may_register": policies.may_register_somewhere(acting)}
    return render(request, "directory/organisation_list.html", page)


@require_safe
def organisation_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show everything about an organisation."""
    acting = acting_in(request)
    organisation = _organisation(acting, reference)
    page = {
        "organisation": organisation,
        "today": acting.at.date(),
        "may_change": policies.may_change(acting, organisation),
        "may_describe": policies.may_describe(acting, organisation),
    }
    return render(request, "directory/organisation_detail.html", page)


def organisation_new(request: HttpRequest) -> HttpResponse:
    """Add an organisation; likely duplicates are shown first."""
    acting = acting_in(request)
    policies.may_register_somewhere(acting).require()
    form = OrganisationForm(request.POST or None, acting=acting)
    proposals: list[likeness.Proposal] = []
    if form.is_valid():
        facts = form.facts()
        proposals = _proposals(acting, facts)
        is_sure = "different" in request.POST
        if is_sure or not any(each.points >= _SURE for each in proposals):
            try:
                organisation = organisations.register_organisation(acting, facts)
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The organisation is registered."))
                return redirect("directory:organisation-detail", organisation.reference)
        else:
            form.add_error(None, _("This organisation may be in the directory already."))
    page = {"form": form, "proposals": proposals, "must_confirm": bool(proposals)}
    return render(request, "directory/organisation_form.html", page)


@require_safe
def organisation_duplicates(request: HttpRequest) -> HttpResponse:
    """Show, while somebody types, what may be the same organisation."""
    acting = acting_in(request)
    policies.may_register_somewhere(acting).require()
    typed = {key: value for key, value in request.GET.dict().items() if value.strip()}
    names = [
        value[:200]
        for key, value in typed.items()
        if key.startswith("name_") and key != "name_source"
    ]
    cities = [
        value for key, value in typed.items() if key.startswith("city_") and key != "city_source"
    ]
    lines = typed.get("identifiers", "").splitlines()[:10]
    parts = [line.partition(":") for line in lines]
    proposals = likeness.likely_duplicates(
        acting,
        names=names[:5],
        city=cities[-1] if cities else "",
        identifiers=[(register.strip(), number.strip()) for register, _colon, number in parts],
    )
    return render(request, "directory/duplicates.html", {"proposals": proposals})


def organisation_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change an organisation: all of it, or its description by its own people."""
    acting = acting_in(request)
    organisation = _organisation(acting, reference)
    policies.may_describe(acting, organisation).require()
    form = _form_for(acting, organisation, request.POST or None)
    if form.is_valid():
        try:
            changed = organisations.change_organisation(acting, organisation, form.facts())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            sentence = _("The organisation is changed.") if changed else _("Nothing was changed.")
            messages.success(request, sentence)
            return redirect("directory:organisation-detail", reference)
    page = {"form": form, "organisation": organisation}
    return render(request, "directory/organisation_form.html", page)


@require_POST
def organisation_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an organisation out of use."""
    acting = acting_in(request)
    organisation = _organisation(acting, reference)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        organisations.withdraw_organisation(acting, organisation, reason=reason)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The organisation is withdrawn."))
    return redirect("directory:organisation-detail", reference)


def status_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a status of an organisation."""
    acting = acting_in(request)
    organisation = _organisation(acting, reference)
    policies.may_change(acting, organisation).require()
    form = StatusForm(request.POST or None)
    if form.is_valid():
        try:
            memberships.claim_status(acting, organisation, form.facts())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The status is recorded."))
            return redirect("directory:organisation-detail", reference)
    page = {"form": form, "organisation": organisation, "heading": _("Record a status")}
    return render(request, "directory/part_form.html", page)


@require_POST
def status_withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a status back."""
    acting = acting_in(request)
    claim = get_object_or_404(queries.statuses_visible_to(acting), pk=key)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        memberships.withdraw_status(acting, claim, reason=reason)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The status is withdrawn."))
    return redirect("directory:organisation-detail", claim.organisation.reference)


def _organisation(acting: Acting, reference: str) -> Organisation:
    return get_object_or_404(queries.organisation_in_full(acting, reference))


def _form_for(
    acting: Acting, organisation: Organisation, typed: Any
) -> OrganisationForm | DescriptionForm:
    before, initial = facts_of_organisation(organisation), initial_of(organisation)
    if policies.may_change(acting, organisation):
        return OrganisationForm(typed, acting=acting, before=before, initial=initial)
    return DescriptionForm(typed, before=before, initial=initial)


def _proposals(acting: Acting, facts: OrganisationFacts) -> list[likeness.Proposal]:
    return likeness.likely_duplicates(
        acting,
        names=[*facts.name.texts.values(), *(name.text for name in facts.other_names)],
        city=str(facts.city),
        identifiers=facts.identifiers,
    )
