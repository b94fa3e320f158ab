"""Printed pieces: what stands on paper, for whom, in which language."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from accord.apps.accounts.enums import CalendarChoice
from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.papers import (
    agendas,
    grids,
    links,
)
from accord.apps.brokerage.queries.agendas import schedule_in
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
