"""Users, their preferences, invitations and tokens."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.apps.accounts.enums import AccountState, CalendarChoice, DigitsChoice, Theme
from accord.apps.core.acting import Acting
from accord.apps.core.models import Row


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Return a new user; without a password nobody can sign in as them yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: object) -> "User":
        """Return a new administrator of the instance."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def who_act(self, acting: Acting) -> models.QuerySet["User"]:
        """Return the user behind the actor; none for visitors and the command line."""
        try:
            return self.filter(pk=uuid.UUID(acting.who))
        except ValueError:
            return self.none()


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in, and how they like to read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=200, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("administrator"), default=False)
    language = models.CharField(_("language"), max_length=8, default="en")
    calendar = models.CharField(
        _("calendar"), max_length=10, choices=CalendarChoice, default=CalendarChoice.GREGORIAN
    )
    digits = models.CharField(
        _("digits"), max_length=8, choices=DigitsChoice, default=DigitsChoice.LATN
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    theme = models.CharField(_("appearance"), max_length=8, choices=Theme, default=Theme.AUTO)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        """Return the name to greet with."""
        return self.name or self.email

    @property
    def state(self) -> AccountState:
        """Whether they can sign in, and if not, why."""
        if self.closed_at is not None:
            return AccountState.CLOSED
        return AccountState.OPEN if self.is_active else AccountState.INVITED


class Invitation(Row):
    """A link by which an invited person sets a password and comes in."""

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def is_open(self, at: datetime) -> bool:
        """Tell whether the link still works at that moment."""
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at


class ApiToken(Row):
    """A secret with which a program acts as its user; only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    label = models.CharField(_("what it is for"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def is_live(self, at: datetime) -> bool:
        """Tell whether a program can still use it at that moment."""
        is_expired = self.expires_at is not None and self.expires_at <= at
        return self.revoked_at is None and not is_expired


class SignedInSession(Row):
    """A browser in which somebody is signed in, so that they can end it from elsewhere."""

    user = models.ForeignKey(User, models.CASCADE, related_name="signed_in_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
