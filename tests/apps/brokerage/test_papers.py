"""Printed pieces: what stands on paper, for whom, in which language."""

import io
from pathlib import Path

import pytest
import segno
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from accord.apps.accounts.enums import CalendarChoice
from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.papers import (
    agendas,
    badges,
    cards,
    data,
    folder,
    grids,
    links,
    roster,
    runsheet,
)
from accord.apps.brokerage.queries.agendas import Schedule, schedule_in
from accord.engine.calendars import Calendar
from tests import make
from tests.apps.brokerage import printing
from tests.apps.brokerage.printing import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return printing.scene()


def pages_of(pdf: bytes) -> list[str]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [page.extract_text().translate(grids.WITHOUT_MARKS) for page in pages]


def agenda(scene: Scene, name: str, language: str = "en") -> str:
    """Return the text of one person's agenda."""
    schedule = schedule_in(scene.run)
    people: dict[str, links.Holder] = {
        "sara": scene.sara,
        "ivan": scene.ivan,
        "anna": scene.interpreter,
    }
    holder = agendas.holder_for(schedule, people[name], language)
    (page,) = pages_of(agendas.agendas_pdf(schedule, [holder]))
    return page


def squeezed(text: str) -> str:
    """Return the text without spaces and marks, which PDFs place by position."""
    return "".join(sign for sign in text if sign.isalnum())


def is_in(words: str, page: str) -> bool:
    """Tell whether the words stand there; a PDF may keep signs as they lie on the paper."""
    return words in page or words[::-1] in page


# Agendas.


def test_an_agenda_says_who_when_where_and_who_interprets(scene: Scene) -> None:
    page = agenda(scene, "sara")

    for words in (
        "Sara Ahmadi",
        "Managing director",
        "Vega Systems",
        "Technology brokerage days",
        "Tuesday, 2 December 2025",
        "11 Azar 1404",
        "09:00–09:20",
        "Table 1-7",
        "Caspian Hall",
        "Neva Optics LLC",
        "Optical sensors of water quality",
        "Ivan Petrov, Managing director",
        "Anna Karimova",
        "Persian · Russian",
        "Coffee",
        "1 meeting",
        "Version 2 · 1 December 2025, 15:30",
        "1 / 1",
    ):
        assert words in page


def test_an_agenda_has_the_original_beside_the_readers_name(scene: Scene) -> None:
    page = agenda(scene, "sara")

    assert "ООО «Невская оптика» (СПб)" in page


def test_a_russian_agenda_is_russian(scene: Scene) -> None:
    page = agenda(scene, "ivan", "ru")

    for words in ("Иван Петров", "Вега Системс", "вторник, 2 декабря 2025", "Зал «Каспий»"):
        assert words in page


def test_a_persian_agenda_has_persian_digits_and_both_calendars(scene: Scene) -> None:
    page = agenda(scene, "sara", "fa")

    for words in ("۱۴۰۴", "۲۰۲۵", "۰۹:۰۰", "۰۹:۲۰"):
        assert is_in(words, page)
    assert "2025" not in page


def test_everybody_reads_in_their_own_language(scene: Scene) -> None:
    holders = agendas.holders_in(schedule_in(scene.run))

    assert [holder.reader.language for holder in holders] == ["fa", "ru", "ru"]


def test_an_account_decides_how_its_person_reads(scene: Scene) -> None:
    user = make.user(language="en")
    user.calendar = CalendarChoice.JALALI
    user.save()
    scene.sara.person.user = user
    scene.sara.person.save()

    (reader, *_others) = [one.reader for one in agendas.holders_in(schedule_in(scene.run))]

    assert reader.language == "en"
    assert reader.calendar == Calendar.JALALI
    assert reader.time_zone == "Asia/Tehran"


def test_without_a_mother_tongue_the_side_decides(scene: Scene) -> None:
    scene.sara.person.spoken.all().delete()

    (reader, *_others) = [one.reader for one in agendas.holders_in(schedule_in(scene.run))]

    assert reader.language == "fa"


def test_a_team_without_names_gets_one_agenda_and_no_link(scene: Scene) -> None:
    kama = printing.participant(scene.event, scene.russia, printing.text("ru", "Кама", en="Kama"))
    schedule = schedule_in(scene.run)

    (holder,) = [one for one in agendas.holders_in(schedule) if one.attendance == kama]

    assert holder.person_link is None
    assert agendas.agenda_of(schedule, holder)["qr"] == ""


def test_who_was_withdrawn_gets_no_agenda(scene: Scene) -> None:
    scene.neva.withdrawn_at = make.NOON
    scene.neva.save()

    holders = agendas.holders_in(schedule_in(scene.run), language="en")

    assert [one.delegate for one in holders] == [scene.sara, None]


def test_one_side_has_its_own_people_alone(scene: Scene) -> None:
    holders = agendas.holders_in(schedule_in(scene.run), side=scene.russia.pk)

    assert [one.delegate for one in holders] == [scene.ivan]


def test_a_colleague_without_a_seat_has_an_empty_day(scene: Scene) -> None:
    colleague = printing.delegate(scene.vega, printing.text("fa", "رضا", en="Reza"), "fa")
    schedule = schedule_in(scene.run)

    days = agendas.days_for(schedule, agendas.holder_for(schedule, colleague))

    assert days == []


def test_every_agenda_begins_on_its_own_page_and_counts_its_own_pages(scene: Scene) -> None:
    schedule = schedule_in(scene.run)
    pages = pages_of(agendas.agendas_pdf(schedule, agendas.holders_in(schedule, language="en")))

    assert len(pages) == 3
    assert all("1 / 1" in page for page in pages)


def test_twenty_meetings_stay_on_one_page(scene: Scene) -> None:
    fill_the_day(scene, 20)

    assert "20 meetings" in agenda(scene, "sara")


def test_a_name_of_two_hundred_signs_is_printed_whole(scene: Scene) -> None:
    organisation = scene.neva.organisation
    name = "Научно-производственное объединение точного машиностроения имени академика " * 3
    organisation.name = printing.text("ru", name[:200].strip())
    organisation.save()

    page = agenda(scene, "sara", "ru")

    assert squeezed(name[:200]) in squeezed(page)


def test_a_name_in_a_script_we_cannot_print_gives_way_to_one_we_can(scene: Scene) -> None:
    organisation = scene.neva.organisation
    organisation.name = printing.text("zh", "涅瓦光学", en="Neva Optics LLC")
    organisation.save()

    page = agenda(scene, "sara")

    assert "Neva Optics LLC" in page
    assert "涅瓦光学" not in page


def test_a_draft_says_so_on_every_page(scene: Scene) -> None:
    scene.run.state, scene.run.version, scene.run.published_at = RunState.DRAFT, None, None
    scene.run.save()

    assert agenda(scene, "sara").count("DRAFT 4") == 3


def test_a_second_calendar_appears_only_where_somebody_lives_by_it(scene: Scene) -> None:
    scene.iran.calendar = CalendarChoice.GREGORIAN
    scene.iran.save()

    assert "Azar" not in agenda(scene, "sara")


def test_agendas_are_the_same_bytes_again(scene: Scene) -> None:
    schedule = schedule_in(scene.run)
    holders = agendas.holders_in(schedule)

    assert agendas.agendas_pdf(schedule, holders) == agendas.agendas_pdf(schedule, holders)


@pytest.mark.parametrize("meetings", [1, 3])
def test_a_schedule_is_loaded_by_the_same_queries_for_any_number_of_meetings(
    scene: Scene, meetings: int
) -> None:
    if meetings > 1:
        fill_the_day(scene, meetings)

    with CaptureQueriesContext(connection) as queries:
        schedule = schedule_in(scene.run)
        agendas.agendas_pdf(schedule, agendas.holders_in(schedule))

    assert len(schedule.meetings) == meetings
    assert len(queries) == 9


def fill_the_day(scene: Scene, meetings: int) -> None:
    """Give Vega so many meetings on the day, each with somebody else."""
    last = scene.event.slots.order_by("-ends_at")[0].ends_at
    for number in range(1, meetings):
        other = printing.participant(
            scene.event,
            scene.russia,
            printing.text("ru", f"ООО «Кама {number}»", en=f"Kama Works {number} LLC"),
            printing.text("en", "Pumps and valves for waste water of chemical plants"),
        )
        printing.delegate(other, printing.text("ru", "Олег Орлов", en="Oleg Orlov"), "ru")
        slot = printing.slot(scene.event, last, 20)
        last = slot.ends_at
        printing.meet(scene.run, scene.vega, other, slot, scene.meeting.table, scene.interpreter)


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
