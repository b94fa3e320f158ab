"""A schedule against its event as it is now, ready for the engine to try changes on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from accord.apps.brokerage.adapters import problem as problems
from accord.apps.brokerage.adapters.names import Known, names_of, plain_viewer
from accord.apps.brokerage.adapters.reasons import why_not_there
from accord.apps.brokerage.errors import CannotBePlannedError, RunUnsoundError
from accord.apps.brokerage.models import ScheduleRun
from accord.apps.brokerage.queries import schedule
from accord.engine import scheduling as engine

# Where every meeting must be held, a schedule that leaves some out is still one to improve.
UNFINISHED = {engine.Breach.NOT_HELD, engine.Breach.UNFAIR_BREAKS}


@dataclass(frozen=True, slots=True)
class Standing:
    """The event as it is now, and the meetings of a schedule as a plan of it."""

    problem: engine.Problem
    plan: engine.Plan
    keys: Mapping[frozenset[str], str]
    known: Known

    def key_of(self, pair: problems.Pair) -> str | None:
        """Return the key of a pair, whichever way round; None when nobody asks for it now."""
        return self.keys.get(frozenset(str(one) for one in pair))


def standing_of(run: ScheduleRun, language: str) -> Standing:
    """Return how a schedule stands.

    Meetings that nobody wishes any more are kept; those of who withdrew are not.

    Parameters
    ----------
    language
        Of whoever reads the refusal.

    Raises
    ------
    RunUnsoundError
        When the event has changed so much that the schedule breaks its rules.
    LockOutOfPlaceError, CannotBePlannedError
        When the event itself cannot be planned as it stands.
    """
    held, setting = schedule.held_in(run), problems.setting_of(run.event)
    asked = [one.pair for one in held]
    try:
        problem = problems.problem_of(run.event, held=held, asked=asked, setting=setting)
    except engine.InvalidProblemError as error:
        raise CannotBePlannedError(problem=str(error)) from error
    keys = {frozenset((one.left, one.right)): one.key for one in problem.requests}
    plan = problems.bare_plan(
        replace(meeting, request=key)
        for meeting in problems.start_of(held).meetings
        if (key := keys.get(frozenset(meeting.request.split("|"))))
    )
    known = Known(
        slots=setting.slots,
        closures=setting.closures,
        tables=setting.tables,
        interpreters={str(one.pk): one.name for one in setting.interpreters},
    )
    broken = [one for one in engine.violations(problem, plan) if one.code not in UNFINISHED]
    if broken:
        names = names_of(run.event, plain_viewer(run.event, language), known=known)
        first = why_not_there(broken[:1], names)
        raise RunUnsoundError(number=run.number, count=len(broken), first=first)
    return Standing(problem, _with_figures(run, problem, plan), keys, known)


def _with_figures(run: ScheduleRun, problem: engine.Problem, plan: engine.Plan) -> engine.Plan:
    held = {one.request for one in plan.meetings}
    return replace(
        plan,
        weight=sum(one.weight for one in problem.requests if one.key in held),
        breaks=sum(engine.breaks_of(problem, plan).values()),
        bound=run.bound,
        status=engine.Status(run.status or engine.Status.UNKNOWN),
        objective=problem.rules.objective,
    )
