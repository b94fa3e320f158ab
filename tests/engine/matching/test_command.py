import json
from pathlib import Path

import pytest

from accord.engine.matching.__main__ import USAGE, main
from tests.engine.matching.make import NEEDS, OFFERS

ASKED = {
    "documents": [{"id": one.key, "text": one.text} for one in OFFERS],
    "queries": [{"id": one.key, "language": one.language, "text": one.text} for one in NEEDS],
    "top": 2,
}
ANSWERS = {"implants": "coating", "textile": "water", "drought": "seeds", "oil": "pumps"}


@pytest.fixture(autouse=True)
def _models(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_MODELS", str(models))


@pytest.mark.parametrize("fair", [False, True])
def test_the_command_writes_the_best_documents_of_each_query(tmp_path: Path, fair: bool) -> None:  # noqa: FBT001 -- a parameter
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps(ASKED | {"fair": fair}), encoding="utf-8")

    assert main(["rank", str(source), str(target)]) == 0

    answer = json.loads(target.read_text(encoding="utf-8"))
    assert list(answer) == ["rankings", "exposure"][: 1 + fair]
    assert {key: rows[0][0] for key, rows in answer["rankings"].items()} == ANSWERS
    assert all(one[1] > other[1] for one, other in answer["rankings"].values())


@pytest.mark.parametrize("part", ["documents", "queries"])
def test_nothing_to_rank_is_an_answer(tmp_path: Path, part: str) -> None:
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps(ASKED | {part: []}), encoding="utf-8")

    assert main(["rank", str(source), str(target)]) == 0

    expected = {"queries": {}, "documents": {key: list[str]() for key in ANSWERS}}[part]
    assert json.loads(target.read_text(encoding="utf-8")) == {"rankings": expected}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[]", "The file must hold an object with documents and queries.\n"),
        ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)\n"),
        ('{"documents": 1}', "documents must be a list.\n"),
        ('{"documents": []}', "queries must be a list.\n"),
        ('{"documents": [1]}', "documents[0] must be an object with id, language and text.\n"),
        ('{"documents": [{"id": 1}]}', "documents[0] needs id, a text that is not empty.\n"),
        (
            '{"documents": [{"id": "a", "text": " "}]}',
            "documents[0] needs text, a text that is not empty.\n",
        ),
        (
            '{"documents": [{"id": "a", "text": "b", "language": 7}]}',
            "documents[0] has a language that is not a text.\n",
        ),
        (
            '{"documents": [{"id": "a", "text": "b"}, {"id": "a", "text": "c"}]}',
            "documents holds the id a twice.\n",
        ),
        (
            '{"documents": [{"id": "a\\ud800", "text": "b"}]}',
            "documents[0] has half a character (a lone surrogate) in its id.\n",
        ),
        (
            '{"documents": [{"id": "a", "text": "\\udfff"}]}',
            "documents[0] has half a character (a lone surrogate) in its text.\n",
        ),
        ('{"top": 0}', "top must be a whole number from 1 to 1000, not 0.\n"),
        ('{"top": true}', "top must be a whole number from 1 to 1000, not True.\n"),
        ('{"fair": 1}', "fair must be true or false, not 1.\n"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    source = tmp_path / "in.json"
    source.write_text(content, encoding="utf-8")

    assert main(["rank", str(source), str(tmp_path / "out.json")]) == 2
    assert capsys.readouterr().err == sentence


def test_a_file_that_is_not_there_and_a_call_that_makes_no_sense_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing.json"

    assert main(["rank", str(missing), str(tmp_path / "out.json")]) == 2
    assert capsys.readouterr().err == f"[Errno 2] No such file or directory: '{missing}'\n"
    assert main(["sort", "a", "b"]) == 2
    assert capsys.readouterr().err == USAGE


def test_somebody_without_a_home_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    source = tmp_path / "in.json"
    source.write_text(json.dumps(ASKED), encoding="utf-8")
    monkeypatch.delenv("ACCORD_MODELS")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", no_home)

    assert main(["rank", str(source), str(tmp_path / "out.json")]) == 2
    told = "There is no home to keep the network in; name one in ACCORD_MODELS.\n"
    assert capsys.readouterr().err == told
