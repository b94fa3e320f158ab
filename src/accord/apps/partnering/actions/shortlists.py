"""Keep a shortlist of those who may answer a request: who, in which order, with what note."""

from collections.abc import Sequence

from django.db import transaction

from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.errors import WithdrawnError
from accord.apps.partnering import policies
from accord.apps.partnering.enums import Deed, ProfileState
from accord.apps.partnering.errors import (
    NotInThisStateError,
    NotToOneselfError,
    ShortlistFullError,
)
from accord.apps.partnering.models import Profile, Shortlisted
from accord.apps.partnering.queries import shortlists as queries

MOST = 12  # more are no longer seen side by side


def shortlist(acting: Acting, profile: Profile, other: Profile) -> Shortlisted:
    """Put a profile at the end of a request's shortlist; twice is the same as once.

    Raises
    ------
    NotARequestError
        When it is the shortlist of an offer.
    NotToOneselfError
        When the two are one.
    WithdrawnError, NotInThisStateError
        When others do not read the profile.
    ShortlistFullError
        When there are `MOST` already.
    """
    policies.may_shortlist(acting, profile).require()
    if profile.pk == other.pk:
        raise NotToOneselfError
    with transaction.atomic():
        rows = queries.shortlist_to_change(profile)
        known = next((row for row in rows if row.other_id == other.pk), None)
        if known is not None:
            return known
        _require_valid(acting, other)
        if len(rows) >= MOST:
            raise ShortlistFullError(most=MOST)
        row = Shortlisted.objects.create(
            profile=profile, other=other, place=len(rows) + 1, by=acting.name, at=acting.at
        )
        _place(rows)
        _record(acting, Deed.SHORTLISTED, row)
    return row


def note_on_shortlist(acting: Acting, row: Shortlisted, note: str) -> bool:
    """Write what the own side thinks of it; return whether that is new.

    Parameters
    ----------
    note
        Up to 500 characters; empty for none.
    """
    policies.may_shortlist(acting, row.profile).require()
    said = note.strip()[:500]
    with transaction.atomic():
        is_new = bool(Shortlisted.objects.filter(pk=row.pk).exclude(note=said).update(note=said))
        if is_new:
            _record(acting, Deed.SHORTLIST_NOTED, row)
    return is_new


def move_on_shortlist(acting: Acting, row: Shortlisted, place: int) -> bool:
    """Give it another place, 1 for the first; the others close up. Return whether it moved."""
    policies.may_shortlist(acting, row.profile).require()
    with transaction.atomic():
        rows = queries.shortlist_to_change(row.profile)
        rest = [each for each in rows if each.pk != row.pk]
        if len(rest) == len(rows):
            return False
        there = min(max(place, 1), len(rows)) - 1
        wanted = [*rest[:there], next(each for each in rows if each.pk == row.pk), *rest[there:]]
        if wanted == rows:
            return False
        _place(wanted)
        _record(acting, Deed.SHORTLIST_ORDERED, row)
    return True


def take_off_shortlist(acting: Acting, row: Shortlisted) -> bool:
    """Take it off; return whether it was still there."""
    policies.may_shortlist(acting, row.profile).require()
    with transaction.atomic():
        rows = queries.shortlist_to_change(row.profile)
        count, _by_model = Shortlisted.objects.filter(pk=row.pk).delete()
        if count:
            _place([each for each in rows if each.pk != row.pk])
            _record(acting, Deed.SHORTLIST_LEFT, row)
    return bool(count)


def _require_valid(acting: Acting, other: Profile) -> None:
    if other.is_withdrawn:
        raise WithdrawnError
    if not other.is_valid_on(acting.at.date()):
        state = ProfileState(other.state).label
        raise NotInThisStateError(reference=other.reference, state=state)


def _place(rows: Sequence[Shortlisted]) -> None:
    """Give them the numbers of this order."""
    moved = [row for place, row in enumerate(rows, 1) if row.place != place]
    for place, row in enumerate(rows, 1):
        row.place = place
    Shortlisted.objects.bulk_update(moved, ["place"])


def _record(acting: Acting, deed: Deed, row: Shortlisted) -> None:
    """Write down what was done, for the request's own side alone."""
    profile = row.profile
    audit.record(acting, deed, profile.reference, profile.owner_id, other=row.other.reference)
