"""Events on the command line: ``accord event …``."""

import sys
from collections import Counter
from typing import Any, NoReturn

import click
from django.utils import translation
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from accord.apps.brokerage.actions import planning, publishing
from accord.apps.brokerage.cli.watching import carried_out
from accord.apps.brokerage.models import Event, ScheduleRun
from accord.apps.brokerage.queries import events, schedule
from accord.apps.core.acting import Acting
from accord.apps.core.errors import DomainError
from accord.apps.core.models import Job
from accord.engine.scheduling import Status

LONGEST_SECONDS = 3600
LARGEST_SEED = 2**31 - 1
NOTHING_PLANNED, BAD_INPUT = 1, 2
REASONS = {
    "no-common-slot": "both are never there at the same time",
    "side-is-full": "one of the two is full",
    "no-table": "no table is free",
    "no-interpreter": "no interpreter is free",
    "precedence": "the order of meetings forbids it",
    "outranked": "others were wished more",
}


@click.group()
def event() -> None:
    """Bring events in, plan them, and take them out."""


@event.command(name="list")
@click.pass_obj
def list_events(acting: Acting) -> None:
    """List the events, the latest first."""
    found = events.events_visible_to(acting).order_by("-starts_on", "-reference")
    rows = [_row(acting, one) for one in found]
    if not rows:
        click.echo("There are no events yet. Bring one in with: accord event import FILE")
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("Event", no_wrap=True)
    table.add_column("Days", no_wrap=True)
    table.add_column("State", no_wrap=True)
    table.add_column("Participants", justify="right")
    table.add_column("Title")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


@event.command()
@click.argument("reference")
@click.option(
    "--seconds",
    type=click.IntRange(1, LONGEST_SECONDS),
    default=30,
    show_default=True,
    help="How long to search.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    default=0,
    show_default=True,
    help="Another number gives another schedule that is about as good.",
)
@click.option("--publish", is_flag=True, help="Make it the schedule that people rely on.")
@click.pass_obj
def plan(acting: Acting, reference: str, *, seconds: int, seed: int, publish: bool) -> None:
    """Plan who meets whom, when and where; Ctrl+C stops and keeps the best found so far.

    Ends with 0 when there is a schedule, 1 when nothing could be planned or published, 2 when
    there is no such event.
    """
    with translation.override(acting.language):
        chosen = events.events_visible_to(acting).filter(reference=reference).first()
        if chosen is None:
            _refuse(
                f"There is no event {reference}. See all of them with: accord event list",
                code=BAD_INPUT,
            )
        try:
            run = planning.plan_event(acting, chosen, seconds=seconds, seed=seed)
            _search(acting, run)
            _summarise(acting, run)
            if publish:
                told = publishing.publish_schedule(acting, run)
        except DomainError as refusal:
            _refuse(str(refusal), code=NOTHING_PLANNED)
        if publish:
            click.echo(
                f"Published as version {run.event.version}: {told.added} meetings are new in "
                f"people's calendars, {told.changed} changed, {told.cancelled} cancelled."
            )
        else:
            click.echo("It is a draft: people see it when somebody publishes it.")


def _row(acting: Acting, one: Event) -> tuple[str, ...]:
    days = (
        f"{one.starts_on}" if one.starts_on == one.ends_on else f"{one.starts_on} – {one.ends_on}"
    )
    return (
        one.reference,
        days,
        "withdrawn" if one.is_withdrawn else one.state,
        str(events.figures_of(one).participants),
        one.title.in_language(acting.language),
    )


def _search(acting: Acting, run: ScheduleRun) -> None:
    """Search here, unless a worker was quicker, and show how far it is."""
    columns = (
        TextColumn("Searching"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("", total=run.seconds_allowed)

        def look(job: Job) -> None:
            done = run.seconds_allowed if job.is_over else job.done
            progress.update(bar, completed=done, description=_standing(run.event, job.facts))

        job = carried_out(
            acting, run.job_id, look=look, stop=lambda: planning.stop_planning(acting, run)
        )
    if job.problem:
        _refuse(job.problem, code=NOTHING_PLANNED)
    run.refresh_from_db()


def _standing(chosen: Event, facts: dict[str, Any]) -> str:
    """Say what the best schedule so far is worth."""
    if "held" not in facts:
        return ""
    held = f"{facts['held']} of {facts['requests']} meetings"
    if chosen.all_must_be_held:
        return f"{held}, {facts['breaks']} breaks, at least {facts['bound']}"
    return f"{held}, {facts['weight']} points of at most {facts['bound']}"


def _summarise(acting: Acting, run: ScheduleRun) -> None:
    """Print what the schedule holds, how good it is, and why the rest found no place."""
    meetings = run.meetings.count()
    causes = Counter(run.unplaced.values_list("cause", flat=True))
    asked = meetings + causes.total()
    if not meetings:
        _refuse(f"No meeting could be placed: {_reasons(causes)}.", code=NOTHING_PLANNED)
    held, musts = schedule.must_figures(run)
    title = run.event.title.in_language(acting.language)
    click.echo(f"{title} ({run.event.reference}), schedule {run.number}")
    click.echo(f"{meetings} of {asked} wished meetings are placed, {held} of {musts} musts.")
    if causes:
        click.echo(f"{causes.total()} found no place: {_reasons(causes)}.")
    click.echo(_quality(run))


def _reasons(causes: Counter[str]) -> str:
    return "; ".join(f"{count} × {REASONS[cause]}" for cause, count in causes.most_common())


def _quality(run: ScheduleRun) -> str:
    if run.status == Status.OPTIMAL and run.event.all_must_be_held:
        return f"Breaks: {run.breaks}; it is proven that no schedule has fewer."
    if run.status == Status.OPTIMAL:
        return f"It is worth {run.weight} points; it is proven that no schedule is worth more."
    if run.event.all_must_be_held:
        return f"Breaks: {run.breaks}; no schedule can have fewer than {run.bound}."
    gap = 100 * (run.bound - run.weight) / max(1, run.bound)
    return (
        f"It is worth {run.weight} points; no schedule can be worth more than {run.bound} "
        f"(gap {gap:.1f} %)."
    )


def _refuse(sentence: str, *, code: int) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)
