"""What workers do for brokerage."""

from dataclasses import replace
from uuid import UUID

from accord.apps.accounts import queries as accounts
from accord.apps.brokerage.actions import merging, planning, printing, what_if
from accord.apps.brokerage.queries import schedule
from accord.apps.brokerage.workbook import previews
from accord.apps.core import jobs
from accord.apps.core.acting import Acting, Grant, the_system
from accord.apps.core.enums import Role
from accord.apps.directory.events import OrganisationsMerged, PeopleMerged
from accord.apps.programmes import queries as programmes


def plan(running: jobs.Running) -> None:
    """Search the plan of a run."""
    run = schedule.run_to_carry_out(running.payload["run"])
    acting = jobs.acting_of(running.job, running.now)
    planning.carry_out(acting, run, report=running.report)


def try_change(running: jobs.Running) -> None:
    """Search what a change of the event would bring."""
    one = schedule.what_if_to_carry_out(running.payload["what_if"])
    what_if.search_what_if(one, language=running.job.language, report=running.report)


def print_papers(running: jobs.Running) -> None:
    """Print a piece of a schedule."""
    acting = jobs.acting_of(running.job, running.now)
    printing.carry_out(acting, running.payload, running.report)


def preview_workbook(running: jobs.Running) -> None:
    """Say row by row what a file would do."""
    previews.carry_out_preview(_starter(running), running.payload, running.report)


def import_workbook(running: jobs.Running) -> None:
    """Take a file over into an event."""
    acting = _starter(running)
    previews.carry_out_import(acting, running.payload, running.job.facts, running.report)


def follow_organisations(merged: OrganisationsMerged) -> None:
    """Lead events to the organisation that was kept."""
    acting = the_system(merged.at)
    merging.follow_merged_organisations(
        acting, kept=UUID(merged.kept), absorbed=UUID(merged.absorbed)
    )


def follow_people(merged: PeopleMerged) -> None:
    """Lead events to the person that was kept."""
    acting = the_system(merged.at)
    merging.follow_merged_people(acting, kept=UUID(merged.kept), absorbed=UUID(merged.absorbed))


def _starter(running: jobs.Running) -> Acting:
    """Return who started the work, with the roles that they hold at this moment."""
    acting = jobs.acting_of(running.job, running.now)
    user = accounts.user_who_acts(acting)
    if user is None or not user.is_active:
        return acting
    grants = programmes.grants_of(user, on=acting.at.date())
    if user.is_staff:
        grants |= {Grant(Role.ADMINISTRATOR)}
    partners = programmes.partners_of({grant.side for grant in grants if grant.side})
    return replace(acting, grants=grants, partners=partners)
