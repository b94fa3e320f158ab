"""Questions about wishes, and what both sides' wishes make of a pair."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from accord.apps.brokerage.enums import RequestState, Strength
from accord.apps.brokerage.models import Attendance, Event, Wish
from accord.apps.brokerage.queries.attendance import found_by_words
from accord.apps.brokerage.queries.keys import known_keys, written

# A must is worth two likes: a meeting somebody came for gives way to two pleasant ones at most.
# Both sides wishing a meeting is worth two points more than their wishes alone, so that of two
# pairs with the same strengths the mutual one goes first.
MUST_POINTS = 6
LIKE_POINTS = 3
MUTUAL_POINTS = 2
POINTS: Mapping[str, int] = {Strength.MUST: MUST_POINTS, Strength.LIKE: LIKE_POINTS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pair at least one of whom wished something of the other.

    ``left`` has the code that sorts first. ``None`` stands for no wish.
    """

    left: UUID
    right: UUID
    of_left: str | None
    of_right: str | None
    sessions: frozenset[str] = frozenset()  # halves of the day that one of them asks for

    @property
    def state(self) -> RequestState:
        """What the two wishes make of the pair."""
        if Strength.NO in {self.of_left, self.of_right}:
            return RequestState.REFUSED
        if self.of_left and self.of_right:
            return RequestState.MUTUAL
        return RequestState.ONE_SIDED

    @property
    def weight(self) -> int:
        """How much the meeting is worth to the planner, in points."""
        wished = [POINTS.get(one, 0) for one in (self.of_left, self.of_right) if one]
        return sum(wished) + (MUTUAL_POINTS if self.state == RequestState.MUTUAL else 0)

    @property
    def is_refused(self) -> bool:
        """Whether one of the two said no."""
        return self.state == RequestState.REFUSED

    @property
    def is_must(self) -> bool:
        """Whether one of the two must meet the other."""
        return Strength.MUST in {self.of_left, self.of_right}


def wishes_of(event: Event) -> QuerySet[Wish]:
    """Return the wishes of those who take part, oldest first."""
    # Found through the wishers, so that a database can walk their codes in order and stop at
    # the end of a page; the few who withdrew are taken out without a look at everybody else.
    gone = Attendance.objects.filter(event=event, withdrawn_at__isnull=False)
    return (
        Wish.objects.filter(wisher__event=event, wisher__withdrawn_at__isnull=True)
        .exclude(wished__in=gone)
        .order_by("made_at", "pk")
    )


def wanted_pairs(event: Event) -> list[Wanted]:
    """Return what the wishes make of every pair, in the order of codes."""
    codes = dict(
        Attendance.objects.filter(event=event, withdrawn_at__isnull=True).values_list("pk", "code")
    )
    known = known_keys()
    rows = wishes_of(event).values_list(*written("wisher", "wished"), "strength", "session")
    wishes = ((known[one], known[other], *how) for one, other, *how in rows)
    return pairs_of(wishes, codes)


def pairs_of(
    wishes: Iterable[tuple[UUID, UUID, str, str]], codes: Mapping[UUID, str]
) -> list[Wanted]:
    """Join wishes in both directions to pairs, in the order of codes."""
    joined: dict[tuple[UUID, UUID], dict[UUID, tuple[str, str]]] = {}
    for wisher, wished, strength, session in wishes:
        is_in_order = (codes[wisher], wisher) < (codes[wished], wished)
        left, right = (wisher, wished) if is_in_order else (wished, wisher)
        joined.setdefault((left, right), {})[wisher] = (strength, session)
    pairs = []
    for (left, right), of in joined.items():
        of_left, of_right = (of.get(key, (None, ""))[0] for key in (left, right))
        sessions = frozenset(session for _strength, session in of.values() if session)
        pairs.append(Wanted(left, right, of_left, of_right, sessions))
    return sorted(pairs, key=lambda pair: (codes[pair.left], codes[pair.right]))


def requests_of(event: Event) -> QuerySet[Wish]:
    """Return one wish for every pair, with the other side's ``answer`` where there is one."""
    back = Wish.objects.filter(wisher=OuterRef("wished"), wished=OuterRef("wisher"))
    return (
        wishes_of(event)
        .annotate(answer=Subquery(back.values("strength")[:1]))
        .filter(Q(wisher__lt=F("wished")) | ~Exists(back))
        .select_related("event", "wisher__organisation", "wished__organisation")
        .only("strength", "event__reference", *_named("wisher"), *_named("wished"))
        .order_by("wisher__code", "wished__code")
    )


def _named(side: str) -> tuple[str, str]:
    """Return the columns of a participant that a list shows; its texts are long to read."""
    return f"{side}__code", f"{side}__organisation__name"


def requests_about(event: Event, requests: QuerySet[Any], folded: str) -> QuerySet[Any]:
    """Narrow ``requests_of`` to pairs with a participant whose names or code hold the words."""
    # The participants first: each is looked at once, and not again in every pair.
    found = found_by_words(Attendance.objects.filter(event=event), folded).values("pk")
    return requests.filter(Q(wisher__in=found) | Q(wished__in=found))


def in_state(requests: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Narrow ``requests_of`` to pairs in one state."""
    refused = Q(strength=Strength.NO) | Q(answer=Strength.NO)
    if state == RequestState.REFUSED:
        return requests.filter(refused)
    # Said without NOT: to the database NOT of an unknown answer is unknown, not true.
    wished = [Strength.MUST, Strength.LIKE]
    if state == RequestState.MUTUAL:
        return requests.filter(strength__in=wished, answer__in=wished)
    return requests.filter(strength__in=wished, answer__isnull=True)


def wishes_by(attendance: Attendance) -> QuerySet[Wish]:
    """Return what a participant wishes, the wished organisations loaded."""
    return (
        attendance.wishes_made.filter(wished__withdrawn_at__isnull=True)
        .select_related("wished__organisation", "wished__party")
        .order_by("wished__code")
    )


def wishes_for(attendance: Attendance) -> QuerySet[Wish]:
    """Return what others wish of a participant, the wishing organisations loaded."""
    return (
        attendance.wishes_received.filter(wisher__withdrawn_at__isnull=True)
        .select_related("wisher__organisation", "wisher__party")
        .order_by("wisher__code")
    )


def weight_of(event: Event, pair: tuple[UUID, UUID]) -> int:
    """Return how much the meeting of one pair is worth; 0 when nobody wished it."""
    left, right = pair
    wishes = dict(
        event.wishes.filter(wisher__in=pair, wished__in=pair).values_list("wisher", "strength")
    )
    return Wanted(left, right, wishes.get(left), wishes.get(right)).weight
