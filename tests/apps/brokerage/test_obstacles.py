import pytest

from accord.apps.brokerage.adapters.obstacles import obstacles_of
from accord.engine import scheduling as engine
from tests.engine.scheduling import make

PLANNED = engine.Limits(seconds=0.2, seed=1)


@pytest.mark.parametrize("seed", range(12))
def test_the_short_way_finds_the_same_slots_free_as_trying_everything(seed: int) -> None:
    problem = make.crowded(seed)
    plan = engine.plan(problem, PLANNED)

    for request in problem.requests:
        tried = engine.moves(problem, plan, request.key)
        found = obstacles_of(problem, plan, request.key)

        assert list(found) == list(tried)
        assert [slot for slot in found if not found[slot]] == [
            slot for slot in tried if not tried[slot]
        ]


def test_a_slot_that_wants_only_an_interpreter_says_so() -> None:
    problem = engine.Problem(
        slots=make.slots(2),
        participants=tuple(engine.Participant(key) for key in ("p0", "p1")),
        tables=(engine.Table("t0"),),
        requests=(engine.Request("r0", "p0", "p1", languages=("en", "fa")),),
        interpreters=(
            engine.Interpreter("i0", frozenset({("en", "fa")}), frozenset({make.slots(2)[0].key})),
        ),
    )
    away, there = (slot.key for slot in problem.slots)

    found = obstacles_of(problem, engine.plan(problem, PLANNED), "r0")

    assert [one.code for one in found[away]] == [engine.Breach.NO_INTERPRETER]
    assert found[there] == ()
