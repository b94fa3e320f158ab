"""What makes vectors: a server where one is set, and what happens when it misbehaves."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import numpy as np
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from django.utils import timezone

from accord.apps.core.acting import the_system
from accord.apps.partnering.actions import matching
from accord.apps.partnering.adapters import encoding
from accord.apps.partnering.errors import EndpointError
from accord.apps.partnering.models import ProfileVector
from accord.site import environment
from tests.apps.partnering.profiles import Sides
from tests.apps.partnering.test_suggestions import (
    DESALTING,
    MEMBRANE,
    need,
    offer,
    renewed,
    suggested,
)
from tests.journeys.walking import do_the_work


@contextmanager
def server(answer: Any, status: int = 200) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve the protocol of embeddings on this machine; what was asked is noted."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that the standard library calls
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(body | {"key": self.headers["Authorization"], "path": self.path})
            told = answer(body["input"]) if callable(answer) else answer
            self.send_response(status)
            self.end_headers()
            self.wfile.write(told if isinstance(told, bytes) else json.dumps(told).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's own name
            """Say nothing."""

    web = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{web.server_port}/v1", asked
    finally:
        web.shutdown()
        thread.join()
        web.server_close()


def vectors(texts: list[str]) -> dict[str, Any]:
    rows = [
        {"index": number, "embedding": [3.0, 4.0, float(len(text))]}
        for number, text in enumerate(texts)
    ]
    return {"data": rows[::-1]}


def test_vectors_come_from_a_server_where_one_is_set() -> None:
    with server(vectors) as (url, asked):
        made = encoding.EndpointEncoder(url, "big", "key", "query: ").encode(["one", "three"])

    assert made.shape == (2, 3)
    assert np.linalg.norm(made, axis=1) == pytest.approx([1, 1])
    assert made[0, 2] < made[1, 2]
    assert asked == [
        {
            "model": "big",
            "input": ["query: one", "query: three"],
            "key": "Bearer key",
            "path": "/v1/embeddings",
        }
    ]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"data": []}, 200),
        ({"data": [{"index": 0, "embedding": [0.0, 0.0]}]}, 200),
        ({"data": [{"index": 0, "embedding": ["x"]}]}, 200),
        ({"error": "no"}, 200),
        (b"<html>", 200),
        ({"error": "busy"}, 503),
    ],
)
def test_a_server_that_answers_otherwise_is_named(answer: Any, status: int) -> None:
    with server(answer, status) as (url, _asked), pytest.raises(EndpointError, match=url):
        encoding.EndpointEncoder(url, "big").encode(["one"])


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(EndpointError, match=r"127\.0\.0\.1:9"):
        encoding.EndpointEncoder("http://127.0.0.1:9/v1", "big").encode(["one"])


@pytest.mark.django_db(transaction=True)
def test_another_model_serves_once_everybody_is_read_by_it() -> None:
    sides = Sides()
    desalting, water = need(sides.mira, DESALTING, "ru"), offer(sides.vega, MEMBRANE, "fa")
    renewed()
    with server(vectors) as (url, _asked), override_settings(EMBEDDINGS_URL=url):
        assert matching.renew_when_due(the_system(timezone.now())) is not None
        do_the_work()
        assert suggested(desalting) == [water.reference]
    assert ProfileVector.objects.count() == 4


def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_EMBEDDINGS_URL", "ftp://127.0.0.1")
    with pytest.raises(ImproperlyConfigured, match="ACCORD_EMBEDDINGS_URL"):
        environment.address("ACCORD_EMBEDDINGS_URL")
    monkeypatch.setenv("ACCORD_EMBEDDINGS_URL", "https://vectors.example/v1/")
    assert environment.address("ACCORD_EMBEDDINGS_URL") == "https://vectors.example/v1"
