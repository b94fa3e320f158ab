"""Begin a draft in which a wish that found no place is held, at the least cost found."""

from django.db import transaction

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions.planning import write_rows
from accord.apps.brokerage.adapters import plan as plans
from accord.apps.brokerage.adapters.changes import changes_in
from accord.apps.brokerage.adapters.cheapest import Cheapest, cheapest_change
from accord.apps.brokerage.adapters.problem import Pair
from accord.apps.brokerage.enums import Deed
from accord.apps.brokerage.models import Event, ScheduleRun
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import schedule
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.errors import ChangedMeanwhileError


def make_room(acting: Acting, run: ScheduleRun, pair: Pair, *, seal: str) -> ScheduleRun:
    """Begin a draft from a run in which a pair's meeting is held; the run stays as it is.

    Parameters
    ----------
    pair
        Who found no place.
    seal
        Of the change that the person read.

    Raises
    ------
    ChangedMeanwhileError
        When it would be another change by now.
    RunUnsoundError, LockOutOfPlaceError, CannotBePlannedError
        When the run does not fit the event as it is now.
    """
    event = run.event
    policies.may_copy(acting, event).require()
    with transaction.atomic():
        Event.objects.select_for_update().get(pk=event.pk)
        change = cheapest_change(run, pair, language=acting.language)
        if change is None or not change.is_possible or change.seal != seal:
            raise ChangedMeanwhileError
        draft = _draft(acting, run, change)
        codes = dict(people.attendances_among(event, pair).values_list("pk", "code"))
        audit.record(
            acting,
            Deed.ROOM_MADE,
            event.reference,
            run=draft.number,
            copied_from=run.number,
            left=codes[pair[0]],
            right=codes[pair[1]],
            moved=len(change.forced.moved),
            lost=len(change.forced.lost),
            gained=len(change.forced.gained),
        )
    return draft


def _draft(acting: Acting, run: ScheduleRun, change: Cheapest) -> ScheduleRun:
    plan = change.plan()
    draft = ScheduleRun.objects.create(
        event=run.event,
        number=schedule.next_run_number(run.event),
        based_on=run,
        seconds_allowed=run.seconds_allowed,
        seconds_used=run.seconds_used,
        seed=run.seed,
        status=plan.status.value,
        weight=plan.weight,
        bound=max(plan.weight, run.bound),
        breaks=plan.breaks,
        found_by=run.found_by,
        is_hand_changed=True,
        made_by=acting.name,
        made_at=acting.at,
    )
    write_rows(plans.rows_of(draft, plan, change.standing.problem))
    draft.changes = changes_in(draft)
    draft.save(update_fields=["changes"])
    return draft
