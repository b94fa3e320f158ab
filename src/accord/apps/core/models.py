"""What every other context may build on."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accord.apps.core.enums import JobState, Visibility
from accord.apps.core.localised import LocalizedTextField


class Row(models.Model):
    """A row with an opaque key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class Side(Row):
    """The identity of a party: enough to own a record."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = LocalizedTextField(_("name"))


class SharedRecord(Row):
    """A record that a side owns and others may see; withdrawn, never deleted."""

    reference = models.CharField(_("reference"), max_length=24, unique=True)
    owner = models.ForeignKey(
        Side, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("owner")
    )
    visibility = models.CharField(
        _("visibility"), max_length=8, choices=Visibility, default=Visibility.SHARED
    )
    created_at = models.DateTimeField(_("created at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason of withdrawal"), max_length=500, blank=True)
    purge_on = models.DateField(_("delete on"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    @property
    def is_withdrawn(self) -> bool:
        """Whether somebody took the record back."""
        return self.withdrawn_at is not None


class ReferenceCounter(models.Model):
    """The last number given under a prefix and year."""

    prefix = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="prefix_counts_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.last}"


class AuditEntry(models.Model):
    """One thing that somebody did; written once, never changed."""

    at = models.DateTimeField(db_index=True)
    who = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200, blank=True)
    door = models.CharField(max_length=8)
    deed = models.CharField(max_length=64, db_index=True)
    subject = models.CharField(max_length=64, db_index=True)
    side = models.ForeignKey(Side, models.PROTECT, related_name="+", null=True, blank=True)
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.deed} {self.subject}"


class Note(Row):
    """What a side writes to itself about a record; it never leaves that side."""

    side = models.ForeignKey(Side, models.PROTECT, related_name="notes")
    subject = models.CharField(max_length=64)
    text = models.TextField(_("note"))
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "side", "at"], name="note_of_subject")]


class Approval(Row):
    """One side's yes to a shared record."""

    side = models.ForeignKey(Side, models.PROTECT, related_name="approvals")
    subject = models.CharField(max_length=64)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "side"], name="side_approves_once")
        ]


class Job(Row):
    """A long piece of work, its progress, and how it ended."""

    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=64, db_index=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    who = models.CharField(max_length=64)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en")
    attempts = models.PositiveSmallIntegerField(default=0)
    stop_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_index=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(state__in=["queued", "running"]),
                name="job_that_ended_has_an_end_state",
            )
        ]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {JobState.DONE, JobState.STOPPED, JobState.FAILED}

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0
