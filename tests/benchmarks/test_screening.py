import json
from pathlib import Path

import pytest

from accord.engine.screening import Entity, Screener
from benchmarks import screening
from benchmarks.names import cases, speed, ways

LISTED = (
    Entity("1", "Person", ("Khalil AL-ZAHRAWI",), source="UN"),
    Entity("2", "Person", ("Zahrawi Khalil", "Abu Tariq"), source="EU"),
    Entity("3", "Organization", ("Veterok LLC",), source="EU"),
)
FILES = {
    "cross_script.csv": "query,script,schema,entity,primary\nأبو طارق,arabic,Person,2,Abu Tariq\n"
    "ООО Ветерок,cyr,Organization,3,Veterok LLC\nРассвет,cyr,Organization,3,Veterok LLC\n",
    "un_persons_with_typos.csv": "full_name,date_of_birth\nKhalil Zahravi,\n",
    "harmless_customers.csv": "full_name,date_of_birth\nKhalil Zahrawi,1961\n"
    "Мария Рассветова,1970\n",
    "name_pairs.csv": "schema,name1,name2,is_match\nPerson,Khalil Munir,Munir Khalil,true\n"
    "Person,Khalil Munir,Tariq Balanov,true\nCompany,Veterok Ltd,Rassvet Ltd,false\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_who_shares_a_name_counts_as_found(folder: Path) -> None:
    persons, bodies = (case for case in cases.cross_script(folder, LISTED) if case.queries)
    screener = Screener()
    screener.add(LISTED)

    assert persons.name == "Arabic persons"
    assert dict(persons.answers) == {"0": frozenset({"2"})}
    assert cases.sharing([*LISTED, Entity("4", "Person", ("tariq abu",))])("2") == {"2", "4"}
    assert ways.found(persons, ways.engine(screener)) == (1, 0)
    assert ways.found(bodies, ways.engine(screener)) == (0.5, 0)
    assert ways.found(bodies, ways.one_key(LISTED)) == (0.5, 0)


def test_harmless_customers_count_once_however_many_alerts(folder: Path) -> None:
    case = cases.harmless(folder)

    assert ways.alerted(case, ways.one_key(LISTED)) == 0.5
    assert [len(part.queries) for part in cases.by_script(case).values()] == [1, 1]


def test_the_balance_is_the_one_of_the_books() -> None:
    found = ways.balance([True, True, False, False], [True, False, True, True])

    assert list(found) == pytest.approx([0.5, 1 / 3, 0.4])
    assert ways.balance([False], [True]) == (0, 0, 0)


def test_a_lengthened_list_keeps_what_it_had() -> None:
    made = speed.lengthened(LISTED, 9)

    assert made[:3] == list(LISTED)
    assert len({one.key for one in made}) == 9
    assert made == speed.lengthened(LISTED, 9)


def test_the_report_has_a_line_for_each_case(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.jsonl"
    rows = [
        {
            "id": one.key,
            "schema": one.schema,
            "names": one.names,
            "birth_date": "",
            "list": one.source,
        }
        for one in LISTED
    ]
    listed.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    arguments = ["--data", str(folder), "--list", str(listed), "--only", "pairs", "found"]
    assert screening.main(arguments) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[2].startswith("3 labelled pairs: F1 0.667")
    assert [line.split("  ")[0] for line in lines[4:]] == [
        "Arabic persons",
        "Cyrillic organizations",
        "UN names with typos",
    ]


def test_without_data_nothing_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert screening.main(["--data", str(tmp_path / "none")]) == 0
    assert "skipped: data not present" in capsys.readouterr().out
