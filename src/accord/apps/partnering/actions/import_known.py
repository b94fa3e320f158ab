"""What the rows of a file of profiles may mean, loaded at once whatever their number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accord.apps.core.acting import Acting
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.models import Organisation
from accord.apps.documents.spreadsheets.shapes import Row
from accord.apps.partnering.models import Profile
from accord.apps.partnering.queries import exchange as queries
from accord.engine.text import fold


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows of a file may mean, loaded at once."""

    usual: Organisation | None
    organisations: Mapping[str, Organisation]
    names: Mapping[str, list[Organisation]]
    profiles: Mapping[str, Profile]
    titled: Mapping[tuple[UUID, str, str], Profile]
    people: Mapping[tuple[UUID, str], UUID]
    programmes: Mapping[tuple[UUID, str], UUID]

    @classmethod
    def of(cls, acting: Acting, rows: list[Row], usual: Organisation | None) -> "Known":
        """Load it; as many queries for one row as for all."""
        values = [row.values for row in rows]
        references = {reference_in(each.get("organisation_code")) for each in values} - {""}
        names = {fold(each.get("organisation") or "") for each in values} - {""}
        found, pairs = queries.organisations_called(acting, references, names)
        by_key = {each.pk: each for each in found}
        by_name: dict[str, list[Organisation]] = {}
        for name, key in dict.fromkeys(pairs):
            by_name.setdefault(name, []).append(by_key[key])
        everybody = [*found, *([usual] if usual else [])]
        profiles = queries.profiles_meant(
            acting,
            {reference_in(each.get("reference")) for each in values} - {""},
            organisations=[each.pk for each in everybody],
            titles={title for each in values for title in titles_in(each)},
        )
        owners = [*everybody, *(each.organisation for each in profiles)]
        return cls(
            usual=usual,
            organisations={each.reference: each for each in found},
            names=by_name,
            profiles={each.reference: each for each in profiles},
            titled={(each.organisation_id, each.kind, each.sort_title): each for each in profiles},
            people=queries.people_by_organisation(
                {each.pk for each in owners}, on=acting.at.date()
            ),
            programmes=queries.programmes_by_side({each.owner_id for each in owners}),
        )


def reference_in(said: object) -> str:
    """Return a reference as it is written here."""
    return str(said or "").strip().upper()


def titles_in(values: Mapping[str, Any]) -> list[str]:
    """Return the folded titles of a row, by which a profile without reference is known."""
    title: LocalizedText = values.get("title") or LocalizedText()
    return [fold(text)[:256] for text in title.texts.values()]
