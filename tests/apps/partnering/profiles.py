"""Profiles as tests need them."""

import datetime as dt
from dataclasses import replace
from itertools import count
from typing import Any

from accord.apps.accounts.models import User
from accord.apps.core.enums import Visibility
from accord.apps.core.models import Side
from accord.apps.directory.enums import CodeScheme, OrganisationKind
from accord.apps.directory.models import Code, Organisation
from accord.apps.partnering.adapters.facts import ProfileFacts, columns_of
from accord.apps.partnering.enums import (
    InterestState,
    Ipr,
    PartnershipKind,
    ProfileKind,
    ProfileState,
    Stage,
)
from accord.apps.partnering.models import Interest, Profile
from accord.engine.text import fold
from tests import make

_n = count(1)

SUMMARY = (
    "A workshop in Yazd offers a ceramic membrane that takes salt out of brackish water with half "
    "the usual energy, and looks for a maker of pumps."
)
DESCRIPTION = SUMMARY + (
    " The membrane is made of clay and zirconia and is fired at 1100 °C. One module of 2 m² gives "
    "40 litres an hour. Three villages have used it since 2023; the modules were cleaned four "
    "times a year and none had to be replaced. Drawings and test reports can be shown."
)


def code(value: str = "2.5", scheme: CodeScheme = CodeScheme.FIELD) -> Code:
    """Return an entry of a code list, made if it is not there."""
    found, _new = Code.objects.get_or_create(
        scheme=scheme, code=value, defaults={"label": make.text(f"Label of {value}")}
    )
    return found


def facts(**changes: Any) -> ProfileFacts:
    """Return all that a technology offer must say, nothing to object to."""
    code()
    whole = ProfileFacts(
        title=make.text("Ceramic membrane for brackish water"),
        summary=make.text(SUMMARY, fa="غشای سرامیکی برای شیرین‌کردن آب لب‌شور"),
        description=make.text(DESCRIPTION),
        advantages=make.text("Needs 1.1 kWh for a cubic metre; polymer membranes need 2.3 kWh."),
        stage=Stage.DEMONSTRATED,
        trl=7,
        ipr=Ipr.GRANTED,
        partner_kinds=(OrganisationKind.COMPANY.value,),
        partner_role=make.text("Builds pumps and sells whole plants."),
        partnerships=(PartnershipKind.LICENCE.value,),
        technologies=("2.5",),
    )
    return replace(whole, **changes)


class Sides:
    """Two sides of a programme, a company of each, and their people."""

    def __init__(self) -> None:
        self.north = make.party("NORTH")
        self.south = make.party("SOUTH")
        self.programme = make.programme(self.north, self.south)
        self.north_side: Side = Side.objects.get(pk=self.north.pk)
        self.south_side: Side = Side.objects.get(pk=self.south.pk)
        self.vega = make.organisation("Vega Works", owner=self.north_side, country="IR")
        self.mira = make.organisation("Mira Plant", owner=self.south_side, country="RU")

    def speaker(self, organisation: Organisation, **how: Any) -> User:
        """Return a user who speaks for the organisation."""
        user = make.user(**how)
        make.person(of=organisation, user=user)
        return user


def profile(
    of: Organisation,
    state: ProfileState = ProfileState.DRAFT,
    *,
    kind: ProfileKind = ProfileKind.TECHNOLOGY_OFFER,
    visibility: Visibility = Visibility.SHARED,
    expires_on: dt.date = make.TODAY + dt.timedelta(days=300),
    **changes: Any,
) -> Profile:
    """Return a profile of the organisation; valid for 300 days from noon when published."""
    said = facts(visibility=visibility, **changes)
    title = said.title
    made = Profile.objects.create(
        reference=f"{kind.value}-2025-{next(_n):04d}",
        kind=kind,
        state=state,
        organisation=of,
        owner=of.owner,
        created_at=make.NOON,
        submitted_at=None if state == ProfileState.DRAFT else make.NOON,
        published_at=make.NOON if state == ProfileState.PUBLISHED else None,
        expires_on=expires_on if state == ProfileState.PUBLISHED else None,
        sort_title=fold(str(title))[:256],
        search_text=fold(" ".join(title.texts.values())),
        **columns_of(said),
    )
    made.codes.set([code()])
    return made


def interest(
    of: Organisation, in_: Profile, state: InterestState = InterestState.SENT
) -> Interest:
    """Return an organisation's expression of interest, with the moments its state implies."""
    way = list(InterestState)
    return Interest.objects.create(
        reference=f"EI-2025-{next(_n):04d}",
        profile=in_,
        organisation=of,
        owner=of.owner,
        message="We build pumps.",
        state=state,
        sent_at=make.NOON,
        moved_at=make.NOON,
        accepted_at=make.NOON if way.index(state) >= 1 else None,
        exchanged_at=make.NOON if way.index(state) >= 2 else None,
        closed_reason="early" if state == InterestState.CLOSED else "",
    )
