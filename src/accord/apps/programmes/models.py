"""Parties, programmes, priority areas, and roles of people in them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accord.apps.accounts.enums import CalendarChoice
from accord.apps.accounts.models import User
from accord.apps.core.enums import Role
from accord.apps.core.localised import LocalizedTextField
from accord.apps.core.models import Row, SharedRecord, Side
from accord.apps.directory.models import Code
from accord.apps.programmes.enums import PartyKind


class Party(Side):
    """A country, region or network that owns programmes with others."""

    kind = models.CharField(_("kind"), max_length=8, choices=PartyKind, default=PartyKind.COUNTRY)
    country = models.CharField(_("country"), max_length=2, blank=True)
    languages = models.JSONField(_("languages"), default=list)
    calendar = models.CharField(
        _("calendar"), max_length=10, choices=CalendarChoice, default=CalendarChoice.GREGORIAN
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    weekend = models.JSONField(_("weekend"), default=list)  # weekdays, Monday is 0

    @property
    def subject(self) -> str:
        """Under what it stands in the audit trail; a code may change."""
        return str(self.pk)


class Holiday(Row):
    """A day on which a party does not work, or works though its week says otherwise."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="holidays")
    day = models.DateField(_("day"))
    name = LocalizedTextField(_("name"))
    is_working = models.BooleanField(_("a working day all the same"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "day"], name="holiday_falls_on_a_day_once")
        ]


class Programme(SharedRecord):
    """What two or more parties do together, as equal owners."""

    title = LocalizedTextField(_("title"))
    summary = LocalizedTextField(_("summary"), blank=True)
    languages = models.JSONField(_("languages"), default=list)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    parties = models.ManyToManyField(Party, through="Ownership", related_name="programmes")
    needs_every_approval = models.BooleanField(
        _("every party approves before publication"), default=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lt=F("ends_on")),
                name="programme_ends_after_it_starts",
            )
        ]


class Ownership(Row):
    """A party's equal share in a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="ownerships")
    party = models.ForeignKey(Party, models.PROTECT, related_name="ownerships")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "party"], name="party_owns_a_programme_once"
            )
        ]


class PriorityArea(Row):
    """A field of cooperation that the parties agreed on, mapped to code lists."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="areas")
    number = models.PositiveSmallIntegerField(_("number"))
    name = LocalizedTextField(_("name"))
    codes = models.ManyToManyField(Code, related_name="+", blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="area_number_is_given_once"
            )
        ]


class RoleHolding(Row):
    """A role that a user holds for a party during a period [from, to)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="roles")
    party = models.ForeignKey(Party, models.PROTECT, related_name="roles")
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="roles", null=True, blank=True
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(role=Role.ADMINISTRATOR), name="administrators_hold_no_side"
            )
        ]
