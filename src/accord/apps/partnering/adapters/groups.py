"""Pairs between two groups as a third party reads them: both by name, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from babel import Locale
from django.utils.translation import gettext as _

from accord.apps.core.acting import Acting
from accord.apps.core.localised import listed
from accord.apps.core.models import Side
from accord.apps.directory.enums import StatusKind
from accord.apps.partnering.adapters.encoding import current_model
from accord.apps.partnering.adapters.suggesting import Beside, Told
from accord.apps.partnering.models import GroupPair, Profile
from accord.apps.partnering.queries import suggestions
from accord.apps.partnering.queries.groups import Group
from accord.engine.calendars import Presentation


@dataclass(frozen=True, slots=True)
class Between:
    """One pair: its place, the profile of group A, and that of group B beside it."""

    place: int
    left: Profile
    told: Told


def told_between(
    acting: Acting, pairs: Sequence[GroupPair], viewer: Presentation
) -> list[Between]:
    """Return what a page says of these pairs, in their order; three queries for any number.

    Without those of which the person may no longer read or name one.
    """
    keys = {key for pair in pairs for key in (pair.left_id, pair.right_id)}
    readable = suggestions.readable_among(acting, keys)
    vectors = suggestions.vectors_of(keys, current_model())
    day = acting.at.date()
    found: list[Between] = []
    for pair in pairs:
        left, right = readable.get(pair.left_id), readable.get(pair.right_id)
        if _is_told(left, day) and _is_told(right, day):
            beside = Beside(left, vectors, viewer, day, is_aside=True)
            (told,) = beside.told([right])
            found.append(Between(pair.place, left, told))
    return found


def described(group: Group, sides: Sequence[Side], viewer: Presentation) -> str:
    """Return which group it is, in words."""
    names = {side.code: side.name.in_language(viewer.language) for side in sides}
    territories = Locale.parse(viewer.language).territories
    parts = (
        names.get(group.side, group.side),
        str(StatusKind(group.status).label) if group.status in StatusKind.values else "",
        group.issuer,
        territories.get(group.country, group.country),
        group.city,
        group.field,
    )
    return listed(part for part in parts if part) or _("everybody whom you may read")


def _is_told(profile: Profile | None, day: date) -> TypeGuard[Profile]:
    """Tell whether the profile is published, and whose it is may be known."""
    return profile is not None and profile.is_valid_on(day) and getattr(profile, "is_named", False)
