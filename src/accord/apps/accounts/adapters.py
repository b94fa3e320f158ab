"""Our side of the sign-in library, of the mail, and of the browser's session."""

import logging
from datetime import datetime
from importlib import import_module
from smtplib import SMTPException
from typing import Any, ClassVar
from urllib.parse import quote
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.utils import perform_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accord.apps.accounts.enums import habits_of
from accord.apps.accounts.models import SignedInSession, User
from accord.apps.core.acting import Acting
from accord.engine.text import native_digits

MARK = "accord_session"
SEEN_EVERY_SECONDS = 600
logger = logging.getLogger(__name__)

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # -- the library has no types
    """People come in by invitation; mails go out in the recipient's language."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Please ask your administrator."),
        "email_password_mismatch": _(
            "The e-mail address and the password do not belong together. Please try again."
        ),
        "enter_current_password": _("This is not your present password. Please try again."),
        "incorrect_code": _(
            "This code is not right. Please enter the newest code that your app shows."
        ),
        "incorrect_password": _("This is not your password. Please try again."),
        "invalid_password_reset": _("This link no longer works. Please ask for a new one."),
        "rate_limited": _("Too many attempts. Please wait a minute and try again."),
        "too_many_login_attempts": _(
            "Too many failed attempts. Please wait five minutes and try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- the library's signature
        """Tell that nobody makes an account for themselves."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link for the mail, at our own address whatever the request said."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "U", "key": "K"})
        return settings.PUBLIC_URL + path.replace("U-K", quote(key))

    def authentication_failed(self, request: HttpRequest, **_credentials: Any) -> None:
        """Leave a line in the log; never the address or the password."""
        logger.warning("sign-in refused from %s", self.get_client_ip(request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the mail in the recipient's language, or the request's if we know nobody."""
        user = context.get("user") or User.objects.filter(email=email.lower()).first()
        language = user.language if isinstance(user, User) else translation.get_language()
        with translation.override(language):
            try:
                super().send_mail(template_prefix, email, context | {"public_url": _public_url()})
            except (OSError, SMTPException):
                # The answer must not tell whether there was somebody to write to.
                logger.exception("mail not sent: %s", template_prefix)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # -- the library has no types
    """What is said when a second factor is not right."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": _(
            "Recovery codes belong to an authenticator app. Please set up the app first."
        ),
    }


class LongEnough(MinimumLengthValidator):
    """A password of some length."""

    def get_error_message(self) -> str:
        """Say how long."""
        sentence = _("This password is too short. Please write at least %(count)s characters.")
        system = habits_of(translation.get_language() or "en")[1]
        return str(sentence) % {"count": native_digits(str(self.min_length), system)}


class NotCommon(CommonPasswordValidator):
    """A password that is not on the list of those tried first."""

    def get_error_message(self) -> str:
        """Say what is wrong with it."""
        return gettext(
            "This password is known to everybody who guesses. Please choose another one."
        )


class NotLikeTheUser(UserAttributeSimilarityValidator):
    """A password that does not repeat what everybody knows of the user."""

    def get_error_message(self) -> str:
        """Say what it is like."""
        return gettext(
            "The password is like your name or e-mail address. Please choose another one."
        )


def link_of_invitation(secret: str) -> str:
    """Return the whole address under which the invitation is accepted."""
    return _public_url() + reverse("accounts:invitation-accept", args=[secret])


def mail_invitation(user: User, link: str, *, invited_by: str, days: int) -> None:
    """Send the link to the invited person, in their language."""
    shown = native_digits(str(days), habits_of(user.language)[1])
    facts = {"user": user, "link": link, "invited_by": invited_by, "days": days, "shown": shown}
    with translation.override(user.language):
        subject = render_to_string("accounts/email/invitation_subject.txt", facts)
        body = render_to_string("accounts/email/invitation_message.txt", facts)
    EmailMessage(" ".join(subject.split()), body.strip(), to=[user.email]).send()


def mail_stays_at() -> str:
    """Return where mail ends up as long as no mail server takes it; empty when one does."""
    kind = str(settings.EMAIL_BACKEND).rsplit(".", 2)[-2]
    if kind == "filebased":
        return str(settings.EMAIL_FILE_PATH)
    return gettext("the window in which the server runs") if kind == "console" else ""


def told_of_mail(acting: Acting, email: str) -> str:
    """Return the truth about a mail to that address: sent, or lying about unsent."""
    facts = {"email": email, "place": mail_stays_at()}
    if not facts["place"]:
        return gettext("We wrote to %(email)s.") % facts
    if acting.is_administrator:
        return gettext("No mail server is set up; the mail to %(email)s is in %(place)s.") % facts
    return (
        gettext(
            "No mail server is set up, so nothing was sent to %(email)s. "
            "Please ask your administrator for the link."
        )
        % facts
    )


def device_of(user_agent: str) -> str:
    """Return browser and system in two words; empty when the browser says nothing we know."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " · ".join(filter(None, (browser, system)))


def address_of(request: HttpRequest) -> str:
    """Return the address from which the request comes."""
    return str(get_adapter(request).get_client_ip(request))


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in whoever has just proved to be the user; a second factor is still asked for."""
    answer: HttpResponse = perform_login(request, user, redirect_url=reverse("home"))
    return answer


def mark_session(request: HttpRequest, session: SignedInSession, *, at: datetime) -> None:
    """Let the browser's session know which of the user's sessions it is."""
    request.session[MARK] = {"session": str(session.pk), "seen_at": at.timestamp()}


def current_session(request: HttpRequest) -> UUID | None:
    """Return which of the user's sessions the request belongs to."""
    mark = request.session.get(MARK)
    return UUID(mark["session"]) if mark else None


def is_seen_lately(request: HttpRequest, *, at: datetime) -> bool:
    """Tell whether there is nothing new to note about the session; costs no query."""
    mark = request.session.get(MARK)
    if not mark or at.timestamp() - mark["seen_at"] < SEEN_EVERY_SECONDS:
        return True
    request.session[MARK] = mark | {"seen_at": at.timestamp()}
    return False


def end_browser_session(session_key: str) -> None:
    """Forget the browser's session: its next request is a visitor's."""
    engine = import_module(settings.SESSION_ENGINE)
    engine.SessionStore().delete(session_key)


def has_factor(user: User) -> bool:
    """Tell whether the user signs in with a second factor."""
    return bool(Authenticator.objects.filter(user=user).exists())


def remove_factors(user: User) -> int:
    """Delete the user's authenticators and recovery codes; return how many there were."""
    removed, _by_model = Authenticator.objects.filter(user=user).delete()
    return int(removed)


def _public_url() -> str:
    return str(settings.PUBLIC_URL).rstrip("/")
