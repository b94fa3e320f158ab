"""Expressions of interest over HTTP: only the two sides ever see one."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Query, Router, Schema, Status

from accord.apps.core.acting import Acting, acting_in
from accord.apps.partnering.actions import interests as actions
from accord.apps.partnering.api.schemas import (
    InterestClosing,
    InterestExpression,
    InterestOut,
    InterestPage,
    key_called,
)
from accord.apps.partnering.enums import InterestState
from accord.apps.partnering.models import Interest
from accord.apps.partnering.queries import interests as queries
from accord.apps.partnering.queries import profiles

router = Router(tags=["expressions of interest"])

Reference = Annotated[str, Path(max_length=24, examples=["EI-2026-0001"])]
ProfileReference = Annotated[str, Path(max_length=24, examples=["TO-2026-0001"])]


class Search(Schema):
    """Which expressions of interest are wanted, and which part of them."""

    profile: str = Field("", max_length=24, description="The number of a profile.")
    state: InterestState | None = None
    limit: int = Field(100, ge=1, le=500)
    offset: int = Field(0, ge=0, le=1_000_000)


@router.get("/interests", response=InterestPage)
def list_interests(request: HttpRequest, search: Query[Search]) -> InterestPage:
    """List what your organisations and sides sent and got; the latest step first."""
    acting = acting_in(request)
    rows = queries.interests_visible_to(acting)
    if search.profile:
        rows = rows.filter(profile__reference=search.profile.upper())
    if search.state:
        rows = rows.filter(state=search.state)
    shown = queries.with_both_sides(rows)[search.offset :][: search.limit]
    return InterestPage(items=[_out(acting, row) for row in shown], count=rows.count())


@router.post("/profiles/{reference}/interests", response={201: InterestOut})
def express_interest(
    request: HttpRequest, reference: ProfileReference, interest: InterestExpression
) -> Status[InterestOut]:
    """Express interest in a profile in the name of an organisation."""
    acting = acting_in(request)
    profile = get_object_or_404(profiles.profile_in_full(acting, reference))
    rows = queries.organisations_to_ask_for(acting, profile)
    organisation = get_object_or_404(rows, reference=interest.organisation)
    people = profiles.people_of(organisation, on=acting.at.date())
    contact = key_called(
        "contact", interest.contact, {person.reference: person.pk for person in people}
    )
    if contact is None and organisation.pk in acting.organisations:
        contact = acting.person
    made = actions.express_interest(
        acting, profile, organisation=organisation, message=interest.message, contact=contact
    )
    return Status(201, _out(acting, _interest(acting, made.reference)))


@router.get("/interests/{reference}", response=InterestOut)
def get_interest(request: HttpRequest, reference: Reference) -> InterestOut:
    """Get one expression of interest; contacts are there once they are exchanged."""
    acting = acting_in(request)
    return _out(acting, _interest(acting, reference))


@router.post("/interests/{reference}/acceptance", response=InterestOut)
def accept_interest(request: HttpRequest, reference: Reference) -> InterestOut:
    """Accept it, for whoever wrote the profile; the other side learns whose it is."""
    return _moved(request, reference, "accept")


@router.post("/interests/{reference}/exchange", response=InterestOut)
def exchange_contacts(request: HttpRequest, reference: Reference) -> InterestOut:
    """Exchange contacts, for whoever wrote the profile."""
    return _moved(request, reference, "exchange")


@router.post("/interests/{reference}/negotiation", response=InterestOut)
def record_negotiation(request: HttpRequest, reference: Reference) -> InterestOut:
    """Record that both negotiate."""
    return _moved(request, reference, "negotiate")


@router.post("/interests/{reference}/agreement", response=InterestOut)
def record_agreement(request: HttpRequest, reference: Reference) -> InterestOut:
    """Record that both came to an agreement."""
    return _moved(request, reference, "agree")


@router.post("/interests/{reference}/closing", response=InterestOut)
def close_interest(
    request: HttpRequest, reference: Reference, closing: InterestClosing
) -> InterestOut:
    """Record that nothing comes of it, and why; both sides read the reason."""
    acting = acting_in(request)
    interest = _interest(acting, reference)
    actions.close_interest(acting, interest, reason=closing.reason, note=closing.note)
    return _out(acting, _interest(acting, reference))


def _moved(request: HttpRequest, reference: str, step: str) -> InterestOut:
    acting = acting_in(request)
    actions.move_interest(acting, _interest(acting, reference), step)
    return _out(acting, _interest(acting, reference))


def _interest(acting: Acting, reference: str) -> Interest:
    return get_object_or_404(queries.interest_in_full(acting, reference))


def _out(acting: Acting, interest: Interest) -> InterestOut:
    return InterestOut.of(interest, is_named=queries.is_named(acting, interest))
