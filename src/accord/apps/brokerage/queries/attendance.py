"""Questions about who takes part in an event."""

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accord.apps.brokerage.models import (
    Attendance,
    Delegate,
    Event,
    Interpreter,
    Meeting,
    ScheduleRun,
    Wish,
)
from accord.apps.brokerage.queries.keys import written
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.models import Organisation, Person

READERS = (Role.MANAGER, Role.COORDINATOR, Role.ANALYST)


def attendances_of(event: Event) -> QuerySet[Attendance]:
    """Return who takes part, organisations and parties loaded, in the order of codes."""
    return (
        event.attendances.filter(withdrawn_at__isnull=True)
        .select_related("event", "organisation", "party", "table")
        .order_by("code")
    )


def taking_part(event: Event, organisation: Organisation) -> Attendance | None:
    """Return how the organisation takes part, if it does."""
    return event.attendances.filter(organisation=organisation, withdrawn_at=None).first()


def interprets(event: Event, person: Person) -> bool:
    """Tell whether the person is recorded as an interpreter of the event."""
    return event.interpreters.filter(person=person).exists()


def keys_in_order_of_codes(event: Event) -> list[UUID]:
    """Return the keys of those who take part."""
    taking_part = event.attendances.filter(withdrawn_at__isnull=True)
    return list(taking_part.order_by("code").values_list("pk", flat=True))


def attendances_visible_to(acting: Acting, event: Event) -> QuerySet[Attendance]:
    """Return the participants whose own page the person may open.

    All of them for those who run or read the event; a company sees its own.
    """
    attendances = (
        Attendance.objects.filter(event=event)
        .select_related("organisation", "party", "table__place", "event__programme")
        .order_by("code")
    )
    if reads_everything(acting, event):
        return attendances
    own = Q(organisation__in=acting.organisations)
    if acting.person:
        delegated = Delegate.objects.filter(person=acting.person).values("attendance")
        own |= Q(pk__in=delegated)
    return attendances.filter(own)


def reads_everything(acting: Acting, event: Event) -> bool:
    """Tell whether the person holds a role on one of the event's sides."""
    return acting.is_administrator or any(
        acting.has(*READERS, side=side, programme=event.programme_id)
        for side in event.owner_sides()
    )


def spoken_for_at(acting: Acting, event: Event) -> QuerySet[Attendance]:
    """Return the participants for which the person speaks."""
    return attendances_of(event).filter(organisation__in=acting.organisations)


def participants_in_figures(event: Event) -> QuerySet[Attendance]:
    """Return who takes part, with numbers of delegates and of wishes made and received."""
    return attendances_of(event).annotate(
        delegate_count=_counted(Delegate.objects.filter(attendance=OuterRef("pk")), "attendance"),
        made_count=_counted(Wish.objects.filter(wisher=OuterRef("pk")), "wisher"),
        received_count=_counted(Wish.objects.filter(wished=OuterRef("pk")), "wished"),
    )


def _counted(rows: QuerySet[Any], of: str) -> Coalesce:
    """Return the number of rows as a value of its own: a join would multiply them."""
    counted = rows.order_by().values(of).annotate(count=Count("*")).values("count")
    return Coalesce(Subquery(counted), 0)


def delegates_of(event: Event) -> QuerySet[Delegate]:
    """Return the delegates of those who take part, their people and absences loaded."""
    return (
        Delegate.objects.filter(attendance__event=event, attendance__withdrawn_at__isnull=True)
        .select_related("person", "attendance__organisation", "attendance__party")
        .prefetch_related("absent")
        .order_by("attendance__code", "-is_lead", "person__sort_name", "pk")
    )


def team_of(attendance: Attendance) -> QuerySet[Delegate]:
    """Return the delegates of one participant, the lead first."""
    return (
        attendance.delegates.select_related("person")
        .prefetch_related("absent", "person__spoken")
        .order_by("-is_lead", "person__sort_name", "pk")
    )


def absences_of(delegates: QuerySet[Delegate]) -> dict[UUID, list[set[UUID]]]:
    """Return for the participants in which slots each of their delegates is away."""
    away: dict[UUID, dict[UUID, set[UUID]]] = {}
    rows = delegates.prefetch_related(None).order_by().values_list("attendance", "pk", "absent")
    for attendance, delegate, slot in rows:
        slots = away.setdefault(attendance, {}).setdefault(delegate, set())
        if slot is not None:
            slots.add(slot)
    return {attendance: list(team.values()) for attendance, team in away.items()}


def delegates_among(keys: Collection[UUID]) -> QuerySet[Delegate]:
    """Return who comes for the participants."""
    return Delegate.objects.filter(attendance__in=keys)


def interpreters_of(event: Event) -> QuerySet[Interpreter]:
    """Return the event's interpreters by name, people and absences loaded."""
    return (
        event.interpreters.select_related("person")
        .prefetch_related("absent")
        .order_by("person__sort_name", "pk")
    )


class InterpreterRow(NamedTuple):
    """An interpreter by its bare values."""

    pk: UUID
    languages: list[str]
    longest_run: int | None
    name: LocalizedText
    absent: set[UUID]


def interpreter_rows_of(event: Event) -> list[InterpreterRow]:
    """Return the event's interpreters by their bare values, in the same order."""
    known: dict[UUID, InterpreterRow] = {}
    rows = interpreters_of(event).values_list(
        "pk", "languages", "longest_run", "person__name", "absent"
    )
    for key, languages, longest_run, name, slot in rows:
        one = known.setdefault(key, InterpreterRow(key, languages, longest_run, name, set()))
        if slot is not None:
            one.absent.add(slot)
    return list(known.values())


def everybody_at(event: Event) -> QuerySet[Attendance]:
    """Return all who were ever recorded, also those who withdrew: old runs name them."""
    return event.attendances.order_by("code")


def attendances_among(event: Event, keys: Collection[UUID]) -> QuerySet[Attendance]:
    """Return those of the event's participants, also ones who withdrew since."""
    return everybody_at(event).filter(pk__in=keys).select_related("organisation", "party")


def own_tables_at(event: Event) -> list[tuple[UUID, UUID]]:
    """Return who has a table of its own, and which."""
    owners = attendances_of(event).exclude(table=None).values_list("pk", "table_id")
    return list(owners)


def counterparts_of(attendance: Attendance) -> QuerySet[Attendance]:
    """Return whom the participant may wish to meet at its event."""
    event = attendance.event
    others = attendances_of(event).exclude(pk=attendance.pk)
    if event.same_side_may_meet or attendance.party_id is None:
        return others
    return others.exclude(party=attendance.party_id)


def found_by_words(attendances: QuerySet[Attendance], folded: str) -> QuerySet[Attendance]:
    """Narrow participants to those whose names in any script, or codes, hold the words."""
    return attendances.filter(called(folded))


def called(folded: str, of: str = "") -> Q:
    """Return what makes a participant one whose names in any script, or code, hold the words.

    ``of`` leads to the participant from where rows are looked for: ``"left__"``.
    """
    # Folding takes the hyphen out of “RU-30”; the code itself keeps it.
    codes = Q()
    for code in dict.fromkeys((folded, folded.replace(" ", "-"))):
        codes |= Q((f"{of}code__icontains", code))
    return Q((f"{of}organisation__search_text__contains", folded)) | codes


def names_of(keys: Collection[UUID]) -> dict[UUID, tuple[str, LocalizedText]]:
    """Return code and name of participants."""
    rows = Attendance.objects.filter(pk__in=list(keys)).values_list(
        "pk", "code", "organisation__name"
    )
    return {key: (code, name) for key, code, name in rows}


def interpreters_in(event: Event, run: ScheduleRun | None) -> QuerySet[Interpreter]:
    """Return the event's interpreters with the number of their meetings in a run."""
    meetings = Meeting.objects.filter(interpreter=OuterRef("pk"), run=run)
    return interpreters_of(event).annotate(meeting_count=_counted(meetings, "interpreter"))


class Named(NamedTuple):
    """What a card says of a participant, and by what it is found."""

    code: str
    name: LocalizedText
    side: str
    search: str


def names_and_sides_of(keys: Collection[UUID]) -> dict[UUID, Named]:
    """Return what cards say of the participants."""
    rows = Attendance.objects.filter(pk__in=list(keys)).values_list(
        "pk", "code", "organisation__name", "party__code", "organisation__search_text"
    )
    return {key: Named(code, name, side or "", search) for key, code, name, side, search in rows}


def keys_at(event: Event) -> list[str]:
    """Return the keys of those who take part, in the order of codes, as a database writes them."""
    return list(attendances_of(event).values_list(*written("pk"), flat=True))


def planned_attendances_of(event: Event) -> QuerySet[Attendance]:
    """Return who takes part with what the planner asks of them, in the order of codes."""
    return (
        attendances_of(event)
        .select_related(None)
        .select_related("organisation")
        .only(
            "event_id",
            "party_id",
            "table_id",
            "languages",
            "parallel",
            "most_meetings",
            "organisation__languages",
        )
    )
