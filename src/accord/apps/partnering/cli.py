"""Profiles on the command line: ``accord profiles …``."""

import sys
from collections import Counter
from pathlib import Path

import click
from django.utils import translation

from accord.apps.core.acting import Acting
from accord.apps.core.errors import DomainError
from accord.apps.directory.actions.import_plan import Outcome
from accord.apps.directory.models import Organisation
from accord.apps.documents.spreadsheets.shapes import Problem
from accord.apps.partnering.actions.import_plan import ImportPlan
from accord.apps.partnering.actions.importing import import_profiles
from accord.apps.partnering.queries import profiles as queries
from accord.apps.partnering.tables import FULL_EXCEL, FULL_JSON, file_of
from accord.engine.calendars import Presentation

_MOST_SHOWN = 40
_FAULTY, _REFUSED = 1, 2
_KINDS = {".xlsx": FULL_EXCEL, ".json": FULL_JSON}


@click.group()
def profiles() -> None:
    """Profiles of organisations."""


@profiles.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--all", "with_drafts", is_flag=True, help="Those of every state, not valid ones.")
@click.option("--language", type=click.Choice(["en", "fa", "ru"]), default="en", show_default=True)
@click.pass_obj
def export(acting: Acting, file: Path, language: str, *, with_drafts: bool) -> None:
    """Write the profiles into FILE, an Excel workbook (.xlsx) or JSON (.json).

    Organisations that are not named to others stand in it: this command sees everything.
    """
    kind = _KINDS.get(file.suffix.lower())
    if kind is None:
        raise click.BadParameter("The name must end in .xlsx or .json.", param_hint="FILE")
    rows = queries.own_profiles(acting) if with_drafts else queries.published_profiles(acting)
    with translation.override(language):
        content = file_of(acting, rows, kind=kind, viewer=Presentation(language))
    file.write_bytes(content)
    click.echo(f"{rows.count()} profiles were written.")


@profiles.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", default="", help="Number of whose the nameless rows are.")
@click.option("--confirm", is_flag=True, help="Write it; without this you only see what would be.")
@click.pass_obj
def import_(acting: Acting, file: Path, organisation: str, *, confirm: bool) -> None:
    """Show what a file of profiles would do, and do it with --confirm; all become drafts.

    Ends with 0 when all is well, 1 when something in the file must be put right, 2 when the
    file cannot be read.
    """
    with translation.override(acting.language):
        plan = ImportPlan(
            acting,
            file.read_bytes(),
            name=file.name,
            viewer=Presentation(acting.language),
            usual=_organisation(acting, organisation),
        )
        try:
            _preview(plan)
            if not confirm:
                click.echo("Nothing was written. Add --confirm to import.")
                return
            counts = import_profiles(acting, plan)
        except DomainError as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(_REFUSED)
    click.echo(f"{counts[Outcome.NEW]} added, {counts[Outcome.CHANGED]} changed.")


def _organisation(acting: Acting, reference: str) -> Organisation | None:
    if not reference:
        return None
    rows = queries.organisations_to_write_for(acting)
    found: Organisation | None = rows.filter(reference=reference.upper()).first()
    if found is None:
        raise click.BadParameter(
            f"No organisation has the number {reference}.", param_hint="--organisation"
        )
    return found


def _preview(plan: ImportPlan) -> None:
    """Print what would happen; end where something must be put right first."""
    counts = Counter(planned.outcome for planned in plan.rows)
    click.echo(", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome))
    errors = [problem for problem in plan.problems if problem.is_error]
    for problem in errors[:_MOST_SHOWN]:
        click.echo(_said(problem), err=True)
    if len(errors) > _MOST_SHOWN:
        click.echo(f"… and {len(errors) - _MOST_SHOWN} more.", err=True)
    if errors:
        sys.exit(_FAULTY)


def _said(problem: Problem) -> str:
    where = " ".join(part for part in (problem.title, problem.cell) if part)
    value = f" “{problem.value}”" if problem.value else ""
    return f"{where}{value}: {problem.message} {problem.remedy}".strip()
