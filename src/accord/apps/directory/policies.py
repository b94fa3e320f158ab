"""Who may do what in the directory."""

from uuid import UUID

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.errors import WithdrawnError
from accord.apps.core.models import SharedRecord
from accord.apps.core.verdicts import YES, Verdict, no_one_but
from accord.apps.directory.errors import MergedWithItselfError
from accord.apps.directory.models import Organisation, Person

STAFF = (Role.MANAGER, Role.COORDINATOR)


def may_register(acting: Acting, owner: UUID | None) -> Verdict:
    """Tell whether the person may add records that the side owns."""
    if acting.is_administrator or (owner is not None and acting.has(*STAFF, side=owner)):
        return YES
    return no_one_but(acting, Role.ADMINISTRATOR, *STAFF)


def may_register_somewhere(acting: Acting) -> Verdict:
    """Tell whether the person may add records for at least one side."""
    if acting.is_administrator or acting.has(*STAFF):
        return YES
    return no_one_but(acting, Role.ADMINISTRATOR, *STAFF)


def may_change(acting: Acting, record: SharedRecord) -> Verdict:
    """Tell whether the person may change everything about a record."""
    allowed = may_register(acting, record.owner_id)
    return Verdict(WithdrawnError()) if allowed and record.is_withdrawn else allowed


def may_describe(acting: Acting, organisation: Organisation) -> Verdict:
    """Tell whether the person may change how the organisation is described."""
    allowed = may_change(acting, organisation)
    if organisation.pk in acting.organisations:
        return Verdict(WithdrawnError()) if organisation.is_withdrawn else YES
    return allowed


def may_change_contacts(acting: Acting, person: Person) -> Verdict:
    """Tell whether somebody may change a person's contacts: their own, or as staff."""
    if acting.person is not None and person.pk == acting.person and not person.is_withdrawn:
        return YES
    return may_change(acting, person)


def may_connect(acting: Acting, person: Person) -> Verdict:
    """Tell whether the person may say which account acts as the one of the directory.

    Whoever does so decides who sees what the person's organisations see.
    """
    return may_change(acting, person)


def may_merge(acting: Acting, kept: SharedRecord, absorbed: SharedRecord) -> Verdict:
    """Tell whether two records may be made one."""
    if kept.pk == absorbed.pk:
        return Verdict(MergedWithItselfError(reference=kept.reference))
    allowed = may_change(acting, kept)
    return may_change(acting, absorbed) if allowed else allowed
