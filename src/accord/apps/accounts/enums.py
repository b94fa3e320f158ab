"""Closed sets of accounts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.apps.core.enums import DeedBase


class Theme(TextChoices):
    """Light, dark, or as the device says."""

    AUTO = "auto", _("as my device")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class AccountState(TextChoices):
    """Whether somebody can sign in, and if not, why."""

    OPEN = "open", pgettext_lazy("account", "open")
    INVITED = "invited", _("invited, has not come in yet")
    CLOSED = "closed", pgettext_lazy("account", "closed")


class CalendarChoice(TextChoices):
    """The calendar in which dates are shown first."""

    GREGORIAN = "gregorian", _("Gregorian")
    JALALI = "jalali", _("Solar Hijri (Jalali)")


class DigitsChoice(TextChoices):
    """The digits in which numbers are shown."""

    LATN = "latn", _("0123456789")
    ARABEXT = "arabext", _("۰۱۲۳۴۵۶۷۸۹")


HABITS = {
    "fa": (CalendarChoice.JALALI, DigitsChoice.ARABEXT, "Asia/Tehran"),
    "ru": (CalendarChoice.GREGORIAN, DigitsChoice.LATN, "Europe/Moscow"),
}


def habits_of(language: str) -> tuple[CalendarChoice, DigitsChoice, str]:
    """Return how somebody reads who told us nothing but a language."""
    return HABITS.get(language, (CalendarChoice.GREGORIAN, DigitsChoice.LATN, "UTC"))


class Deed(DeedBase):
    """What can be read in the audit trail about accounts."""

    USER_INVITED = "accounts.user.invited", _("invited a person")
    USER_MADE = "accounts.user.made", _("made the account")
    USER_CLOSED = "accounts.user.closed", _("closed the account")
    USER_OPENED = "accounts.user.opened", _("opened the account again")
    INVITATION_RENEWED = "accounts.invitation.renewed", _("sent a new invitation")
    INVITATION_ACCEPTED = "accounts.invitation.accepted", _("accepted the invitation")
    INVITATION_WITHDRAWN = "accounts.invitation.withdrawn", _("withdrew the invitation")
    PREFERENCES_CHANGED = "accounts.preferences.changed", _("changed their preferences")
    PASSWORD_CHANGED = "accounts.password.changed", _("changed their password")
    FACTOR_CHANGED = "accounts.factor.changed", _("changed their second factor")
    FACTOR_REMOVED = "accounts.factor.removed", _("removed a person’s second factor")
    TOKEN_MADE = "accounts.token.made", _("made an API token")
    TOKEN_REVOKED = "accounts.token.revoked", _("revoked an API token")
    SESSION_BEGUN = "accounts.session.begun", _("signed in")
    SESSION_ENDED = "accounts.session.ended", _("ended a session")
