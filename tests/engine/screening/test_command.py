import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.engine.screening.__main__ import USAGE, main
from accord.engine.screening.exchange import pairs_from, task_from

ENTITY = {"id": "1", "schema": "Person", "names": ["Khalil AL-ZAHRAWI"], "birth_date": "1961"}
QUERY = {"id": "q", "schema": "Person", "name": "خليل الزهراوي", "birth_date": None}
NOBODY = {"id": "n", "schema": "Person", "name": "Ветерок Баланов"}
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["entities", "queries", "threshold", "id", "schema", "names", "name"])
            | st.sampled_from(["birth_date", "countries", "list", "name1", "name2"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


def _run(tmp_path: Path, command: str, content: str) -> tuple[int, object]:
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(content, encoding="utf-8")
    code = main([command, str(source), str(target)])
    return code, json.loads(target.read_text(encoding="utf-8")) if target.exists() else None


def test_the_command_writes_the_open_hits_of_each_query(tmp_path: Path) -> None:
    asked = {"entities": [ENTITY], "queries": [QUERY, NOBODY], "threshold": None}

    code, answer = _run(tmp_path, "screen", json.dumps(asked))

    assert code == 0
    assert isinstance(answer, dict)
    assert list(answer) == ["alerts", "engine", "thresholds", "sources"]
    assert answer["alerts"]["n"] == []
    ((hit,)) = answer["alerts"]["q"]
    assert (hit["entity"], hit["name"]) == ("1", "Khalil AL-ZAHRAWI")
    assert [one["feature"] for one in hit["evidence"]] == ["alike", "alike"]


def test_one_threshold_can_be_asked_for(tmp_path: Path) -> None:
    asked = {"entities": [ENTITY], "queries": [QUERY], "threshold": 1}

    _, answer = _run(tmp_path, "screen", json.dumps(asked))

    assert isinstance(answer, dict)
    assert answer["alerts"] == {"q": []}
    assert answer["thresholds"] == {"person": 1, "body": 1}


def test_pairs_are_answered_in_their_order(tmp_path: Path) -> None:
    pairs = [
        {"schema": "Person", "name1": "Tariq Balanov", "name2": "Khalil Munir"},
        {"schema": "Company", "name1": "ООО Ветерок", "name2": "Veterok Ltd"},
    ]

    code, answer = _run(tmp_path, "screen-pairs", json.dumps(pairs))

    assert code == 0
    assert isinstance(answer, list)
    assert [one["match"] for one in answer] == [False, True]
    assert all(0 <= one["score"] < 1 for one in answer)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[]", "The file must hold an object with entities and queries."),
        ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ('{"entities": 1}', "entities must be a list."),
        ('{"entities": [1]}', "entities[0] must be an object."),
        ('{"entities": [{"id": "a"}]}', "entities[0] needs names, a list of 1 to 1000 texts."),
        (
            '{"entities": [{"id": "a", "names": [" "]}]}',
            "entities[0] needs names, a text that is not empty.",
        ),
        (
            '{"entities": [{"names": ["a"]}]}',
            "entities[0] needs id, a text that is not empty.",
        ),
        (
            '{"entities": [{"id": "a", "names": ["b"], "schema": 7}]}',
            "entities[0] needs schema, a text that is not empty.",
        ),
        (
            '{"entities": [{"id": "a", "names": ["b"], "countries": "IQ"}]}',
            "entities[0] has countries that are not a list.",
        ),
        (
            '{"entities": [{"id": "a", "names": ["b"]}, {"id": "a", "names": ["c"]}]}',
            "entities holds the id a twice.",
        ),
        ('{"entities": []}', "queries must be a list."),
        (
            '{"entities": [], "queries": [{"id": "a\\ud800", "name": "b"}]}',
            "queries[0] has half a character (a lone surrogate) in its id.",
        ),
        (
            '{"entities": [], "queries": [{"id": "a", "name": "' + "b" * 2001 + '"}]}',
            "queries[0] has a name of more than 2000 characters.",
        ),
        (
            '{"entities": [], "queries": [], "threshold": 0}',
            "threshold must be above 0 and at most 1, or null, not 0.",
        ),
        (
            '{"entities": [], "queries": [], "threshold": NaN}',
            "threshold must be above 0 and at most 1, or null, not nan.",
        ),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    assert _run(tmp_path, "screen", content) == (2, None)
    assert capsys.readouterr().err == sentence + "\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{}", "The file must hold a list of pairs."),
        ("[1]", "[0] must be an object."),
        ('[{"name1": "a"}]', "[0] needs name2, a text that is not empty."),
    ],
)
def test_pairs_that_make_no_sense_are_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    assert _run(tmp_path, "screen-pairs", content) == (2, None)
    assert capsys.readouterr().err == sentence + "\n"


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err == USAGE


@settings(max_examples=300, deadline=None)
@given(content=JSON)
def test_whatever_a_file_holds_is_read_or_refused_in_a_sentence(content: object) -> None:
    for read in (task_from, pairs_from):
        sentence = _refusal(read, content)

        assert sentence == "" or sentence.endswith(".")


def _refusal(read: Callable[[object], object], content: object) -> str:
    try:
        read(content)
    except ValueError as problem:
        return str(problem)
    return ""
