from collections.abc import Callable, Sequence
from math import ceil
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.engine.matching import (
    Aim,
    ApproximateIndex,
    Document,
    Encoded,
    ExactIndex,
    Graphs,
    Hit,
    Index,
    Ranking,
    allocated,
    calibrated,
    fairly_ranked,
    ranked,
    sentences,
)
from accord.engine.matching.calibration import Calibration, nearness
from tests.engine.matching.make import WordEncoder, texts

LINE = st.builds(
    "{}: {}".format,
    st.sampled_from(["en", "fa", "ru"]),
    st.lists(st.sampled_from("abcdefghijklmnop"), min_size=2, max_size=7).map(" ".join),
)
LINES = st.lists(LINE, min_size=2, max_size=24)
INDEXES: tuple[Callable[[Calibration], Index], ...] = (
    ExactIndex,
    lambda terms: ApproximateIndex(terms, Aim.OFFER, Graphs()),
)


@pytest.mark.parametrize("make", INDEXES)
@settings(max_examples=40, deadline=None)
@given(needs=LINES, offers=LINES, gone=st.sets(st.integers(0, 23), max_size=3))
def test_every_index_finds_what_comparing_one_by_one_finds(
    make: Callable[[Calibration], Index], needs: list[str], offers: list[str], gone: set[int]
) -> None:
    asked, held = texts("n", *needs), texts("o", *offers)
    calibration = calibrated(asked, held)
    index = make(calibration)
    index.add(held)
    for row in sorted(gone & set(range(1, len(offers)))):
        index.remove(f"o{row}")
    left = [row for row in range(len(offers)) if row == 0 or row not in gone]

    (hits,) = index.search(_only(asked, 0), len(offers))

    cosines = (calibration.centred(asked, Aim.NEED) @ calibration.centred(held, Aim.OFFER).T)[0]
    languages = asked.languages
    peers = [n for n, language in enumerate(languages) if language == languages[0]]
    back = calibration.centred(held, Aim.OFFER) @ calibration.centred(asked, Aim.NEED)[peers].T
    hubness = _few(nearness(back), len(peers), float(np.mean(nearness(back))))
    expected = {}
    for row in left:
        own = [cosines[o] for o in left if held.languages[o] == held.languages[row]]
        overall = _nearest_tenth([cosines[o] for o in left])
        level = _few(_nearest_tenth(own), len(own), overall)
        expected[f"o{row}"] = 2 * cosines[row] - level - hubness[row]
    assert {hit.key: hit.likeness for hit in hits} == pytest.approx(expected, abs=1e-4)
    falling = sorted((hit.score for hit in hits), reverse=True)
    assert [hit.score for hit in hits] == pytest.approx(falling, abs=1e-4)  # equal ones go by key


def _few(found: Any, count: int, usual: float) -> Any:
    return (count * found + 10 * usual) / (count + 10)


def _nearest_tenth(cosines: list[float]) -> float:
    count = min(len(cosines), max(3, ceil(len(cosines) / 10)))
    return float(np.mean(sorted(cosines, reverse=True)[count // 6 : count]))


def _only(batch: Encoded, row: int) -> Encoded:
    return Encoded(batch.documents[row : row + 1], batch.vectors[row : row + 1], batch.model)


@settings(max_examples=30, deadline=None)
@given(needs=LINES, offers=LINES, order=st.randoms(use_true_random=False))
def test_the_order_in_which_texts_come_changes_no_likeness(
    needs: list[str], offers: list[str], order: Random
) -> None:
    asked, held = texts("n", *needs), texts("o", *offers)
    rows = list(range(len(offers)))
    order.shuffle(rows)
    turned = Encoded(tuple(held.documents[row] for row in rows), held.vectors[rows], held.model)

    found = [
        {(hit.key, row): hit.likeness for row, hits in enumerate(lists) for hit in hits}
        for lists in (_searched(asked, held), _searched(asked, turned))
    ]

    assert found[0] == pytest.approx(found[1], abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(needs=LINES, offers=LINES, order=st.randoms(use_true_random=False))
def test_texts_that_say_the_same_are_found_side_by_side(
    needs: list[str], offers: list[str], order: Random
) -> None:
    """Words in common order the texts of a language; they may not tear equal ones apart."""
    asked = texts("n", *needs)
    twice = [*offers, *offers]
    order.shuffle(twice)

    lists = _searched(asked, texts("o", *twice))

    for hits in lists:
        said: dict[str, set[float]] = {}
        for hit in hits:
            said.setdefault(twice[int(hit.key[1:])], set()).add(hit.score)
        assert [max(found) - min(found) for found in said.values()] == pytest.approx(
            [0] * len(said), abs=1e-5
        )


@pytest.mark.parametrize("way", [ranked, fairly_ranked])
@settings(max_examples=30, deadline=None)
@given(needs=LINES, offers=LINES, top=st.integers(1, 9), order=st.randoms(use_true_random=False))
def test_the_order_in_which_texts_come_changes_no_list(
    way: Callable[..., Ranking], needs: list[str], offers: list[str], top: int, order: Random
) -> None:
    asked, held = texts("n", *needs).documents, texts("o", *offers, *offers).documents
    turned, shuffled = (tuple(order.sample(all_, len(all_))) for all_ in (asked, held))

    found = way(asked, held, WordEncoder(), top=top)
    again = way(turned, shuffled, WordEncoder(), top=top)

    assert _keys(asked, found) == _keys(turned, again)


def _keys(needs: Sequence[Document], found: Ranking) -> dict[str, list[str]]:
    lists = zip(needs, found.lists, strict=True)
    return {need.key: [hit.key for hit in hits] for need, hits in lists}


def _searched(asked: Encoded, held: Encoded) -> tuple[tuple[Hit, ...], ...]:
    index = ExactIndex(calibrated(asked, held))
    index.add(held)
    return index.search(asked, len(held.documents))


@settings(max_examples=40, deadline=None)
@given(needs=LINES, offers=LINES, more=LINE)
def test_a_text_added_moves_a_language_only_as_a_whole(
    needs: list[str], offers: list[str], more: str
) -> None:
    asked, held = texts("n", *needs), texts("o", *offers)
    index = ExactIndex(calibrated(asked, held))
    index.add(held)
    before = index.grid(asked)

    index.add(texts("new", more))
    after = index.grid(asked)

    moved = after.likeness[:, : len(offers)] - before.likeness
    for language in set(held.languages):
        own = [row for row, found in enumerate(held.languages) if found == language]
        assert moved[:, own] == pytest.approx(np.repeat(moved[:, own[:1]], len(own), 1), abs=1e-5)
    assert (after.words[:, : len(offers)] == before.words).all()


MATRIX = st.integers(1, 12).flatmap(
    lambda rows: st.integers(1, 40).flatmap(
        lambda columns: st.integers(0, 2**32 - 1).map(
            lambda seed: (
                np.random.default_rng(seed).normal(size=(rows, columns)).astype(np.float32)
            )
        )
    )
)


@settings(max_examples=150, deadline=None)
@given(score=MATRIX, top=st.integers(1, 12))
def test_fair_lists_keep_their_better_half_and_the_cap(
    score: np.ndarray[tuple[int, int], np.dtype[np.float32]], top: int
) -> None:
    searches, columns = score.shape
    places = min(top, columns)
    kept = np.argsort(-score, axis=1)[:, : (places + 1) // 2]

    found = allocated(score, top)

    assert [len(set(row)) for row in found.lists] == [places] * searches
    assert all(set(half) <= set(row) for half, row in zip(kept.tolist(), found.lists, strict=True))
    shown = np.bincount(np.array(found.lists).ravel(), minlength=columns)
    if columns >= 3 * places:
        cap = ceil(3 * places * searches / columns)
        assert (shown <= np.maximum(cap, np.bincount(kept.ravel(), minlength=columns))).all()
    assert found.after.never == (shown == 0).sum() <= found.before.never


@given(st.text(st.sampled_from("ab .!?؟\n•؛。Я"), max_size=120).filter(str.strip))
def test_sentences_stand_word_for_word_in_the_text(text: str) -> None:
    pieces = sentences(text)

    assert pieces
    assert all(piece in text for piece in pieces)
    assert "".join(pieces).replace("•", "").split() != [] or not text.replace("•", "").split()
