"""Questions of people who take part in an event and do not run it."""

from typing import Any

from django.db.models import Q, QuerySet

from accord.apps.brokerage.enums import Strength
from accord.apps.brokerage.models import (
    Attendance,
    Event,
    Meeting,
    ScheduleRun,
    UnplacedRequest,
    Wish,
)
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import schedule
from accord.apps.core.acting import Acting


def participants_known_to(acting: Acting, event: Event) -> QuerySet[Attendance]:
    """Return those whose names the person may know, in the order of codes.

    All of them for those who read the event; a company knows itself and whom it may
    wish to meet. Nobody learns an address or a telephone number here.
    """
    everybody = people.attendances_of(event)
    if people.reads_everything(acting, event):
        return everybody
    own = people.attendances_visible_to(acting, event).filter(withdrawn_at__isnull=True)
    known = Q(pk__in=own.values("pk"))
    for spoken_for in people.spoken_for_at(acting, event):
        known |= Q(pk__in=people.counterparts_of(spoken_for).order_by().values("pk"))
    return everybody.filter(known)


def meetings_told_to(acting: Acting, run: ScheduleRun) -> QuerySet[Meeting]:
    """Return the meetings of a run that the person may know, in time order.

    All of them for those who read the event; others know those of the organisations they
    speak for or come with, and those at which they interpret.
    """
    meetings = schedule.meetings_of(run)
    if people.reads_everything(acting, run.event):
        return meetings
    own: QuerySet[Attendance, Any] = people.attendances_visible_to(acting, run.event)
    keys = own.order_by().values("pk")
    told = Q(left__in=keys) | Q(right__in=keys)
    if acting.person:
        told |= Q(interpreter__person=acting.person)
    return meetings.filter(told)


def wish_of(wisher: Attendance, wished: Attendance) -> Wish | None:
    """Return what one participant wishes of another, if anything."""
    return wisher.wishes_made.filter(wished=wished).select_related("wisher", "wished").first()


def own_unplaced(run: ScheduleRun, attendance: Attendance) -> QuerySet[UnplacedRequest]:
    """Return what the participant itself wished and the run could not place.

    What only the other side wished is not among it: that wish is not the participant's to read.
    """
    wished = (
        attendance.wishes_made.exclude(strength=Strength.NO)
        .filter(wished__withdrawn_at__isnull=True)
        .values("wished")
    )
    own = Q(left=attendance, right__in=wished) | Q(right=attendance, left__in=wished)
    return (
        UnplacedRequest.objects.filter(own, run=run)
        .select_related("left__organisation", "right__organisation")
        .order_by("left__code", "right__code")
    )
