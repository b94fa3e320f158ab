from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.engine.screening import (
    Entity,
    EntityError,
    ReplayError,
    Screener,
    Thresholds,
    recorded,
    replay,
)
from accord.engine.screening.costs import gaps, readings
from accord.engine.screening.evidence import RANKS, Evidence, rank
from tests.engine.screening import make

LOW = Thresholds(person=0.2, body=0.2)
SYLLABLES = st.sampled_from(["ka", "ri", "mo", "sha", "dun", "tel", "bar", "zo", "khi", "van"])
WORDS = st.lists(SYLLABLES, min_size=2, max_size=3).map("".join)
NAMES = st.lists(WORDS, min_size=1, max_size=4, unique=True).map(" ".join)
LISTS = st.lists(NAMES, min_size=1, max_size=8)
TEXTS = st.text(max_size=60)
# Simple romanisations, each sound one letter, as a school book has them.
CYRILLIC = {"sh": "ш", "kh": "х"} | dict(zip("karimodunteblzv", "каримодунтеблзв", strict=True))
ARABIC = {"sh": "ش", "kh": "خ"} | dict(zip("krmdntblzv", "کرمدنتبلزو", strict=True))
ARABIC |= {"a": "ا", "i": "ی", "o": "و", "u": "و", "e": ""}


def _written(name: str, letters: dict[str, str]) -> str:
    for sound in sorted(letters, key=len, reverse=True):
        name = name.replace(sound, letters[sound])
    return name


def _people(names: list[str]) -> list[Entity]:
    return [make.person(str(row), name) for row, name in enumerate(names)]


@settings(max_examples=60, deadline=None)
@given(
    name=NAMES,
    one=st.sampled_from([{}, CYRILLIC, ARABIC]),
    other=st.sampled_from([{}, CYRILLIC, ARABIC]),
)
def test_a_name_matches_itself_in_every_pair_of_scripts(
    name: str, one: dict[str, str], other: dict[str, str]
) -> None:
    of = make.screener(make.person("1", _written(name, one)))

    assert make.hits(of, make.person("q", _written(name, other))) == ["1"]


@settings(max_examples=40, deadline=None)
@given(names=LISTS, asked=NAMES, order=st.randoms(use_true_random=False))
def test_order_plays_no_part(names: list[str], asked: str, order: object) -> None:
    people = _people(names)
    shuffled = sorted(people, key=lambda one: (hash((str(order), one.key)), one.key))
    query = make.person("q", asked)

    assert make.screener(*people).screen(query, LOW) == make.screener(*shuffled).screen(query, LOW)


@settings(max_examples=40, deadline=None)
@given(names=LISTS, gone=st.sets(st.integers(0, 7)), asked=NAMES)
def test_taking_out_is_as_never_having_held(names: list[str], gone: set[int], asked: str) -> None:
    people = _people(names)
    of = make.screener(*people)
    for row in gone:
        of.remove(str(row))
    left = [one for row, one in enumerate(people) if row not in gone]
    query = make.person("q", asked)

    assert of.screen(query, LOW) == make.screener(*left).screen(query, LOW)


@settings(max_examples=40, deadline=None)
@given(names=LISTS, asked=st.lists(NAMES, min_size=1, max_size=4))
def test_what_was_asked_before_plays_no_part(names: list[str], asked: list[str]) -> None:
    of = make.screener(*_people(names))
    queries = [make.person(str(row), name) for row, name in enumerate(asked)]

    together = [of.screen(query, LOW) for query in queries]

    assert together == [make.screener(*_people(names)).screen(query, LOW) for query in queries]


@settings(max_examples=60, deadline=None)
@given(names=LISTS, asked=NAMES)
def test_scores_stay_below_one_and_hits_stand_in_order(names: list[str], asked: str) -> None:
    hits = make.screener(*_people(names)).screen(make.person("q", asked), LOW).hits

    assert all(LOW.person <= hit.score < 1 for hit in hits)
    assert [(-hit.rank, hit.entity) for hit in hits] == sorted(
        (-hit.rank, hit.entity) for hit in hits
    )


@given(
    score=st.floats(0.01, 0.99),
    features=st.lists(st.sampled_from(sorted(RANKS)), max_size=4, unique=True),
)
def test_what_speaks_for_a_hit_never_lowers_its_rank(score: float, features: list[str]) -> None:
    told = [Evidence(feature) for feature in RANKS if feature in features]
    for_it = [one for one in told if RANKS[one.feature] > 0]

    assert rank(score, told) <= rank(score, for_it)
    assert score <= rank(score, for_it) < 1
    assert rank(score, told) > 0


@settings(max_examples=150, deadline=None)
@given(listed=TEXTS, asked=TEXTS, schema=st.sampled_from(["Person", "Company", ""]))
def test_every_text_can_be_listed_and_asked(listed: str, asked: str, schema: str) -> None:
    of = make.screener(Entity("1", schema, (listed,)))

    for hit in of.screen(Entity("q", schema, (asked,)), LOW).hits:
        assert hit.evidence


@settings(max_examples=20, deadline=None)
@given(names=LISTS, asked=NAMES)
def test_a_replay_is_the_same_bytes(names: list[str], asked: str) -> None:
    people = _people(names)
    record = recorded(
        make.screener(*people).screen(make.person("q", asked, birth_date="1961"), LOW)
    )

    assert replay(record, make.screener(*reversed(people))) == record


def test_a_replay_refuses_other_lists_and_what_is_no_record() -> None:
    of = make.screener(make.person("1", "Tariq Balanov"))
    record = recorded(of.screen(make.person("q", "Tariq Balanov")))

    with pytest.raises(ReplayError, match="lists held are not those"):
        replay(record, make.screener(make.person("1", "Tariq Balanof")))
    with pytest.raises(ReplayError, match="made by engine 0, this one is 1-"):
        replay(record.replace(of.screen(make.person("q", "x")).engine.encode(), b"0"), of)
    for wrong in (b"", b"[]", b"{}", b'{"asked": 1}'):
        with pytest.raises(ReplayError, match="no record of a screening"):
            replay(wrong, of)


def test_the_digest_of_a_list_is_of_all_that_is_said_in_it() -> None:
    one, other = make.person("1", "Tariq Balanov"), make.person("2", "Khalil Munir", source="UN")

    together, turned = make.screener(one, other).sources, make.screener(other, one).sources

    assert together == turned
    assert [(source.key, source.version, source.entities) for source in together] == [
        ("", "of today", 1),
        ("UN", "", 1),
    ]
    for changed in (
        replace(other, birth_date="1961"),
        replace(other, names=("Khalil Munir", "K")),
    ):
        assert make.screener(one, changed).sources[1].digest != together[1].digest


def test_an_id_is_held_once_and_an_entity_has_a_name() -> None:
    of = make.screener(make.person("1", "Tariq Balanov"))

    with pytest.raises(EntityError, match="hold the id 1 twice"):
        of.add([make.person("1", "Khalil Munir")])
    with pytest.raises(EntityError, match="entity 2 has no name"):
        of.add([Entity("2", "Person", ())])
    of.remove("never held")

    assert make.hits(of, make.person("q", "Tariq Balanov")) == ["1"]
    assert make.hits(Screener(), make.person("q", "Tariq Balanov")) == []


def test_letters_cost_the_same_in_both_directions_and_never_less_than_nothing() -> None:
    costs = readings()

    assert (costs == costs.T).all()
    assert costs.min() == 0
    assert costs.max() == 1
    assert (costs.diagonal() == 0).all()
    assert gaps().min() > 0
