"""Questions about parties, programmes and roles."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from accord.apps.accounts.models import User
from accord.apps.core.acting import Acting, Grant
from accord.apps.core.enums import Role, Visibility
from accord.apps.core.queries import running_on
from accord.apps.directory.models import Code
from accord.apps.programmes.models import (
    Holiday,
    Ownership,
    Party,
    PriorityArea,
    Programme,
    RoleHolding,
)
from accord.engine.calendars import WorkingWeek
from accord.engine.text import fold


def grants_of(user: User, *, on: date) -> frozenset[Grant]:
    """Return the roles that the user holds on that day."""
    held = RoleHolding.objects.filter(running_on(on), user=user)
    return frozenset(
        Grant(Role(role), side, programme)
        for role, side, programme in held.values_list("role", "party", "programme")
    )


def partners_of(sides: Iterable[UUID]) -> frozenset[UUID]:
    """Return the sides, and every party that owns a programme with one of them."""
    own = frozenset(sides)
    if not own:
        return own
    going_on = Ownership.objects.filter(programme__withdrawn_at__isnull=True)
    shared = going_on.filter(party__in=own).values("programme")
    partners = going_on.filter(programme__in=shared).values_list("party", flat=True)
    return own | frozenset(partners)


def parties_visible_to(acting: Acting) -> QuerySet[Party]:
    """Return the person's own sides and their partners; all for an administrator."""
    everybody = Party.objects.annotate(programme_count=Count("ownerships"))
    if acting.is_administrator:
        return everybody
    return everybody.filter(pk__in=acting.partners)


def in_viewing_order(acting: Acting, parties: Iterable[Party]) -> list[Party]:
    """Return the parties, the viewer's own side first, then by alphabet in their language."""
    return sorted(
        parties,
        key=lambda party: (
            party.pk not in acting.sides,
            fold(party.name.in_language(acting.language)),
            party.code,
        ),
    )


def holidays_of(party: Party) -> QuerySet[Holiday]:
    """Return the party's holidays and exceptional working days in order."""
    return party.holidays.order_by("day")


def working_week_of(party: Party, *, language: str = "") -> WorkingWeek:
    """Return on which days the party works, and why not on the others."""
    return working_weeks_of([party], language=language)[party.pk]


def working_weeks_of(parties: Iterable[Party], *, language: str = "") -> dict[UUID, WorkingWeek]:
    """Return the working week of each party, in one query.

    The names of holidays are in the language, else in the one they were written in.
    """
    weekends = {party.pk: frozenset(party.weekend) for party in parties}
    free: dict[UUID, dict[date, str]] = {key: {} for key in weekends}
    worked: dict[UUID, set[date]] = {key: set() for key in weekends}
    for holiday in Holiday.objects.filter(party__in=weekends):
        if holiday.is_working:
            worked[holiday.party_id].add(holiday.day)
        else:
            spoken = language or holiday.name.source
            free[holiday.party_id][holiday.day] = holiday.name.in_language(spoken)
    return {
        key: WorkingWeek(weekend, free[key], frozenset(worked[key]))
        for key, weekend in weekends.items()
    }


def is_working_day(party: Party, day: date) -> bool:
    """Tell whether the party works on that day."""
    return working_week_of(party).is_working(day)


def programmes_visible_to(acting: Acting) -> QuerySet[Programme]:
    """Return the programmes of the person's sides, and public ones; parties loaded."""
    seen = Q(parties__in=acting.sides) | Q(visibility=Visibility.PUBLIC)
    if acting.is_administrator:
        seen = Q()
    elif not acting.is_signed_in:
        return Programme.objects.none()
    keys = Programme.objects.filter(seen).values("pk")
    return Programme.objects.filter(pk__in=keys).prefetch_related("parties")


def areas_of(programme: Programme) -> QuerySet[PriorityArea]:
    """Return the priority areas that stand, in order of their numbers, codes loaded."""
    return (
        programme.areas.filter(withdrawn_at__isnull=True)
        .select_related("programme")
        .prefetch_related(Prefetch("codes", Code.objects.order_by("scheme", "code")))
        .order_by("number")
    )


def next_area_number(programme: Programme) -> int:
    """Return one more than the highest number ever given in the programme."""
    last = programme.areas.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def codes_in_order() -> QuerySet[Code]:
    """Return all entries of the code lists."""
    return Code.objects.order_by("scheme", "code")


def codes_named(pairs: Iterable[tuple[str, str]]) -> list[Code]:
    """Return the entries with these schemes and codes."""
    wanted = set(pairs)
    found = Code.objects.filter(code__in={code for _scheme, code in wanted})
    return [code for code in found if (code.scheme, code.code) in wanted]


def roles_visible_to(acting: Acting, *, on: date) -> QuerySet[RoleHolding]:
    """Return the roles that run or begin later, of the person's sides and their partners."""
    held = RoleHolding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).select_related(
        "user", "party", "programme"
    )
    if not acting.is_administrator:
        held = held.filter(party__in=acting.partners)
    return held.order_by("party__code", "role", "user__email", "pk")


def roles_in(acting: Acting, programme: Programme) -> QuerySet[RoleHolding]:
    """Return the roles that people hold in the programme, or in all of a party's."""
    owners = programme.parties.values("pk")
    return roles_visible_to(acting, on=acting.at.date()).filter(
        Q(programme=programme) | Q(programme__isnull=True), party__in=owners
    )


def roles_of_party(acting: Acting, party: Party) -> QuerySet[RoleHolding]:
    """Return the roles that people hold for the party."""
    return roles_visible_to(acting, on=acting.at.date()).filter(party=party)


def standing_programmes_of(party: Party) -> QuerySet[Programme]:
    """Return the programmes that the party owns and nobody took back."""
    return Programme.objects.filter(parties=party, withdrawn_at__isnull=True).order_by("reference")


def is_held_already(wanted: RoleHolding, *, on: date) -> bool:
    """Tell whether the user holds that very role on that day or later."""
    return RoleHolding.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        user=wanted.user_id,
        party=wanted.party_id,
        programme=wanted.programme_id,
        role=wanted.role,
    ).exists()
