"""Links between the pages of one's own account: ``{% load accounts %}``."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accord.apps.accounts import adapters

register = template.Library()

PARTS = (
    ("preferences", _("Preferences"), "accounts:preferences"),
    ("password", _("Password"), "account_change_password"),
    ("factor", _("Second factor"), "mfa_index"),
    ("browsers", _("Signed-in browsers"), "accounts:session-list"),
    ("tokens", _("API tokens"), "accounts:token-list"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the account."""

    label: str | Promise
    url: str
    is_current: bool
    count: int | None = None


@register.simple_tag
def account_parts(current: str) -> list[Part]:
    """Return the pages of the account, the current one marked."""
    return [Part(label, reverse(name), key == current) for key, label, name in PARTS]


@register.simple_tag
def mail_stays_at() -> str:
    """Return where mail ends up as long as no mail server takes it; empty when one does."""
    return adapters.mail_stays_at()
