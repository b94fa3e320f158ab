"""A company's spokesperson signs in and says whom to meet, without touching a mouse."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from accord.apps.accounts.models import User
from accord.apps.brokerage.enums import EventState
from accord.apps.brokerage.models import Event, Wish
from tests import make
from tests.journeys.walking import DESK, PASSWORD, PHONE, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Words:
    """What the pages say."""

    events: str
    choose: str
    note: str
    keep: str
    kept: str


WORDS = {
    "en": Words(
        "Events",
        "Choose whom to meet",
        "Joint tests of membranes",
        "Keep these wishes",
        "Your wishes are kept.",
    ),
    "fa": Words(
        "رویدادها",
        "گزینش طرف‌های دیدار",
        "آزمایش مشترک غشاها",
        "ثبت این درخواست‌ها",
        "درخواست‌های شما ثبت شد.",
    ),
}


def world(language: str) -> tuple[User, Event]:
    """Return the spokesperson of Vega, and an event at which it may choose among three."""
    north = make.party(name="North")
    south = make.party(name="South")
    event = make.event(make.programme(north, south), slots=4, tables=2)
    event.state = EventState.WISHING
    event.save()
    vega = make.organisation(make.text("Vega", fa="وگا"), owner=north)
    make.attendance(event, vega, party=north)
    for name, persian in (("Deneb", "دنب"), ("Mira", "میرا"), ("Rigel", "رجل")):
        other = make.organisation(make.text(name, fa=persian), owner=south)
        make.attendance(event, other, party=south)
    speaker = User.objects.create_user("sara@vega.example", PASSWORD, language=language)
    make.person(make.text("Sara Navai", fa="سارا نوایی"), of=vega, user=speaker)
    return speaker, event


@pytest.mark.parametrize(
    ("language", "screen"), [("en", DESK), ("fa", PHONE)], ids=["en at a desk", "fa on a phone"]
)
def test_a_company_wishes_a_meeting_by_keyboard_alone(
    walk: Callable[..., Walk], language: str, screen: dict[str, int]
) -> None:
    speaker, event = world(language)
    words = WORDS[language]
    way = walk(language, viewport=screen)

    way.sign_in(speaker.email)
    way.look()
    way.go("/events/")
    way.look()
    way.open(way.page.locator(f"main a[href='/events/{event.reference}/']").first)
    expect(way.page.get_by_role("heading", level=1)).to_be_visible()
    way.look()
    way.open(way.link(words.choose))
    way.page.wait_for_url("**/wishes/")
    way.look()
    mira = event.attendances.get(organisation__name__texts__en="Mira")
    way.tab_to(way.page.locator(f"[name=wish-{mira.code}]:checked"))
    way.page.keyboard.press("ArrowDown")
    way.fill(f"note-{mira.code}", words.note)
    way.open(way.button(words.keep))
    expect(way.page.get_by_text(words.kept)).to_be_visible()
    way.look()

    wish = Wish.objects.get()
    assert (wish.wisher.organisation.name.texts["en"], wish.wished) == ("Vega", mira)
    assert (wish.strength, wish.note) == ("must", words.note)
    expect(way.page.locator(f"[name=wish-{mira.code}]:checked")).to_have_value("must")
