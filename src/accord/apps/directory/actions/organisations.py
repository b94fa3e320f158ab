"""Things people do to organisations, one by one or hundreds at once."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib.admin.utils import label_for_field
from django.db import transaction

from accord.apps.core import actions as core
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.references import next_references
from accord.apps.directory import policies
from accord.apps.directory.actions import names
from accord.apps.directory.actions.facts import (
    OrganisationFacts,
    Pair,
    changed_fields,
    columns_of,
    facts_of_organisation,
)
from accord.apps.directory.enums import CodeScheme, Deed
from accord.apps.directory.errors import CodeUnknownError, NameMissingError, OnlyStaffError
from accord.apps.directory.models import Identifier, Organisation
from accord.apps.directory.queries import records as queries

PREFIX = "OR"
# What a company's own people may change about it.
DESCRIPTION = frozenset({"summary", "website", "email", "phone", "languages"})

Change = tuple[Organisation, OrganisationFacts]


def register_organisation(acting: Acting, facts: OrganisationFacts) -> Organisation:
    """Add an organisation to the directory.

    Raises
    ------
    NameMissingError
        When it has no name in any language.
    CodeUnknownError
        When a code stands in no list.
    """
    return register_organisations(acting, [facts])[0]


def register_organisations(
    acting: Acting, entries: Sequence[OrganisationFacts]
) -> list[Organisation]:
    """Add many organisations; a constant number of queries for every 500.

    Raises
    ------
    NameMissingError, CodeUnknownError
        As for one; nothing is added then.
    """
    for owner in {facts.owner for facts in entries}:
        policies.may_register(acting, owner).require()
    _check(entries)
    with transaction.atomic():
        references = next_references(PREFIX, acting.at, count=len(entries))
        made = [
            Organisation(reference=reference, created_at=acting.at, **columns_of(facts))
            for reference, facts in zip(references, entries, strict=True)
        ]
        for organisation, facts in zip(made, entries, strict=True):
            _set_keys(organisation, facts)
        Organisation.objects.bulk_create(made, batch_size=names.BATCH)
        _write_rows(list(zip(made, entries, strict=True)))
        audit.record_all(acting, Deed.ORGANISATION_REGISTERED, references)
    return made


def change_organisation(
    acting: Acting, organisation: Organisation, facts: OrganisationFacts
) -> tuple[str, ...]:
    """Make the organisation what the facts say; return the names of the fields that changed.

    Raises
    ------
    OnlyStaffError
        When somebody of the organisation itself changes more than its description.
    NameMissingError, CodeUnknownError
        When the facts cannot stand.
    """
    return change_organisations(acting, [(organisation, facts)])[organisation.pk]


def change_organisations(acting: Acting, changes: Sequence[Change]) -> dict[UUID, tuple[str, ...]]:
    """Change many organisations; return the changed fields of each, empty for none.

    What did not change is not written and leaves no trace.
    """
    _check([facts for _organisation, facts in changes])
    with transaction.atomic():
        fresh = queries.organisations_with_facts(organisation.pk for organisation, _f in changes)
        outcome: dict[UUID, tuple[str, ...]] = {}
        changed: list[Change] = []
        for given, facts in changes:
            organisation = fresh[given.pk]
            fields = changed_fields(facts_of_organisation(organisation), facts)
            _require(acting, organisation, facts, fields)
            outcome[given.pk] = fields
            if fields:
                changed.append((organisation, facts))
        _write_changes(acting, changed, outcome)
    return outcome


def withdraw_organisation(acting: Acting, organisation: Organisation, *, reason: str) -> None:
    """Take an organisation out of use, with the reason; it stays readable."""
    with transaction.atomic():
        verdict = policies.may_change(acting, organisation)
        core.withdraw_record(acting, organisation, reason=reason, verdict=verdict)
        audit.record(acting, Deed.ORGANISATION_WITHDRAWN, organisation.reference)


def refresh_search(organisations: Iterable[Organisation]) -> None:
    """Work out again what organisations are found by; names and identifiers must be loaded."""
    rows = list(organisations)
    for organisation in rows:
        _set_keys(organisation, facts_of_organisation(organisation))
    Organisation.objects.bulk_update(rows, ["sort_name", "search_text"], batch_size=names.BATCH)


def _require(
    acting: Acting, organisation: Organisation, facts: OrganisationFacts, fields: Sequence[str]
) -> None:
    """Refuse what this person may not change of it."""
    allowed = policies.may_change(acting, organisation)
    if not allowed:
        policies.may_describe(acting, organisation).require()
        others = [_label(name) for name in fields if name not in DESCRIPTION]
        if others:
            raise OnlyStaffError(fields=", ".join(others))
    elif "owner" in fields:
        policies.may_register(acting, facts.owner).require()


def _write_changes(
    acting: Acting, changed: Sequence[Change], outcome: dict[UUID, tuple[str, ...]]
) -> None:
    for organisation, facts in changed:
        for column, value in columns_of(facts).items():
            setattr(organisation, column, value)
        _set_keys(organisation, facts)
    columns = [*columns_of(changed[0][1]), "sort_name", "search_text"] if changed else []
    columns = ["owner" if column == "owner_id" else column for column in columns]
    if changed:
        rows = [organisation for organisation, _facts in changed]
        Organisation.objects.bulk_update(rows, columns, batch_size=100)
    _write_rows(changed)
    for organisation, _facts in changed:
        fields = ", ".join(outcome[organisation.pk])
        audit.record(acting, Deed.ORGANISATION_CHANGED, organisation.reference, fields=fields)


def _check(entries: Iterable[OrganisationFacts]) -> None:
    if not all(facts.name for facts in entries):
        raise NameMissingError
    wanted = {pair for facts in entries for pair in facts.codes}
    known = queries.code_keys(wanted)
    for scheme, code in sorted(wanted - known.keys()):
        label = CodeScheme(scheme).label if scheme in CodeScheme.values else scheme
        raise CodeUnknownError(scheme=label, code=code)


def _set_keys(organisation: Organisation, facts: OrganisationFacts) -> None:
    organisation.sort_name = names.sort_name(facts.name)
    organisation.search_text = names.search_text(
        (
            *facts.name.texts.values(),
            *(name.text for name in facts.other_names),
            *facts.city.texts.values(),
            *(value for _scheme, value in facts.identifiers),
            organisation.reference,
        )
    )


def _write_rows(entries: Sequence[Change]) -> None:
    """Write names, identifiers and codes beside the records."""
    names.write_organisation_names(
        {
            organisation.pk: [*names.official(facts.name), *facts.other_names]
            for organisation, facts in entries
        }
    )
    _write_identifiers(entries)
    _write_codes(entries)


def _write_identifiers(entries: Sequence[Change]) -> None:
    wanted = {
        (organisation.pk, scheme, value)
        for organisation, facts in entries
        for scheme, value in facts.identifiers
    }
    keys = [organisation.pk for organisation, _facts in entries]
    unwanted = []
    for row in Identifier.objects.filter(organisation__in=keys):
        identity = (row.organisation_id, row.scheme, row.value)
        if identity in wanted:
            wanted.remove(identity)
        else:
            unwanted.append(row.pk)
    Identifier.objects.filter(pk__in=unwanted).delete()
    Identifier.objects.bulk_create(
        (
            Identifier(organisation_id=key, scheme=scheme, value=value)
            for key, scheme, value in sorted(wanted)
        ),
        batch_size=names.BATCH,
    )


def _write_codes(entries: Sequence[Change]) -> None:
    links = Organisation.codes.through
    pairs: set[Pair] = {pair for _organisation, facts in entries for pair in facts.codes}
    known = queries.code_keys(pairs)
    wanted = {
        (organisation.pk, known[pair]) for organisation, facts in entries for pair in facts.codes
    }
    keys = [organisation.pk for organisation, _facts in entries]
    unwanted = []
    for row in links.objects.filter(organisation__in=keys):
        identity = (row.organisation_id, row.code_id)
        if identity in wanted:
            wanted.remove(identity)
        else:
            unwanted.append(row.pk)
    links.objects.filter(pk__in=unwanted).delete()
    links.objects.bulk_create(
        (links(organisation_id=organisation, code_id=code) for organisation, code in wanted),
        batch_size=names.BATCH,
    )


def _label(field: str) -> str:
    if field in {"codes", "identifiers", "other_names", "owner"}:
        return field.replace("_", " ")
    return str(label_for_field(field, Organisation))
