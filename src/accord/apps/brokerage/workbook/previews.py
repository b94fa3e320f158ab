"""A preview of what a file would do, worked out in the background and kept as a file."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accord.apps.brokerage import policies
from accord.apps.brokerage.models import Event
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.workbook import sheets
from accord.apps.brokerage.workbook.book import plain
from accord.apps.brokerage.workbook.comparing import Change, Outcome, compare
from accord.apps.brokerage.workbook.importing import Target, take_over
from accord.apps.brokerage.workbook.opening import open_book, target_of
from accord.apps.core import jobs
from accord.apps.core.acting import Acting
from accord.apps.core.localised import LocalizedText, listed
from accord.apps.core.models import Job
from accord.apps.documents import queries as documents
from accord.apps.documents.actions import store_file, store_made_file
from accord.apps.documents.spreadsheets.marking import mark_faults
from accord.apps.documents.spreadsheets.shapes import Column, Kind, Problem
from accord.apps.documents.spreadsheets.values import cell_of
from accord.apps.programmes import queries as programmes
from accord.apps.programmes.models import Programme
from accord.apps.ui.forms.viewing import viewed_by
from accord.engine.calendars import Calendar, Digits, Presentation

PREVIEW = "brokerage.workbook-preview"
IMPORT = "brokerage.workbook-import"
KEPT = timedelta(days=30)

Report = Callable[..., bool]
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent, and where it is to go."""

    name: str
    content: bytes
    event: Event | None = None
    programme: Programme | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a preview, ready to be shown."""

    sheet: str
    fate: str
    number: int
    label: str
    changes: list[list[str]]  # column, before, after
    problems: list[dict[str, Any]]


def start_preview(acting: Acting, upload: Upload, *, viewer: Presentation) -> Job:
    """Keep the file, and have a worker say row by row what it would do."""
    if upload.event is not None:
        policies.may_change_event(acting, upload.event).require()
    else:
        policies.may_prepare_event(acting, upload.programme).require()
    with transaction.atomic():
        stored = store_file(acting, upload.name, upload.content, purge_on=acting.at.date() + KEPT)
        payload = {
            "file": str(stored.pk),
            "event": upload.event.reference if upload.event else "",
            "programme": upload.programme.reference if upload.programme else "",
            "viewer": asdict(viewer),
        }
        return jobs.start_job(acting, PREVIEW, _subject(stored.pk), payload=payload)


def start_import(acting: Acting, preview: Job) -> Job:
    """Have a worker take over the file of a preview."""
    target = _target(acting, preview.payload, {})
    if target.event is not None:
        policies.may_change_event(acting, target.event).require()
    else:
        policies.may_prepare_event(acting, target.programme).require()
    return jobs.start_job(acting, IMPORT, preview.subject, payload=preview.payload)


def carry_out_preview(acting: Acting, payload: Payload, report: Report) -> None:
    """Read the file, and keep what it would do; inside the worker."""
    target, viewer = _target(acting, payload, {}), _viewer(payload)
    report(0, 3)
    name, content = _file(acting, payload)
    opened = open_book(acting, content, name=name, target=target, viewer=viewer)
    report(1, 3)
    titles = {sheet.key: sheet for sheet in opened.book.sheets}
    counts: Counter[str] = Counter()
    lines = []
    with viewed_by(viewer):
        for outcome in compare(opened.book, opened.state):
            counts[f"{outcome.sheet} {outcome.fate}"] += 1
            columns = {column.key: column for column in titles[outcome.sheet].columns}
            lines.append(json.dumps(_plain(outcome, columns, viewer), ensure_ascii=False))
    report(2, 3)
    packed = gzip.compress("\n".join(lines).encode(), compresslevel=1)
    purge_on = acting.at.date() + KEPT
    with transaction.atomic():
        stored = store_made_file(acting, "preview.jsonl.gz", packed, purge_on=purge_on)
        report(
            3,
            3,
            name=name,
            preview=str(stored.pk),
            counts=dict(counts),
            has_errors=opened.book.has_errors,
            problems=[asdict(problem) for problem in opened.book.problems],
        )


def carry_out_import(
    acting: Acting, payload: Payload, facts: Mapping[str, Any], report: Report
) -> None:
    """Take the file over in one transaction, inside the worker.

    After a crash it runs again: the event that it began is remembered in the very
    transaction that wrote it, so that no second one is made.
    """
    target, viewer = _target(acting, payload, facts), _viewer(payload)
    report(0, 2)
    name, content = _file(acting, payload)
    opened = open_book(acting, content, name=name, target=target, viewer=viewer)
    if not report(1, 2):
        return
    with transaction.atomic():
        event = take_over(acting, opened.book, target)
        report(2, 2, event=event.reference)


def counts_in(job: Job) -> dict[str, dict[str, int]]:
    """Return the number of rows by sheet and fate, in the order of the sheets."""
    counted: dict[str, dict[str, int]] = {}
    for key, count in job.facts.get("counts", {}).items():
        sheet, _space, fate = key.partition(" ")
        counted.setdefault(sheet, {})[fate] = count
    order = [sheet.key for sheet in sheets.sheets(sheets.Lists())]
    return {sheet: counted[sheet] for sheet in order if sheet in counted}


def lines_of(acting: Acting, job: Job, *, sheet: str = "", fate: str = "") -> list[bytes]:
    """Return the raw lines of a preview; only those that are shown need to be unpacked."""
    stored = documents.files_visible_to(acting).get(pk=job.facts["preview"])
    with stored.content.open("rb") as file:
        text = gzip.decompress(file.read())
    lines = text.split(b"\n") if text else []
    wanted = (f'"{sheet}"' if sheet else "", f'"{fate}"' if fate else "")
    return [line for line in lines if _begins(line, *wanted)]


def unpacked(line: bytes) -> Line:
    """Return one line of a preview."""
    return Line(*json.loads(line))


def marked_file(acting: Acting, job: Job, *, viewer: Presentation) -> bytes:
    """Return the file with its faulty cells marked."""
    name, content = _file(acting, job.payload)
    problems = [
        Problem(**problem) for line in lines_of(acting, job) for problem in unpacked(line).problems
    ]
    problems += [Problem(**problem) for problem in job.facts.get("problems", ())]
    return mark_faults(content, name=name, problems=problems, viewer=viewer)


def _begins(line: bytes, sheet: str, fate: str) -> bool:
    first, second, _rest = line.split(b", ", 2)
    return (not sheet or first[1:] == sheet.encode()) and (not fate or second == fate.encode())


def _plain(outcome: Outcome, columns: Mapping[str, Column], viewer: Presentation) -> list[Any]:
    return [
        outcome.sheet,
        outcome.fate.value,
        outcome.number,
        outcome.label,
        [_said(change, columns[change.column], viewer) for change in outcome.changes],
        [asdict(problem) for problem in outcome.problems],
    ]


def _said(change: Change, column: Column, viewer: Presentation) -> list[str]:
    return [
        change.column,
        said(change.before, column, viewer),
        said(change.after, column, viewer),
    ]


def said(value: Any, column: Column, viewer: Presentation) -> str:
    """Return a value as a person reads it."""
    if plain(value) is None:
        return ""
    if column.choices:
        several = value if isinstance(value, list | tuple | set | frozenset) else (value,)
        return listed(column.choices.get(one, one) for one in several)
    if column.kind == Kind.SPELLS:
        return str(cell_of(column, value, viewer))
    for kind, told in _TOLD:
        if isinstance(value, kind):
            return told(value, viewer)
    return str(value)


_TOLD: tuple[tuple[type, Callable[[Any, Presentation], str]], ...] = (
    (LocalizedText, lambda value, _viewer: " / ".join(value.texts.values())),
    (bool, lambda value, _viewer: _("yes") if value else _("no")),
    (date, lambda value, viewer: viewer.day(value)),
    (time, lambda value, viewer: viewer.native(f"{value:%H:%M}")),
    (int, lambda value, viewer: viewer.number(value)),
    (tuple, lambda value, _viewer: listed(value)),
)


def _target(acting: Acting, payload: Payload, facts: Mapping[str, Any]) -> Target:
    reference = facts.get("event") or payload["event"]
    event = events.events_visible_to(acting).get(reference=reference) if reference else None
    programme = None
    if payload["programme"] and event is None:
        visible = programmes.programmes_visible_to(acting)
        programme = visible.get(reference=payload["programme"])
    return target_of(acting, event, programme)


def _file(acting: Acting, payload: Payload) -> tuple[str, bytes]:
    stored = documents.files_visible_to(acting).get(pk=payload["file"])
    with stored.content.open("rb") as file:
        return stored.name, file.read()


def _viewer(payload: Payload) -> Presentation:
    told = payload["viewer"]
    return Presentation(
        language=told["language"],
        calendar=Calendar(told["calendar"]),
        digits=Digits(told["digits"]),
        time_zone=told["time_zone"],
    )


def _subject(key: UUID) -> str:
    return f"workbook:{key}"
