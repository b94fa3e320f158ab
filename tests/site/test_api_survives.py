"""Whatever a program sends, the API answers as its description says."""

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accord.apps.brokerage.models import Attendance
from accord.site.api import api
from tests.site import world as worlds
from tests.site.test_api import bearer

EVENTS = "/events/{"
PARAMETERS = re.compile(r"\{(\w+)\}")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the test's own connection, and its transaction, through every request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Application:
    """The site, made when the first request comes: by then the tests' settings stand."""

    @cached_property
    def _site(self) -> WSGIHandler:
        return get_wsgi_application()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self._site(environ, start_response)


schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
schema.app = Application()


@pytest.fixture
def world(db: None) -> worlds.World:  # noqa: ARG001 -- it stands in the database
    """Return a world in which every address of an event leads somewhere."""
    return worlds.build()


@pytest.fixture
def token(world: worlds.World) -> dict[str, str]:
    """Let the program act as a manager of one side."""
    cache.clear()
    return bearer(world.people["A"])


@schema.parametrize()
@settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_api_never_breaks(case: Any, token: dict[str, str], world: worlds.World) -> None:
    cache.clear()
    if EVENTS in case.path:
        # Nobody guesses a reference; what was guessed is tried where no event can be named.
        _lead_to_the_event(case, world)

    # The client of the test does not unpack what comes packed.
    answer = case.call(headers=token | {"Accept-Encoding": "identity"})

    case.validate_response(answer, checks=CHECKS)


def _lead_to_the_event(case: Any, world: worlds.World) -> None:
    known = world.arguments["brokerage:run"] | world.arguments["brokerage:wishes"]
    others = Attendance.objects.exclude(code=known["code"])
    guest = others.filter(event__reference=known["reference"]).earliest("code")
    facts = {**known, "wished": guest.code}
    case.path_parameters = {name: facts[name] for name in case.path_parameters}


def test_the_addresses_of_an_event_are_reached(token: dict[str, str], world: worlds.World) -> None:
    reached = {}
    known = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    for operation in known:
        if EVENTS not in operation.path or operation.method != "get":
            continue
        case = operation.Case(path_parameters=dict.fromkeys(PARAMETERS.findall(operation.path)))
        _lead_to_the_event(case, world)
        reached[operation.path] = case.call(headers=token).status_code

    assert set(reached.values()) == {200}
