"""Shortlists over HTTP: who stands on one, in which order, with what note."""

from typing import Annotated

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status

from accord.apps.core.acting import acting_in
from accord.apps.partnering import policies
from accord.apps.partnering.actions import shortlists as actions
from accord.apps.partnering.adapters.shortlisting import candidates
from accord.apps.partnering.api.schemas_of_shortlists import ShortlistedIn, ShortlistedOut
from accord.apps.partnering.enums import REQUESTS
from accord.apps.partnering.models import Profile, Shortlisted
from accord.apps.partnering.queries import profiles, suggestions
from accord.apps.partnering.queries import shortlists as queries
from accord.apps.ui.forms.viewing import current_viewer

router = Router(tags=["shortlists"])

Reference = Annotated[str, Path(max_length=24, examples=["TR-2026-0001"])]


@router.get("/profiles/{reference}/shortlist", response=list[ShortlistedOut])
def read_shortlist(request: HttpRequest, reference: Reference) -> list[ShortlistedOut]:
    """List who stands on the shortlist of your own request, in its order; 404 for an offer."""
    return _listed(request, _own_request(request, reference))


@router.put("/profiles/{reference}/shortlist/{other}", response=list[ShortlistedOut])
def put_on_shortlist(
    request: HttpRequest, reference: Reference, other: Reference, wanted: ShortlistedIn
) -> list[ShortlistedOut]:
    """Put a profile on the shortlist of your own request, suggested or not; return the list.

    One that stands there already gets the note and the place that are sent.
    """
    acting, profile = acting_in(request), _own_request(request, reference)
    row = _rows(request, profile, other).first()
    if row is None:
        theirs = get_object_or_404(suggestions.profile_beside(acting, other))
        row = actions.shortlist(acting, profile, theirs)
    row.profile = profile
    if wanted.note is not None:
        actions.note_on_shortlist(acting, row, wanted.note)
    if wanted.place is not None:
        actions.move_on_shortlist(acting, row, wanted.place)
    return _listed(request, profile)


@router.delete("/profiles/{reference}/shortlist/{other}", response={204: None})
def take_off_shortlist(
    request: HttpRequest, reference: Reference, other: Reference
) -> Status[None]:
    """Take a profile off the shortlist; twice is the same as once."""
    acting, profile = acting_in(request), _own_request(request, reference)
    policies.may_shortlist(acting, profile).require()
    for row in _rows(request, profile, other):
        row.profile = profile
        actions.take_off_shortlist(acting, row)
    return Status(204, None)


def _listed(request: HttpRequest, profile: Profile) -> list[ShortlistedOut]:
    found = candidates(acting_in(request), profile, current_viewer())
    return [ShortlistedOut.of(one) for one in found]


def _own_request(request: HttpRequest, reference: str) -> Profile:
    """Return the request if it is the caller's own; nobody else reads its shortlist."""
    acting = acting_in(request)
    profile = get_object_or_404(profiles.profile_in_full(acting, reference))
    if not policies.is_own(acting, profile) or profile.kind not in REQUESTS:
        raise Http404
    return profile


def _rows(request: HttpRequest, profile: Profile, other: str) -> QuerySet[Shortlisted]:
    rows = queries.shortlist_visible_to(acting_in(request), profile)
    return rows.filter(other__reference=other.upper())
