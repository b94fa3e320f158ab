"""Profiles over HTTP."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Query, Router, Schema, Status

from accord.apps.core.acting import Acting, acting_in
from accord.apps.directory.models import Organisation
from accord.apps.partnering import policies
from accord.apps.partnering.actions import life
from accord.apps.partnering.actions import profiles as actions
from accord.apps.partnering.adapters import quality
from accord.apps.partnering.adapters.facts import ProfileFacts
from accord.apps.partnering.api.schemas import (
    FindingOut,
    ProfileBeginning,
    ProfileIn,
    ProfileOut,
    ProfilePage,
    key_called,
)
from accord.apps.partnering.enums import ProfileKind
from accord.apps.partnering.models import Profile
from accord.apps.partnering.queries import profiles as queries
from accord.engine.text import fold

router = Router(tags=["profiles"])

Reference = Annotated[str, Path(max_length=24, examples=["TO-2026-0001"])]


class Search(Schema):
    """What profiles are looked for by, and which part of what is found is wanted."""

    q: str = Field("", max_length=200, description="Words in any language of the profile.")
    kind: ProfileKind | None = None
    country: str = Field("", pattern="^([A-Z]{2})?$")
    field: str = Field("", max_length=12, description="A code of the OECD fields.")
    own: bool = Field(default=False, description="Your own, in every state.")
    limit: int = Field(100, ge=1, le=500)
    offset: int = Field(0, ge=0, le=1_000_000)


@router.get("/profiles", response=ProfilePage)
def list_profiles(request: HttpRequest, search: Query[Search]) -> ProfilePage:
    """List the valid profiles that you may read, or your own; by reference."""
    acting = acting_in(request)
    rows = queries.own_profiles(acting) if search.own else queries.published_profiles(acting)
    if search.kind:
        rows = rows.filter(kind=search.kind)
    if search.country:
        rows = queries.of_country(rows, search.country)
    if search.field:
        rows = queries.of_field(rows, search.field)
    if folded := fold(search.q):
        rows = queries.found(rows, folded)
    shown = queries.with_everything(rows).order_by("reference")
    return ProfilePage(
        items=[_out(acting, row) for row in shown[search.offset :][: search.limit]],
        count=rows.count(),
    )


@router.post("/profiles", response={201: ProfileOut})
def begin_profile(request: HttpRequest, profile: ProfileBeginning) -> Status[ProfileOut]:
    """Begin a profile; it is a draft that nobody outside its side sees."""
    acting = acting_in(request)
    rows = queries.organisations_to_write_for(acting)
    organisation = get_object_or_404(rows, reference=profile.organisation)
    facts = _facts(acting, profile.facts, organisation)
    made = actions.begin_profile(acting, profile.kind, facts, organisation=organisation)
    return Status(201, _out(acting, _profile(acting, made.reference)))


@router.get("/profiles/{reference}", response=ProfileOut)
def get_profile(request: HttpRequest, reference: Reference) -> ProfileOut:
    """Get one profile."""
    acting = acting_in(request)
    return _out(acting, _profile(acting, reference))


@router.put("/profiles/{reference}", response=ProfileOut)
def change_profile(request: HttpRequest, reference: Reference, facts: ProfileIn) -> ProfileOut:
    """Make a draft say what you send; what you leave out becomes empty."""
    acting = acting_in(request)
    profile = _profile(acting, reference)
    policies.may_change(acting, profile).require()
    actions.change_profile(acting, profile, _facts(acting, facts, profile.organisation))
    return _out(acting, _profile(acting, reference))


@router.get("/profiles/{reference}/findings", response=list[FindingOut])
def list_findings(request: HttpRequest, reference: Reference) -> list[FindingOut]:
    """List what an adviser would say of your own profile, the gravest first."""
    acting = acting_in(request)
    profile = _profile(acting, reference)
    policies.may_withdraw(acting, profile).require()
    return [FindingOut.of(each) for each in quality.findings(life.written(profile))]


@router.post("/profiles/{reference}/submission", response=ProfileOut)
def submit_profile(request: HttpRequest, reference: Reference) -> ProfileOut:
    """Send a draft to review; other eyes than yours publish it."""
    acting = acting_in(request)
    life.submit_profile(acting, _profile(acting, reference))
    return _out(acting, _profile(acting, reference))


def _profile(acting: Acting, reference: str) -> Profile:
    return get_object_or_404(queries.profile_in_full(acting, reference))


def _out(acting: Acting, profile: Profile) -> ProfileOut:
    is_named: bool = getattr(profile, "is_named", False)
    return ProfileOut.of(profile, is_named=is_named, is_own=policies.is_own(acting, profile))


def _facts(acting: Acting, given: ProfileIn, organisation: Organisation) -> ProfileFacts:
    """Return what was sent, with the keys of the people and programmes that it names."""
    people = queries.people_of(organisation, on=acting.at.date())
    programmes = queries.programmes_of(organisation).values_list("reference", "pk")
    return given.facts(
        contact=key_called("contact", given.contact, {one.reference: one.pk for one in people}),
        programme=key_called("programme", given.programme, dict(programmes)),
    )
