"""Programmes, priority areas and roles over HTTP."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Path, Router, Status
from ninja.pagination import paginate

from accord.apps.core import queries as core
from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.errors import ValueRefusedError
from accord.apps.core.localised import listed
from accord.apps.directory.models import Code
from accord.apps.programmes import queries
from accord.apps.programmes.actions import programmes as actions
from accord.apps.programmes.api.schemas import (
    ApprovalOut,
    AreaIn,
    AreaOut,
    CodeOut,
    ProgrammeFounding,
    ProgrammeIn,
    ProgrammeOut,
    ProgrammeReason,
    RoleOut,
    SideName,
)
from accord.apps.programmes.models import Party, PriorityArea, Programme

router = Router(tags=["programmes"])

Number = Annotated[int, Path(ge=1, le=999)]


@router.get("/programmes", response=list[ProgrammeOut])
@paginate
def list_programmes(request: HttpRequest) -> list[ProgrammeOut]:
    """List the programmes of your sides, and public ones."""
    acting = acting_in(request)
    programmes = queries.programmes_visible_to(acting).order_by("reference")
    return [_shown(acting, programme) for programme in programmes]


@router.post("/programmes", response={201: ProgrammeOut})
def found_programme(request: HttpRequest, founding: ProgrammeFounding) -> Status[ProgrammeOut]:
    """Found a programme that two or more parties own alike."""
    acting = acting_in(request)
    parties = _parties(acting, founding.parties)
    programme = actions.found_programme(acting, founding.facts(), parties=parties)
    return Status(201, _shown(acting, programme))


@router.get("/programmes/{reference}", response=ProgrammeOut)
def get_programme(request: HttpRequest, reference: str) -> ProgrammeOut:
    """Get one programme."""
    return _shown(acting_in(request), _programme(request, reference))


@router.put("/programmes/{reference}", response=ProgrammeOut)
def change_programme(request: HttpRequest, reference: str, facts: ProgrammeIn) -> ProgrammeOut:
    """Change a programme; every side's approval starts anew."""
    acting, programme = acting_in(request), _programme(request, reference)
    actions.change_programme(acting, programme, facts.facts())
    return _shown(acting, programme)


@router.get("/programmes/{reference}/approvals", response=list[ApprovalOut])
def list_approvals(request: HttpRequest, reference: str) -> list[ApprovalOut]:
    """List which sides approved the programme as it stands."""
    programme = _programme(request, reference)
    return [ApprovalOut.of(approval) for approval in core.approvals_of([programme.reference])]


@router.post("/programmes/{reference}/approvals", response=list[ApprovalOut])
def approve_programme(request: HttpRequest, reference: str, side: SideName) -> list[ApprovalOut]:
    """Approve the programme for your side; twice is the same as once."""
    acting, programme = acting_in(request), _programme(request, reference)
    party = _parties(acting, [side.party])[0]
    actions.approve_programme(acting, programme, party=party)
    return [ApprovalOut.of(approval) for approval in core.approvals_of([programme.reference])]


@router.post("/programmes/{reference}/withdrawal", response=ProgrammeOut)
def withdraw_programme(
    request: HttpRequest, reference: str, reason: ProgrammeReason
) -> ProgrammeOut:
    """Take a programme back, with the reason."""
    acting, programme = acting_in(request), _programme(request, reference)
    actions.withdraw_programme(acting, programme, reason=reason.reason)
    return _shown(acting, programme)


@router.get("/programmes/{reference}/areas", response=list[AreaOut])
def list_areas(request: HttpRequest, reference: str) -> list[AreaOut]:
    """List the priority areas that stand, in order of their numbers."""
    return [AreaOut.of(area) for area in queries.areas_of(_programme(request, reference))]


@router.post("/programmes/{reference}/areas", response={201: AreaOut})
def add_area(request: HttpRequest, reference: str, area: AreaIn) -> Status[AreaOut]:
    """Add a priority area."""
    programme = _programme(request, reference)
    made = actions.add_area(
        acting_in(request),
        programme,
        number=area.number,
        name=area.name.localised(),
        codes=_codes(area.codes),
    )
    return Status(201, AreaOut.of(made))


@router.put("/programmes/{reference}/areas/{number}", response=AreaOut)
def change_area(request: HttpRequest, reference: str, number: Number, facts: AreaIn) -> AreaOut:
    """Change a priority area."""
    area = _area(request, reference, number)
    actions.change_area(
        acting_in(request),
        area,
        number=facts.number,
        name=facts.name.localised(),
        codes=_codes(facts.codes),
    )
    return AreaOut.of(_area(request, reference, facts.number))


@router.post("/programmes/{reference}/areas/{number}/withdrawal", response={204: None})
def withdraw_area(
    request: HttpRequest, reference: str, number: Number, reason: ProgrammeReason
) -> Status[None]:
    """Take a priority area back, with the reason."""
    area = _area(request, reference, number)
    actions.withdraw_area(acting_in(request), area, reason=reason.reason)
    return Status(204, None)


@router.get("/programmes/{reference}/roles", response=list[RoleOut])
def list_roles(request: HttpRequest, reference: str) -> list[RoleOut]:
    """List who holds which role in the programme."""
    programme = _programme(request, reference)
    return [RoleOut.of(held) for held in queries.roles_in(acting_in(request), programme)]


def _programme(request: HttpRequest, reference: str) -> Programme:
    visible = queries.programmes_visible_to(acting_in(request))
    return get_object_or_404(visible, reference=reference)


def _area(request: HttpRequest, reference: str, number: int) -> PriorityArea:
    areas = queries.areas_of(_programme(request, reference))
    return get_object_or_404(areas, number=number)


def _shown(acting: Acting, programme: Programme) -> ProgrammeOut:
    return ProgrammeOut.of(programme, queries.in_viewing_order(acting, programme.parties.all()))


def _parties(acting: Acting, codes: list[str]) -> list[Party]:
    known = {party.code: party for party in queries.parties_visible_to(acting)}
    if unknown := [code for code in codes if code not in known]:
        problem = _("there is no party %(codes)s") % {"codes": listed(unknown)}
        raise ValueRefusedError(field="parties", problem=problem)
    return [known[code] for code in codes]


def _codes(wanted: list[CodeOut]) -> list[Code]:
    found = queries.codes_named([(code.scheme, code.code) for code in wanted])
    known = {(code.scheme, code.code) for code in found}
    for code in wanted:
        if (code.scheme, code.code) not in known:
            problem = _("there is no code %(code)s") % {"code": f"{code.scheme} {code.code}"}
            raise ValueRefusedError(field="codes", problem=problem)
    return found
