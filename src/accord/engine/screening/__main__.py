"""Screening engine on the command line: a JSON file in, JSON out.

Usage: python -m accord.engine.screening screen IN.json OUT.json
       python -m accord.engine.screening screen-pairs IN.json OUT.json

For screen, IN holds {"entities": [{"id", "schema", "names", "birth_date"}], "queries": [{"id",
"schema", "name", "birth_date"}], "threshold": null or 0 to 1}; OUT receives {"alerts":
{query id: [{"entity", "score", "rank", "name", "evidence"}, …]}} with the version of the engine,
the thresholds and the digests of the lists. An empty list means no open hit against these
lists. For screen-pairs, IN holds [{"schema", "name1", "name2"}]; OUT receives
[{"score", "match", "evidence"}] in the same order.
"""

import json
import sys
from pathlib import Path

from accord.engine.screening.exchange import alerts, pairs_from, task_from, verdicts
from accord.engine.screening.screener import Screener, compared

USAGE = (
    "Usage: python -m accord.engine.screening screen IN.json OUT.json\n"
    "       python -m accord.engine.screening screen-pairs IN.json OUT.json\n"
)


def main(arguments: list[str]) -> int:
    """Read the task, screen, write; return 2 with one sentence when something is wrong."""
    match arguments:
        case ["screen", source, target]:
            way = _screened
        case ["screen-pairs", source, target]:
            way = _compared
        case _:
            sys.stderr.write(USAGE)
            return 2
    try:
        answer = way(json.loads(Path(source).read_text(encoding="utf-8")))
        Path(target).write_text(json.dumps(answer, ensure_ascii=False) + "\n", encoding="utf-8")
    except (OSError, ValueError, RecursionError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


def _screened(content: object) -> object:
    task = task_from(content)
    screener = Screener()
    screener.add(task.entities)
    return alerts([screener.screen(query, task.thresholds) for query in task.queries])


def _compared(content: object) -> object:
    return verdicts([compared(one, other) for one, other in pairs_from(content)])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
