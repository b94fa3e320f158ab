"""Mending a schedule on the command line: ``accord event repair``."""

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import NoReturn
from uuid import UUID
from zoneinfo import ZoneInfo

import click
from django.utils import translation
from rich.console import Console
from rich.table import Table

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import repair as actions
from accord.apps.brokerage.adapters.names import plain_viewer
from accord.apps.brokerage.adapters.repair import Scene, refuse_nonsense
from accord.apps.brokerage.adapters.repaired import Line, Told, Where, told
from accord.apps.brokerage.adapters.ways import Happened
from accord.apps.brokerage.enums import Happening, Strength
from accord.apps.brokerage.models import Event, ScheduleRun
from accord.apps.brokerage.queries import events, schedule
from accord.apps.brokerage.queries import repair as queries
from accord.apps.core.acting import Acting
from accord.apps.core.errors import DomainError

NOTHING_MENDED, BAD_INPUT = 1, 2
WHEN = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%H:%M")
EXAMPLES = "14:20 or 2026-05-04T14:20"
KINDS = {"lost": "lost", "moved": "moved", "gained": "new", "reseated": "reseated"}


@click.command(name="repair")
@click.argument("reference")
@click.option("--cancelled", metavar="PARTICIPANT", help="Somebody cancels; give a --reason.")
@click.option("--absent", metavar="PARTICIPANT", help="Somebody does not come, or leaves.")
@click.option("--late", metavar="PARTICIPANT", help="Somebody is there only from --from on.")
@click.option("--table", metavar="LABEL", help="A table is lost.")
@click.option("--interpreter", metavar="NAME", help="An interpreter is lost.")
@click.option("--wish", nargs=2, metavar="PARTICIPANT PARTICIPANT", help="Two want to meet.")
@click.option("--walk-in", metavar="PARTICIPANT", help="Somebody was added, with wishes.")
@click.option("--recorded", is_flag=True, help="What is recorded already.")
@click.option("--from", "since", metavar="TIME", help="From when on, as 14:20; otherwise now.")
@click.option("--must", is_flag=True, help="The wish of the two is a must.")
@click.option("--reason", default="", help="Why somebody cancels.")
@click.option("--schedule", "number", type=int, help="Its number; otherwise the published one.")
@click.option("--take", type=click.IntRange(0), help="Take the way that touches so many people.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def repair(  # noqa: PLR0913 -- the words of one command
    acting: Acting,
    /,
    reference: str,
    *,
    since: str | None,
    must: bool,
    reason: str,
    number: int | None,
    take: int | None,
    as_json: bool,
    **what: str | tuple[str, str] | bool | None,
) -> None:
    """Mend a schedule after something changed; without --take nothing is kept.

    Participants are named by their codes. Ends with 0 when there is a way out, 1 when it
    could not be taken, 2 when something named does not exist.
    """
    with translation.override(acting.language):
        event = events.events_visible_to(acting).filter(reference=reference).first()
        if event is None:
            _refuse(f"There is no event {reference}. See all of them with: accord event list")
        run = _run(acting, event, number)
        happened = _happened(event, what, since=since, must=must, reason=reason)
        viewer = plain_viewer(event, acting.language)
        try:
            policies.may_repair(acting, event, run).require()
            refuse_nonsense(run, happened, viewer)
            scene = Scene(run, happened, at=acting.at)
            ways = told(scene, scene.ways(), viewer)
            draft = None if take is None else _take(acting, run, ways, take)
        except DomainError as refusal:
            _refuse(str(refusal), code=NOTHING_MENDED)
        if as_json:
            click.echo(json.dumps(_as_json(run, ways, draft), ensure_ascii=False, indent=2))
        else:
            _show(run, ways, draft)


def _run(acting: Acting, event: Event, number: int | None) -> ScheduleRun:
    visible = schedule.runs_visible_to(acting, event)
    if number is None:
        run = schedule.published_run(event) or schedule.latest_run(event)
    else:
        run = visible.filter(number=number).first()
    if run is None:
        _refuse(f"There is no such schedule of {event.reference}. Plan the event first.")
    run.event = event
    return run


def _happened(
    event: Event,
    what: dict[str, str | tuple[str, str] | bool | None],
    *,
    since: str | None,
    must: bool,
    reason: str,
) -> Happened:
    """Return what changed; exactly one thing is told."""
    given = {name: value for name, value in what.items() if value}
    if len(given) != 1:
        _refuse("Say one thing that happened, such as --absent CODE. See --help.")
    ((name, value),) = given.items()
    kind = Happening(name.replace("_", "-"))
    if kind == Happening.CANCELLED and not reason:
        _refuse("Say why with --reason.")
    if kind == Happening.LATE and not since:
        _refuse("Say from when on with --from.")
    words = [value] if isinstance(value, str) else list(value) if isinstance(value, tuple) else []
    about = kind not in {Happening.TABLE, Happening.INTERPRETER}
    people = [_participant(event, one) for one in words] if about else []
    return Happened(
        kind=kind,
        participant=people[0] if people else None,
        other=people[1] if len(people) > 1 else None,
        table=_table(event, words[0]) if kind == Happening.TABLE else None,
        interpreter=_interpreter(event, words[0]) if kind == Happening.INTERPRETER else None,
        slot=_slot(event, since) if since else None,
        strength=Strength.MUST if must else Strength.LIKE,
        reason=reason,
    )


def _participant(event: Event, words: str) -> UUID:
    found = queries.participants_called(event, words)
    if len(found) != 1:
        _refuse(f"{len(found) or 'No'} participants are called {words}. Give the code of one.")
    return found[0].pk


def _table(event: Event, label: str) -> UUID:
    table = queries.table_called(event, label)
    if table is None:
        _refuse(f"There is no table {label}.")
    return table.pk


def _interpreter(event: Event, words: str) -> UUID:
    found = queries.interpreters_called(event, words)
    if len(found) != 1:
        _refuse(f"{len(found) or 'No'} interpreters are called {words}. Give more of the name.")
    return found[0].pk


def _slot(event: Event, words: str) -> UUID:
    """Return the first slot that begins then or later, on the clock of the venue."""
    moment = _moment(event, words)
    start = moment and moment.replace(tzinfo=ZoneInfo(event.time_zone))
    later = events.meeting_slots_of(event).filter(starts_at__gte=start) if start else None
    slot = later.first() if later is not None else None
    if slot is None:
        _refuse(f"No meeting begins at {words} or later. Write a time as {EXAMPLES}.")
    return slot.pk


def _moment(event: Event, words: str) -> datetime | None:
    """Return the time that is meant, of the first day where no day is named."""
    for pattern in WHEN:
        with suppress(ValueError):
            moment = datetime.strptime(words, pattern)  # noqa: DTZ007 -- the venue's, given later
            is_day_named = "%d" in pattern
            return moment if is_day_named else datetime.combine(event.starts_on, moment.time())
    return None


def _take(acting: Acting, run: ScheduleRun, ways: Sequence[Told], most: int) -> ScheduleRun | None:
    """Take the best way that touches no more people than that."""
    within = [one for one in ways if len(one.touched) <= most]
    return actions.take_repair(acting, run, within[-1].way)


def _show(run: ScheduleRun, ways: Sequence[Told], draft: ScheduleRun | None) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("Touched", "Kept", "Moved", "Lost", "New"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in ways:
        counts = (one.touched, one.moved, one.lost, one.gained)
        touched, moved, lost, gained = (str(len(some)) for some in counts)
        table.add_row(touched, str(one.kept), moved, lost, gained)
    Console().print(table)
    for one in ways:
        click.echo(f"\nTouching {len(one.touched)}: {', '.join(one.touched) or 'nobody else'}")
        for name, word in KINDS.items():
            for line in getattr(one, name):
                click.echo(f"  {word}: {line.left} – {line.right}, {_move(line)}")
    if draft is None:
        click.echo(f"\nSchedule {run.number} is as it was. Take a way with --take TOUCHED.")
    else:
        click.echo(f"\nSchedule {draft.number} is a mended draft of {run.number}; publish it.")


def _move(line: Line) -> str:
    return " to ".join(f"{at.time} table {at.table}" for at in (line.before, line.after) if at)


def _as_json(
    run: ScheduleRun, ways: Sequence[Told], draft: ScheduleRun | None
) -> dict[str, object]:
    return {
        "schedule": run.number,
        "draft": draft.number if draft else None,
        "ways": [
            {
                "touched": list(one.touched),
                "kept": one.kept,
                "weight": one.way.weight,
                **{
                    word: [_line_as_json(line) for line in getattr(one, name)]
                    for name, word in KINDS.items()
                },
            }
            for one in ways
        ],
    }


def _line_as_json(line: Line) -> dict[str, object]:
    return {
        "left": line.left,
        "right": line.right,
        "from": _where_as_json(line.before),
        "to": _where_as_json(line.after),
    }


def _where_as_json(at: Where | None) -> dict[str, str] | None:
    return {"time": at.time, "table": at.table, "interpreter": at.interpreter} if at else None


def _refuse(sentence: str, *, code: int = BAD_INPUT) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)
