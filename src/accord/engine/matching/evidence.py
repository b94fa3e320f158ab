"""Why two texts answer each other, in their own words: the sentence of each that does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from accord.engine.matching.calibration import beforehand, unit
from accord.engine.matching.documents import Document
from accord.engine.matching.encoder import Encoder, Vectors

# The bundled model understands these less well; their evidence says so.
LESS_CERTAIN: Final = frozenset({"ar", "kk", "uz"})
_FEWEST_LETTERS: Final = 12  # what is shorter is a heading or an abbreviation, not a sentence
_EDGES: Final = " \n\t•;؛"
_ENDS: Final = re.compile(r"(?<=[.!?؟۔;؛])\s+|(?<=[。！？])|\s*[\n•]+\s*")


@dataclass(frozen=True, slots=True)
class Passages:
    """The sentences of a text with their vectors; kept beside the text, made anew with it.

    Parameters
    ----------
    document
        Whose they are.
    sentences
        Each stands word for word in the text; at least one.
    vectors
        Of length 1, what the language shares taken away.
    model
        Which one made them.
    """

    document: Document
    sentences: tuple[str, ...]
    vectors: Vectors
    model: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The pair of sentences that answer each other best.

    Parameters
    ----------
    mine, theirs
        A sentence of each text, word for word, in its own language.
    likeness
        Cosine of the two without what their languages share, -1 to 1.
    less_certain
        Whether the model is weak in one of the languages.
    """

    mine: str
    theirs: str
    likeness: float
    less_certain: bool


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, word for word; the whole text when it has none.

    A piece too short to say anything stays with the sentence that follows, the last with
    the one before.
    """
    edges = [found.end() for found in _ENDS.finditer(text)]
    spans: list[tuple[int, int]] = []
    first = 0
    for end in (*edges, len(text)):
        if len(text[first:end].strip(_EDGES)) >= _FEWEST_LETTERS:
            spans.append((first, end))
            first = end
    if not spans:
        return (text.strip(),)
    spans[-1] = (spans[-1][0], len(text))
    return tuple(text[first:end].strip(_EDGES) for first, end in spans)


def passages(documents: Sequence[Document], encoder: Encoder) -> tuple[Passages, ...]:
    """Take texts apart and encode each sentence once."""
    apart = [sentences(document.text) for document in documents]
    each = sorted({sentence for pieces in apart for sentence in pieces})
    place = {sentence: number for number, sentence in enumerate(each)}
    vectors = encoder.encode(each)
    found: list[Passages] = []
    for document, pieces in zip(documents, apart, strict=True):
        own = vectors[[place[sentence] for sentence in pieces]]
        shared = beforehand(encoder.model, document.language, own.shape[1])
        found.append(Passages(document, pieces, unit(own - shared), encoder.model))
    return tuple(found)


def evidence(mine: Passages, theirs: Passages) -> Evidence:
    """Return the pair of sentences that answer each other best.

    A sentence that is somewhat like every sentence of the other text answers none of them;
    what each is near to on the whole is taken off before the best pair is chosen.

    Raises
    ------
    ValueError
        When two models made the vectors.
    """
    return answers(mine, theirs, most=1)[0]


def answers(mine: Passages, theirs: Passages, *, most: int) -> tuple[Evidence, ...]:
    """Return the pairs of sentences that answer each other, best first; no sentence twice.

    Parameters
    ----------
    most
        How many pairs, at least 1; fewer where a text has fewer sentences.

    Raises
    ------
    ValueError
        When two models made the vectors.
    """
    if mine.model != theirs.model:
        raise ValueError(f"Vectors of {theirs.model} do not compare with {mine.model}.")
    likeness = mine.vectors @ theirs.vectors.T
    telling = 2 * likeness
    telling -= likeness.mean(axis=1, keepdims=True) + likeness.mean(axis=0, keepdims=True)
    languages = {one.document.language.partition("-")[0] for one in (mine, theirs)}
    found: list[Evidence] = []
    for _ in range(min(most, *telling.shape)):
        row, column = np.unravel_index(int(telling.argmax()), telling.shape)
        found.append(
            Evidence(
                mine.sentences[row],
                theirs.sentences[column],
                float(likeness[row, column]),
                bool(languages & LESS_CERTAIN),
            )
        )
        telling[row, :] = telling[:, column] = -np.inf
    return tuple(found)
