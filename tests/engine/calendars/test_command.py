import json
from pathlib import Path

import pytest

from accord.engine.calendars.__main__ import main


def test_the_command_tells_how_a_day_is_shown_or_why_it_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "days.json"
    file.write_text(
        json.dumps(
            {"language": "en", "calendar": "jalali", "days": ["2025-12-02", "31 Azar 1404"]}
        )
    )

    assert main([str(file)]) == 0

    assert json.loads(capsys.readouterr().out) == [
        {
            "iso": "2025-12-02",
            "long": "Tuesday, 11 Azar 1404",
            "short": "1404/09/11",
            "both": "11 Azar 1404 (2 December 2025)",
        },
        {
            "code": "day.impossible",
            "sentence": "The calendar has no such day.",
            "facts": {
                "text": "31 Azar 1404",
                "example": "1404/09/11",
                "month": "Azar 1404",
                "last": "30",
            },
        },
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[]", 'The file must hold an object with a list "days".\n'),
        ('{"days": [], "calendar": "moon"}', "'moon' is not a valid Calendar\n"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    file = tmp_path / "days.json"
    file.write_text(content)

    assert main([str(file)]) == 2
    assert capsys.readouterr().err == sentence
