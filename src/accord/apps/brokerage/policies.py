"""Who may do what at a brokerage event."""

from collections.abc import Collection
from uuid import UUID

from accord.apps.brokerage.enums import EventState, RunState
from accord.apps.brokerage.errors import (
    ApprovalsMissingError,
    AttendanceWithdrawnError,
    EventClosedError,
    RunEmptyError,
    RunNotDraftError,
    RunPublishedError,
    WishesNotOpenError,
)
from accord.apps.brokerage.models import Attendance, Event, ScheduleRun
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.errors import WithdrawnError
from accord.apps.core.localised import listed
from accord.apps.core.verdicts import YES, Verdict, no_one_but
from accord.apps.programmes.models import Programme

STAFF = (Role.MANAGER, Role.COORDINATOR)


def is_staff(acting: Acting, event: Event) -> bool:
    """Tell whether the person runs the event for one of its sides."""
    return acting.is_administrator or any(
        acting.has(*STAFF, side=side, programme=event.programme_id) for side in event.owner_sides()
    )


def may_prepare_event(acting: Acting, programme: Programme | None) -> Verdict:
    """Tell whether the person may begin an event of the programme."""
    if acting.is_administrator:
        return YES
    if programme is None:
        return YES if acting.has(*STAFF) else no_one_but(acting, *STAFF)
    parties = {ownership.party_id for ownership in programme.ownerships.all()}
    if any(acting.has(*STAFF, side=side, programme=programme.pk) for side in parties):
        return YES
    return no_one_but(acting, *STAFF)


def may_read_everything(acting: Acting, event: Event) -> Verdict:
    """Tell whether the person may see all participants, wishes and drafts of the event."""
    readers = (*STAFF, Role.ANALYST)
    if acting.is_administrator or any(
        acting.has(*readers, side=side, programme=event.programme_id)
        for side in event.owner_sides()
    ):
        return YES
    return no_one_but(acting, *readers)


def may_change_event(acting: Acting, event: Event) -> Verdict:
    """Tell whether the person may change the event, its grid, tables and participants."""
    if not is_staff(acting, event):
        return no_one_but(acting, *STAFF)
    if event.is_withdrawn:
        return Verdict(WithdrawnError())
    if event.state == EventState.CLOSED:
        return Verdict(EventClosedError(event=event.title.in_language(acting.language)))
    return YES


def may_wish(acting: Acting, attendance: Attendance) -> Verdict:
    """Tell whether the person may say whom the participant wishes to meet."""
    event = attendance.event
    if is_staff(acting, event):
        verdict = may_change_event(acting, event)
    elif attendance.organisation_id not in acting.organisations:
        verdict = no_one_but(acting, *STAFF)
    elif event.is_withdrawn:
        verdict = Verdict(WithdrawnError())
    elif event.state != EventState.WISHING:
        verdict = Verdict(WishesNotOpenError())
    else:
        verdict = YES
    if verdict and attendance.withdrawn_at is not None:
        name = attendance.organisation.name.in_language(acting.language)
        return Verdict(AttendanceWithdrawnError(participant=name))
    return verdict


def may_read_suggestions(acting: Acting, attendance: Attendance) -> Verdict:
    """Tell whether the person may read what is suggested to the participant.

    What one was suggested and did not want is its own affair: other sides' staff do not.
    """
    if acting.is_administrator or attendance.organisation_id in acting.organisations:
        return YES
    side = attendance.party_id
    if side is not None and acting.has(*STAFF, side=side):
        return YES
    return no_one_but(acting, *STAFF)


def may_plan(acting: Acting, event: Event) -> Verdict:
    """Tell whether the person may have the event planned."""
    return may_change_event(acting, event)


def may_move(acting: Acting, event: Event, run: ScheduleRun) -> Verdict:
    """Tell whether the person may move, lock or lift meetings of the schedule."""
    verdict = may_change_event(acting, event)
    if verdict and run.state != RunState.DRAFT:
        return Verdict(RunNotDraftError(number=run.number))
    return verdict


def may_repair(acting: Acting, event: Event, run: ScheduleRun) -> Verdict:
    """Tell whether the person may mend the schedule after a change; a new draft comes of it."""
    verdict = may_change_event(acting, event)
    if verdict and not run.status:
        return Verdict(RunEmptyError(number=run.number))
    return verdict


def may_copy(acting: Acting, event: Event) -> Verdict:
    """Tell whether the person may begin a new draft from a schedule."""
    return may_change_event(acting, event)


def may_publish(
    acting: Acting, event: Event, run: ScheduleRun, *, approved: Collection[UUID]
) -> Verdict:
    """Tell whether the person may publish the schedule.

    ``approved`` are the sides that said yes to it; they matter where the
    programme wants every party's approval.
    """
    verdict = may_change_event(acting, event)
    if not verdict:
        return verdict
    if run.state == RunState.PUBLISHED:
        return Verdict(RunPublishedError(number=run.number))
    if run.state != RunState.DRAFT:
        return Verdict(RunNotDraftError(number=run.number))
    programme = event.programme
    if programme is None or not programme.needs_every_approval:
        return YES
    missing = [
        ownership.party.name.in_language(acting.language)
        for ownership in programme.ownerships.all()
        if ownership.party_id not in approved
    ]
    return Verdict(ApprovalsMissingError(parties=listed(sorted(missing)))) if missing else YES
