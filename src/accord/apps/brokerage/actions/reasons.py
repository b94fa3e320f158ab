"""Work out anew why wishes found no place, once meetings were moved by hand."""

from contextlib import suppress

from django.db import transaction

from accord.apps.brokerage import policies
from accord.apps.brokerage.adapters.plan import unplaced_row
from accord.apps.brokerage.adapters.problem import pair_of
from accord.apps.brokerage.adapters.standing import standing_of
from accord.apps.brokerage.enums import LIFTED, Deed
from accord.apps.brokerage.errors import (
    CannotBePlannedError,
    LockOutOfPlaceError,
    RunUnsoundError,
)
from accord.apps.brokerage.models import ScheduleRun, UnplacedRequest
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.engine import scheduling as engine

BATCH = 500


def explain_anew(acting: Acting, run: ScheduleRun) -> None:
    """Give every wish without a place the reason that holds for the draft as it is now.

    What a person took off the schedule keeps that reason.

    Raises
    ------
    RunUnsoundError, LockOutOfPlaceError, CannotBePlannedError
        When the draft does not fit the event as it is now.
    """
    policies.may_move(acting, run.event, run).require()
    with transaction.atomic():
        ScheduleRun.objects.select_for_update().get(pk=run.pk)
        _explain(run, acting.language)
        audit.record(acting, Deed.REASONS_RENEWED, run.event.reference, run=run.number)


def renew_reasons(run: ScheduleRun, language: str) -> None:
    """Renew old reasons where the run fits its event; else they stay, and are said to be old."""
    if run.has_old_reasons:
        with suppress(RunUnsoundError, LockOutOfPlaceError, CannotBePlannedError):
            _explain(run, language)


def _explain(run: ScheduleRun, language: str) -> None:
    standing = standing_of(run, language)
    causes = {
        frozenset(pair_of(one.request)): unplaced_row(run, one)
        for one in engine.explained(standing.problem, standing.plan).unplaced
    }
    held = {frozenset(pair_of(one.request)) for one in standing.plan.meetings}
    gone, known = [], list[UnplacedRequest]()
    for row in run.unplaced.all():
        pair = frozenset((row.left_id, row.right_id))
        is_lifted = row.cause == LIFTED and pair not in held
        cause = causes.pop(pair, None)
        if cause is not None and not is_lifted:
            row.cause, row.facts = cause.cause, cause.facts
            known.append(row)
        elif not is_lifted:
            gone.append(row.pk)
    for start in range(0, len(gone), BATCH):
        UnplacedRequest.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    UnplacedRequest.objects.bulk_update(known, ["cause", "facts"], batch_size=BATCH)
    UnplacedRequest.objects.bulk_create(causes.values(), batch_size=BATCH)
    run.has_old_reasons = False
    run.save(update_fields=["has_old_reasons"])
