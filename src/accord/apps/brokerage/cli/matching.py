"""Matching on the command line: ``accord match …``."""

from pathlib import Path
from typing import Any

import click
from django.utils import translation
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from accord.apps.brokerage.actions import matching
from accord.apps.brokerage.adapters.suggestions import figures_of
from accord.apps.brokerage.cli.groups import match_groups
from accord.apps.brokerage.cli.telling import BAD_INPUT, NOTHING_MATCHED, refuse, write
from accord.apps.brokerage.cli.watching import carried_out
from accord.apps.brokerage.models import Event
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.queries import suggestions as queries
from accord.apps.brokerage.tables import suggestions_table
from accord.apps.core.acting import Acting
from accord.apps.core.enums import JobState
from accord.apps.core.errors import DomainError
from accord.apps.core.models import Job
from accord.apps.partnering.actions.matching import match_profile
from accord.apps.partnering.adapters.comparing import told_to
from accord.apps.partnering.adapters.suggesting import Told
from accord.apps.partnering.queries import suggestions as profiles
from accord.apps.ui.forms.viewing import current_viewer


@click.command(name="match")
@click.argument("event", required=False)
@click.option("--profile", metavar="REFERENCE", help="Match one profile with everybody instead.")
@click.option(
    "--between",
    nargs=2,
    metavar="A B",
    help="Seek pairs between two groups, each such as “side=IR,status=resident,issuer=Yazd”.",
)
@click.option("--top", type=click.IntRange(1, profiles.SHOWN), default=5, show_default=True)
@click.option(
    "--excel",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write all suggestions of the event, or all pairs, there, with the evidence.",
)
@click.pass_obj
def match(  # noqa: PLR0913 -- one for each option of the command
    acting: Acting,
    /,
    event: str | None,
    *,
    profile: str | None,
    between: tuple[str, str] | None,
    top: int,
    excel: Path | None,
) -> None:
    """Suggest to the participants of EVENT whom they might meet, evenly and with evidence.

    Ends with 0 when something is suggested, 1 when nothing is, 2 when there is no such event,
    profile or group.
    """
    with translation.override(acting.language):
        if sum(one is not None for one in (event, profile, between)) != 1:
            refuse(
                "Name an event, a profile with --profile, or two groups with --between.",
                code=BAD_INPUT,
            )
        try:
            if event is not None:
                _match_event(acting, event, excel)
            elif between is not None:
                match_groups(acting, between, top=top, excel=excel)
            else:
                _match_profile(acting, str(profile), top)
        except DomainError as refusal:
            refuse(str(refusal), code=NOTHING_MATCHED)


def _match_event(acting: Acting, reference: str, excel: Path | None) -> None:
    chosen = events.events_visible_to(acting).filter(reference=reference).first()
    if chosen is None:
        refuse(
            f"There is no event {reference}. See all of them with: accord event list",
            code=BAD_INPUT,
        )
    _summarise(_carried_out(acting, chosen))
    rows = queries.suggestions_at(acting, chosen).order_by("attendance__code", "place")
    if excel is not None:
        _write(excel, chosen, rows)
    if not rows.exists():
        refuse("Nothing is suggested: nobody has a valid profile.", code=NOTHING_MATCHED)


def _carried_out(acting: Acting, event: Event) -> Job:
    one = matching.start_matching(acting, event)
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("Matching", total=None)
        job = carried_out(
            acting,
            one.pk,
            look=lambda job: progress.update(bar, completed=job.done, total=job.total or None),
            stop=lambda: matching.stop_matching(acting, event),
        )
    if job.state != JobState.DONE:
        refuse(job.problem or "Stopped. What was suggested before stays.", code=NOTHING_MATCHED)
    return job


def _summarise(job: Job) -> None:
    table = Table(box=None, pad_edge=False, show_header=False)
    for label, value in figures_of(job.facts, current_viewer()):
        table.add_row(label, value)
    Console().print(table)


def _write(file: Path, event: Event, rows: Any) -> None:
    write(file, suggestions_table(event), rows)


def _match_profile(acting: Acting, reference: str, top: int) -> None:
    chosen = profiles.profile_beside(acting, reference).first()
    if chosen is None:
        refuse(f"There is no profile {reference}.", code=BAD_INPUT)
    match_profile(chosen.pk, acting.at)
    keys = profiles.keys_suggested(acting, chosen)[:top]
    if not keys:
        refuse("Nothing answers this profile yet.", code=NOTHING_MATCHED)
    for number, one in enumerate(told_to(acting, chosen, keys, current_viewer()), 1):
        _print(number, one)


def _print(number: int, one: Told) -> None:
    click.echo(f"{number}. {one.other.title} ({one.other.reference})")
    for pair in one.evidence:
        click.echo(f"   you:  {pair.mine}")
        click.echo(f"   they: {pair.theirs}")
    for sentence in one.fits:
        click.echo(f"   + {sentence}")
    for sentence in one.missing:
        click.echo(f"   - {sentence}")
