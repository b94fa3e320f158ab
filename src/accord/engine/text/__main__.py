"""Text engine on the command line: a JSON file in, JSON out.

Usage: python -m accord.engine.text FILE

FILE holds a list of texts, or of pairs of texts. For a text you get what would be stored,
its keys, its script and direction; for a pair, how alike the two are.
"""

import json
import sys
from pathlib import Path

from accord.engine.text import clean, direction_of, fold, script_of, similar, transliterate_key


def told(entry: object) -> dict[str, object]:
    """Return what the engine says about one text, or one pair of texts."""
    match entry:
        case str(text):
            return {
                "text": clean(text),
                "key": fold(text),
                "consonants": transliterate_key(text),
                "script": script_of(text),
                "direction": direction_of(text),
            }
        case [str(left), str(right)]:
            return {
                "pair": [left, right],
                "similar": round(similar(left, right), 4),
                "same_key": fold(left) == fold(right),
                "same_consonants": transliterate_key(left) == transliterate_key(right),
            }
        case _:
            raise ValueError(f"{entry!r} is neither a text nor a pair of texts.")


def main(arguments: list[str]) -> int:
    """Read the file, print the answers; return 2 with one sentence when it cannot be read."""
    if len(arguments) != 1:
        sys.stderr.write("Usage: python -m accord.engine.text FILE\n")
        return 2
    try:
        entries = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        if not isinstance(entries, list):
            raise ValueError("The file must hold a list.")  # noqa: TRY301, TRY004 -- one door for every refusal
        answers = [told(entry) for entry in entries]
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write(json.dumps(answers, ensure_ascii=False, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
