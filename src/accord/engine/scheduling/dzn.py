"""Read the data files of the published Business-to-Business Meeting Scheduling benchmark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from accord.engine.scheduling.problem import (
    InvalidProblemError,
    Objective,
    Participant,
    Placement,
    Problem,
    Request,
    Rules,
    Session,
    Slot,
    Table,
)

TOKEN = re.compile(r"(?P<space>\s+|%[^\n]*)|(?P<name>[A-Za-z_]\w*)|(?P<number>-?\d+)|(?P<sign>.)")
LONGEST_NUMBER = 9
MOST = {"nBusiness": 50_000, "nMeetings": 500_000, "nTables": 50_000, "nTotalSlots": 1_000}
SESSIONS = {1: Session.MORNING, 2: Session.AFTERNOON, 3: Session.EITHER}
OPENING, LUNCH, LONGEST_SLOT = 9 * 60, 60, 20
ROW = 3

Value = int | frozenset[int] | list["Value"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the file and the line it stands on."""

    kind: str
    text: str
    line: int


def read_dzn(text: str, *, fair_breaks: int | None = 2) -> Problem:
    """Read an event in which all meetings are to be held with the fewest breaks.

    Parameters
    ----------
    text
        The file's text: ``nBusiness``, ``nMeetings``, ``nTables``,
        ``nTotalSlots``, ``nMorningSlots`` and ``requested``; ``forbidden``,
        ``fixed`` and ``precedences`` where there are any. Other names are
        read over.
    fair_breaks
        The most by which the breaks of two participants may differ; the
        published results use 2.

    Returns
    -------
    Problem
        Participants, requests, slots and tables are keyed ``"1"``, ``"2"`` and
        so on, in the order of the file. The clock times are invented: the
        format has none.

    Raises
    ------
    InvalidProblemError
        One sentence that names the line and what is wrong there.

    References
    ----------
    Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret: Constraint
    Solving Approaches to the Business-to-Business Meeting Scheduling Problem.
    Journal of Artificial Intelligence Research 74, 2022.
    """
    return _Event(_Reader(text).assignments()).problem(fair_breaks)


class _Reader:
    """A reader of ``name = value;`` lines that knows where it is."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0

    def assignments(self) -> dict[str, tuple[Value, int]]:
        """Return name to value and line."""
        found: dict[str, tuple[Value, int]] = {}
        while (token := self._next()).kind != "end":
            if token.kind != "name":
                raise _wrong(token, "a name is expected")
            self._expect("=")
            value = self._value()
            if token.text in found:
                raise InvalidProblemError(f"Line {token.line}: {token.text} is given twice.")
            found[token.text] = (value, token.line)
            if self._peek().kind != "end":
                self._expect(";")
        return found

    def _value(self) -> Value:
        token = self._next()
        if token.kind == "number":
            return _number(token)
        if token.text == "{":
            return frozenset(self._numbers("}"))
        if token.text == "[" and self._peek().text == "|":
            self._next()
            return self._rows()
        if token.text == "[":
            return self._items()
        raise _wrong(token, "a number, a set or a list is expected")

    def _items(self) -> list[Value]:
        items: list[Value] = []
        while self._peek().text != "]":
            token = self._next()
            if token.kind == "number":
                items.append(_number(token))
            elif token.text == "{":
                items.append(frozenset(self._numbers("}")))
            else:
                raise _wrong(token, "a number or a set is expected")
            if self._peek().text != "]":
                self._expect(",")
        self._next()
        return items

    def _rows(self) -> list[Value]:
        rows: list[Value] = []
        while True:
            if self._peek().text == "]":
                self._next()
                return rows
            rows.append(list(self._numbers("|")))

    def _numbers(self, end: str) -> Iterator[int]:
        """Yield the numbers up to the closing sign; a comma may stand before it."""
        while self._peek().text != end:
            token = self._next()
            if token.kind != "number":
                raise _wrong(token, f"a number or “{end}” is expected")
            yield _number(token)
            if self._peek().text != end:
                self._expect(",")
        self._next()

    def _expect(self, text: str) -> None:
        token = self._next()
        if token.text != text:
            raise _wrong(token, f"“{text}” is expected")

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._tokens[self._at]
        if token.kind != "end":
            self._at += 1
        return token


class _Event:
    """The values of a file, checked as they are asked for."""

    def __init__(self, found: dict[str, tuple[Value, int]]) -> None:
        self._found = found
        self.people = self._count("nBusiness")
        self.meetings = self._count("nMeetings", least=0)
        self.tables = self._count("nTables")
        self.slots = self._count("nTotalSlots")
        self.morning = self._count("nMorningSlots", least=0, most=self.slots)

    def problem(self, fair_breaks: int | None) -> Problem:
        absent = self._sets("forbidden", self.people, self.slots)
        return Problem(
            slots=tuple(self._slots()),
            participants=tuple(
                Participant(str(number), absent=_keys(slots))
                for number, slots in enumerate(absent, 1)
            ),
            tables=tuple(Table(str(number)) for number in range(1, self.tables + 1)),
            requests=tuple(self._requests()),
            rules=Rules(objective=Objective.FEWEST_BREAKS, fair_breaks=fair_breaks),
        )

    def _slots(self) -> Iterator[Slot]:
        length = max(1, min(LONGEST_SLOT, (24 * 60 - OPENING - LUNCH) // self.slots))
        opening = OPENING if self.slots * length + LUNCH + OPENING <= 24 * 60 else 0
        for number in range(self.slots):
            is_morning = number < self.morning
            starts = opening + number * length + (0 if is_morning else LUNCH)
            session = Session.MORNING if is_morning else Session.AFTERNOON
            yield Slot(str(number + 1), 1, starts, starts + length, session)

    def _requests(self) -> Iterator[Request]:
        rows, line = self._list("requested", self.meetings)
        fixed = self._fixed()
        earlier = self._sets("precedences", self.meetings, self.meetings)
        for number, row in enumerate(rows, 1):
            if not isinstance(row, list) or len(row) != ROW:
                raise InvalidProblemError(
                    f"Line {line + number - 1}: row {number} of requested needs two "
                    "participants and a session, three numbers."
                )
            left, right, session = (value for value in row if isinstance(value, int))
            where = f"Line {line + number - 1}: row {number} of requested"
            for person in (left, right):
                if not 1 <= person <= self.people:
                    raise InvalidProblemError(
                        f"{where} names participant {person}; there are 1 to {self.people}."
                    )
            if left == right:
                raise InvalidProblemError(f"{where} lets participant {left} meet itself.")
            if session not in SESSIONS:
                raise InvalidProblemError(
                    f"{where} has session {session}; give 1 (morning), 2 (afternoon) or 3."
                )
            slot = fixed[number - 1]
            yield Request(
                str(number), str(left), str(right), session=SESSIONS[session],
                locked=Placement(str(slot)) if slot else None,
                after=_keys(earlier[number - 1]),
            )  # fmt: skip

    def _fixed(self) -> list[int]:
        if "fixed" not in self._found:
            return [0] * self.meetings
        values, line = self._list("fixed", self.meetings)
        slots = [value for value in values if isinstance(value, int)]
        if len(slots) != len(values) or not all(0 <= slot <= self.slots for slot in slots):
            raise InvalidProblemError(
                f"Line {line}: fixed needs a slot from 1 to {self.slots} for each meeting, or 0."
            )
        return slots

    def _sets(self, name: str, size: int, most: int) -> list[frozenset[int]]:
        if name not in self._found:
            return [frozenset()] * size
        values, line = self._list(name, size)
        sets = [value - {0} for value in values if isinstance(value, frozenset)]
        if len(sets) != size:
            raise InvalidProblemError(f"Line {line}: {name} needs a set in braces for each.")
        for number, one in enumerate(sets, 1):
            for value in one:
                if not 1 <= value <= most:
                    raise InvalidProblemError(
                        f"Line {line}: set {number} of {name} holds {value}; give 1 to {most}."
                    )
        return sets

    def _list(self, name: str, size: int) -> tuple[list[Value], int]:
        value, line = self._given(name)
        if not isinstance(value, list) or len(value) != size:
            count = f"there are {len(value)}" if isinstance(value, list) else "it is no list"
            raise InvalidProblemError(f"Line {line}: {name} needs {size} entries; {count}.")
        return value, line

    def _count(self, name: str, *, least: int = 1, most: int | None = None) -> int:
        value, line = self._given(name)
        highest = MOST[name] if most is None else most
        if not isinstance(value, int) or not least <= value <= highest:
            raise InvalidProblemError(
                f"Line {line}: {name} needs a number from {least} to {highest}."
            )
        return value

    def _given(self, name: str) -> tuple[Value, int]:
        if name not in self._found:
            last = max((line for _value, line in self._found.values()), default=1)
            raise InvalidProblemError(
                f"Line {last}: the file ends without {name}; add “{name} = …;”."
            )
        return self._found[name]


def _tokens(text: str) -> Iterator[Token]:
    line = 1
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        if kind != "space":
            yield Token(kind, match.group(), line)
        line += match.group().count("\n")
    yield Token("end", "the end of the file", line)


def _number(token: Token) -> int:
    if len(token.text) > LONGEST_NUMBER or not token.text.isascii():
        raise InvalidProblemError(f"Line {token.line}: the number {token.text[:20]} is too long.")
    return int(token.text)


def _keys(numbers: frozenset[int]) -> frozenset[str]:
    return frozenset(str(number) for number in numbers)


def _wrong(token: Token, wanted: str) -> InvalidProblemError:
    return InvalidProblemError(
        f"Line {token.line}: {wanted}, but “{token.text[:20]}” stands there."
    )
