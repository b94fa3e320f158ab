"""Problems that make no sense are refused with a sentence."""

from collections.abc import Callable

import pytest

from accord.engine.scheduling import (
    Interpreter,
    InvalidProblemError,
    Limits,
    Participant,
    Placement,
    Rules,
    Session,
    Slot,
    Table,
)
from tests.engine.scheduling import make


@pytest.mark.parametrize(
    ("nonsense", "sentence"),
    [
        (lambda: Slot("s1", 1, 600, 600, Session.EITHER), "Slot 's1' runs from minute 600 to 600"),
        (lambda: Slot("", 1, 600, 620, Session.EITHER), "A slot has an empty key"),
        (lambda: Participant("ana", parallel=0), "'ana' can hold 0 meetings at once"),
        (lambda: Participant("ana", most=-1), "'ana' has a limit of -1 meetings"),
        (lambda: Participant("ana", longest_run=0), "'ana' may work 0 slots in a row"),
        (lambda: Interpreter("olga", frozenset({("ru", "ru")})), "give two different ones"),
        (lambda: Interpreter("olga", frozenset(), longest_run=0), "may work 0 slots in a row"),
        (lambda: make.request("r1", right="ana"), "lets 'ana' meet itself"),
        (lambda: make.request("r1", weight=0), "weighs 0; give 1 to 1000"),
        (lambda: make.request("r1", weight=1001), "weighs 1001"),
        (lambda: Rules(change_minutes=-1), "Changing place takes -1 minutes"),
        (lambda: Rules(fair_breaks=-1), "Breaks may differ by -1"),
        (lambda: Limits(seconds=float("nan")), "A budget of nan seconds"),
        (lambda: Limits(workers=0), "0 workers cannot search"),
        (lambda: Limits(seed=-1), "The seed -1 is outside"),
        (lambda: make.problem(slots=()), "The problem has no slot"),
        (lambda: make.problem(slots=make.slots(2)[::-1]), "give the slots in time order"),
        (lambda: make.problem(tables=(Table("t1"), Table("t1"))), "'t1' is used twice"),
        (lambda: make.problem(make.request("r1"), participants=()),
         "names the participant 'ana', which does not exist"),
        (lambda: make.problem(make.request("r1", only=frozenset({"s9"}))), "the slot 's9'"),
        (lambda: make.problem(make.request("r1", locked=Placement("s1", "t9"))),
         "the table 't9'"),
        (lambda: make.problem(make.request("r1", locked=Placement("s1", None, "olga"))),
         "the interpreter 'olga'"),
        (lambda: make.problem(make.request("r1", after=frozenset({"r9"}))), "the request 'r9'"),
        (lambda: make.problem(make.request("r1", after=frozenset({"r2"})),
                              make.request("r2", after=frozenset({"r1"}))),
         "Requests 'r1', 'r2' must each come after one another in a circle"),
    ],
)  # fmt: skip
def test_nonsense_is_refused(nonsense: Callable[[], object], sentence: str) -> None:
    with pytest.raises(InvalidProblemError) as refusal:
        nonsense()

    assert sentence in str(refusal.value)


def test_a_pair_in_both_directions_is_interpreted_both_ways() -> None:
    olga = Interpreter("olga", frozenset(), one_way=frozenset({("ru", "fa"), ("fa", "ru")}))
    parisa = Interpreter(
        "parisa", frozenset({("fa", "ru")}), one_way=frozenset({("ru", "fa"), ("en", "fa")})
    )

    assert olga.pairs == {("fa", "ru")}
    assert not olga.one_way
    assert parisa.one_way == {("en", "fa")}


def test_a_presentation_keeps_its_direction() -> None:
    assert make.request("r1", languages=("ru", "fa"), one_way=True).languages == ("ru", "fa")


def test_language_pairs_have_no_direction() -> None:
    request = make.request("r1", languages=("ru", "fa"))

    assert request.languages == ("fa", "ru")
    assert Interpreter("olga", frozenset({("ru", "fa")})).pairs == {("fa", "ru")}
