"""Printed pages: a Typst template and plain data in, a PDF out."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
FRAME = HERE / "typst" / "paper.typ"


def typeset(template: Path, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Return the PDF of a template filled with data.

    The same template, data and moment give the same bytes. Nothing is read but the
    template, the shared frame and the fonts of this context: no fonts of the machine,
    no files, no network.

    Parameters
    ----------
    template
        A ``.typ`` file. It may import ``/paper.typ`` (the shared frame) and finds what it
        is filled with by ``json("/data.json")``. Every word that people read comes in
        with the data; a template holds none.
    data
        What JSON can hold. Put many papers into one call: starting the typesetter
        costs more than a page.
    made_at
        The moment that the PDF gives as its making.
    """
    files = {
        "main.typ": template.read_bytes(),
        "paper.typ": FRAME.read_bytes(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
    }
    compiler = typst.Compiler(files, font_paths=_fonts())  # type: ignore[type-var]  # -- the stubs know of one file, not of several
    return cast("bytes", compiler.compile(format="pdf", timestamp=int(made_at.timestamp())))


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of this context alone, read once."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
