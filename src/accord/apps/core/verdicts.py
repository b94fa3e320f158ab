"""Answers to “may I?”, with the reason when the answer is no."""

from dataclasses import dataclass
from typing import Self

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.errors import DomainError, NotAllowedError, NotSignedInError
from accord.apps.core.localised import listed


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or no because; true or false where a plain answer will do."""

    refusal: DomainError | None = None

    def __bool__(self) -> bool:
        return self.refusal is None

    @property
    def reason(self) -> str:
        """Why not, for a person; empty when allowed."""
        return "" if self.refusal is None else str(self.refusal)

    def require(self) -> Self:
        """Raise the refusal, if it is one."""
        if self.refusal is not None:
            raise self.refusal
        return self


YES = Verdict()


def no_one_but(acting: Acting, *roles: Role) -> Verdict:
    """Return the refusal that names the roles which may; sign-in is asked for first."""
    if not acting.is_signed_in:
        return Verdict(NotSignedInError())
    allowed = listed(role.label for role in roles)
    return Verdict(NotAllowedError(allowed=allowed))
