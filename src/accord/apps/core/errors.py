"""Errors that a person or a client program is meant to read."""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Fact = str | int | float | Promise


class DomainError(Exception):
    """An action could not be done, for a reason the caller can act on.

    Subclasses set ``code`` (stable, for programs) and ``message`` (translatable,
    for people, with named placeholders, ending with a full stop). Facts go in as
    keyword arguments and come out of the API under ``facts``.
    """

    code: ClassVar[str]
    message: ClassVar[str | Promise]
    status: ClassVar[int] = 409

    def __init__(self, **facts: Fact) -> None:
        self.facts = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message) % self.words()

    def words(self) -> Mapping[str, Fact]:
        """Return the facts as people read them in the sentence."""
        return self.facts


class NotSignedInError(DomainError):
    """Nobody is signed in, and the action wants somebody."""

    code = "core.not-signed-in"
    message = _("Please sign in first.")
    status = 401


class NotAllowedError(DomainError):
    """The person's roles do not cover the action."""

    code = "core.not-allowed"
    message = _("Your role does not allow this. It is allowed to: %(allowed)s.")
    status = 403


class WithdrawnError(DomainError):
    """The record was withdrawn; it can be read and no longer changed."""

    code = "core.withdrawn"
    message = _("This record was withdrawn and can no longer be changed.")


class ReasonMissingError(DomainError):
    """Something is taken back and nobody said why."""

    code = "core.reason-missing"
    message = _("Please say why, in one sentence.")


class ChangedMeanwhileError(DomainError):
    """Somebody else changed the record since it was read."""

    code = "core.changed-meanwhile"
    message = _("Somebody else changed this in the meantime. Please load the page again.")


class ValueRefusedError(DomainError):
    """A value given through a door other than a form is not acceptable."""

    code = "core.value-refused"
    message = _("%(field)s: %(problem)s")
    status = 422


class JobNotRunningError(DomainError):
    """The work has ended; there is nothing to stop."""

    code = "core.job-not-running"
    message = _("This work has already ended.")
