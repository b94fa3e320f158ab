"""CSV files of every kind that spreadsheet programs write: encoding, separator, rows."""

import csv
import io
import re
from collections.abc import Iterator

from accord.apps.documents.errors import NotASpreadsheetError, UnreadableEncodingError
from accord.apps.documents.spreadsheets.shapes import Limits

_SEPARATORS = ",;\t|"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
# Letters that running text of a language really has; what is left decides between code pages.
_PERSIAN = re.compile("[\u0622-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]")
_RUSSIAN = re.compile("[А-Яа-яЁё]")
_OTHER_HIGH = re.compile("[\u0080-\uffff]")
_GUARD = re.compile(r"^'(?=[=+\-@\t\r])")


def rows_of(content: bytes, *, name: str, limits: Limits) -> Iterator[tuple[int, list[object]]]:
    """Yield the number of each filled row and its cells as text, None for empty ones."""
    text = decode(content, name=name)
    if _CONTROLS.search(text[:100_000]):
        raise NotASpreadsheetError(name=name)
    csv.field_size_limit(max(limits.cell_characters * 4, 131_072))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        for number, cells in enumerate(reader, start=1):
            row: list[object] = [_cell(cell) for cell in cells[: limits.columns]]
            if any(cell is not None for cell in row):
                yield number, row
    except csv.Error as error:
        raise NotASpreadsheetError(name=name) from error


def decode(content: bytes, *, name: str) -> str:
    """Return the text of a file in UTF-8, UTF-16, or the Russian or Persian code page."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16", name)
    if content.startswith(b"\xef\xbb\xbf"):
        return _decoded(content, "utf-8-sig", name)
    sample = content[:4_000]
    if sample.count(b"\x00") > len(sample) // 4:
        return _decoded(content, "utf-16-be" if sample[0] == 0 else "utf-16-le", name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _from_code_page(content, name)


def _decoded(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableEncodingError(name=name) from error


def _from_code_page(content: bytes, name: str) -> str:
    """Return the text in the code page that makes the most of its letters.

    References
    ----------
    Microsoft, code pages 1251 (Cyrillic) and 1256 (Arabic, with the Persian letters).
    """
    # Persian read as Cyrillic is all letters too, Russian read as Arabic is half French.
    best, best_share = "", 0.0
    for encoding, letters in (("cp1256", _PERSIAN), ("cp1251", _RUSSIAN)):
        text = content.decode(encoding, errors="replace")
        high = len(_OTHER_HIGH.findall(text))
        share = len(letters.findall(text)) / high if high else 0.0
        if "\ufffd" not in text and share > best_share:
            best, best_share = text, share
    if best_share < 0.6:  # noqa: PLR2004 -- real texts are above 0.9, others below 0.4
        raise UnreadableEncodingError(name=name)
    return best


def _separator(text: str) -> str:
    """Return the separator that stands in the most of the first lines, equally often."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]

    def worth(separator: str) -> tuple[int, int]:
        counts = [len(next(csv.reader([line], delimiter=separator))) for line in lines]
        usual = max(set(counts), key=counts.count, default=1)
        return (counts.count(usual) if usual > 1 else 0, usual)

    return max(_SEPARATORS, key=worth)


def _cell(text: str) -> str | None:
    """Return a cell without the apostrophe that guards it from being taken for a formula."""
    return _GUARD.sub("", text) if text.strip() else None
