"""Suggestions over HTTP: what answers a profile and why, two compared, what did not suit."""

from typing import Annotated

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status

from accord.apps.core.acting import acting_in
from accord.apps.partnering import policies
from accord.apps.partnering.actions import matching as actions
from accord.apps.partnering.adapters.comparing import compared, placed
from accord.apps.partnering.adapters.reasons import heard
from accord.apps.partnering.api.schemas_of_suggestions import (
    ComparisonOut,
    ReasonOut,
    RefusalIn,
    RefusalOut,
    SuggestionOut,
)
from accord.apps.partnering.models import Profile
from accord.apps.partnering.queries import profiles
from accord.apps.partnering.queries import suggestions as queries
from accord.apps.ui.forms.viewing import current_viewer

router = Router(tags=["suggestions"])

Reference = Annotated[str, Path(max_length=24, examples=["TO-2026-0001"])]


@router.get("/profiles/{reference}/suggestions", response=list[SuggestionOut])
def list_suggestions(request: HttpRequest, reference: Reference) -> list[SuggestionOut]:
    """List what is suggested to your own profile, best first, with the evidence."""
    acting, profile = acting_in(request), _own(request, reference)
    return [SuggestionOut.of(one) for one in placed(acting, profile, current_viewer())]


@router.get("/profiles/{reference}/suggestions/{other}", response=ComparisonOut)
def compare_profiles(
    request: HttpRequest, reference: Reference, other: Reference
) -> ComparisonOut:
    """Say why a profile is suggested to your own, or why it is not."""
    acting, profile = acting_in(request), _own(request, reference)
    theirs = _other(request, other)
    return ComparisonOut.of(compared(acting, profile, theirs, current_viewer()))


@router.get("/profiles/{reference}/refusals", response=list[RefusalOut])
def list_refusals(request: HttpRequest, reference: Reference) -> list[RefusalOut]:
    """List what did not suit your own profile, and why; your side alone sees it."""
    acting, profile = acting_in(request), _own(request, reference)
    refused = list(queries.refused_for(acting, profile))
    readable = queries.readable_among(acting, [one.other_id for one in refused])
    return [RefusalOut.of(one) for one in refused if one.other_id in readable]


@router.get("/profiles/{reference}/reasons", response=list[ReasonOut])
def list_reasons(request: HttpRequest, reference: Reference) -> list[ReasonOut]:
    """Say why others set your own profile aside: how many for each reason, and never who.

    Empty unless at least three organisations of other sides did.
    """
    acting, profile = acting_in(request), _own(request, reference)
    policies.may_hear_reasons(acting, profile).require()
    return [ReasonOut.of(one) for one in heard(acting, profile)]


@router.post("/profiles/{reference}/suggestions/{other}/refusal", response=RefusalOut)
def refuse_suggestion(
    request: HttpRequest, reference: Reference, other: Reference, refusal: RefusalIn
) -> RefusalOut:
    """Say that a suggestion does not suit, and why; said again, the last word counts."""
    acting, profile = acting_in(request), _own(request, reference)
    made = actions.refuse_suggestion(
        acting, profile, _other(request, other), reason=refusal.reason, note=refusal.note
    )
    return RefusalOut.of(made)


@router.delete("/profiles/{reference}/suggestions/{other}/refusal", response={204: None})
def recall_refusal(request: HttpRequest, reference: Reference, other: Reference) -> Status[None]:
    """Take a suggestion back into view; twice is the same as once."""
    acting, profile = acting_in(request), _own(request, reference)
    actions.recall_refusal(acting, profile, _other(request, other))
    return Status(204, None)


def _own(request: HttpRequest, reference: str) -> Profile:
    """Return the profile if it is the caller's own; nobody else reads what is suggested to it."""
    acting = acting_in(request)
    profile = get_object_or_404(profiles.profile_in_full(acting, reference))
    if not policies.is_own(acting, profile):
        raise Http404
    return profile


def _other(request: HttpRequest, reference: str) -> Profile:
    return get_object_or_404(queries.profile_beside(acting_in(request), reference))
