"""Questions about profiles: who sees which, and who is named to whom."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

from accord.apps.accounts.models import User
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Visibility
from accord.apps.core.models import Side
from accord.apps.core.policies import STAFF
from accord.apps.core.queries import running_on
from accord.apps.directory.enums import CodeScheme
from accord.apps.directory.models import Code, Membership, Organisation, Person
from accord.apps.directory.queries import records as directory
from accord.apps.partnering.enums import ProfileState
from accord.apps.partnering.models import Interest, Profile, Remark
from accord.apps.partnering.workflow import NOTICE
from accord.apps.programmes.models import Ownership, Programme, RoleHolding
from accord.apps.programmes.queries import partners_of


def sides_read_by(acting: Acting) -> frozenset[UUID]:
    """Return the sides whose shared profiles the person may read.

    They are the partners of the sides on which they hold a role, and of those to which the
    organisations belong for which they speak: profiles are written to be found by companies.
    """
    if not acting.organisations:
        return acting.partners
    owners = Organisation.objects.filter(pk__in=acting.organisations, owner__isnull=False)
    own = set(owners.values_list("owner", flat=True))
    return acting.partners | partners_of(own)


def valid_on(day: date) -> Q:
    """Return the condition under which others may read a profile on that day."""
    return Q(state=ProfileState.PUBLISHED, expires_on__gt=day, withdrawn_at__isnull=True)


def own_to(acting: Acting) -> Q:
    """Return the condition under which a profile is the person's own side's or organisation's."""
    if acting.is_administrator:
        return Q()
    return Q(owner__in=acting.sides) | Q(organisation__in=acting.organisations)


def profiles_visible_to(acting: Acting) -> QuerySet[Profile]:
    """Return the valid profiles that the person may read, and their own in every state.

    Each carries ``is_named``: whether this person may know whose it is.
    """
    if acting.is_administrator:
        return named_to(acting, Profile.objects.all()).select_related("organisation", "owner")
    own = own_to(acting)
    read = Q(visibility=Visibility.PUBLIC) | Q(
        visibility=Visibility.SHARED, owner__in=sides_read_by(acting)
    )
    rows = Profile.objects.filter(own | (read & valid_on(acting.at.date())))
    return named_to(acting, rows).select_related("organisation", "owner")


def named_to(acting: Acting, rows: QuerySet[Profile]) -> QuerySet[Profile]:
    """Return the profiles with ``is_named``: whether the person may know whose each is."""
    if acting.is_administrator:
        return rows.annotate(is_named=Value(value=True))
    is_known = Q(is_anonymous=False) | own_to(acting) | Exists(_accepted_for(acting))
    return rows.annotate(
        is_named=Case(When(is_known, then=True), default=False, output_field=BooleanField())
    )


def named(rows: QuerySet[Profile]) -> QuerySet[Profile]:
    """Return those of the visible profiles of which the reader may know whose they are."""
    return rows.filter(Q(("is_named", True)))


def _accepted_for(acting: Acting) -> QuerySet[Interest]:
    """Return the accepted interests of the person's organisations and sides in a profile."""
    theirs = Q(organisation__in=acting.organisations) | Q(owner__in=acting.sides)
    return Interest.objects.filter(theirs, profile=OuterRef("pk"), accepted_at__isnull=False)


def published_profiles(acting: Acting) -> QuerySet[Profile]:
    """Return the valid profiles that the person may read, the newest first."""
    rows = profiles_visible_to(acting).filter(valid_on(acting.at.date()))
    return rows.order_by("-published_at")


def own_profiles(acting: Acting) -> QuerySet[Profile]:
    """Return the profiles of the person's sides and organisations, in every state."""
    rows = named_to(acting, Profile.objects.filter(own_to(acting)))
    return rows.select_related("organisation", "owner").order_by("-created_at")


def profiles_in_review(acting: Acting) -> QuerySet[Profile]:
    """Return what waits for a reviewer on the person's sides, the longest first."""
    rows = own_profiles(acting).filter(state=ProfileState.REVIEW, withdrawn_at__isnull=True)
    if not acting.is_administrator:
        staffed = [held.side for held in acting.grants if held.role in STAFF]
        rows = rows.filter(owner__in=staffed)
    return rows.order_by("submitted_at")


def expiring_soon(acting: Acting) -> QuerySet[Profile]:
    """Return the person's own profiles that end within the time of notice."""
    today = acting.at.date()
    rows = own_profiles(acting).filter(valid_on(today), expires_on__lte=today + NOTICE)
    return rows.order_by("expires_on", "pk")


def profile_in_full(acting: Acting, reference: str) -> QuerySet[Profile]:
    """Return one visible profile with everything that its page shows."""
    rows = profiles_visible_to(acting).filter(reference=reference.upper())
    return rows.select_related("organisation__owner", "contact", "programme").prefetch_related(
        Prefetch("codes", Code.objects.order_by("scheme", "code")),
        Prefetch("remarks", Remark.objects.order_by("-at", "pk")),
    )


def with_everything(rows: QuerySet[Profile]) -> QuerySet[Profile]:
    """Return the profiles with all that a program reads of them; three queries in all."""
    rows = rows.select_related("organisation", "owner", "contact", "programme")
    return rows.prefetch_related(Prefetch("codes", Code.objects.order_by("scheme", "code")))


def profile_with_facts(key: UUID) -> Profile:
    """Return one profile for a change, locked, with what its facts are made of."""
    rows = Profile.objects.select_for_update(of=("self",)).prefetch_related("codes")
    return rows.select_related("organisation", "owner").get(pk=key)


def found(rows: QuerySet[Profile], folded: str) -> QuerySet[Profile]:
    """Return the profiles that say every word in any language, or whose organisation does.

    An organisation that is not named is not found by its name either.
    """
    said = (
        Q(search_text__contains=word)
        | Q(is_anonymous=False, organisation__search_text__contains=word)
        for word in folded.split()
    )
    return rows.filter(reduce(and_, said))


def interests_found(rows: QuerySet[Interest], folded: str) -> QuerySet[Interest]:
    """Return the expressions of interest in such profiles, or of organisations so named."""
    said = (
        Q(profile__search_text__contains=word) | Q(organisation__search_text__contains=word)
        for word in folded.split()
    )
    return rows.filter(reduce(and_, said))


def of_country(rows: QuerySet[Profile], country: str) -> QuerySet[Profile]:
    """Return the profiles of organisations in that country."""
    return rows.filter(organisation__country=country)


def of_field(rows: QuerySet[Profile], code: str) -> QuerySet[Profile]:
    """Return the profiles on a field of research, or on a part of it."""
    field = Q(code=code) | Q(code__startswith=f"{code}.")
    wanted = Code.objects.filter(field, scheme=CodeScheme.FIELD)
    links = Profile.codes.through.objects.filter(code__in=wanted)
    return rows.filter(pk__in=links.values("profile"))


def in_standing(rows: QuerySet[Profile], standing: str) -> QuerySet[Profile]:
    """Return the profiles in that state, or the withdrawn ones."""
    if standing == "withdrawn":
        return rows.filter(withdrawn_at__isnull=False)
    return rows.filter(state=standing, withdrawn_at__isnull=True)


def countries_among(rows: QuerySet[Profile]) -> list[str]:
    """Return the countries of the organisations behind these profiles."""
    organisations = Organisation.objects.filter(pk__in=rows.order_by().values("organisation"))
    return directory.countries_among(organisations)


def organisations_to_write_for(acting: Acting) -> QuerySet[Organisation]:
    """Return the organisations in whose name the person may write a profile, by name."""
    rows = Organisation.objects.filter(withdrawn_at__isnull=True).select_related("owner")
    if not acting.is_administrator:
        staffed = [held.side for held in acting.grants if held.role in STAFF]
        rows = rows.filter(Q(owner__in=staffed) | Q(pk__in=acting.organisations))
    return rows.order_by("sort_name", "pk")


def people_of(organisation: Organisation, *, on: date) -> list[Person]:
    """Return who belongs to the organisation on that day, by name."""
    running = Membership.objects.filter(running_on(on), organisation=organisation)
    rows = Person.objects.filter(pk__in=running.values("person"), withdrawn_at__isnull=True)
    return list(rows.order_by("sort_name", "pk"))


def programmes_of(organisation: Organisation) -> QuerySet[Programme]:
    """Return the programmes of the organisation's side that stand."""
    owned = Ownership.objects.filter(party=organisation.owner_id).values("programme")
    return Programme.objects.filter(pk__in=owned, withdrawn_at__isnull=True).order_by("reference")


def may_open_organisation(acting: Acting, profile: Profile) -> bool:
    """Tell whether the reader may know whose the profile is, and opens that page."""
    visible = directory.organisations_visible_to(acting).filter(pk=profile.organisation_id)
    return bool(getattr(profile, "is_named", False)) and visible.exists()


def names_of(organisation: Organisation) -> tuple[str, ...]:
    """Return every name of the organisation, in every language and script."""
    rows = organisation.names.order_by("text").values_list("text", flat=True)
    return tuple(dict.fromkeys(rows))


def codes_under(technologies: Iterable[str], markets: Iterable[str]) -> list[Code]:
    """Return the entries of the two code lists."""
    wanted = Q(scheme=CodeScheme.FIELD, code__in=list(technologies)) | Q(
        scheme=CodeScheme.ACTIVITY, code__in=list(markets)
    )
    return list(Code.objects.filter(wanted).order_by("scheme", "code"))


def over_on(day: date) -> QuerySet[Profile]:
    """Return the published profiles whose validity is over on that day."""
    rows = Profile.objects.filter(state=ProfileState.PUBLISHED, expires_on__lte=day)
    return rows.filter(withdrawn_at__isnull=True).order_by("pk")


def to_warn_on(day: date) -> QuerySet[Profile]:
    """Return the profiles that end within the time of notice and of which nobody was told."""
    rows = Profile.objects.filter(valid_on(day), expires_on__lte=day + NOTICE)
    return rows.filter(warned_on__isnull=True).order_by("pk")


def profile_to_tell_of(key: str) -> Profile | None:
    """Return the profile that an announcement names, if it is still there."""
    rows = Profile.objects.select_related("organisation", "contact__user")
    return rows.filter(pk=key).first()


def speakers_of(organisation: UUID, *, on: date) -> list[User]:
    """Return the open accounts of those who speak for the organisation on that day."""
    speaking = Membership.objects.filter(
        running_on(on), organisation=organisation, speaks_for=True
    )
    rows = User.objects.filter(
        is_active=True,
        directory_entry__in=speaking.values("person"),
        directory_entry__withdrawn_at__isnull=True,
    )
    return list(rows.order_by("email"))


def staff_of(side: UUID | None, *, on: date) -> list[User]:
    """Return the open accounts of the managers and coordinators of a side on that day."""
    held = RoleHolding.objects.filter(running_on(on), party=side, role__in=STAFF)
    rows = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return list(rows.order_by("email"))


def sides_among(rows: QuerySet[Any]) -> list[Side]:
    """Return the sides that own some of these profiles, by code."""
    return directory.sides_among(rows)
