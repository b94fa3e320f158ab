"""Which records may be the same as what a file or a form describes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accord.apps.core.acting import Acting
from accord.apps.directory.models import (
    Identifier,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
)
from accord.apps.directory.queries.records import (
    SHORTEST_SOUND,
    contacts_visible_to,
    organisations_visible_to,
    people_visible_to,
)
from accord.engine.text import fold, similar, transliterate_key

Name = TypeVar("Name", str, tuple[str, str])

_MOST_PROPOSALS = 8
_MOST_COMPARED = 300
_ALIKE = 0.72  # of engine.text.similar: above it people said “the same” of most pairs


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
    # An address finds only those whose address may be read: a guess is not confirmed.
    contacts = contacts_visible_to(acting).filter(withdrawn_at__isnull=True)
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
            for email, key in contacts.exclude(email="").values_list("email", "pk")
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
    # An address finds only those whose address may be read: a guess is not confirmed.
    reachable = contacts_visible_to(acting).filter(email__iexact=email) if email else None
    known = set() if reachable is None else set(reachable.values_list("pk", flat=True))
    proposals = []
    for record in visible.filter(near | Q(pk__in=known)).distinct()[:_MOST_COMPARED]:
        if record.pk in known:
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
        if len(sound.replace(" ", "")) >= SHORTEST_SOUND:
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
