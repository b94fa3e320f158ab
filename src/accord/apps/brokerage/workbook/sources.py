"""In which language the texts of a file were written: their own side's, where it is given."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from accord.apps.brokerage.workbook import sheets
from accord.apps.brokerage.workbook.book import Book
from accord.apps.brokerage.workbook.known import key_of
from accord.apps.core.localised import LocalizedText
from accord.apps.documents.spreadsheets.shapes import Row
from accord.apps.programmes.models import Party


def name_sources(book: Book, parties: Mapping[str, Party]) -> None:
    """Mark as the original of every text the version in its side's own language."""
    side_of = {
        key_of(row.values.get("code") or ""): row.values.get("party")
        for row in book.of(sheets.ORGANISATIONS)
    }
    event = next(iter(book.of(sheets.EVENT)), None)
    of_event = tuple(event.values.get("languages") or ()) if event else ()
    for sheet, rows in book.rows.items():
        for number, row in enumerate(rows):
            organisation = key_of(row.values.get("organisation") or row.values.get("code") or "")
            party = parties.get(side_of.get(organisation) or "")
            if sheet == sheets.INTERPRETERS:
                languages: Sequence[str] = row.values.get("languages") or ()
            else:
                languages = party.languages if party else of_event
            rows[number] = _marked(row, languages)


def _marked(row: Row, languages: Sequence[str]) -> Row:
    values: dict[str, Any] = {}
    for column, value in row.values.items():
        if isinstance(value, LocalizedText):
            source = next((one for one in languages if one in value.texts), value.source)
            values[column] = replace(value, source=source)
    return replace(row, values={**row.values, **values}) if values else row
