"""Organisations and people from a file: previewed, then written in one transaction."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.db import transaction

from accord.apps.core import audit, jobs
from accord.apps.core import queries as core
from accord.apps.core.acting import Acting, Grant
from accord.apps.core.enums import Role
from accord.apps.core.jobs import Running
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import Job
from accord.apps.directory import policies
from accord.apps.directory.actions import memberships, organisations, people
from accord.apps.directory.actions.facts import MembershipFacts, OrganisationFacts, PersonFacts
from accord.apps.directory.actions.import_plan import ImportPlan, Outcome, Planned
from accord.apps.directory.enums import Deed
from accord.apps.directory.errors import (
    FaultyImportError,
    ImportInterruptedError,
    ImportUnderWayError,
    NothingToImportError,
)
from accord.apps.directory.models import Person
from accord.apps.directory.queries import records as queries
from accord.apps.documents import actions as documents
from accord.apps.documents.models import StoredFile
from accord.apps.documents.spreadsheets.words import key_of
from accord.engine.calendars import Presentation

JOB = "directory.import"
_KEPT_DAYS = 30
_BATCH = 500

Report = Callable[..., bool]


def keep_import_file(
    acting: Acting, *, name: str, content: bytes, owner: UUID | None
) -> StoredFile:
    """Keep an uploaded file until it is imported or 30 days old."""
    policies.may_register(acting, owner).require()
    purge_on = acting.at.date() + timedelta(days=_KEPT_DAYS)
    return documents.store_file(acting, name, content, owner=owner, purge_on=purge_on)


def plan_import(acting: Acting, stored: StoredFile, *, viewer: Presentation) -> ImportPlan:
    """Return the plan of a kept file, to be gone through row by row."""
    with stored.content.open("rb") as stream:
        content = stream.read()
    return ImportPlan(acting, content, name=stored.name, owner=stored.owner_id, viewer=viewer)


def start_import(acting: Acting, stored: StoredFile, *, page: str) -> Job:
    """Queue the import of a kept file; ``page`` is where the work leads when it is done."""
    policies.may_register(acting, stored.owner_id).require()
    subject = f"file {str(stored.pk)[:8]}"
    under_way = core.unfinished_job(JOB, subject)
    if under_way is not None and under_way.who != acting.who:
        raise ImportUnderWayError(name=stored.name)
    payload = {
        "file": str(stored.pk),
        "page": page,
        "grants": [_plain(grant) for grant in acting.grants],
        "partners": [str(side) for side in acting.partners],
    }
    return jobs.start_job(acting, JOB, subject, payload=payload)


def run_import(running: Running) -> None:
    """Do the queued import; done twice, it changes nothing the second time."""
    if running.job.facts:
        return  # all of it was written by a run that was killed before it could say so
    stored = queries.import_file(UUID(running.payload["file"]))
    acting = jobs.acting_of(running.job, running.now)
    # The rights that let the import begin, and no others: it does what the preview said.
    acting = replace(
        acting,
        grants=frozenset(_grant(plain) for plain in running.payload["grants"]),
        partners=frozenset(UUID(side) for side in running.payload["partners"]),
    )
    viewer = Presentation(language=acting.language)

    def report(done: int, total: int, **counts: int) -> bool:
        return running.report(done, total, **counts) if counts else running.goes_on()

    import_file(acting, stored, viewer=viewer, report=report)


def _plain(grant: Grant) -> list[str]:
    return [str(grant.role), str(grant.side or ""), str(grant.programme or "")]


def _grant(plain: list[str]) -> Grant:
    role, side, programme = plain
    return Grant(Role(role), UUID(side) if side else None, UUID(programme) if programme else None)


def import_file(
    acting: Acting, stored: StoredFile, *, viewer: Presentation, report: Report
) -> dict[str, int]:
    """Write what the file says, all of it or nothing; return how many rows had which outcome.

    Parameters
    ----------
    report
        Takes what is done and the total, both in rows, and answers whether to go on. Called
        at last, inside the transaction, it takes the counts too.

    Raises
    ------
    FaultyImportError
        When something in the file must be put right first.
    NothingToImportError
        When nothing in it is new or changed.
    ImportInterruptedError
        When ``report`` says to stop.
    """
    policies.may_register(acting, stored.owner_id).require()
    counts = _check(plan_import(acting, stored, viewer=viewer))
    total = sum(counts.values())
    with transaction.atomic():
        writer = _Writer(acting)
        batch: list[Planned] = []
        done = 0
        for planned in plan_import(acting, stored, viewer=viewer).rows():
            if batch and (len(batch) >= _BATCH or batch[0].row.sheet != planned.row.sheet):
                done += writer.write(batch)
                batch = []
                if not report(done, total):
                    raise ImportInterruptedError
            batch.append(planned)
        writer.write(batch)
        audit.record(
            acting,
            Deed.DIRECTORY_IMPORTED,
            stored.sha256[:16],
            side=stored.owner_id,
            new=counts[Outcome.NEW],
            changed=counts[Outcome.CHANGED],
        )
        told = {str(outcome): count for outcome, count in counts.items()}
        report(total, total, **told)
    return told


def _check(plan: ImportPlan) -> Counter[Outcome]:
    counts: Counter[Outcome] = Counter(planned.outcome for planned in plan.rows())
    errors = [problem for problem in plan.problems if problem.is_error]
    if errors:
        raise FaultyImportError(count=len(errors))
    if not counts[Outcome.NEW] and not counts[Outcome.CHANGED]:
        raise NothingToImportError
    return counts


class _Writer:
    """Writes batches of one sheet; remembers what the file's codes have become."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting
        self._organisations: dict[str, UUID] = {}

    def write(self, batch: list[Planned]) -> int:
        """Write the rows of one sheet; return how many there were."""
        if batch and batch[0].row.sheet == "organisations":
            self._write_organisations(batch)
        elif batch:
            self._write_people(batch)
        return len(batch)

    def _write_organisations(self, batch: list[Planned]) -> None:
        new = [planned for planned in batch if planned.outcome == Outcome.NEW]
        changed = [planned for planned in batch if planned.outcome == Outcome.CHANGED]
        if new:
            made = organisations.register_organisations(
                self._acting, [cast("OrganisationFacts", p.facts) for p in new]
            )
            pairs = zip(new, made, strict=True)
            self._organisations |= {p.code: record.pk for p, record in pairs if p.code}
        if changed:
            pairs_changed = [(p.record, p.facts) for p in changed]
            organisations.change_organisations(
                self._acting, cast("list[organisations.Change]", pairs_changed)
            )
        self._organisations |= {
            p.code: p.record.pk for p in batch if p.code and p.record is not None
        }

    def _write_people(self, batch: list[Planned]) -> None:
        new = [planned for planned in batch if planned.outcome == Outcome.NEW]
        changed = [planned for planned in batch if planned.outcome == Outcome.CHANGED]
        records = {id(p): cast("Person", p.record) for p in batch if p.record is not None}
        if new:
            made = people.register_people(
                self._acting, [cast("PersonFacts", p.facts) for p in new]
            )
            records |= {id(p): record for p, record in zip(new, made, strict=True)}
        if changed:
            pairs_changed = [(p.record, p.facts) for p in changed]
            people.change_people(self._acting, cast("list[people.Change]", pairs_changed))
        self._write_memberships(batch, records)

    def _write_memberships(self, batch: list[Planned], records: Mapping[int, Person]) -> None:
        wanted = [
            (records[id(p)], key, p.row.values)
            for p in batch
            if (key := self._organisation_of(p)) is not None
        ]
        loaded = queries.organisations_with_facts({key for _person, key, _values in wanted})
        entries = [
            MembershipFacts(
                person=person,
                organisation=loaded[key],
                position=values.get("position") or LocalizedText(),
                speaks_for=bool(values.get("speaks_for")),
            )
            for person, key, values in wanted
        ]
        if entries:
            memberships.begin_memberships(self._acting, entries)

    def _organisation_of(self, planned: Planned) -> UUID | None:
        said = planned.row.values.get("organisation")
        if not said:
            return None
        own = self._organisations.get(key_of(said))
        return own or queries.organisation_key(self._acting, said)
