"""Pages of people: the list, one of them, their form, their memberships."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.accounts.adapters import told_of_mail
from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.errors import DomainError
from accord.apps.core.forms import ReasonForm
from accord.apps.directory import policies
from accord.apps.directory.actions import accounts, memberships, people
from accord.apps.directory.actions.facts import facts_of_person
from accord.apps.directory.forms.people import (
    AccountForm,
    MembershipEndForm,
    MembershipForm,
    PersonForm,
    initial_of,
)
from accord.apps.directory.models import Person
from accord.apps.directory.queries import likeness
from accord.apps.directory.queries import records as queries
from accord.apps.directory.tables import PEOPLE
from accord.apps.ui.forms.viewing import current_viewer

_SURE = 70  # points from which on a new record has to be said to be a different one


@require_safe
def person_list(request: HttpRequest) -> HttpResponseBase:
    """List the people whom the person may see."""
    acting = acting_in(request)
    table = PEOPLE.page(queries.people_in_use(acting), request.GET, current_viewer())
    if table.export:
        return table.download()
    page = {"table": table, "may_register": policies.may_register_somewhere(acting)}
    return render(request, "directory/person_list.html", page)


@require_safe
def person_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show everything about a person."""
    acting = acting_in(request)
    person = _person(acting, reference)
    today = acting.at.date()
    rows = [
        (
            each,
            policies.may_change(acting, each.organisation),
            each.ends_on is None or each.ends_on > today,
        )
        for each in person.memberships.all()
    ]
    page = {
        "person": person,
        "memberships": rows,
        "end_form": MembershipEndForm(),
        "may_change": policies.may_change(acting, person),
        "may_connect": policies.may_connect(acting, person),
        "may_see_contacts": policies.may_change_contacts(acting, person),
    }
    return render(request, "directory/person_detail.html", page)


def person_new(request: HttpRequest) -> HttpResponse:
    """Add a person; likely duplicates are shown first."""
    acting = acting_in(request)
    policies.may_register_somewhere(acting).require()
    form = PersonForm(request.POST or None, acting=acting)
    proposals: list[likeness.Proposal] = []
    if form.is_valid():
        facts = form.facts()
        names = list(facts.name.texts.values())
        proposals = likeness.likely_same_people(acting, names=names, email=facts.email)
        is_sure = "different" in request.POST
        if is_sure or not any(each.points >= _SURE for each in proposals):
            try:
                person = people.register_person(acting, facts)
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The person is registered."))
                return redirect("directory:person-detail", person.reference)
        else:
            form.add_error(None, _("This person may be in the directory already."))
    page = {"form": form, "proposals": proposals, "must_confirm": bool(proposals)}
    return render(request, "directory/person_form.html", page)


@require_safe
def person_duplicates(request: HttpRequest) -> HttpResponse:
    """Show, while somebody types, who may be the same person."""
    acting = acting_in(request)
    policies.may_register_somewhere(acting).require()
    names = [
        value[:200]
        for key, value in request.GET.dict().items()
        if key.startswith("name_") and key != "name_source" and value.strip()
    ]
    email = request.GET.get("email", "").strip()
    proposals = likeness.likely_same_people(acting, names=names[:5], email=email[:254])
    return render(request, "directory/duplicates.html", {"proposals": proposals})


def person_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change a person's record."""
    acting = acting_in(request)
    person = _person(acting, reference)
    policies.may_change(acting, person).require()
    form = PersonForm(
        request.POST or None,
        acting=acting,
        before=facts_of_person(person),
        initial=initial_of(person),
    )
    if form.is_valid():
        try:
            changed = people.change_person(acting, person, form.facts())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            sentence = _("The record is changed.") if changed else _("Nothing was changed.")
            messages.success(request, sentence)
            return redirect("directory:person-detail", reference)
    return render(request, "directory/person_form.html", {"form": form, "person": person})


@require_POST
def person_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a person's record out of use."""
    acting = acting_in(request)
    person = _person(acting, reference)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        people.withdraw_person(acting, person, reason=reason)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The record is withdrawn."))
    return redirect("directory:person-detail", reference)


def account_connect(request: HttpRequest, reference: str) -> HttpResponse:
    """Say which account acts as a person, inviting whoever has none."""
    acting = acting_in(request)
    person = _person(acting, reference)
    policies.may_connect(acting, person).require()
    form = AccountForm(
        request.POST or None, initial={"email": person.email, "language": acting.language}
    )
    if form.is_valid():
        try:
            user, is_new = accounts.connect_account(acting, person, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            sentence = _("%(email)s now acts as this person.") % {"email": user.email}
            if is_new:
                sentence += " " + told_of_mail(acting, user.email)
            messages.success(request, sentence)
            return redirect("directory:person-detail", reference)
    page = {"form": form, "person": person, "heading": _("Connect with an account")}
    return render(request, "directory/part_form.html", page)


@require_POST
def account_disconnect(request: HttpRequest, reference: str) -> HttpResponse:
    """Let nobody act as a person any more."""
    acting = acting_in(request)
    person = _person(acting, reference)
    try:
        accounts.disconnect_user(acting, person)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The person is no longer connected with an account."))
    return redirect("directory:person-detail", reference)


def membership_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that a person belongs to an organisation."""
    acting = acting_in(request)
    person = _person(acting, reference)
    policies.may_change(acting, person).require()
    form = MembershipForm(
        request.POST or None, organisations=queries.organisations_to_join(acting)
    )
    if form.is_valid():
        facts = form.facts(person)
        running = queries.memberships_running([person.pk], on=acting.at.date())
        is_known = running.filter(organisation=facts.organisation).exists()
        try:
            memberships.begin_membership(acting, facts)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            renewed = _("This membership was running already. It is up to date now.")
            sentence = renewed if is_known else _("The membership is recorded.")
            messages.success(request, sentence)
            return redirect("directory:person-detail", reference)
    page = {"form": form, "person": person, "heading": _("Record a membership")}
    return render(request, "directory/part_form.html", page)


@require_POST
def membership_end(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a membership."""
    acting = acting_in(request)
    membership = get_object_or_404(queries.memberships_of(acting), pk=key)
    form = MembershipEndForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["on"]))
        return redirect("directory:person-detail", membership.person.reference)
    try:
        memberships.end_membership(acting, membership, on=form.cleaned_data["on"])
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The membership is ended."))
    return redirect("directory:person-detail", membership.person.reference)


def _person(acting: Acting, reference: str) -> Person:
    return get_object_or_404(queries.person_in_full(acting, reference))
