"""The command line: every context's commands under one name."""

import os
import sys

import click


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


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.site.settings")
    import django  # noqa: PLC0415 -- settings first

    django.setup()
    accord(sys.argv[1:], prog_name="accord")
