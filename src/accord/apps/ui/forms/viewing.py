"""Whose calendar and digits a form uses while it is shown and read."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone, translation

from accord.engine.calendars import Calendar, Digits, Presentation

_viewer: ContextVar[Presentation | None] = ContextVar("viewer", default=None)


@contextmanager
def viewed_by(viewer: Presentation) -> Iterator[None]:
    """Let forms speak to this viewer; the site does it around every request."""
    token = _viewer.set(viewer)
    try:
        yield
    finally:
        _viewer.reset(token)


def current_viewer() -> Presentation:
    """Return the viewer, or what Django's active language and time zone say about one."""
    viewer = _viewer.get()
    if viewer is not None:
        return viewer
    language = translation.get_language() or "en"
    zone = timezone.get_current_timezone_name()
    if language == "fa":
        return Presentation(language, Calendar.JALALI, Digits.ARABEXT, zone)
    return Presentation(language, Calendar.GREGORIAN, Digits.LATN, zone)
