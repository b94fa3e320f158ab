from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.engine.matching import Entry, Kind, Pool, Statement, Wanted
from tests.engine.matching.make import texts

TODAY = "2026-11-22"
LINE = st.builds(
    "{}: {}".format,
    st.sampled_from(["en", "fa", "ru"]),
    st.lists(st.sampled_from("abcdefghij"), min_size=2, max_size=6).map(" ".join),
)
PROFILE = st.tuples(LINE, st.sampled_from([*Kind]), st.integers(0, 4))
PROFILES = st.lists(PROFILE, min_size=1, max_size=14)


def entries(*profiles: tuple[str, Kind, int], prefix: str = "p") -> list[Entry]:
    batch = texts(prefix, *(line for line, _, _ in profiles))
    return [
        Entry(document, vector, Statement(kind, f"organisation {whose}"))
        for document, vector, (_, kind, whose) in zip(
            batch.documents, batch.vectors, profiles, strict=True
        )
    ]


def pool(held: Sequence[Entry]) -> Pool:
    made = Pool("words")
    made.renew(held, ())
    return made


OFFER, NEED = Kind.TECHNOLOGY_OFFER, Kind.TECHNOLOGY_REQUEST
WATER, STEEL, SEED = "en: clean water filter", "en: hard steel casting", "en: dry wheat seed"


def test_the_answer_is_found_from_both_sides() -> None:
    held = entries((WATER, OFFER, 0), (STEEL, OFFER, 1), (SEED, OFFER, 2), (WATER, NEED, 3))
    found = pool(held)

    assert found.pairs(held[3], Wanted(1, TODAY))[0].key == "p0"
    assert [pair.key for pair in found.pairs(held[0], Wanted(5, TODAY))] == ["p3"]


def test_one_who_looks_for_research_partners_finds_offers_and_others_who_look() -> None:
    held = entries((WATER, OFFER, 0), (WATER, Kind.RESEARCH_REQUEST, 1))
    newcomer = entries((WATER, Kind.RESEARCH_REQUEST, 2), prefix="q")[0]

    found = {pair.key for pair in pool(held).pairs(newcomer, Wanted(5, TODAY))}

    assert found == {"p0", "p1"}


def test_nobody_is_suggested_who_is_not_allowed_expired_or_gone() -> None:
    held = entries((WATER, OFFER, 0), (WATER, OFFER, 1), (WATER, OFFER, 2), (WATER, NEED, 3))
    over = Statement(OFFER, "organisation 4", valid_until="2026-11-21")
    old = replace(entries((WATER, OFFER, 4), prefix="old")[0], statement=over)
    found = pool([*held, old])
    found.renew((), ["p1"])

    keys = [
        pair.key for pair in found.pairs(held[3], Wanted(9, TODAY, lambda one: one.key != "p2"))
    ]

    assert keys == ["p0"]
    assert "p1" not in found
    assert len(found) == 4


def test_an_empty_pool_suggests_nobody() -> None:
    (lonely,) = entries((WATER, NEED, 0))
    empty = Pool("words")
    assert empty.pairs(lonely, Wanted(3, TODAY)) == ()
    empty.renew([lonely], ())
    empty.renew((), ["p0"])
    assert empty.pairs(lonely, Wanted(3, TODAY)) == ()
    assert empty.grid((), today=TODAY, top=3).shape == (0, 0)


def test_a_changed_profile_is_found_by_its_new_words() -> None:
    held = entries((WATER, OFFER, 0), (STEEL, OFFER, 1), (WATER, NEED, 2))
    found = pool(held)
    changed = entries((SEED, OFFER, 0), (WATER, OFFER, 1))
    found.renew(changed, ())

    assert found.pairs(held[2], Wanted(1, TODAY))[0].key == "p1"
    assert len(found) == 3


def test_what_resembles_a_refused_one_moves_down() -> None:
    held = entries(
        (WATER, OFFER, 0),
        ("en: clean water pump", OFFER, 1),
        ("en: water wheat casting", OFFER, 2),
        (WATER, NEED, 3),
    )
    found = pool(held)

    wanted = Wanted(3, TODAY, unlike=["p0", "gone"])
    before = {pair.key: pair.score for pair in found.pairs(held[3], Wanted(3, TODAY))}
    after = {pair.key: pair.score for pair in found.pairs(held[3], wanted)}
    lost = {key: before[key] - after[key] for key in before}

    assert lost["p0"] > lost["p1"] > lost["p2"] >= 0


@settings(max_examples=40, deadline=None)
@given(PROFILES)
def test_the_grid_says_what_the_pairs_say(profiles: list[tuple[str, Kind, int]]) -> None:
    held = entries(*profiles)
    found = pool(held)
    keys = [entry.key for entry in held]

    grid = found.grid(keys, today=TODAY, top=len(keys))

    assert np.array_equal(grid, grid.T)
    for row, entry in enumerate(held):
        there = {pair.key: pair.score for pair in found.pairs(entry, Wanted(99, TODAY))}
        cells = {key: score for key, score in zip(keys, grid[row], strict=True) if score >= 0}
        assert there.keys() == cells.keys()
        for other in there:
            whose = held[keys.index(other)].statement.organisation
            assert whose != entry.statement.organisation


@settings(max_examples=40, deadline=None)
@given(PROFILES)
def test_the_grid_scores_as_the_pairs_do(profiles: list[tuple[str, Kind, int]]) -> None:
    # Whoever looks for research partners is searched as a need and as an offer; the grid takes
    # the better of the two.
    held = entries(*(each for each in profiles if each[1] != Kind.RESEARCH_REQUEST))
    found = pool(held)
    keys = [entry.key for entry in held]

    grid = found.grid(keys, today=TODAY, top=len(keys))

    for row, entry in enumerate(held):
        there = {pair.key: pair.score for pair in found.pairs(entry, Wanted(99, TODAY))}
        cells = {key: score for key, score in zip(keys, grid[row], strict=True) if score >= 0}
        assert there == pytest.approx(cells, abs=1e-3)


@settings(max_examples=30, deadline=None)
@given(PROFILES, st.sets(st.integers(0, 13), max_size=5))
def test_who_is_gone_leaves_no_trace(
    profiles: list[tuple[str, Kind, int]], gone: set[int]
) -> None:
    held = entries(*profiles)
    lost = [held[number] for number in sorted(gone) if number < len(held)]
    left = [entry for entry in held if entry not in lost]
    one = pool(held)
    one.renew((), [entry.key for entry in lost])

    for entry in left:
        found = {pair.key for pair in one.pairs(entry, Wanted(99, TODAY))}
        assert found == {pair.key for pair in pool(left).pairs(entry, Wanted(99, TODAY))}


@pytest.mark.parametrize("top", [1, 2])
def test_the_worth_of_a_pair_is_the_same_in_both_orders(top: int) -> None:
    held = entries(
        (WATER, OFFER, 0), (STEEL, OFFER, 1), (SEED, OFFER, 2), (WATER, NEED, 3), (SEED, NEED, 4)
    )
    found = pool(held)
    there = {pair.key: pair.score for pair in found.pairs(held[0], Wanted(9, TODAY))}
    back = {pair.key: pair.score for pair in found.pairs(held[3], Wanted(9, TODAY))}

    assert there["p3"] == pytest.approx(back["p0"], abs=1e-5)
    assert len(found.pairs(held[0], Wanted(top, TODAY))) == top
