"""The name rows by which records are found in every script, and their search keys."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from accord.apps.core.localised import LocalizedText
from accord.apps.directory.actions.facts import NameFacts
from accord.apps.directory.enums import NameKind
from accord.apps.directory.models import Organisation, OrganisationName, Person, PersonName
from accord.engine.text import fold, script_of, transliterate_key

BATCH = 500
_LONGEST_NAME, _LONGEST_SOUND, _LONGEST_SORT = 200, 80, 200


def sort_name(name: LocalizedText) -> str:
    """Return the key under which a name stands in a list."""
    return fold(str(name))[:_LONGEST_SORT]


def search_text(parts: Iterable[str]) -> str:
    """Return everything a record may be found by, folded, each word group once."""
    return "\n".join(dict.fromkeys(folded for part in parts if (folded := fold(part))))


def official(name: LocalizedText) -> list[NameFacts]:
    """Return the versions of a localised name as name rows."""
    return [
        NameFacts(text[:_LONGEST_NAME], language, NameKind.OFFICIAL)
        for language, text in name.texts.items()
    ]


def write_organisation_names(wanted: Mapping[UUID, Sequence[NameFacts]]) -> None:
    """Make the name rows of organisations what is wanted; unchanged rows stay."""
    rows = OrganisationName.objects.filter(organisation__in=wanted)
    missing = _less_existing(rows, wanted, lambda row: (row.organisation_id, row.text, row.kind))
    OrganisationName.objects.bulk_create(
        (
            OrganisationName(organisation_id=key, kind=name.kind, **_columns(name))
            for key, name in missing
        ),
        batch_size=BATCH,
    )


def write_person_names(wanted: Mapping[UUID, Sequence[NameFacts]]) -> None:
    """Make the name rows of people what is wanted; unchanged rows stay."""
    rows = PersonName.objects.filter(person__in=wanted)
    official_only = NameKind.OFFICIAL
    missing = _less_existing(rows, wanted, lambda row: (row.person_id, row.text, official_only))
    PersonName.objects.bulk_create(
        (PersonName(person_id=key, **_columns(name)) for key, name in missing), batch_size=BATCH
    )


def names_beside(record: Organisation | Person) -> list[str]:
    """Return the texts of all names of a record."""
    return [name.text for name in record.names.all()]


def _less_existing(
    rows: Any, wanted: Mapping[UUID, Sequence[NameFacts]], identity: Any
) -> list[tuple[UUID, NameFacts]]:
    """Delete the rows that nobody wants; return what is not there yet."""
    missing: dict[tuple[UUID, str, str], NameFacts] = {}
    for key, names in wanted.items():
        for name in names:
            missing.setdefault((key, name.text, str(name.kind)), name)
    unwanted: dict[Any, Any] = defaultdict(list)
    for row in rows:
        if missing.pop(identity(row), None) is None:
            unwanted[type(row)].append(row.pk)
    for kind, keys in unwanted.items():
        kind.objects.filter(pk__in=keys).delete()
    return [(key, name) for (key, _text, _kind), name in missing.items()]


def _columns(name: NameFacts) -> dict[str, str]:
    return {
        "text": name.text,
        "language": name.language,
        "script": script_of(name.text)[:4],
        "folded": fold(name.text)[:_LONGEST_NAME],
        "sound": transliterate_key(name.text)[:_LONGEST_SOUND],
    }
