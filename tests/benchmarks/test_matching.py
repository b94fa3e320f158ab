import json
from math import log2
from pathlib import Path

import numpy as np
import pytest

from accord.engine.matching import Document
from benchmarks import matching
from benchmarks.pools import cases, measures
from benchmarks.pools.cases import Case

CASE = Case(
    "small",
    (Document("q1", "one", "en"), Document("q2", "two", "en")),
    tuple(Document(key, "text", "fa" if key == "c" else "en") for key in "abcd"),
    {"q1": frozenset("ab"), "q2": frozenset("c")},
)
LISTS = (["a", "d", "b", "c"], ["d", "c", "a", "b"])


def test_the_measures_are_those_of_the_books() -> None:
    whole = 1 + 1 / log2(3)

    assert measures.gain(CASE, LISTS).tolist() == pytest.approx([1.5 / whole, 1 / log2(3)])
    assert measures.recall(CASE, LISTS) == 1
    assert measures.first(CASE, LISTS) == 0.5
    assert measures.own_language(CASE, LISTS) == 0.75


def test_the_interval_of_a_difference_holds_the_difference_and_its_doubt() -> None:
    dice = np.random.default_rng(1)
    base = dice.random(400)

    better = measures.margin(base + 0.1 + 0.01 * dice.normal(size=400), base)
    same = measures.margin(base + 0.1 * dice.normal(size=400), base)

    assert 0.098 < better[0] < 0.1 < better[1] < 0.102
    assert same[0] < 0 < same[1]


def test_answers_that_are_not_in_the_pool_do_not_count(tmp_path: Path) -> None:
    content = {
        "needs": {"n": {"q": "a need", "rel": [1, 2]}},
        "offers": {"1": "an offer", "3": "another"},
    }
    (tmp_path / "cordis.json").write_text(json.dumps(content), encoding="utf-8")

    assert cases.cordis(tmp_path).answers == {"n": frozenset({"1"})}


def test_without_the_data_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert matching.main(["--data", str(tmp_path / "none")]) == 0
    assert f"skipped: data not present ({tmp_path / 'none'})" in capsys.readouterr().out
