"""Who may do what to what every context shares."""

from uuid import UUID

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.errors import JobNotRunningError
from accord.apps.core.models import Job
from accord.apps.core.verdicts import YES, Verdict, no_one_but

STAFF = (Role.MANAGER, Role.COORDINATOR)


def may_write_note(acting: Acting, side: UUID) -> Verdict:
    """Tell whether the person may write a private note of the side."""
    return YES if acting.has(*STAFF, side=side) else no_one_but(acting, *STAFF)


def may_approve(acting: Acting, side: UUID, programme: UUID | None) -> Verdict:
    """Tell whether the person may say yes for the side."""
    if acting.has(Role.MANAGER, side=side, programme=programme):
        return YES
    return no_one_but(acting, Role.MANAGER)


def may_stop_job(acting: Acting, job: Job) -> Verdict:
    """Tell whether the person may stop the work."""
    if job.is_over:
        return Verdict(JobNotRunningError())
    if acting.is_administrator or (acting.is_signed_in and job.who == acting.who):
        return YES
    return no_one_but(acting, Role.ADMINISTRATOR)
