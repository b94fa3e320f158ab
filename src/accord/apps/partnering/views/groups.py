"""Pairs between two groups of organisations: choosing the groups, the pairs, taking them along."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.errors import DomainError
from accord.apps.core.models import Side
from accord.apps.core.trying import tried
from accord.apps.directory.tables import country_name
from accord.apps.partnering import policies
from accord.apps.partnering.actions import groups as actions
from accord.apps.partnering.adapters.groups import described, told_between
from accord.apps.partnering.forms.groups import USUAL, GroupForm, TopForm
from accord.apps.partnering.models import GroupMatch
from accord.apps.partnering.queries import groups as queries
from accord.apps.partnering.queries.groups import Group
from accord.apps.partnering.tables import BETWEEN
from accord.apps.partnering.views.frame import tabs_for
from accord.apps.ui.forms.viewing import current_viewer
from accord.engine.text import fold

A_PAGE = 10


@require_http_methods(["GET", "HEAD", "POST"])
def group_list(request: HttpRequest) -> HttpResponse:
    """Choose two groups, and have pairs sought between them; list what was sought before."""
    acting = acting_in(request)
    policies.may_match_groups(acting).require()
    sides = queries.sides_of(acting)
    left, right, top = _forms(request, acting, sides)
    if request.method == "POST" and left.is_valid() and right.is_valid() and top.is_valid():
        try:
            match = actions.start_match(
                acting, left.group(), right.group(), top=top.cleaned_data["top"]
            )
        except DomainError as refusal:
            top.add_error(None, str(refusal))
        else:
            return redirect("partnering:group-match", match.pk)
    context = {
        "left": left,
        "right": right,
        "top": top,
        "earlier": [
            (match, *_names(match, sides))
            for match in queries.matches_visible_to(acting)[: queries.LATEST]
        ],
        "tabs": tabs_for(request, acting),
    }
    return render(request, "partnering/groups.html", context)


@require_safe
def group_match(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Show how far a search is, then its pairs with the evidence; also as a file."""
    acting, match, viewer = acting_in(request), _match(request, key), current_viewer()
    rows = queries.pairs_of(acting, match)
    table = BETWEEN.page((), request.GET, viewer)
    if table.export:
        told = told_between(acting, list(rows), viewer)
        return BETWEEN.page(told, request.GET, viewer).download()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    names = _names(match, queries.sides_of(acting))
    context = {
        "match": match,
        "left": names[0],
        "right": names[1],
        "job": queries.last_job(match),
        "pairs": told_between(acting, list(page.object_list), viewer),
        "page": page,
        "query": "",
        "table": table,
    }
    return render(request, "partnering/group_match.html", context)


@require_POST
def stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask the worker to stop."""
    match = _match(request, key)
    with tried(request, _("The work stops.")):
        actions.stop_match(acting_in(request), match)
    return redirect("partnering:group-match", match.pk)


def _match(request: HttpRequest, key: UUID) -> GroupMatch:
    """Return a search of one's own; nobody else reads it."""
    acting = acting_in(request)
    policies.may_match_groups(acting).require()
    return get_object_or_404(queries.matches_visible_to(acting), pk=key)


def _names(match: GroupMatch, sides: list[Side]) -> tuple[str, str]:
    """Return which two groups, in words."""
    viewer = current_viewer()
    left, right = (Group.of(stored) for stored in (match.left, match.right))
    return described(left, sides, viewer), described(right, sides, viewer)


def _forms(
    request: HttpRequest, acting: Acting, sides: list[Side]
) -> tuple[GroupForm, GroupForm, TopForm]:
    known = ((code, country_name(code)) for code in queries.countries_of(acting))
    more: dict[str, Any] = {
        "sides": sides,
        "countries": sorted(known, key=lambda pair: fold(pair[1])),
    }
    data = request.POST if request.method == "POST" else None
    left, right = (GroupForm(data, prefix=prefix, **more) for prefix in ("a", "b"))
    return left, right, TopForm(data, initial={"top": USUAL})
