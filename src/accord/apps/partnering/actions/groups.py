"""Seek pairs between two groups of organisations: a need on one side, an offer on the other."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from accord.apps.core.acting import Acting
from accord.apps.core.jobs import Running, ask_to_stop, start_job
from accord.apps.partnering import policies
from accord.apps.partnering.actions.matching import read_unread
from accord.apps.partnering.adapters import pools
from accord.apps.partnering.errors import EmptyGroupError, LargeGroupError
from accord.apps.partnering.models import GroupMatch, GroupPair
from accord.apps.partnering.queries import groups as queries
from accord.apps.partnering.queries.groups import Group
from accord.engine.matching import Cell, between

KIND = queries.MATCHING
MOST = 1000  # profiles of a group
MOST_EACH = 10  # pairs of an organisation
GROUP_A, GROUP_B = _("Group A"), _("Group B")


def start_match(acting: Acting, left: Group, right: Group, *, top: int) -> GroupMatch:
    """Have a worker seek pairs between two groups, of what this person may read now.

    Parameters
    ----------
    top
        Pairs of one organisation, 1 to `MOST_EACH`.

    Raises
    ------
    EmptyGroupError, LargeGroupError
        When a group has no profile, or more than `MOST`.
    """
    policies.may_match_groups(acting).require()
    keys = [_keys_in(acting, left, GROUP_A), _keys_in(acting, right, GROUP_B)]
    with transaction.atomic():
        match = GroupMatch.objects.create(
            who=acting.who,
            made_at=acting.at,
            left=left.as_json(),
            right=right.as_json(),
            top=min(max(top, 1), MOST_EACH),
        )
        payload = {"match": str(match.pk), "left": keys[0], "right": keys[1]}
        start_job(acting, KIND, str(match.pk), payload=payload)
    return match


def stop_match(acting: Acting, match: GroupMatch) -> None:
    """Ask the worker to stop; then nothing is found.

    Raises
    ------
    JobNotRunningError
        When it is over already.
    """
    policies.may_match_groups(acting).require()
    ask_to_stop(acting, queries.last_job(match), str(match.pk))


def match(running: Running) -> None:
    """Find the pairs of two groups; repeatable, and nothing is kept of a part of it."""
    asked = queries.match_to_do(running.payload["match"])
    if asked is None:
        return
    left, right = running.payload["left"], running.payload["right"]
    every = sorted({*left, *right})
    if not read_unread([UUID(key) for key in every], running):
        return
    day = running.now.date()
    held = pools.held_on(day)
    keys = [key for key in every if key in held.pool]
    score = held.pool.grid(keys, today=day.isoformat(), top=2 * asked.top)
    table = _Table(keys, set(left), set(right))
    rows = table.pairs(score, asked)
    if not running.goes_on():
        return
    with transaction.atomic():
        GroupPair.objects.filter(match=asked).delete()
        GroupPair.objects.bulk_create(rows, batch_size=1000)
        running.report(1, 1, pairs=len(rows), **table.figures(rows))


class _Table:
    """Whose profiles the rows and columns of the scores are.

    Parameters
    ----------
    keys
        Of the profiles, in the order of the scores.
    left, right
        Those of the two groups; an organisation may be in both.
    """

    def __init__(self, keys: Sequence[str], left: set[str], right: set[str]) -> None:
        self._keys = keys
        whose = queries.organisations_of([UUID(key) for key in keys])
        self._left = _by_organisation(keys, left, whose)
        self._right = _by_organisation(keys, right, whose)

    def pairs(self, score: NDArray[np.float32], asked: GroupMatch) -> list[GroupPair]:
        """Return the pairs of organisations, each with the profiles that fit each other best."""
        if not self._left or not self._right:
            return []
        best = _best(score, list(self._left.values()), list(self._right.values()))
        self._strike_out(best)
        found = (self._profiles(score, cell) for cell in between(best, asked.top))
        return [
            GroupPair(
                match=asked, left_id=self._keys[one], right_id=self._keys[other], place=place
            )
            for place, (one, other) in enumerate(found, 1)
        ]

    def _profiles(self, score: NDArray[np.float32], cell: Cell) -> tuple[int, int]:
        """Return the rows of the two profiles that speak for a pair of organisations."""
        own = list(self._left.values())[cell.row]
        others = list(self._right.values())[cell.column]
        part = score[np.ix_(own, others)]
        one, other = np.unravel_index(int(part.argmax()), part.shape)
        return own[one], others[other]

    def _strike_out(self, best: NDArray[np.float32]) -> None:
        """Leave no organisation beside itself, and of two that are in both groups one order."""
        column = {key: number for number, key in enumerate(self._right)}
        both = [key for key in self._left if key in column]
        row = {key: number for number, key in enumerate(self._left)}
        for place, mine in enumerate(both):
            for theirs in both[: place + 1]:
                best[row[mine], column[theirs]] = -1

    def figures(self, rows: Sequence[GroupPair]) -> dict[str, int]:
        """Return how many organisations there are, and how many are in no pair."""
        shown = {str(key) for row in rows for key in (row.left_id, row.right_id)}
        sides = {"left": self._left, "right": self._right}
        figures = {name: len(each) for name, each in sides.items()}
        for name, each in sides.items():
            held = [{self._keys[row] for row in rows_of} for rows_of in each.values()]
            figures[f"{name}_alone"] = sum(not keys & shown for keys in held)
        return figures


def _best(
    score: NDArray[np.float32], left: Sequence[list[int]], right: Sequence[list[int]]
) -> NDArray[np.float32]:
    """Return the best score that the profiles of any two organisations have."""
    own, others = ([row for rows in each for row in rows] for each in (left, right))
    by_row = np.maximum.reduceat(score[np.ix_(own, others)], _starts(left), axis=0)
    best: NDArray[np.float32] = np.maximum.reduceat(by_row, _starts(right), axis=1)
    return best


def _starts(each: Sequence[list[int]]) -> NDArray[np.intp]:
    return np.cumsum([0, *(len(rows) for rows in each)])[:-1]


def _keys_in(acting: Acting, group: Group, name: Promise) -> list[str]:
    rows = queries.profiles_in(acting, group)
    keys = [str(key) for key in rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1]]
    if not keys:
        raise EmptyGroupError(group=name)
    if len(keys) > MOST:
        raise LargeGroupError(group=name, count=rows.count(), most=MOST)
    return keys


def _by_organisation(
    keys: Sequence[str], wanted: set[str], whose: dict[str, UUID]
) -> dict[UUID, list[int]]:
    found: dict[UUID, list[int]] = {}
    for row, key in enumerate(keys):
        if key in wanted and key in whose:
            found.setdefault(whose[key], []).append(row)
    return found
