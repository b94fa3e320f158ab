"""Announcements to the contexts above."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from accord.apps.core import outbox
from accord.apps.core.events import Announcement
from tests import make

heard: list["DoorOpened"] = []


@dataclass(frozen=True, slots=True)
class DoorOpened(Announcement):
    """Something that happened."""

    door: str


def listen(announcement: DoorOpened) -> None:
    heard.append(announcement)


@pytest.fixture(autouse=True)
def _listening() -> Iterator[None]:
    heard.clear()
    outbox.subscribe(DoorOpened, listen)
    yield
    outbox._subscribers.pop(outbox._name_of(DoorOpened))  # noqa: SLF001 -- as it was before


def deliveries() -> list[Any]:
    return list(DBTaskResult.objects.all())


@pytest.mark.django_db(transaction=True)
def test_a_committed_announcement_waits_for_its_subscriber() -> None:
    with transaction.atomic():
        outbox.announce(DoorOpened(make.NOON, "north"))

    (delivery,) = deliveries()
    outbox.deliver.func(**delivery.args_kwargs["kwargs"])

    assert heard == [DoorOpened(make.NOON, "north")]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_rolled_back_announces_nothing() -> None:
    with transaction.atomic():
        outbox.announce(DoorOpened(make.NOON, "north"))
        transaction.set_rollback(True)

    assert deliveries() == []


@pytest.mark.django_db(transaction=True)
def test_subscribing_twice_is_hearing_once() -> None:
    outbox.subscribe(DoorOpened, listen)

    with transaction.atomic():
        outbox.announce(DoorOpened(make.NOON, "north"))

    assert len(deliveries()) == 1
