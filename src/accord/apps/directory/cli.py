"""The directory on the command line: ``accord directory …``."""

import sys
from collections import Counter
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from accord.apps.accounts import queries as accounts
from accord.apps.core.acting import Acting
from accord.apps.core.errors import DomainError
from accord.apps.directory.actions import code_lists, importing
from accord.apps.directory.actions.accounts import connect_user
from accord.apps.directory.actions.import_plan import ImportPlan, Outcome
from accord.apps.directory.queries import records as queries
from accord.engine.calendars import Presentation

_MOST_SHOWN = 20
_FAULTY, _REFUSED = 1, 2


@click.group()
def directory() -> None:
    """Organisations and people."""


@directory.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--side", default="", help="Code of the side that owns what is new.")
@click.option("--confirm", is_flag=True, help="Write it; without this you only see what would be.")
@click.pass_obj
def import_(acting: Acting, file: Path, side: str, *, confirm: bool) -> None:
    """Show what a workbook or CSV file would change, and change it with --confirm.

    Ends with 0 when all is well, 1 when something in the file must be put right, 2 when the
    file cannot be read.
    """
    console = Console()
    viewer = Presentation(language=acting.language)
    owner = queries.side_key(side) if side else None
    if side and owner is None:
        raise click.BadParameter(f"No side has the code {side}.", param_hint="--side")
    try:
        stored = importing.keep_import_file(
            acting, name=file.name, content=file.read_bytes(), owner=owner
        )
        plan = importing.plan_import(acting, stored, viewer=viewer)
        is_faulty = _preview(console, plan)
        if is_faulty:
            sys.exit(_FAULTY)
        if not confirm:
            console.print("Nothing was written. Add --confirm to import.")
            return
        with _progress(console) as bar:
            task = bar.add_task("Importing", total=None)

            def report(done: int, total: int, **_counts: int) -> bool:
                bar.update(task, completed=done, total=total)
                return True

            counts = importing.import_file(acting, stored, viewer=viewer, report=report)
    except DomainError as refusal:
        console.print(str(refusal), markup=False)
        sys.exit(_REFUSED)
    console.print(f"{counts.get('new', 0)} added, {counts.get('changed', 0)} changed.")


@directory.command("codes")
@click.pass_obj
def codes(acting: Acting) -> None:
    """Bring the code lists (OECD fields, NACE activities) to the shipped state."""
    changed = code_lists.load_code_lists(acting)
    click.echo(f"{changed} entries of the code lists were written.")


@directory.command("account")
@click.argument("reference")
@click.argument("email")
@click.pass_obj
def account(acting: Acting, reference: str, email: str) -> None:
    """Let the user with that e-mail address act as a person of the directory.

    They see what the organisations see for which the person speaks.
    """
    person = queries.people_visible_to(acting).filter(reference=reference).first()
    if person is None:
        raise click.BadParameter(f"No person has the number {reference}.", param_hint="REFERENCE")
    user = accounts.user_by_email(email)
    if user is None:
        raise click.BadParameter(
            f"Nobody has the address {email}. Invite them first: accord user invite {email}",
            param_hint="EMAIL",
        )
    today = acting.at.date()
    try:
        connect_user(acting, person, user)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{user.email} acts as {person.reference} now.")
    if not queries.spoken_for_by(user, on=today)[1]:
        click.echo(
            "The person speaks for no organisation yet. Record a membership on the person's page, "
            "and say there that they speak for the organisation."
        )


def _preview(console: Console, plan: ImportPlan) -> bool:
    """Print what would happen; return whether something must be put right first."""
    counts = Counter((planned.row.sheet, planned.outcome) for planned in plan.rows())
    table = Table("Sheet", *(str(outcome) for outcome in Outcome))
    for sheet in plan.sheets:
        table.add_row(str(sheet.title), *(str(counts[sheet.key, outcome]) for outcome in Outcome))
    console.print(table)
    errors = [problem for problem in plan.problems if problem.is_error]
    for problem in errors[:_MOST_SHOWN]:
        where = " ".join(part for part in (problem.title, problem.cell) if part)
        value = f" “{problem.value}”" if problem.value else ""
        console.print(f"{where}{value}: {problem.message} {problem.remedy}", markup=False)
    if len(errors) > _MOST_SHOWN:
        console.print(f"… and {len(errors) - _MOST_SHOWN} more.")
    return bool(errors)


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)
