"""Builders of small scheduling problems, and a strategy that makes strange ones."""

import random

from hypothesis import strategies as st

from accord.engine.scheduling import (
    Interpreter,
    Limits,
    Objective,
    Participant,
    Placement,
    Problem,
    Request,
    Rules,
    Session,
    Slot,
    Table,
)

AT_ONCE = Limits(seconds=0)
SHORT = Limits(seconds=0.25, workers=1)
UNTIL_PROVEN = Limits(seconds=60, workers=1)  # small events end long before, on any machine
REQUESTS = {Objective.MOST_WEIGHT: (6, 20), Objective.FEWEST_BREAKS: (3, 9)}


def slots(count: int, *, mornings: int | None = None, days: int = 1) -> tuple[Slot, ...]:
    """Return slots of 20 minutes named ``s1``, ``s2`` …, an hour of lunch between half days."""
    morning = count if mornings is None else mornings
    return tuple(
        Slot(
            f"s{day * count + n + 1}",
            day,
            540 + 20 * n + (0 if n < morning else 60),
            560 + 20 * n + (0 if n < morning else 60),
            Session.MORNING if n < morning else Session.AFTERNOON,
        )
        for day in range(days)
        for n in range(count)
    )


def problem(*requests: Request, **parts: object) -> Problem:
    """Return a problem of two slots, one table and the participants the requests name."""
    given = {
        "slots": slots(2),
        "tables": (Table("t1"),),
        "participants": people(requests),
        **parts,
    }
    return Problem(requests=requests, **given)  # type: ignore[arg-type]  # -- parts are typed where used


def people(requests: tuple[Request, ...], **one: Participant) -> tuple[Participant, ...]:
    """Return plain participants for the requests, some replaced by those given."""
    keys = dict.fromkeys(key for request in requests for key in (request.left, request.right))
    return tuple(one.get(key, Participant(key)) for key in keys)


def request(key: str, left: str = "ana", right: str = "bahar", **more: object) -> Request:
    return Request(key, left, right, **more)  # type: ignore[arg-type]  # -- more is typed where used


PAIRS = [("en", "fa"), ("fa", "ru")]


@st.composite
def wishes(
    draw: st.DrawFn, sides: list[str], keys: list[str], placements: st.SearchStrategy[Placement]
) -> list[Request]:
    """Draw up to eight requests of all kinds."""
    requests: list[Request] = []
    for n in range(draw(st.integers(0, 8))):
        left, right, *_others = draw(st.permutations(sides))
        earlier = st.sampled_from([one.key for one in requests] or [""])
        requests.append(
            Request(
                f"r{n}",
                left,
                right,
                draw(st.integers(1, 5)),
                draw(st.sampled_from(Session)),
                draw(st.none() | st.sampled_from(PAIRS)),
                draw(st.none() | st.none() | st.frozensets(st.sampled_from(keys))),
                draw(st.none() | st.none() | st.none() | placements),
                frozenset({draw(earlier)} if n > 5 else ()),
                draw(st.sampled_from([False, False, True])),
            )
        )
    return requests


@st.composite
def problems(draw: st.DrawFn, objective: Objective | None = None) -> Problem:
    """Draw a problem of at most six slots, five people, three tables and eight requests."""
    days = draw(st.integers(1, 2))
    grid = slots(draw(st.integers(1, 3)), mornings=draw(st.integers(0, 3)), days=days)
    keys = [slot.key for slot in grid]
    some_slots = st.frozensets(st.sampled_from(keys), max_size=2)
    tables = tuple(
        Table(f"t{n}", draw(st.sampled_from(["", "hall"])), draw(some_slots))
        for n in range(draw(st.integers(0, 3)))
    )
    table_keys = st.sampled_from([table.key for table in tables]) if tables else st.none()
    few = st.none() | st.integers(0, 3)
    participants = tuple(
        Participant(
            f"p{n}", draw(st.sampled_from([1, 1, 2])), draw(some_slots), draw(few), draw(few),
            draw(st.none() | st.none() | table_keys),
            longest_run=draw(st.none() | st.none() | st.integers(1, 2)),
        )
        for n in range(draw(st.integers(2, 5)))
    )  # fmt: skip
    interpreters = tuple(
        Interpreter(
            f"i{n}", draw(st.frozensets(st.sampled_from(PAIRS), min_size=1)), draw(some_slots),
            draw(st.none() | st.integers(1, 2)),
            draw(st.frozensets(st.sampled_from([*PAIRS, ("fa", "en")]), max_size=2)),
        )
        for n in range(draw(st.integers(0, 2)))
    )  # fmt: skip
    interpreter_keys = (
        st.sampled_from([one.key for one in interpreters]) if interpreters else st.none()
    )
    placements = st.builds(
        Placement, st.sampled_from(keys), st.none() | table_keys, st.none() | interpreter_keys
    )
    requests = draw(wishes([one.key for one in participants], keys, placements))
    rules = Rules(
        change_minutes=draw(st.sampled_from([0, 0, 5, 70])),
        fair_breaks=draw(st.none() | st.integers(0, 1)),
        objective=objective or draw(st.sampled_from(Objective)),
    )
    return Problem(grid, participants, tables, tuple(requests), interpreters, rules)


def crowded(seed: int, objective: Objective = Objective.MOST_WEIGHT) -> Problem:
    """Return a busy event: eight people, up to 20 requests, few tables and interpreters."""
    source = random.Random(seed)  # noqa: S311 -- test data, not a secret
    days = source.choice([1, 1, 2])
    grid = slots(source.randint(3, 5), mornings=2, days=days)
    keys = [slot.key for slot in grid]
    places = source.choice([("",), ("", "hall")])
    tables = tuple(Table(f"t{n}", source.choice(places)) for n in range(source.randint(1, 4)))

    def a_few() -> frozenset[str]:
        return frozenset(source.sample(keys, source.choice([0, 0, 0, 1, 2])))

    participants = tuple(
        Participant(
            f"p{n}",
            source.choice([1, 1, 1, 2]),
            a_few(),
            most_a_day=source.choice([None, None, 2]),
            longest_run=source.choice([None, None, 1, 2]),
        )
        for n in range(8)
    )
    interpreters = tuple(
        Interpreter(f"i{n}", frozenset({("en", "fa")}), a_few(), source.choice([None, 2]))
        for n in range(source.randint(1, 2))
    )
    requests: list[Request] = []
    for n in range(source.randint(*REQUESTS[objective])):
        left, right = source.sample(participants, 2)
        requests.append(
            Request(
                f"r{n}",
                left.key,
                right.key,
                source.randint(1, 9),
                source.choice([Session.EITHER, Session.EITHER, Session.MORNING]),
                source.choice([None, None, None, ("fa", "en")]),
                locked=Placement(source.choice(keys)) if source.random() < 0.02 else None,
                after=frozenset({source.choice(requests).key})
                if requests and source.random() < 0.1
                else frozenset(),
            )
        )
    rules = Rules(
        change_minutes=source.choice([0, 5]),
        fair_breaks=source.choice([None, 1]),
        objective=objective,
    )
    return Problem(grid, participants, tables, tuple(requests), interpreters, rules)


def hall(seed: int) -> Problem:
    """Return 60 people with 240 requests at eight tables: too much to be held, quick to plan."""
    source = random.Random(seed)  # noqa: S311 -- the same
    participants = tuple(Participant(f"p{n}", source.choice([1, 1, 1, 2])) for n in range(60))
    requests: list[Request] = []
    for n in range(240):
        left, right = source.sample(participants, 2)
        requests.append(Request(f"r{n}", left.key, right.key, source.choice([1, 1, 2])))
    tables = tuple(Table(f"t{n}", source.choice("abc")) for n in range(8))
    return Problem(slots(6, mornings=3, days=2), participants, tables, tuple(requests))
