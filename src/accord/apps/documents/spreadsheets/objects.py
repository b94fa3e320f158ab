"""JSON files: lists of records under the names of sheets, read like rows of a workbook."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from accord.apps.documents.errors import BrokenObjectsError
from accord.apps.documents.spreadsheets.delimited import decode
from accord.apps.documents.spreadsheets.shapes import Limits

Records = list[Mapping[str, Any]]
Line = tuple[int, list[object]]
_MOST_DIGITS = 15  # of a whole number; a longer one is left as it was written


def looks_like_objects(content: bytes) -> bool:
    """Tell whether the bytes begin as a JSON object does."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def sheets_of(content: bytes, *, name: str, limits: Limits) -> Iterator[tuple[str, Records]]:
    """Yield the lists of records in a JSON file, each with its name.

    Raises
    ------
    BrokenObjectsError
        When it is no JSON, or its records have too many members.
    """
    try:
        said = json.loads(
            decode(content, name=name),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
        )
    except (ValueError, RecursionError) as error:
        raise BrokenObjectsError(name=name) from error
    for key, records in said.items():
        if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
            continue
        if len(headings_of(records)) > limits.columns:
            raise BrokenObjectsError(name=name)
        yield key, records


def headings_of(records: Records) -> list[str]:
    """Return every member that a record has, one of several languages once for each."""
    found: dict[str, None] = {}
    for record in records:
        found |= dict.fromkeys(_flat(record))
    return list(found)


def rows_of(records: Records) -> Iterator[Line]:
    """Yield the headings as row 0, then each record as the row of its number."""
    headings = headings_of(records)
    yield 0, list(headings)
    for number, record in enumerate(records, start=1):
        flat = _flat(record)
        row = [flat.get(heading) for heading in headings]
        if any(cell is not None for cell in row):
            yield number, row


def _flat(record: Mapping[str, Any]) -> dict[str, object]:
    """Return the members by heading: those of a text in several languages side by side."""
    flat: dict[str, object] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat |= {f"{key} {language}": _cell(text) for language, text in value.items()}
        else:
            flat[key] = _cell(value)
    return flat


def _cell(value: Any) -> object:
    if isinstance(value, list):
        return "; ".join(str(each) for each in value) or None
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, Decimal):
        is_whole = value.adjusted() < _MOST_DIGITS and value == value.to_integral_value()
        return int(value) if is_whole else str(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(word)
