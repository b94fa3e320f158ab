"""Texts turned into vectors: what every encoder is, and one that needs this machine only."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from accord.engine.matching import weights
from accord.engine.matching.tokens import Tokenizer
from accord.engine.matching.weights import DIMENSION, INPUT, OUTPUT, Progress, silent, unpacked

Vectors = NDArray[np.float32]

BUNDLED: Final = "multilingual-e5-small/int8-2"
_PREFIX: Final = "query: "  # the model's word for texts that are compared both ways


class Encoder(Protocol):
    """Whatever turns texts into vectors; a server somewhere is wrapped in one."""

    @property
    def model(self) -> str:
        """Which model, and which version of it; kept beside every vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of length 1 for each text, (texts, dimensions)."""


class BundledEncoder:
    """multilingual-e5-small, run on this machine without any network.

    Parameters
    ----------
    folder
        Where the converted network is kept; see `conversion.converted`.
    threads
        Texts that are encoded side by side, each on one core.
    progress
        Told of the steps of a conversion, if there is one.

    Raises
    ------
    WeightsError
        When the bundled weights are missing, or not the ones expected.
    OSError
        When the network has to be converted and the folder cannot be written.

    References
    ----------
    L. Wang et al. (2024), "Multilingual E5 Text Embeddings", arXiv:2402.05672.
    """

    model: Final = BUNDLED

    def __init__(self, folder: Path, *, threads: int = 1, progress: Progress = silent) -> None:
        # Heavy, and a process that compares vectors without making any needs neither.
        from accord.engine.matching.conversion import converted  # noqa: PLC0415 -- see above
        from accord.engine.matching.runtime import onnxruntime  # noqa: PLC0415 -- see above

        network = converted(folder, progress)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # Further rewriting would join sums and norms into a kernel that takes three times as long.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        self._session = onnxruntime.InferenceSession(
            str(network), options, providers=["CPUExecutionProvider"]
        )
        read = weights.read(weights.checked(weights.bundled()))
        self._tokenizer = Tokenizer(read.vocabulary)
        self._words = read.blocks("emb.word")
        self._places = (
            read.plain("emb.pos").reshape(-1, DIMENSION) + read.plain("emb.type")[:DIMENSION]
        )
        self._threads = threads

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of length 1 for each text, (texts, 384).

        A text of more than 510 pieces is read in windows, averaged by their length.
        """
        if self._threads == 1 or len(texts) == 1:
            return _stacked(map(self._one, texts))
        with ThreadPoolExecutor(self._threads) as pool:
            return _stacked(pool.map(self._one, texts))

    def _one(self, text: str) -> Vectors:
        whole = np.zeros(DIMENSION, np.float32)
        for window in self._tokenizer.windows(_PREFIX + text):
            whole += (len(window) - 2) * self._mean(window)
        result: Vectors = whole / np.linalg.norm(whole)
        return result

    def _mean(self, window: list[int]) -> Vectors:
        """Return the mean of what the network makes of the pieces, both frames included."""
        embedded = unpacked(self._words[window]) + self._places[: len(window)]
        (hidden,) = self._session.run([OUTPUT], {INPUT: embedded[None]})
        mean: Vectors = np.asarray(hidden)[0].mean(axis=0)
        return mean


def _stacked(rows: Iterable[Vectors]) -> Vectors:
    return np.array([*rows], np.float32).reshape(-1, DIMENSION)
