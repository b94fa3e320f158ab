"""Pages of parties: who they are, when they work, who acts for them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accord.apps.core.acting import acting_in
from accord.apps.core.errors import DomainError
from accord.apps.programmes import policies, queries
from accord.apps.programmes.actions import parties as actions
from accord.apps.programmes.forms import WEEKDAYS, HolidayForm, PartyForm, YearForm, localised
from accord.apps.programmes.models import Party
from accord.apps.programmes.tables import PARTIES
from accord.apps.ui.forms.viewing import current_viewer


@require_safe
def party_list(request: HttpRequest) -> HttpResponseBase:
    """List the person's own sides and their partners."""
    acting = acting_in(request)
    parties = queries.in_viewing_order(acting, queries.parties_visible_to(acting))
    table = PARTIES.page(parties, request.GET, current_viewer())
    if table.export:
        return table.download()
    page = {"table": table, "may_make": policies.may_make_party(acting)}
    return render(request, "programmes/party_list.html", page)


@require_safe
def party_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a party, its week, its next holidays, and who holds roles for it."""
    acting = acting_in(request)
    party = _party(request, code)
    if code != party.code:
        return redirect("programmes:party-detail", party.code)
    today = acting.at.date()
    roles = [
        (holding, policies.may_end_role(acting, holding))
        for holding in queries.roles_of_party(acting, party)
    ]
    programmes = queries.programmes_visible_to(acting).filter(parties=party)
    page = {
        "party": party,
        "weekend": [label for number, label in WEEKDAYS if number in party.weekend],
        "holidays": queries.holidays_of(party).filter(day__gte=today)[:5],
        "roles": roles,
        "programmes": programmes.order_by("-reference"),
        "may_change": policies.may_change_party(acting, party),
        "may_give": policies.may_give_some_role(acting, party),
    }
    return render(request, "programmes/party_detail.html", page)


def party_make(request: HttpRequest) -> HttpResponse:
    """Make a party."""
    acting = acting_in(request)
    policies.may_make_party(acting).require()
    start = {"weekend": [5, 6], "languages": ["en"], "time_zone": "UTC"}
    form = PartyForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            party = actions.make_party(acting, form.facts())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The party is made."))
            return redirect("programmes:party-detail", party.code)
    return render(request, "programmes/party_form.html", {"form": form})


def party_change(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is known of a party."""
    acting, party = acting_in(request), _party(request, code)
    policies.may_change_party(acting, party).require()
    form = PartyForm(request.POST or None, initial=PartyForm.initial_of(party))
    if form.is_valid():
        try:
            actions.change_party(acting, party, form.facts())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The party is changed."))
            return redirect("programmes:party-detail", party.code)
    return render(request, "programmes/party_form.html", {"form": form, "party": party})


def holiday_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show every holiday of a party; add one."""
    acting, party = acting_in(request), _party(request, code)
    may_change = policies.may_change_party(acting, party)
    if request.method == "POST":
        may_change.require()
    form = HolidayForm(request.POST or None)
    form.fields["name"].languages = tuple(dict.fromkeys((*party.languages, "en")))  # type: ignore[attr-defined]  # -- ui's own field
    if form.is_valid():
        given = form.cleaned_data
        actions.add_holiday(
            acting,
            party,
            day=given["day"],
            name=localised(given["name"]),
            is_working=given["is_working"],
        )
        messages.success(request, _("The day is noted."))
        return redirect("programmes:holiday-list", party.code)
    page = {
        "party": party,
        "holidays": queries.holidays_of(party),
        "form": form,
        "year_form": YearForm(initial={"year": acting.at.year}, auto_id="year_%s"),
        "may_change": may_change,
    }
    return render(request, "programmes/holiday_list.html", page)


@require_POST
def holidays_take_over(request: HttpRequest, code: str) -> HttpResponse:
    """Add the public holidays of the party's country for a year."""
    acting, party = acting_in(request), _party(request, code)
    policies.may_change_party(acting, party).require()
    form = YearForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the year in the Gregorian calendar, such as 2026."))
        return redirect("programmes:holiday-list", party.code)
    try:
        count = actions.take_over_public_holidays(acting, party, year=form.cleaned_data["year"])
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        sentence = ngettext("%(count)s day is added.", "%(count)s days are added.", count)
        shown = {"count": current_viewer().number(count)}
        messages.success(request, sentence % shown)
    return redirect("programmes:holiday-list", party.code)


@require_POST
def holiday_remove(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """Have a day follow the party's week again."""
    acting, party = acting_in(request), _party(request, code)
    actions.remove_holiday(acting, get_object_or_404(queries.holidays_of(party), pk=key))
    messages.success(request, _("The day follows the week again."))
    return redirect("programmes:holiday-list", party.code)


def _party(request: HttpRequest, code: str) -> Party:
    visible = queries.parties_visible_to(acting_in(request))
    return get_object_or_404(visible, code=code.upper())
