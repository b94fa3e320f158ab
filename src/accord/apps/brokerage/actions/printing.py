"""Printing what takes long, in the background."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accord.apps.brokerage import policies
from accord.apps.brokerage.enums import Deed
from accord.apps.brokerage.models import Delegate, Event, Interpreter, ScheduleRun, new_token
from accord.apps.brokerage.papers.pieces import Order, Printed, print_piece
from accord.apps.brokerage.queries import agendas as queries
from accord.apps.core import audit, jobs
from accord.apps.core.acting import Acting
from accord.apps.core.models import Job
from accord.apps.documents.actions import store_made_file
from accord.apps.documents.models import StoredFile

# A printed schedule is of use for the days of the event; afterwards it is personal data.
KEPT = timedelta(days=30)


def start_printing(acting: Acting, run: ScheduleRun, order: Order, *, page: str) -> Job:
    """Queue a piece of a schedule for printing, or return the job already at it.

    Parameters
    ----------
    acting
        Who asks; they must be able to read the whole event.
    run
        The schedule.
    order
        The piece.
    page
        The address to which the finished job leads.
    """
    policies.may_read_everything(acting, run.event).require()
    payload = {
        "run": str(run.pk),
        "piece": order.piece,
        "language": order.language,
        "side": str(order.side) if order.side else "",
        "page": page,
    }
    return jobs.start_job(acting, queries.PRINTING, _subject(run, order), payload=payload)


def carry_out(acting: Acting, payload: dict[str, Any], report: Callable[..., bool]) -> None:
    """Print what a job was started for, and keep the file.

    Running twice prints twice and keeps the second.
    """
    run = queries.run_to_print(payload["run"])
    order = order_of(payload)
    printed = print_piece(queries.schedule_in(run), order, report)
    if not report(1, 1):
        return
    with transaction.atomic():
        stored = _store(acting, run.event, printed)
        report(1, 1, file=str(stored.pk), name=printed.name)


def order_of(payload: dict[str, Any]) -> Order:
    """Return the order that a job carries."""
    side = UUID(payload["side"]) if payload["side"] else None
    return Order(payload["piece"], payload["language"], side)


def _store(acting: Acting, event: Event, printed: Printed) -> StoredFile:
    """Keep the file, which carries personal links, for who asked: some weeks, no longer."""
    with transaction.atomic():
        stored = store_made_file(
            acting, printed.name, printed.content, purge_on=event.ends_on + KEPT
        )
        audit.record(acting, Deed.PAPERS_PRINTED, event.reference, file=printed.name)
    return stored


def _subject(run: ScheduleRun, order: Order) -> str:
    """Return what tells one order from another, so that no order is printed twice at once."""
    side = order.side.hex[:8] if order.side else ""
    parts = [run.event.reference, str(run.number), order.piece, order.language, side]
    return "/".join(parts)


def renew_link(acting: Acting, holder: Delegate | Interpreter) -> None:
    """Give somebody a new personal link; the old one, and marks printed before, end."""
    event = holder.attendance.event if isinstance(holder, Delegate) else holder.event
    policies.may_change_event(acting, event).require()
    with transaction.atomic():
        holder.token = new_token()
        holder.save(update_fields=["token"])
        audit.record(acting, Deed.LINK_RENEWED, event.reference, person=holder.person.reference)
