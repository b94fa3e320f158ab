"""The gallery as a site of its own."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer


@pytest.fixture
def gallery() -> Iterator[None]:
    """Serve the pages of `gallery.py`."""
    with override_settings(ROOT_URLCONF="tests.apps.ui.gallery"):
        yield


@pytest.fixture
def site(gallery: None) -> Iterator[LiveServer]:  # noqa: ARG001 -- asks for what it serves
    """Serve the gallery to a browser; it needs no database."""
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()
