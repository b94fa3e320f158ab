"""What is matched: a text that somebody wrote, in its language, and the same with its vector."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from accord.engine.matching.encoder import Encoder, Vectors
from accord.engine.matching.identification import language_of


class Aim(StrEnum):
    """What a text is for; needs are matched with offers and offers with needs."""

    NEED = "need"
    OFFER = "offer"

    @property
    def other(self) -> "Aim":
        """Return what answers it."""
        return Aim.OFFER if self is Aim.NEED else Aim.NEED


@dataclass(frozen=True, slots=True)
class Document:
    """A need or an offer in somebody's own words.

    Parameters
    ----------
    key
        By which it is found again; not empty.
    text
        Any length, not blank.
    language
        BCP 47; empty when nobody said it, then it is told by the letters.
    """

    key: str
    text: str
    language: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be matched."""
        if not self.key:
            raise ValueError("A document has no key.")
        if not self.text.strip():
            raise ValueError(f"The document {self.key} has no text.")
        if not self.language:
            object.__setattr__(self, "language", language_of(self.text))


@dataclass(frozen=True, slots=True)
class Encoded:
    """Documents with the vectors that one model made of them.

    Parameters
    ----------
    documents
        Each with a key of its own.
    vectors
        As the encoder gave them, (documents, dimensions).
    model
        Which one it was; vectors of two models are never compared.
    """

    documents: tuple[Document, ...]
    vectors: Vectors
    model: str

    def __post_init__(self) -> None:
        """Refuse two documents of one key, and vectors that are not theirs."""
        keys = [document.key for document in self.documents]
        if len(set(keys)) != len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise ValueError(f"Two documents have the key {twice}.")
        if len(self.vectors) != len(keys):
            raise ValueError(f"{len(keys)} documents have {len(self.vectors)} vectors.")

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the language of each document."""
        return tuple(document.language for document in self.documents)


def encoded(documents: Iterable[Document], encoder: Encoder) -> Encoded:
    """Return documents with their vectors.

    A text that occurs twice is encoded once; nothing else depends on its neighbours.
    """
    there = tuple(documents)
    texts = sorted({document.text for document in there}, key=lambda text: (len(text), text))
    place = {text: number for number, text in enumerate(texts)}
    vectors = encoder.encode(texts)
    rows: Sequence[int] = [place[document.text] for document in there]
    return Encoded(there, vectors[np.asarray(rows, np.intp)], encoder.model)
