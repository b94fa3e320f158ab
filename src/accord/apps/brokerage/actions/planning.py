"""Have an event planned in the background, and keep what the planner found."""

import time
from collections.abc import Callable

from django.db import transaction

from accord.apps.brokerage import policies
from accord.apps.brokerage.adapters import conflicts
from accord.apps.brokerage.adapters import plan as plans
from accord.apps.brokerage.adapters import problem as problems
from accord.apps.brokerage.adapters.changes import changes_in
from accord.apps.brokerage.adapters.history import reached, with_point
from accord.apps.brokerage.enums import Deed, EventState
from accord.apps.brokerage.errors import (
    CannotBePlannedError,
    NothingToPlanError,
    OtherEventError,
    PlanningUnderWayError,
)
from accord.apps.brokerage.models import Event, Meeting, ScheduleRun, Seat, UnplacedRequest
from accord.apps.brokerage.queries import events, schedule, wishes
from accord.apps.core import audit, jobs
from accord.apps.core import queries as core
from accord.apps.core.acting import Acting
from accord.apps.core.errors import ChangedMeanwhileError
from accord.engine import scheduling as engine

KIND = "brokerage.plan"
SECONDS_BETWEEN_SAVES = 2.0
SECONDS_FOR_CONFLICTS = 10.0  # beyond the budget: they matter only when the search has failed
BATCH = 500

Report = Callable[..., bool]


def plan_event(
    acting: Acting,
    event: Event,
    *,
    seconds: int = 30,
    seed: int = 0,
    around: ScheduleRun | None = None,
) -> ScheduleRun:
    """Have the event planned by a worker; the run tells how far it is.

    Parameters
    ----------
    seconds
        Budget of the search, wall clock.
    seed
        Seed of every random choice.
    around
        An earlier run: its locked meetings stay, its others are where the search begins.

    Raises
    ------
    NothingToPlanError
        When there are no slots, tables or wished meetings.
    PlanningUnderWayError
        When a worker plans the event already.
    """
    policies.may_plan(acting, event).require()
    if around is not None and around.event_id != event.pk:
        raise OtherEventError
    _refuse_nothing(event)
    with transaction.atomic():
        Event.objects.select_for_update().get(pk=event.pk)
        if core.unfinished_job(KIND, event.reference) is not None:
            raise PlanningUnderWayError
        run = ScheduleRun.objects.create(
            event=event,
            number=schedule.next_run_number(event),
            based_on=around,
            seconds_allowed=seconds,
            seed=seed,
            made_by=acting.name,
            made_at=acting.at,
        )
        run.job = jobs.start_job(acting, KIND, event.reference, payload={"run": str(run.pk)})
        run.save(update_fields=["job"])
    return run


def stop_planning(acting: Acting, run: ScheduleRun) -> None:
    """Ask the worker to stop and keep the best it has found; any of the staff may.

    Raises
    ------
    JobNotRunningError
        When the search is over already.
    """
    policies.may_plan(acting, run.event).require()
    jobs.ask_to_stop(acting, run.job, run.event.reference, run=run.number)


def carry_out(acting: Acting, run: ScheduleRun, *, report: Report) -> None:
    """Search the plan of a run and keep it, inside the worker.

    It can be repeated: after a crash the search goes on from the best plan that was found,
    for the seconds that are left. Nothing in the database is locked while it searches.

    Parameters
    ----------
    report
        Takes what is done and the total, both in seconds, and facts; answers whether to go on.
    """
    if run.status:
        return
    held = schedule.held_in(run.based_on) if run.based_on else []
    try:
        problem = problems.problem_of(run.event, held=held)
    except engine.InvalidProblemError as error:
        raise CannotBePlannedError(problem=str(error)) from error
    found = plans.unpacked(run.best_so_far)
    start = problems.bare_plan(found) if found else problems.start_of(held)
    watch = _Watch(run, report, problem)
    seconds = max(0.0, run.seconds_allowed - run.seconds_used)
    limits = engine.Limits(seconds=seconds, seed=run.seed)
    plan = engine.plan(problem, limits, start=start if start.meetings else None, watch=watch)
    if plan.unplaced and problem.rules.objective is engine.Objective.FEWEST_BREAKS:
        run.conflicts = conflicts.packed(engine.conflicts(problem, seconds=SECONDS_FOR_CONFLICTS))
    figures = (plan.weight, plan.breaks, plan.bound)
    history = watch.noted(watch.used_before + plan.seconds, *figures)
    with transaction.atomic():
        _keep(acting, run, problem, plan)
        facts = _facts_of(plan, len(problem.requests))
        report(run.seconds_allowed, run.seconds_allowed, **facts, history=history)


class _Watch:
    """Reports the search, and saves the best plan every few seconds."""

    def __init__(self, run: ScheduleRun, report: Report, problem: engine.Problem) -> None:
        self.run, self.report, self.requests = run, report, len(problem.requests)
        self.objective = problem.rules.objective
        self.history = run.job.facts.get("history", []) if run.job else []
        self.used_before = run.seconds_used
        self.best: engine.Plan | None = None
        self.held = 0
        self.saved_at = float("-inf")

    def __call__(self, progress: engine.Progress) -> bool:
        if progress.plan is not None:
            self.best, self.held = progress.plan, len(progress.plan.meetings)
        used = self.used_before + progress.seconds
        with transaction.atomic():
            if self.best and time.monotonic() - self.saved_at >= SECONDS_BETWEEN_SAVES:
                self._save(self.best, used)
            return self._tell(progress, used)

    def _tell(self, progress: engine.Progress, used: float) -> bool:
        return self.report(
            int(used),
            self.run.seconds_allowed,
            weight=progress.weight,
            bound=progress.bound,
            breaks=progress.breaks,
            found_by=progress.found_by,
            held=self.held,
            requests=self.requests,
            seconds=round(used, 1),
            is_of_breaks=self.objective is engine.Objective.FEWEST_BREAKS,
            history=self.noted(used, progress.weight, progress.breaks, progress.bound),
        )

    def noted(self, used: float, weight: int, breaks: int, bound: int) -> list[list[float]]:
        """Return the history of the search up to now, also of what ran before a crash."""
        best = reached(self.objective, weight, breaks)
        self.history = with_point(self.history, (used, best, bound))
        return self.history

    def _save(self, plan: engine.Plan, used: float) -> None:
        self.run.best_so_far, self.run.seconds_used = plans.packed(plan), used
        self.run.save(update_fields=["best_so_far", "seconds_used"])
        self.best, self.saved_at = None, time.monotonic()


def _refuse_nothing(event: Event) -> None:
    slots = events.meeting_slots_of(event).count()
    tables = event.tables.count()
    requests = sum(not pair.is_refused for pair in wishes.wanted_pairs(event))
    if not (slots and tables and requests):
        raise NothingToPlanError(slots=slots, tables=tables, requests=requests)


def _facts_of(plan: engine.Plan, requests: int) -> dict[str, int | str | float]:
    return {
        "weight": plan.weight,
        "bound": plan.bound,
        "breaks": plan.breaks,
        "found_by": plan.found_by,
        "held": len(plan.meetings),
        "requests": requests,
    }


def _keep(acting: Acting, run: ScheduleRun, problem: engine.Problem, plan: engine.Plan) -> None:
    """Write the plan into the run, in one transaction."""
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=run.event_id)
        rows = plans.rows_of(run, plan, problem)
        _refuse_lost_keys(event, rows)
        run.meetings.all().delete()
        run.unplaced.all().delete()
        write_rows(rows)
        run.status, run.found_by = plan.status.value, plan.found_by
        run.weight, run.bound, run.breaks = plan.weight, plan.bound, plan.breaks
        run.changes = changes_in(run)
        run.seconds_used += plan.seconds
        run.best_so_far = None
        run.save()
        if event.state in {EventState.DRAFT, EventState.WISHING}:
            event.state = EventState.PLANNED
            event.save(update_fields=["state"])
        audit.record(
            acting,
            Deed.EVENT_PLANNED,
            event.reference,
            run=run.number,
            meetings=len(rows.meetings),
            unplaced=len(rows.unplaced),
            weight=plan.weight,
            bound=plan.bound,
        )


def write_rows(rows: plans.Rows) -> None:
    """Write meetings, who sits at them, and what found no place."""
    Meeting.objects.bulk_create(rows.meetings, batch_size=BATCH)
    Seat.objects.bulk_create(rows.seats, batch_size=BATCH)
    UnplacedRequest.objects.bulk_create(rows.unplaced, batch_size=BATCH)


def _refuse_lost_keys(event: Event, rows: plans.Rows) -> None:
    """Refuse a plan for people, slots or tables that went while it was searched."""
    slots = set(events.slots_of(event).values_list("pk", flat=True))
    tables = set(event.tables.values_list("pk", flat=True))
    interpreters = {None, *event.interpreters.values_list("pk", flat=True)}
    for one in rows.meetings:
        known = one.slot_id in slots and one.table_id in tables
        if not known or one.interpreter_id not in interpreters:
            raise ChangedMeanwhileError
