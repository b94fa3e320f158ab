"""Closed sets that every context shares."""

from enum import StrEnum
from typing import Self

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Door(StrEnum):
    """The way somebody came in."""

    WEB = "web"
    API = "api"
    CLI = "cli"
    TASK = "task"


class Role(TextChoices):
    """What a person may be in a programme, or in the whole instance."""

    ADMINISTRATOR = "administrator", _("administrator")
    MANAGER = "manager", _("programme manager")
    COORDINATOR = "coordinator", _("coordinator")
    ANALYST = "analyst", _("analyst")


class Visibility(TextChoices):
    """Who may see a record besides its owner."""

    PRIVATE = "private", _("private to its side")
    SHARED = "shared", _("shared with partner sides")
    PUBLIC = "public", _("public")


class JobState(TextChoices):
    """Where a long piece of work stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("finished")
    STOPPED = "stopped", _("stopped")
    FAILED = "failed", _("failed")


class DeedBase(StrEnum):
    """What can be read in the audit trail; each context declares its own members.

    A member is ``NAME = "context.noun.past-participle", _("sentence")``. The
    sentence is what a person did, without the person: “published the schedule”.
    """

    sentence: str | Promise

    def __new__(cls, value: str, sentence: str | Promise = "") -> Self:
        """Make a member whose value is the code and which carries its sentence."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member


class Deed(DeedBase):
    """What can be done to any record."""

    RECORD_WITHDRAWN = "core.record.withdrawn", _("withdrew the record")
    NOTE_WRITTEN = "core.note.written", _("wrote a private note")
    APPROVAL_GIVEN = "core.approval.given", _("approved for their side")
    APPROVAL_TAKEN_BACK = "core.approval.taken-back", _("took back the approval of their side")
    JOB_STARTED = "core.job.started", _("started a long piece of work")
    JOB_STOP_ASKED = "core.job.stop-asked", _("asked to stop the work")
