"""Parties over HTTP."""

from datetime import date, timedelta
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status
from ninja.pagination import paginate
from ninja.params import Query

from accord.apps.core.acting import acting_in
from accord.apps.core.errors import ValueRefusedError
from accord.apps.programmes import queries
from accord.apps.programmes.actions import parties as actions
from accord.apps.programmes.api.schemas import DayOffOut, PartyIn, PartyOut
from accord.apps.programmes.models import Party

router = Router(tags=["parties"])

FirstDay = Annotated[date, Query(description="The first day.")]
DayAfter = Annotated[date, Query(description="The first day after the period.")]
LONGEST_PERIOD = timedelta(days=1100)


@router.get("/parties", response=list[PartyOut])
@paginate
def list_parties(request: HttpRequest) -> list[PartyOut]:
    """List your own sides and their partners, your own first."""
    acting = acting_in(request)
    parties = queries.in_viewing_order(acting, queries.parties_visible_to(acting))
    return [PartyOut.of(party) for party in parties]


@router.post("/parties", response={201: PartyOut})
def make_party(request: HttpRequest, facts: PartyIn) -> Status[PartyOut]:
    """Make a party; for administrators."""
    return Status(201, PartyOut.of(actions.make_party(acting_in(request), facts.facts())))


@router.get("/parties/{code}", response=PartyOut)
def get_party(request: HttpRequest, code: str) -> PartyOut:
    """Get one party."""
    return PartyOut.of(_party(request, code))


@router.put("/parties/{code}", response=PartyOut)
def change_party(request: HttpRequest, code: str, facts: PartyIn) -> PartyOut:
    """Change a party; for its managers and administrators."""
    party = _party(request, code)
    actions.change_party(acting_in(request), party, facts.facts())
    return PartyOut.of(party)


@router.get("/parties/{code}/days-off", response=list[DayOffOut])
def list_days_off(
    request: HttpRequest,
    code: str,
    since: FirstDay,
    until: DayAfter,
) -> list[DayOffOut]:
    """List the days of a period on which the party does not work, and why."""
    party = _party(request, code)
    if not since < until <= min(since, date.max - LONGEST_PERIOD) + LONGEST_PERIOD:
        problem = _("Ask for a period of at least one day and at most three years.")
        raise ValueRefusedError(field="until", problem=problem)
    week = queries.working_week_of(party, language=acting_in(request).language)
    days = (since + timedelta(days=count) for count in range((until - since).days))
    return [
        DayOffOut(day=day, reason=reason, name=week.holiday(day))
        for day in days
        if (reason := week.reason(day)) is not None
    ]


def _party(request: HttpRequest, code: str) -> Party:
    return get_object_or_404(queries.parties_visible_to(acting_in(request)), code=code)
