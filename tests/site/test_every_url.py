"""Every address × every kind of person: who gets in, who does not, and nothing ever breaks."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.messages import ERROR, WARNING, get_messages
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accord.apps.core.models import AuditEntry
from tests.site import world as worlds
from tests.site.matrix import EVERYBODY, KEY_HOLDERS, MATRIX, VISITOR, Page

METHOD_NOT_ALLOWED = 405


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Return the name of every address but the API's, which tests/site/test_api.py walks."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        elif pattern.namespace != "api":
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)


def test_every_address_stands_in_the_table_and_nothing_else() -> None:
    assert set(names(get_resolver().url_patterns)) == set(MATRIX)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", EVERYBODY)
def test_everybody_gets_where_the_table_lets_them_and_nowhere_else(
    client: Client, person: str, method: str
) -> None:
    world = worlds.build()
    client.raise_request_exception = False
    wrong = []

    for name, page in MATRIX.items():
        with transaction.atomic():
            client.logout()
            if person != VISITOR:
                client.force_login(world.people[person])
            url = reverse(name, kwargs=world.arguments.get(name))
            deeds = AuditEntry.objects.count()
            answer = getattr(client, method)(url, world.bodies.get(name, {}))
            got = verdicts(answer, deeds=AuditEntry.objects.count() - deeds)
            transaction.set_rollback(True)
        expected = expectation(person, page, method)
        if not got & expected:
            wrong.append(f"{name}: {answer.status_code}, not {' or '.join(sorted(expected))}")

    assert "\n".join(wrong) == ""  # as text, so that a failure shows all of them


def expectation(person: str, page: Page, method: str) -> set[str]:
    """Return what the person may get to see."""
    allowed: str = getattr(page, method)
    if person in allowed:
        return {"in"}
    if KEY_HOLDERS in page.get:
        return {"refused", "no such method"}
    if person == VISITOR:
        is_for_visitors = VISITOR in page.get + page.post
        return {"no such method"} if is_for_visitors else {"sign in"}
    if not allowed:
        return {"no such method", "refused"}
    return {"refused"}


def verdicts(answer: Any, *, deeds: int) -> set[str]:
    """Return in words what the answer is."""
    if answer.status_code in {403, 404}:
        return {"refused"}
    if answer.status_code == METHOD_NOT_ALLOWED:
        return {"no such method"}
    if answer.status_code >= 500:
        return {"broken"}
    if answer.status_code in {302, 303}:
        if "/login/?next=" in answer.headers["Location"]:
            return {"sign in"}
        said = {message.level for message in get_messages(answer.wsgi_request)}
        if said & {WARNING, ERROR} and not deeds:
            return {"in", "refused"}
    return {"in"}
