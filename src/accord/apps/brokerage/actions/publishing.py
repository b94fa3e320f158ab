"""Publish a schedule, tell people's calendars, and begin a new draft from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions.reasons import renew_reasons
from accord.apps.brokerage.enums import Deed, EventState, RunState
from accord.apps.brokerage.errors import OtherEventError, RunEmptyError, RunPublishedError
from accord.apps.brokerage.events import SchedulePublished
from accord.apps.brokerage.models import (
    CalendarEntry,
    Event,
    Meeting,
    ScheduleRun,
    Seat,
    UnplacedRequest,
)
from accord.apps.brokerage.queries import schedule
from accord.apps.core import audit
from accord.apps.core import queries as core
from accord.apps.core.acting import Acting
from accord.apps.core.outbox import announce

BATCH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """How people's calendars change with a publication."""

    added: int
    changed: int
    cancelled: int
    unchanged: int


def publish_schedule(acting: Acting, run: ScheduleRun) -> Told:
    """Make a draft the schedule that people rely on.

    The version of the event rises by one. The calendar entry of a pair keeps its key for
    good; its sequence rises when its time, table, interpreter or people change, when it is
    cancelled and when it comes back, and never otherwise.

    Raises
    ------
    RunEmptyError
        When the run has no meetings.
    RunPublishedError, RunNotDraftError, ApprovalsMissingError
        When it cannot be published now.
    """
    event = run.event
    approved = {approval.side_id for approval in core.approvals_of([run.subject])}
    policies.may_publish(acting, event, run, approved=approved).require()
    with transaction.atomic():
        fresh = Event.objects.select_for_update().get(pk=event.pk)
        run.refresh_from_db(fields=["state", "has_old_reasons"])
        if run.state != RunState.DRAFT:
            raise RunPublishedError(number=run.number)
        meetings = list(Meeting.objects.filter(run=run).order_by("pk"))
        if not meetings:
            raise RunEmptyError(number=run.number)
        renew_reasons(run, acting.language)
        told = _tell_calendars(acting, event, meetings)
        event.runs.filter(state=RunState.PUBLISHED).update(state=RunState.SUPERSEDED)
        event.version, event.state = fresh.version + 1, EventState.PUBLISHED
        event.save(update_fields=["version", "state"])
        run.state, run.version = RunState.PUBLISHED, event.version
        run.published_at, run.published_by = acting.at, acting.name
        run.save(update_fields=["state", "version", "published_at", "published_by"])
        audit.record(
            acting,
            Deed.SCHEDULE_PUBLISHED,
            event.reference,
            run=run.number,
            version=event.version,
            meetings=len(meetings),
            cancelled=told.cancelled,
        )
        announce(SchedulePublished(acting.at, str(event.pk), str(run.pk), event.version))
    return told


def copy_run(acting: Acting, run: ScheduleRun) -> ScheduleRun:
    """Begin a new draft with all meetings, seats and locks of a run; it stays as it is."""
    event = run.event
    policies.may_copy(acting, event).require()
    if not run.status:
        raise OtherEventError
    with transaction.atomic():
        Event.objects.select_for_update().get(pk=event.pk)
        draft = ScheduleRun.objects.get(pk=run.pk)
        draft.pk = uuid4()
        draft.number = schedule.next_run_number(event)
        draft.state, draft.based_on, draft.job = RunState.DRAFT, run, None
        draft.made_by, draft.made_at = acting.name, acting.at
        draft.version, draft.published_at, draft.published_by = None, None, ""
        draft.save(force_insert=True)
        _copy_meetings(run, draft)
        audit.record(
            acting, Deed.RUN_COPIED, event.reference, run=draft.number, copied_from=run.number
        )
    return draft


def _copy_meetings(run: ScheduleRun, draft: ScheduleRun) -> None:
    copies = {
        one.pk: Meeting(
            run=draft,
            left_id=one.left_id,
            right_id=one.right_id,
            slot_id=one.slot_id,
            table_id=one.table_id,
            interpreter_id=one.interpreter_id,
            is_locked=one.is_locked,
        )
        for one in Meeting.objects.filter(run=run).order_by("pk")
    }
    Meeting.objects.bulk_create(copies.values(), batch_size=BATCH)
    seats = Seat.objects.filter(meeting__run=run).values_list("meeting", "delegate")
    Seat.objects.bulk_create(
        [Seat(meeting=copies[meeting], delegate_id=delegate) for meeting, delegate in seats],
        batch_size=BATCH,
    )
    UnplacedRequest.objects.bulk_create(
        [
            UnplacedRequest(
                run=draft,
                left_id=one.left_id,
                right_id=one.right_id,
                cause=one.cause,
                facts=one.facts,
            )
            for one in UnplacedRequest.objects.filter(run=run).order_by("pk")
        ],
        batch_size=BATCH,
    )


def _tell_calendars(acting: Acting, event: Event, meetings: Sequence[Meeting]) -> Told:
    """Bring the calendar entries up to date; return how many changed in which way."""
    people = _people_at(meetings)
    entries = {frozenset((one.left_id, one.right_id)): one for one in event.calendar_entries.all()}
    new, changed, unchanged = [], [], 0
    for meeting in meetings:
        entry = entries.pop(frozenset((meeting.left_id, meeting.right_id)), None)
        if entry is None:
            entry = CalendarEntry(event=event, left_id=meeting.left_id, right_id=meeting.right_id)
            new.append(entry)
        elif _says(entry, meeting, people[meeting.pk]):
            unchanged += 1
            continue
        else:
            entry.sequence += 1
            changed.append(entry)
        entry.slot_id, entry.table_id = meeting.slot_id, meeting.table_id
        entry.interpreter_id, entry.people = meeting.interpreter_id, people[meeting.pk]
        entry.is_cancelled, entry.changed_at = False, acting.at
    gone = [entry for entry in entries.values() if not entry.is_cancelled]
    for entry in gone:
        entry.is_cancelled, entry.changed_at = True, acting.at
        entry.sequence += 1
    CalendarEntry.objects.bulk_create(new, batch_size=BATCH)
    CalendarEntry.objects.bulk_update(
        [*changed, *gone],
        ["slot", "table", "interpreter", "people", "sequence", "is_cancelled", "changed_at"],
        batch_size=BATCH,
    )
    return Told(len(new), len(changed), len(gone), unchanged)


def _people_at(meetings: Sequence[Meeting]) -> dict[UUID, list[str]]:
    """Return the keys of the delegates at each meeting, sorted."""
    people: dict[UUID, list[str]] = {meeting.pk: [] for meeting in meetings}
    run = meetings[0].run_id
    seats = Seat.objects.filter(meeting__run=run).values_list("meeting", "delegate")
    for meeting, delegate in seats:
        people[meeting].append(str(delegate))
    return {meeting: sorted(keys) for meeting, keys in people.items()}


def _says(entry: CalendarEntry, meeting: Meeting, people: list[str]) -> bool:
    """Tell whether the entry already says all of this."""
    return not entry.is_cancelled and (
        entry.slot_id,
        entry.table_id,
        entry.interpreter_id,
        entry.people,
    ) == (meeting.slot_id, meeting.table_id, meeting.interpreter_id, people)
