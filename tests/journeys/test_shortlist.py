"""A buyer compares two answers to a request and turns to one of them, by keyboard."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from accord.apps.directory.models import Organisation
from accord.apps.partnering.models import Interest, Shortlisted
from tests.apps.partnering.test_suggestions import DESALTING, MEMBRANE, PUMPS, need, offer, renewed
from tests.journeys.test_partnering import WORDS as WRITING
from tests.journeys.test_partnering import people
from tests.journeys.walking import DESK, PHONE, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Words:
    """What the pages say, and what the buyer notes."""

    suggestions: str
    put: str
    keep: str
    kept: str
    export: str
    note: str


WORDS = {
    "en": Words(
        "Suggestions",
        "Put on the shortlist",
        "Keep the note",
        "The note is kept. Only your own side reads it.",
        "Export",
        "Ask for the price of ten.",
    ),
    "fa": Words(
        "پیشنهادها",
        "گذاشتن در فهرست کوتاه",
        "ذخیرهٔ یادداشت",
        "یادداشت نگه داشته شد. تنها طرف خودتان آن را می‌خواند.",
        "برون‌بری",
        "بهای ده دستگاه پرسیده شود.",
    ),
}


def shortlist_two(way: Walk) -> None:
    """Put the first two suggestions on the shortlist, one after the other."""
    words = WORDS[way.language]
    for count in (1, 2):
        way.open(way.link(words.suggestions))
        way.page.wait_for_url("**/suggestions/")
        way.look()
        way.open(way.button(words.put).first)
        way.page.wait_for_url("**/shortlist/")
        expect(way.page.locator("ol.shortlist > li")).to_have_count(count)
        way.look()


def taken_along(way: Walk) -> list[tuple[object, ...]]:
    """Return the rows of the shortlist as a workbook."""
    way.open(way.page.locator("main summary", has_text=WORDS[way.language].export))
    with way.page.expect_download() as waited:
        way.open(way.page.locator("main a[href*='export=xlsx']"))
    book = load_workbook(BytesIO(Path(waited.value.path()).read_bytes()))
    return [*book.worksheets[0].values]


@pytest.mark.parametrize(
    ("language", "screen"), [("en", DESK), ("fa", PHONE)], ids=["en at a desk", "fa on a phone"]
)
def test_from_a_request_over_its_shortlist_to_an_interest(
    walk: Callable[..., Walk], language: str, screen: dict[str, int]
) -> None:
    folk, words = people(language), WORDS[language]
    vega, mira = (
        Organisation.objects.get(memberships__person__user=user)
        for user in (folk.writer, folk.other)
    )
    request = need(mira, DESALTING, "ru")
    for text, tongue in ((MEMBRANE, "fa"), (PUMPS, "ru")):
        offer(vega, text, tongue)
    renewed()
    way = walk(language, viewport=screen, accept_downloads=True)

    way.sign_in(folk.other.email)
    way.go(f"/profiles/{request.reference}/")
    way.look()
    shortlist_two(way)
    first, second = Shortlisted.objects.select_related("other").order_by("place")

    way.tab_to(way.page.locator(f"[id='note-{second.other.reference}']"))
    way.page.keyboard.type(words.note)
    way.open(way.button(words.keep).nth(1))
    expect(way.page.get_by_text(words.kept)).to_be_visible()
    way.look()
    rows = taken_along(way)
    assert len(rows) == 3
    assert first.other.reference in rows[1]
    assert {second.other.reference, words.note} <= {*rows[2]}

    express = f"/profiles/{second.other.reference}/express/"
    way.open(way.page.locator(f"main a[href='{express}']"))
    way.fill("message", words.note)
    way.open(way.button(WRITING[language].send))
    way.page.wait_for_url("**/profiles/interests/EI-*/")
    interest = Interest.objects.get()
    assert (interest.profile, interest.organisation) == (second.other, mira)
    way.go(f"/profiles/{request.reference}/shortlist/")
    expect(
        way.page.locator(f"main a[href='/profiles/interests/{interest.reference}/']")
    ).to_be_visible()
