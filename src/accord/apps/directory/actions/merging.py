"""Two records that turn out to be one: everything moves to the kept one, nothing is lost."""

from typing import TypeVar

from django.db import transaction

from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import Note
from accord.apps.core.outbox import announce
from accord.apps.directory import policies
from accord.apps.directory.actions import organisations, people
from accord.apps.directory.enums import Deed, LanguageLevel, NameKind
from accord.apps.directory.events import OrganisationsMerged, PeopleMerged
from accord.apps.directory.models import (
    Identifier,
    Membership,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
    SpokenLanguage,
    StatusClaim,
)
from accord.apps.directory.queries import records as queries

_ORGANISATION_COLUMNS = (
    "legal_form",
    "size_class",
    "country",
    "latitude",
    "longitude",
    "website",
    "email",
    "phone",
    "founded_year",
)
_PERSON_COLUMNS = ("title", "email", "phone", "country")
_LEVELS = (
    LanguageLevel.BASIC,
    LanguageLevel.WORKING,
    LanguageLevel.FLUENT,
    LanguageLevel.NATIVE,
)

Record = TypeVar("Record", Organisation, Person)


def merge_organisations(acting: Acting, kept: Organisation, absorbed: Organisation) -> None:
    """Make two organisations one.

    What the kept one lacks it takes over. Names it does not have become former names.
    Numbers, codes, statuses, memberships and private notes move. The absorbed one stays
    readable, withdrawn, and says into which it was merged. Contexts above hear of it
    and move what is theirs.

    Raises
    ------
    MergedWithItselfError, WithdrawnError, NotAllowedError
        When the two may not be merged by this person.
    """
    with transaction.atomic():
        kept, absorbed = _locked(Organisation, kept, absorbed)
        policies.may_merge(acting, kept, absorbed).require()
        _fill(kept, absorbed, _ORGANISATION_COLUMNS)
        for column in ("name", "summary", "city"):
            setattr(kept, column, _joined(getattr(kept, column), getattr(absorbed, column)))
        kept.languages = list(dict.fromkeys((*kept.languages, *absorbed.languages)))
        kept.save()
        _move_organisation_names(kept, absorbed)
        _move_identifiers(kept, absorbed)
        kept.codes.add(*absorbed.codes.all())
        StatusClaim.objects.filter(organisation=absorbed).update(organisation=kept)
        Membership.objects.filter(organisation=absorbed).update(organisation=kept)
        _retire(acting, kept, absorbed)
        organisations.refresh_search(queries.organisations_with_facts([kept.pk]).values())
        for record in (kept, absorbed):
            audit.record(
                acting,
                Deed.ORGANISATIONS_MERGED,
                record.reference,
                kept=kept.reference,
                absorbed=absorbed.reference,
            )
        announce(OrganisationsMerged(acting.at, kept=str(kept.pk), absorbed=str(absorbed.pk)))


def merge_people(acting: Acting, kept: Person, absorbed: Person) -> None:
    """Make two records of one person one; as for organisations.

    Of a language that both have, the better level stays. Who signs in as the absorbed
    record's person signs in as the kept one's, unless that has a user of its own.

    Raises
    ------
    MergedWithItselfError, WithdrawnError, NotAllowedError
        When the two may not be merged by this person.
    """
    with transaction.atomic():
        kept, absorbed = _locked(Person, kept, absorbed)
        policies.may_merge(acting, kept, absorbed).require()
        _fill(kept, absorbed, _PERSON_COLUMNS)
        kept.name = _joined(kept.name, absorbed.name)
        if kept.user_id is None and absorbed.user_id is not None:
            user, absorbed.user = absorbed.user, None
            absorbed.save(update_fields=["user"])
            kept.user = user
        kept.save()
        _move_person_names(kept, absorbed)
        _move_languages(kept, absorbed)
        Membership.objects.filter(person=absorbed).update(person=kept)
        _retire(acting, kept, absorbed)
        people.refresh_search(queries.people_with_facts([kept.pk]).values())
        for record in (kept, absorbed):
            audit.record(
                acting,
                Deed.PEOPLE_MERGED,
                record.reference,
                kept=kept.reference,
                absorbed=absorbed.reference,
            )
        announce(PeopleMerged(acting.at, kept=str(kept.pk), absorbed=str(absorbed.pk)))


def _locked(kind: type[Record], kept: Record, absorbed: Record) -> tuple[Record, Record]:
    """Return both rows as they are now, in an order that cannot deadlock."""
    keys = {kept.pk, absorbed.pk}
    rows = {
        row.pk: row for row in kind.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    return rows[kept.pk], rows[absorbed.pk]


def _fill(kept: Record, absorbed: Record, columns: tuple[str, ...]) -> None:
    for column in columns:
        if getattr(kept, column) in {None, ""}:
            setattr(kept, column, getattr(absorbed, column))


def _joined(kept: LocalizedText, absorbed: LocalizedText) -> LocalizedText:
    """Return the kept text with the languages that only the other one has."""
    if not kept:
        return absorbed
    added = {key: text for key, text in absorbed.texts.items() if key not in kept.texts}
    return LocalizedText(
        source=kept.source,
        texts={**kept.texts, **added},
        machine=kept.machine | (absorbed.machine & added.keys()),
        checked={**kept.checked, **{k: v for k, v in absorbed.checked.items() if k in added}},
    )


def _move_organisation_names(kept: Organisation, absorbed: Organisation) -> None:
    official = set(kept.name.texts.values())
    there = {(name.text, name.kind) for name in kept.names.all()}
    texts = {text for text, _kind in there}
    for name in absorbed.names.order_by("kind", "pk"):
        if name.kind == NameKind.OFFICIAL and name.text not in official:
            name.kind = NameKind.FORMER
        if (name.text, name.kind) in there or (
            name.kind == NameKind.FORMER and name.text in texts
        ):
            continue
        there.add((name.text, name.kind))
        texts.add(name.text)
        name.organisation = kept
        name.save(update_fields=["organisation", "kind"])
    OrganisationName.objects.filter(organisation=absorbed).delete()


def _move_person_names(kept: Person, absorbed: Person) -> None:
    there = {name.text for name in kept.names.all()}
    for name in absorbed.names.order_by("pk"):
        if name.text not in there:
            there.add(name.text)
            name.person = kept
            name.save(update_fields=["person"])
    PersonName.objects.filter(person=absorbed).delete()


def _move_identifiers(kept: Organisation, absorbed: Organisation) -> None:
    there = {(row.scheme, row.value) for row in kept.identifiers.all()}
    for row in absorbed.identifiers.all():
        if (row.scheme, row.value) not in there:
            row.organisation = kept
            row.save(update_fields=["organisation"])
    Identifier.objects.filter(organisation=absorbed).delete()


def _move_languages(kept: Person, absorbed: Person) -> None:
    there = {row.language: row for row in kept.spoken.all()}
    for row in absorbed.spoken.all():
        own = there.get(row.language)
        if own is None:
            row.person = kept
            row.save(update_fields=["person"])
        elif _LEVELS.index(LanguageLevel(row.level)) > _LEVELS.index(LanguageLevel(own.level)):
            own.level = row.level
            own.save(update_fields=["level"])
    SpokenLanguage.objects.filter(person=absorbed).delete()


def _retire(acting: Acting, kept: Record, absorbed: Record) -> None:
    """Leave the absorbed record readable, saying where everything went."""
    kind = type(kept)
    kind.objects.filter(merged_into=absorbed).update(merged_into=kept)
    Note.objects.filter(subject=absorbed.reference).update(subject=kept.reference)
    absorbed.merged_into = kept
    absorbed.withdrawn_at = acting.at
    absorbed.withdrawn_reason = f"→ {kept.reference}"
    absorbed.save(update_fields=["merged_into", "withdrawn_at", "withdrawn_reason"])
