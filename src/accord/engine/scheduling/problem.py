"""What a scheduling problem is: slots, people, tables, interpreters and the meetings asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

MINUTES_A_DAY = 24 * 60
HEAVIEST = 1000


class InvalidProblemError(ValueError):
    """The problem contradicts itself; no planner could make sense of it."""


class Session(StrEnum):
    """The part of the day in which a slot lies, or which a request allows."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EITHER = "either"


class Objective(StrEnum):
    """What makes one plan better than another."""

    MOST_WEIGHT = "most-weight"
    FEWEST_BREAKS = "fewest-breaks"


@dataclass(frozen=True, slots=True)
class Slot:
    """A spell in which one meeting can be held.

    Parameters
    ----------
    key
        Opaque name, unique among the slots.
    day
        Number of the day; only its order and equality matter.
    starts, ends
        Minutes since midnight of that day, half-open; lengths may differ.
    session
        Part of the day; a slot marked ``EITHER`` suits every request.
    """

    key: str
    day: int
    starts: int
    ends: int
    session: Session

    def __post_init__(self) -> None:
        _need_key("slot", self.key)
        if not 0 <= self.starts < self.ends <= MINUTES_A_DAY:
            raise InvalidProblemError(
                f"Slot {self.key!r} runs from minute {self.starts} to {self.ends}; "
                f"give minutes of one day, 0 to {MINUTES_A_DAY}, the end after the start."
            )


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who meets others: a person, or an organisation with delegates.

    Parameters
    ----------
    key
        Opaque name, unique among the participants.
    parallel
        Meetings it can hold in the same slot, one or more.
    absent
        Keys of the slots it cannot attend.
    most, most_a_day
        Most meetings in all, and on one day; ``None`` sets no limit.
    table
        Its own table: all its meetings are there, and nobody else's.
    side
        The party it belongs to; carried, not interpreted.
    longest_run
        Most slots in a row within one half day before a slot of rest.
    """

    key: str
    parallel: int = 1
    absent: frozenset[str] = frozenset()
    most: int | None = None
    most_a_day: int | None = None
    table: str | None = None
    side: str = ""
    longest_run: int | None = None

    def __post_init__(self) -> None:
        _need_key("participant", self.key)
        _need_run("Participant", self.key, self.longest_run)
        if self.parallel < 1:
            raise InvalidProblemError(
                f"Participant {self.key!r} can hold {self.parallel} meetings at once; "
                "give one or more."
            )
        for limit in (self.most, self.most_a_day):
            if limit is not None and limit < 0:
                raise InvalidProblemError(
                    f"Participant {self.key!r} has a limit of {limit} meetings; "
                    "give zero or more, or none for no limit."
                )


@dataclass(frozen=True, slots=True)
class Table:
    """A table for one meeting at a time.

    Parameters
    ----------
    key
        Opaque name, unique among the tables.
    place
        Where it stands; tables of one place need no time to change between.
    closed
        Keys of the slots in which it cannot be used.
    """

    key: str
    place: str = ""
    closed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _need_key("table", self.key)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A person who interprets one meeting at a time.

    Parameters
    ----------
    key
        Opaque name, unique among the interpreters.
    pairs
        Language pairs, in any order; stored sorted. Interpreted both ways.
    absent
        Keys of the slots in which the interpreter is away.
    longest_run
        Most slots in a row within one half day before a slot of rest.
    one_way
        Directions, from a language into another, of pairs that are not
        interpreted both ways; a pair named in both directions becomes one of `pairs`.
    """

    key: str
    pairs: frozenset[tuple[str, str]]
    absent: frozenset[str] = frozenset()
    longest_run: int | None = None
    one_way: frozenset[tuple[str, str]] = frozenset()

    def __post_init__(self) -> None:
        _need_key("interpreter", self.key)
        owner = f"Interpreter {self.key!r}"
        both = [pair for pair in self.one_way if pair[::-1] in self.one_way]
        pairs = frozenset(sorted_pair(pair, owner) for pair in (*self.pairs, *both))
        only = frozenset(pair for pair in self.one_way if sorted_pair(pair, owner) not in pairs)
        object.__setattr__(self, "pairs", pairs)
        object.__setattr__(self, "one_way", only)
        _need_run("Interpreter", self.key, self.longest_run)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a meeting is held; ``None`` leaves the choice to the planner."""

    slot: str
    table: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One meeting that is asked for.

    Parameters
    ----------
    key
        Opaque name, unique among the requests.
    left, right
        Keys of two different participants.
    weight
        How much the meeting is worth, in points, 1 to 1000.
    session
        Part of the day that suits both.
    languages
        The pair an interpreter must speak; ``None``: they share a language.
        Stored sorted, unless it is `one_way`.
    only
        Keys of the allowed slots; ``None`` allows all.
    locked
        Where the meeting must stay.
    after
        Keys of requests that must be held in an earlier slot.
    one_way
        Whether only what is said in the first language is interpreted, into the
        second, as when one side presents; else an interpreter must do both ways.
    """

    key: str
    left: str
    right: str
    weight: int = 1
    session: Session = Session.EITHER
    languages: tuple[str, str] | None = None
    only: frozenset[str] | None = None
    locked: Placement | None = None
    after: frozenset[str] = frozenset()
    one_way: bool = False

    def __post_init__(self) -> None:
        _need_key("request", self.key)
        if self.left == self.right:
            raise InvalidProblemError(
                f"Request {self.key!r} lets {self.left!r} meet itself; give two participants."
            )
        if not 1 <= self.weight <= HEAVIEST:
            raise InvalidProblemError(
                f"Request {self.key!r} weighs {self.weight}; give 1 to {HEAVIEST}."
            )
        if self.languages is not None:
            pair = sorted_pair(self.languages, f"Request {self.key!r}")
            object.__setattr__(self, "languages", self.languages if self.one_way else pair)


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules of the whole event.

    Parameters
    ----------
    change_minutes
        Minutes a person needs between meetings at different places. It binds
        interpreters and participants who hold one meeting at a time; a team
        can send somebody else.
    fair_breaks
        With ``FEWEST_BREAKS``: the most by which the numbers of breaks of any
        two participants may differ; ``None`` sets no limit. ``MOST_WEIGHT``
        drops no meeting for fairness and leaves it out of account.
    objective
        ``MOST_WEIGHT`` holds the most weight. ``FEWEST_BREAKS`` holds every
        request with the fewest breaks.
    """

    change_minutes: int = 0
    fair_breaks: int | None = None
    objective: Objective = Objective.MOST_WEIGHT

    def __post_init__(self) -> None:
        if self.change_minutes < 0:
            raise InvalidProblemError(
                f"Changing place takes {self.change_minutes} minutes; give zero or more."
            )
        if self.fair_breaks is not None and self.fair_breaks < 0:
            raise InvalidProblemError(
                f"Breaks may differ by {self.fair_breaks}; give zero or more, or none."
            )


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole event, as the engine sees it.

    Parameters
    ----------
    slots
        In time order, without overlap.
    participants, requests, interpreters
        Order breaks ties, so give a stable one.
    tables
        None at all means that tables are not planned (an online event).
    rules
        Rules of the whole event.

    Raises
    ------
    InvalidProblemError
        A key is used twice or unknown, slots overlap, or precedences run in a circle.
    """

    slots: tuple[Slot, ...]
    participants: tuple[Participant, ...]
    tables: tuple[Table, ...]
    requests: tuple[Request, ...]
    interpreters: tuple[Interpreter, ...] = ()
    rules: Rules = Rules()

    def __post_init__(self) -> None:
        for name in ("slots", "participants", "tables", "requests", "interpreters"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if not self.slots:
            raise InvalidProblemError("The problem has no slot; give at least one.")
        _check_time_order(self.slots)
        slots = _keys("slot", self.slots)
        tables = _keys("table", self.tables)
        people = _keys("participant", self.participants)
        interpreters = _keys("interpreter", self.interpreters)
        for one in self.participants:
            _need_known(f"Participant {one.key!r}", "slot", one.absent, slots)
            _need_known(f"Participant {one.key!r}", "table", _some(one.table), tables)
        for table in self.tables:
            _need_known(f"Table {table.key!r}", "slot", table.closed, slots)
        for person in self.interpreters:
            _need_known(f"Interpreter {person.key!r}", "slot", person.absent, slots)
        requests = _keys("request", self.requests)
        for request in self.requests:
            owner = f"Request {request.key!r}"
            _need_known(owner, "participant", (request.left, request.right), people)
            _need_known(owner, "slot", request.only or (), slots)
            _need_known(owner, "request", request.after, requests)
            if lock := request.locked:
                _need_known(owner, "slot", (lock.slot,), slots)
                _need_known(owner, "table", _some(lock.table), tables)
                _need_known(owner, "interpreter", _some(lock.interpreter), interpreters)
        _refuse_circles(self.requests)


def sorted_pair(pair: tuple[str, str], owner: str) -> tuple[str, str]:
    """Return the two languages in alphabetical order."""
    first, second = sorted(pair)
    if not first or first == second:
        raise InvalidProblemError(
            f"{owner} names the languages {first!r} and {second!r}; give two different ones."
        )
    return first, second


def _need_key(kind: str, key: str) -> None:
    if not key:
        raise InvalidProblemError(f"A {kind} has an empty key; give every {kind} a name.")


def _need_run(kind: str, key: str, longest: int | None) -> None:
    if longest is not None and longest < 1:
        raise InvalidProblemError(
            f"{kind} {key!r} may work {longest} slots in a row; "
            "give one or more, or none for no limit."
        )


def _some(key: str | None) -> tuple[str, ...]:
    return () if key is None else (key,)


def _keys(
    kind: str, things: Iterable[Slot | Participant | Table | Request | Interpreter]
) -> frozenset[str]:
    seen: set[str] = set()
    for thing in things:
        if thing.key in seen:
            raise InvalidProblemError(f"The {kind} key {thing.key!r} is used twice.")
        seen.add(thing.key)
    return frozenset(seen)


def _need_known(owner: str, kind: str, used: Iterable[str], known: frozenset[str]) -> None:
    for key in used:
        if key not in known:
            raise InvalidProblemError(f"{owner} names the {kind} {key!r}, which does not exist.")


def _check_time_order(slots: tuple[Slot, ...]) -> None:
    for earlier, later in pairwise(slots):
        if (earlier.day, earlier.ends) > (later.day, later.starts):
            raise InvalidProblemError(
                f"Slot {later.key!r} comes after {earlier.key!r} in the list but begins "
                "before it ends; give the slots in time order, without overlap."
            )


def _refuse_circles(requests: tuple[Request, ...]) -> None:
    """Take away requests whose earlier ones are gone; what stays runs in a circle."""
    waiting = {request.key: set(request.after) for request in requests if request.after}
    while ready := [key for key, after in waiting.items() if after.isdisjoint(waiting)]:
        for key in ready:
            del waiting[key]
    if waiting:
        names = ", ".join(repr(key) for key in sorted(waiting)[:5])
        raise InvalidProblemError(
            f"Requests {names} must each come after one another in a circle; "
            "take one of the orders out."
        )
