"""Matching engine on the command line: a JSON file in, JSON out.

Usage: python -m accord.engine.matching rank IN.json OUT.json

IN holds {"documents": [{"id", "language", "text"}], "queries": [the same], "top": 10}, and
where wanted "fair": true; a language may be left out. OUT receives {"rankings":
{query id: [[document id, score], …]}}, best first. The network is converted on first use into
the folder that ACCORD_MODELS names, else into accord/models of the user's cache.
"""

import json
import os
import sys
from pathlib import Path

from accord.engine.matching.encoder import BundledEncoder
from accord.engine.matching.exchange import Task, task_from
from accord.engine.matching.ranking import Ranking, fairly_ranked, ranked
from accord.engine.matching.weights import WeightsError

USAGE = "Usage: python -m accord.engine.matching rank IN.json OUT.json\n"


def main(arguments: list[str]) -> int:
    """Read the task, rank, write; return 2 with one sentence when something is wrong."""
    match arguments:
        case ["rank", source, target]:
            pass
        case _:
            sys.stderr.write(USAGE)
            return 2
    try:
        task = task_from(json.loads(Path(source).read_text(encoding="utf-8")))
        answer = _answer(task, _ranking(task))
        Path(target).write_text(json.dumps(answer, ensure_ascii=False) + "\n", encoding="utf-8")
    except (OSError, ValueError, RecursionError, WeightsError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


def models_folder() -> Path:
    """Return where the converted network is kept unless somebody says otherwise.

    Raises
    ------
    OSError
        When nobody says it, and the user has no home.
    """
    named = os.environ.get("ACCORD_MODELS")
    if named:
        return Path(named)
    if cache := os.environ.get("XDG_CACHE_HOME"):
        return Path(cache) / "accord" / "models"
    try:
        return Path.home() / ".cache" / "accord" / "models"
    except RuntimeError as problem:
        raise OSError(
            "There is no home to keep the network in; name one in ACCORD_MODELS."
        ) from problem


def _ranking(task: Task) -> Ranking:
    threads = os.cpu_count() or 1
    encoder = BundledEncoder(models_folder(), threads=threads, progress=_told)
    way = fairly_ranked if task.fair else ranked
    return way(task.queries, task.documents, encoder, top=task.top)


def _told(done: int, total: int) -> None:
    sys.stderr.write(f"Preparing the network: {done} of {total}\n")


def _answer(task: Task, ranking: Ranking) -> dict[str, object]:
    rankings = {
        query.key: [[hit.key, round(hit.score, 6) + 0.0] for hit in hits]
        for query, hits in zip(task.queries, ranking.lists, strict=True)
    }
    answer: dict[str, object] = {"rankings": rankings}
    if ranking.allocation is not None:
        before, after = ranking.allocation.before, ranking.allocation.after
        answer["exposure"] = {
            name: {"never": one.never, "most": one.most, "gini": round(one.gini, 4)}
            for name, one in (("before", before), ("after", after))
        } | {"price": round(ranking.allocation.price, 4)}
    return answer


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
