"""A browser before a running site."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys.walking import Walk

SLOWEST_ANSWER = 30_000  # milliseconds, on a machine with much else to do
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-gpu",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Chromium, one for all journeys of a module."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # The browser's driver runs a loop in this thread; Django would take it for its own.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("ACCORD_CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        expect.set_options(timeout=SLOWEST_ANSWER)
        yield browser
        expect.set_options(timeout=5_000)  # as it was
        browser.close()


@pytest.fixture
def site(transactional_db: None) -> Iterator[LiveServer]:  # noqa: ARG001 -- asks for what it serves
    """Serve the site to a browser, under the settings of this test."""
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def walk(browser: Browser, site: LiveServer) -> Iterator[Callable[..., Walk]]:
    """Return how somebody sets out: in a language, with a screen of some width."""
    contexts: list[BrowserContext] = []
    cache.clear()  # nobody has tried to sign in yet

    def walk(language: str, **how: Any) -> Walk:
        contexts.append(browser.new_context(locale=language, **how))
        page = contexts[-1].new_page()
        page.set_default_timeout(SLOWEST_ANSWER)
        return Walk(page, site.url, language)

    yield walk
    for context in contexts:
        context.close()
