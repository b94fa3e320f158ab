"""Pages about who acts for a party."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.apps.accounts import queries as accounts
from accord.apps.accounts.adapters import told_of_mail
from accord.apps.core.acting import acting_in
from accord.apps.core.errors import DomainError
from accord.apps.programmes import policies, queries
from accord.apps.programmes.actions import roles as actions
from accord.apps.programmes.forms import RoleForm


def role_give(request: HttpRequest, code: str) -> HttpResponse:
    """Give somebody a role for a party, inviting them where they have no account."""
    acting = acting_in(request)
    party = get_object_or_404(queries.parties_visible_to(acting), code=code.upper())
    in_all = policies.may_give_role(acting, party.pk, None)
    programmes = [
        programme
        for programme in queries.standing_programmes_of(party)
        if policies.may_give_role(acting, party.pk, programme.pk)
    ]
    if not programmes:
        in_all.require()
    form = RoleForm(
        request.POST or None,
        party=party,
        programmes=programmes,
        is_for_all=bool(in_all),
        initial={"programme": request.GET.get("programme", ""), "language": acting.language},
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            is_known = accounts.user_by_email(given["email"]) is not None
            holding = actions.invite_to_role(
                acting,
                given["email"],
                form.facts(),
                name=given["name"],
                language=given["language"] or acting.language,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            sentence = _("The role is given.")
            if not is_known:
                sentence += " " + told_of_mail(acting, holding.user.email)
            messages.success(request, sentence)
            return redirect("programmes:party-detail", party.code)
    return render(request, "programmes/role_form.html", {"form": form, "party": party})


@require_POST
def role_end(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a role today."""
    acting = acting_in(request)
    held = queries.roles_visible_to(acting, on=acting.at.date())
    holding = get_object_or_404(held, pk=key)
    actions.end_role(acting, holding)
    messages.success(request, _("The role is ended."))
    return redirect("programmes:party-detail", holding.party.code)
