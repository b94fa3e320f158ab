"""``accord demo`` from an empty folder: the golden scenario, planned, published and printed."""

import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from accord.engine.calendars import Calendar, Digits, Presentation

COMMAND = [sys.executable, "-c", "from accord.site.cli import main; main()"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the folder of a fresh demo, and what it printed."""
    var = tmp_path_factory.mktemp("demo") / "var"
    return var, run("demo", "--no-serve", "--seconds", "3", var=var)


def run(*words: str, var: Path, code: int = 0) -> str:
    """Run the command line for the instance in a folder; return what it printed."""
    known = {key: value for key, value in os.environ.items() if not key.startswith("ACCORD_")}
    done = subprocess.run(  # noqa: S603 -- our own command
        [*COMMAND, *words],
        env={**known, "ACCORD_VAR": str(var), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def rows(var: Path, query: str) -> list[tuple[object, ...]]:
    """Return what the demo's database answers."""
    with sqlite3.connect(f"file:{var / 'accord.sqlite3'}?mode=ro", uri=True) as database:
        return database.execute(query).fetchall()


def test_the_golden_scenario_is_planned_with_a_handful_of_reasons(demo: tuple[Path, str]) -> None:
    var, _said = demo

    sides = rows(
        var,
        "select s.code, count(*) from brokerage_attendance a "
        "join core_side s on s.id = a.party_id group by s.code order by s.code",
    )
    placed, left = (
        rows(var, f"select count(*) from brokerage_{table}")[0][0]  # noqa: S608 -- two names of ours
        for table in ("meeting", "unplacedrequest")
    )
    causes = {cause for (cause,) in rows(var, "select cause from brokerage_unplacedrequest")}

    assert sides == [("IR", 16), ("RU", 60)]
    assert isinstance(placed, int)
    assert isinstance(left, int)
    assert placed + left == 145
    assert 5 <= left <= 20
    assert {"no-common-slot", "side-is-full"} <= causes


def test_thirteenth_of_azar_is_thursday_and_friday_is_free_on_one_side(
    demo: tuple[Path, str],
) -> None:
    var, _said = demo
    reader = Presentation("fa", Calendar.JALALI, Digits.ARABEXT, "Asia/Tehran")
    thursday = dt.date(2025, 12, 4)
    weekends = rows(
        var,
        "select s.code, p.weekend from programmes_party p "
        "join core_side s on s.id = p.side_ptr_id",
    )
    on_friday = rows(
        var,
        "select count(*) from brokerage_meeting m join brokerage_slot s on s.id = m.slot_id "
        "where s.starts_at >= '2025-12-05'",
    )

    assert reader.long_day(thursday) == "پنجشنبه ۱۳ آذر ۱۴۰۴"
    assert {code: json.loads(str(days)) for code, days in weekends} == {
        "IR": [4],
        "RU": [5, 6],
    }
    assert on_friday == [(0,)]
    assert rows(var, "select count(*) from brokerage_slot where starts_at >= '2025-12-05'") == [
        (3,)
    ]


def test_the_workbook_and_the_papers_stand_where_the_summary_says(
    demo: tuple[Path, str],
) -> None:
    var, said = demo

    papers = {path.name for path in (var / "papers").iterdir()}

    assert load_workbook(var / "event.xlsx", read_only=True).sheetnames[0] == "Event"
    assert any("agendas" in name and name.endswith(".pdf") for name in papers)
    assert str(var / "event.xlsx") in said
    assert str(var / "papers") in said
    assert "145 meetings" in said


def test_everybody_who_can_sign_in_is_shown(demo: tuple[Path, str]) -> None:
    var, said = demo

    sign_ins = json.loads((var / "sign_ins.json").read_text(encoding="utf-8"))

    assert len(sign_ins) == 5
    assert all(one["email"] in said and one["password"] in said for one in sign_ins)
    assert "Programme manager, Iran · نرگس مهرآیین" in said
    assert "Programme manager, Russia · Андрей Лазурин" in said
    assert "A company: Arman Zist Hegmataneh · فرهاد فروزان‌مهر" in said
    assert "Coordinator, Iran · کتایون بهارستانی" in said
    assert "Coordinator, Russia · Ирина Веснина" in said


def test_every_company_has_a_profile_and_hardly_any_waits_for_somebody(
    demo: tuple[Path, str],
) -> None:
    var, said = demo

    states = rows(var, "select state, count(*) from partnering_profile group by 1 order by 1")
    named = rows(var, "select count(distinct organisation_id) from partnering_profile")
    shy = rows(var, "select count(*) from partnering_profile where is_anonymous")
    over = rows(
        var,
        "select count(*) from partnering_profile where state = 'published' "
        "and (expires_on <= date('now') or expires_on <= '2025-12-05')",
    )

    assert states == [("draft", 1), ("published", 98), ("review", 2)]
    assert named == [(76,)]
    assert shy == [(2,)]
    assert over == [(0,)]
    assert "101 profiles of what they offer and seek, 98 of them published" in said


def test_nobody_published_what_they_wrote(demo: tuple[Path, str]) -> None:
    var, _said = demo

    alone = rows(
        var,
        "select count(*) from core_auditentry p join core_auditentry w "
        "on w.subject = p.subject and w.who = p.who "
        "where p.deed = 'partnering.profile.published' "
        "and w.deed in ('partnering.profile.begun', 'partnering.profile.submitted')",
    )
    by_whom = rows(
        var,
        "select count(distinct name) from core_auditentry where deed = 'partnering.profile.begun'",
    )

    assert alone == [(0,)]
    assert by_whom == [(3,)]


def test_expressions_of_interest_stand_at_every_state(demo: tuple[Path, str]) -> None:
    var, _said = demo

    states = rows(var, "select state, count(*) from partnering_interest group by 1 order by 1")

    assert states == [
        ("accepted", 2),
        ("agreed", 1),
        ("closed", 1),
        ("exchanged", 1),
        ("negotiating", 1),
        ("sent", 3),
    ]


def test_the_workbook_of_the_demo_changes_nothing_when_it_comes_back(
    demo: tuple[Path, str],
) -> None:
    var, _said = demo
    reference = str(rows(var, "select reference from brokerage_event")[0][0])

    said = run("event", "import", str(var / "event.xlsx"), "--event", reference, var=var)

    assert said.splitlines()[-1] == f"{reference} is as the file says already."


def test_a_folder_that_is_no_demo_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("keep me", encoding="utf-8")

    said = run("demo", "--no-serve", var=tmp_path, code=1)

    assert "holds something that is not a demo" in said
    assert (tmp_path / "precious.txt").exists()


def test_clocks_of_the_demo_are_those_of_its_city(demo: tuple[Path, str]) -> None:
    var, _said = demo

    first = str(rows(var, "select min(starts_at) from brokerage_slot")[0][0])

    opens = dt.datetime.fromisoformat(first).replace(tzinfo=dt.UTC)
    assert opens.astimezone(ZoneInfo("Europe/Moscow")).time() == dt.time(9, 30)
