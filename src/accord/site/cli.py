"""The command line: every context's commands under one name."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from accord.site import instance

ON_RECORDS = frozenset({"event", "match", "user", "directory", "profiles"})
WITHOUT_RECORDS = frozenset({"plan"})


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="accord", prog_name="accord")
def accord() -> None:
    """Accord: international technology cooperation on one thread."""


@accord.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.pass_context
def manage(context: click.Context) -> None:
    """Run one of Django's own commands (migrate, shell, …)."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- heavy

    execute_from_command_line(["accord manage", *context.args])


@accord.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--no-worker", is_flag=True, help="Run the web server alone.")
def serve(host: str, port: int, *, no_worker: bool) -> None:
    """Serve the site, with a worker for long work beside it."""
    from accord.site import serving  # noqa: PLC0415 -- settings first

    _refuse_what_does_not_go_together()
    if serving.is_behind():
        click.echo("Preparing the database …")
        serving.migrate()
    serving.gather_static_files()
    if not serving.can_anybody_sign_in():
        click.echo("Nobody can sign in yet. Make the first administrator in another window:")
        click.echo("  ./accord user add YOUR@ADDRESS --administrator --name “YOUR NAME”")
    sys.exit(serving.serve(host=host, port=port, with_worker=not no_worker))


@accord.command()
@click.option("--no-serve", is_flag=True, help="End when everything is made.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--seconds", default=5, show_default=True, help="Seconds for the planner.")
def demo(host: str, port: int, seconds: int, *, no_serve: bool) -> None:
    """Make a fresh demonstration under var/demo: the golden scenario, planned; then serve it."""
    from django.utils import timezone  # noqa: PLC0415 -- settings first

    from accord.site import serving  # noqa: PLC0415 -- settings first
    from accord.site.demo import telling  # noqa: PLC0415 -- settings first

    click.echo("Preparing the database …")
    serving.migrate()
    telling.summarise(telling.told_story(timezone.now(), seconds=seconds))
    if no_serve:
        return
    serving.gather_static_files()
    sys.exit(serving.serve(host=host, port=port, with_worker=True))


@accord.command()
def worker() -> None:
    """Do the long work that people started on the pages."""
    from accord.site import serving  # noqa: PLC0415 -- settings first

    _refuse_what_does_not_go_together()
    serving.work()


@accord.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--seconds", default=10.0, show_default=True, help="How long to search.")
@click.option("--seed", default=0, show_default=True, help="Seed of every random choice.")
@click.option("--workers", default=2, show_default=True, help="Threads; with 1, runs repeat.")
@click.option(
    "--json", "target", metavar="OUT", type=click.Path(path_type=Path, allow_dash=True),
    help="Write the plan there; - prints it.",
)  # fmt: skip
def plan(file: Path, seconds: float, seed: int, workers: int, target: Path | None) -> None:
    """Plan the event in FILE (.dzn, or the planner's JSON) without any database.

    Ctrl+C stops and keeps the best. Ends with 0 when there is a plan, 1 when nobody can hold
    what must be held or it is not known, 2 when the file makes no sense.
    """
    from accord.engine.scheduling import program  # noqa: PLC0415 -- only here

    sys.exit(program.run(program.Job(file, seconds, seed, workers, target)))


@accord.group()
def api() -> None:
    """Look at the HTTP API."""


@api.command()
def schema() -> None:
    """Print the OpenAPI description; docs/openapi.json holds it."""
    import json  # noqa: PLC0415 -- only here

    from accord.site.api import api as described  # noqa: PLC0415 -- settings first

    click.echo(json.dumps(described.get_openapi_schema(), ensure_ascii=False, indent=1))


def _refuse_what_does_not_go_together() -> None:
    """End with a sentence where a setting wants what the database has not."""
    from accord.site import serving  # noqa: PLC0415 -- settings first

    if complaints := serving.complaints():
        click.echo("\n".join(complaints), err=True)
        sys.exit(2)


def assemble() -> None:
    """Add the commands of the contexts; they import models, so Django comes first."""
    from accord.apps.accounts.cli import user  # noqa: PLC0415 -- settings first
    from accord.apps.brokerage.cli import matching, repair, workbook  # noqa: PLC0415 -- settings first
    from accord.apps.brokerage.cli.events import event  # noqa: PLC0415 -- settings first
    from accord.apps.directory.cli import directory  # noqa: PLC0415 -- settings first
    from accord.apps.partnering.cli import profiles  # noqa: PLC0415 -- settings first

    event.add_command(workbook.import_file)
    event.add_command(workbook.export)
    event.add_command(repair.repair)
    accord.add_command(event)
    accord.add_command(matching.match)
    accord.add_command(user)
    accord.add_command(directory)
    accord.add_command(profiles)


@contextmanager
def database_at_hand(arguments: list[str]) -> Iterator[None]:
    """Prepare a new database for a command on records; say plainly when there is none to ask."""
    from django.db import DatabaseError  # noqa: PLC0415 -- settings first

    from accord.site import serving  # noqa: PLC0415 -- settings first

    try:
        if ON_RECORDS.intersection(arguments[:1]) and serving.is_new():
            click.echo("Preparing the database …", err=True)
            serving.migrate()
        yield
    except DatabaseError as error:
        logging.getLogger(__name__).debug("the database refused", exc_info=True)
        click.echo(
            f"The database cannot be used ({str(error).splitlines()[0]}). Is it running, is "
            "ACCORD_DATABASE right, and has `./accord manage migrate` brought it up to date?",
            err=True,
        )
        sys.exit(2)


def main() -> None:
    """Run the command line."""
    if WITHOUT_RECORDS.intersection(sys.argv[1:2]):
        accord(sys.argv[1:], prog_name="accord")
    try:
        instance.prepare(sys.argv[1:])
    except instance.NotADemoError as refusal:
        raise SystemExit(str(refusal)) from None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.site.settings")
    import django  # noqa: PLC0415 -- settings first

    django.setup()

    from django.utils import timezone  # noqa: PLC0415 -- the same

    from accord.site import people  # noqa: PLC0415 -- the same

    assemble()
    with database_at_hand(sys.argv[1:]):
        # What ``click.pass_obj`` gives to every command: who acts.
        accord(sys.argv[1:], prog_name="accord", obj=people.operator(timezone.now()))
