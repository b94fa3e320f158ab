"""What a file says about an event, before anybody compares it with what is known."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import get_language

from accord.apps.brokerage.workbook import sheets
from accord.apps.brokerage.workbook.sheets import Lists
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.enums import CodeScheme
from accord.apps.directory.models import Code
from accord.apps.documents.spreadsheets.shapes import Problem, Row, Sheet
from accord.apps.programmes.models import Party

SEPARATORS = re.compile(r"\s*[,;،؛/|]")

Values = Mapping[str, Any]
Watch = Callable[[int, int], bool]

# What an empty cell means where it does not mean “nothing”.
DEFAULTS: Mapping[tuple[str, str], Any] = {
    (sheets.EVENT, "change_minutes"): 0,
    (sheets.EVENT, "same_side_may_meet"): False,
    (sheets.EVENT, "all_must_be_held"): False,
    (sheets.SLOTS, "kind"): "meeting",
    (sheets.ORGANISATIONS, "kind"): "company",
    (sheets.ORGANISATIONS, "parallel"): 1,
    (sheets.PEOPLE, "leads"): False,
    (sheets.WISHES, "strength"): "like",
}


@dataclass(slots=True)
class Book:
    """The rows of a file by sheet, and what is wrong with them.

    A sheet that the file lacks is not in ``rows``.
    """

    name: str
    sheets: tuple[Sheet, ...]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    faults: dict[tuple[str, int], list[Problem]] = field(default_factory=dict)

    def of(self, sheet: str) -> list[Row]:
        """Return the rows of a sheet; none where the file lacks it."""
        return self.rows.get(sheet, [])

    def add(self, problem: Problem) -> None:
        """Note what is wrong with a row, or with the file."""
        if problem.row:
            self.faults.setdefault((problem.sheet, problem.row), []).append(problem)
        else:
            self.problems.append(problem)

    def problems_of(self, row: Row) -> list[Problem]:
        """Return what is wrong with a row."""
        return self.faults.get((row.sheet, row.number), [])

    def is_faulty(self, row: Row) -> bool:
        """Tell whether something in the row must be put right first."""
        return any(problem.is_error for problem in self.problems_of(row))

    @property
    def has_errors(self) -> bool:
        """Whether something must be put right before the file can be taken over."""
        every = (*self.problems, *(one for row in self.faults.values() for one in row))
        return any(problem.is_error for problem in every)


def lists_for(parties: list[Party]) -> Lists:
    """Return the values that come from the instance: parties, and fields of research."""
    fields = Code.objects.filter(scheme=CodeScheme.FIELD).order_by("code")
    return Lists(
        parties={party.code: _spoken(party.name) for party in parties},
        fields={code.code: _spoken(code.label, code.code) for code in fields},
    )


def _spoken(text: LocalizedText, code: str = "") -> Any:
    """Return the text as whoever reads it speaks, at the moment of reading.

    Several stand in one cell between commas, so that within one there must be none.
    """

    class Spoken:
        def __str__(self) -> str:
            said = SEPARATORS.sub(" –", text.in_language(get_language() or "en"))
            return f"{code} {said}".strip()

    return lazystr(Spoken())


def value_of(row: Row, column: str) -> Any:
    """Return the value in a row, with what an empty cell means."""
    value = row.values.get(column)
    return DEFAULTS.get((row.sheet, column)) if value is None else value


def plain(value: Any) -> Any:
    """Return what two equal values have in common, however they came about."""
    if isinstance(value, LocalizedText):
        return tuple(sorted(value.texts.items())) or None
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(value) or None
    return None if value == "" else value


def merged(before: LocalizedText | None, after: LocalizedText | None) -> LocalizedText:
    """Return the text with what the file says; a language that it does not give stays."""
    before, after = before or LocalizedText(), after or LocalizedText()
    texts = {**before.texts, **after.texts}
    if texts == dict(before.texts):
        return before
    source = before.source if before.texts else after.source
    return LocalizedText(source=source if source in texts else next(iter(texts)), texts=texts)
