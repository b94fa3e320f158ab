"""Questions about users, their invitations, tokens and sessions."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from accord.apps.accounts.models import ApiToken, Invitation, SignedInSession, User
from accord.apps.core.acting import Acting


def digest_of(secret: str) -> str:
    """Return what we keep of a secret; looking it up takes the same time for any guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def users_visible_to(acting: Acting) -> QuerySet[User]:
    """Return everybody to an administrator, themselves to anybody else."""
    if acting.is_administrator:
        return User.objects.all()
    return User.objects.who_act(acting)


def user_who_acts(acting: Acting) -> User | None:
    """Return the user behind the actor; None for visitors and for the command line."""
    return User.objects.who_act(acting).first()


def user_by_email(email: str) -> User | None:
    """Return who has that e-mail address, however it is capitalised."""
    return User.objects.filter(email=email.strip().lower()).first()


def invitation_of(secret: str) -> Invitation | None:
    """Return the invitation that the link carries, whatever became of it."""
    found = Invitation.objects.filter(digest=digest_of(secret))
    return found.select_related("user").first()


def invitations_to(user: User) -> QuerySet[Invitation]:
    """Return every invitation of the user, newest first."""
    return user.invitations.select_related("invited_by").order_by("-created_at", "pk")


def open_invitations_to(user: User, *, at: datetime) -> QuerySet[Invitation]:
    """Return the invitations with which the user could come in at that moment."""
    return user.invitations.filter(
        accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    )


def tokens_visible_to(acting: Acting) -> QuerySet[ApiToken]:
    """Return the person's own tokens, newest first; nobody sees another's."""
    own = ApiToken.objects.filter(user__in=User.objects.who_act(acting))
    return own.order_by("-created_at", "pk")


def live_token(secret: str, *, at: datetime) -> ApiToken | None:
    """Return the token of that secret if it can be used at that moment, its user loaded."""
    not_over = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
    found = ApiToken.objects.filter(
        not_over, digest=digest_of(secret), revoked_at__isnull=True, user__is_active=True
    )
    return found.select_related("user").first()


def token_holder(secret: str, at: datetime) -> User | None:
    """Return the user for whom the secret speaks at that moment."""
    token = live_token(secret, at=at)
    return None if token is None else token.user


def sessions_visible_to(acting: Acting) -> QuerySet[SignedInSession]:
    """Return the browsers in which the person is signed in now, last used first."""
    alive = Session.objects.filter(expire_date__gt=acting.at).values("session_key")
    own = SignedInSession.objects.filter(
        user__in=User.objects.who_act(acting), session_key__in=alive
    )
    return own.order_by("-seen_at", "pk")


def sessions_of(user: User) -> QuerySet[SignedInSession]:
    """Return every browser that we remember for the user."""
    return user.signed_in_sessions.order_by("-seen_at", "pk")


def other_sessions_of(user: User, current: UUID | None) -> QuerySet[SignedInSession]:
    """Return every browser that we remember for the user but the current one."""
    everywhere = sessions_of(user)
    return everywhere if current is None else everywhere.exclude(pk=current)
