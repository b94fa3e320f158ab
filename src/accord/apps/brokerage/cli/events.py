"""Events on the command line: ``accord event …``."""

import click


@click.group()
def event() -> None:
    """Bring events in, plan them, and take them out."""
