"""Pairs between two groups on the command line: ``accord match --between A B``."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from accord.apps.brokerage.cli.telling import BAD_INPUT, NOTHING_MATCHED, refuse, write
from accord.apps.brokerage.cli.watching import carried_out
from accord.apps.core.acting import Acting
from accord.apps.core.enums import JobState
from accord.apps.core.models import Job
from accord.apps.partnering.actions import groups as actions
from accord.apps.partnering.adapters.groups import Between, told_between
from accord.apps.partnering.models import GroupMatch
from accord.apps.partnering.queries import groups as queries
from accord.apps.partnering.queries.groups import Group
from accord.apps.partnering.tables import BETWEEN
from accord.apps.ui.forms.viewing import current_viewer


def match_groups(acting: Acting, groups: tuple[str, str], *, top: int, excel: Path | None) -> None:
    """Seek pairs between two groups and print them, best first."""
    left, right = map(_group, groups)
    match = actions.start_match(acting, left, right, top=top)
    _done(acting, match)
    pairs = told_between(acting, list(queries.pairs_of(acting, match)), current_viewer())
    if excel is not None:
        write(excel, BETWEEN, pairs)
    if not pairs:
        refuse("No pair was found.", code=NOTHING_MATCHED)
    for pair in pairs:
        _print(pair)


def _group(said: str) -> Group:
    """Read “side=IR,issuer=Yazd”."""
    chosen: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in said.split(","))):
        name, equals, value = part.partition("=")
        if not equals or name.strip() not in Group.__slots__:
            known = ", ".join(Group.__slots__)
            refuse(
                f"“{part}” says nothing of a group. Use NAME=VALUE with {known}.", code=BAD_INPUT
            )
        chosen[name.strip()] = value.strip()
    return Group.of(chosen)


def _done(acting: Acting, match: GroupMatch) -> None:
    started = queries.last_job(match)
    if started is None:
        refuse("The search did not begin.", code=NOTHING_MATCHED)
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("Seeking pairs", total=None)

        def look(job: Job) -> None:
            progress.update(bar, completed=job.done, total=job.total or None)

        job = carried_out(
            acting, started.pk, look=look, stop=lambda: actions.stop_match(acting, match)
        )
    if job.state != JobState.DONE:
        refuse(job.problem or "Stopped; nothing was found.", code=NOTHING_MATCHED)


def _print(pair: Between) -> None:
    left, right = pair.left, pair.told.other
    click.echo(f"{pair.place}. {left.organisation.name} ({left.reference})")
    click.echo(f"   {right.organisation.name} ({right.reference})")
    for said in pair.told.evidence:
        click.echo(f"   A: {said.mine}")
        click.echo(f"   B: {said.theirs}")
    for sentence in pair.told.fits:
        click.echo(f"   + {sentence}")
    for sentence in pair.told.missing:
        click.echo(f"   - {sentence}")
