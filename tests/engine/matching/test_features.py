from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.engine.matching import Finding, Fit, Kind, Statement, fit, mutual

OFFER = Statement(
    Kind.TECHNOLOGY_OFFER,
    "Nano Ara",
    country="IR",
    role="sme",
    fields=frozenset({"03004", "06001"}),
    readiness=7,
)
REQUEST = Statement(
    Kind.TECHNOLOGY_REQUEST,
    "Medizdelie",
    country="BY",
    role="industry",
    fields=frozenset({"06001"}),
    roles_sought=frozenset({"sme"}),
    readiness=8,
)
TODAY = "2026-11-22"


def test_each_feature_says_what_is_shared_and_what_is_missing() -> None:
    assert fit(OFFER, REQUEST, today=TODAY) == Fit(
        points=95,  # (25 · 100 + 20 · 100 + 10 · 100 + 10 · 66) / 65
        findings=(
            Finding(
                "matching.fields",
                100,
                {"shared": ("06001",), "mine": ("03004",), "theirs": ()},
            ),
            Finding(
                "matching.kinds",
                100,
                {"kinds": (Kind.TECHNOLOGY_OFFER, Kind.TECHNOLOGY_REQUEST)},
            ),
            Finding("matching.roles-sought", 100, {"missing": ()}),
            Finding("matching.readiness", 66, {"offered": 7, "asked": 8, "short": 1}),
        ),
        barred=(),
    )


def test_what_bars_is_said_apart_from_what_ranks() -> None:
    mine = replace(OFFER, valid_until="2026-11-21")

    found = fit(mine, replace(mine, valid_until=TODAY), today=TODAY)

    assert found.barred == (
        Finding("matching.same-organisation", 0),
        Finding("matching.kinds-apart", 0, {"kinds": (Kind.TECHNOLOGY_OFFER,) * 2}),
        Finding("matching.expired", 0, {"organisation": "Nano Ara", "on": "2026-11-21"}),
    )


def test_nothing_stated_is_neither_good_nor_bad() -> None:
    bare = Statement(Kind.BUSINESS_OFFER, "a"), Statement(Kind.TECHNOLOGY_OFFER, "b")

    assert fit(*bare, today=TODAY).points == 50
    assert fit(*bare, today=TODAY).findings == ()


CODES = st.frozensets(st.sampled_from("abcd"), max_size=3)
STATEMENTS = st.builds(
    Statement,
    kind=st.sampled_from(Kind),
    organisation=st.sampled_from("xyz"),
    country=st.sampled_from(["", "IR", "BY"]),
    role=st.sampled_from(["", "a", "b"]),
    fields=CODES,
    markets=CODES,
    partnerships=CODES,
    roles_sought=CODES,
    countries_sought=st.frozensets(st.sampled_from(["IR", "BY"])),
    languages=CODES,
    readiness=st.integers(0, 9),
)


@given(STATEMENTS, STATEMENTS)
def test_points_are_a_share_and_the_same_from_both_sides(one: Statement, other: Statement) -> None:
    there, back = fit(one, other, today=TODAY), fit(other, one, today=TODAY)

    assert 0 <= there.points == back.points <= 100
    assert [found.key for found in there.barred] == [found.key for found in back.barred]


@given(st.floats(0, 1), st.floats(0, 1))
def test_two_fit_as_well_as_the_less_willing_nearly(there: float, back: float) -> None:
    assert mutual(there, back) == mutual(back, there)
    assert mutual(there, back) <= 2 * min(there, back) + 1e-12
    assert mutual(there, there) == pytest.approx(there)


def test_levels_and_shares_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ValueError, match="from 1 to 9, not 10"):
        replace(OFFER, readiness=10)
    with pytest.raises(ValueError, match="must both be from 0 to 1"):
        mutual(1.5, 0)
