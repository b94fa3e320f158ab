"""Whether the evidence is right: a translated sentence is planted among others, and sought."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from accord.engine.matching import Document, Encoder, Passages, evidence, passages

ASKED = 1000
SENTENCES = 6


def found(texts: Mapping[str, list[str]], encoder: Encoder) -> dict[str, float]:
    """Return for each pair of languages the share of planted pairs that the evidence names.

    Each time two texts of six sentences each are put together, of which one says the same.
    """
    kept = {
        language: passages(
            [Document(str(row), line, language) for row, line in enumerate(lines)], encoder
        )
        for language, lines in texts.items()
    }
    rates: dict[str, float] = {}
    for left, right in combinations(sorted(texts), 2):
        dice = np.random.default_rng(0)
        right_ones = 0
        for _ in range(ASKED):
            rows = dice.choice(len(texts[left]), 2 * SENTENCES - 1, replace=False).tolist()
            one = _joined(kept[left], rows[:SENTENCES], dice)
            other = _joined(kept[right], [rows[0], *rows[SENTENCES:]], dice)
            told = evidence(one, other)
            there = kept[left][rows[0]].sentences, kept[right][rows[0]].sentences
            right_ones += told.mine in there[0] and told.theirs in there[1]
        rates[f"{left}-{right}"] = right_ones / ASKED
    return rates


def _joined(kept: tuple[Passages, ...], rows: list[int], dice: np.random.Generator) -> Passages:
    parts = [kept[row] for row in dice.permutation(rows).tolist()]
    said = tuple(sentence for part in parts for sentence in part.sentences)
    text = " ".join(part.document.text for part in parts)
    document = Document("joined", text, parts[0].document.language)
    return Passages(document, said, np.concatenate([p.vectors for p in parts]), parts[0].model)
