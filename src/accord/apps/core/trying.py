"""An action tried from a page: a refusal becomes a message there."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from accord.apps.core.errors import DomainError, NotAllowedError, NotSignedInError


@contextmanager
def tried(request: HttpRequest, done: str) -> Iterator[None]:
    """Show a refusal as a message, and ``done`` when there was none and it says something.

    Who may not do it at all gets the page that says so.
    """
    try:
        yield
    except (NotAllowedError, NotSignedInError):
        raise
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
