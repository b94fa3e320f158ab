"""Refusals of accounts."""

from django.utils.translation import gettext_lazy as _

from accord.apps.core.errors import DomainError


class AlreadyUserError(DomainError):
    """Somebody with that e-mail address has an account or an invitation."""

    code = "accounts.already-user"
    message = _("%(email)s already has an account here. Please look in the list of users.")


class InvitationOverError(DomainError):
    """The invitation was used, withdrawn or is too old."""

    code = "accounts.invitation-over"
    message = _(
        "This invitation can no longer be used. "
        "Please ask the person who invited you for a new one."
    )
    status = 410


class AlreadyAcceptedError(DomainError):
    """The person came in; there is nothing left to invite to."""

    code = "accounts.already-accepted"
    message = _("%(name)s has already accepted the invitation.")


class NoInvitationError(DomainError):
    """There is no open invitation to withdraw."""

    code = "accounts.no-invitation"
    message = _("%(name)s has no open invitation.")


class TooManyInvitationsError(DomainError):
    """One person sends more invitations than a person would."""

    code = "accounts.too-many-invitations"
    message = _(
        "You have sent %(limit)s invitations within an hour. "
        "Please wait a while before you send more."
    )
    status = 429


class TooManyTokensError(DomainError):
    """One user holds more tokens than anybody can keep track of."""

    code = "accounts.too-many-tokens"
    message = _("You have %(limit)s API tokens. Please revoke one that is no longer used.")


class TokenOverError(DomainError):
    """The token was revoked before."""

    code = "accounts.token-over"
    message = _("This API token was already revoked.")


class OwnAccountError(DomainError):
    """People do not close the account they are using."""

    code = "accounts.own-account"
    message = _("You cannot close your own account. Please ask another administrator.")


class AlreadyClosedError(DomainError):
    """The account was closed before."""

    code = "accounts.already-closed"
    message = _("The account of %(name)s is already closed.")


class NotClosedError(DomainError):
    """The account is not closed; there is nothing to open."""

    code = "accounts.not-closed"
    message = _("The account of %(name)s is not closed.")


class NoFactorError(DomainError):
    """The person has no second factor."""

    code = "accounts.no-factor"
    message = _("%(name)s has no second factor.")


class NotTheirsError(DomainError):
    """Only the person themselves may do this with their account."""

    code = "accounts.not-theirs"
    message = _("Only the holder of the account can do this.")
    status = 403
