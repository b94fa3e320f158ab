"""Ask what a change of the event would bring to a schedule; neither of them changes."""

import time
from collections.abc import Callable

from django.db import transaction

from accord.apps.brokerage import policies
from accord.apps.brokerage.adapters import plan as plans
from accord.apps.brokerage.adapters import problem as problems
from accord.apps.brokerage.adapters.standing import standing_of
from accord.apps.brokerage.adapters.what_if import change_of, plan_before, result_of
from accord.apps.brokerage.enums import Deed
from accord.apps.brokerage.errors import CannotBePlannedError, OtherEventError, WhatIfUnderWayError
from accord.apps.brokerage.models import Event, ScheduleRun, WhatIf
from accord.apps.core import audit, jobs
from accord.apps.core import queries as core
from accord.apps.core.acting import Acting
from accord.engine import scheduling as engine

KIND = "brokerage.what-if"
SECONDS_BETWEEN_SAVES = 2.0

Report = Callable[..., bool]


def ask_what_if(
    acting: Acting, run: ScheduleRun, *, what: str, count: int = 1, seconds: int = 10
) -> WhatIf:
    """Have a worker search what a change would bring; the answer is kept with the run.

    Parameters
    ----------
    what
        The change, as ``adapters.what_if`` writes it.
    count
        How many tables, interpreters, slots or half hours.
    seconds
        Budget of the search, wall clock.

    Raises
    ------
    WhatIfUnderWayError
        When another change is being tried on the run.
    """
    policies.may_plan(acting, run.event).require()
    if not run.status:
        raise OtherEventError
    with transaction.atomic():
        Event.objects.select_for_update().get(pk=run.event_id)
        if core.unfinished_job(KIND, run.subject) is not None:
            raise WhatIfUnderWayError
        one = WhatIf.objects.create(
            run=run,
            what=what,
            count=count,
            seconds_allowed=seconds,
            made_by=acting.name,
            made_at=acting.at,
        )
        one.job = jobs.start_job(acting, KIND, run.subject, payload={"what_if": str(one.pk)})
        one.save(update_fields=["job"])
        audit.record(acting, Deed.WHAT_IF_ASKED, run.event.reference, run=run.number, count=count)
    return one


def stop_what_if(acting: Acting, one: WhatIf) -> None:
    """Ask the worker to stop and keep the best answer it has; any of the staff may.

    Raises
    ------
    JobNotRunningError
        When the search is over already.
    """
    event = one.run.event
    policies.may_plan(acting, event).require()
    jobs.ask_to_stop(acting, one.job, event.reference, run=one.run.number)


def search_what_if(one: WhatIf, *, language: str, report: Report) -> None:
    """Search the answer and keep it, inside the worker.

    It can be repeated: after a crash the search goes on from the best plan that was found,
    for the seconds that are left.
    """
    if one.result is not None:
        return
    standing = standing_of(one.run, language)
    found = plans.unpacked(one.best_so_far)
    watch = _Watch(one, report)
    try:
        answer = engine.what_if(
            standing.problem,
            plan_before(one.run, standing),
            change_of(one.what, one.count),
            seconds=max(0.0, one.seconds_allowed - one.seconds_used),
            seed=one.run.seed,
            start=problems.bare_plan(found) if found else None,
            watch=watch,
        )
    except engine.InvalidProblemError as error:
        raise CannotBePlannedError(problem=str(error)) from error
    with transaction.atomic():
        one.result = result_of(answer, is_stopped=watch.is_stopped)
        one.best_so_far = None
        one.seconds_used += answer.plan.seconds
        one.save(update_fields=["result", "best_so_far", "seconds_used"])
        report(one.seconds_allowed, one.seconds_allowed)


class _Watch:
    """Reports the search, and saves the best plan every few seconds."""

    def __init__(self, one: WhatIf, report: Report) -> None:
        self.one, self.report = one, report
        self.used_before = one.seconds_used
        self.best: engine.Plan | None = None
        self.saved_at = float("-inf")
        self.is_stopped = False

    def __call__(self, progress: engine.Progress) -> bool:
        self.best = progress.plan or self.best
        used = self.used_before + progress.seconds
        with transaction.atomic():
            if self.best and time.monotonic() - self.saved_at >= SECONDS_BETWEEN_SAVES:
                self.one.best_so_far, self.one.seconds_used = plans.packed(self.best), used
                self.one.save(update_fields=["best_so_far", "seconds_used"])
                self.best, self.saved_at = None, time.monotonic()
            goes_on = self.report(
                int(used), self.one.seconds_allowed, weight=progress.weight, bound=progress.bound
            )
        self.is_stopped = not goes_on
        return goes_on
