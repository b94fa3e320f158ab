"""Announcements to the contexts above: a row in the task table, in the same transaction."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

from django_tasks import task

from accord.apps.core.events import Announcement

AnyAnnouncement = TypeVar("AnyAnnouncement", bound=Announcement)
Subscriber = Callable[[Any], None]

_is_unheard: ContextVar[bool] = ContextVar("is_unheard", default=False)
_subscribers: dict[str, dict[str, tuple[type[Announcement], Subscriber]]] = defaultdict(dict)


def subscribe(kind: type[AnyAnnouncement], subscriber: Callable[[AnyAnnouncement], None]) -> None:
    """Have ``subscriber`` called, once and later, after each announcement of the kind."""
    name = f"{subscriber.__module__}.{subscriber.__qualname__}"
    _subscribers[_name_of(kind)][name] = (kind, subscriber)


@contextmanager
def unheard() -> Iterator[None]:
    """Queue nothing of what is announced inside: a story of the past writes to nobody today."""
    token = _is_unheard.set(True)
    try:
        yield
    finally:
        _is_unheard.reset(token)


def announce(announcement: Announcement) -> None:
    """Queue the announcement for everyone who subscribed; gone if the transaction is."""
    if _is_unheard.get():
        return
    kind = _name_of(type(announcement))
    facts = dataclasses.asdict(announcement) | {"at": announcement.at.isoformat()}
    for subscriber in _subscribers[kind]:
        deliver.enqueue(kind=kind, subscriber=subscriber, facts=facts)


@task()
def deliver(*, kind: str, subscriber: str, facts: dict[str, Any]) -> None:
    """Hand one announcement to one subscriber."""
    announcement, receive = _subscribers[kind][subscriber]
    receive(announcement(**facts | {"at": datetime.fromisoformat(facts["at"])}))


def _name_of(kind: type[Announcement]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
