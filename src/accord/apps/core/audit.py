"""The trace that every action leaves."""

from collections.abc import Iterable
from uuid import UUID

from accord.apps.core.acting import Acting
from accord.apps.core.enums import DeedBase
from accord.apps.core.models import AuditEntry

Fact = str | int | float | bool | None


def record(
    acting: Acting, deed: DeedBase, subject: str, side: UUID | None = None, **facts: Fact
) -> AuditEntry:
    """Write down who did what to what, inside the caller's transaction.

    Parameters
    ----------
    acting
        Who, when and through which door.
    deed
        A member of the context's own register.
    subject
        The reference of the record it was done to.
    side
        The side whose business it is alone; None for what all owners may read.
    facts
        Small and named; no secrets, no translations.
    """
    return AuditEntry.objects.create(
        at=acting.at,
        who=acting.who,
        name=acting.name,
        door=acting.door,
        deed=deed.value,
        subject=subject,
        side_id=side,
        facts=facts,
    )


def record_all(acting: Acting, deed: DeedBase, subjects: Iterable[str], **facts: Fact) -> None:
    """Write down the same deed for many records, with a constant number of queries per 500."""
    AuditEntry.objects.bulk_create(
        (
            AuditEntry(
                at=acting.at,
                who=acting.who,
                name=acting.name,
                door=acting.door,
                deed=deed.value,
                subject=subject,
                facts=facts,
            )
            for subject in subjects
        ),
        batch_size=500,
    )
