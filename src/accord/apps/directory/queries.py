"""Questions about organisations and people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from accord.apps.accounts.models import User
from accord.apps.core.acting import Acting
from accord.apps.core.models import Side
from accord.apps.core.queries import seen_by
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
from accord.engine.text import fold, similar, transliterate_key

Name = TypeVar("Name", str, tuple[str, str])

_MOST_PROPOSALS = 8
_MOST_COMPARED = 300
_ALIKE = 0.72  # of engine.text.similar: above it people said “the same” of most pairs
_SHORTEST_SOUND = 3  # consonants; shorter keys are shared by half the directory


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
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    rows = Membership.objects.filter(begun, not_over, person__in=list(people))
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


def organisations_in_use(acting: Acting) -> QuerySet[Organisation]:
    """Return the visible organisations that are neither withdrawn nor merged away, for lists."""
    rows = organisations_visible_to(acting).filter(withdrawn_at__isnull=True)
    known = None
    if not acting.is_administrator:
        known = Q(memberships__person__in=people_visible_to(acting).values("pk"))
    return rows.annotate(people_count=Count("memberships", filter=known, distinct=True))


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


def countries_in_use() -> list[str]:
    """Return the codes of countries in which organisations are."""
    rows = Organisation.objects.exclude(country="").values_list("country", flat=True)
    return sorted(rows.distinct())


def sides_in_use() -> list[Side]:
    """Return every side, by its code."""
    return list(Side.objects.order_by("code"))


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


@dataclass(frozen=True, slots=True)
class DirectoryIndex:
    """What rows of a file are matched by; keys of records under each."""

    organisation_references: dict[str, UUID]
    organisation_names: dict[str, UUID]
    numbers: dict[tuple[str, str], UUID]
    person_references: dict[str, UUID]
    person_names: dict[str, UUID]
    emails: dict[str, UUID]
    shared_names: frozenset[str]


def directory_index(acting: Acting) -> DirectoryIndex:
    """Return the visible directory as an index; six queries, whatever its size.

    A name or address that two records share means neither of them.
    """
    organisations = organisations_visible_to(acting).filter(withdrawn_at__isnull=True)
    people = people_visible_to(acting).filter(withdrawn_at__isnull=True)
    organisation_names = OrganisationName.objects.filter(organisation__in=organisations)
    numbers = Identifier.objects.filter(organisation__in=organisations)
    by_name = list(organisation_names.values_list("folded", "organisation"))
    by_person_name = list(
        PersonName.objects.filter(person__in=people).values_list("folded", "person")
    )
    return DirectoryIndex(
        organisation_references=dict(organisations.values_list("reference", "pk")),
        organisation_names=_single(by_name),
        numbers=_single(
            ((scheme, value), key)
            for scheme, value, key in numbers.values_list("scheme", "value", "organisation")
        ),
        person_references=dict(people.values_list("reference", "pk")),
        person_names=_single(by_person_name),
        emails=_single(
            (email.casefold(), key)
            for email, key in people.exclude(email="").values_list("email", "pk")
        ),
        shared_names=_shared(by_name) | _shared(by_person_name),
    )


def _shared(pairs: Iterable[tuple[str, UUID]]) -> frozenset[str]:
    owners: dict[str, UUID] = {}
    return frozenset(name for name, key in pairs if owners.setdefault(name, key) != key)


def _single(pairs: Iterable[tuple[Name, UUID]]) -> dict[Name, UUID]:
    found: dict[Name, UUID] = {}
    shared: set[Name] = set()
    for name, key in pairs:
        if found.setdefault(name, key) != key:
            shared.add(name)
    return {name: key for name, key in found.items() if name not in shared}


def import_file(key: UUID) -> StoredFile:
    """Return a file that waits to be imported."""
    return StoredFile.objects.get(pk=key)


def organisation_key(acting: Acting, reference: str) -> UUID | None:
    """Return the key of a visible organisation by its reference."""
    rows = organisations_visible_to(acting).filter(reference=reference.upper())
    return rows.values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record that may be the same, and why it may be; ``points`` of 100."""

    record: Organisation | Person
    reason: str
    points: int

    @property
    def is_person(self) -> bool:
        """Whether the record is a person's."""
        return isinstance(self.record, Person)


def likely_duplicates(
    acting: Acting,
    *,
    names: Iterable[str],
    city: str = "",
    identifiers: Iterable[tuple[str, str]] = (),
    but_not: UUID | None = None,
) -> list[Proposal]:
    """Return organisations that may be the one described, the likeliest first.

    Found by index (numbers, folded names, sound keys); only what was found is compared
    letter by letter.
    """
    visible = organisations_visible_to(acting).filter(withdrawn_at__isnull=True)
    visible = visible.exclude(pk__in=[but_not] if but_not else []).prefetch_related(
        "names", "identifiers"
    )
    numbers = Q(pk__in=[])
    for scheme, value in identifiers:
        numbers |= Q(identifiers__scheme=scheme, identifiers__value=value)
    wanted = [name for name in names if name.strip()]
    candidates = list(visible.filter(numbers).distinct()) if numbers else []
    sure = {record.pk for record in candidates}
    candidates += [
        each for each in visible.filter(_near(wanted)).distinct() if each.pk not in sure
    ]
    proposals = []
    for record in candidates:
        if record.pk in sure:
            proposals.append(Proposal(record, _("the same number in a register"), 100))
        elif proposal := _compared(record, wanted, city=city, place=record.city.texts.values()):
            proposals.append(proposal)
    return _likeliest(proposals)


def likely_same_people(
    acting: Acting,
    *,
    names: Iterable[str],
    email: str = "",
    but_not: UUID | None = None,
) -> list[Proposal]:
    """Return people who may be the one described, the likeliest first."""
    visible = people_visible_to(acting).filter(withdrawn_at__isnull=True)
    visible = visible.exclude(pk__in=[but_not] if but_not else []).prefetch_related("names")
    wanted = [name for name in names if name.strip()]
    near = _near(wanted)
    if email:
        near |= Q(email__iexact=email)
    proposals = []
    for record in visible.filter(near).distinct()[:_MOST_COMPARED]:
        if email and record.email.casefold() == email.casefold():
            proposals.append(Proposal(record, _("the same e-mail address"), 100))
        elif proposal := _compared(record, wanted):
            proposals.append(proposal)
    return _likeliest(proposals)


def _near(names: Iterable[str]) -> Q:
    """Return the condition on name rows that share a folded name or a sound key."""
    near = Q(pk__in=[])
    for name in names:
        near |= Q(names__folded=fold(name))
        sound = transliterate_key(name)
        if len(sound.replace(" ", "")) >= _SHORTEST_SOUND:
            near |= Q(names__sound=sound[:80])
            near |= Q(names__sound__startswith=f"{sound.split()[0][:80]} ")
    return near


def _compared(
    record: Organisation | Person,
    names: Collection[str],
    *,
    city: str = "",
    place: Iterable[str] = (),
) -> Proposal | None:
    """Return why the record may be the same by its names; None when it hardly is."""
    own = [(row.text, row.folded, row.sound) for row in record.names.all()]
    folded = {fold(name) for name in names}
    if any(each in folded for _text, each, _sound in own):
        return Proposal(record, _("the same name"), 95)
    sounds = {transliterate_key(name)[:80] for name in names} - {""}
    if any(sound in sounds for _text, _folded, sound in own):
        return Proposal(record, _("the same name in another script or spelling"), 90)
    alike = max((similar(name, text) for name in names for text, _f, _s in own), default=0.0)
    if alike < _ALIKE:
        return None
    if city and fold(city) in map(fold, place):
        return Proposal(record, _("a very similar name in the same city"), round(85 * alike))
    return Proposal(record, _("a very similar name"), round(80 * alike))


def _likeliest(proposals: Iterable[Proposal]) -> list[Proposal]:
    return sorted(proposals, key=lambda each: (-each.points, each.record.reference))[
        :_MOST_PROPOSALS
    ]


def _found(names: QuerySet[Any], owner: str, folded: str) -> Q:
    sound = transliterate_key(folded)
    found = Q(search_text__contains=folded)
    if len(sound.replace(" ", "")) >= _SHORTEST_SOUND:
        found |= Q(pk__in=names.filter(sound__contains=sound).values(owner))
    return found
