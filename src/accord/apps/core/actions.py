"""Things people do to any record."""

from uuid import UUID

from django.db import transaction

from accord.apps.core import audit, jobs, policies
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Deed
from accord.apps.core.errors import ReasonMissingError, WithdrawnError
from accord.apps.core.models import Approval, Job, Note, SharedRecord
from accord.apps.core.verdicts import Verdict


def withdraw_record(
    acting: Acting, record: SharedRecord, *, reason: str, verdict: Verdict
) -> None:
    """Take a record back, with the reason; it stays readable to those who saw it.

    Parameters
    ----------
    verdict
        The answer of the record's own context to “may this person?”.

    Raises
    ------
    ReasonMissingError
        When the reason is empty.
    WithdrawnError
        When it was withdrawn before.
    """
    verdict.require()
    if not reason.strip():
        raise ReasonMissingError
    with transaction.atomic():
        rows = type(record)._default_manager.select_for_update()  # noqa: SLF001 -- Django's name for it
        fresh = rows.get(pk=record.pk)
        if fresh.is_withdrawn:
            raise WithdrawnError
        record.withdrawn_at, record.withdrawn_reason = acting.at, reason.strip()
        record.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        audit.record(acting, Deed.RECORD_WITHDRAWN, record.reference, reason=reason.strip())


def write_note(acting: Acting, subject: str, *, side: UUID, text: str) -> Note:
    """Write a private note of the side about a record."""
    policies.may_write_note(acting, side).require()
    if not text.strip():
        raise ReasonMissingError
    with transaction.atomic():
        note = Note.objects.create(
            subject=subject, side_id=side, text=text.strip(), by=acting.name, at=acting.at
        )
        audit.record(acting, Deed.NOTE_WRITTEN, subject, side=side)
    return note


def approve(acting: Acting, subject: str, *, side: UUID, programme: UUID | None = None) -> None:
    """Say yes to a shared record for the side; saying it twice changes nothing."""
    policies.may_approve(acting, side, programme).require()
    with transaction.atomic():
        _approval, is_new = Approval.objects.get_or_create(
            subject=subject, side_id=side, defaults={"by": acting.name, "at": acting.at}
        )
        if is_new:
            audit.record(acting, Deed.APPROVAL_GIVEN, subject, for_side=str(side))


def take_back_approvals(acting: Acting, subject: str) -> int:
    """Clear every side's yes because the record changed; return how many were cleared."""
    with transaction.atomic():
        cleared, _by_model = Approval.objects.filter(subject=subject).delete()
        if cleared:
            audit.record(acting, Deed.APPROVAL_TAKEN_BACK, subject, cleared=cleared)
    return cleared


def ask_job_to_stop(acting: Acting, job: Job) -> None:
    """Ask the worker to stop and keep what it has."""
    policies.may_stop_job(acting, job).require()
    jobs.ask_to_stop(acting, job, job.subject, kind=job.kind)
