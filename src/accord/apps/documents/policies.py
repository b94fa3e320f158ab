"""Who may do what with files."""

from uuid import UUID

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.errors import NotSignedInError
from accord.apps.core.policies import STAFF
from accord.apps.core.verdicts import YES, Verdict, no_one_but


def may_store(acting: Acting, owner: UUID | None) -> Verdict:
    """Tell whether the person may store a file, for the side where one is named."""
    if not acting.is_signed_in:
        return Verdict(NotSignedInError())
    if owner is None or acting.is_administrator or acting.has(*STAFF, side=owner):
        return YES
    return no_one_but(acting, Role.ADMINISTRATOR, *STAFF)
