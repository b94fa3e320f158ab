"""Questions about what changed at an event after its schedule was made."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Case, Min, Q, QuerySet, When

from accord.apps.brokerage.models import (
    Attendance,
    Delegate,
    Event,
    Interpreter,
    ScheduleRun,
    Table,
)
from accord.apps.brokerage.queries import attendance as people
from accord.engine.text import ascii_digits, clean, fold

Pair = tuple[UUID, UUID]
MOST_ALIKE = 5


def left_out_of(run: ScheduleRun) -> dict[frozenset[UUID], str]:
    """Return the pairs whose meeting the run could not place, and the causes."""
    rows = run.unplaced.values_list("left", "right", "cause")
    return {frozenset((left, right)): cause for left, right, cause in rows}


def codes_and_names(event: Event) -> list[tuple[str, str]]:
    """Return code and first name of those who take part, in the order of codes."""
    rows = event.attendances.filter(withdrawn_at__isnull=True).order_by("code")
    return list(rows.values_list("code", "organisation__sort_name"))


def participants_called(event: Event, words: str) -> list[Attendance]:
    """Return the one with that code; else a few whose names in any script hold the words."""
    code, folded = ascii_digits(clean(words)), fold(words)
    meant = Q(code__iexact=code) | (people.called(folded) if folded else Q())
    # The one with that very code stands first, so that it is never cut off.
    is_it = Case(When(code__iexact=code, then=0), default=1)
    found = list(people.attendances_of(event).filter(meant).order_by(is_it, "code")[:MOST_ALIKE])
    return found[:1] if found and found[0].code.casefold() == code.casefold() else found


def interpreters_named(event: Event) -> QuerySet[Interpreter]:
    """Return the event's interpreters by name, without their absences."""
    return event.interpreters.select_related("person").order_by("person__sort_name", "pk")


def interpreters_called(event: Event, words: str) -> list[Interpreter]:
    """Return a few interpreters whose names in any script hold the words."""
    folded = fold(words)
    if not folded:
        return []
    return list(
        interpreters_named(event).filter(person__search_text__contains=folded)[:MOST_ALIKE]
    )


def has_delegates(keys: Collection[UUID]) -> bool:
    """Tell whether somebody is recorded who comes for one of the participants."""
    return Delegate.objects.filter(attendance__in=keys).exists()


def table_called(event: Event, label: str) -> Table | None:
    """Return the table with that label."""
    return event.tables.filter(label__iexact=ascii_digits(clean(label))).first()


def closed_tables(event: Event) -> QuerySet[Table]:
    """Return the tables that are lost for a while, and from when on, in their order."""
    return (
        event.tables.filter(closed__isnull=False)
        .annotate(lost_from=Min("closed__starts_at"))
        .select_related("place")
        .order_by("place__ordinal", "ordinal", "label")
    )
