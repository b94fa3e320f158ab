"""Refusals of the directory."""

from django.utils.translation import gettext_lazy as _

from accord.apps.core.errors import DomainError


class NameMissingError(DomainError):
    """A record without a name cannot be found by anyone."""

    code = "directory.name-missing"
    message = _("Please write the name in at least one language.")
    status = 422


class MergedWithItselfError(DomainError):
    """Both sides of a merge are the same record."""

    code = "directory.merged-with-itself"
    message = _("%(reference)s cannot be merged with itself. Please choose another record.")


class OnlyStaffError(DomainError):
    """A company's own people may change how it is described, not what it is."""

    code = "directory.only-staff"
    message = _(
        "You may change the description, contacts and languages of your organisation. "
        "Please ask the programme's staff to change: %(fields)s."
    )
    status = 403


class PeriodError(DomainError):
    """A period ends before it begins."""

    code = "directory.period"
    message = _("The period must end after the day on which it begins.")
    status = 422


class MembershipOverError(DomainError):
    """The membership has ended already."""

    code = "directory.membership-over"
    message = _("This membership has already ended.")


class CodeUnknownError(DomainError):
    """No code list has such an entry."""

    code = "directory.code-unknown"
    message = _("“%(code)s” is not in the code list “%(scheme)s”.")
    status = 422


class NothingToImportError(DomainError):
    """Every row of the file is faulty or known."""

    code = "directory.nothing-to-import"
    message = _("Nothing in this file is new or changed. Nothing needs to be imported.")


class FaultyImportError(DomainError):
    """Something in the file must be put right first."""

    code = "directory.faulty-import"
    message = _(
        "Places in the file to put right first: %(count)s. "
        "Please take the marked file, correct it and choose it again."
    )
    status = 422


class ImportInterruptedError(DomainError):
    """The import was stopped; because it is one transaction, nothing was kept."""

    code = "directory.import-stopped"
    message = _("The import was stopped. Nothing was changed.")


class AlreadyConnectedError(DomainError):
    """Somebody else signs in as the person."""

    code = "directory.already-connected"
    message = _(
        "%(reference)s is already connected with another account. "
        "Please disconnect that one first."
    )


class AccountTakenError(DomainError):
    """The user signs in as another person; which one is not said, it may not be seen."""

    code = "directory.account-taken"
    message = _("The account %(email)s is already connected with another person of the directory.")


class NoAccountError(DomainError):
    """Nobody has the address, and the one who asks may not invite."""

    code = "directory.no-account"
    message = _(
        "There is no account with the address %(email)s. "
        "Please ask a programme manager of your side to connect it: "
        "they can also send invitations."
    )
    status = 422


class NotConnectedError(DomainError):
    """Nobody signs in as the person."""

    code = "directory.not-connected"
    message = _("%(reference)s is not connected with an account.")


class ImportUnderWayError(DomainError):
    """A colleague has begun to import the very file."""

    code = "directory.import-under-way"
    message = _(
        "A colleague is already importing “%(name)s”. "
        "Please look at the list of organisations in a few minutes."
    )
