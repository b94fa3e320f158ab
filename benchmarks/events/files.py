"""Events on disk: published ones (.dzn), generated ones (.json), and what is known of them."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accord.engine.scheduling import (
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
    problem_from_json,
    read_dzn,
)
from benchmarks import generator

SESSIONS = {1: Session.MORNING, 2: Session.AFTERNOON, 3: Session.EITHER}
INTERPRETERS = ".interpreters.json"
OPENING, LUNCH, MINUTES = 8 * 60, 60, 15
OWN = "own"
FAIRNESS = "2"
KINDS = 31  # bits of a mask of languages


@dataclass(frozen=True, slots=True)
class Event:
    """An event to plan.

    Parameters
    ----------
    name, family
        What it is called, and the middle part of a published file's name; ``generated`` for
        generated files, ``own`` for those of the generator here.
    source
        The file, or ``own:NAME:SEED``; `load` reads it.
    published
        The proven optimum, ``-`` where it is proven that not all can be held, ``≤n`` where a
        plan was planted, and nothing where nothing is known.
    """

    name: str
    family: str
    source: str
    published: str = ""


def found_in(folder: Path, family: str | None) -> list[Event]:
    """Return the events of a folder and its subfolders, those of one family if it is named."""
    events = []
    for file in sorted(folder.rglob("*.dzn")):
        middle = file.name.split(".")[1] if file.name.count(".") > 1 else ""
        if family in {None, middle}:
            optima = published_optima(file.parent.parent / "published_results.csv", middle)
            name = file.name.split(".")[0]
            shown = f"{name}.{middle}".strip(".") if family is None else name
            events.append(Event(shown, middle, str(file), optima.get(name, "")))
    if family in {None, "generated"}:
        events += [
            Event(file.name.removesuffix(".json"), "generated", str(file))
            for file in sorted(folder.rglob("*.json"))
        ]
    return events


def own(seed: int, family: str | None) -> list[Event]:
    """Return the events of the generator."""
    return [
        Event(name, OWN, f"{OWN}:{name}:{seed}")
        for name in generator.SHAPES
        if family in {None, OWN}
    ]


def load(source: str) -> generator.Made:
    """Read an event.

    Raises
    ------
    InvalidProblemError
        One sentence that says what is wrong with the file.
    """
    if source.startswith(f"{OWN}:"):
        _own, name, seed = source.split(":")
        return generator.made(name, int(seed))
    file = Path(source)
    try:
        text = file.read_text(encoding="utf-8-sig")
        if file.suffix == ".dzn":
            return generator.Made(read_dzn(text))
        if file.name.endswith(INTERPRETERS):
            event = json.loads(
                file.with_name(file.name.replace(INTERPRETERS, ".json")).read_text()
            )
            return generator.Made(_generated(event, json.loads(text)))
        document = json.loads(text)
        if "slots" in document:
            return generator.Made(problem_from_json(text))
        return generator.Made(_generated(document, {}))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        if isinstance(error, InvalidProblemError):
            raise
        raise InvalidProblemError(f"this is no event ({type(error).__name__}: {error})") from error


def _generated(event: Mapping[str, Any], more: Mapping[str, Any]) -> Problem:
    """Return an event of the form that ``shared/data/README.md`` describes."""
    wishes, fixed = len(event["meet"]), event.get("fixed")
    earlier = event.get("prec") or [()] * wishes
    slots = _slots(event)
    all_held = event.get("plan") is not None
    return Problem(
        slots=slots,
        participants=tuple(
            Participant(str(p), absent=frozenset(slots[s].key for s in away))
            for p, away in enumerate(event["forb"])
        ),
        tables=tuple(Table(str(t)) for t in range(1, event["L"] + 1)),
        requests=tuple(
            Request(
                str(m), str(left), str(right),
                weight=event["w"][m],
                session=SESSIONS[session],
                languages=("en", str(more["lang"][m])) if more and more["lang"][m] >= 0 else None,
                locked=Placement(slots[fixed[m]].key) if fixed and fixed[m] >= 0 else None,
                after=frozenset(map(str, earlier[m])),
            )
            for m, (left, right, session) in zip(range(wishes), event["meet"], strict=True)
        ),
        interpreters=tuple(
            Interpreter(
                f"i{n}",
                frozenset(("en", str(one)) for one in range(KINDS) if languages >> one & 1),
                frozenset(slot.key for s, slot in enumerate(slots) if not there >> s & 1),
            )
            for n, (languages, there) in enumerate(more.get("interp", ()))
        ),
        rules=Rules(objective=Objective.FEWEST_BREAKS if all_held else Objective.MOST_WEIGHT),
    )  # fmt: skip


def _slots(event: Mapping[str, Any]) -> tuple[Slot, ...]:
    """Return the slots; an event of two days has its first day where others have the morning."""
    has_days = event["name"].startswith("two")
    found = []
    for n in range(event["T"]):
        is_first = n < event["TM"]
        number = n - event["TM"] if has_days and not is_first else n
        begins = OPENING + number * MINUTES + (0 if is_first or has_days else LUNCH)
        session = Session.MORNING if is_first else Session.AFTERNOON
        day = 2 if has_days and not is_first else 1
        found.append(Slot(str(n + 1), day, begins, begins + MINUTES, session))
    return tuple(found)


def published_optima(file: Path, family: str) -> dict[str, str]:
    """Return event to published optimum; ``-`` is proven infeasible."""
    if not file.exists():
        return {}
    optima: dict[str, str] = {}
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            answer = row["breaks_or_-unsat"]
            if (row["family"], row["fairness_d"]) != (family, FAIRNESS) or not answer:
                continue
            # Solvers that ran out of time give the best they had; the least is the optimum.
            best = optima.get(row["instance"], answer)
            optima[row["instance"]] = "-" if "-" in {best, answer} else min(best, answer, key=int)
    return optima
