"""Who may do what to parties, programmes and roles."""

from collections.abc import Collection
from uuid import UUID

from accord.apps.core.acting import Acting, Grant
from accord.apps.core.enums import Role
from accord.apps.core.errors import WithdrawnError
from accord.apps.core.localised import listed
from accord.apps.core.verdicts import YES, Verdict, no_one_but
from accord.apps.programmes.errors import (
    AreaWithdrawnError,
    RoleEndedError,
    StrangersError,
)
from accord.apps.programmes.models import Party, PriorityArea, Programme, RoleHolding


def may_make_party(acting: Acting) -> Verdict:
    """Tell whether the person may make a party."""
    return YES if acting.is_administrator else no_one_but(acting, Role.ADMINISTRATOR)


def may_change_party(acting: Acting, party: Party) -> Verdict:
    """Tell whether the person may change the party, its week and its holidays."""
    if acting.is_administrator or _manages_all_of(acting, party.pk):
        return YES
    return no_one_but(acting, Role.MANAGER, Role.ADMINISTRATOR)


def may_found_programme(acting: Acting, parties: Collection[Party] = ()) -> Verdict:
    """Tell whether the person may found a programme, with these parties where named.

    Sides of one programme see each other's shared records. A manager therefore founds
    only with sides that share a programme already; the first one takes an administrator.
    """
    if acting.is_administrator:
        return YES
    if not any(_manages_all_of(acting, side) for side in acting.sides):
        return no_one_but(acting, Role.MANAGER, Role.ADMINISTRATOR)
    if parties and not any(_manages_all_of(acting, party.pk) for party in parties):
        return no_one_but(acting, Role.ADMINISTRATOR)
    strangers = [party for party in parties if party.pk not in acting.partners]
    if strangers:
        names = listed(party.name.in_language(acting.language) for party in strangers)
        return Verdict(StrangersError(parties=names))
    return YES


def may_change_programme(acting: Acting, programme: Programme) -> Verdict:
    """Tell whether the person may change the programme or its priority areas."""
    if programme.is_withdrawn:
        return Verdict(WithdrawnError())
    if acting.is_administrator or manages_for_some_owner(acting, programme):
        return YES
    return no_one_but(acting, Role.MANAGER, Role.ADMINISTRATOR)


def may_change_parties(acting: Acting, programme: Programme) -> Verdict:
    """Tell whether the person may say which parties own the programme."""
    if programme.is_withdrawn:
        return Verdict(WithdrawnError())
    return YES if acting.is_administrator else no_one_but(acting, Role.ADMINISTRATOR)


def may_change_area(acting: Acting, area: PriorityArea) -> Verdict:
    """Tell whether the person may change or withdraw the priority area."""
    if area.withdrawn_at is not None:
        return Verdict(AreaWithdrawnError())
    return may_change_programme(acting, area.programme)


def may_approve_programme(acting: Acting, programme: Programme, side: UUID) -> Verdict:
    """Tell whether the person may say yes to the programme for the side."""
    if programme.is_withdrawn:
        return Verdict(WithdrawnError())
    owners = {party.pk for party in programme.parties.all()}
    if side in owners and acting.has(Role.MANAGER, side=side, programme=programme.pk):
        return YES
    return no_one_but(acting, Role.MANAGER)


def may_give_role(acting: Acting, side: UUID, programme: UUID | None) -> Verdict:
    """Tell whether the person may give a role of that side, in that programme or in all.

    It is never given by the other side; a manager of one programme gives no role in all.
    """
    if acting.is_administrator or _manages_all_of(acting, side):
        return YES
    if programme is not None and acting.has(Role.MANAGER, side=side, programme=programme):
        return YES
    return no_one_but(acting, Role.MANAGER, Role.ADMINISTRATOR)


def may_give_some_role(acting: Acting, party: Party) -> Verdict:
    """Tell whether there is any role of the party that the person may give."""
    if acting.is_administrator or acting.has(Role.MANAGER, side=party.pk):
        return YES
    return no_one_but(acting, Role.MANAGER, Role.ADMINISTRATOR)


def may_end_role(acting: Acting, holding: RoleHolding) -> Verdict:
    """Tell whether the person may end the role now."""
    if holding.ends_on is not None and holding.ends_on <= acting.at.date():
        return Verdict(RoleEndedError())
    return may_give_role(acting, holding.party_id, holding.programme_id)


def manages_for_some_owner(acting: Acting, programme: Programme) -> bool:
    """Tell whether the person manages the programme for one of its parties."""
    return any(
        acting.has(Role.MANAGER, side=party.pk, programme=programme.pk)
        for party in programme.parties.all()
    )


def _manages_all_of(acting: Acting, side: UUID) -> bool:
    return Grant(Role.MANAGER, side) in acting.grants
