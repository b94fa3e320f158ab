"""Questions about who is suggested to whom at an event."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accord.apps.brokerage.models import Attendance, Event, EventSuggestion
from accord.apps.brokerage.queries.attendance import found_by_words
from accord.apps.core.acting import Acting
from accord.apps.core.enums import JobState
from accord.apps.core.models import Job
from accord.apps.partnering.enums import REQUESTS
from accord.apps.partnering.models import Profile, Refusal
from accord.apps.partnering.queries.profiles import published_profiles

MATCHING = "brokerage.match"  # the kind of work


def guests_of(event: Event) -> list[tuple[UUID, UUID, UUID | None]]:
    """Return the participants with their organisations and sides, by code."""
    rows = Attendance.objects.filter(event=event, withdrawn_at__isnull=True).order_by("code")
    return list(rows.values_list("pk", "organisation", "party"))


def last_matching(event: Event) -> Job | None:
    """Return the work of matching the event begun last, over or not."""
    return (
        Job.objects.filter(kind=MATCHING, subject=event.reference).order_by("-created_at").first()
    )


def matched(event: Event) -> Job | None:
    """Return the last matching of the event that came to its end; its facts are the figures."""
    rows = Job.objects.filter(kind=MATCHING, subject=event.reference, state=JobState.DONE)
    return rows.order_by("-ended_at").first()


def event_to_match(key: str) -> Event:
    """Return the event for the worker."""
    return Event.objects.select_related("programme").get(pk=key)


def suggestions_at(acting: Acting, event: Event) -> QuerySet[EventSuggestion]:
    """Return what is suggested at an event, of profiles that the person may read."""
    readable = published_profiles(acting).order_by().values("pk")
    rows = EventSuggestion.objects.filter(event=event, theirs__in=readable, mine__in=readable)
    return rows.filter(other__withdrawn_at__isnull=True).select_related(
        "attendance__organisation", "attendance__event", "other__organisation", "mine", "theirs"
    )


def suggestions_to(acting: Acting, attendance: Attendance) -> QuerySet[EventSuggestion]:
    """Return what is suggested to one participant, best first; what it refused apart."""
    rows = suggestions_at(acting, attendance.event).filter(attendance=attendance)
    refused = Refusal.objects.filter(profile=OuterRef("mine"), other=OuterRef("theirs"))
    return rows.filter(~Exists(refused)).order_by("place", "pk")


def without_profile(event: Event) -> QuerySet[Attendance]:
    """Return the participants that nobody is suggested to, for want of a profile."""
    suggested = EventSuggestion.objects.filter(event=event).values("attendance")
    rows = Attendance.objects.filter(event=event, withdrawn_at__isnull=True)
    return rows.exclude(pk__in=suggested).select_related("organisation", "party").order_by("code")


def needs_by_key(acting: Acting, keys: Iterable[str]) -> QuerySet[Profile]:
    """Return the requests among the profiles of these keys that the person may read."""
    rows = published_profiles(acting).filter(pk__in=[UUID(key) for key in keys])
    return rows.filter(kind__in=REQUESTS).order_by("reference")


def suggestions_about(event: Event, rows: QuerySet[Any], folded: str) -> QuerySet[Any]:
    """Narrow suggestions to those to or of participants whose names or codes hold the words."""
    found = found_by_words(Attendance.objects.filter(event=event), folded).values("pk")
    return rows.filter(Q(attendance__in=found) | Q(other__in=found))
