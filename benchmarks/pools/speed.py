"""How long encoding, an event and a search take, and what memory; invented pools, one seed."""

import resource
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from accord.engine.matching import (
    BUNDLED,
    BundledEncoder,
    Document,
    Encoded,
    Encoder,
    ExactIndex,
    Passages,
    allocated,
    calibrated,
    evidence,
)

PEOPLE = 2000
HELD = 100_000
SEARCHES = 200
SUBJECTS = 200
WORDS = 100
LANGUAGES = ("en", "fa", "ru")


def encoding(folder: Path, texts: Sequence[str]) -> list[str]:
    """Return what encoding costs on one thread, in CPU time, and what memory the process has."""
    begun = time.process_time()
    encoder = BundledEncoder(folder)
    loading = time.process_time() - begun
    said = [f"Loading the encoder {loading:.2f} s of CPU."]
    pool = " ".join(texts).split()
    for size in (20, WORDS):
        pieces = [" ".join(pool[at : at + size]) for at in range(0, 40 * size, size)]
        encoder.encode(pieces[:5])
        begun = time.process_time()
        encoder.encode(pieces)
        spent = (time.process_time() - begun) / len(pieces) * 1000
        said.append(f"Encoding {size} words: {spent:.1f} ms of CPU, one thread.")
    return [*said, f"Memory of the process, all in all: {peak()} MB."]


def peak() -> int:
    """Return the most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def event() -> list[str]:
    """Return what all scores, fair lists and evidence of an event take, vectors ready."""
    needs, offers = invented("n", PEOPLE), invented("o", PEOPLE)
    asked, told = (_passages(batch) for batch in (needs, offers))
    begun, cpu = time.monotonic(), time.process_time()
    index = ExactIndex(calibrated(needs, offers))
    index.add(offers)
    grid = index.grid(needs)
    allocation = allocated(grid.score, 10)
    for row, columns in enumerate(allocation.lists):
        for column in columns:
            evidence(asked[row], told[column])
    line = (
        f"Event of {PEOPLE:,} × {PEOPLE:,}, all scores, fair top 10 with evidence: "
        f"{time.monotonic() - begun:.1f} s, {time.process_time() - cpu:.1f} s of CPU."
    )
    return [line]


def search(encoder: Encoder, texts: Sequence[str]) -> list[str]:
    """Return what one search among many by a text of 100 words takes, encoding included."""
    held = invented("o", HELD)
    sample = Encoded(held.documents[:PEOPLE], held.vectors[:PEOPLE], held.model)
    index = ExactIndex(calibrated(invented("n", PEOPLE), sample))
    index.add(held)
    pool = " ".join(texts).split()
    pieces = [" ".join(pool[at : at + WORDS]) for at in range(0, SEARCHES * WORDS, WORDS)]
    took: list[float] = []
    spent: list[float] = []
    for number in range(SEARCHES):
        text = pieces[number % len(pieces)]
        begun, cpu = time.monotonic(), time.process_time()
        asked = Document("search", text)
        index.search(Encoded((asked,), encoder.encode([text]), encoder.model), 10)
        took.append(1000 * (time.monotonic() - begun))
        spent.append(1000 * (time.process_time() - cpu))
    line = (
        f"Search among {HELD:,} by {WORDS} words, encoding included: "
        f"p50 {np.quantile(took, 0.5):.0f} ms, p95 "
        f"{np.quantile(took, 0.95):.0f} ms; CPU p50 {np.quantile(spent, 0.5):.0f} ms, p95 "
        f"{np.quantile(spent, 0.95):.0f} ms."
    )
    return [line]


def invented(prefix: str, count: int, about: int = SUBJECTS) -> Encoded:
    """Return documents of some hundred words about a few subjects, in three languages."""
    dice = np.random.default_rng(7)
    themes = dice.normal(size=(about, 384))
    subjects = dice.integers(0, about, count)
    vectors = themes[subjects] + dice.normal(size=(count, 384)) + 3
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ranks = dice.zipf(1.3, (count, 100)) % 50_000
    documents = tuple(
        Document(
            f"{prefix}{row}",
            " ".join(f"w{word}" for word in (*ranks[row], 60_000 + subjects[row])),
            LANGUAGES[row % len(LANGUAGES)],
        )
        for row in range(count)
    )
    return Encoded(documents, vectors.astype(np.float32), BUNDLED)


def _passages(batch: Encoded) -> list[Passages]:
    """Return six sentences for each document, with vectors near its own."""
    dice = np.random.default_rng(11)
    found: list[Passages] = []
    for document, vector in zip(batch.documents, batch.vectors, strict=True):
        near = vector + 0.05 * dice.normal(size=(6, len(vector)))
        near /= np.linalg.norm(near, axis=1, keepdims=True)
        said = tuple(f"{document.key}.{number}." for number in range(6))
        found.append(Passages(document, said, near.astype(np.float32), batch.model))
    return found
