from collections.abc import Callable

import pytest

from accord.engine.matching import (
    BundledEncoder,
    Document,
    Encoded,
    ExactIndex,
    Ranking,
    calibrated,
    encoded,
    evidence,
    fairly_ranked,
    passages,
    ranked,
)
from tests.engine.matching.make import NEEDS, OFFERS, WordEncoder, texts


def test_each_need_finds_the_offer_that_answers_it_in_another_language(
    encoder: BundledEncoder,
) -> None:
    found = ranked(NEEDS, OFFERS, encoder, top=1)

    assert [hits[0].key for hits in found.lists] == ["coating", "water", "seeds", "pumps"]


def test_the_evidence_is_the_sentence_of_each_that_says_the_same(encoder: BundledEncoder) -> None:
    mine, theirs = passages([NEEDS[0], OFFERS[0]], encoder)

    told = evidence(mine, theirs)

    assert told.mine == "Ищем антибактериальное покрытие для титановых имплантатов."
    assert told.theirs == "ما ایمپلنت‌های تیتانیومی را با لایهٔ ضدباکتری پوشش می‌دهیم."
    assert not told.less_certain


def test_evidence_in_a_language_that_the_model_is_weak_in_says_so() -> None:
    mine, theirs = passages(
        [Document("a", "one two three four", "uz"), Document("b", "five six seven", "en")],
        WordEncoder(),
    )

    assert evidence(mine, theirs).less_certain


def test_fair_lists_show_everybody(encoder: BundledEncoder) -> None:
    found = fairly_ranked(NEEDS, OFFERS, encoder, top=2)

    assert found.allocation is not None
    assert found.allocation.after.never == 0
    assert [hits[0].key for hits in found.lists] == ["coating", "water", "seeds", "pumps"]


def test_a_text_that_is_held_already_is_replaced_and_one_removed_is_gone() -> None:
    needs = texts("n", "en: a b")
    offers = texts("o", "en: a b c d", "en: k l", "en: m n")
    index = ExactIndex(calibrated(needs, offers))
    index.add(offers)
    index.add(encoded([Document("o1", "a b", "en")], WordEncoder()))

    assert len(index) == 3
    assert [hit.key for hit in index.search(needs, 2)[0]] == ["o1", "o0"]

    index.remove("o1")

    assert [hit.key for hit in index.search(needs, 9)[0]] == ["o0", "o2"]
    with pytest.raises(KeyError):
        index.remove("o1")


def test_words_in_common_decide_within_a_language_and_lift_no_language() -> None:
    needs = texts("n", "en: a b c d")
    offers = texts("o", "en: a b c d", "en: k l m n", "en: e f", "fa: a b c d", "fa: g h")
    index = ExactIndex(calibrated(needs, offers))
    index.add(offers)

    grid = index.grid(needs)

    assert sorted(grid.score[0, :3]) == sorted(grid.likeness[0, :3])
    assert grid.score[0, 3:].tolist() == grid.likeness[0, 3:].tolist()
    assert grid.words[0].tolist()[1:] == [0, 0, 0, 0]


@pytest.mark.parametrize("way", [ranked, fairly_ranked])
@pytest.mark.parametrize("top", [0, -1])
def test_a_list_without_a_place_is_refused(way: Callable[..., Ranking], top: int) -> None:
    batch = texts("n", "en: a b", "en: c d")
    index = ExactIndex(calibrated(batch, batch))
    index.add(batch)
    refusal = f"A list of {top} places makes no sense; give one or more."

    with pytest.raises(ValueError, match=refusal):
        way(batch.documents, batch.documents, WordEncoder(), top=top)
    with pytest.raises(ValueError, match=refusal):
        index.search(batch, top)


def test_what_cannot_be_matched_is_refused() -> None:
    batch = texts("n", "en: a b")
    other = Encoded(batch.documents, batch.vectors, "another")

    with pytest.raises(ValueError, match="has no key"):
        Document("", "text")
    with pytest.raises(ValueError, match="The document a has no text"):
        Document("a", " \n")
    with pytest.raises(ValueError, match="Two documents have the key n0"):
        Encoded(batch.documents * 2, batch.vectors.repeat(2, axis=0), "words")
    with pytest.raises(ValueError, match="1 documents have 2 vectors"):
        Encoded(batch.documents, batch.vectors.repeat(2, axis=0), "words")
    with pytest.raises(ValueError, match="Vectors of another do not compare with words"):
        calibrated(batch, other)
    with pytest.raises(ValueError, match="Vectors of another do not compare with words"):
        ExactIndex(calibrated(batch, batch)).add(other)
