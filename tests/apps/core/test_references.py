"""Short human references."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from accord.apps.core.references import next_reference, next_references
from tests import make


@pytest.mark.django_db
def test_references_count_by_prefix_and_year() -> None:
    next_year = make.NOON + timedelta(days=366)

    given = [
        next_reference("OR", make.NOON),
        next_reference("OR", make.NOON),
        next_reference("PE", make.NOON),
        next_reference("OR", next_year),
    ]

    assert given == ["OR-2025-0001", "OR-2025-0002", "PE-2025-0001", "OR-2026-0001"]


@pytest.mark.django_db
def test_many_references_are_consecutive() -> None:
    assert next_references("OR", make.NOON, count=3) == [
        "OR-2025-0001",
        "OR-2025-0002",
        "OR-2025-0003",
    ]
    assert next_reference("OR", make.NOON) == "OR-2025-0004"


@pytest.mark.django_db(transaction=True)
def test_no_reference_is_given_twice_at_the_same_time() -> None:
    given: list[str] = []

    def take() -> None:
        given.extend(next_reference("OR", make.NOON) for _ in range(5))
        connection.close()

    next_reference("OR", make.NOON)
    takers = [threading.Thread(target=take) for _ in range(4)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()

    assert sorted(given) == [f"OR-2025-{number:04d}" for number in range(2, 22)]
