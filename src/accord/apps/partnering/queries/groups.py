"""Questions about groups of organisations, and the pairs that were found between two of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accord.apps.core.acting import Acting
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import Job, Side
from accord.apps.core.queries import running_on
from accord.apps.directory.models import Organisation
from accord.apps.directory.queries import records as directory
from accord.apps.partnering.models import GroupMatch, GroupPair, Profile
from accord.apps.partnering.queries.profiles import named, published_profiles
from accord.engine.text import fold

MATCHING = "partnering.groups"
LATEST = 10  # earlier searches that a page lists


@dataclass(frozen=True, slots=True)
class Group:
    """A group by what the directory knows; what is empty plays no part.

    Parameters
    ----------
    side
        Code of the side that owns the organisations' records.
    status, issuer
        A status that stands on the day, and words of whoever issued it, in any language.
    country
        ISO 3166-1.
    city
        Words of the city, in any language.
    field
        A code of the OECD fields; its parts belong to it.
    """

    side: str = ""
    status: str = ""
    issuer: str = ""
    country: str = ""
    city: str = ""
    field: str = ""

    @classmethod
    def of(cls, chosen: Mapping[str, Any]) -> "Group":
        """Return the group that a form or a stored search names."""
        return cls(**{name: str(chosen.get(name, "") or "") for name in cls.__slots__})

    def as_json(self) -> dict[str, str]:
        """Return it as it is stored."""
        return asdict(self)


def profiles_in(acting: Acting, group: Group) -> QuerySet[Profile]:
    """Return the valid profiles of a group that the person reads under their name.

    One that does not name its organisation is in no group: to stand among the residents of a
    park would tell whose it is.
    """
    rows = named(published_profiles(acting)).order_by()
    organisations = _organisations_in(acting, group)
    return rows.filter(organisation__in=organisations.values("pk"))


def matches_visible_to(acting: Acting) -> QuerySet[GroupMatch]:
    """Return the searches that the person asked for, the last first."""
    return GroupMatch.objects.filter(who=acting.who).order_by("-made_at", "pk")


def match_to_do(key: str) -> GroupMatch | None:
    """Return the search that a worker was asked for, if it is still there."""
    return GroupMatch.objects.filter(pk=key).first()


def pairs_of(acting: Acting, match: GroupMatch) -> QuerySet[GroupPair]:
    """Return the pairs of one's own search, best first; of whom is asked when they are told."""
    own = matches_visible_to(acting).order_by().filter(pk=match.pk)
    return GroupPair.objects.filter(match__in=own).order_by("place")


def last_job(match: GroupMatch) -> Job | None:
    """Return the work for a search."""
    rows = Job.objects.filter(kind=MATCHING, subject=str(match.pk))
    return rows.order_by("-created_at").first()


def organisations_of(keys: Collection[UUID]) -> dict[str, UUID]:
    """Return whose each of these profiles is."""
    rows = Profile.objects.filter(pk__in=keys).values_list("pk", "organisation")
    return {str(key): organisation for key, organisation in rows}


def sides_of(acting: Acting) -> list[Side]:
    """Return the sides of the organisations that the person sees, by code."""
    return directory.sides_among(_seen(acting))


def countries_of(acting: Acting) -> list[str]:
    """Return the countries of the organisations that the person sees."""
    return directory.countries_among(_seen(acting))


def _seen(acting: Acting) -> QuerySet[Organisation]:
    return directory.organisations_visible_to(acting).filter(withdrawn_at__isnull=True)


def _organisations_in(acting: Acting, group: Group) -> QuerySet[Organisation]:
    rows = _seen(acting)
    if group.side:
        rows = rows.filter(owner__code=group.side)
    if group.country:
        rows = rows.filter(country=group.country)
    if group.field:
        rows = directory.of_field(rows, group.field)
    if group.status or group.issuer:
        rows = rows.filter(pk__in=_with_status(acting, group))
    if group.city:
        cities = rows.values_list("pk", "city")
        rows = rows.filter(pk__in=_saying(cities, group.city))
    return rows


def _with_status(acting: Acting, group: Group) -> list[UUID]:
    """Return the organisations with such a status on this day."""
    claims = directory.statuses_visible_to(acting).filter(
        running_on(acting.at.date()), withdrawn_at__isnull=True
    )
    if group.status:
        claims = claims.filter(kind=group.status)
    return _saying(claims.values_list("organisation", "issuer"), group.issuer)


def _saying(rows: Iterable[tuple[UUID, LocalizedText]], words: str) -> list[UUID]:
    """Return the keys whose text says every word, in any of its languages; all for no words."""
    wanted = fold(words).split()
    return [
        key
        for key, text in rows
        if all(word in fold(" ".join(text.texts.values())) for word in wanted)
    ]
