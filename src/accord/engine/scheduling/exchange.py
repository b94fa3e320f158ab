"""Problems and plans as JSON documents: the shape of files, stable and checked on reading."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from accord.engine.scheduling.problem import (
    Interpreter,
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
from accord.engine.scheduling.result import Cause, Changes, Meeting, Plan, Status, Unplaced

Document = Mapping[str, Any]
Thing = TypeVar("Thing")
Choice = TypeVar("Choice", bound=StrEnum)


def problem_to_json(problem: Problem) -> str:
    """Return a problem as a JSON document; `problem_from_json` reads it back equal."""
    rules = problem.rules
    document = {
        "slots": [
            {"key": one.key, "day": one.day, "starts": one.starts, "ends": one.ends,
             "session": one.session}
            for one in problem.slots
        ],
        "participants": [
            {"key": one.key, "parallel": one.parallel, "absent": sorted(one.absent),
             "most": one.most, "most_a_day": one.most_a_day, "table": one.table,
             "side": one.side, "longest_run": one.longest_run}
            for one in problem.participants
        ],
        "tables": [
            {"key": one.key, "place": one.place, "closed": sorted(one.closed)}
            for one in problem.tables
        ],
        "interpreters": [
            {"key": one.key, "pairs": sorted(one.pairs), "absent": sorted(one.absent),
             "longest_run": one.longest_run, "one_way": sorted(one.one_way)}
            for one in problem.interpreters
        ],
        "requests": [_request_to_json(one) for one in problem.requests],
        "rules": {
            "change_minutes": rules.change_minutes,
            "fair_breaks": rules.fair_breaks,
            "objective": rules.objective,
        },
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1)


def problem_from_json(text: str) -> Problem:
    """Read a problem.

    Raises
    ------
    InvalidProblemError
        One sentence that names the entry and what is wrong with it.
    """
    document = _document(text)
    rules = _part(document.get("rules", {}), "rules")
    return Problem(
        slots=_each(document, "slots", _slot),
        participants=_each(document, "participants", _participant),
        tables=_each(document, "tables", _table),
        requests=_each(document, "requests", _request),
        interpreters=_each(document, "interpreters", _interpreter),
        rules=Rules(
            change_minutes=_whole(rules, "change_minutes", 0),
            fair_breaks=_whole_or_none(rules, "fair_breaks"),
            objective=_one_of(Objective, rules, "objective", Objective.MOST_WEIGHT),
        ),
    )


def plan_to_json(problem: Problem, plan: Plan) -> str:
    """Return a plan as a JSON document.

    Requests are named by ``key`` and by ``index``, their number in the problem
    from 1. ``slot`` is the number of the slot from 1, ``slot_key`` its key.
    ``objective`` is the number that was to be bettered: the weight, or the
    breaks.
    """
    number = {request.key: n for n, request in enumerate(problem.requests, 1)}
    slots = {slot.key: n for n, slot in enumerate(problem.slots, 1)}
    by_key = {request.key: request for request in problem.requests}
    order = {one.key: n for n, one in enumerate(problem.participants, 1)}

    def people(key: str) -> list[int | str]:
        both = by_key[key].left, by_key[key].right
        return [int(one) if one == str(order[one]) else one for one in both]

    is_weight = plan.objective is Objective.MOST_WEIGHT
    document = {
        "status": plan.status,
        "objective": plan.weight if is_weight else plan.breaks,
        "bound": plan.bound,
        "breaks": plan.breaks,
        "changes": {
            "place": plan.changes.place,
            "table": plan.changes.table,
            "interpreter": plan.changes.interpreter,
        },
        "spread": plan.spread,
        "weight": plan.weight,
        "aim": plan.objective,
        "found_by": plan.found_by,
        "seconds": round(plan.seconds, 3),
        "meetings": [
            {"index": number[one.request], "key": one.request,
             "participants": people(one.request), "slot": slots[one.slot],
             "slot_key": one.slot, "table": one.table, "interpreter": one.interpreter}
            for one in plan.meetings
        ],
        "unplaced": [
            {"index": number[one.request], "key": one.request, "reason": one.cause,
             "facts": one.facts}
            for one in plan.unplaced
        ],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1)


def plan_from_json(text: str) -> Plan:
    """Read a plan that `plan_to_json` wrote; facts come back as lists.

    Raises
    ------
    InvalidProblemError
        One sentence that names the entry and what is wrong with it.
    """
    document = _document(text)
    changes = _part(document.get("changes", {}), "changes")
    return Plan(
        meetings=_each(document, "meetings", _meeting),
        unplaced=_each(document, "unplaced", _unplaced),
        weight=_whole(document, "weight", 0),
        bound=_whole(document, "bound", 0),
        breaks=_whole(document, "breaks", 0),
        status=_one_of(Status, document, "status", Status.UNKNOWN),
        found_by=_text(document, "found_by", ""),
        seconds=float(_given(document, "seconds", (int, float), 0.0)),
        objective=_one_of(Objective, document, "aim", Objective.MOST_WEIGHT),
        changes=Changes(
            _whole(changes, "place", 0),
            _whole(changes, "table", 0),
            _whole(changes, "interpreter", 0),
        ),
        spread=_whole(document, "spread", 0),
    )


def _request_to_json(one: Request) -> Document:
    lock = one.locked
    return {
        "key": one.key, "left": one.left, "right": one.right, "weight": one.weight,
        "session": one.session, "languages": one.languages,
        "only": None if one.only is None else sorted(one.only),
        "locked": lock and {
            "slot": lock.slot, "table": lock.table, "interpreter": lock.interpreter
        },
        "after": sorted(one.after), "one_way": one.one_way,
    }  # fmt: skip


def _slot(entry: Document) -> Slot:
    return Slot(
        _text(entry, "key"), _whole(entry, "day"), _whole(entry, "starts"),
        _whole(entry, "ends"), _one_of(Session, entry, "session", Session.EITHER),
    )  # fmt: skip


def _participant(entry: Document) -> Participant:
    return Participant(
        _text(entry, "key"),
        parallel=_whole(entry, "parallel", 1),
        absent=_keys(entry, "absent"),
        most=_whole_or_none(entry, "most"),
        most_a_day=_whole_or_none(entry, "most_a_day"),
        table=_text_or_none(entry, "table"),
        side=_text(entry, "side", ""),
        longest_run=_whole_or_none(entry, "longest_run"),
    )


def _table(entry: Document) -> Table:
    return Table(_text(entry, "key"), _text(entry, "place", ""), _keys(entry, "closed"))


def _interpreter(entry: Document) -> Interpreter:
    pairs = _given(entry, "pairs", list, [])
    return Interpreter(
        _text(entry, "key"),
        frozenset(_pair(pair) for pair in pairs),
        _keys(entry, "absent"),
        _whole_or_none(entry, "longest_run"),
        frozenset(_pair(pair) for pair in _given(entry, "one_way", list, [])),
    )


def _request(entry: Document) -> Request:
    languages, lock = entry.get("languages"), entry.get("locked")
    return Request(
        _text(entry, "key"),
        _text(entry, "left"),
        _text(entry, "right"),
        weight=_whole(entry, "weight", 1),
        session=_one_of(Session, entry, "session", Session.EITHER),
        languages=None if languages is None else _pair(languages),
        only=None if entry.get("only") is None else _keys(entry, "only"),
        locked=None if lock is None else _placement(_part(lock, "locked")),
        after=_keys(entry, "after"),
        one_way=_yes_or_no(entry, "one_way"),
    )


def _placement(entry: Document) -> Placement:
    return Placement(
        _text(entry, "slot"), _text_or_none(entry, "table"), _text_or_none(entry, "interpreter")
    )


def _meeting(entry: Document) -> Meeting:
    return Meeting(
        _text(entry, "key"), _text(entry, "slot_key"), _text_or_none(entry, "table"),
        _text_or_none(entry, "interpreter"),
    )  # fmt: skip


def _unplaced(entry: Document) -> Unplaced:
    return Unplaced(
        _text(entry, "key"),
        _one_of(Cause, entry, "reason", None),
        _part(entry.get("facts", {}), "facts"),
    )


def _document(text: str) -> Document:
    try:
        return _part(json.loads(text), "the document")
    except RecursionError as error:
        raise InvalidProblemError("The document is nested too deeply.") from error
    except json.JSONDecodeError as error:
        raise InvalidProblemError(
            f"Line {error.lineno}, column {error.colno}: this is no JSON ({error.msg})."
        ) from error


def _each(document: Document, name: str, read: Callable[[Document], Thing]) -> tuple[Thing, ...]:
    found = []
    for number, entry in enumerate(_given(document, name, list, []), 1):
        try:
            found.append(read(_part(entry, "it")))
        except InvalidProblemError as error:
            raise InvalidProblemError(f"Entry {number} of {name}: {error}") from error
    return tuple(found)


def _part(value: object, name: str) -> Document:
    if not isinstance(value, dict):
        raise InvalidProblemError(f"“{name}” needs names and values in braces.")
    return value


MISSING = object()


def _given(entry: Document, name: str, kind: type | tuple[type, ...], default: Any) -> Any:
    value = entry.get(name, default)
    if value is MISSING:
        raise InvalidProblemError(f"“{name}” is missing.")
    if value is default:
        return value
    if not isinstance(value, kind) or isinstance(value, bool):
        names = {str: "a text", int: "a whole number", list: "a list"}
        wanted = names[kind] if isinstance(kind, type) else "a number"
        raise InvalidProblemError(f"“{name}” needs {wanted}; {json.dumps(value)[:40]} is given.")
    return value


def _text(entry: Document, name: str, default: object = MISSING) -> str:
    return str(_given(entry, name, str, default))


def _text_or_none(entry: Document, name: str) -> str | None:
    value: str | None = _given(entry, name, str, None)
    return value


def _whole(entry: Document, name: str, default: object = MISSING) -> int:
    return int(_given(entry, name, int, default))


def _whole_or_none(entry: Document, name: str) -> int | None:
    value: int | None = _given(entry, name, int, None)
    return value


def _yes_or_no(entry: Document, name: str) -> bool:
    value = entry.get(name, False)
    if not isinstance(value, bool):
        raise InvalidProblemError(
            f"“{name}” needs true or false; {json.dumps(value)[:40]} is given."
        )
    return value


def _keys(entry: Document, name: str) -> frozenset[str]:
    values = _given(entry, name, list, [])
    if not all(isinstance(value, str) for value in values):
        raise InvalidProblemError(f"“{name}” needs a list of texts.")
    return frozenset(values)


def _pair(value: object) -> tuple[str, str]:
    match value:
        case [str() as first, str() as second]:
            return first, second
        case _:
            raise InvalidProblemError("A language pair needs two texts.")


def _one_of(kind: type[Choice], entry: Document, name: str, default: Choice | None) -> Choice:
    value = entry.get(name, default)
    names = [member.value for member in kind]
    if value not in names:
        wanted = ", ".join(names)
        raise InvalidProblemError(f"“{name}” needs one of: {wanted}.")
    return kind(value)
