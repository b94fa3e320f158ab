"""Cards, sheets, rosters and badges on paper."""

import io
from pathlib import Path

import pytest
import segno
from openpyxl import load_workbook

from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.papers import (
    agendas,
    badges,
    cards,
    data,
    folder,
    links,
    roster,
    runsheet,
)
from accord.apps.brokerage.queries.agendas import Schedule, schedule_in
from tests.apps.brokerage import printing
from tests.apps.brokerage.printing import Scene
from tests.apps.brokerage.test_papers import agenda, fill_the_day, is_in, pages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return printing.scene()


# The mark in the corner.


def test_the_mark_leads_to_the_personal_page(scene: Scene) -> None:
    schedule = schedule_in(scene.run)
    holder = agendas.holder_for(schedule, scene.sara, "en")

    picture = agendas.agenda_of(schedule, holder)["qr"]

    address = f"http://localhost:8000/events/me/{links.key_of(scene.sara)}/"
    assert picture == svg_of(address)


def test_the_mark_on_a_badge_is_the_token_and_opens_nothing(scene: Scene) -> None:
    assert links.qr_picture(scene.sara.token) == svg_of(scene.sara.token)
    assert links.holder_of(scene.sara.token) is None


def svg_of(text: str) -> str:
    """Return the picture that the library draws of the text."""
    written = io.BytesIO()
    code = segno.make(text, error="m", micro=False, mask=links.MASK)
    code.save(written, kind="svg", border=0, omitsize=True, xmldecl=False)
    return written.getvalue().decode()


# Pieces for the hall.


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Caspian Hall", "Vega Systems", "Neva Optics LLC", "1-7", "09:00–09:20")),
        ("ru", ("Зал «Каспий»", "Вега Системс", "Анна Каримова", "1-7")),
        ("fa", ("1-7", "۰۹:۰۰", "ООО «Невская оптика» (СПб)")),
    ],
)
def test_a_table_card_shows_its_half_day(
    scene: Scene, language: str, words: tuple[str, ...]
) -> None:
    schedule = schedule_in(scene.run)

    (page,) = pages_of(cards.cards_pdf(schedule, data.reader_in(language, scene.event)))

    for word in words:
        assert is_in(word, page)


def test_a_table_has_a_card_for_each_half_of_the_day(scene: Scene) -> None:
    fill_the_day(scene, 15)
    schedule = schedule_in(scene.run)

    pages = pages_of(cards.cards_pdf(schedule, data.reader_in("en", scene.event)))

    assert ["morning" in page for page in pages] == [True, False]
    assert ["afternoon" in page for page in pages] == [False, True]


def test_the_run_sheet_shows_every_meeting_at_its_table(scene: Scene) -> None:
    schedule = schedule_in(scene.run)

    (page,) = pages_of(runsheet.runsheet_pdf(schedule, data.reader_in("en", scene.event)))

    for words in ("Run sheet", "Table 1-7", "Vega Systems", "Neva Optics LLC", "Coffee"):
        assert words in page


def test_the_run_sheet_as_a_workbook_has_the_same_cells(scene: Scene) -> None:
    schedule = schedule_in(scene.run)

    book = load_workbook(
        io.BytesIO(runsheet.runsheet_workbook(schedule, data.reader_in("en", scene.event)))
    )
    (sheet,) = book.worksheets

    assert [cell.value for cell in sheet[5]] == ["Time", "Table 1-7"]
    assert [cell.value for cell in sheet[6]] == [
        "09:00–09:20",
        "Vega Systems\nNeva Optics LLC\nInterpreter: Anna Karimova",
    ]
    assert [cell.value for cell in sheet[9]] == ["10:00–10:20", "Coffee"]
    assert sheet.sheet_view.rightToLeft is False


def test_a_persian_workbook_runs_from_right_to_left(scene: Scene) -> None:
    schedule = schedule_in(scene.run)

    book = load_workbook(
        io.BytesIO(roster.roster_workbook(schedule, data.reader_in("fa", scene.event)))
    )

    assert [sheet.sheet_view.rightToLeft for sheet in book.worksheets] == [True]
    assert book.sheetnames == ["۱۴۰۴-۰۹-۱۱"]


def test_a_name_that_looks_like_a_formula_stays_a_name(scene: Scene) -> None:
    organisation = scene.vega.organisation
    organisation.name = printing.text("en", '=HYPERLINK("http://x";"y")')
    organisation.save()
    schedule = schedule_in(scene.run)

    book = load_workbook(
        io.BytesIO(runsheet.runsheet_workbook(schedule, data.reader_in("en", scene.event)))
    )

    (sheet,) = book.worksheets
    assert '=HYPERLINK("http://x";"y")' in str(sheet["B6"].value)
    assert "f" not in {cell.data_type for row in sheet for cell in row}


def test_the_roster_says_where_each_interpreter_works(scene: Scene) -> None:
    schedule = schedule_in(scene.run)

    (page,) = pages_of(roster.roster_pdf(schedule, data.reader_in("en", scene.event)))

    for words in ("Anna Karimova", "Persian · Russian", "Table 1-7", "Caspian Hall"):
        assert words in page


@pytest.mark.parametrize(("size", "a_sheet"), [(badges.CARD, 10), (badges.LARGE, 4)])
def test_badges_fill_their_sheets(scene: Scene, size: str, a_sheet: int) -> None:
    for number in range(a_sheet):
        printing.delegate(scene.vega, printing.text("en", f"Guest {number}"), "fa")
    schedule = schedule_in(scene.run)

    pages = pages_of(badges.badges_pdf(schedule, data.reader_in("en", scene.event), size=size))

    assert len(pages) == 2


def test_a_badge_has_the_name_in_its_own_script_and_in_latin(scene: Scene) -> None:
    schedule = schedule_in(scene.run)

    (page,) = pages_of(badges.badges_pdf(schedule, data.reader_in("fa", scene.event)))

    for words in ("Иван Петров", "Ivan Petrov", "ООО «Невская оптика» (СПб)", "Sara Ahmadi"):
        assert words in squeezed_lines(page)


def squeezed_lines(text: str) -> str:
    return " ".join(text.split())


# Everything at once.


def test_every_piece_is_written_into_a_folder(scene: Scene, tmp_path: Path) -> None:
    written = folder.write_all(scene.event, tmp_path / "papers", ["en", "fa"])

    names = {path.name.removeprefix(f"{scene.event.reference}-") for path in written}
    shared = ("badges", "badges-a6", "cards", "runsheet", "roster")
    pdfs = {f"{piece}-{language}-v2.pdf" for piece in shared for language in ("en", "fa")}
    sheets = {
        f"{piece}-{language}-v2.xlsx"
        for piece in ("runsheet", "roster")
        for language in ("en", "fa")
    }
    assert names == {"agendas-own-v2.pdf", *pdfs, *sheets}
    assert all(path.stat().st_size > 1000 for path in written)


def test_nothing_is_written_before_publication(scene: Scene, tmp_path: Path) -> None:
    scene.run.state, scene.run.version = RunState.DRAFT, None
    scene.run.save()

    assert folder.write_all(scene.event, tmp_path) == []


def test_an_empty_schedule_is_still_a_page(scene: Scene) -> None:
    scene.meeting.delete()
    schedule: Schedule = schedule_in(scene.run)
    reader = data.reader_in("en", scene.event)

    for pdf in (
        cards.cards_pdf(schedule, reader),
        runsheet.runsheet_pdf(schedule, reader),
        roster.roster_pdf(schedule, reader),
    ):
        assert len(pages_of(pdf)) == 1
    assert "No meetings are planned for you" in agenda(scene, "sara")
