"""Pages of programmes and their priority areas."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.errors import DomainError
from accord.apps.core.forms import ReasonForm
from accord.apps.programmes import policies, queries
from accord.apps.programmes.actions import programmes as actions
from accord.apps.programmes.forms import AreaForm, ProgrammeForm, localised
from accord.apps.programmes.models import PriorityArea, Programme
from accord.apps.programmes.tables import PROGRAMMES
from accord.apps.ui.forms.editing import SEEN
from accord.apps.ui.forms.viewing import current_viewer


@require_safe
def programme_list(request: HttpRequest) -> HttpResponseBase:
    """List the programmes of the person's sides."""
    acting = acting_in(request)
    rows = queries.programmes_visible_to(acting)
    table = PROGRAMMES.page(rows, request.GET, current_viewer())
    if table.export:
        return table.download()
    page = {
        "table": table,
        "may_found": policies.may_found_programme(acting),
        "may_be_owned": queries.parties_visible_to(acting).count() > 1,
    }
    return render(request, "programmes/programme_list.html", page)


@require_safe
def programme_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a programme with its parties, priority areas, roles and history."""
    acting, programme = acting_in(request), _programme(request, reference)
    parties = queries.in_viewing_order(acting, programme.parties.all())
    page = {
        "programme": programme,
        "parties": parties,
        "giving": [
            party
            for party in parties
            if policies.may_give_role(acting, party.pk, programme.pk)
            and not programme.is_withdrawn
        ],
        "areas": queries.areas_of(programme),
        "roles": queries.roles_in(acting, programme),
        "may_change": policies.may_change_programme(acting, programme),
        "may_change_parties": policies.may_change_parties(acting, programme),
    }
    return render(request, "programmes/programme_detail.html", page)


def programme_found(request: HttpRequest) -> HttpResponse:
    """Found a programme."""
    acting = acting_in(request)
    policies.may_found_programme(acting).require()
    parties = queries.in_viewing_order(acting, queries.parties_visible_to(acting))
    start = {"languages": [acting.language]}
    form = ProgrammeForm(request.POST or None, parties=parties, initial=start)
    if form.is_valid():
        chosen = [party for party in parties if party.code in form.cleaned_data["parties"]]
        try:
            programme = actions.found_programme(acting, form.facts(), parties=chosen)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The programme is founded."))
            return redirect("programmes:programme-detail", programme.reference)
    return render(request, "programmes/programme_form.html", {"form": form})


def programme_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what is known of a programme."""
    acting, programme = acting_in(request), _programme(request, reference)
    policies.may_change_programme(acting, programme).require()
    form = ProgrammeForm(request.POST or None, initial=ProgrammeForm.initial_of(programme))
    if form.is_valid():
        try:
            actions.change_programme(acting, programme, form.facts())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The programme is changed."))
            return redirect("programmes:programme-detail", programme.reference)
    page = {"form": form, "programme": programme}
    return render(request, "programmes/programme_form.html", page)


def programme_parties(request: HttpRequest, reference: str) -> HttpResponse:
    """Say which parties own a programme."""
    acting, programme = acting_in(request), _programme(request, reference)
    policies.may_change_parties(acting, programme).require()
    parties = queries.in_viewing_order(acting, queries.parties_visible_to(acting))
    start = ProgrammeForm.initial_of(programme)
    form = ProgrammeForm(request.POST or None, parties=parties, initial=start)
    form.fields = {name: form.fields[name] for name in ("parties", SEEN)}
    if form.is_valid():
        chosen = [party for party in parties if party.code in form.cleaned_data["parties"]]
        try:
            actions.set_parties(acting, programme, chosen)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The parties are changed."))
            return redirect("programmes:programme-detail", programme.reference)
    page = {"form": form, "programme": programme}
    return render(request, "programmes/programme_form.html", page)


@require_POST
def programme_approve(request: HttpRequest, reference: str) -> HttpResponse:
    """Say yes to a programme for one's side."""
    acting, programme = acting_in(request), _programme(request, reference)
    party = get_object_or_404(programme.parties, code=request.POST.get("side", ""))
    actions.approve_programme(acting, programme, party=party)
    messages.success(request, _("Your side approved the programme."))
    return redirect("programmes:programme-detail", programme.reference)


@require_POST
def programme_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a programme back, with the reason."""
    acting, programme = acting_in(request), _programme(request, reference)
    policies.may_change_programme(acting, programme).require()
    if (reason := _reason(request)) is not None:
        actions.withdraw_programme(acting, programme, reason=reason)
        messages.success(request, _("The programme is withdrawn."))
    return redirect("programmes:programme-detail", programme.reference)


def area_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a priority area."""
    acting, programme = acting_in(request), _programme(request, reference)
    policies.may_change_programme(acting, programme).require()
    start = {"number": queries.next_area_number(programme)}
    form = AreaForm(request.POST or None, codes=queries.codes_in_order(), initial=start)
    if form.is_valid() and _saved(acting, form, programme):
        messages.success(request, _("The priority area is added."))
        return redirect("programmes:programme-detail", programme.reference)
    page = {"form": form, "programme": programme}
    return render(request, "programmes/area_form.html", page)


def area_change(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Change a priority area."""
    acting, area = acting_in(request), _area(request, reference, number)
    policies.may_change_area(acting, area).require()
    start = AreaForm.initial_of(area)
    form = AreaForm(request.POST or None, codes=queries.codes_in_order(), initial=start)
    if form.is_valid() and _saved(acting, form, area):
        messages.success(request, _("The priority area is changed."))
        return redirect("programmes:programme-detail", area.programme.reference)
    page = {"form": form, "programme": area.programme, "area": area}
    return render(request, "programmes/area_form.html", page)


@require_POST
def area_withdraw(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take a priority area back, with the reason."""
    acting, area = acting_in(request), _area(request, reference, number)
    policies.may_change_area(acting, area).require()
    if (reason := _reason(request)) is not None:
        actions.withdraw_area(acting, area, reason=reason)
        messages.success(request, _("The priority area is withdrawn."))
    return redirect("programmes:programme-detail", area.programme.reference)


def _saved(acting: Acting, form: AreaForm, target: Programme | PriorityArea) -> bool:
    """Add to the programme, or change the area; tell whether it was not refused."""
    given = form.cleaned_data
    facts = {"number": given["number"], "name": localised(given["name"])}
    try:
        if isinstance(target, Programme):
            actions.add_area(acting, target, **facts, codes=form.chosen_codes())
        else:
            actions.change_area(acting, target, **facts, codes=form.chosen_codes())
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _reason(request: HttpRequest) -> str | None:
    """Return the reason that was typed; where it is none, say so and return nothing."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        return str(form.cleaned_data["reason"])
    messages.error(request, _("Please say why, in one sentence. Nothing was withdrawn."))
    return None


def _programme(request: HttpRequest, reference: str) -> Programme:
    visible = queries.programmes_visible_to(acting_in(request))
    return get_object_or_404(visible, reference=reference)


def _area(request: HttpRequest, reference: str, number: int) -> PriorityArea:
    return get_object_or_404(queries.areas_of(_programme(request, reference)), number=number)
