"""The event workbook on the command line: ``accord event import`` and ``accord event export``."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click
from django.utils import translation
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from accord.apps.brokerage.models import Event
from accord.apps.brokerage.papers.folder import write_all
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.workbook import sheets
from accord.apps.brokerage.workbook.comparing import Fate, Outcome, compare
from accord.apps.brokerage.workbook.importing import Target, take_over
from accord.apps.brokerage.workbook.opening import Opened, lists_of, open_book, target_of
from accord.apps.brokerage.workbook.state import state_of
from accord.apps.core.acting import Acting
from accord.apps.core.errors import DomainError
from accord.apps.documents.spreadsheets.shapes import Problem
from accord.apps.documents.spreadsheets.writing import write_csv_files, write_workbook
from accord.apps.programmes import queries as programmes
from accord.engine.calendars import Presentation

MOST_SHOWN = 40
REFUSED, UNREADABLE = 1, 2
LANGUAGES = click.Choice(["en", "fa", "ru"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(name="import")
@click.argument("file", type=FILE)
@click.option("--event", "reference", help="The event to bring up to date; none: begin a new one.")
@click.option("--programme", help="The programme of a new event.")
@click.option("--yes", is_flag=True, help="Take it over without asking.")
@click.pass_obj
def import_file(
    acting: Acting,
    file: Path,
    *,
    reference: str | None,
    programme: str | None,
    yes: bool,
) -> None:
    """Take an event workbook over (.xlsx, .csv, .zip of CSV files) or a published .dzn event.

    Shows first what it would do. Ends with 0 when the event is as the file says, 1 when the
    file has faults or was not confirmed, 2 when it cannot be read.
    """
    with translation.override(acting.language):
        target = _target(acting, reference, programme)
        opened = _opened(acting, file, target)
        outcomes = list(compare(opened.book, opened.state))
        _show(opened, outcomes)
        if opened.book.has_errors:
            sys.exit(REFUSED)
        if target.event and all(one.fate == Fate.UNCHANGED for one in outcomes):
            click.echo(f"{target.event.reference} is as the file says already.")
            return
        if not yes and not click.confirm("Take all of it over?"):
            sys.exit(REFUSED)
        event = _taken(acting, opened, target)
        click.echo(f"{event.reference} is as the file says now.")


@click.command(name="export")
@click.argument("reference")
@click.option("--out", type=FOLDER, default=Path(), help="The folder to write into.")
@click.option(
    "--what",
    type=click.Choice(["workbook", "csv", "papers"]),
    default="workbook",
    show_default=True,
    help="The workbook, its sheets as CSV, or all printed pieces.",
)
@click.option("--language", type=LANGUAGES, default="en", show_default=True)
@click.pass_obj
def export(acting: Acting, reference: str, *, out: Path, what: str, language: str) -> None:
    """Write an event as its workbook, as CSV files, or as printed pieces."""
    event = _event(acting, reference)
    out.mkdir(parents=True, exist_ok=True)
    if what == "papers":
        written = write_all(event, out)
        if not written:
            click.echo(f"{event.reference} has no published schedule to print yet.", err=True)
            sys.exit(REFUSED)
    else:
        written = [_written(acting, event, out, what, language)]
    for path in written:
        click.echo(str(path))


def _written(acting: Acting, event: Event, out: Path, what: str, language: str) -> Path:
    declared = sheets.sheets(lists_of(target_of(acting, event)))
    viewer, rows = Presentation(language), state_of(event).rows
    write, ending = (write_csv_files, "zip") if what == "csv" else (write_workbook, "xlsx")
    path = out / f"{event.reference}.{ending}"
    path.write_bytes(write(declared, rows, viewer=viewer))
    return path


def _target(acting: Acting, reference: str | None, programme: str | None) -> Target:
    event = _event(acting, reference) if reference else None
    chosen = None
    if programme:
        visible = programmes.programmes_visible_to(acting)
        chosen = visible.filter(reference=programme).first()
        if chosen is None:
            _refuse(f"There is no programme {programme}.")
    return target_of(acting, event, chosen)


def _event(acting: Acting, reference: str) -> Event:
    event = events.events_visible_to(acting).filter(reference=reference).first()
    if event is None:
        _refuse(f"There is no event {reference}.")
    return event


def _opened(acting: Acting, file: Path, target: Target) -> Opened:
    try:
        return open_book(
            acting,
            file.read_bytes(),
            name=file.name,
            target=target,
            viewer=Presentation(acting.language),
        )
    except DomainError as refusal:
        _refuse(str(refusal))


def _taken(acting: Acting, opened: Opened, target: Target) -> Event:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("Taking over", total=None)

        def watch(done: int, total: int) -> bool:
            progress.update(bar, completed=done, total=total)
            return True

        try:
            return take_over(acting, opened.book, target, watch=watch)
        except DomainError as refusal:
            progress.stop()
            click.echo(str(refusal), err=True)
            sys.exit(REFUSED)


def _show(opened: Opened, outcomes: Sequence[Outcome]) -> None:
    """Print the counts by sheet, then what is wrong."""
    titles = {sheet.key: str(sheet.title) for sheet in opened.book.sheets}
    for key, title in titles.items():
        counts = Counter(one.fate for one in outcomes if one.sheet == key)
        if counts:
            said = ", ".join(f"{count} {fate.value}" for fate, count in counts.items())
            click.echo(f"{title}: {said}")
    problems = [
        *opened.book.problems,
        *(problem for one in outcomes for problem in one.problems),
    ]
    for problem in problems[:MOST_SHOWN]:
        click.echo(_said(problem), err=problem.is_error)
    if len(problems) > MOST_SHOWN:
        click.echo(f"… and {len(problems) - MOST_SHOWN} more.", err=True)


def _said(problem: Problem) -> str:
    where = " ".join(part for part in (problem.title, problem.cell) if part)
    value = f" “{problem.value}”" if problem.value else ""
    sentence = f"{problem.message} {problem.remedy}".strip()
    return f"{where}{value}: {sentence}" if where else sentence


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(UNREADABLE)
