"""Have the participants of an event matched, fairly, in the background."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from accord.apps.brokerage import policies
from accord.apps.brokerage.adapters.matching import PLACES, Guest, Lists, lists_of, unanswered
from accord.apps.brokerage.enums import Deed
from accord.apps.brokerage.models import Event, EventSuggestion
from accord.apps.brokerage.queries import suggestions as queries
from accord.apps.core import audit, jobs
from accord.apps.core.acting import Acting
from accord.apps.core.jobs import Running
from accord.apps.core.models import Job
from accord.apps.partnering.actions import matching as partnering
from accord.apps.partnering.adapters import matching as rows_of
from accord.apps.partnering.adapters import pools
from accord.apps.partnering.adapters.encoding import current_model
from accord.apps.partnering.queries import suggestions as profiles
from accord.engine.matching import Passages, evidence

KIND = queries.MATCHING
BATCH = 1000


def start_matching(acting: Acting, event: Event) -> Job:
    """Have a worker match the participants; while one does, it is that one's."""
    policies.may_change_event(acting, event).require()
    with transaction.atomic():
        Event.objects.select_for_update().get(pk=event.pk)
        job = jobs.start_job(acting, KIND, event.reference, payload={"event": str(event.pk)})
        audit.record(acting, Deed.EVENT_MATCHED, event.reference)
    return job


def stop_matching(acting: Acting, event: Event) -> None:
    """Ask the worker to stop; what was suggested before stays.

    Raises
    ------
    JobNotRunningError
        When it is over already.
    """
    policies.may_change_event(acting, event).require()
    jobs.ask_to_stop(acting, queries.last_matching(event), event.reference)


def match(running: Running) -> None:
    """Match the participants of an event; repeatable, and nothing is kept of a part of it."""
    event = queries.event_to_match(running.payload["event"])
    guests = queries.guests_of(event)
    day = running.now.date()
    valid = profiles.valid_of([organisation for _key, organisation, _side in guests], day)
    if not partnering.read_unread([key for key, _organisation in valid], running):
        return
    held = pools.held_on(day)
    table = _Table(guests, [pair for pair in valid if str(pair[0]) in held.pool])
    keys = [str(key) for key in table.keys]
    score = held.pool.grid(keys, today=day.isoformat(), top=PLACES)
    barred = _without_refused(score, table.keys)
    lists = lists_of(barred, table.guests, same_side=event.same_side_may_meet)
    rows = table.rows(event, lists)
    across = score if event.same_side_may_meet else table.across(score)
    if not running.goes_on():
        return
    with transaction.atomic():
        EventSuggestion.objects.filter(event=event).delete()
        EventSuggestion.objects.bulk_create(rows, batch_size=BATCH)
        running.report(
            1,
            1,
            **lists.figures,
            participants=len(guests),
            matched=len(table.guests),
            unanswered=[keys[row] for row in unanswered(across)],
        )


class _Table:
    """Whose profiles the rows and columns of the scores are.

    Parameters
    ----------
    guests
        Key, organisation and side of each participant.
    valid
        Key and organisation of each profile.
    """

    def __init__(
        self,
        guests: Sequence[tuple[UUID, UUID, UUID | None]],
        valid: Sequence[tuple[UUID, UUID]],
    ) -> None:
        self.keys = [key for key, _organisation in valid]
        rows: dict[UUID, list[int]] = {}
        for number, (_key, organisation) in enumerate(valid):
            rows.setdefault(organisation, []).append(number)
        self.guests = [
            Guest(key, side, tuple(rows[organisation]))
            for key, organisation, side in guests
            if organisation in rows
        ]

    def across(self, score: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the scores with those of one side's profiles taken out."""
        sides = {row: str(one.side or one.key) for one in self.guests for row in one.profiles}
        own = np.array([sides.get(row, str(row)) for row in range(len(score))])
        return np.where(own[:, None] == own[None, :], -1, score)

    def rows(self, event: Event, lists: Lists) -> list[EventSuggestion]:
        """Return the places of all lists, with the sentences that answer each other."""
        said = _passages(self.keys)
        rows: list[EventSuggestion] = []
        for place in lists.places:
            mine, theirs = self.keys[place.mine], self.keys[place.theirs]
            pair = evidence(said[mine], said[theirs])
            rows.append(
                EventSuggestion(
                    event=event,
                    attendance_id=self.guests[place.guest].key,
                    other_id=self.guests[place.other].key,
                    mine_id=mine,
                    theirs_id=theirs,
                    place=place.place,
                    said=pair.mine,
                    answered=pair.theirs,
                    is_less_certain=pair.less_certain,
                )
            )
        return rows


def _without_refused(score: NDArray[np.float32], keys: list[UUID]) -> NDArray[np.float32]:
    place = {key: number for number, key in enumerate(keys)}
    barred = score.copy()
    for mine, theirs in profiles.refused_among(keys):
        barred[place[mine], place[theirs]] = -1
    return barred


def _passages(keys: list[UUID]) -> Mapping[UUID, Passages]:
    return {
        row.profile_id: rows_of.passages_from(row)
        for first in range(0, len(keys), BATCH)
        for row in profiles.vectors_by_profile(keys[first : first + BATCH], current_model())
    }
