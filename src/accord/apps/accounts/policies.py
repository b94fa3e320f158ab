"""Who may do what with accounts."""

from datetime import timedelta

from accord.apps.accounts.enums import AccountState
from accord.apps.accounts.errors import (
    AlreadyAcceptedError,
    AlreadyClosedError,
    NotClosedError,
    NotTheirsError,
    OwnAccountError,
    TokenOverError,
    TooManyInvitationsError,
    TooManyTokensError,
)
from accord.apps.accounts.models import ApiToken, Invitation, SignedInSession, User
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Door, Role
from accord.apps.core.errors import NotSignedInError
from accord.apps.core.verdicts import YES, Verdict, no_one_but

INVITATIONS_AN_HOUR = 100
TOKENS_AT_ONCE = 20


def may_see_users(acting: Acting) -> Verdict:
    """Tell whether the person may read the list of users."""
    return YES if acting.is_administrator else no_one_but(acting, Role.ADMINISTRATOR)


def may_invite(acting: Acting) -> Verdict:
    """Tell whether the person may invite others, now."""
    if not acting.is_administrator and not acting.has(Role.MANAGER):
        return no_one_but(acting, Role.ADMINISTRATOR, Role.MANAGER)
    if acting.door == Door.CLI:  # whoever runs the command line has the database in their hands
        return YES
    lately = Invitation.objects.filter(
        invited_by__in=User.objects.who_act(acting),
        created_at__gt=acting.at - timedelta(hours=1),
    )
    if lately.count() >= INVITATIONS_AN_HOUR:
        return Verdict(TooManyInvitationsError(limit=INVITATIONS_AN_HOUR))
    return YES


def may_renew_invitation(acting: Acting, user: User) -> Verdict:
    """Tell whether the person may send the user a new link."""
    if user.state == AccountState.OPEN:
        return Verdict(AlreadyAcceptedError(name=user.get_full_name()))
    if user.state == AccountState.CLOSED:
        return Verdict(AlreadyClosedError(name=user.get_full_name()))
    return may_invite(acting)


def may_withdraw_invitation(acting: Acting, user: User) -> Verdict:
    """Tell whether the person may make the user's link useless."""
    if not acting.is_administrator:
        return no_one_but(acting, Role.ADMINISTRATOR)
    if user.state == AccountState.OPEN:
        return Verdict(AlreadyAcceptedError(name=user.get_full_name()))
    return YES


def may_close(acting: Acting, user: User) -> Verdict:
    """Tell whether the person may lock the user out."""
    if not acting.is_administrator:
        return no_one_but(acting, Role.ADMINISTRATOR)
    if acting.who == str(user.pk):
        return Verdict(OwnAccountError())
    if user.state == AccountState.CLOSED:
        return Verdict(AlreadyClosedError(name=user.get_full_name()))
    return YES


def may_open(acting: Acting, user: User) -> Verdict:
    """Tell whether the person may let the user in again."""
    if not acting.is_administrator:
        return no_one_but(acting, Role.ADMINISTRATOR)
    if user.state != AccountState.CLOSED:
        return Verdict(NotClosedError(name=user.get_full_name()))
    return YES


def may_remove_factor(acting: Acting) -> Verdict:
    """Tell whether the person may take the second factor off a user who lost it."""
    return YES if acting.is_administrator else no_one_but(acting, Role.ADMINISTRATOR)


def may_keep(acting: Acting, user: User) -> Verdict:
    """Tell whether the account is the person's own, to keep as they like."""
    if not acting.is_signed_in:
        return Verdict(NotSignedInError())
    return YES if acting.who == str(user.pk) else Verdict(NotTheirsError())


def may_make_token(acting: Acting, user: User) -> Verdict:
    """Tell whether the person may make one more token."""
    if not (own := may_keep(acting, user)):
        return own
    if user.api_tokens.filter(revoked_at__isnull=True).count() >= TOKENS_AT_ONCE:
        return Verdict(TooManyTokensError(limit=TOKENS_AT_ONCE))
    return YES


def may_revoke(acting: Acting, token: ApiToken) -> Verdict:
    """Tell whether the person may make the token useless."""
    if token.revoked_at is not None:
        return Verdict(TokenOverError())
    return may_keep(acting, token.user)


def may_end(acting: Acting, session: SignedInSession) -> Verdict:
    """Tell whether the person may sign that browser out."""
    return may_keep(acting, session.user)
