"""Say whom a participant wishes to meet, and take it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions.counts import Counts, record_counts
from accord.apps.brokerage.enums import Deed, SlotSession, Strength
from accord.apps.brokerage.errors import (
    AttendanceWithdrawnError,
    OtherEventError,
    SameSideError,
    WishForOneselfError,
)
from accord.apps.brokerage.models import Attendance, Event, Wish
from accord.apps.core.acting import Acting

BATCH = 500


@dataclass(frozen=True, slots=True)
class WishFacts:
    """What one participant wishes of another; ``session`` where only that half of the day fits."""

    wisher: Attendance
    wished: Attendance
    strength: Strength = Strength.LIKE
    note: str = ""
    session: SlotSession | None = None


def express_wishes(acting: Acting, event: Event, wishes: Sequence[WishFacts]) -> Counts:
    """Record wishes; one made before for the same pair is replaced, the same one stays.

    Raises
    ------
    WishForOneselfError, SameSideError, OtherEventError, AttendanceWithdrawnError
        When a wish makes no sense at this event; then none is recorded.
    """
    _require_may_wish(acting, event, [one.wisher for one in wishes])
    for one in wishes:
        _check(acting, event, one)
    with transaction.atomic():
        existing = {(row.wisher_id, row.wished_id): row for row in event.wishes.all()}
        new, changed = [], []
        latest = {(one.wisher.pk, one.wished.pk): one for one in wishes}
        for key, one in latest.items():
            row = existing.get(key)
            if row is None:
                row = Wish(event=event, wisher=one.wisher, wished=one.wished)
                new.append(row)
            elif (row.strength, row.note, row.session) == _values_of(one):
                continue
            else:
                changed.append(row)
            row.strength, row.note, row.session = _values_of(one)
            row.made_at = acting.at
        Wish.objects.bulk_create(new, batch_size=BATCH)
        fields = ["strength", "note", "session", "made_at"]
        Wish.objects.bulk_update(changed, fields, batch_size=BATCH)
        counts = Counts(len(new), len(changed), len(latest) - len(new) - len(changed))
        whose = _whose([one.wisher for one in wishes])
        return record_counts(acting, Deed.WISH_EXPRESSED, event, counts, **whose)


def take_back_wishes(
    acting: Acting, event: Event, pairs: Sequence[tuple[Attendance, Attendance]]
) -> Counts:
    """Take wishes back; a pair without a wish is passed over.

    Parameters
    ----------
    pairs
        Who wished, and who was wished for.
    """
    _require_may_wish(acting, event, [wisher for wisher, _wished in pairs])
    chosen = {(wisher.pk, wished.pk) for wisher, wished in pairs}
    with transaction.atomic():
        gone = [row.pk for row in event.wishes.all() if (row.wisher_id, row.wished_id) in chosen]
        for start in range(0, len(gone), BATCH):
            Wish.objects.filter(pk__in=gone[start : start + BATCH]).delete()
        counts = Counts(removed=len(gone), unchanged=len(chosen) - len(gone))
        whose = _whose([wisher for wisher, _wished in pairs])
        return record_counts(acting, Deed.WISH_WITHDRAWN, event, counts, **whose)


def _whose(wishers: Sequence[Attendance]) -> dict[str, str]:
    """Return whose wishes they are, when they are one participant's."""
    codes = {wisher.code for wisher in wishers}
    return {"participant": codes.pop()} if len(codes) == 1 else {}


def _values_of(one: WishFacts) -> tuple[str, str, str]:
    return one.strength, one.note, one.session or ""


def _require_may_wish(acting: Acting, event: Event, wishers: Sequence[Attendance]) -> None:
    if policies.is_staff(acting, event):
        policies.may_change_event(acting, event).require()
        return
    for wisher in {wisher.pk: wisher for wisher in wishers}.values():
        policies.may_wish(acting, wisher).require()


def _check(acting: Acting, event: Event, wish: WishFacts) -> None:
    left, right = wish.wisher, wish.wished
    if event.pk not in {left.event_id, right.event_id} or left.event_id != right.event_id:
        raise OtherEventError
    if left.pk == right.pk:
        raise WishForOneselfError(participant=_name(acting, left))
    for one in (left, right):
        if one.withdrawn_at is not None:
            raise AttendanceWithdrawnError(participant=_name(acting, one))
    if wish.strength != Strength.NO and not may_meet(event, left, right):
        raise SameSideError(left=_name(acting, left), right=_name(acting, right))


def may_meet(event: Event, left: Attendance, right: Attendance) -> bool:
    """Tell whether the event lets the two meet: other sides always, one side where allowed."""
    return event.same_side_may_meet or left.party_id is None or left.party_id != right.party_id


def _name(acting: Acting, attendance: Attendance) -> str:
    return str(attendance.organisation.name.in_language(acting.language))
