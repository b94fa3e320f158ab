"""The board in a browser: keyboard, mouse and finger, and without scripts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accord.apps.brokerage.actions import planning
from accord.apps.brokerage.enums import LIFTED
from accord.apps.brokerage.models import Meeting, ScheduleRun, UnplacedRequest
from accord.apps.core.enums import Role
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


class Opened:
    """A draft with Vega and Orion at nine, Lyra and Mira next to them, Vega and Mira waiting."""

    def __init__(self, server: LiveServer, client: Client, language: str = "en") -> None:
        side, other = make.party("AA"), make.party("BB")
        event = make.event(make.programme(side, other), slots=3, tables=2)
        run = ScheduleRun.objects.create(
            event=event, number=1, made_at=make.NOON, status="feasible"
        )
        vega, lyra, orion, mira = (
            make.attendance(event, make.organisation(name), party=party)
            for name, party in (("Vega", side), ("Lyra", side), ("Orion", other), ("Mira", other))
        )
        self.early, self.middle, self.late = event.slots.order_by("starts_at")
        self.first, self.second = event.tables.order_by("ordinal")
        self.held = Meeting.objects.create(
            run=run, left=vega, right=orion, slot=self.early, table=self.first
        )
        Meeting.objects.create(
            run=run, left=lyra, right=orion, slot=self.middle, table=self.second
        )
        UnplacedRequest.objects.create(run=run, left=vega, right=mira, cause=LIFTED)
        client.force_login(make.role_holder(Role.MANAGER, side, language=language))
        self.cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.server = server
        self.language = language
        self.url = f"{server.url}/events/{event.reference}/runs/1/board/"

    @contextmanager
    def board(self, **how: Any) -> Iterator[Page]:
        """Open the board; the browser is gone when the database is asked again."""
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("ACCORD_CHROMIUM", "/usr/bin/chromium"),
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            context = browser.new_context(locale=self.language, **{"viewport": DESK, **how})
            context.add_cookies(
                [
                    {
                        "name": settings.SESSION_COOKIE_NAME,
                        "value": self.cookie,
                        "url": self.server.url,
                    }
                ]
            )
            page = context.new_page()
            page.goto(self.url)
            yield page
            browser.close()

    def places(self) -> list[tuple[str, str]]:
        """Return time and table of every meeting, in the order of the names of the left."""
        rows = Meeting.objects.order_by("left__organisation__sort_name", "slot__starts_at")
        return [
            (f"{one.slot.starts_at:%H:%M}", one.table.label)
            for one in rows.select_related("slot", "table")
        ]


@pytest.fixture
def server(transactional_db: None) -> Iterator[LiveServer]:  # noqa: ARG001 -- serves what it holds
    served = LiveServer("127.0.0.1")
    yield served
    served.stop()


@pytest.fixture
def opened(server: LiveServer, client: Client) -> Opened:
    return Opened(server, client)


def test_a_meeting_is_moved_by_keyboard_and_told_what_stands_in_the_way(opened: Opened) -> None:
    with opened.board() as page:
        says = page.locator("#board-says")
        page.locator("td", has_text="Vega").first.focus()
        page.keyboard.press("Enter")
        expect(says).to_contain_text(
            "Moving: Vega – Orion. The meeting can be held at 2 of 3 times of this day."
        )
        page.keyboard.press("ArrowRight")
        expect(says).to_contain_text("meets")
        page.keyboard.press("Enter")
        expect(page.locator(".is-carried")).to_have_count(1)
        page.keyboard.press("ArrowDown")
        expect(says).to_have_text("Taken by Lyra – Orion.")
        page.keyboard.press("ArrowRight")
        expect(says).to_contain_text("Free: 1-2, Hall 1, 09:40.")
        page.keyboard.press("Enter")
        page.wait_for_url("**meeting=*")
        expect(page.locator("td:focus-within")).to_contain_text("Vega")

    assert opened.places() == [("09:20", "1-2"), ("09:40", "1-2")]


def test_the_board_stands_still_under_a_finger_that_is_pressing(opened: Opened) -> None:
    with opened.board(viewport={"width": 700, "height": 500}) as page:
        says = page.locator("#board-says")
        page.locator(".board-card", has_text="Vega").click()
        target = page.locator("td.is-target").last
        expect(target).to_be_visible()
        height = says.evaluate("one => one.offsetHeight")
        target.focus()
        expect(says).to_contain_text("Free:")

        assert says.evaluate("one => one.offsetHeight") == height


def test_the_page_of_a_search_says_when_nobody_answers_any_more(opened: Opened) -> None:
    event = opened.held.run.event
    make.wish(opened.held.left, opened.held.right)
    run = planning.plan_event(make.administrator(), event)
    with opened.board() as page:
        page.goto(f"{opened.server.url}/events/{event.reference}/runs/{run.number}/")
        lost = page.get_by_text("The connection is lost", exact=False)
        expect(page.locator(".job[aria-busy=true]")).to_be_visible()
        expect(lost).to_be_hidden()
        page.context.set_offline(True)
        expect(lost).to_be_visible()
        page.context.set_offline(False)
        expect(lost).to_be_hidden()


def test_escape_puts_a_meeting_back(opened: Opened) -> None:
    with opened.board() as page:
        page.locator("td", has_text="Vega").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("td.is-target").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        expect(page.locator("td.is-target")).to_have_count(0)
        expect(page.locator("#board-says")).to_contain_text("Nothing was moved.")
        expect(page.locator("td:focus")).to_contain_text("Vega")

    assert opened.places() == [("09:20", "1-2"), ("09:00", "1-1")]


def test_a_meeting_that_waits_is_dragged_onto_the_board(opened: Opened) -> None:
    with opened.board() as page:
        page.locator(".board-request").hover()
        page.mouse.down()
        page.mouse.move(600, 500, steps=3)
        target = page.locator("tr", has_text="1-2").locator("td.is-target").last
        target.wait_for()
        box = target.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 20, box["y"] + 20, steps=5)
        page.mouse.up()
        page.wait_for_url("**meeting=*")

    assert opened.places() == [("09:20", "1-2"), ("09:00", "1-1"), ("09:40", "1-2")]


def test_a_finger_picks_up_and_locks(opened: Opened) -> None:
    with opened.board(viewport=PHONE, has_touch=True) as page:
        page.locator(".board-card", has_text="Vega").tap()
        expect(page.locator("td.is-target").first).to_be_visible()
        page.get_by_role("button", name="Lock", exact=True).tap()
        expect(page.locator(".board-card.is-locked")).to_contain_text("Vega")

    assert Meeting.objects.get(is_locked=True) == opened.held


def test_without_scripts_the_card_leads_to_its_free_times(opened: Opened) -> None:
    with opened.board(java_script_enabled=False) as page:
        page.locator(".board-card", has_text="Vega").click()
        page.get_by_role("button", name="09:40–10:00").click()
        page.wait_for_url("**meeting=*")

    assert opened.places() == [("09:20", "1-2"), ("09:40", "1-1")]


@pytest.mark.parametrize("language", ["en", "fa", "ru"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_board_is_accessible_while_a_meeting_is_moved(
    server: LiveServer, client: Client, language: str, viewport: dict[str, int]
) -> None:
    opened = Opened(server, client, language)
    with opened.board(viewport=viewport) as page:
        at_rest = Axe().run(page)
        page.locator(".board-card").first.click()
        expect(page.locator("td.is-target").first).to_be_visible()
        picked_up = Axe().run(page)
        fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    assert at_rest.violations_count == 0, at_rest.generate_report()
    assert picked_up.violations_count == 0, picked_up.generate_report()
    assert fits
