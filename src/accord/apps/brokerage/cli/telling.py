"""How matching on the command line ends: a file written, or a sentence and a code."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import click

from accord.apps.ui.forms.viewing import current_viewer
from accord.apps.ui.tables import export
from accord.apps.ui.tables.table import Table

NOTHING_MATCHED, BAD_INPUT = 1, 2


def write(file: Path, table: Table, rows: Any) -> None:
    """Write the rows into an Excel workbook."""
    answer = export.as_workbook(
        table.key, str(table.caption), table.columns, rows, current_viewer()
    )
    try:
        with closing(answer):
            file.write_bytes(answer.getvalue())
    except OSError as error:
        refuse(f"{file} cannot be written: {error.strerror}.", code=BAD_INPUT)
    click.echo(f"Written: {file}")


def refuse(sentence: str, *, code: int) -> NoReturn:
    """Say why, and end."""
    click.echo(sentence, err=True)
    sys.exit(code)
