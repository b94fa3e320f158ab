"""Printed pages: same input, same bytes, our fonts alone."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from typst import TypstError

from accord.apps.documents.typesetting import FONTS, typeset
from tests import make

MANIFEST = json.loads((FONTS / "MANIFEST.json").read_text(encoding="utf-8"))
FILES = {
    name: digest for family in MANIFEST["families"] for name, digest in family["files"].items()
}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "letter.typ"
    path.write_text(
        '#import "paper.typ": *\n'
        '#let d = json("data.json")\n'
        "#speaking(d, [#d.greeting #native(d, 12)])\n",
        encoding="utf-8",
    )
    return path


def letter(greeting: str, language: str = "en") -> dict[str, str]:
    digits = "۰۱۲۳۴۵۶۷۸۹" if language == "fa" else "0123456789"
    direction = "rtl" if language == "fa" else "ltr"
    return {
        "greeting": greeting,
        "language": language,
        "direction": direction,
        "digits": digits,
    }


def text_of(pdf: bytes) -> str:
    return PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def fonts_of(pdf: bytes) -> set[str]:
    page: Any = PdfReader(io.BytesIO(pdf)).pages[0]
    fonts = page["/Resources"]["/Font"]
    return {str(font.get_object()["/BaseFont"]).split("+")[1] for font in fonts.values()}


def test_a_template_is_filled_with_data(template: Path) -> None:
    pdf = typeset(template, letter("Good morning"), made_at=make.NOON)

    assert text_of(pdf) == "Good morning 12"


def test_numbers_are_in_the_digits_of_the_reader(template: Path) -> None:
    pdf = typeset(template, letter("۱", "fa"), made_at=make.NOON)

    assert "۱۲" in text_of(pdf)


def test_the_same_input_gives_the_same_bytes(template: Path) -> None:
    first = typeset(template, letter("سلام", "fa"), made_at=make.NOON)
    second = typeset(template, letter("سلام", "fa"), made_at=make.NOON)

    assert first == second


def test_three_scripts_are_printed_with_our_own_fonts(template: Path) -> None:
    pdf = typeset(template, letter("Vega Вега وگا"), made_at=make.NOON)

    assert fonts_of(pdf) == {"Inter-Regular", "Vazirmatn-NL-Regular"}


def test_data_is_never_taken_for_markup(template: Path) -> None:
    pdf = typeset(template, letter('#read("/etc/passwd") *bold* $x$'), made_at=make.NOON)

    assert text_of(pdf) == '#read("/etc/passwd") *bold* $x$ 12'


def test_a_template_reads_no_files_of_the_machine(tmp_path: Path) -> None:
    path = tmp_path / "thief.typ"
    path.write_text('#read("/etc/hostname")', encoding="utf-8")

    with pytest.raises(TypstError):
        typeset(path, {}, made_at=make.NOON)


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_font_is_the_one_in_the_manifest(name: str) -> None:
    assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == FILES[name]


def test_no_font_is_without_manifest_or_licence() -> None:
    present = {path.name for path in FONTS.iterdir()} - {"MANIFEST.json"}

    assert present == set(FILES)
    assert {family["licence"] for family in MANIFEST["families"]} == {"OFL-1.1"}


def test_the_fonts_stay_small() -> None:
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 2_000_000
