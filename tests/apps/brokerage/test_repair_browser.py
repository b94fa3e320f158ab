"""“Something changed” in a browser: at a desk and on a phone, without scripts, in Persian."""

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

from accord.apps.brokerage.models import ScheduleRun
from accord.apps.core.enums import Role
from tests import make
from tests.apps.brokerage.repairs import Running, held

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WORDS = {
    "en": (
        "Something changed",
        "A participant arrives late",
        "Show the ways out",
        "Take this one",
    ),
    "fa": ("چیزی تغییر کرد", "شرکت‌کننده‌ای دیر می‌رسد", "نمایش راه‌حل‌ها", "همین را برمی‌گزینم"),
}
TITLES = {"en": "Schedule 2", "fa": "زمان‌بندی 2"}


@pytest.fixture
def server(transactional_db: None) -> Iterator[LiveServer]:  # noqa: ARG001 -- serves what it holds
    served = LiveServer("127.0.0.1")
    yield served
    served.stop()


@contextmanager
def opened(server: LiveServer, client: Client, address: str, **how: Any) -> Iterator[Page]:
    """Open a page; the browser is gone when the database is asked again."""
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("ACCORD_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        context = browser.new_context(**how)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}]
        )
        page = context.new_page()
        page.goto(f"{server.url}{address}")
        yield page
        browser.close()


@pytest.mark.parametrize(
    ("language", "how"),
    [
        ("en", {"viewport": DESK}),
        ("fa", {"viewport": DESK}),
        ("en", {"viewport": PHONE, "java_script_enabled": False}),
        ("fa", {"viewport": PHONE, "java_script_enabled": False}),
    ],
    ids=["en-desk", "fa-desk", "en-phone-without-scripts", "fa-phone-without-scripts"],
)
def test_a_late_arrival_is_told_and_a_way_out_is_taken(
    server: LiveServer, client: Client, language: str, how: dict[str, Any]
) -> None:
    running = Running()
    running.in_a_week()
    client.force_login(make.role_holder(Role.MANAGER, running.ours, language=language))
    changed, late, show, take = WORDS[language]

    with opened(server, client, running.url(""), locale=language, **how) as page:
        page.get_by_role("link", name=changed).click()
        page.get_by_role("link", name=late).click()
        page.locator("#id_participant").fill("Vega")
        page.locator("#id_slot").select_option(index=0)
        page.get_by_role("button", name=show).click()
        expect(page.locator(".repair-curve tbody tr")).to_have_count(2)
        if how.get("java_script_enabled", True):
            assert Axe().run(page).violations_count == 0
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("button", name=take).last.click()
        expect(page.get_by_role("heading", name=TITLES[language])).to_be_visible()

    draft = ScheduleRun.objects.get(number=2)
    assert ("09:20", "1-1", "Vega", "Orion") in held(draft)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_page_fits_a_phone_and_is_accessible(
    server: LiveServer, client: Client, language: str
) -> None:
    running = Running()
    running.in_a_week()
    running.first.closed.add(running.early)
    client.force_login(make.role_holder(Role.MANAGER, running.ours, language=language))
    address = running.url("repair/?what=cancelled&ask=1&participant=Pallas")

    with opened(server, client, address, locale=language, viewport=PHONE) as page:
        assert Axe().run(page).violations_count == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
