import json
from pathlib import Path

import pytest

from accord.engine.text.__main__ import main


def test_the_command_tells_what_the_engine_makes_of_texts_and_pairs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "texts.json"
    file.write_text(json.dumps(["كيان\u200f ۱", ["Nano", "nano"]]), encoding="utf-8")

    assert main([str(file)]) == 0

    assert json.loads(capsys.readouterr().out) == [
        {
            "text": "كيان ۱",
            "key": "کیان 1",
            "consonants": "1 kn",
            "script": "Arab",
            "direction": "rtl",
        },
        {"pair": ["Nano", "nano"], "similar": 1.0, "same_key": True, "same_consonants": True},
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{}", "The file must hold a list.\n"),
        ("[1]", "1 is neither a text nor a pair of texts.\n"),
        ("[", "Expecting value: line 1 column 2 (char 1)\n"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    file = tmp_path / "texts.json"
    file.write_text(content, encoding="utf-8")

    assert main([str(file)]) == 2
    assert capsys.readouterr().err == sentence
