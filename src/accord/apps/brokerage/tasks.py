"""What workers do for brokerage."""

from accord.apps.brokerage.actions import planning, printing
from accord.apps.brokerage.queries import schedule
from accord.apps.core import jobs


def plan(running: jobs.Running) -> None:
    """Search the plan of a run."""
    run = schedule.run_to_carry_out(running.payload["run"])
    acting = jobs.acting_of(running.job, running.now)
    planning.carry_out(acting, run, report=running.report)


def print_papers(running: jobs.Running) -> None:
    """Print a piece of a schedule."""
    acting = jobs.acting_of(running.job, running.now)
    printing.carry_out(acting, running.payload, running.report)
