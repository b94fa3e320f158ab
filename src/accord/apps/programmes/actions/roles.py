"""Things people do to the roles that others hold."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accord.apps.accounts import actions as accounts
from accord.apps.accounts import queries as accounts_queries
from accord.apps.accounts.models import User
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.programmes import policies, queries
from accord.apps.programmes.enums import Deed
from accord.apps.programmes.errors import (
    EndsBeforeItStartsError,
    NotAnOwnerError,
    RoleHeldError,
)
from accord.apps.programmes.models import Party, Programme, RoleHolding


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFacts:
    """A role for a party during [from, until); without a programme it holds in all of them."""

    party: Party
    role: Role
    programme: Programme | None = None
    starts_on: date | None = None
    ends_on: date | None = None


def give_role(acting: Acting, user: User, facts: RoleFacts) -> RoleHolding:
    """Give a user a role for a side.

    Raises
    ------
    NotAnOwnerError
        When the party does not own the programme.
    EndsBeforeItStartsError
        When the period is empty.
    RoleHeldError
        When the user holds the very role already.
    """
    _require_sense(acting, facts)
    holding = RoleHolding(
        user=user,
        party=facts.party,
        programme=facts.programme,
        role=facts.role,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
    )
    with transaction.atomic():
        if queries.is_held_already(holding, on=acting.at.date()):
            raise RoleHeldError(name=user.get_full_name())
        holding.save()
        _record(acting, Deed.ROLE_GIVEN, holding)
    return holding


def invite_to_role(
    acting: Acting, email: str, facts: RoleFacts, *, name: str = "", language: str = "en"
) -> RoleHolding:
    """Give a role to whoever has the address, inviting them when they have no account."""
    _require_sense(acting, facts)
    with transaction.atomic():
        user = accounts_queries.user_by_email(email)
        if user is None:
            user, _link = accounts.invite_user(acting, email, name=name, language=language)
        return give_role(acting, user, facts)


def end_role(acting: Acting, holding: RoleHolding) -> None:
    """End a role today; who held it keeps their account."""
    policies.may_end_role(acting, holding).require()
    with transaction.atomic():
        holding.ends_on = acting.at.date()
        holding.save(update_fields=["ends_on"])
        _record(acting, Deed.ROLE_ENDED, holding)


def _require_sense(acting: Acting, facts: RoleFacts) -> None:
    programme = facts.programme
    policies.may_give_role(acting, facts.party.pk, programme.pk if programme else None).require()
    if programme and not programme.parties.filter(pk=facts.party.pk).exists():
        raise NotAnOwnerError(party=facts.party.name.in_language(acting.language))
    if facts.starts_on and facts.ends_on and facts.ends_on <= facts.starts_on:
        raise EndsBeforeItStartsError


def _record(acting: Acting, deed: Deed, holding: RoleHolding) -> None:
    """Write it into the history of the programme, or of the party where it holds in all."""
    subject = holding.programme.reference if holding.programme else holding.party.subject
    facts = {"role": str(holding.role), "party": holding.party.code, "to": holding.user.email}
    audit.record(acting, deed, subject, None, **facts)
