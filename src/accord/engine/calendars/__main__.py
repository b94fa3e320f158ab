"""Calendars on the command line: a JSON file in, JSON out.

Usage: python -m accord.engine.calendars FILE

FILE holds {"language": "fa", "calendar": "jalali", "digits": "arabext", "days": ["11 Azar 1404"]};
all but the days may be left out. For each day you get how it is shown, or why it is refused.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from accord.engine.calendars import (
    Calendar,
    Digits,
    Presentation,
    UnreadableDayError,
    parse_day,
)


def told(text: str, viewer: Presentation) -> dict[str, object]:
    """Return how a reader sees the day, or the code and facts of its refusal."""
    try:
        day = parse_day(text, viewer)
    except UnreadableDayError as refusal:
        return {"code": refusal.code, "sentence": str(refusal), "facts": refusal.facts}
    return {
        "iso": day.isoformat(),
        "long": viewer.long_day(day),
        "short": viewer.short_day(day),
        "both": viewer.both_days(day),
    }


def answers(question: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return what is told of each day in the question."""
    viewer = Presentation(
        language=question.get("language", "en"),
        calendar=Calendar(question.get("calendar", Calendar.GREGORIAN)),
        digits=Digits(question.get("digits", Digits.LATN)),
    )
    return [told(str(text), viewer) for text in question["days"]]


def main(arguments: list[str]) -> int:
    """Read the file, print the answers; return 2 with one sentence when it cannot be read."""
    if len(arguments) != 1:
        sys.stderr.write("Usage: python -m accord.engine.calendars FILE\n")
        return 2
    try:
        question = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        if not isinstance(question, dict) or not isinstance(question.get("days"), list):
            raise ValueError('The file must hold an object with a list "days".')  # noqa: TRY301, TRY004 -- one door for every refusal
        found = answers(question)
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
