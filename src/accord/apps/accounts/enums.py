"""Closed sets of accounts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accord.apps.core.enums import DeedBase


class Theme(TextChoices):
    """Light, dark, or as the device says."""

    AUTO = "auto", _("as my device")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class CalendarChoice(TextChoices):
    """The calendar in which dates are shown first."""

    GREGORIAN = "gregorian", _("Gregorian")
    JALALI = "jalali", _("Solar Hijri (Jalali)")


class DigitsChoice(TextChoices):
    """The digits in which numbers are shown."""

    LATN = "latn", _("0123456789")
    ARABEXT = "arabext", _("۰۱۲۳۴۵۶۷۸۹")


class Deed(DeedBase):
    """What can be read in the audit trail about accounts."""

    USER_INVITED = "accounts.user.invited", _("invited a person")
    INVITATION_ACCEPTED = "accounts.invitation.accepted", _("accepted the invitation")
    INVITATION_WITHDRAWN = "accounts.invitation.withdrawn", _("withdrew the invitation")
    PREFERENCES_CHANGED = "accounts.preferences.changed", _("changed their preferences")
    TOKEN_MADE = "accounts.token.made", _("made an API token")
    TOKEN_REVOKED = "accounts.token.revoked", _("revoked an API token")
    SESSION_ENDED = "accounts.session.ended", _("ended a session")
    USER_CLOSED = "accounts.user.closed", _("closed the account")
    USER_MADE = "accounts.user.made", _("made the account")
