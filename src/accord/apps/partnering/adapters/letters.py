"""Letters to those who must act; they say what happened and where to read it, nothing more."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accord.apps.accounts.models import User

ABOUT_PROFILES: Mapping[str, str | Promise] = {
    "submit": _("The profile %(reference)s waits for your review."),
    "return": _("A reviewer sent the profile %(reference)s back with remarks."),
    "publish": _("The profile %(reference)s is published."),
    "warn": _("The profile %(reference)s expires in less than two weeks."),
    "expire": _("The profile %(reference)s has expired."),
}

ABOUT_INTEREST: Mapping[str, str | Promise] = {
    "send": _("Somebody is interested in one of your profiles: %(reference)s."),
    "accept": _("Your expression of interest %(reference)s is accepted."),
    "exchange": _("Contacts are exchanged: %(reference)s."),
    "negotiate": _("Both sides negotiate now: %(reference)s."),
    "agree": _("A partnership agreement is recorded: %(reference)s."),
    "close": _("The expression of interest %(reference)s is closed."),
}


def write_to(people: Iterable[User], sentence: str | Promise, *, reference: str, path: str) -> int:
    """Send everybody the sentence and the address, in their language; return how many letters.

    The letter names no organisation and quotes no text: mail passes through many hands.
    """
    count = 0
    for person in people:
        with translation.override(person.language):
            told = str(sentence) % {"reference": reference}
            facts = {"user": person, "told": told, "link": f"{settings.PUBLIC_URL}{path}"}
            body = render_to_string("partnering/email/letter.txt", facts)
        EmailMessage(f"Accord: {told}", body.strip(), to=[person.email]).send()
        count += 1
    return count
