"""Things people do to accounts: their own, and those of people they invite."""

import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accord.apps.accounts import adapters, policies, queries
from accord.apps.accounts.enums import CalendarChoice, Deed, DigitsChoice, Theme, habits_of
from accord.apps.accounts.errors import (
    AlreadyUserError,
    InvitationOverError,
    NoFactorError,
    NoInvitationError,
)
from accord.apps.accounts.models import ApiToken, Invitation, SignedInSession, User
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.errors import ValueRefusedError

INVITATION_DAYS = 14
TOKEN_PREFIX = "acc_"  # noqa: S105 -- the public part


@dataclass(frozen=True, slots=True)
class Preferences:
    """How somebody is named and how they like to read."""

    name: str
    language: str
    calendar: CalendarChoice
    digits: DigitsChoice
    time_zone: str
    theme: Theme


@dataclass(frozen=True, slots=True)
class Device:
    """The browser in which somebody signed in."""

    session_key: str
    user_agent: str = ""
    address: str | None = None


# Invitations.


def invite_user(acting: Acting, email: str, *, name: str, language: str) -> tuple[User, str]:
    """Invite a person by e-mail; they cannot sign in before they accept.

    Parameters
    ----------
    email
        Where the link goes, and what they will sign in with.
    name
        How to greet them.
    language
        In which to write to them, as ISO 639-1; their first preferences follow from it.

    Returns
    -------
        The user, and the link. We keep only the link's digest: it cannot be shown again.

    Raises
    ------
    AlreadyUserError
        When the address has an account or an invitation.
    TooManyInvitationsError
        When the person has invited very many within the hour.
    """
    policies.may_invite(acting).require()
    with transaction.atomic():
        user = _new_user(email, name=name, language=language)
        link = _new_link(acting, user)
        audit.record(acting, Deed.USER_INVITED, str(user.pk))
        _mail_later(acting, user, link)
    return user, link


def add_user(
    acting: Acting, email: str, *, name: str, language: str, is_administrator: bool
) -> tuple[User, str]:
    """Make an account whose holder gets the link by hand; nothing is sent."""
    policies.may_see_users(acting).require()
    with transaction.atomic():
        user = _new_user(email, name=name, language=language)
        user.is_staff = is_administrator
        user.save(update_fields=["is_staff"])
        link = _new_link(acting, user)
        audit.record(acting, Deed.USER_MADE, str(user.pk), is_administrator=is_administrator)
    return user, link


def renew_invitation(acting: Acting, user: User) -> str:
    """Send the user a new link; earlier ones stop working."""
    policies.may_renew_invitation(acting, user).require()
    with transaction.atomic():
        queries.open_invitations_to(user, at=acting.at).update(withdrawn_at=acting.at)
        link = _new_link(acting, user)
        audit.record(acting, Deed.INVITATION_RENEWED, str(user.pk))
        _mail_later(acting, user, link)
    return link


def withdraw_invitation(acting: Acting, user: User) -> None:
    """Make the user's link useless."""
    policies.may_withdraw_invitation(acting, user).require()
    with transaction.atomic():
        waiting = queries.open_invitations_to(user, at=acting.at)
        if not waiting.update(withdrawn_at=acting.at):
            raise NoInvitationError(name=user.get_full_name())
        audit.record(acting, Deed.INVITATION_WITHDRAWN, str(user.pk))


def accept_invitation(
    acting: Acting, invitation: Invitation, *, password: str, language: str
) -> User:
    """Set the invited person's password and open their account.

    Parameters
    ----------
    password
        Their own choice; our rules for passwords hold.
    language
        Theirs from now on; calendar, digits and time zone follow from it.

    Raises
    ------
    InvitationOverError
        When the link was used, withdrawn or is too old.
    """
    with transaction.atomic():
        fresh = Invitation.objects.select_for_update().get(pk=invitation.pk)
        user = User.objects.select_for_update().get(pk=fresh.user_id)
        if not fresh.is_open(acting.at) or user.closed_at is not None:
            raise InvitationOverError
        _refuse_weak(password, user)
        user.set_password(password)
        user.is_active = True
        user.language = _known_language(language)
        user.calendar, user.digits, user.time_zone = habits_of(language)
        user.save(
            update_fields=["password", "is_active", "language", "calendar", "digits", "time_zone"]
        )
        fresh.accepted_at = acting.at
        fresh.save(update_fields=["accepted_at"])
        audit.record(_themselves(acting, user), Deed.INVITATION_ACCEPTED, str(user.pk))
    return user


# Users.


def close_user(acting: Acting, user: User) -> None:
    """Lock the user out: no sign-in, no token, every browser signed out; nothing is deleted."""
    policies.may_close(acting, user).require()
    with transaction.atomic():
        queries.open_invitations_to(user, at=acting.at).update(withdrawn_at=acting.at)
        user.is_active, user.closed_at = False, acting.at
        user.save(update_fields=["is_active", "closed_at"])
        _forget(queries.sessions_of(user))
        audit.record(acting, Deed.USER_CLOSED, str(user.pk))


def open_user(acting: Acting, user: User) -> None:
    """Let the user in again; somebody who never had a password needs a new invitation."""
    policies.may_open(acting, user).require()
    with transaction.atomic():
        user.is_active, user.closed_at = user.has_usable_password(), None
        user.save(update_fields=["is_active", "closed_at"])
        audit.record(acting, Deed.USER_OPENED, str(user.pk))


def remove_factor(acting: Acting, user: User) -> None:
    """Take the second factor off a user who lost it; they sign in with the password alone."""
    policies.may_remove_factor(acting).require()
    with transaction.atomic():
        if not adapters.remove_factors(user):
            raise NoFactorError(name=user.get_full_name())
        audit.record(acting, Deed.FACTOR_REMOVED, str(user.pk))


# One's own account.


def change_preferences(acting: Acting, user: User, preferences: Preferences) -> None:
    """Change how the user is named and reads; the same again changes nothing."""
    policies.may_keep(acting, user).require()
    _known_language(preferences.language)
    wanted = asdict(preferences)
    changed = [field for field, value in wanted.items() if getattr(user, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(user, field, wanted[field])
    with transaction.atomic():
        user.save(update_fields=changed)
        audit.record(acting, Deed.PREFERENCES_CHANGED, str(user.pk), fields=", ".join(changed))


def change_language(acting: Acting, user: User, *, language: str) -> None:
    """Change the user's language, with calendar and digits where those followed from it."""
    wanted = Preferences(**{field: getattr(user, field) for field in Preferences.__slots__})
    if (user.calendar, user.digits) == habits_of(user.language)[:2]:
        calendar, digits, _time_zone = habits_of(language)
        wanted = replace(wanted, calendar=calendar, digits=digits)
    change_preferences(acting, user, replace(wanted, language=language))


def note_password_change(
    acting: Acting, user: User, *, current: UUID | None, session_key: str
) -> None:
    """Write down that the user has a new password, and sign every other browser out."""
    with transaction.atomic():
        # Django gave the browser at hand a new key together with the password.
        if current is not None:
            queries.sessions_of(user).filter(pk=current).update(session_key=session_key)
        _forget(queries.other_sessions_of(user, current))
        audit.record(_themselves(acting, user), Deed.PASSWORD_CHANGED, str(user.pk))


def note_factor_change(acting: Acting, user: User, *, factor: str, change: str) -> None:
    """Write down that the user added, removed or renewed a second factor."""
    audit.record(
        _themselves(acting, user), Deed.FACTOR_CHANGED, str(user.pk), factor=factor, change=change
    )


def make_token(
    acting: Acting, user: User, *, label: str, expires_at: datetime | None
) -> tuple[ApiToken, str]:
    """Make a secret with which a program acts as the user.

    Returns
    -------
        The token, and its secret. We keep only its digest: it cannot be shown again.

    Raises
    ------
    TooManyTokensError
        When the user has as many as anybody can keep track of.
    """
    policies.may_make_token(acting, user).require()
    if expires_at is not None and expires_at <= acting.at:
        raise ValueRefusedError(field=_("Expires"), problem=_("choose a day in the future."))
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = ApiToken.objects.create(
            user=user,
            label=label,
            digest=queries.digest_of(secret),
            hint=secret[-4:],
            created_at=acting.at,
            expires_at=expires_at,
        )
        audit.record(acting, Deed.TOKEN_MADE, str(user.pk), hint=token.hint)
    return token, secret


def revoke_token(acting: Acting, token: ApiToken) -> None:
    """Make the token useless."""
    policies.may_revoke(acting, token).require()
    with transaction.atomic():
        token.revoked_at = acting.at
        token.save(update_fields=["revoked_at"])
        audit.record(acting, Deed.TOKEN_REVOKED, str(token.user_id), hint=token.hint)


def use_token(secret: str, *, at: datetime) -> User | None:
    """Return for whom the secret speaks, and note the use, once a minute at most."""
    token = queries.live_token(secret, at=at)
    if token is None:
        return None
    if token.used_at is None or at - token.used_at >= timedelta(minutes=1):
        token.used_at = at
        token.save(update_fields=["used_at"])
    return token.user


# Browsers.


def begin_session(acting: Acting, user: User, device: Device) -> SignedInSession:
    """Remember the browser in which the user has just signed in."""
    with transaction.atomic():
        session, _is_new = SignedInSession.objects.update_or_create(
            session_key=device.session_key,
            defaults={
                "user": user,
                "device": adapters.device_of(device.user_agent),
                "address": device.address,
                "created_at": acting.at,
                "seen_at": acting.at,
            },
        )
        audit.record(_themselves(acting, user), Deed.SESSION_BEGUN, str(user.pk))
    return session


def note_seen(current: UUID, *, at: datetime) -> None:
    """Note that the browser is still in use."""
    SignedInSession.objects.filter(pk=current).update(seen_at=at)


def leave_session(current: UUID) -> None:
    """Forget the browser that has just signed itself out."""
    SignedInSession.objects.filter(pk=current).delete()


def end_session(acting: Acting, session: SignedInSession) -> None:
    """Sign one of the person's browsers out."""
    policies.may_end(acting, session).require()
    with transaction.atomic():
        _forget(SignedInSession.objects.filter(pk=session.pk))
        audit.record(acting, Deed.SESSION_ENDED, str(session.user_id), ended=1)


def end_other_sessions(acting: Acting, user: User, *, current: UUID | None) -> int:
    """Sign out every browser of the person but this one; return how many there were."""
    policies.may_keep(acting, user).require()
    with transaction.atomic():
        ended = _forget(queries.other_sessions_of(user, current))
        audit.record(acting, Deed.SESSION_ENDED, str(user.pk), ended=ended)
    return ended


def _new_user(email: str, *, name: str, language: str) -> User:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        problem = _("“%(email)s” is not an e-mail address.") % {"email": email}
        raise ValueRefusedError(field=_("E-mail address"), problem=problem) from error
    calendar, digits, time_zone = habits_of(_known_language(language))
    habits = {"calendar": calendar, "digits": digits, "time_zone": time_zone}
    try:
        with transaction.atomic():
            return User.objects.create_user(
                address, name=name.strip(), language=language, is_active=False, **habits
            )
    except IntegrityError as error:
        raise AlreadyUserError(email=address) from error


def _new_link(acting: Acting, user: User) -> str:
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(
        user=user,
        digest=queries.digest_of(secret),
        invited_by=queries.user_who_acts(acting),
        created_at=acting.at,
        expires_at=acting.at + timedelta(days=INVITATION_DAYS),
    )
    return adapters.link_of_invitation(secret)


def _mail_later(acting: Acting, user: User, link: str) -> None:
    def send() -> None:
        adapters.mail_invitation(user, link, invited_by=acting.name, days=INVITATION_DAYS)

    # A mail server that is down must not undo the invitation: the inviter has the link too.
    transaction.on_commit(send, robust=True)


def _known_language(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        problem = _("“%(language)s” is not one of our languages.") % {"language": language}
        raise ValueRefusedError(field=_("Language"), problem=problem)
    return language


def _refuse_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValueRefusedError(field=_("Password"), problem=" ".join(error.messages)) from error


def _themselves(acting: Acting, user: User) -> Acting:
    # Until they are through the door the request is a visitor's.
    return replace(acting, who=str(user.pk), name=user.get_full_name())


def _forget(sessions: QuerySet[SignedInSession]) -> int:
    keys = list(sessions.values_list("session_key", flat=True))
    for key in keys:
        adapters.end_browser_session(key)
    sessions.delete()
    return len(keys)
