"""The gallery in a browser: both directions, both themes, with and without script."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-gpu",
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("ACCORD_CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: LiveServer) -> Iterator[Visit]:
    contexts: list[BrowserContext] = []

    def visit(address: str, **how: Any) -> Page:
        contexts.append(browser.new_context(**how))
        page = contexts[-1].new_page()
        page.goto(f"{site.url}{address}")
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("look", ["en light", "en dark", "fa light", "fa dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("address", ["/", "/rows/", "/form/"])
def test_every_part_is_accessible(
    visit: Visit,
    address: str,
    viewport: dict[str, int],
    look: str,
) -> None:
    language, theme = look.split()
    page = visit(f"{address}?theme={theme}", locale=language, viewport=viewport)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_list_is_searched_and_sorted_in_place(visit: Visit, site: LiveServer) -> None:
    page = visit("/rows/", locale="en", viewport=DESK)

    page.get_by_label("Search").fill("volga")
    expect(page.locator(".table-summary")).to_have_text("1–12 of 12")
    expect(page).to_have_url(f"{site.url}/rows/?q=volga")
    page.get_by_role("columnheader", name="People").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="People")).to_have_attribute(
        "aria-sort", "ascending"
    )

    expect(page).to_have_url(f"{site.url}/rows/?q=volga&sort=people")
    expect(page.get_by_label("Search")).to_have_value("volga")
    expect(page.locator("#announcer")).to_have_text("1–12 of 12")
    expect(page.locator("tbody tr").first).to_contain_text("Volga Optics")


def test_a_list_is_searched_without_script(visit: Visit) -> None:
    page = visit("/rows/", locale="en", viewport=DESK, java_script_enabled=False)

    page.get_by_label("Search").fill("volga")
    page.get_by_role("button", name="Apply").click()

    expect(page.locator(".table-summary")).to_have_text("1–12 of 12")


def test_a_phone_opens_the_navigation_and_a_question_without_script(visit: Visit) -> None:
    page = visit("/", locale="fa", viewport=PHONE, java_script_enabled=False)
    expect(page.locator("#navigation")).to_be_hidden()

    page.locator(".top-toggle").click()
    expect(page.locator("#navigation")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("button[popovertarget=withdraw]").first.click()

    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_menu_closes_with_escape_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit("/", locale="en", viewport=DESK)
    summary = page.locator("summary", has_text="Leyla Karimova")

    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Preferences")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Preferences")).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_day_is_understood_while_it_is_typed(visit: Visit) -> None:
    page = visit("/form/", locale="fa", viewport=DESK)

    page.locator("#id_starts_on").fill("5 December 2025")

    expect(page.locator(".day-read")).to_have_text("۱۴ آذر ۱۴۰۴ (۵ دسامبر ۲۰۲۵)")
