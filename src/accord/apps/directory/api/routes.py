"""Organisations and people over HTTP."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Query, Router, Schema, Status

from accord.apps.core.acting import Acting, acting_in
from accord.apps.directory import policies
from accord.apps.directory.actions import organisations, people
from accord.apps.directory.api.schemas import (
    OrganisationIn,
    OrganisationOut,
    OrganisationPage,
    PersonIn,
    PersonOut,
    PersonPage,
)
from accord.apps.directory.enums import OrganisationKind
from accord.apps.directory.models import Organisation, Person
from accord.apps.directory.queries import records as queries
from accord.engine.text import clean, fold

router = Router(tags=["directory"])

Reference = Annotated[str, Path(max_length=24, examples=["OR-2026-0001"])]


class Search(Schema):
    """What is looked for, and which part of what is found is wanted."""

    q: str = Field("", max_length=200, description="Words in any script.")
    country: str = Field("", pattern="^([A-Z]{2})?$")
    limit: int = Field(100, ge=1, le=500)
    offset: int = Field(0, ge=0, le=1_000_000)


class OrganisationSearch(Search):
    """What organisations are looked for by."""

    kind: OrganisationKind | None = None


@router.get("/organisations", response=OrganisationPage)
def list_organisations(
    request: HttpRequest, search: Query[OrganisationSearch]
) -> OrganisationPage:
    """List organisations that you may see, by name; withdrawn ones are left out."""
    rows = queries.organisations_in_use(acting_in(request))
    if search.country:
        rows = rows.filter(country=search.country)
    if search.kind:
        rows = rows.filter(kind=search.kind)
    if folded := fold(search.q):
        rows = queries.organisations_found(rows, folded)
    shown = rows.prefetch_related("names", "identifiers", "codes").order_by("sort_name", "pk")
    return OrganisationPage(
        items=[OrganisationOut.of(row) for row in shown[search.offset :][: search.limit]],
        count=rows.count(),
    )


@router.post("/organisations", response={201: OrganisationOut})
def register_organisation(
    request: HttpRequest, organisation: OrganisationIn
) -> Status[OrganisationOut]:
    """Add an organisation."""
    acting = acting_in(request)
    made = organisations.register_organisation(acting, organisation.facts())
    return Status(201, OrganisationOut.of(_organisation(acting, made.reference)))


@router.get("/organisations/{reference}", response=OrganisationOut)
def get_organisation(request: HttpRequest, reference: Reference) -> OrganisationOut:
    """Get one organisation."""
    return OrganisationOut.of(_organisation(acting_in(request), reference))


@router.put("/organisations/{reference}", response=OrganisationOut)
def change_organisation(
    request: HttpRequest, reference: Reference, organisation: OrganisationIn
) -> OrganisationOut:
    """Make an organisation what you send; what you leave out becomes empty."""
    acting = acting_in(request)
    organisations.change_organisation(
        acting, _organisation(acting, reference), organisation.facts()
    )
    return OrganisationOut.of(_organisation(acting, reference))


@router.get("/people", response=PersonPage)
def list_people(request: HttpRequest, search: Query[Search]) -> PersonPage:
    """List people whom you may see, by name; withdrawn records are left out."""
    acting = acting_in(request)
    rows = queries.people_in_use(acting)
    if search.country:
        rows = rows.filter(country=search.country)
    if folded := fold(search.q):
        rows = queries.people_found(rows, folded)
    shown = rows.order_by("sort_name", "pk")[search.offset :][: search.limit]
    return PersonPage(items=[_shown(acting, row) for row in shown], count=rows.count())


@router.post("/people", response={201: PersonOut})
def register_person(request: HttpRequest, person: PersonIn) -> Status[PersonOut]:
    """Add a person."""
    acting = acting_in(request)
    made = people.register_person(acting, person.facts())
    return Status(201, _shown(acting, _person(acting, made.reference)))


@router.get("/people/{reference}", response=PersonOut)
def get_person(request: HttpRequest, reference: Reference) -> PersonOut:
    """Get one person."""
    acting = acting_in(request)
    return _shown(acting, _person(acting, reference))


@router.put("/people/{reference}", response=PersonOut)
def change_person(request: HttpRequest, reference: Reference, person: PersonIn) -> PersonOut:
    """Make a person's record what you send; what you leave out becomes empty."""
    acting = acting_in(request)
    people.change_person(acting, _person(acting, reference), person.facts())
    return _shown(acting, _person(acting, reference))


def _organisation(acting: Acting, reference: str) -> Organisation:
    return get_object_or_404(queries.organisation_in_full(acting, clean(reference)))


def _person(acting: Acting, reference: str) -> Person:
    return get_object_or_404(queries.person_in_full(acting, clean(reference)))


def _shown(acting: Acting, record: Person) -> PersonOut:
    may_see = bool(policies.may_change_contacts(acting, record))
    return PersonOut.of(record, with_contacts=may_see)
