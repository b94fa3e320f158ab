"""Profiles from a file: kept, previewed, then written in one transaction, as drafts."""

from collections import Counter
from datetime import timedelta

from django.db import transaction

from accord.apps.core.acting import Acting
from accord.apps.directory.actions.import_plan import Outcome
from accord.apps.directory.errors import FaultyImportError, NothingToImportError
from accord.apps.directory.models import Organisation
from accord.apps.documents import actions as documents
from accord.apps.documents.models import StoredFile
from accord.apps.partnering import policies
from accord.apps.partnering.actions import profiles
from accord.apps.partnering.actions.import_plan import ImportPlan
from accord.engine.calendars import Presentation

_KEPT_DAYS = 30


def keep_import_file(acting: Acting, *, name: str, content: bytes) -> StoredFile:
    """Keep an uploaded file for whoever sent it until it is 30 days old."""
    policies.may_write_somewhere(acting).require()
    purge_on = acting.at.date() + timedelta(days=_KEPT_DAYS)
    return documents.store_file(acting, name, content, purge_on=purge_on)


def plan_import(
    acting: Acting,
    stored: StoredFile,
    *,
    viewer: Presentation,
    usual: Organisation | None = None,
) -> ImportPlan:
    """Return what an import of a kept file would do.

    Raises
    ------
    DomainError
        One of documents.errors, when the file cannot be read at all.
    """
    with stored.content.open("rb") as stream:
        content = stream.read()
    plan = ImportPlan(acting, content, name=stored.name, viewer=viewer, usual=usual)
    _ = plan.rows
    return plan


def import_profiles(acting: Acting, plan: ImportPlan) -> Counter[Outcome]:
    """Write what the plan says, all of it or nothing; return how many rows had which outcome.

    New profiles are drafts, and only drafts are changed: nothing is published by a file.

    Raises
    ------
    FaultyImportError
        When something in the file must be put right first.
    NothingToImportError
        When nothing in it is new or changed.
    """
    policies.may_write_somewhere(acting).require()
    counts = Counter(planned.outcome for planned in plan.rows)
    errors = [problem for problem in plan.problems if problem.is_error]
    if errors:
        raise FaultyImportError(count=len(errors))
    if not counts[Outcome.NEW] and not counts[Outcome.CHANGED]:
        raise NothingToImportError
    with transaction.atomic():
        for each in plan.rows:
            if each.facts is None or each.organisation is None:
                continue
            if each.record is None:
                profiles.begin_profile(
                    acting, each.kind, each.facts, organisation=each.organisation
                )
            else:
                profiles.change_profile(acting, each.record, each.facts)
    return counts
