"""Questions about suggestions: what is matched with what, and who may read it."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Visibility
from accord.apps.core.models import Job
from accord.apps.partnering.enums import ProfileState, RefusalReason
from accord.apps.partnering.models import Profile, ProfileVector, Refusal, Suggestion
from accord.apps.partnering.queries.profiles import (
    own_to,
    profiles_visible_to,
    published_profiles,
    valid_on,
)

SHOWN = 30  # suggestions of a profile that anybody reads


def suggestions_visible_to(acting: Acting) -> QuerySet[Suggestion]:
    """Return the suggestions made to the person's own profiles, of profiles they may read."""
    own = Profile.objects.filter(own_to(acting), withdrawn_at__isnull=True)
    readable = published_profiles(acting).order_by()
    return Suggestion.objects.filter(profile__in=own, other__in=readable.values("pk"))


def suggestions_for(acting: Acting, profile: Profile) -> QuerySet[Suggestion]:
    """Return the suggestions made to one profile, best first; refused ones apart."""
    rows = suggestions_visible_to(acting).filter(profile=profile)
    return rows.filter(~Exists(_refused())).order_by("-score", "other")


def keys_suggested(acting: Acting, profile: Profile) -> list[UUID]:
    """Return which profiles anybody reads among the suggestions made to one, best first."""
    rows = suggestions_for(acting, profile)[:SHOWN]
    return list(rows.values_list("other", flat=True))


def narrowed(
    rows: QuerySet[Suggestion], *, kind: str = "", country: str = "", is_open: bool = False
) -> QuerySet[Suggestion]:
    """Return the suggestions of that kind, from that country, that take interest."""
    if kind:
        rows = rows.filter(other__kind=kind)
    if country:
        rows = rows.filter(other__organisation__country=country)
    return rows.filter(other__is_open=True) if is_open else rows


def countries_of(rows: QuerySet[Suggestion]) -> list[str]:
    """Return the countries of the organisations whose profiles are suggested."""
    codes = rows.order_by().values_list("other__organisation__country", flat=True).distinct()
    return [code for code in codes if code]


def own_with_suggestions(acting: Acting) -> QuerySet[Profile]:
    """Return the person's own profiles to which something is suggested, the newest first."""
    rows = Profile.objects.filter(own_to(acting), withdrawn_at__isnull=True)
    suggested = suggestions_visible_to(acting).filter(~Exists(_refused()))
    rows = rows.filter(pk__in=suggested.values("profile")).select_related("organisation")
    return rows.order_by("-created_at", "pk")


def best_of(acting: Acting, keys: Collection[UUID], count: int) -> dict[UUID, list[UUID]]:
    """Return the first suggestions of each of these profiles, best first."""
    place = Window(RowNumber(), partition_by="profile", order_by=[F("score").desc(), F("other")])
    rows = suggestions_visible_to(acting).filter(~Exists(_refused()), profile__in=list(keys))
    found: dict[UUID, list[UUID]] = {key: [] for key in keys}
    first = rows.annotate(place=place).filter(place__lte=count).order_by("place")
    for key, other in first.values_list("profile", "other"):
        found[key].append(other)
    return found


def profile_beside(acting: Acting, reference: str) -> QuerySet[Profile]:
    """Return a visible profile with what it is compared by."""
    rows = profiles_visible_to(acting).filter(reference=reference.upper())
    return rows.prefetch_related("codes")


def refused_for(acting: Acting, profile: Profile) -> QuerySet[Refusal]:
    """Return what was refused for a profile, the last first; its own people alone."""
    rows = Refusal.objects.filter(own_through(acting), profile=profile)
    return rows.select_related("other").order_by("-at", "pk")


def own_through(acting: Acting) -> Q:
    """Return the condition under which a refusal is the person's own side's."""
    if acting.is_administrator:
        return Q()
    mine = Q(profile__owner__in=acting.sides)
    return mine | Q(profile__organisation__in=acting.organisations)


def refusal_of(profile: Profile, other: Profile) -> Refusal | None:
    """Return why the other was refused for the profile, if it was."""
    return Refusal.objects.filter(profile=profile, other=other).first()


def refused_as_unlike(key: UUID) -> list[UUID]:
    """Return what was refused for a profile because of what it is."""
    rows = Refusal.objects.filter(profile=key)
    passing = (RefusalReason.KNOWN, RefusalReason.CAPACITY)
    return list(rows.exclude(reason__in=passing).values_list("other", flat=True))


def readable_among(acting: Acting, keys: Iterable[UUID]) -> dict[UUID, Profile]:
    """Return the visible profiles of these keys, with their organisations and codes."""
    rows = profiles_visible_to(acting).filter(pk__in=list(keys))
    return {profile.pk: profile for profile in rows.prefetch_related("codes")}


def vectors_of(keys: Iterable[UUID], model: str) -> dict[UUID, ProfileVector]:
    """Return what a model made of these profiles; of an older one where it has not yet."""
    rows = ProfileVector.objects.filter(profile__in=list(keys)).order_by("made_at")
    found = list(rows)
    current = {row.profile_id: row for row in found if row.model == model}
    return {row.profile_id: row for row in found} | current


def profile_to_match(key: UUID) -> Profile | None:
    """Return a profile with what its words and facts are made of, if it is still there."""
    rows = Profile.objects.select_related("organisation").prefetch_related("codes")
    return rows.filter(pk=key, withdrawn_at__isnull=True).first()


def profiles_to_match() -> QuerySet[Profile]:
    """Return everything that may get suggestions: what is valid, and what is being written."""
    rows = Profile.objects.filter(withdrawn_at__isnull=True)
    rows = rows.exclude(state=ProfileState.EXPIRED).select_related("organisation")
    return rows.prefetch_related("codes").order_by("pk")


def has_unread(model: str, means: str) -> bool:
    """Tell whether a profile waits for the model that is set now."""
    read = ProfileVector.objects.filter(profile=OuterRef("pk"), model=model, means=means)
    return profiles_to_match().filter(~Exists(read)).exists()


def unread_among(keys: Iterable[UUID], model: str, means: str) -> list[UUID]:
    """Return which of these profiles wait for the model."""
    read = ProfileVector.objects.filter(profile=OuterRef("pk"), model=model, means=means)
    rows = Profile.objects.filter(~Exists(read), pk__in=list(keys))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def valid_of(organisations: Iterable[UUID], day: date) -> list[tuple[UUID, UUID]]:
    """Return the keys of the profiles that others read that day under their name, with whose.

    In the order of their references.
    """
    rows = Profile.objects.filter(
        valid_on(day), organisation__in=list(organisations), is_anonymous=False
    )
    rows = rows.exclude(visibility=Visibility.PRIVATE).order_by("reference")
    return list(rows.values_list("pk", "organisation"))


def refused_among(keys: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Return which of these profiles were refused for which."""
    rows = Refusal.objects.filter(profile__in=keys, other__in=keys)
    return set(rows.values_list("profile", "other"))


def has_work() -> bool:
    """Tell whether there is anything to match at all."""
    return profiles_to_match().exists()


def held_on(day: date, model: str, means: str) -> QuerySet[ProfileVector]:
    """Return what may be suggested on that day, as the model read it."""
    valid = Profile.objects.filter(valid_on(day))
    return ProfileVector.objects.filter(model=model, means=means, profile__in=valid)


def vectors_by_profile(keys: Collection[UUID], model: str) -> QuerySet[ProfileVector]:
    """Return the model's rows of these profiles."""
    return ProfileVector.objects.filter(profile__in=keys, model=model)


def lowest_scores(keys: Collection[UUID]) -> dict[UUID, tuple[int, float]]:
    """Return how many suggestions each profile has, and the score of its last."""
    rows = Suggestion.objects.filter(profile__in=keys).values("profile")
    found = rows.annotate(count=Count("*"), least=Min("score"))
    return {row["profile"]: (row["count"], row["least"]) for row in found}


def last_renewal(kind: str) -> Job | None:
    """Return the last time that everything was matched."""
    return Job.objects.filter(kind=kind).order_by("-created_at").first()


def _refused() -> QuerySet[Refusal]:
    return Refusal.objects.filter(profile=OuterRef("profile"), other=OuterRef("other"))
