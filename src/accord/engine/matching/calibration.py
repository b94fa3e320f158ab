"""What a pool of texts has in common, found once, so that every pair is compared alike."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.engine.matching.documents import Aim, Encoded
from accord.engine.matching.encoder import Vectors
from accord.engine.matching.languages import shipped
from accord.engine.matching.lexical import Lexicon, counted

NEAREST: Final = 10
WEIGHTS: Final = 1 / np.arange(1, NEAREST + 1)  # the nearest counts most
TENTH: Final = 10
FEWEST: Final = 3  # texts of a language whose mean says anything
ANSWERS: Final = 6  # of how many near ones one may be an answer
DOUBT: Final = 10  # texts that what is usual counts for
LARGEST: Final = 2000  # texts of one language that stand for all of them
AT_ONCE: Final = 8192  # texts compared with those in one product; 64 MB
EVERY: Final = ""  # the language under which the references of all languages stand


@dataclass(frozen=True, slots=True)
class Calibration:
    """The terms by which a pool is compared; frozen, so that a new text changes no other pair.

    Parameters
    ----------
    model
        Of which encoder the vectors are.
    centres
        Aim and language to the mean vector of such texts.
    references
        Aim to language to centred vectors that stand for the pool; ``""`` for any language.
    lexicon
        How common the words of each aim are.
    usual
        Aim and language to how near texts of the aim commonly lie to the other's of it.
    """

    model: str
    centres: Mapping[tuple[Aim, str], Vectors]
    references: Mapping[Aim, Mapping[str, Vectors]]
    lexicon: Mapping[Aim, Lexicon]
    usual: Mapping[tuple[Aim, str], float] = field(default_factory=dict)

    def centred(self, batch: Encoded, aim: Aim) -> Vectors:
        """Return vectors of length 1 from which what their language shares is taken.

        Raises
        ------
        ValueError
            When another model made them.
        """
        if batch.model != self.model:
            raise ValueError(f"Vectors of {batch.model} do not compare with {self.model}.")
        if not batch.documents:
            return batch.vectors
        centres = np.array([self._centre(aim, language) for language in batch.languages])
        return unit(batch.vectors - centres)

    def hubness(self, vectors: Vectors, aim: Aim, language: str) -> NDArray[np.float32]:
        """Return how near each vector of an aim lies to the other aim's texts of a language.

        Where the pool has none in that language, all languages stand for it; where it has
        few, what is usual counts as well.
        """
        there = self.references[aim.other]
        known = language if language in there else EVERY
        parts = [vectors[at : at + AT_ONCE] for at in range(0, len(vectors), AT_ONCE)] or [vectors]
        found = np.concatenate([nearness(part @ there[known].T) for part in parts])
        return shrunk(found, len(there[known]), self.usual.get((aim, known), 0.0))

    def _centre(self, aim: Aim, language: str) -> Vectors:
        found = self.centres.get((aim, language))
        return beforehand(self.model, language, len(self)) if found is None else found

    def __len__(self) -> int:
        """Return the number of dimensions."""
        return int(next(iter(self.references.values()))[EVERY].shape[1])


def calibrated(needs: Encoded, offers: Encoded) -> Calibration:
    """Find the terms of a pool.

    Parameters
    ----------
    needs, offers
        The pool, or a fair sample of it; the order plays no part.

    Raises
    ------
    ValueError
        When the two come from different models.
    """
    if needs.model != offers.model:
        raise ValueError(f"Vectors of {offers.model} do not compare with {needs.model}.")
    batches = {Aim.NEED: needs, Aim.OFFER: offers}
    centres = {
        (aim, language): centre
        for aim, batch in batches.items()
        for language, centre in _centres(batch).items()
    }
    lexicon = {aim: counted(batch.documents) for aim, batch in batches.items()}
    bare = Calibration(needs.model, MappingProxyType(centres), {}, MappingProxyType(lexicon))
    references = {aim: _references(bare, batch, aim) for aim, batch in batches.items()}
    usual = {
        (aim, language): float(nearness(references[aim][EVERY] @ other.T).mean())
        for aim in Aim
        for language, other in references[aim.other].items()
        if len(references[aim][EVERY])
    }
    return replace(bare, references=MappingProxyType(references), usual=MappingProxyType(usual))


def beforehand(model: str, language: str, dimensions: int) -> Vectors:
    """Return the mean vector of a language as shipped; zero for a model that it is not of."""
    table = shipped()
    return table.mean(language) if model == table.model else np.zeros(dimensions, np.float32)


def nearness(likeness: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weighted mean of the ten highest of each row; 0 where there are none."""
    rows, columns = likeness.shape
    if columns == 0:
        return np.zeros(rows, np.float32)
    most = min(NEAREST, columns)
    highest = -np.sort(np.partition(-likeness, most - 1, axis=1)[:, :most], axis=1)
    weights = WEIGHTS[:most] / WEIGHTS[:most].sum()
    mean: NDArray[np.float32] = (highest @ weights).astype(np.float32)
    return mean


def level(likeness: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how near each row is to a whole language: the mean of its nearest tenth.

    The very nearest of them, which may be answers, do not count. A share and not a number
    is taken, so that a language of few texts is neither favoured nor passed over.
    """
    columns = likeness.shape[1]
    last = min(columns, max(FEWEST, -(-columns // TENTH)))
    first = last // ANSWERS
    highest = -np.partition(-likeness, sorted({max(first - 1, 0), last - 1}), axis=1)[:, :last]
    mean: NDArray[np.float32] = highest[:, first:].mean(axis=1)
    return mean


def shrunk(
    found: NDArray[np.float32], count: int, usual: NDArray[np.float32] | float
) -> NDArray[np.float32]:
    """Return what was found among some texts, the nearer to the usual the fewer they are."""
    mixed = (count * found + DOUBT * usual) / (count + DOUBT)
    return mixed.astype(np.float32)


def unit(vectors: Vectors) -> Vectors:
    """Return the vectors at length 1; one that is zero stays so."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled


def _centres(batch: Encoded) -> Mapping[str, Vectors]:
    """Return the mean of each language of a pool.

    What is shipped is believed first, moved by what all texts of the pool, whatever their
    language, have in common; then the texts of the language itself.
    """
    languages = batch.languages
    width = batch.vectors.shape[1]
    shipped_means = {one: beforehand(batch.model, one, width) for one in sorted(set(languages))}
    apart = batch.vectors - np.array([shipped_means[one] for one in languages]).reshape(-1, width)
    common = apart.sum(axis=0, dtype=np.float64) / (len(languages) + DOUBT)
    centres: dict[str, Vectors] = {}
    for language, mean in shipped_means.items():
        own = batch.vectors[[row for row, one in enumerate(languages) if one == language]]
        total = own.sum(axis=0, dtype=np.float64) + DOUBT * (mean + common)
        centres[language] = (total / (len(own) + DOUBT)).astype(np.float32)
    return centres


def _references(bare: Calibration, batch: Encoded, aim: Aim) -> Mapping[str, Vectors]:
    centred = bare.centred(batch, aim)
    order = sorted(range(len(batch.documents)), key=lambda row: lot(batch.documents[row].key))
    languages = batch.languages
    chosen = {
        language: centred[[row for row in order if languages[row] == language][:LARGEST]]
        for language in sorted(set(languages))
    }
    return MappingProxyType(chosen | {EVERY: centred[order[:LARGEST]]})


def lot(key: str) -> bytes:
    """Return what decides who stands for the pool: 8 bytes that nobody chose."""
    return hashlib.blake2b(key.encode(), digest_size=8).digest()
