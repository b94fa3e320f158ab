"""Questions about organisations and people."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accord.apps.accounts.models import User
from accord.apps.core.acting import Acting
from accord.apps.core.models import Side
from accord.apps.core.policies import STAFF
from accord.apps.core.queries import running_on, seen_by
from accord.apps.directory.enums import CodeScheme
from accord.apps.directory.models import (
    Code,
    Identifier,
    Membership,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
    StatusClaim,
)
from accord.apps.documents.models import StoredFile
from accord.engine.text import transliterate_key

Name = TypeVar("Name", str, tuple[str, str])

_MOST_PROPOSALS = 8
_MOST_COMPARED = 300
_ALIKE = 0.72  # of engine.text.similar: above it people said “the same” of most pairs
SHORTEST_SOUND = 3  # consonants; shorter keys are shared by half the directory


def spoken_for_by(user: User, *, on: date) -> tuple[UUID | None, frozenset[UUID]]:
    """Return the user's person and the organisations they speak for on that day."""
    person = Person.objects.filter(user=user, withdrawn_at__isnull=True).first()
    if person is None:
        return None, frozenset()
    spoken = memberships_running([person.pk], on=on).filter(speaks_for=True)
    organisations = spoken.filter(organisation__withdrawn_at__isnull=True)
    return person.pk, frozenset(organisations.values_list("organisation", flat=True))


def memberships_running(people: Iterable[UUID], *, on: date) -> QuerySet[Membership]:
    """Return the memberships of these people that run on that day."""
    rows = Membership.objects.filter(running_on(on), person__in=list(people))
    return rows.select_related("organisation", "person").order_by("person", "pk")


def organisations_visible_to(acting: Acting) -> QuerySet[Organisation]:
    """Return what the person's sides may see, and the organisations they speak for."""
    seen = seen_by(acting)
    if not acting.is_administrator:
        seen |= Q(pk__in=acting.organisations)
    return Organisation.objects.filter(seen).select_related("owner")


def people_visible_to(acting: Acting) -> QuerySet[Person]:
    """Return whom the person's sides may see, themselves, and their organisations' people."""
    seen = seen_by(acting)
    if not acting.is_administrator:
        colleagues = Membership.objects.filter(organisation__in=acting.organisations)
        seen |= Q(pk=acting.person) | Q(pk__in=colleagues.values("person"))
    return Person.objects.filter(seen).select_related("owner")


def contacts_visible_to(acting: Acting) -> QuerySet[Person]:
    """Return the people whose e-mail address and telephone the person may read."""
    people = people_visible_to(acting)
    if acting.is_administrator:
        return people
    sides = [held.side for held in acting.grants if held.role in STAFF]
    return people.filter(Q(owner__in=sides) | Q(pk=acting.person))


def organisations_in_use(acting: Acting) -> QuerySet[Organisation]:
    """Return the visible organisations that are neither withdrawn nor merged away, for lists."""
    rows = organisations_visible_to(acting).filter(withdrawn_at__isnull=True)
    places = Membership.objects.filter(organisation=OuterRef("pk"))
    if not acting.is_administrator:
        places = places.filter(person__in=people_visible_to(acting).values("pk"))
    # Not by a join: the filters above the list ask about all rows, and need no count of each.
    count = places.order_by().values("organisation").annotate(count=Count("*")).values("count")
    return rows.annotate(people_count=Coalesce(Subquery(count), 0))


def people_in_use(acting: Acting) -> QuerySet[Person]:
    """Return the visible people who are not withdrawn, their organisations loaded."""
    rows = people_visible_to(acting).filter(withdrawn_at__isnull=True)
    memberships = memberships_of(acting).order_by("pk")
    return rows.prefetch_related(Prefetch("memberships", memberships), "spoken")


def organisations_found(rows: QuerySet[Organisation], folded: str) -> QuerySet[Organisation]:
    """Return those found by words in any script: as written, or as they sound."""
    return rows.filter(_found(OrganisationName.objects.all(), "organisation", folded))


def people_found(rows: QuerySet[Person], folded: str) -> QuerySet[Person]:
    """Return those found by words in any script: as written, or as they sound."""
    return rows.filter(_found(PersonName.objects.all(), "person", folded))


def organisation_in_full(acting: Acting, reference: str) -> QuerySet[Organisation]:
    """Return one visible organisation with everything its page shows to the person."""
    people = Membership.objects.filter(person__in=people_visible_to(acting).values("pk"))
    people = people.select_related("person").order_by("person__sort_name", "pk")
    rows = organisations_visible_to(acting).select_related("owner", "merged_into")
    return rows.filter(reference=reference).prefetch_related(
        Prefetch("names", OrganisationName.objects.order_by("kind", "script", "text")),
        Prefetch("identifiers", Identifier.objects.order_by("scheme", "value")),
        Prefetch("codes", Code.objects.order_by("scheme", "code")),
        Prefetch("statuses", StatusClaim.objects.order_by("-starts_on", "kind", "pk")),
        Prefetch("memberships", people),
    )


def person_in_full(acting: Acting, reference: str) -> QuerySet[Person]:
    """Return one visible person with everything their page shows to the reader."""
    rows = people_visible_to(acting).filter(reference=reference).select_related("user")
    return rows.prefetch_related(
        Prefetch("names", PersonName.objects.order_by("script", "text")),
        "spoken",
        Prefetch("memberships", memberships_of(acting).order_by("-starts_on", "pk")),
    )


def organisations_with_facts(keys: Iterable[UUID]) -> dict[UUID, Organisation]:
    """Return organisations with all that their facts are made of, under their keys."""
    rows = Organisation.objects.prefetch_related("names", "identifiers", "codes")
    return rows.in_bulk(list(keys))


def people_with_facts(keys: Iterable[UUID]) -> dict[UUID, Person]:
    """Return people with all that their facts are made of, under their keys."""
    return Person.objects.prefetch_related("names", "spoken").in_bulk(list(keys))


def organisations_to_join(acting: Acting) -> QuerySet[Organisation]:
    """Return the organisations whose memberships the person may record, by name."""
    rows = organisations_visible_to(acting).filter(withdrawn_at__isnull=True)
    if not acting.is_administrator:
        rows = rows.filter(owner__in=acting.sides)
    return rows.order_by("sort_name", "pk")


def memberships_of(acting: Acting) -> QuerySet[Membership]:
    """Return the memberships in organisations that the person may see."""
    rows = Membership.objects.filter(organisation__in=organisations_visible_to(acting))
    return rows.select_related("organisation", "person")


def statuses_visible_to(acting: Acting) -> QuerySet[StatusClaim]:
    """Return the status claims of organisations that the person may see."""
    visible = organisations_visible_to(acting)
    return StatusClaim.objects.filter(organisation__in=visible).select_related("organisation")


def organisations_identified(scheme: str, value: str) -> QuerySet[Organisation]:
    """Return who stands under that number in that register."""
    return Organisation.objects.filter(
        identifiers__scheme=scheme, identifiers__value=value, withdrawn_at__isnull=True
    )


def code_keys(pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Return scheme and code to the key of the entry, of those that exist."""
    if not pairs:
        return {}
    rows = Code.objects.filter(code__in={code for _scheme, code in pairs})
    found = {(scheme, code): key for scheme, code, key in rows.values_list("scheme", "code", "pk")}
    return {pair: found[pair] for pair in pairs if pair in found}


def codes_of(scheme: CodeScheme) -> QuerySet[Code]:
    """Return a code list in the order of its codes."""
    return Code.objects.filter(scheme=scheme).order_by("code")


def countries_among(rows: QuerySet[Any]) -> list[str]:
    """Return the codes of the countries that stand in these records, and no others."""
    codes = rows.exclude(country="").order_by("country").values_list("country", flat=True)
    return list(codes.distinct())


def sides_among(rows: QuerySet[Any]) -> list[Side]:
    """Return the sides that own some of these records, by code."""
    return list(Side.objects.filter(pk__in=rows.order_by().values("owner")).order_by("code"))


def side_key(code: str) -> UUID | None:
    """Return the key of the side with that code."""
    return Side.objects.filter(code=code.upper()).values_list("pk", flat=True).first()


def of_field(rows: QuerySet[Organisation], code: str) -> QuerySet[Organisation]:
    """Return the organisations that work in a field, or in a part of it."""
    field = Q(code=code) | Q(code__startswith=f"{code}.")
    wanted = Code.objects.filter(field, scheme=CodeScheme.FIELD)
    links = Organisation.codes.through.objects.filter(code__in=wanted)
    return rows.filter(pk__in=links.values("organisation"))


def of_status(rows: QuerySet[Organisation], kind: str) -> QuerySet[Organisation]:
    """Return the organisations for which a status of the kind was claimed and stands."""
    claims = StatusClaim.objects.filter(kind=kind, withdrawn_at__isnull=True)
    return rows.filter(pk__in=claims.values("organisation"))


def sides_open_to(acting: Acting, roles: Collection[str]) -> list[Side]:
    """Return the sides for which the person holds one of the roles; all for an administrator."""
    rows = Side.objects.order_by("code")
    if not acting.is_administrator:
        rows = rows.filter(pk__in=[held.side for held in acting.grants if held.role in roles])
    return list(rows)


def import_file(key: UUID) -> StoredFile:
    """Return a file that waits to be imported."""
    return StoredFile.objects.get(pk=key)


def organisation_key(acting: Acting, reference: str) -> UUID | None:
    """Return the key of a visible organisation by its reference."""
    rows = organisations_visible_to(acting).filter(reference=reference.upper())
    return rows.values_list("pk", flat=True).first()


def _found(names: QuerySet[Any], owner: str, folded: str) -> Q:
    sound = transliterate_key(folded)
    found = Q(search_text__contains=folded)
    if len(sound.replace(" ", "")) >= SHORTEST_SOUND:
        found |= Q(pk__in=names.filter(sound__contains=sound).values(owner))
    return found
