"""Papers and personal pages in the words and digits of who holds them."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accord.apps.brokerage.papers import data, folder, links
from accord.apps.brokerage.papers.grids import Column, Grid, Line, Page, grid_pdf
from accord.apps.brokerage.papers.pieces import ROSTERS
from accord.apps.core.enums import Role
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.enums import LanguageLevel
from accord.apps.directory.models import SpokenLanguage
from accord.engine.calendars import Presentation
from tests import make
from tests.apps.brokerage import printing
from tests.apps.brokerage.test_papers import pages_of

pytestmark = pytest.mark.django_db


def page_of(client: Client, scene: printing.Scene, query: str = "") -> str:
    key = links.key_of(scene.interpreter)
    return client.get(reverse("brokerage:personal", args=[key]) + query).content.decode()


@pytest.fixture
def scene() -> printing.Scene:
    return printing.scene()


@pytest.mark.parametrize(
    ("language", "label"), [("fa", "میز \u2068۱-۷\u2069"), ("ru", "Стол \u20681-7\u2069")]
)
def test_a_table_is_numbered_in_the_readers_digits(
    scene: printing.Scene, language: str, label: str
) -> None:
    table = scene.meeting.table

    assert data.where(table, data.reader_in(language, scene.event)).table == label


def test_the_page_of_an_interpreter_names_the_languages(
    client: Client, scene: printing.Scene
) -> None:
    assert "Interpreter · Persian · Russian" in page_of(client, scene, "?language=en")
    assert "مترجم · فارسی · روسی" in page_of(client, scene, "?language=fa")


def test_an_interpreter_reads_in_the_language_interpreted_best(scene: printing.Scene) -> None:
    spoken = SpokenLanguage.objects.filter(person=scene.interpreter.person)
    spoken.update(level=LanguageLevel.WORKING)
    interpreter = type(scene.interpreter).objects.get()

    assert data.reader_of_interpreter(interpreter, scene.event).language == "fa"


def test_an_interpreters_mother_tongue_comes_first(scene: printing.Scene) -> None:
    assert data.reader_of_interpreter(scene.interpreter, scene.event).language == "ru"


def test_without_interpreters_there_is_no_roster(
    client: Client, scene: printing.Scene, tmp_path: Path
) -> None:
    scene.meeting.interpreter = None
    scene.meeting.save()
    scene.interpreter.delete()
    client.force_login(make.role_holder(Role.MANAGER, scene.iran))

    page = client.get(reverse("brokerage:print", args=[scene.event.reference])).content.decode()
    written = folder.write_all(scene.event, tmp_path, ["en"])

    assert not any("roster" in path.name for path in written)
    for piece in ROSTERS:
        address = reverse("brokerage:print-file", args=[scene.event.reference, piece])
        assert address not in page


def test_languages_to_print_in_begin_with_a_capital_where_their_script_has_one(
    client: Client, scene: printing.Scene
) -> None:
    client.force_login(make.role_holder(Role.MANAGER, scene.iran))

    page = client.get(reverse("brokerage:print", args=[scene.event.reference])).content.decode()

    assert "<bdi>Русский</bdi>" in page
    assert "<bdi>русский</bdi>" not in page


def test_every_page_of_a_long_sheet_says_which_day_and_hall_it_is() -> None:
    line = Line("09:00", cells=(("Vega", "Neva"),))
    days = [
        Page(f"{day} December · Hall", "", day, (Column("Table 1"),), (line,) * 60)
        for day in ("2", "3")
    ]
    whole = Grid("Run sheet", "Brokerage days", "Version 1", "", "Time", make.NOON, tuple(days))

    pages = pages_of(grid_pdf(whole, Presentation("en")))

    half = len(pages) // 2
    assert half > 1
    assert all("2 December · Hall" in page for page in pages[:half])
    assert all("3 December · Hall" in page for page in pages[half:])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "All times are \u2068Tehran\u2069 time."),
        ("fa", "همهٔ ساعت‌ها به وقت \u2068تهران\u2069 است."),
        ("ru", "Часовой пояс: \u2068Тегеран\u2069."),
    ],
)
def test_an_event_without_a_city_is_on_the_clock_of_one(
    scene: printing.Scene, language: str, sentence: str
) -> None:
    scene.event.city, scene.event.time_zone = LocalizedText(), "Asia/Tehran"

    assert data.clock_line(scene.event, data.reader_in(language, scene.event)) == sentence
